"""Jekyll's Liquid: values, links and blocks that are known without running it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.importers.common.settings import plain_text
from kb.importers.sites.syntax.convert import Remark
from kb.importers.sites.syntax.line_text import LinedText
from kb.importers.sites.syntax.tags import mask_all_code

_LINK = re.compile(r"\{%-?\s*link\s+(?P<path>[^%\s]+)\s*-?%\}")
_POST = re.compile(r"\{%-?\s*post_url\s+(?P<path>[^%\s]+)\s*-?%\}")
_ADDRESS = re.compile(
    r"\{\{-?\s*['\"](?P<path>[^'\"]*)['\"]\s*\|\s*(?:relative_url|absolute_url|prepend:[^}|]*)\s*-?\}\}"
)
_BASE = re.compile(r"\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}(?:/(?=[/{]))?")
_VALUE = re.compile(r"\{\{-?\s*(?P<of>site|page)\.(?P<name>[\w-]+)\s*-?\}\}")
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_KRAMDOWN = re.compile(
    r"^[ \t]*(?:[*+-][ \t]+\S[^\n]*\n)?[ \t]*\{:[ \t]*toc\b[^}\n]*\}[ \t]*$|^[ \t]*\{::/?[^}\n]*\}[ \t]*$", re.MULTILINE
)


def without_liquid(
    body: LinedText, site: Mapping[str, object], page: Mapping[str, object], remarks: list[Remark]
) -> LinedText:
    """`body` with what is plain in Liquid as plain text; each line stays where it was."""
    text = body.text
    if "{" not in text:
        return body
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for match in _KRAMDOWN.finditer(text):
        what = " ".join(match[0].split())
        remarks.append(
            Remark(body.line_at(match.start()), f"“{what}” is left out: kb makes such lists itself", "list of contents")
        )
    text = _KRAMDOWN.sub(lambda match: "\n" * match[0].count("\n"), text)
    text = _LINK.sub(lambda match: "/" + match["path"].lstrip("/"), text)
    text = _POST.sub(lambda match: f"/_posts/{match['path'].lstrip('/')}.md", text)
    text = _ADDRESS.sub(lambda match: "/" + match["path"].lstrip("/"), text)
    masked = mask_all_code(text)
    if masked == text:
        text = _BASE.sub("", text)
    else:
        text = _BASE.sub(lambda match: "" if masked[match.start()] == "{" else match[0], text)

    def value(match: re.Match[str]) -> str:
        return plain_text((site if match["of"] == "site" else page).get(match["name"])) or match[0]

    return LinedText(_VALUE.sub(value, text), body.lines)

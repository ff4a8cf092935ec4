"""VitePress: groups of code under tabs, and fences whose name stands in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kb.importers.common.markdown_scan import lines_of
from kb.importers.common.settings import plain_text
from kb.importers.sites.syntax.convert import Remark
from kb.importers.sites.syntax.line_text import LineBuilder, LinedText
from kb.importers.sites.syntax.tags import mask_all_code

_FENCE = re.compile(
    r"(?P<indent> *)(?P<mark>`{3,}|~{3,})[ \t]*"
    r"(?P<name>[^\s`\[]*)(?P<rest>[^`\n\[]*)\[(?P<title>[^\]\n]+)\](?P<more>[^\n]*)"
)
_MERE = re.compile(r"[ \t]*:{3,}\s*(?:code-group|raw|v-pre)\b.*")
_OPENS = re.compile(r"[ \t]*:{3,}[ \t]*[A-Za-z]")
_CLOSES = re.compile(r"[ \t]*:{3,}\s*")
_VALUE = re.compile(r"\{\{\s*(?:\$frontmatter\.(?P<name>\w+)|[^{}\n]+?)\s*\}\}|^<<<[ \t]+\S+[^\n]*", re.MULTILINE)
_TOC = re.compile(r"\[\[toc\]\]\s*", re.IGNORECASE)


def without_values(body: LinedText, fields: Mapping[str, Any], remarks: list[Remark]) -> LinedText:
    """`{{ $frontmatter.x }}` as what the page says of itself; whatever else would have to be run is named."""
    masked = mask_all_code(body.text)

    def value(match: re.Match[str]) -> str:
        if masked[match.start()] != match[0][0]:
            return match[0]
        if match["name"] and (known := plain_text(fields.get(match["name"]))):
            return known
        message = f"“{' '.join(match[0].split())}” would have to be run: kept as written"
        remarks.append(Remark(body.line_at(match.start()), message, "value that is a program", is_open=True))
        return match[0]

    return LinedText(_VALUE.sub(value, body.text), body.lines)


def without_groups(body: LinedText) -> LinedText:
    """The names of fences as bold words above them; containers that only arrange what they hold go."""
    if ":::" not in body.text and "[" not in body.text:
        return body
    out = LineBuilder(body)
    at, is_open, stack = 0, False, []
    for _, line, is_code in lines_of(body.text):
        end = at + len(line)
        is_fence_start = is_code and not is_open
        is_open = is_code and not (is_open and line.strip() and not line.strip().strip("`~"))
        mere = _MERE.match(line) if not is_code else None
        if is_fence_start and (match := _FENCE.match(line)):
            out.copy(at)
            out.skip(end)
            out.block([f"**{match['title']}**"], match["indent"])
            out.inline(f"{match['mark']}{match['name']}{match['rest'].rstrip()}{match['more']}\n")
        elif not is_code and (mere or _OPENS.match(line)):
            stack.append(bool(mere))
            if mere:
                out.copy(at)
                out.skip(end)
                out.block([], "")
        elif not is_code and ((_CLOSES.fullmatch(line) and stack and stack.pop()) or _TOC.fullmatch(line)):
            out.copy(at)
            out.skip(end)
            out.block([], "")
        at = end
    return out.done()

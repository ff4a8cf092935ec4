"""What MDX has beside components: imports and exports, comments and values in braces, attributes of JSX."""

from __future__ import annotations

import re

from kb.importers.common.markdown_scan import LINE
from kb.importers.sites.syntax.convert import Remark
from kb.importers.sites.syntax.line_text import LinedText
from kb.importers.sites.syntax.tags import html_tags, mask_all_code

_IMPORT = re.compile(r"^import\s[^;'\"]{0,1000}?['\"](?P<name>[^'\"\n]+)['\"][ \t]*;?[ \t]*$", re.MULTILINE)
_EXPORT = re.compile(
    r"^export\s+(?:const|let|var|default|function|async|class|\{|\*)[^\n]*(?:\n(?![ \t]*\r?\n)[^\n]*)*", re.MULTILINE
)
_COMMENT = re.compile(r"\{/\*(?:[^*]|\*(?!/)){0,5000}+\*/\}")
_STRING = re.compile(r"\{\s*(?:'([^'{}\n]*)'|\"([^\"{}\n]*)\"|`([^`${}\n]*)`)\s*\}")
_VALUE = re.compile(r"(?<![\\{$=])\{(?P<value>[A-Za-z_][\w.]*(?:\([^(){}\n]*\))?)\}(?!\})")


def without_programs(body: LinedText, remarks: list[Remark]) -> LinedText:
    """`body` without imports, exports and comments; each of its lines stays where it was."""
    text = body.text
    if not re.search(r"^(?:import|export)\s|\{|<[a-z][^>]*[\s{]", text, re.MULTILINE):
        return body
    for pattern, what in ((_IMPORT, "import"), (_EXPORT, "export")):
        masked = mask_all_code(text)
        for match in list(pattern.finditer(text)):
            if masked[match.start()] != match[0][0] or not _begins_paragraph(text, match.start()):
                continue
            name = match.groupdict().get("name") or " ".join(match[0].split())[:60]
            remarks.append(Remark(body.line_at(match.start()), f"MDX {what} of “{name}” is left out", f"MDX {what}"))
            text = text[: match.start()] + re.sub(r"[^\n]", " ", match[0]) + text[match.end() :]
    if "*/}" in text:
        text = _outside_code(text, _COMMENT, lambda match: "\n" * match[0].count("\n"))
    text = _outside_code(text, _STRING, lambda match: next(part for part in match.groups() if part is not None))
    masked = mask_all_code(text)
    for match in _VALUE.finditer(text):
        if masked[match.start()] == "{":
            message = f"“{match[0]}” would have to be run: kept as written"
            remarks.append(Remark(body.line_at(match.start()), message, "value that is a program", is_open=True))
    return LinedText(_plain_html(_blank_lines(text)), body.lines)


def _begins_paragraph(text: str, at: int) -> bool:
    above = text[:at].rstrip(" \t").rsplit("\n", 2)
    return len(above) < 2 or not above[-2].strip() or bool(re.match(r"(?:import|export)\s", above[-2]))


def _outside_code(text: str, pattern: re.Pattern[str], new: object) -> str:
    masked = mask_all_code(text)
    return pattern.sub(lambda match: new(match) if masked[match.start()] == "{" else match[0], text)  # type: ignore[operator]


def _blank_lines(text: str) -> str:
    return "".join(line if line.strip() else line.lstrip(" ") for line in LINE.findall(text))


def _plain_html(text: str) -> str:
    """HTML in JSX's spelling (`className`, `style={{…}}`) as HTML; what holds a program goes."""
    pieces, done = [], 0
    for tag in html_tags(text):
        if not tag.unread and "classname" not in tag.attributes and "{" not in text[tag.start : tag.end]:
            continue
        values = [f' {"class" if name == "classname" else name}="{value}"' for name, value in tag.attributes.items()]
        lines = "\n" * text.count("\n", tag.start, tag.end)
        pieces += [
            text[done : tag.start],
            f"<{tag.written}{''.join(values)}{lines}{' /' if tag.form == 'whole' else ''}>",
        ]
        done = tag.end
    return "".join(pieces) + text[done:]

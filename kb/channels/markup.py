"""The Markdown of a script as plain data, so that Python and the browser write the same reply.

A script is a message, not a page: paragraphs, lists, headings, quotes, bold, italic, code, links and
placeholders. What is not that stays text. A line end inside a paragraph is kept, because a signature
is written on lines of its own. Blocks and inlines are JSON-ready lists:

    ["p", inlines]   ["h", inlines]   ["quote", inlines]   ["code", text]
    ["li", depth, marker, inlines]          marker is "-" or "1."
    ["t", text]  ["br"]  ["b", inlines]  ["i", inlines]  ["c", text]
    ["a", address, inlines]  ["hole", name]
"""

from __future__ import annotations

import html
import re
from typing import Any

Block = list[Any]
Inline = list[Any]

_ITEM = re.compile(r"^(?P<indent>[ \t]*)(?P<marker>[-*+]|[0-9]{1,3}[.)])[ \t]+(?P<text>.*)$")
_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*$")
_FENCE = re.compile(r"^[ \t]*(```+|~~~+)")
_RULE = re.compile(r"^[ \t]*([-*_])([ \t]*\1){2,}[ \t]*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INLINE = re.compile(
    r"""
      \\(?P<escaped>[\\`*_{}\[\]()\#+.!<>|-])
    | `(?P<code>[^`\n]+)`
    | !\[(?P<alt>[^\]\n]*)\]\((?P<src>[^()\s]*)(?:[ ]"[^"\n]*")?\)
    | \[(?P<text>[^\[\]\n]+)\]\((?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:[ ]"[^"\n]*")?\)
    | <(?P<auto>https?://[^\s<>]+)>
    | (?P<bare>https?://[^\s<>\[\]{}"']*[^\s<>\[\]{}"'.,;:!?()])
    | \{\{[ \t]*(?P<hole>[a-z][a-z0-9_]*)[ \t]*\}\}
    | \*\*(?=\S)(?P<strong>[^\n]+?)(?<=\S)\*\*
    | (?<![*\w])\*(?=[^\s*])(?P<em>[^*\n]+?)(?<=\S)\*(?![*\w])
    | (?<![_\w])__(?=\S)(?P<strong2>[^\n]+?)(?<=\S)__(?![_\w])
    | (?<![_\w])_(?=[^\s_])(?P<em2>[^_\n]+?)(?<=\S)_(?![_\w])
    | (?P<newline>[ ]*\n)
    """,
    re.VERBOSE,
)


def parse_markup(text: str) -> list[Block]:
    """The blocks of one part of a script; facts and links are already filled in."""
    blocks: list[Block] = []
    paragraph: list[str] = []
    fence: list[str] | None = None

    def close() -> None:
        if paragraph:
            blocks.append(["p", parse_inlines("\n".join(paragraph))])
            paragraph.clear()

    for line in _COMMENT.sub("", text).split("\n"):
        if _FENCE.match(line):
            if fence is None:
                close()
                fence = []
            else:
                blocks.append(["code", "\n".join(fence)])
                fence = None
        elif fence is not None:
            fence.append(line)
        elif not line.strip() or _RULE.match(line):
            close()
        elif heading := _HEADING.match(line):
            close()
            blocks.append(["h", parse_inlines(heading["text"])])
        elif item := _ITEM.match(line):
            close()
            depth = min(len(item["indent"].replace("\t", "    ")) // 2, 3)
            marker = item["marker"].rstrip(".)") + "." if item["marker"][0].isdigit() else "-"
            blocks.append(["li", depth, marker, parse_inlines(item["text"].strip())])
        elif line.lstrip().startswith(">"):
            close()
            blocks.append(["quote", parse_inlines(line.lstrip()[1:].strip())])
        elif line[0] in " \t" and not paragraph and blocks and blocks[-1][0] == "li":
            blocks[-1][3] += [["t", " "], *parse_inlines(line.strip())]
        else:
            paragraph.append(line.strip())
    close()
    if fence:
        blocks.append(["code", "\n".join(fence)])
    return blocks


def parse_inlines(text: str, depth: int = 0) -> list[Inline]:
    """The inlines of one paragraph; nesting deeper than bold in italic in a link stays text."""
    inlines: list[Inline] = []
    position = 0
    for match in _INLINE.finditer(text):
        _add_text(inlines, text[position : match.start()])
        inlines += _inline(match, depth)
        position = match.end()
    _add_text(inlines, text[position:])
    return _joined(inlines)


def _inline(match: re.Match[str], depth: int) -> list[Inline]:
    kind = match.lastgroup or ""
    words = match[kind]
    if kind == "url":
        return [["a", words, parse_inlines(match["text"], depth + 1)]]
    if kind in ("auto", "bare"):
        return [["a", words, [["t", words]]]]
    if kind == "hole":
        return [["hole", words]]
    if kind == "code":
        return [["c", words]]
    if kind == "newline":
        return [["br"]]
    if kind == "escaped":
        return [["t", words]]
    if kind in ("alt", "src"):
        return []
    if depth > 2:
        return [["t", match[0]]]
    return [["b" if kind.startswith("strong") else "i", parse_inlines(words, depth + 1)]]


def _add_text(inlines: list[Inline], text: str) -> None:
    if text:
        inlines.append(["t", html.unescape(text)])


def _joined(inlines: list[Inline]) -> list[Inline]:
    """Neighbouring texts as one."""
    joined: list[Inline] = []
    for inline in inlines:
        if inline[0] == "t" and joined and joined[-1][0] == "t":
            joined[-1] = ["t", joined[-1][1] + inline[1]]
        else:
            joined.append(inline)
    return joined


def holes_in(blocks: list[Block]) -> tuple[str, ...]:
    """The placeholders that the blocks name, each once, in order."""
    names: dict[str, None] = {}

    def walk(parts: list[Any]) -> None:
        for part in parts:
            if isinstance(part, list):
                if part and part[0] == "hole":
                    names[part[1]] = None
                walk(part)

    walk(blocks)
    return tuple(names)

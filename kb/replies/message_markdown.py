"""The Markdown of a script as plain data, so that Python and the browser write the same reply.

A script is a message, not a page: paragraphs, lists, headings, quotes, bold, italic, code, links and
placeholders, in Markdown or in HTML's tags for them. What is not that stays text. A line end inside a
paragraph is kept, because a signature is written on lines of its own. Blocks and inlines are JSON-ready lists:

    ["p", inlines]   ["h", inlines]   ["quote", inlines]   ["code", text]
    ["li", depth, marker, inlines]          marker is "-" or "1."; lists are those of pages (`kb.markdown.outline`)
    ["t", text]  ["br"]  ["b", inlines]  ["i", inlines]  ["c", text]
    ["a", address, inlines]  ["hole", name]       "hole" is a placeholder

An address may name placeholders too: `https://shop.example/track/{{ order_id }}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kb.markdown.block_starts import ALERT, BOX, QUOTE
from kb.markdown.boxes import box_ends, read_box
from kb.markdown.letters_alone import in_plain_text
from kb.markdown.outline import List, Text, outline
from kb.replies.html_tags import HIDES, read_entities, read_tags, without_html_comments

Block = list[Any]
Inline = list[Any]

MOST_DEEP = 3
"""Steps that a list in lists is moved in, in a message."""
MOST_BOXES = 10
"""Boxes in boxes; what lies deeper is sent as it is written."""
_BEFORE_TEXT = re.compile(r"[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?")
_QUOTED = re.compile(r"^ {0,3}> ?")
_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*$")
_FENCE = re.compile(r"^[ \t]*(```+|~~~+)")
_RULE = re.compile(r"^[ \t]*([-*_])([ \t]*\1){2,}[ \t]*$")
_PLACEHOLDER = r"(?<!\{)\{\{[ \t]*[a-z][a-z0-9_]*[ \t]*\}\}(?!\})"
REPLY_PLACEHOLDER = re.compile(r"(?<!\{)\{\{[ \t]*(?P<placeholder>[a-z][a-z0-9_]*)[ \t]*\}\}(?!\})")
"""A placeholder of ours. Three braces are another system's."""
_INLINE = re.compile(
    rf"""
      \\(?P<escaped>[\\`*_{{}}\[\]()\#+.!<>|-])
    | `(?P<code>[^`\n]+)`
    | !\[(?P<alt>[^\]\n]{{0,1000}}+)\]\((?P<src>[^()\s]*)(?:[ ]"[^"\n]*")?\)
    | \[(?P<text>[^\[\]\n]+)\]\(
      (?P<url>(?:{_PLACEHOLDER}|(?!{_PLACEHOLDER})[^()\s]|\((?:{_PLACEHOLDER}|(?!{_PLACEHOLDER})[^()\s])*\))*)
      (?:[ ]"[^"\n]*")?\)
    | <(?P<auto>https?://(?:{_PLACEHOLDER}|(?!{_PLACEHOLDER})[^\s<>])+)>
    | <(?P<mail>[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)>
    | (?P<bare>https?://(?:{_PLACEHOLDER}|[^\s<>\[\]{{}}"'])*(?:{_PLACEHOLDER}|[^\s<>\[\]{{}}"'.,;:!?()]))
    | (?P<break>[ \t]*\n?[ \t]*</?(?i:br)(?:\s[^<>]*)?/?>[ \t]*\n?)
    | <(?P<tag>(?i:strong|b|em|i|code|kbd|tt|samp))(?!{HIDES})(?:\s[^<>]*)?>
      (?P<inner>(?s:.){{0,5000}}?)</(?i:(?P=tag))\s*>
    | <(?i:a)\s(?:[^<>]*\s)?(?i:href)\s*=\s*(?P<quote>["']?)(?P<href>(?:{_PLACEHOLDER}|[^"'\s<>])+)(?P=quote)
      (?:\s[^<>]*)?>
      (?P<words>[^<>\n]+(?:<[^<>\n]*>[^<>\n]*)*?)</(?i:a)\s*>
    | (?P<placeholder>{_PLACEHOLDER})
    | \*\*(?=\S)(?P<strong>[^\n]+?)(?<=\S)\*\*
    | (?<![*\w])\*(?=[^\s*|])(?P<em>[^*\n]+?)(?<=\S)\*(?![*\w])
    | (?<![_\w])__(?=\S)(?![A-Z][A-Z0-9_]*__)(?P<strong2>[^\n]+?)(?<=\S)__(?![_\w])
    | (?<![_\w])_(?=[^\s_])(?P<em2>[^_\n]+?)(?<=\S)_(?![_\w])
    | (?P<newline>[ ]*\n)
    """,
    re.VERBOSE,
)
_TAGS = {"strong": "b", "b": "b", "em": "i", "i": "i"}
"""Tags that the words inside are more than letters to; the other tags of `tag` are code."""


def parse_markup(text: str) -> list[Block]:
    """The blocks of one part of a script; facts and links are already filled in, their signs as stand-ins."""
    return [_with_signs(block) for block in _blocks(text)]


def _with_signs(node: Any) -> Any:
    """A block or inline in which every sign of a fact or title is a sign again."""
    if isinstance(node, list):
        return [_with_signs(one) for one in node]
    return in_plain_text(node) if isinstance(node, str) else node


def _blocks(text: str) -> list[Block]:
    lines = read_tags(without_html_comments(text)).split("\n")
    return _of_parts(
        outline([_BEFORE_TEXT.sub(lambda blank: blank[0].expandtabs(4), line, count=1) for line in lines]), 0
    )


def _of_parts(parts: Sequence[Text | List], depth: int, boxes: int = 0) -> list[Block]:
    """The blocks of lines that the reader of pages took apart too, so that lists are read alike.

    `depth` and `boxes` count the lists and the boxes around them.
    """
    blocks: list[Block] = []
    for part in parts:
        blocks += _list(part, depth, boxes) if isinstance(part, List) else _of_lines(part.lines, boxes)
    return blocks


def _list(found: List, depth: int, boxes: int) -> list[Block]:
    blocks: list[Block] = []
    for number, item in enumerate(found.items, found.start):
        marker = f"{number}." if found.is_ordered else "-"
        blocks.append(["li", min(depth, MOST_DEEP), marker, []])
        words = blocks[-1][3]
        for part in item.content:
            if isinstance(part, List):
                blocks += _list(part, depth + 1, boxes)
                continue
            for block in _of_lines(part.lines, boxes, gap=" "):
                if block[0] == "p":
                    words += [*([["t", " "]] if words else []), *block[1]]
                else:
                    blocks.append(block)
    return blocks


def _of_lines(lines: Sequence[str], boxes: int, *, gap: str = "\n") -> list[Block]:
    """The blocks of lines without a list, but for those in boxes; `gap` stands for the line ends of a paragraph."""
    blocks: list[Block] = []
    paragraph: list[str] = []
    fence: list[str] | None = None
    at = 0
    ends = box_ends(lines) if boxes < MOST_BOXES else {}

    def close() -> None:
        if paragraph:
            blocks.append(["p", parse_inlines(gap.join(paragraph))])
            paragraph.clear()

    while at < len(lines):
        line = lines[at]
        at += 1
        if _FENCE.match(line):
            if fence is None:
                close()
                fence = []
            else:
                blocks.append(_code_block("\n".join(fence)))
                fence = None
        elif fence is not None:
            fence.append(line)
        elif not line.strip() or _RULE.match(line):
            close()
        elif heading := _HEADING.match(line):
            close()
            blocks.append(["h", parse_inlines(heading["text"])])
        elif (box := _box_at(lines, at - 1, ends)) is not None:
            close()
            title, inside, at = box
            blocks += [["p", [["b", parse_inlines(title)]]]] if title else []
            blocks += _of_parts(outline(inside), 0, boxes + 1)
        elif line.lstrip().startswith(">"):
            close()
            blocks.append(["quote", parse_inlines(line.lstrip()[1:].strip())])
        else:
            paragraph.append(line.strip())
    close()
    if fence:
        blocks.append(_code_block("\n".join(fence)))
    return blocks


def _box_at(lines: Sequence[str], at: int, ends: Mapping[int, int]) -> tuple[str, list[str], int] | None:
    """Title, content and end of the box that begins on line `at`: its words are sent, its frame is not."""
    opening = BOX.match(lines[at])
    if opening and (box := read_box(opening["name"], opening["rest"])) and at in ends:
        end = ends[at]
        return box.title, list(lines[at + 1 : end - 1]), end
    if not ALERT.match(lines[at]):
        return None
    end = next((n for n in range(at + 1, len(lines)) if not QUOTE.match(lines[n])), len(lines))
    return "", [_QUOTED.sub("", line) for line in lines[at + 1 : end]], end


def _code_block(text: str) -> Block:
    """A fenced block as written; one that names placeholders as a paragraph, so that they are filled."""
    if not REPLY_PLACEHOLDER.search(text):
        return ["code", text]
    inlines: list[Inline] = []
    for line in text.split("\n"):
        inlines += [["br"], *_with_placeholders(line, "t")]
    return ["p", inlines[1:]]


def _with_placeholders(text: str, kind: str) -> list[Inline]:
    """Letters and the placeholders among them, nothing else read."""
    inlines: list[Inline] = []
    position = 0
    for match in REPLY_PLACEHOLDER.finditer(text):
        inlines += [[kind, text[position : match.start()]], ["hole", match["placeholder"]]]
        position = match.end()
    inlines.append([kind, text[position:]])
    return [inline for inline in inlines if inline[1]]


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
        return [["a", _address(words), parse_inlines(match["text"], depth + 1)]]
    if kind in ("auto", "bare"):
        return [["a", _address(words), _with_placeholders(_address(words), "t")]]
    if kind == "placeholder":
        return _with_placeholders(words, "t")
    if kind == "code":
        return _with_placeholders(words, "c")
    if kind in ("newline", "break"):
        return [["br"]]
    if kind in ("escaped", "mail"):
        return [["t", words]]
    if kind in ("alt", "src"):
        return []
    if depth > 2:
        return [["t", match[0]]]
    if kind == "words":
        return [["a", _address(match["href"]), parse_inlines(words, depth + 1)]]
    if kind == "inner":
        tag = _TAGS.get(match["tag"].lower())
        return [[tag, parse_inlines(words, depth + 1)]] if tag else _with_placeholders(read_entities(words), "c")
    return [["b" if kind.startswith("strong") else "i", parse_inlines(words, depth + 1)]]


def _address(written: str) -> str:
    """An address as it is sent, placeholders in it written in one way."""
    return REPLY_PLACEHOLDER.sub(lambda match: "{{ " + match["placeholder"] + " }}", read_entities(written))


def _add_text(inlines: list[Inline], text: str) -> None:
    if text:
        inlines.append(["t", read_entities(text)])


def _joined(inlines: list[Inline]) -> list[Inline]:
    """Neighbouring texts as one."""
    joined: list[Inline] = []
    for inline in inlines:
        if inline[0] == "t" and joined and joined[-1][0] == "t":
            joined[-1] = ["t", joined[-1][1] + inline[1]]
        else:
            joined.append(inline)
    return joined


def placeholders_in(blocks: list[Block]) -> tuple[str, ...]:
    """The placeholders that the blocks name, each once, in order."""
    names: dict[str, None] = {}

    def walk(parts: list[Any]) -> None:
        for part in parts:
            if isinstance(part, list):
                if part and part[0] == "hole":
                    names[part[1]] = None
                elif len(part) == 3 and part[0] == "a":
                    names.update(dict.fromkeys(REPLY_PLACEHOLDER.findall(part[1])))
                walk(part)

    walk(blocks)
    return tuple(names)

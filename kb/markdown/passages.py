"""HTML → passages: one section a heading, as plain words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """One heading's section of a text: the anchor ("" before the first heading), heading, plain words."""

    anchor: str
    heading: str
    text: str


_HEADING = re.compile(r'<h([1-6])(?! class="kb-tree__ask")(?:\s[^>]*)?>(.*?)</h\1>', re.DOTALL)
"""A heading that begins a section. A tree is part of the section that it stands in, its questions are not."""


_ID = re.compile(r'\sid="([^"]*)"')


_HIDDEN = re.compile(
    r'<(script|style|svg|template)\b.*?</\1>|<!--.*?-->|<span class="kb-tree__said[^>]*>[^<]*</span>',
    re.DOTALL | re.IGNORECASE,
)
"""What nobody reads, and the numbers that a tree's steps are given."""


_BREAK = re.compile(
    r"</?(?:p|li|ul|ol|table|tr|td|th|div|section|br|h[1-6]|pre|blockquote|dd|dt|legend|summary|label)"
    r"\b[^>]*>",
    re.IGNORECASE,
)


_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")


def plain_text(content: str) -> str:
    """HTML → its words on one line: tags, comments, scripts and pictures taken out."""
    text = _TAG.sub("", _BREAK.sub(" ", _HIDDEN.sub(" ", content)))
    return " ".join(html.unescape(text).split())


_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)(?=<t[hd]\b|</tr\b|$)", re.DOTALL | re.IGNORECASE)


_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr\s*>", re.DOTALL | re.IGNORECASE)


_ITEM_END = re.compile(r"</(?:li|dd)\s*>", re.IGNORECASE)


_LIST_END = re.compile(r"</(?:ul|ol|dl|table)\s*>", re.IGNORECASE)


_NEXT, _LABEL, _ALSO, _END = "\x01", "\x02", "\x03", "\x04"
_WRITTEN = {_NEXT: "; ", _LABEL: ": ", _ALSO: ", ", _END: ". "}
_MARKS = re.compile(r"\s*([\x01-\x04][\x01-\x04\s]*)")
_STOPS = tuple(".,:;!?…。，、：；！？؟؛،।")


def sentence_text(content: str) -> str:
    """As `plain_text`, with the signs that make sentences of lists and tables: "first item; second item. The rest".

    A row of a table is "first cell: second, third"; no word is added, so that search counts what the writer wrote.
    """
    marked = _ROW.sub(lambda row: _row_text(row[1]), _HIDDEN.sub(" ", content))
    marked = _LIST_END.sub(f"{_END} ", _ITEM_END.sub(f"{_NEXT} ", marked))
    return _MARKS.sub(_stop, plain_text(marked)).strip()


def _row_text(row: str) -> str:
    cells = [cell[1] for cell in _CELL.finditer(row) if plain_text(cell[1])]
    if len(cells) < 2:
        return f" {' '.join(cells)}{_NEXT} "
    return f" {cells[0]}{_LABEL} {f'{_ALSO} '.join(cells[1:])}{_NEXT} "


def _stop(match: re.Match[str]) -> str:
    """The sign where a part of a list ends: none after another sign and at the beginning or end of the text."""
    text = match.string
    if match.start() == 0 or match.end() == len(text):
        return ""
    marks = match[1]
    mark = next((one for one in (_END, _NEXT, _LABEL) if one in marks), _ALSO)
    return " " if text[: match.start()].endswith(_STOPS) else _WRITTEN[mark]


def passages_of(content: str) -> tuple[Passage, ...]:
    """The sections of an HTML text in order; a section without words is left out."""
    passages: list[Passage] = []
    anchor, heading, start = "", "", 0
    for match in _HEADING.finditer(content):
        _append(passages, anchor, heading, content[start : match.start()])
        tag = content[match.start() : match.start(2)]
        found = _ID.search(tag)
        anchor, heading, start = (found[1] if found else ""), plain_text(match[2]), match.end()
    _append(passages, anchor, heading, content[start:])
    return tuple(passages)


def _append(passages: list[Passage], anchor: str, heading: str, content: str) -> None:
    text = sentence_text(content)
    if text or heading:
        passages.append(Passage(anchor, heading, text))

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
    text = plain_text(content)
    if text or heading:
        passages.append(Passage(anchor, heading, text))

"""HTML in a script → the Markdown that reads the same, if it has a meaning as text.

A message can hold paragraphs, lists, headings, line ends, bold, italic, code and links. What is none of
those (a picture, a table, a script, a tag that nothing closes) stays as written, is an error when scripts
are checked, and is refused when a reply is sent. Inline tags are read by `message_markdown.py`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from kb.source.fences import mask_code

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
PARAGRAPHS = frozenset({"p", "div", "section", "article", "center", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol"})
_BLOCK_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>{'|'.join(sorted(PARAGRAPHS | LISTS | {'li', 'hr'}))})(?P<attributes>\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_PLAIN_TAG = re.compile(
    r"</?(?:span|font|u|ins|small|big|mark|abbr|cite|label|time|bdi|dfn|var|wbr)(?P<attributes>\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""Tags without which the words read the same. Not `del` or `s`, whose words are meant as gone, nor `sup` and
`sub`: 10<sup>3</sup> is not 103."""
HIDES = r"\s[^<>]*\b(?i:hidden|display|visibility|opacity)\b"
"""Attributes with which a page may not show the words at all: no message can be made of that."""
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INVISIBLE = dict.fromkeys(map(ord, "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}"), "") | {ord("\N{NO-BREAK SPACE}"): " "}


def without_html_comments(text: str, *, keep_places: bool = False) -> str:
    """`text` without HTML's comments, which are never sent; blanked letter for letter with `keep_places`."""
    end = text.rfind("-->") + 3
    if end < 3:
        return text
    return _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]) if keep_places else "", text[:end]) + text[end:]


def read_entities(text: str) -> str:
    """`text` with its entities as the letters that a page shows: `&nbsp;` is a blank, `AT&T` stays."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda match: html.unescape(match[0]).translate(_INVISIBLE), text)


def read_tags(text: str) -> str:
    """`text` with HTML's paragraphs, headings and lists as Markdown, and without tags that change no words."""
    if "<" not in text:
        return text
    text = _without_plain_tags(text)
    state = _State()
    pieces: list[str] = []
    position = 0
    for match in _BLOCK_TAG.finditer(mask_code(text)):
        if re.match(HIDES, match["attributes"] or ""):
            continue
        pieces.append(state.words(text[position : match.start()]))
        pieces.append(state.tag(match["name"].lower(), bool(match["end"]), match["attributes"] or ""))
        position = match.end()
    pieces.append(state.words(text[position:]))
    return "".join(pieces)


def _without_plain_tags(text: str) -> str:
    pieces: list[str] = []
    position = 0
    for match in _PLAIN_TAG.finditer(mask_code(text)):
        if not re.match(HIDES, match["attributes"] or ""):
            pieces.append(text[position : match.start()])
            position = match.end()
    return "".join(pieces) + text[position:]


@dataclass(slots=True)
class _State:
    """Which tags are open while a text is read from its beginning to its end."""

    open: list[str] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    """Of each open list the number of its next item; None for a list without numbers."""

    def words(self, text: str) -> str:
        """Text between two tags: inside a block of HTML a line end is a blank, as in a browser."""
        return re.sub(r"\s+", " ", text) if self.open else text

    def tag(self, name: str, is_end: bool, attributes: str) -> str:
        if name == "hr":
            return "\n\n"
        if is_end:
            return self._close(name)
        if name == "p" and self.open[-1:] == ["p"]:
            self.open.pop()
        self.open.append(name)
        if name in LISTS:
            start = re.search(r"\bstart\s*=\s*[\"']?([0-9]{1,3})", attributes)
            self.numbers.append(None if name == "ul" else int(start[1]) if start else 1)
            return "\n"
        if name == "li":
            return self._item()
        if "li" in self.open:
            return " "
        return "\n\n### " if name[0] == "h" else "\n\n"

    def _item(self) -> str:
        depth = max(len(self.numbers) - 1, 0)
        number = self.numbers[-1] if self.numbers else None
        if number is None:
            return f"\n{'  ' * depth}- "
        self.numbers[-1] = number + 1
        return f"\n{'  ' * depth}{number}. "

    def _close(self, name: str) -> str:
        if name not in self.open:
            return "\n\n"
        while self.open.pop() != name:
            pass
        if name in LISTS:
            self.numbers.pop()
            return "\n" if self.numbers else "\n\n"
        if name == "li":
            return "\n"
        return " " if "li" in self.open else "\n\n"

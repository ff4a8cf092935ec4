"""The start tags of an HTML text, with the span of each attribute's value.

Python's own parser finds the tags, so that comments, scripts and quoted `>` are what they are in a browser. It does
not say where a value stands; that is read from the tag's source by the HTML standard's attribute states.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.entities import html5
from html.parser import HTMLParser

from kb.markdown.html_attributes import HTML_SPACES

_NUMBER = re.compile(r"(#(?:[0-9]+|[xX][0-9a-fA-F]+));?")
_TEXT_ELEMENTS = frozenset({"textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose content is text, tags and all; `script` and `style` are known to Python's parser."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its name in small letters, where its value starts and ends, and the quotation mark around it."""

    name: str
    start: int
    """-1 where the attribute has no value."""
    end: int
    quote: str
    """Empty around a value without."""


@dataclass(frozen=True, slots=True)
class StartTag:
    """One start tag; the element in small letters."""

    element: str
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of either kind, with its place; the element in small letters."""

    element: str
    start: int
    end: int
    attributes: tuple[Attribute, ...]
    is_end: bool


def start_tags(content: str) -> list[StartTag]:
    """Every start tag of `content`, in order; of attributes given twice only the first, as in browsers."""
    parser = _Parser(content)
    return [StartTag(name, tuple(_attributes(source, start))) for name, start, source in parser.starts]


def all_tags(content: str) -> list[Tag]:
    """Every tag of `content`, start and end, in order."""
    parser = _Parser(content)
    starts = (
        Tag(name, start, start + len(source), tuple(_attributes(source, start)), False)
        for name, start, source in parser.starts
    )
    ends = (Tag(name, start, content.find(">", start) + 1, (), True) for name, start in parser.ends)
    return sorted((*starts, *ends), key=lambda tag: tag.start)


def text_between_tags(content: str) -> list[tuple[int, int]]:
    """The spans of `content` that are text: no tag, comment, script or style."""
    return _Parser(content).texts


def value_of(text: str) -> str:
    """The value that the attribute text `text` stands for.

    By the standard an entity without semicolon before a letter, a digit or `=` is none: `?a=1&copy=2`.
    """
    if "&" not in text:
        return text
    first, *pieces = text.split("&")
    return first + "".join(_with_entity(piece) for piece in pieces)


def _with_entity(piece: str) -> str:
    """`piece` is what follows an ampersand."""
    if number := _NUMBER.match(piece):
        return unescape(f"&{number[1]};") + piece[number.end() :]
    end = next((at for at, char in enumerate(piece) if not char.isalnum()), len(piece))
    name, follows = piece[:end], piece[end : end + 1]
    if follows == ";" and f"{name};" in html5:
        return html5[f"{name};"] + piece[end + 1 :]
    return html5[name] + piece[end:] if name in html5 and follows not in {"=", ";"} else f"&{piece}"


class _Parser(HTMLParser):
    """Start tags and texts with their places. One object a text."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0]
        at = -1
        while (at := content.find("\n", at + 1)) >= 0:
            self._lines.append(at + 1)
        self._inside = ""
        self.starts: list[tuple[str, int, str]] = []
        self.ends: list[tuple[str, int]] = []
        self.texts: list[tuple[int, int]] = []
        end = content.rfind(">") + 1  # behind it nothing can be a tag, and each `<` would be tried to the end
        self.feed(content[:end])
        self.close()
        if end < len(content) and not self.cdata_elem and not self._inside:
            self.texts.append((end, len(content)))

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if self._inside:
            return
        self.starts.append((tag, self._place(), self.get_starttag_text() or ""))
        if tag in _TEXT_ELEMENTS:
            self._inside = tag

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.handle_starttag(tag, attrs)  # a slash closes nothing in HTML
        if tag in self.CDATA_CONTENT_ELEMENTS and not self._inside:
            self.set_cdata_mode(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""
        if not self._inside:
            self.ends.append((tag, self._place()))

    def _add_text(self, length: int) -> None:
        if not self.cdata_elem and not self._inside:
            start = self._place()
            self.texts.append((start, start + length))

    def handle_data(self, data: str) -> None:
        self._add_text(len(data))

    def parse_html_declaration(self, i: int) -> int:
        """`<!…>` that is no comment ends at the next `>`: Python's own reading stumbles over `<![if …`."""
        if self.rawdata.startswith("<!--", i):
            return self.parse_comment(i)
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1


def _attributes(source: str, offset: int) -> list[Attribute]:
    """The attributes of the start tag `source`, which stands at `offset`: standard, 13.2.5.32 to 13.2.5.39."""
    found: dict[str, Attribute] = {}
    end = len(source) - 1
    at = 1
    while at < end and source[at] not in HTML_SPACES and source[at] != "/":
        at += 1
    while True:
        while at < end and (source[at] in HTML_SPACES or source[at] == "/"):
            at += 1
        if at >= end:
            return list(found.values())
        start = at
        at += 1  # an equals sign at the start belongs to the name
        while at < end and source[at] not in HTML_SPACES and source[at] not in "/=":
            at += 1
        name = source[start:at].lower()
        after = _skip_spaces(source, at, end)
        if source[after : after + 1] != "=" or after >= end:
            found.setdefault(name, Attribute(name, -1, -1, ""))
            continue
        value, stop, quote = _value(source, _skip_spaces(source, after + 1, end), end)
        found.setdefault(name, Attribute(name, offset + value, offset + stop, quote))
        at = stop + len(quote)


def _skip_spaces(source: str, at: int, end: int) -> int:
    while at < end and source[at] in HTML_SPACES:
        at += 1
    return at


def _value(source: str, at: int, end: int) -> tuple[int, int, str]:
    """Where a value starts and ends, and its quotation mark."""
    if at < end and source[at] in "\"'":
        close = source.find(source[at], at + 1, end)
        return at + 1, end if close < 0 else close, source[at]
    start = at
    while at < end and source[at] not in HTML_SPACES:
        at += 1
    return start, at, ""

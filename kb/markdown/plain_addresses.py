"""Links of the bare addresses in Python-Markdown's finished tree."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from kb.markdown.bare_links import bare_links

_VERBATIM = frozenset({"a", "code", "pre", "script", "style"})
_STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")
_LINK_TAG = re.compile(r"<(/?)a[\s>]", re.IGNORECASE)
_HINT = re.compile(r"://|www\.|@", re.IGNORECASE)


class BareLinkTree(Treeprocessor):
    """Makes links of bare addresses, but for those in links, in code, and in HTML's own `<a>`."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._is_in_link = False

    def run(self, root: Element) -> None:
        todo = [root]
        while todo:
            element = todo.pop()
            if element.tag in _VERBATIM or isinstance(element.text, AtomicString):
                continue
            todo += reversed(element)
            self._is_in_link = False
            texts = [element.text or "", *(child.tail or "" for child in element)]
            if any(map(_HINT.search, texts)):
                self._link(element, texts)

    def _link(self, element: Element, texts: list[str]) -> None:
        children = list(element)
        for child in children:
            child.tail = None
            element.remove(child)
        element.text = None
        for number, text in enumerate(texts):
            if number:
                element.append(children[number - 1])
            for piece in self._pieces(text):
                if isinstance(piece, Element):
                    element.append(piece)
                elif len(element):
                    element[-1].tail = (element[-1].tail or "") + piece
                else:
                    element.text = (element.text or "") + piece

    def _pieces(self, text: str) -> list[str | Element]:
        pieces: list[str | Element] = []
        position = 0
        for start, end, address in bare_links(text):
            if self._in_link(text, position, start):
                continue
            link = Element("a", {"href": address})
            link.text = AtomicString(text[start:end])
            pieces += [text[position:start], link]
            position = end
        self._in_link(text, position, len(text))
        return [*pieces, text[position:]]

    def _in_link(self, text: str, start: int, end: int) -> bool:
        """Whether a link of raw HTML is open at `end`, the tags from `start` on counted."""
        for stashed in _STASHED.finditer(text, start, end):
            raw: Any = self.md.htmlStash.rawHtmlBlocks[int(stashed[1])]
            if isinstance(raw, str) and (tag := _LINK_TAG.match(raw)):
                self._is_in_link = not tag[1]
        return self._is_in_link

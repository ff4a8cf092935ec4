"""Two HTML texts that read alike: tags and words, without what no reader of a page sees."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_DROPPED = frozenset({"id", "class", "style", "rel", "title_", "role", "aria-label"})


class _Normal(HTMLParser):
    """An HTML text as a list of tags and words, without what no reader sees."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Any] = []
        self._pre = 0
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"div", "span"}:
            return
        self._pre += tag == "pre"
        self._trim(tag)
        kept = sorted((name, value or "") for name, value in attrs if name not in _DROPPED)
        self.parts.append((tag, tuple(kept)))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"div", "span", "br", "hr", "img", "input"}:
            return
        self._pre -= tag == "pre"
        self._trim(tag)
        self.parts.append("/" + tag + "/")

    def handle_data(self, data: str) -> None:
        if not self._pre:
            data = " ".join(data.replace("\n", " ").split(" ")) if data.strip() else " "
            if self.parts and isinstance(self.parts[-1], tuple | str) and _is_block(self.parts[-1]):
                data = data.lstrip()
        if not data:
            return
        if self.parts and isinstance(self.parts[-1], list):
            self.parts[-1][0] += data
        else:
            self.parts.append([data])

    def _trim(self, tag: str) -> None:
        if tag in _BLOCKS and self.parts and isinstance(self.parts[-1], list):
            self.parts[-1][0] = self.parts[-1][0].rstrip()
            if not self.parts[-1][0]:
                self.parts.pop()


def _is_block(part: Any) -> bool:
    name = part[0] if isinstance(part, tuple) else part.strip("/")
    return name in _BLOCKS


def normal(content: str) -> list[Any]:
    """What two HTML texts that read alike have in common."""
    for sign, checked in (("☐", ""), ("☑", 'checked=""')):  # what stands for GitHub's boxes that cannot be ticked
        content = re.sub(f"<span[^>]*>{sign}</span>", f'<input {checked} disabled="" type="checkbox">', content)
    return _Normal(content).parts

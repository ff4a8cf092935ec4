"""One document's HTML → its articles: the whole of it, or one for each heading of a level."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    """Empty for what stands before the first heading."""
    html: str
    above: str = ""
    """The heading of the level above that the section stands under."""


def parse(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def words_of(tag: Tag) -> str:
    """The words of a heading on one line."""
    return " ".join(tag.get_text(" ", strip=True).split())


def take_title(soup: BeautifulSoup | Tag) -> str:
    """The heading at the very top, taken out; empty where words come first, or where others are of its level."""
    first = soup.find(HEADINGS)
    if not isinstance(first, Tag) or not words_of(first) or len(soup.find_all(first.name)) > 1:
        return ""
    if any(str(text).strip() for text in first.find_all_previous(string=True)):
        return ""
    title = words_of(first)
    first.decompose()
    return title


def split_at(soup: BeautifulSoup | Tag, level: int) -> list[Section]:
    """Sections that begin with a heading of `level` or, where the document has none there, the whole as one."""
    _lay_open(soup, level)
    sections: list[Section] = []
    title, above = "", ""
    parts: list[object] = []

    def end() -> None:
        html = "".join(map(str, parts))
        if title or parse(html).get_text(strip=True) or "<img" in html:
            sections.append(Section(title, html, above))

    for node in list(soup.children):
        name = node.name if isinstance(node, Tag) else ""
        if name == f"h{level}" or (name in HEADINGS and int(name[1]) < level):
            end()
            words = words_of(node) if isinstance(node, Tag) else ""
            title, above, parts = (words, above, []) if name == f"h{level}" else ("", words, [])
            continue
        parts.append(node)
    end()
    return sections


def _lay_open(soup: BeautifulSoup | Tag, level: int) -> None:
    """Unwrap the boxes round headings of `level` and above, so that headings and texts stand side by side."""
    for heading in soup.find_all(HEADINGS[:level]):
        boxes = [box for box in heading.parents if box is not soup and box.parent is not None]
        if not any(box.name == "table" for box in boxes):
            for box in boxes:
                box.unwrap()

"""Places within a text that links name (`#refund`): the headings that carry them, so that the links still arrive."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FRAGMENT = re.compile(r"href\s*=\s*[\"']?[^\"'>\s]*#(?P<id>[^\"'>\s]+)", re.IGNORECASE)
USABLE = re.compile(r"[A-Za-z][\w:.-]*", re.ASCII)


def wanted_anchors(html: str) -> set[str]:
    """The names after `#` in the links of a text, as ids have them; those that Markdown cannot write are left out."""
    found = (unquote(unescape(match["id"])) for match in FRAGMENT.finditer(html))
    return {id for id in found if USABLE.fullmatch(id)}


def place_anchors(soup: BeautifulSoup, wanted: frozenset[str]) -> dict[str, Tag]:
    """Wanted id → the heading that has it, or that stands nearest to the place that has it: one id a heading."""
    placed: dict[str, Tag] = {}
    taken: set[int] = set()
    for tag in soup.find_all(True):
        id = next((str(tag[name]) for name in ("id", "name") if tag.get(name) in wanted), "")
        heading = _heading_for(tag) if id and id not in placed else None
        if heading is not None and id_of(heading) not in taken:
            placed[id] = heading
            taken.add(id_of(heading))
    return placed


def id_of(tag: Tag) -> int:
    """Which tag of the tree it is: two headings with the same words are equal, and not the same."""
    return id(tag)


def _heading_for(tag: Tag) -> Tag | None:
    if tag.name in HEADINGS:
        return tag
    parent = tag.find_parent(HEADINGS)
    inner = tag.find(HEADINGS)
    near = parent or inner or (tag.find_previous(HEADINGS) if tag.get_text(strip=True) else tag.find_next(HEADINGS))
    return near if isinstance(near, Tag) else None


def anchors_in(html: str, wanted: frozenset[str]) -> frozenset[str]:
    """Those of `wanted` that the text keeps."""
    return frozenset(place_anchors(BeautifulSoup(html, "html.parser"), wanted)) if wanted else frozenset()

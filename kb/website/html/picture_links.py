"""Pictures of a text as links to their files: without a script the link opens the file, with one the whole picture."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.markdown.start_tags import Tag, all_tags, value_of

_NO_PLACE = frozenset(
    ["a", "button", "summary", "label", "legend", "h1", "h2", "h3", "h4", "h5", "h6", "svg", "object"]
)
"""Where a link may not stand, or would name something else than the picture."""
_LEAST = 100
"""Pixels: a picture less wide is an icon."""
_EMOJI = frozenset({"twemoji", "emojione", "gemoji"})
"""Classes of `pymdownx.emoji`."""
NO_ZOOM = "no-zoom"
"""The class by which a writer leaves a picture as it is."""


@dataclass
class _Open:
    """A `<picture>` that has begun."""

    start: int = -1
    image: Tag | None = None


def with_picture_links(content: str, words: Mapping[str, str]) -> str:
    """`content` with a link around each picture that may be enlarged; `words` are the interface words."""
    if "<img" not in content.lower():
        return content
    pieces: list[str] = []
    at = 0
    for start, end, image in _pictures(content):
        values = _values(content, image)
        if not _may_grow(values):
            continue
        name = values.get("alt", "").strip()
        label = words["picture_zoom_named"].replace("{name}", name) if name else words["picture_zoom"]
        link = f'<a class="kb-zoom" href="{html.escape(values["src"])}" aria-label="{html.escape(label)}">'
        pieces += [content[at:start], link, content[start:end], "</a>"]
        at = end
    return "".join(pieces) + content[at:]


def _pictures(content: str) -> Iterator[tuple[int, int, Tag]]:
    """Where each picture that could be a link starts and ends, `<picture>` included, and its `<img>`."""
    inside = 0
    open_picture = _Open()
    for tag in all_tags(content):
        if tag.element in _NO_PLACE:
            inside = max(0, inside - 1) if tag.is_end else inside + 1
        elif tag.element == "picture":
            if not tag.is_end:
                open_picture = _Open(tag.start)
                continue
            if open_picture.image and open_picture.start >= 0 and not inside:
                yield open_picture.start, tag.end, open_picture.image
            open_picture = _Open()
        elif tag.element == "img" and not tag.is_end:
            if open_picture.start >= 0:
                open_picture.image = tag
            elif not inside:
                yield tag.start, tag.end, tag


def _values(content: str, tag: Tag) -> dict[str, str]:
    return {one.name: value_of(content[one.start : one.end]) for one in tag.attributes if one.start >= 0}


def _may_grow(values: Mapping[str, str]) -> bool:
    classes = set(values.get("class", "").split())
    source, _, part = values.get("src", "").partition("#")
    if not source.strip() or source.startswith("data:") or NO_ZOOM in classes or classes & _EMOJI:
        return False
    if part.startswith(("only-", "gh-")):  # Material's pictures for one colour scheme: hidden, a link would stay
        return False
    width = values.get("width", "")
    return not width.isascii() or not width.isdigit() or int(width) >= _LEAST

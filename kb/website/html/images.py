"""How large a picture is, so that pages do not jump while it loads."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kb.website.html.svg_size import svg_size

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
"""What `imagesize` reads. Not SVG: it takes the first `width` in the file, which may be that of a shape."""


LARGEST = 99_999
"""Pixels. No browser shows a larger picture: a file that claims one is broken, or lies."""


class Size(NamedTuple):
    """Width and height in pixels, as browsers show the picture: turned as its Exif notes say."""

    width: int
    height: int
    is_proportion: bool = False
    """The file says how wide it is to how high, and nothing else (SVG): it is shown as wide as its place."""


def picture_size(path: Path) -> Size | None:
    """The size of the picture at `path`; None if it is no picture that we know, or cannot be read."""
    suffix = path.suffix.lower()
    if suffix == ".svg":
        size = Size(*(svg_size(path) or (0, 0)))
    else:
        import imagesize  # with all that can fetch from the net

        size = Size(*(imagesize.get(path) if suffix in SUFFIXES else (0, 0)))
    return size if 0 < size.width <= LARGEST and 0 < size.height <= LARGEST else None


def size_attributes(lacks: str, size: Size | None, *, is_first: bool = False) -> str:
    """What a picture's tag gets of what it `lacks` (`HtmlPlace.lacks`): lazy loading, but for the first, and its size.

    Where the writer said one side, the other follows from the file's proportions. Nothing is made up.
    """
    words = dict(word.partition("=")[::2] for word in lacks.split())
    added = ' loading="lazy"' if "loading" in words and not is_first else ""
    if size is None:
        return added
    if "size" in words:
        proportion = " data-kb-proportion" if size.is_proportion else ""
        return f'{added} width="{size.width}" height="{size.height}"{proportion}'
    if "height" in words:
        return f'{added} height="{max(1, round(int(words["height"]) * size.height / size.width))}"'
    if "width" in words:
        return f'{added} width="{max(1, round(int(words["width"]) * size.width / size.height))}"'
    return added

"""How large a picture is, so that pages do not jump while it loads."""

from __future__ import annotations

from pathlib import Path

import imagesize

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
"""Not SVG: `imagesize` takes the first `width` in the file, which may be that of a shape."""

Size = tuple[int, int]
"""Width and height in pixels, as browsers show the picture: turned as its Exif notes say."""


def picture_size(path: Path) -> Size | None:
    """The size of the picture at `path`; None if it is no picture that we know, or cannot be read."""
    if path.suffix.lower() not in SUFFIXES:
        return None
    width, height = imagesize.get(path)
    return (width, height) if width > 0 and height > 0 else None


def size_attributes(lacks: str, size: Size | None) -> str:
    """What a picture's tag gets: lazy loading, and its size if known, of what it `lacks` (`HtmlPlace.lacks`)."""
    loading = ' loading="lazy"' if "loading" in lacks else ""
    return loading + (f' width="{size[0]}" height="{size[1]}"' if size and "size" in lacks else "")

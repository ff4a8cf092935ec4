"""How large an SVG is: what its root element says, as CSS Images 3 (“natural dimensions”) and SVG 2 (8.2) read it."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

_PIXELS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
"""CSS pixels a unit. `em` and others depend on a font, `%` on the page: no size of the picture's own."""
_LENGTH = re.compile(r"\s*\+?([0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?)([a-z]*)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,]+")
_CHUNK = 65_536
_MOST = 1_048_576
"""Bytes looked at for the root element; a drawing program's declarations before it take some kilobytes."""
_FINE = 1000
"""A proportion is written by numbers of about this size: rounding does not show, and none is of any length."""


class _RootFoundError(Exception):
    """The first element ends the reading."""


def svg_size(path: Path) -> tuple[int, int, bool] | None:
    """Width, height, and whether they are proportions alone (a `viewBox`), for which a picture is as wide as its place.

    None where the file says neither, or cannot be read.
    """
    root = _root_attributes(path)
    if root is None:
        return None
    width, height = _length(root.get("width")), _length(root.get("height"))
    across, down = _view_box(root.get("viewBox"))
    if across and down:
        if width is None and height is None:
            least = min(across, down)
            scale = 1.0 if _FINE <= least <= 10 * _FINE else _FINE / least
            return _whole(across * scale, down * scale, is_proportion=True)
        width = height * across / down if width is None and height is not None else width
        height = width * down / across if height is None and width is not None else height
    return _whole(width, height) if width and height else None


def _whole(width: float, height: float, *, is_proportion: bool = False) -> tuple[int, int, bool] | None:
    if not (math.isfinite(width) and math.isfinite(height)):
        return None
    found = round(width), round(height), is_proportion
    return found if found[0] > 0 and found[1] > 0 else None


def _length(text: str | None) -> float | None:
    match = _LENGTH.fullmatch(text or "")
    unit = _PIXELS.get(match[2].lower()) if match else None
    return float(match[1]) * unit if match and unit else None


def _view_box(text: str | None) -> tuple[float, float]:
    numbers = _BETWEEN.split((text or "").strip())
    try:
        _, _, width, height = map(float, numbers)
    except ValueError:
        return 0.0, 0.0
    return (width, height) if 0 < width < math.inf and 0 < height < math.inf else (0.0, 0.0)


def _root_attributes(path: Path) -> dict[str, str] | None:
    found: dict[str, str] = {}

    def begin(name: str, attributes: dict[str, str]) -> NoReturn:
        if name.rpartition(":")[2] == "svg":
            found.update({"": name, **attributes})
        raise _RootFoundError

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    try:
        with path.open("rb") as file:
            for _ in range(0, _MOST, _CHUNK):
                if not (chunk := file.read(_CHUNK)):
                    break
                parser.Parse(chunk)
    except (_RootFoundError, expat.ExpatError, OSError, ValueError, LookupError):
        pass
    return found or None

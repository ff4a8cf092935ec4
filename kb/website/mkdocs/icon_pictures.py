"""The site's mark, a speech bubble on a square of the shop's colour, as SVG, PNG and ICO: the same bytes each time.

Two dozen lines draw it row by row; a library of pictures would be the largest dependency for one drawing.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable
from functools import cache

_UNIT = 32
"""The drawing is 32 units wide."""
_CORNER = 9.0
_BUBBLE = (9.0, 8.0, 23.0, 20.0, 2.5)
"""Left, top, right, bottom and the radius of its corners."""
_TIP = (11.5, 16.0, 24.0)
"""The tip below the bubble: left, right where it begins, its end."""
_LINES = 4
"""Lines that are measured in each row of pixels, so that slopes are smooth."""
_OPAQUE = 255
Span = tuple[float, float]


def svg_icon(accent: str, on_accent: str) -> str:
    """The mark as `icon.svg` has it, in these colours (`#rrggbb`)."""
    bubble = "M9 10.5A2.5 2.5 0 0 1 11.5 8h9a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5H16l-4.5 4v-4"
    square = f'<rect width="32" height="32" rx="9" fill="{accent}"/>'
    mark = f'<path d="{bubble}A2.5 2.5 0 0 1 9 17.5z" fill="{on_accent}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{square}{mark}</svg>'


@cache
def png_icon(accent: str, on_accent: str, size: int, *, is_round: bool) -> bytes:
    """The mark as a PNG of `size` pixels: with round corners, or a whole square, which phones cut as they like."""
    back, front = bytes.fromhex(accent[1:]), bytes.fromhex(on_accent[1:])

    @cache  # nearly all pixels are of three kinds
    def pixel(shown: float, marked: float) -> bytes:
        colour = (round(low + (high - low) * marked) for low, high in zip(back, front, strict=True))
        return bytes((*colour, round(_OPAQUE * shown)))

    rows, before, line = bytearray(), None, b""
    for y in range(size):
        square = _row(y, size, _square) if is_round else [1.0] * size
        bubble = _row(y, size, _bubble)
        if (square, bubble) != before:
            before, line = (square, bubble), b"".join(map(pixel, square, bubble))
        rows += b"\0" + line  # 0: no filter
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)  # 8 bits each of red, green, blue and alpha
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def ico_icon(accent: str, on_accent: str) -> bytes:
    """The mark of 32 pixels as ICO, for browsers that ask for `favicon.ico` alone."""
    picture = png_icon(accent, on_accent, 32, is_round=True)
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 32, 32, 0, 0, 1, 32, len(picture), 22) + picture


def _row(y: int, size: int, shape: Callable[[float], Span]) -> list[float]:
    """How much of each pixel of a row a shape covers, from 0 to 1."""
    covered = [0.0] * size
    middles = ((y + (line + 0.5) / _LINES) * _UNIT / size for line in range(_LINES))
    spans = [(left * size / _UNIT, right * size / _UNIT) for left, right in map(shape, middles)]
    edges = [(math.floor(left), min(math.ceil(right), size)) for left, right in spans]
    start = max(first for first, _ in edges) + 1
    end = max(min(last for _, last in edges) - 1, start)  # all lines cover what lies from `start` to `end`
    if all(right > left for left, right in spans):
        covered[start:end] = [1.0] * (end - start)
    else:
        end = start
    for (left, right), (first, last) in zip(spans, edges, strict=True):
        for x in (*range(first, min(start, last)), *range(max(end, first), last)) if right > left else ():
            covered[x] += (min(x + 1, right) - max(x, left)) / _LINES if x in (first, last - 1) else 1 / _LINES
    return covered


def _square(y: float) -> Span:
    inset = _corner(y, 0, _UNIT, _CORNER)
    return inset, _UNIT - inset


def _bubble(y: float) -> Span:
    left, top, right, bottom, radius = _BUBBLE
    if top <= y < bottom:
        inset = _corner(y, top, bottom, radius)
        return left + inset, right - inset
    start, end, tip = _TIP
    if bottom <= y < tip:
        return start, end - (end - start) * (y - bottom) / (tip - bottom)
    return 0.0, 0.0


def _corner(y: float, top: float, bottom: float, radius: float) -> float:
    """By how much a round corner draws the edge in at `y`."""
    depth = max(top + radius - y, y - bottom + radius, 0)
    return radius - math.sqrt(radius * radius - depth * depth)

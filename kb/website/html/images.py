"""How large a picture is, from the first bytes of its file, so that pages do not jump while it loads."""

from __future__ import annotations

import struct
from pathlib import Path

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_READ_BYTES = 256 * 1024
"""A JPEG's size may stand behind a large preview; further than this nobody looks."""

Size = tuple[int, int]
"""Width and height in pixels."""


def picture_size(path: Path) -> Size | None:
    """The size of the picture at `path`; None where it is no picture we know, or cannot be read."""
    if path.suffix.lower() not in SUFFIXES:
        return None
    try:
        with path.open("rb") as file:
            return size_in(file.read(_READ_BYTES))
    except OSError:
        return None


def size_in(data: bytes) -> Size | None:
    """The size that the first bytes of a PNG, GIF, WebP or JPEG file tell."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return struct.unpack(">II", data[16:24])
        if data[:6] in {b"GIF87a", b"GIF89a"}:
            return struct.unpack("<HH", data[6:10])
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp_size(data)
        if data.startswith(b"\xff\xd8"):
            return _jpeg_size(data)
    except (struct.error, IndexError):
        pass
    return None


def _webp_size(data: bytes) -> Size | None:
    sort = data[12:16]
    if sort == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if sort == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if sort == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg_size(data: bytes) -> Size | None:
    """The frame header's size. A picture that its camera marked as lying on its side is left without one."""
    place = 2
    while place + 9 < len(data):
        if data[place] != 0xFF:
            return None
        marker = data[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        if marker == 0xE1 and data[place + 4 : place + 8] == b"Exif":
            return None
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None


def size_attributes(lacks: str, size: Size | None) -> str:
    """What a picture's tag gets: lazy loading, and its size if known, of what it `lacks` (`HtmlPlace.lacks`)."""
    loading = ' loading="lazy"' if "loading" in lacks else ""
    return loading + (f' width="{size[0]}" height="{size[1]}"' if size and "size" in lacks else "")

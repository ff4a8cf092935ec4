"""Pictures say how large they are before they are there."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from kb.website.html.images import picture_size


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0\0\0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def exif(order: str, orientation: int) -> bytes:
    """A JPEG's segment of notes that tell how the camera was held."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    value = struct.pack(order + "HH", orientation, 0)
    notes = mark + struct.pack(order + "LH", 8, 1) + struct.pack(order + "HHL", 0x0112, 3, 1) + value + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(notes) + 8) + b"Exif\0\0" + notes


def box(kind: bytes, *parts: bytes) -> bytes:
    data = b"".join(parts)
    return struct.pack(">I", len(data) + 8) + kind + data


def avif(width: int, height: int) -> bytes:
    item = box(b"infe", b"\2\0\0\0", struct.pack(">HH", 1, 0), b"av01", b"\0")
    properties = box(b"ipco", box(b"ispe", b"\0" * 4, struct.pack(">II", width, height)))
    of_item = box(b"ipma", b"\0" * 4, struct.pack(">IHBB", 1, 1, 1, 1))
    return box(b"ftyp", b"avif\0\0\0\0avifmif1") + box(
        b"meta",
        b"\0" * 4,
        box(b"hdlr", b"\0" * 8, b"pict", b"\0" * 13),
        box(b"pitm", b"\0" * 4, struct.pack(">H", 1)),
        box(b"iinf", b"\0" * 4, struct.pack(">H", 1), item),
        box(b"iprp", properties, of_item),
    )


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc00011080064012c03011100021101031101ffd9")


def camera(order: str, orientation: int) -> bytes:
    return JPEG[:2] + exif(order, orientation) + JPEG[2:]


GIF = b"GIF89a" + struct.pack("<HH", 12, 34) + b"\0" * 10
WEBP = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (99).to_bytes(3, "little") + (49).to_bytes(3, "little")
LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L\x0a\0\0\0\x2f" + (99 | 49 << 14).to_bytes(4, "little")


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.png", png(7, 5), (7, 5)),
        ("a.jpg", JPEG, (300, 100)),
        ("A.JPEG", JPEG, (300, 100)),
        ("a.gif", GIF, (12, 34)),
        ("a.webp", WEBP, (100, 50)),
        ("a.webp", LOSSLESS, (100, 50)),
        ("a.avif", avif(640, 480), (640, 480)),
        ("upright.jpg", camera("<", 1), (300, 100)),
        ("upside-down.jpg", camera(">", 3), (300, 100)),
        ("on-its-side.jpg", camera("<", 6), (100, 300)),
        ("on-its-side.jpg", camera(">", 8), (100, 300)),
        ("cut.jpg", b"\xff\xd8\xff", None),
        ("cut.png", png(7, 5)[:18], None),
        ("nothing.png", png(0, 0), None),
        ("empty.png", b"", None),
        ("shapes.svg", b'<svg viewBox="0 0 90 90"><rect width="2" height="3"/></svg>', None),
        ("words.txt", png(7, 5), None),
    ],
)
def test_a_picture_tells_the_size_that_browsers_show(
    name: str, data: bytes, size: tuple[int, int] | None, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    assert picture_size(tmp_path / name) == size


def test_a_picture_that_is_not_there_has_no_size(tmp_path: Path) -> None:
    assert picture_size(tmp_path / "gone.png") is None

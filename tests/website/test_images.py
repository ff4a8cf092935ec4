"""Pictures say how large they are before they are there."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from kb.website.html.images import Size, picture_size


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0\0\0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def claiming(width: int, height: int) -> bytes:
    """A PNG that says so, of one pixel."""
    return png(1, 1).replace(struct.pack(">II", 1, 1), struct.pack(">II", width, height), 1)


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


BOX = Size(2400, 1000, is_proportion=True)
"""Of 12 to 5: wide enough that rounding does not show."""
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
        ("shapes.svg", b'<svg><rect width="2" height="3"/></svg>', None),
        ("a.svg", b'<svg width="90" height="60px" viewBox="0 0 9 9"><rect width="2" height="3"/></svg>', (90, 60)),
        ("inches.svg", b'<svg width="1in" height="2.54cm"/>', (96, 96)),
        ("one-side.svg", b'<svg height="30" width="100%" viewBox="0 0 400 100"/>', (120, 30)),
        ("font.svg", b'<svg width="1em" height="1em"/>', None),
        ("box.svg", b'<?xml version="1.0"?><!-- <svg width="1" height="1"/> --><svg viewBox="0,0 1200 500"/>', BOX),
        ("small-box.svg", b'<svg viewBox="0 0 2.4 1"/>', BOX),
        ("prefix.svg", b'<s:svg xmlns:s="http://www.w3.org/2000/svg" width="3" height="2"/>', (3, 2)),
        ("utf16.svg", '<?xml version="1.0" encoding="utf-16"?><svg width="3" height="2"/>'.encode("utf-16"), (3, 2)),
        ("negative.svg", b'<svg width="-3" height="2" viewBox="0 0 -1 4"/>', None),
        ("endless.svg", b'<svg viewBox="0 0 inf nan"/>', None),
        ("huge.svg", b'<svg width="1e999" height="2"/>', None),
        ("high.svg", b'<svg width="1000000000" height="1e300"/>', None),
        ("line.svg", b'<svg viewBox="0 0 1e-300 1"/>', None),
        ("large-box.svg", b'<svg viewBox="0 0 2400000 1000000"/>', BOX),
        ("lies.png", claiming(1_000_000_000, 1_000_000_000), None),
        ("lies-of-one-side.png", claiming(4_294_967_295, 1), None),
        ("largest.png", claiming(99_999, 1), (99_999, 1)),
        ("cut.svg", b'<svg width="3" height="2"', None),
        ("page.svg", b'<html width="3" height="2"/>', None),
        ("words.txt", png(7, 5), None),
    ],
)
def test_a_picture_tells_the_size_that_browsers_show(
    name: str, data: bytes, size: tuple[int, int] | Size | None, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    assert picture_size(tmp_path / name) == (Size(*size) if size else None)


def test_a_picture_that_is_not_there_has_no_size(tmp_path: Path) -> None:
    assert picture_size(tmp_path / "gone.png") is None

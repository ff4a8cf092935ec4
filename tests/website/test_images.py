"""Pictures say how large they are before they are there."""

from __future__ import annotations

import struct
import zlib

import pytest

from kb.website.html.images import size_in


def png(width: int, height: int) -> bytes:
    def chunk(sort: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + sort + data + struct.pack(">I", zlib.crc32(sort + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0\0\0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc00011080064012c03011100021101031101")
EXIF_JPEG = bytes.fromhex("ffd8ffe1000c457869660000000000") + JPEG[20:]
GIF = b"GIF89a" + struct.pack("<HH", 12, 34) + b"\0" * 10
WEBP = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (99).to_bytes(3, "little") + (49).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("data", "size"),
    [(png(7, 5), (7, 5)), (JPEG, (300, 100)), (GIF, (12, 34)), (WEBP, (100, 50)), (EXIF_JPEG, None),
     (b"\xff\xd8\xff", None),
     (b"", None), (b"<svg/>", None), (png(7, 5)[:18], None)],
)  # fmt: skip
def test_the_first_bytes_tell_the_size(data: bytes, size: tuple[int, int] | None) -> None:
    assert size_in(data) == size

"""Pictures: what is written beside their pixels, and what lies behind them. PNG, JPEG, GIF, WebP and RIFF, ICO."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from kb.audit.formats.archives import could_be_gzip, could_be_zip, could_be_zlib, inflate
from kb.audit.formats.reading import Layer, Layers, Reading
from kb.audit.formats.strings import long_strings, strings

_PNG_KNOWN = frozenset(
    b"IHDR PLTE tRNS cHRM gAMA sBIT sRGB bKGD hIST pHYs sPLT tIME acTL fcTL cICP mDCV cLLI IEND oFFs sCAL".split()
)
_PNG_BITS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Colour type → samples of a pixel."""
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_PACKED = re.compile(rb"PK\x03\x04|\x1f\x8b\x08|%PDF-|\x78[\x01\x5e\x9c\xda]")
_SURELY = {
    b"PK": could_be_zip,
    b"\x1f\x8b": could_be_gzip,
    **dict.fromkeys((b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"), could_be_zlib),
}
"""First two bytes of what may be packed in notes → whether it surely is: in previews they stand by chance."""
_MOST_PIXELS = 1 << 29
"""Bytes of one picture's pixels."""


def read_png(data: bytes, reading: Reading) -> Layers:
    """Its texts, its private chunks, and what the stream of pixels has beyond them."""
    place, pixels = 8, []
    while place + 12 <= len(data):
        reading.step()
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        if place + 12 + length > len(data) or not kind.isalpha():
            break
        name = f"PNG {kind.decode('ascii')}"
        if kind == b"IDAT":
            pixels.append(body)
        elif kind == b"fdAT":
            yield from long_strings(body, name, place)
        elif kind in {b"tEXt", b"zTXt", b"iTXt", b"iCCP"}:
            yield from _png_text(kind, body, place, reading)
        elif kind == b"eXIf":
            yield from notes(body, place + 8, name)
        elif kind in _PNG_KNOWN:
            yield from strings(body, name, place)
        else:
            yield Layer(name, place + 8, body, False)
        place += 12 + length
        if kind == b"IEND":
            break
    yield from _png_pixels(data[16:29], b"".join(pixels), reading)
    return place


def _png_text(kind: bytes, body: bytes, place: int, reading: Reading) -> Iterator[Layer]:
    yield Layer("PNG text", place, body.replace(b"\0", b" ").decode("latin-1").encode() if kind == b"tEXt" else body)
    yield Layer("PNG text", place, body.replace(b"\0", b" "))
    for start in [match.start() for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", body[:500])][:8]:
        try:
            inside, used = inflate(body[start:], reading)
        except (zlib.error, EOFError):
            continue
        how = "PNG colour profile" if kind == b"iCCP" else "PNG text"
        if kind == b"iCCP":
            yield from strings(inside, how, place)
        else:
            yield Layer(how, place, inside, False)
        yield Layer(f"{how}, behind its end", place, body[start + used :], False)
        return
    if kind == b"zTXt":
        reading.leave("a damaged text in a PNG picture")


def _png_pixels(header: bytes, packed: bytes, reading: Reading) -> Iterator[Layer]:
    """What the pixels' stream holds beyond the pixels, and long texts that pose as pixels."""
    if len(header) < 13 or not packed:
        return
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    row = 1 + (width * depth * _PNG_BITS.get(colour, 4) + 7) // 8
    due = row * height if not interlaced else row * height * 2 + 16 * height
    if due > _MOST_PIXELS:
        reading.leave(f"a picture of {width} × {height} pixels")
        return
    stream, done, waiting = zlib.decompressobj(), 0, packed
    try:
        while not stream.eof and done <= due:
            part = stream.decompress(waiting, 1 << 20)
            waiting = stream.unconsumed_tail
            if not part and not waiting:
                break
            done += len(part)
            yield from long_strings(part, "pixels that read as text")
    except zlib.error:
        reading.leave("damaged pixels")
        return
    if done > due and not interlaced:
        reading.leave("more pixels than the picture has")
    yield Layer("behind the pixels", 0, stream.unused_data, False)


def read_jpeg(data: bytes, reading: Reading) -> Layers:
    """Its segments of metadata, and its scans up to the end of the image."""
    place = 2
    while place + 2 <= len(data):
        reading.step()
        if data[place] != 0xFF:
            reading.leave("a damaged JPEG picture")
            return place
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker == 0xD9:
            return place + 2
        elif marker in _BARE:
            place += 2
        else:
            length = int.from_bytes(data[place + 2 : place + 4], "big")
            body = data[place + 4 : place + 2 + length]
            if marker >= 0xE0:
                yield from notes(body, place + 4)
            place += 2 + length
            if marker == 0xDA:
                found = _MARKER.search(data, place)
                end = found.start() if found else len(data)
                yield from long_strings(data[place:end], "pixels that read as text", place)
                place = end
    return len(data)


def notes(body: bytes, place: int, how: str = "image metadata") -> Iterator[Layer]:
    """Its texts, and the first file that is packed in it; the preview of a photograph has no text of its own."""
    yield from strings(body, how, place)
    for match in _PACKED.finditer(body):
        is_one = _SURELY.get(match[0][:2])
        if is_one is None or is_one(body, match.start()):
            yield Layer(how, place + match.start(), body[match.start() :], False)
            return


def read_gif(data: bytes, reading: Reading) -> Layers:
    """Its comments and the blocks of programs."""
    flags = data[10] if len(data) > 10 else 0
    place = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    while place < len(data):
        reading.step()
        kind = data[place]
        if kind == 0x3B:
            return place + 1
        if kind == 0x21:
            body, end = _sub_blocks(data, place + 2)
            label = data[place + 1 : place + 2]
            yield from strings(body, "GIF comment" if label == b"\xfe" else "GIF extension", place)
        elif kind == 0x2C and place + 10 < len(data):
            own = data[place + 9]
            body, end = _sub_blocks(data, place + 11 + (3 << (own & 7) + 1 if own & 0x80 else 0))
            yield from long_strings(body, "pixels that read as text", place)
        else:
            reading.leave("a damaged GIF picture")
            return place
        place = end
    return len(data)


def _sub_blocks(data: bytes, place: int) -> tuple[bytes, int]:
    parts = []
    while place < len(data) and data[place]:
        parts.append(data[place + 1 : place + 1 + data[place]])
        place += 1 + data[place]
    return b"".join(parts), min(place + 1, len(data))


_RIFF_DENSE = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANMF", b"data"})
_RIFF_KNOWN = frozenset({b"VP8X", b"ANIM", b"ICCP", b"LIST", b"fmt ", b"fact", b"bext", b"id3 "})
_RIFF_NOTES = frozenset({b"EXIF", b"XMP "})


def read_riff(data: bytes, reading: Reading) -> Layers:
    """The chunks of WebP and WAV."""
    end = min(8 + int.from_bytes(data[4:8], "little"), len(data))
    place = 12
    while place + 8 <= end:
        reading.step()
        kind, length = struct.unpack("<4sI", data[place : place + 8])
        body = data[place + 8 : min(place + 8 + length, end)]
        how = f"RIFF {kind.decode('latin-1')}"
        if kind in _RIFF_DENSE:
            yield from long_strings(body, how, place)
        elif kind in _RIFF_NOTES:
            yield from notes(body, place + 8, how)
        elif kind in _RIFF_KNOWN:
            yield from strings(body, how, place)
        else:
            yield Layer(how, place + 8, body, False)
        place += 8 + length + length % 2
    return max(end, 12)


def read_ico(data: bytes, reading: Reading) -> Layers:
    """Each of its pictures: PNG, or pixels as in BMP."""
    count = int.from_bytes(data[4:6], "little")
    spans = sorted(
        (int.from_bytes(data[at + 12 : at + 16], "little"), int.from_bytes(data[at + 8 : at + 12], "little"))
        for at in range(6, 6 + 16 * count, 16)
    )
    end = 6 + 16 * count
    for start, length in spans:
        reading.step()
        body = data[start : start + length]
        if start > end:
            yield Layer("between the pictures of an icon", end, data[end:start], False)
        if body.startswith(b"\x89PNG"):
            yield Layer("picture of an icon", start, body, False)
        else:
            yield from long_strings(body, "pixels that read as text", start)
        end = max(end, start + length)
    return min(end, len(data))


def is_ico(data: bytes) -> bool:
    """Whether the directory of an icon or a cursor begins `data`."""
    if data[:4] not in {b"\0\0\1\0", b"\0\0\2\0"} or not 0 < data[4] <= 64 or data[5]:
        return False
    first = int.from_bytes(data[18:22], "little")
    return 6 + 16 * data[4] <= first < len(data)


def read_icc(data: bytes, reading: Reading) -> Layers:
    """A profile of colours, as PDF files hold them: the texts in it; its tables of numbers are dense."""
    size = min(int.from_bytes(data[:4], "big"), len(data))
    yield from strings(data[:size], "colour profile")
    return size


def is_icc(data: bytes) -> bool:
    """Whether the header of an ICC profile begins `data` (ICC.1:2022, 7.2: 128 bytes, signature at 36)."""
    return data[36:40] == b"acsp" and int.from_bytes(data[:4], "big") >= 132

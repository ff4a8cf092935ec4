"""Fonts: their names and notes; what draws their letters holds no text. TrueType, OpenType, WOFF and WOFF2."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from kb.audit.formats.archives import inflate, unbrotli
from kb.audit.formats.reading import Layer, Layers, Reading
from kb.audit.formats.strings import is_padding, long_strings, strings

_WOFF2_TAGS = (
    "cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT "
    "VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar "
    "fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill"
)
"""W3C, WOFF File Format 2.0, table of known tags, each of four letters."""
_TAGS = tuple(_WOFF2_TAGS[at : at + 4].encode() for at in range(0, len(_WOFF2_TAGS), 5))
_KNOWN = frozenset({*_TAGS, b"HVAR", b"MVAR", b"STAT", b"VVAR", b"CFF2", b"DSIG", b"FFTM", b"meta", b"TTFA", b"ltag"})
_NOTES = frozenset({b"name", b"meta", b"post", b"FFTM", b"TTFA", b"ltag", b"DSIG"})


def read_sfnt(data: bytes, reading: Reading) -> Layers:
    """TrueType and OpenType."""
    tables = []
    for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
        tag, _, start, length = struct.unpack(">4sIII", data[at : at + 16].ljust(16, b"\0"))
        tables.append((start, length, tag))
    end = 12 + 16 * len(tables)
    for start, length, tag in sorted(tables):
        reading.step()
        yield from _gap(data, end, start)
        yield from _table(tag, data[start : start + length], start)
        end = max(end, start + length)
    return min(end, len(data))


def _gap(data: bytes, start: int, end: int) -> Iterator[Layer]:
    if start < end and not is_padding(data[start:end]):
        yield Layer("between the tables of a font", start, data[start:end], False)


def _table(tag: bytes, body: bytes, place: int) -> Iterator[Layer]:
    how = f"font table {tag.decode('latin-1').strip()}"
    if tag in _NOTES:
        yield from strings(body, how, place)
    elif tag == b"SVG ":
        yield Layer(how, place, body, False)
    elif tag in _KNOWN:
        yield from long_strings(body, how, place)
    else:
        yield Layer(how, place, body, False)


def read_woff(data: bytes, reading: Reading) -> Layers:
    """Each table is a zlib stream of its own."""
    count = int.from_bytes(data[12:14], "big")
    end = 44 + 20 * count
    rows = [struct.unpack(">4sIIII", data[at : at + 20].ljust(20, b"\0")) for at in range(44, end, 20)]
    for tag, start, length, full, _ in sorted(rows, key=lambda row: row[1]):
        reading.step()
        yield from _gap(data, end, start)
        body = data[start : start + length]
        try:
            plain = inflate(body, reading)[0] if length < full else body
        except (zlib.error, EOFError):
            reading.leave("a damaged font")
            plain = b""
        yield from _table(tag, plain, start)
        end = max(end, start + length)
    return (yield from _blocks(data, end, struct.unpack(">5I", data[24:44].ljust(20, b"\0")), reading))


def _blocks(data: bytes, end: int, header: tuple[int, ...], reading: Reading) -> Layers:
    """The blocks for licences and for programs' own use, at the end of WOFF files."""
    start, length, _, private, size = header
    for at, many, how in ((start, length, "font metadata"), (private, size, "font's private data")):
        if at and many:
            yield from _gap(data, end, at)
            body = data[at : at + many]
            plain = unbrotli(body, reading) if how == "font metadata" and data[:4] == b"wOF2" else None
            yield Layer(how, at, body if plain is None else plain, False)
            end = max(end, at + many)
    return min(end, len(data))


def read_woff2(data: bytes, reading: Reading) -> Layers:
    """All tables are one brotli stream; those of glyphs are stored in another form."""
    place, tables = 48, []
    try:
        for _ in range(int.from_bytes(data[12:14], "big")):
            reading.step()
            flags, place = data[place], place + 1
            tag = _TAGS[flags & 63] if flags & 63 != 63 else data[place : place + 4]
            place += 4 if flags & 63 == 63 else 0
            length, place = _base128(data, place)
            is_null = flags >> 6 == (3 if tag in {b"glyf", b"loca"} else 0)
            if not is_null:
                length, place = _base128(data, place)
            tables.append((tag, length))
    except IndexError:
        reading.leave("a damaged font")
        return len(data)
    if data[4:8] == b"ttcf":
        reading.leave("a collection of fonts")
    size = int.from_bytes(data[20:24], "big")
    plain = unbrotli(data[place : place + size], reading)
    if plain is None:
        reading.leave("a damaged font")
        return len(data)
    at = 0
    for tag, length in tables:
        yield from _table(tag, plain[at : at + length], place)
        at += length
    yield Layer("behind the tables of a font", place, plain[at:], False)
    end = place + size
    return (yield from _blocks(data, end + -end % 4, struct.unpack(">5I", data[28:48].ljust(20, b"\0")), reading))


def _base128(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for at in range(place, place + 5):
        value = value << 7 | data[at] & 0x7F
        if not data[at] & 0x80:
            return value, at + 1
    raise IndexError

"""Archives and packed streams: gzip, bzip2, xz, lzma, zlib, brotli, zip with the office formats, tar."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli

from kb.audit.formats.reading import Layer, Layers, Reading
from kb.audit.formats.strings import is_padding

_MEMORY = 128 * 1024 * 1024
"""Bytes of working memory that an lzma stream may ask for."""
_INPUT = 64 * 1024
_ERRORS = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError)
_XML_BREAK = re.compile(rb"</(?:\w+:)?(?:p|h|si|c|row|tr|td|comment|t[cr])>|<(?:\w+:)?(?:tab|br|s|line-break)\b[^<>]*>")
_XML_TAG = re.compile(rb"<[^<>]*>")


class _Stream(Protocol):
    """A decompressor of the standard library."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


class _Feeder:
    """Feeds a decompressor as much as it takes, and stops it at the limit."""

    def __init__(self, stream: _Stream, unpack: Callable[[bytes, int], bytes]) -> None:
        self.stream, self._unpack = stream, unpack
        self.used = 0

    def run(self, data: bytes, reading: Reading) -> bytes:
        """What `data` unfolds to; `used` is how many of its bytes belong to the stream. Raises `TooMuchError`."""
        parts: list[bytes] = []
        place, waiting = 0, b""
        while not self.stream.eof:
            needs = not waiting and getattr(self.stream, "needs_input", True)
            fed = data[place : place + _INPUT] if needs else b""
            place += len(fed)
            part = self._unpack(waiting + fed, min(reading.limit + 1, 1 << 20))
            if needs and not fed and not part and not self.stream.eof:
                raise EOFError("it ends too soon")
            waiting = getattr(self.stream, "unconsumed_tail", b"")
            parts.append(reading.take(part))
        self.used = place - len(self.stream.unused_data) - len(waiting)
        return b"".join(parts)


def inflate(data: bytes, reading: Reading, *, bits: int = 15) -> tuple[bytes, int]:
    """(What a zlib stream unfolds to, its length); `bits` of -15 is raw deflate. Raises `zlib.error`, `EOFError` and
    `TooMuchError`."""
    stream = zlib.decompressobj(bits)
    feeder = _Feeder(stream, stream.decompress)
    return feeder.run(data, reading), feeder.used


def unbrotli(data: bytes, reading: Reading) -> bytes | None:
    """What brotli unfolds to; None if the bytes are none. Raises `TooMuchError`."""
    stream = brotli.Decompressor()
    parts = []
    try:
        fed = data
        while not stream.is_finished():
            part = stream.process(fed, output_buffer_limit=1 << 20)
            parts.append(reading.take(part))
            if not part and stream.can_accept_more_data():
                return None
            fed = b""
    except brotli.error:
        return None
    return b"".join(parts)


def _packed(how: str, start: Callable[[], _Feeder]) -> Callable[[bytes, Reading], Layers]:
    def read(data: bytes, reading: Reading) -> Layers:
        feeder = start()
        try:
            inside = feeder.run(data, reading)
        except _ERRORS:
            reading.leave(f"a damaged {how} file")
            return len(data)
        yield Layer(how, 0, inside, False)
        return feeder.used

    return read


def _bz2() -> _Feeder:
    stream = bz2.BZ2Decompressor()
    return _Feeder(stream, stream.decompress)


def _xz() -> _Feeder:
    stream = lzma.LZMADecompressor(memlimit=_MEMORY)
    return _Feeder(stream, stream.decompress)


def _zlib() -> _Feeder:
    stream = zlib.decompressobj()
    return _Feeder(stream, stream.decompress)


read_bzip2 = _packed("bzip2", _bz2)
read_xz = _packed("xz", _xz)
read_zlib = _packed("zlib", _zlib)


def read_gzip(data: bytes, reading: Reading) -> Layers:
    """Its first member; what follows is met as what it is, and mostly another member."""
    end = _end_of_gzip_header(data)
    if end is None:
        reading.leave("a damaged gzip file")
        return len(data)
    if end > 10:
        yield Layer("gzip header", 0, data[10:end].replace(b"\0", b" "), False)
    try:
        inside, used = inflate(data[end:], reading, bits=-15)
    except _ERRORS:
        reading.leave("a damaged gzip file")
        return len(data)
    yield Layer("gzip", 0, inside, False)
    place = end + used
    if data[place : place + 8] != struct.pack("<II", zlib.crc32(inside), len(inside) & 0xFFFFFFFF):
        reading.leave("a damaged gzip file")
    return min(place + 8, len(data))


def _end_of_gzip_header(data: bytes) -> int | None:
    flags, place = data[3] if len(data) > 18 and data[2] == 8 else 0x80, 10
    if flags & 0xE0:
        return None
    if flags & 4:
        place += 2 + int.from_bytes(data[place : place + 2], "little")
    for flag in (8, 16):
        if flags & flag:
            place = data.find(b"\0", place) + 1
            if not place:
                return None
    place += 2 if flags & 2 else 0
    return place if place < len(data) else None


def could_be_gzip(data: bytes, start: int) -> bool:
    """Whether a gzip member begins at `start`: three bytes alone stand in any photograph."""
    end = _end_of_gzip_header(data[start : start + 70_000])
    if end is None:
        return False
    try:
        zlib.decompressobj(-15).decompress(data[start + end : start + end + 4096], 65536)
    except zlib.error:
        return False
    return True


def could_be_zlib(data: bytes, start: int) -> bool:
    """Whether a zlib stream begins at `start`: two bytes alone stand in any preview of a photograph."""
    part = data[start : start + 4096]
    if len(part) < 8 or int.from_bytes(part[:2], "big") % 31:
        return False
    try:
        return bool(zlib.decompressobj().decompress(part, 64))
    except zlib.error:
        return False


def could_be_zip(data: bytes, start: int) -> bool:
    """Whether the local header of a zip file begins at `start`."""
    if len(data) - start < 30:
        return False
    version, _, method, *_, name, extra = struct.unpack_from("<5H3I2H", data, start + 4)
    return bool(version & 0xFF < 100 and method < 100 and name > 0 and start + 30 + name + extra <= len(data))


def read_zip(data: bytes, reading: Reading) -> Layers:
    """Each member, each comment, and what lies between them."""
    end = data.rfind(b"PK\x05\x06")
    end = end + 22 + int.from_bytes(data[end + 20 : end + 22], "little") if end >= 0 else len(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data[:end])) as archive:
            yield Layer("zip comment", 0, archive.comment, False)
            is_office = "[Content_Types].xml" in archive.namelist() or "mimetype" in archive.namelist()
            covered = []
            for entry in sorted(archive.infolist(), key=lambda one: one.header_offset):
                reading.step()
                start, stop = _span(data, entry)
                covered.append((start, stop))
                about = f"{entry.filename} ".encode("utf-8", "replace") + entry.comment
                yield Layer("name in zip", start, about + b" " + data[start + 30 : stop - entry.compress_size])
                yield from _member(data, archive, entry, stop, reading, is_office=is_office)
            yield from _gaps(data, covered, archive.start_dir)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, struct.error, *_ERRORS):
        reading.leave("a damaged zip file")
    return min(end, len(data))


def _span(data: bytes, entry: zipfile.ZipInfo) -> tuple[int, int]:
    start = entry.header_offset
    name, extra = struct.unpack_from("<2H", data, start + 26)
    return start, start + 30 + name + extra + entry.compress_size


def _member(
    data: bytes, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, stop: int, reading: Reading, *, is_office: bool
) -> Iterator[Layer]:
    if entry.flag_bits & 1:
        reading.leave(f"{entry.filename} in it is encrypted")
        return
    how, packed = f"zip: {entry.filename}", data[stop - entry.compress_size : stop]
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        inside, used = inflate(packed, reading, bits=-15)
        yield Layer(f"{how}, behind its end", stop, packed[used:], False)
    elif entry.compress_type == zipfile.ZIP_STORED:
        inside = reading.take(packed)
    else:
        with archive.open(entry) as stream:
            inside = reading.take(stream.read(reading.limit + 1))
    if zlib.crc32(inside) != entry.CRC:
        reading.leave(f"{entry.filename} in it is damaged")
    yield Layer(how, entry.header_offset, inside, False)
    if is_office and inside.lstrip(b"\xef\xbb\xbf\r\n ").startswith(b"<"):
        yield Layer(f"{how}, as shown", entry.header_offset, joined_xml(inside), False)


def joined_xml(data: bytes) -> bytes:
    """The text of an office document, paragraph by paragraph: its words are often cut into several runs."""
    return _XML_TAG.sub(b"", _XML_BREAK.sub(b"\n\x01\n", data))


def _gaps(data: bytes, covered: list[tuple[int, int]], end: int) -> Iterator[Layer]:
    place = 0
    for start, stop in [*covered, (end, end)]:
        gap = data[place:start]
        if not is_padding(gap):
            yield Layer("between the files of a zip", place, gap, False)
        place = max(place, stop)


def is_tar(data: bytes) -> bool:
    """Whether `data` begins with the header of a tar member, by its checksum."""
    header = data[:512]
    if len(header) < 512 or not header[0]:
        return False
    summed = re.fullmatch(rb"[ \0]*([0-7]{1,7})[ \0]*", header[148:156])
    return summed is not None and int(summed[1], 8) == sum(header[:148] + b" " * 8 + header[156:])


def read_tar(data: bytes, reading: Reading) -> Layers:
    """Each header as text, each member as a file, whatever kind of member it says it is."""
    place = 0
    while is_tar(block := data[place : place + 512]):
        reading.step()
        size = block[124:136]
        length = int.from_bytes(size[1:], "big") if size[0] & 0x80 else int(size.strip(b" \0") or b"0", 8)
        name = block[:100].rstrip(b"\0").decode("utf-8", "replace")
        yield Layer("header in tar", place, re.sub(rb"\0+", b" ", block))
        place += 512
        if length > len(data) - place:
            reading.leave("a damaged tar file")
            return len(data)
        yield Layer(f"tar: {name}", place, reading.take(data[place : place + length]), False)
        padded = -(-length // 512) * 512
        yield Layer("between the files of a tar", place + length, data[place + length : place + padded], False)
        place += padded
    return place

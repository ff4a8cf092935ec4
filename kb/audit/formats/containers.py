"""Files in which text lies packed: archives, pictures, PDF, fonts, sound. Bytes → layers of text.

A layer is text as UTF-8 bytes, or another file. Every byte belongs to some part of the file: what a format leaves over,
before or behind it, is met as a file of its own. What cannot be opened is said, not passed over.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kb.audit.formats.archives import (
    could_be_gzip,
    could_be_zip,
    could_be_zlib,
    inflate,
    is_tar,
    read_bzip2,
    read_gzip,
    read_tar,
    read_xz,
    read_zip,
    read_zlib,
    unbrotli,
)
from kb.audit.formats.fonts import read_sfnt, read_woff, read_woff2
from kb.audit.formats.images import is_icc, is_ico, read_gif, read_icc, read_ico, read_jpeg, read_png, read_riff
from kb.audit.formats.media import is_mp3, is_mp4, read_flac, read_matroska, read_mp3, read_mp4, read_ogg
from kb.audit.formats.pdf import read_pdf
from kb.audit.formats.reading import Layer, Layers, Reader, Reading, TooMuchError
from kb.audit.formats.strings import is_opaque, is_padding, pieces, strings

MOST_FILES_IN_A_ROW = 64
"""Files that lie one behind the other in one: the pages of a gzip file, the previews of a photograph."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file, known by its first bytes."""

    name: str
    magic: bytes
    read: Reader
    is_one: Callable[[bytes], bool] | None = None
    """Asked where the first bytes alone do not tell."""

    def begins(self, data: bytes) -> bool:
        return data.startswith(self.magic) and (self.is_one is None or self.is_one(data))


def _closed(what: str) -> Reader:
    def read(data: bytes, reading: Reading) -> Layers:
        reading.leave(what)
        yield from strings(data)
        return len(data)

    return read


def _wide(encoding: str) -> Reader:
    def read(data: bytes, reading: Reading) -> Layers:
        yield from pieces("text in UTF-16", data.decode(encoding, "replace").encode())
        return len(data)

    return read


FORMATS: tuple[Format, ...] = (
    Format("gzip", b"\x1f\x8b", read_gzip),
    Format("bzip2", b"BZh", read_bzip2),
    Format("xz", b"\xfd7zXZ\0", read_xz),
    Format("lzma", b"\x5d\0\0", read_xz),
    Format("zip", b"PK\x03\x04", read_zip),
    Format("zip", b"PK\x05\x06", read_zip),
    Format("PNG", b"\x89PNG\r\n\x1a\n", read_png),
    Format("JPEG", b"\xff\xd8\xff", read_jpeg),
    Format("GIF", b"GIF87a", read_gif),
    Format("GIF", b"GIF89a", read_gif),
    Format("RIFF", b"RIFF", read_riff, lambda data: data[8:12] in {b"WEBP", b"WAVE"}),
    Format("PDF", b"%PDF-", read_pdf),
    Format("UTF-32", b"\xff\xfe\0\0", _closed("text in UTF-32")),
    Format("UTF-16", b"\xff\xfe", _wide("utf-16-le")),
    Format("UTF-16", b"\xfe\xff", _wide("utf-16-be")),
    Format("TrueType", b"\0\1\0\0", read_sfnt, lambda data: 0 < int.from_bytes(data[4:6], "big") < 64),
    Format("OpenType", b"OTTO", read_sfnt),
    Format("TrueType", b"true", read_sfnt, lambda data: 0 < int.from_bytes(data[4:6], "big") < 64),
    Format("WOFF", b"wOFF", read_woff),
    Format("WOFF2", b"wOF2", read_woff2),
    Format("icon", b"\0\0", read_ico, is_ico),
    Format("Matroska", b"\x1a\x45\xdf\xa3", read_matroska),
    Format("Ogg", b"OggS", read_ogg),
    Format("FLAC", b"fLaC", read_flac),
    Format("MP4", b"", read_mp4, is_mp4),
    Format("MP3", b"", read_mp3, is_mp3),
    Format("zstd", b"\x28\xb5\x2f\xfd", _closed("packed with zstd")),
    Format("7-Zip", b"7z\xbc\xaf\x27\x1c", _closed("a 7-Zip file")),
    Format("RAR", b"Rar!\x1a\x07", _closed("a RAR file")),
    Format("cabinet", b"MSCF\0\0\0\0", _closed("a cabinet file")),
    Format("lzip", b"LZIP", _closed("packed with lzip")),
    Format("LZ4", b"\x04\x22\x4d\x18", _closed("packed with LZ4")),
    Format("compress", b"\x1f\x9d", _closed("packed with compress")),
    Format("age", b"age-encryption.org/", _closed("an encrypted file")),
    Format("PGP", b"-----BEGIN PGP MESSAGE", _closed("an encrypted file")),
    Format("OpenSSL", b"Salted__", _closed("an encrypted file")),
    Format("ICC", b"", read_icc, is_icc),
    Format("zlib", b"\x78", read_zlib, lambda data: could_be_zlib(data, 0)),
    Format("tar", b"", read_tar, is_tar),
)
"""Every kind of file that is known, the surest first."""

BEGINNINGS: Mapping[bytes, Callable[[bytes, int], bool]] = {
    b"PK\x03\x04": could_be_zip,
    b"\x1f\x8b\x08": could_be_gzip,
    b"%PDF-": lambda data, start: b"%%EOF" in data[start:],
    b"\xfd7zXZ\0": lambda data, start: True,
    b"7z\xbc\xaf\x27\x1c": lambda data, start: True,
    b"Rar!\x1a\x07": lambda data, start: True,
    b"\x89PNG\r\n\x1a\n": lambda data, start: True,
    b"BZh": lambda data, start: data[start + 4 : start + 10] == b"1AY&SY",
    b"\xff\xd8\xff": lambda data, start: data[start + 3 : start + 4] in {b"\xe0", b"\xe1", b"\xdb"},
    b"wOF2": lambda data, start: data[start + 4 : start + 8] in {b"\0\1\0\0", b"OTTO"},
    b"ustar": lambda data, start: start >= 257 and is_tar(data[start - 257 :]),
    b"x\x01": could_be_zlib,
    b"x\x5e": could_be_zlib,
    b"x\x9c": could_be_zlib,
    b"x\xda": could_be_zlib,
}
"""First bytes of what may lie within bytes of any other kind → whether it surely does."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of files that are known."""

    formats: tuple[Format, ...] = FORMATS
    beginnings: Mapping[bytes, Callable[[bytes, int], bool]] = field(default_factory=lambda: BEGINNINGS)


KINDS = Kinds()
_MOST_TRIED = 5000
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b") + b"\x7f"


def format_of(data: bytes, kinds: Kinds = KINDS) -> Format | None:
    """The kind of file; None for text, and for what nobody knows."""
    head = data[:8]
    for one in kinds.formats:
        if head.startswith(one.magic[:8]) and one.begins(data):
            return one
    return None


def is_plain_text(data: bytes, kinds: Kinds = KINDS) -> bool:
    """Whether the bytes are their own only layer."""
    if b"\0" in data or format_of(data, kinds):
        return False
    if b"%PDF-" in data and b"endobj" in data:
        return False
    if data.isascii():
        return True
    controls = len(data) - len(data.translate(None, _CONTROL))
    if controls * 100 > len(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return not is_opaque(data)
    return True


def open_layers(data: bytes, reading: Reading | None = None, kinds: Kinds = KINDS) -> Iterator[Layer]:
    """The layers of a file; what stays unread is noted in `reading`."""
    reading = reading if reading is not None else Reading()
    start = 0
    try:
        for _ in range(MOST_FILES_IN_A_ROW):
            rest = data[start:] if start else data
            if not rest or (start and is_padding(rest)):
                return
            if is_plain_text(rest, kinds):
                for layer in pieces("text behind a file" if start else "", rest):
                    yield replace(layer, offset=start + layer.offset)
                return
            one = format_of(rest, kinds)
            layers = one.read(rest, reading) if one else _read_unknown(rest, reading, kinds)
            while True:
                try:
                    layer = next(layers)
                except StopIteration as ended:
                    used = ended.value
                    break
                yield replace(layer, offset=start + layer.offset) if start else layer
            start += max(used, 1)
        reading.leave(f"more than {MOST_FILES_IN_A_ROW} files in a row")
    except TooMuchError as error:
        reading.leave(str(error))


def _read_unknown(data: bytes, reading: Reading, kinds: Kinds) -> Layers:
    """Bytes of no known kind, up to where a known one begins within them."""
    end = _next_known(data, reading, kinds)
    own = data[:end]
    yield from strings(own)
    if b"\0" in own:
        yield from pieces("text with NUL bytes", own.replace(b"\0", b""))
    inside = unpack_bare(own, reading) if end == len(data) else None
    if inside is not None:
        yield Layer("packed bytes", 0, inside, False)
    elif is_opaque(own):
        reading.leave("bytes of no known kind, packed or encrypted")
    return end


def _next_known(data: bytes, reading: Reading, kinds: Kinds) -> int:
    end, tried = len(data), 0
    for magic, is_one in kinds.beginnings.items():
        before = 257 if magic == b"ustar" else 0
        start = data.find(magic, before + 1, end + before)
        while start >= 0:
            tried += 1
            if tried > _MOST_TRIED:
                reading.leave("too many beginnings of files within it")
                return end
            if is_one(data, start):
                end = min(end, start - before)
                break
            start = data.find(magic, start + 1, end + before)
    return end


def unpack_bare(data: bytes, reading: Reading) -> bytes | None:
    """What raw deflate or brotli unfold to, which have no first bytes to know them by; None if it is neither.

    Raises `TooMuchError`.
    """
    with contextlib.suppress(zlib.error, EOFError):
        inside, used = inflate(data, reading, bits=-15)
        if used == len(data):
            return inside
    return unbrotli(data, reading)

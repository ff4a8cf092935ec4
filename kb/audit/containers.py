"""Files in which text lies packed: archives, images with notes about them, PDF. Bytes → layers of text.

A layer is text as UTF-8 bytes, or another file. What cannot be opened is said, not passed over.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LARGEST = 512 * 1024 * 1024
"""Bytes that one packed layer may unfold to."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Something inside a file: how it was reached, where it begins, and its bytes."""

    how: str
    """`gzip`, `zip: notes.txt`, `PNG text` …; "" for the bytes as they are."""
    offset: int
    """Of the layer, in the bytes around it."""
    data: bytes
    is_text: bool = True
    """False where `data` is a file again, to be opened in its turn."""


class ClosedError(Exception):
    """The bytes are packed in a way that cannot be opened; the message says which."""


def open_layers(data: bytes) -> Iterator[Layer]:
    """The layers of a file. Raises `ClosedError` where something in it stays closed."""
    for magic, reader in _READERS:
        if data.startswith(magic):
            yield from reader(data)
            return
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        yield from _strings(data)
    elif b"\0" in data[:8192] or b"\0" in data:
        yield from _with_nulls(data)
    else:
        yield Layer("", 0, data)


def is_plain_text(data: bytes) -> bool:
    """Whether the bytes are their own only layer."""
    return not any(data.startswith(magic) for magic, _ in _READERS) and b"\0" not in data and data[:4] != b"RIFF"


def _unpack(how: str, unpack: Callable[[bytes], bytes]) -> Callable[[bytes], Iterator[Layer]]:
    def read(data: bytes) -> Iterator[Layer]:
        try:
            inside = unpack(data)
        except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
            raise ClosedError(f"a damaged {how} file") from error
        if how == "gzip" and data[3] & 0x18:
            yield Layer("gzip header", 0, data[:1024].split(b"\0", 2)[0][10:] + b" " + data[10:300])
        yield Layer(how, 0, inside, False)

    return read


def _limited_gzip(data: bytes) -> bytes:
    with gzip.open(io.BytesIO(data)) as stream:
        return stream.read(LARGEST)


def _zip(data: bytes) -> Iterator[Layer]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield Layer("zip comment", 0, archive.comment)
            for entry in archive.infolist():
                yield Layer("name in zip", entry.header_offset, f"{entry.filename} ".encode() + entry.comment)
                if entry.flag_bits & 1:
                    raise ClosedError(f"{entry.filename} in it is encrypted")
                if not entry.is_dir() and entry.file_size <= LARGEST:
                    yield Layer(f"zip: {entry.filename}", entry.header_offset, archive.read(entry), False)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError) as error:
        raise ClosedError("a damaged zip file") from error


def _png(data: bytes) -> Iterator[Layer]:
    place = 8
    while place + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        if kind in {b"tEXt", b"zTXt", b"iTXt", b"iCCP"}:
            yield Layer(
                "PNG text", place, body.replace(b"\0", b" ").decode("latin-1").encode() if kind == b"tEXt" else body
            )
            yield Layer("PNG text", place, body.replace(b"\0", b" "))
            yield from _inflated("PNG text", body, place)
        elif kind not in {b"IDAT", b"PLTE", b"fdAT"}:
            yield from (Layer(f"PNG {kind.decode('latin-1')}", place, layer.data) for layer in _strings(body))
        place += 12 + length
        if kind == b"IEND":
            break
    yield from (Layer("after the image", place + layer.offset, layer.data) for layer in _strings(data[place:]))


def _inflated(how: str, body: bytes, place: int) -> Iterator[Layer]:
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", body):
        try:
            yield Layer(how, place, zlib.decompressobj().decompress(body[match.start() :], LARGEST))
        except zlib.error:
            continue


def _jpeg(data: bytes) -> Iterator[Layer]:
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            place = end + 2 if end > place else len(data)
            break
        if marker >= 0xE0:
            body = data[place + 4 : place + 2 + length]
            yield from (Layer("image metadata", place + 4 + layer.offset, layer.data) for layer in _strings(body))
        place += 2 + length
    yield from (Layer("after the image", place + layer.offset, layer.data) for layer in _strings(data[place:]))


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_HEX = re.compile(rb"<([0-9a-fA-F\s]{4,})>")
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)


def _pdf(data: bytes) -> Iterator[Layer]:
    if b"/Encrypt" in data:
        raise ClosedError("an encrypted PDF file")
    yield from _pdf_texts(data, 0)
    for match in _STREAM.finditer(data):
        if match[1][:1] == b"\x78":
            try:
                yield from _pdf_texts(zlib.decompressobj().decompress(match[1], LARGEST), match.start())
            except zlib.error:
                continue


def _pdf_texts(data: bytes, place: int) -> Iterator[Layer]:
    """Text as drawn: a line is often cut into many short strings, so they are read joined as well."""
    literals = [re.sub(rb"\\(.)", rb"\1", match[1]) for match in _LITERAL.finditer(data)]
    for match in _HEX.finditer(data):
        digits = b"".join(match[1].split())
        literals.append(bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii")))
    plain = [
        text[2:].decode("utf-16-be", "replace").encode() if text.startswith(b"\xfe\xff") else text.replace(b"\0", b"")
        for text in literals
    ]
    yield Layer("PDF text", place, b" ".join(plain))
    yield Layer("PDF text", place, b"".join(plain))
    yield from (Layer("PDF", place + layer.offset, layer.data) for layer in _strings(data))


_RUNS = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]{4,}")
_WIDE = {
    "utf-16-le": re.compile(rb"(?:[\t\n\r\x20-\xff]\0|[\0-\xff][\x01\x03\x1e]){4,}"),
    "utf-16-be": re.compile(rb"(?:\0[\t\n\r\x20-\xff]|[\x01\x03\x1e][\0-\xff]){4,}"),
}


def _strings(data: bytes) -> Iterator[Layer]:
    """Runs of bytes that could be text, in UTF-8 or in UTF-16."""
    if not data:
        return
    yield Layer("text in a binary file", 0, b" \x01 ".join(_RUNS.findall(data)))
    if b"\0" in data:
        for encoding, pattern in _WIDE.items():
            for match in pattern.finditer(data):
                yield Layer("text in UTF-16", match.start(), match[0].decode(encoding, "replace").encode())


def _with_nulls(data: bytes) -> Iterator[Layer]:
    yield from _strings(data)
    yield Layer("text with NUL bytes", 0, data.replace(b"\0", b""))


def _wide(encoding: str) -> Callable[[bytes], Iterator[Layer]]:
    def read(data: bytes) -> Iterator[Layer]:
        yield Layer("text in UTF-16", 0, data.decode(encoding, "replace").encode())

    return read


def _closed(what: str) -> Callable[[bytes], Iterator[Layer]]:
    def read(data: bytes) -> Iterator[Layer]:
        raise ClosedError(what)

    return read


_READERS: tuple[tuple[bytes, Callable[[bytes], Iterator[Layer]]], ...] = (
    (b"\x1f\x8b", _unpack("gzip", _limited_gzip)),
    (b"BZh", _unpack("bzip2", bz2.decompress)),
    (b"\xfd7zXZ\0", _unpack("xz", lzma.decompress)),
    (b"PK\x03\x04", _zip),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"%PDF-", _pdf),
    (b"\xff\xfe", _wide("utf-16-le")),
    (b"\xfe\xff", _wide("utf-16-be")),
    (b"\x28\xb5\x2f\xfd", _closed("packed with zstd")),
    (b"7z\xbc\xaf\x27\x1c", _closed("a 7-Zip file")),
    (b"Rar!", _closed("a RAR file")),
)

"""Ways to write text as other text, undone: hexadecimal, character codes, octal, base32, base85, quoted-printable …

Each codec takes text as bytes and gives what it decodes to, where that is text. All patterns are linear: one pass, and
no two parts of a pattern that can take the same bytes; and they are tried only if enough of their bytes stand in a
row, which costs a tenth of a pattern's own search.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kb.audit.matching.base85 import ascii85_texts, base85_texts
from kb.audit.matching.byte_patterns import SHORTEST, BytePattern, has_controls

LARGEST = 4_000_000
"""Bytes that one piece of packed base64 may unfold to."""
_DIGITS, _HEX_DIGITS = b"0123456789", b"0123456789abcdefABCDEF"
_HEX = BytePattern(rb"(?<![0-9a-fA-F])(?:[0-9a-fA-F]{2}){10,}", _HEX_DIGITS, 20)
_PARTED_HEX = BytePattern(
    rb"(?<![0-9A-Za-z])(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,:;|_-]{1,2}){5,}(?:0x|\\x)?[0-9a-fA-F]{2}",
    _HEX_DIGITS + rb"x\ ,:;|_-",
    17,
)
_CODES = BytePattern(rb"(?<![0-9])(?:[0-9]{2,6}[ ,;|.+_-]{1,3}){5,}[0-9]{2,6}", _DIGITS + b" ,;|.+_-", 17)
_POINTS = BytePattern(rb"(?:(?:[uU]\+|0x)[0-9a-fA-F]{2,6}[ ,;|_-]{0,3}){5,}", _HEX_DIGITS + b"uU+x ,;|_-", 20)
_BASE32 = BytePattern(
    rb"(?<![A-Za-z0-9])(?:[A-Z2-7]{16,}|[a-z2-7]{24,})",
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567",
    16,
)
_BYTE = re.compile(rb"\\{1,4}(?:x([0-9a-fA-F]{2})|([0-3][0-7]{2}))")
_RTF = re.compile(rb"\\u(-?[0-9]{2,5}) ?\??|\\'([0-9a-fA-F]{2})")
_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")
_UTF7 = re.compile(rb"\+([A-Za-z0-9/]{2,})-?")


def as_text(data: bytes) -> bytes | None:
    """Decoded bytes, where they are text in UTF-8."""
    if len(data) < SHORTEST or has_controls(data):
        return None
    return data if _is_utf8(data) else None


def _is_utf8(data: bytes) -> bool:
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return False
    return True


def inflate(data: bytes) -> bytes | None:
    """What zlib or a bare deflate stream holds; None if it is neither."""
    for window in (15, -15) if data[:1] == b"\x78" else (-15,):
        unpacker = zlib.decompressobj(window)
        try:
            plain = unpacker.decompress(data, LARGEST)
        except zlib.error:
            continue
        if unpacker.eof and len(plain) >= SHORTEST:
            return plain
    return None


def _text_or_packed(data: bytes) -> Iterator[bytes]:
    plain = as_text(data)
    if plain is None and (unpacked := inflate(data)) is not None:
        plain = as_text(unpacked)
    if plain is not None:
        yield plain


def _hexadecimal(data: bytes) -> Iterator[bytes]:
    for match in _HEX.matches(data):
        yield from _text_or_packed(bytes.fromhex(match[0].decode("ascii")))


def _parted_hexadecimal(data: bytes) -> Iterator[bytes]:
    for match in _PARTED_HEX.matches(data):
        digits = re.sub(rb"0x|\\x|[ ,:;|_-]", b"", match[0])
        yield from _text_or_packed(bytes.fromhex(digits.decode("ascii")))


def _codes(data: bytes) -> Iterator[bytes]:
    for match in _CODES.matches(data):
        yield from _characters([int(number) for number in re.findall(rb"[0-9]+", match[0])])


def _octal_codes(data: bytes) -> Iterator[bytes]:
    for match in _CODES.matches(data):
        if not re.search(rb"[89]", match[0]):
            yield from _characters([int(number, 8) for number in re.findall(rb"[0-9]+", match[0])])


def _code_points(data: bytes) -> Iterator[bytes]:
    for match in _POINTS.matches(data):
        yield from _characters([int(number, 16) for number in re.findall(rb"(?:[uU]\+|0x)([0-9a-fA-F]+)", match[0])])


def _characters(codes: list[int]) -> Iterator[bytes]:
    """Code points, or bytes of UTF-8, as text; a list with numbers that are no letters is cut there."""
    if max(codes) < 256 and (plain := as_text(bytes(codes))) is not None:
        yield plain
        return
    text = "".join(chr(code) if 32 <= code < 0xD800 or code in {9, 10, 13} else "\0" for code in codes)
    for part in text.split("\0"):
        if len(part) >= SHORTEST:
            yield part.encode("utf-8")


def _escaped_bytes(data: bytes) -> Iterator[bytes]:
    """Octal escapes, and hexadecimal ones where they stand for bytes of UTF-8."""
    for line in data.split(b"\n") if b"\\" in data else ():
        if b"\\" in line and len(_BYTE.findall(line)) >= 4:
            yield _BYTE.sub(lambda match: bytes([int(match[1], 16) if match[1] else int(match[2], 8)]), line)


def _rtf(data: bytes) -> Iterator[bytes]:
    """Lines with letters as Rich Text Format has them: `\\u272?`, and `\\'e9` for a byte of Windows-1258."""
    for line in data.split(b"\n") if b"\\" in data else ():
        if b"\\" in line and len(_RTF.findall(line)) >= 2:
            yield _RTF.sub(_rtf_letter, line)


def _rtf_letter(match: re.Match[bytes]) -> bytes:
    if match[2]:
        return bytes([int(match[2], 16)]).decode("cp1258", "replace").encode("utf-8")
    return chr(int(match[1]) & 0xFFFF).encode("utf-8", "replace")


def _base32(data: bytes) -> Iterator[bytes]:
    for match in _BASE32.matches(data):
        run = match[0].upper()
        run = run[: len(run) - (1 if len(run) % 8 in {1, 3, 6} else 0)]
        try:
            yield from _text_or_packed(base64.b32decode(run + b"=" * (-len(run) % 8)))
        except binascii.Error:
            continue


def _quoted_printable(data: bytes) -> Iterator[bytes]:
    """Lines with `=C4=91` in them, or that go on behind a sign of equality at their end."""
    if b"=" not in data:
        return
    held: list[bytes] = []
    goes_on = False
    for line in data.split(b"\n"):
        line = line.rstrip(b"\r")
        if goes_on or line.endswith(b"=") or len(_QUOTED.findall(line)) >= 2:
            goes_on = line.endswith(b"=")
            held.append(line[:-1] if goes_on else line + b"\n")
        elif held and held[-1] != b" \x01 ":
            held.append(b" \x01 ")
    if held:
        plain = _QUOTED.sub(lambda match: bytes([int(match[1], 16)]), b"".join(held))
        if plain not in data:
            yield plain


def _utf7(data: bytes) -> Iterator[bytes]:
    """Lines in which letters that are not ASCII stand as `+AOQ-`."""
    if b"+" not in data:
        return
    for line in data.split(b"\n"):
        if b"+" in line and sum(1 for match in _UTF7.finditer(line) if _utf7_letters(match) is not None) >= 2:
            yield _UTF7.sub(lambda match: _utf7_letters(match) or match[0], line)


def _utf7_letters(match: re.Match[bytes]) -> bytes | None:
    run = match[1]
    try:
        wide = base64.b64decode(run + b"=" * (-len(run) % 4))
    except binascii.Error:
        return None
    text = wide[: len(wide) // 2 * 2].decode("utf-16-be", "replace")
    return text.encode("utf-8") if text and all(0x80 <= ord(char) < 0x2000 for char in text) else None


def _other_code_pages(data: bytes) -> Iterator[bytes]:
    """Lines that are not UTF-8 and mostly letters of ASCII, as Windows-1258 and Windows-1252 have them."""
    if _is_utf8(data):
        return
    for line in data.split(b"\n"):
        if line.isascii() or len(line) < SHORTEST:
            continue
        letters = sum(map(line.count, b"aeiounhtcgAEIOUNHTCG ")) if not _is_utf8(line) else 0
        if 2 * letters > len(line):
            yield line.decode("cp1258", "replace").encode()
            yield line.decode("cp1252", "replace").encode()


def wide_texts(data: bytes) -> Iterator[bytes]:
    """Bytes with zeros among them as UTF-32, and what has a mark of UTF-32 in front."""
    if 4 * (data.count(0) + 1) < len(data):  # one byte of four, the whole of Unicode has no more letters
        return
    for start in range(min(4, len(data))):
        body = data[start : start + (len(data) - start) // 4 * 4]
        for encoding in ("utf-32-le", "utf-32-be"):
            try:
                text = body.decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) >= SHORTEST:
                yield text.encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Codec:
    """One way to write text as other text, undone."""

    name: str
    read: Callable[[bytes], Iterator[bytes]]
    is_as_shown: bool = True
    """False if the signs of the writing itself look like escapes: it is read before those are undone."""


CODECS: tuple[Codec, ...] = (
    Codec("escaped bytes", _escaped_bytes, False),
    Codec("Rich Text Format", _rtf, False),
    Codec("Ascii85", ascii85_texts, False),
    Codec("base85", base85_texts, False),
    Codec("other code pages", _other_code_pages, False),
    Codec("hexadecimal", _hexadecimal),
    Codec("hexadecimal, parted", _parted_hexadecimal),
    Codec("codes", _codes),
    Codec("octal codes", _octal_codes),
    Codec("code points", _code_points),
    Codec("base32", _base32),
    Codec("quoted-printable", _quoted_printable),
    Codec("UTF-7", _utf7),
)
"""Every writing that is undone."""


def decoded_parts(written: bytes, shown: bytes, codecs: tuple[Codec, ...] = CODECS) -> Iterator[bytes]:
    """What a text could say in another writing: as `written`, and as `shown` once its escapes are undone."""
    for codec in codecs:
        yield from codec.read(shown if codec.is_as_shown else written)

"""Strings of a PDF's content streams, read from the bytes: `(literal)` and `<hexadecimal>` ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.audit.formats.reading import Layer

_TOKEN = re.compile(rb"[()\\<>]")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def drawn_texts(data: bytes) -> Iterator[Layer]:
    """The strings of a stream, parted and joined: a word is often drawn letter by letter."""
    found = [*_literals(data)]
    if found:
        plain = [_as_utf8(text) for text in found]
        yield Layer("PDF text", 0, b" ".join(plain))
        yield Layer("PDF text", 0, b"".join(plain))


def _as_utf8(text: bytes) -> bytes:
    if text.startswith(b"\xfe\xff"):
        return text[2:].decode("utf-16-be", "replace").encode()
    return text.replace(b"\0", b"")


def _literals(data: bytes) -> Iterator[bytes]:
    """`(strings)` and `<hexadecimal>` ones, in one pass: what is left open ends with the data, or at 32,767 bytes."""
    depth, parts, place, start, opened = 0, [b""], 0, 0, -1
    for match in _TOKEN.finditer(data):
        at, sign = match.start(), match[0]
        if at < place:
            continue
        if depth:
            if sign == b"\\":
                parts.append(data[start:at])
                unescaped, start = _unescaped(data, at)
                parts.append(unescaped)
                place = start
            elif sign == b"(":
                depth += 1
            elif sign == b")":
                depth -= 1
                if not depth:
                    parts.append(data[start:at])
                    yield b"".join(parts)
        elif sign == b"(":
            depth, parts, start = 1, [], at + 1
        elif sign == b"<":
            opened = at + 1
        elif sign == b">" and opened >= 0:
            if text := _hexadecimal(data[opened:at]):
                yield text
            opened = -1
    if depth:
        yield b"".join([*parts, data[start:]])


def _unescaped(data: bytes, at: int) -> tuple[bytes, int]:
    """(What the escape at `at` means, where it ends)."""
    if octal := re.compile(rb"[0-7]{1,3}").match(data, at + 1):
        return bytes([int(octal[0], 8) & 255]), octal.end()
    sign = data[at + 1 : at + 2]
    if sign in {b"\r", b"\n"}:
        return b"", at + (3 if data[at + 1 : at + 3] == b"\r\n" else 2)
    return _ESCAPES.get(sign, sign), at + 2


def _hexadecimal(digits: bytes) -> bytes:
    digits = b"".join(digits.split())
    if len(digits) < 2 or len(digits) > 65_536 or not re.fullmatch(rb"[0-9a-fA-F]+", digits):
        return b""
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))

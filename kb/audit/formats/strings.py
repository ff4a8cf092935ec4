"""Text within bytes that are no text: printable runs, wide letters; and whether bytes hold more than can be read."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from kb.audit.formats.reading import Layer

PIECE = 4 * 1024 * 1024
"""Bytes of text looked at together: lists of words take twenty times the memory of their text."""
OVERLAP = 4096
WINDOW = 2048
SHORTEST_OPAQUE = 64
"""Bytes; fewer hold no sentence, however they are packed."""

_RUNS = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]{4,}")
_LONG_RUNS = re.compile(rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe1-\xe2][\x80-\xbf]{2}){16,}")
_FIRSTS = rb"[\x01-\x04\x06\x11\x17\x18\x1a\x1d-\x21\x24\x30\x31\xd8-\xdf\xfe\xff]"
"""Of two bytes in UTF-16, the higher one: letters with accents, their marks, signs, what is invisible, other shapes."""
_WIDE = {
    "utf-16-le": re.compile(rb"(?:[\t\n\r\x20-\xff]\0|[\0-\xff]%s){4,}" % _FIRSTS),
    "utf-16-be": re.compile(rb"(?:\0[\t\n\r\x20-\xff]|%s[\0-\xff]){4,}" % _FIRSTS),
}
_WIDER = {
    "utf-32-le": re.compile(rb"(?:[\t-\xff][\0-\x1f]\0\0|[\0-\xff][\x01-\x1f]\0\0){6,}"),
    "utf-32-be": re.compile(rb"(?:\0\0[\0-\x1f][\t-\xff]|\0\0[\x01-\x1f][\0-\xff]){6,}"),
}
_CONTROLS = re.compile(rb"[\0-\x08\x0e-\x1f\x7f]")
_GOES_ON = bytes(range(0x80, 0xC0))
_EMPTY = b"\0" * 64
_LONG_EMPTY = re.compile(rb"\0{64,}")
_PADDING = b"\0\t\n\r \xff"


def strings(data: bytes, how: str = "text in a binary file", offset: int = 0) -> Iterator[Layer]:
    """Runs of bytes that could be text, in UTF-8, UTF-16 or UTF-32; `offset` is where `data` begins."""
    if not data:
        return
    if _EMPTY in data:
        data = _LONG_EMPTY.sub(_EMPTY, data)  # places behind are less exact, and gigabytes of nothing cost nothing
    for layer in pieces(how, b" \x01 ".join(_RUNS.findall(data))):
        yield Layer(how, offset, layer.data)
    for encoding, pattern in _WIDE.items():
        for match in pattern.finditer(data):
            yield Layer("text in UTF-16", offset + match.start(), match[0].decode(encoding, "replace").encode())
    if b"\0" in data:
        for encoding, pattern in _WIDER.items():
            for match in pattern.finditer(data):
                text = match[0].decode(encoding, "replace").replace("\0", " ")
                yield Layer("text in UTF-32", offset + match.start(), text.encode("utf-8", "replace"))


def long_strings(data: bytes, how: str, offset: int = 0) -> Iterator[Layer]:
    """Runs too long to stand by chance in what a codec wrote: pixels, sound, glyphs."""
    if found := _LONG_RUNS.findall(data):
        yield Layer(how, offset, b" \x01 ".join(found))


def pieces(how: str, data: bytes) -> Iterator[Layer]:
    """A text in layers small enough to be looked at, each beginning with the end of the one before."""
    yield Layer(how, 0, data[:PIECE])
    for start in range(PIECE, len(data), PIECE):
        yield Layer(how, start - OVERLAP, data[start - OVERLAP : start + PIECE])


def is_padding(data: bytes) -> bool:
    return not data.strip(_PADDING)


def is_cut_from_text(data: bytes) -> bool:
    """Whether bytes could stand in a text in UTF-8, of which letters at both ends may be cut."""
    if _CONTROLS.search(data):
        return False
    inside = data.lstrip(_GOES_ON).decode("utf-8", "replace").rstrip("\ufffd")
    return "\ufffd" not in inside


def is_opaque(data: bytes) -> bool:
    """Whether a part of `data` is as dense as only packed or encrypted bytes are, so that text may hide in it."""
    for start in range(0, len(data), WINDOW):
        window = data[start : start + WINDOW]
        if len(window) < SHORTEST_OPAQUE:
            window = data[-SHORTEST_OPAQUE:]
        is_dense = len(window) >= SHORTEST_OPAQUE and len(zlib.compress(window, 1)) >= len(window)
        if is_dense and not is_cut_from_text(window):  # a sentence is too short to become shorter
            return True
    return False

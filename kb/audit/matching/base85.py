"""Base85 and Ascii85, undone: their runs have nearly every sign of ASCII, and need not begin where a text does."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator

from kb.audit.formats.strings import is_cut_from_text
from kb.audit.matching.byte_patterns import SHORTEST, BytePattern, has_controls

_OF_ASCII85 = bytes(range(ord("!"), ord("u") + 1)) + b"z"
_OF_BASE85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+;<=>?@^_`{|}~-"
_ASCII85 = BytePattern(rb"(?<![!-uz])[!-uz]{25,}", _OF_ASCII85, 25)
_BASE85 = BytePattern(rb"(?<![%b])[%b]{25,}" % (re.escape(_OF_BASE85), re.escape(_OF_BASE85)), _OF_BASE85, 25)
_PRINTABLE = bytes(range(ord("!"), ord("~") + 1))
_EIGHTY_FIVE = BytePattern(rb"[!-~]{25,}", _PRINTABLE, 25)
_FIRSTS_OF_ASCII85 = bytes(range(ord("+"), ord("I") + 1))
_FIRSTS_OF_BASE85 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcde"
"""How groups of five begin whose first byte is a letter, a digit or a sign of ASCII: of a text in Vietnamese, half."""
_SMALL_LETTERS = b"abcdefghijklmnopqrstuvwxyz"
_OF_HASHES = b"0123456789abcdef"
FEWEST_OTHERS = 0.4
"""Of base85, at most a third are small letters; of addresses and scripts without blanks, three of four."""


def runs_of_base85(data: bytes) -> Iterator[bytes]:
    """Runs that could be base85 or Ascii85 with `<`, `>` or quotation marks in them, at which texts are parted."""
    for match in _EIGHTY_FIVE.matches(data):
        if not _is_prose(match[0]) and len(match[0].translate(None, b'<>"')) < len(match[0]):
            yield match[0]


def _is_prose(run: bytes) -> bool:
    """Or a hash in hexadecimal: that 25 signs of base85 and more are all of those 16 is no matter of chance."""
    return len(run.translate(None, _SMALL_LETTERS)) < FEWEST_OTHERS * len(run) or not run.translate(None, _OF_HASHES)


def ascii85_texts(data: bytes) -> Iterator[bytes]:
    for match in _ASCII85.matches(data):
        if _is_prose(match[0]):
            continue
        yield from _groups_of_five(match[0], base64.a85decode, _FIRSTS_OF_ASCII85)


def base85_texts(data: bytes) -> Iterator[bytes]:
    for match in _BASE85.matches(data):
        yield from _groups_of_five(match[0], base64.b85decode, _FIRSTS_OF_BASE85)


def _groups_of_five(run: bytes, decode: Callable[[bytes], bytes], firsts: bytes) -> Iterator[bytes]:
    """A run need not begin where the encoded text does: each of five beginnings is tried, where it could be one."""
    for start in range(5):
        begins = run[start::5]
        if 3 * len(begins.translate(None, firsts)) > 2 * len(begins):
            continue
        middle = start + len(begins) // 2 * 5
        sample = _decoded(run[middle - 5 : middle + 10], decode)
        if sample is None or not is_cut_from_text(sample):
            continue
        whole = b"".join(_decoded(run[at : at + 5], decode) or b"\0" for at in range(start, len(run), 5))
        for part in whole.split(b"\0"):
            if len(part) >= 2 * SHORTEST and not has_controls(part):
                yield part


def _decoded(run: bytes, decode: Callable[[bytes], bytes]) -> bytes | None:
    try:
        return decode(run)
    except ValueError:
        return None

"""Variable-length integers (varints) and front coding, as text that compresses well and that JSON does not escape.

Hosts compress JSON but not unknown binary types, so shards are text. A varint is written in the 90 symbols below,
the least significant digit first: the first 60 symbols end a number, the other 30 announce another digit.
Front coding writes a word as the length of the prefix that it shares with the word before, and the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.browser_code.shared import shared_data

_SHARED = shared_data("search", "index_files")
SYMBOLS: str = _SHARED["symbols"]
"""Printable ASCII that JSON need not escape, without `<`."""
FINAL: int = _SHARED["final"]
MORE: int = _SHARED["more"]
_VALUES = {symbol: value for value, symbol in enumerate(SYMBOLS)}


def pack_number(number: int) -> str:
    """One whole number, 0 or more; below 60 it is one symbol."""
    written = ""
    while number >= FINAL:
        written += SYMBOLS[FINAL + number % MORE]
        number //= MORE
    return written + SYMBOLS[number]


_PACKED = tuple(pack_number(number) for number in range(4_096))


def pack_numbers(numbers: Iterable[int]) -> str:
    """The varints of `numbers`, concatenated."""
    return "".join([_PACKED[number] if number < 4_096 else pack_number(number) for number in numbers])


def unpack_numbers(packed: str) -> Iterator[int]:
    """The numbers that `pack_numbers` was given."""
    number, scale = 0, 1
    for symbol in packed:
        value = _VALUES[symbol]
        if value < FINAL:
            yield number + value * scale
            number, scale = 0, 1
        else:
            number += (value - FINAL) * scale
            scale *= MORE


def pack_words(words: Iterable[str]) -> str:
    """The words, front-coded, one a line, in the given order."""
    lines = []
    before = ""
    for word in words:
        shared, most = 0, min(len(word), len(before), FINAL - 1)
        while shared < most and word[shared] == before[shared]:
            shared += 1
        lines.append(SYMBOLS[shared] + word[shared:])
        before = word
    return "\n".join(lines)


def unpack_words(packed: str) -> list[str]:
    """The words that `pack_words` was given."""
    words: list[str] = []
    before = ""
    for line in packed.split("\n") if packed else ():
        before = before[: _VALUES[line[0]]] + line[1:]
        words.append(before)
    return words

"""Bytes or text → folded words: one reading for internal sources, public sources and published bytes.

Words are small letters and digits without accents, as bytes; what folds alike is alike, so that a leak
in capitals, or with its tones lost, is still found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

RUN = 5
"""Words of a run: of any longer internal text, five in a row that no public source has are a leak."""
BREAK = "\x01"
"""A word that no text has: it keeps runs from reaching over it."""

_GONE = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]+")
_NOT_WORDS = re.compile(
    "[\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u2bff\u3000-\u3004"
    "\u3008-\u3020\ue000-\uf8ff\ufffd]+"
)
_STROKES = (("đ", "d"), ("Đ", "d"), ("ð", "d"), ("Ð", "d"), ("ł", "l"), ("Ł", "l"), ("ø", "o"), ("Ø", "o"))
_KEPT = {*range(ord("a"), ord("z") + 1), *range(ord("0"), ord("9") + 1), *range(0x80, 0x100), ord(BREAK)}
_TABLE = bytes(code if code in _KEPT else code + 32 if 65 <= code <= 90 else 32 for code in range(256))
_NAME_TABLE = bytes(code if code in b"-_" else letter for code, letter in enumerate(_TABLE))
_FLAGGED = re.compile(rb"\x01+")
_FOUR_FLAGGED = re.compile(rb"\x01{4,}")

Run = tuple[bytes, ...]


def fold_text(text: str) -> bytes:
    """`text` in UTF-8 without accents; capitals and punctuation in ASCII are left to `split_words`."""
    if text.isascii():
        return text.encode("ascii")
    for stroked, plain in _STROKES:
        text = text.replace(stroked, plain)
    bare = _GONE.sub("", unicodedata.normalize("NFKD", text))
    return _NOT_WORDS.sub(" ", bare).lower().encode("utf-8", "replace")


def fold_bytes(data: bytes) -> bytes:
    """The same from UTF-8; bytes that are not UTF-8 part words."""
    return data if data.isascii() else fold_text(data.decode("utf-8", "replace"))


def split_words(folded: bytes) -> list[bytes]:
    """The words of folded bytes, in order."""
    return folded.translate(_TABLE).split()


def words_of(text: str) -> list[bytes]:
    """The folded words of `text`, in order."""
    return split_words(fold_text(text))


def split_names(folded: bytes) -> list[bytes]:
    """The same with hyphens and underscores kept inside words."""
    return folded.translate(_NAME_TABLE).split()


def compounds_in(folded: bytes) -> set[bytes]:
    """Names written with hyphens or underscores: `refund-late`, `order_id`."""
    return {name for word in set(split_names(folded)) if b"-" in (name := word.strip(b"-_")) or b"_" in name}


class RunFinder:
    """Finds known runs in a long list of words: first where every pair is one of theirs, then whole runs.

    Long runs and short ones are looked for apart: the pairs of many long runs are common, four such pairs
    in a row are not; the pairs of short runs are few.
    """

    def __init__(self, runs: Iterable[Run]) -> None:
        self._runs: dict[int, set[Run]] = {}
        for run in runs:
            self._runs.setdefault(len(run), set()).add(run)
        self._long = self._runs.pop(RUN, set())
        self._long_pairs = {run[place : place + 2] for place in range(RUN - 1) for run in self._long}
        self._short_pairs = {
            run[place : place + 2] for length, same in self._runs.items() for place in range(length - 1) for run in same
        }

    def find(self, words: Sequence[bytes], *, only_long: bool = False) -> set[Run]:
        """The known runs in `words`; `only_long` leaves out those of fewer than `RUN` words."""
        pairs = list(pairwise(words))
        found: set[Run] = set()
        if not only_long and not self._short_pairs.isdisjoint(pairs):
            flags = bytes(map(self._short_pairs.__contains__, pairs))
            for match in _FLAGGED.finditer(flags):
                stretch = words[match.start() : match.end() + 1]
                for length, runs in self._runs.items():
                    found |= runs.intersection(runs_of(stretch, length))
        flags = bytes(map(self._long_pairs.__contains__, pairs))
        for match in _FOUR_FLAGGED.finditer(flags):
            found |= self._long.intersection(runs_of(words[match.start() : match.end() + 1], RUN))
        return found


def runs_of(words: Sequence[bytes], length: int) -> zip[Run]:
    """Every run of `length` words, in order."""
    return zip(*(words[start:] for start in range(length)), strict=False)

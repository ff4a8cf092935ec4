"""Bytes or text → folded words: one reading for internal sources, public sources and published bytes.

Words are small letters and digits without accents, as bytes; what folds alike is alike, so that a leak
in capitals, or with its tones lost, is still found.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, compress, count, islice
from operator import mul

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


class WordReader:
    """Words of much text in UTF-8: the same as `split_words` of `fold_bytes`, but each spelling is folded once."""

    def __init__(self) -> None:
        self._folded: dict[bytes, bytes] = {}

    def words(self, data: bytes) -> list[bytes]:
        """The folded words of `data`, in order."""
        spelled = data.translate(_TABLE).split()
        if data.isascii():
            return spelled
        self._learn(spelled)
        return b" ".join(map(self._folded.get, spelled, spelled)).split()

    def compounds(self, data: bytes) -> set[bytes]:
        """The names in `data` that are written with hyphens or underscores."""
        if b"-" not in data and b"_" not in data:
            return set()
        found = {name for word in set(split_names(data)) if b"-" in (name := word.strip(b"-_")) or b"_" in name}
        ascii_names = set(filter(bytes.isascii, found))
        return ascii_names | compounds_in(fold_bytes(b" ".join(found - ascii_names)))

    def _learn(self, spelled: Iterable[bytes]) -> None:
        fresh = [word for word in set(spelled).difference(self._folded) if not word.isascii()]
        folded = fold_bytes(b"\n".join(fresh)).split(b"\n") if fresh else []
        self._folded.update(zip(fresh, (word.translate(_TABLE) for word in folded), strict=True))


class RunFinder:
    """Finds known runs in a long list of words, by the two neighbours in each run that the fewest runs have."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._runs = frozenset(runs)
        frequency = Counter(chain.from_iterable(self._runs)).__getitem__
        self._shapes: dict[tuple[bytes, bytes], set[tuple[int, int]]] = {}
        for run in self._runs:
            counts = [*map(frequency, run)]
            pairs = [*map(mul, counts, counts[1:])]
            place = pairs.index(min(pairs))
            self._shapes.setdefault((run[place], run[place + 1]), set()).add((place, len(run)))

    @property
    def pairs(self) -> Iterable[tuple[bytes, bytes]]:
        """The neighbours by which runs are found."""
        return self._shapes.keys()

    def find(self, words: Sequence[bytes], *, only_long: bool = False) -> set[Run]:
        """The known runs in `words`; `only_long` leaves out those of fewer than `RUN` words."""
        shapes, runs = self._shapes, self._runs
        found: set[Run] = set()
        for place in compress(count(), map(shapes.__contains__, zip(words, islice(words, 1, None), strict=False))):
            for before, length in shapes[words[place], words[place + 1]]:
                run = tuple(words[place - before : place - before + length]) if place >= before else ()
                if run in runs and (length == RUN or not only_long):
                    found.add(run)
        return found


def runs_of(words: Sequence[bytes], length: int) -> zip[Run]:
    """Every run of `length` words, in order."""
    return zip(*(words[start:] for start in range(length)), strict=False)

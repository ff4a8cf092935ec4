"""Bytes or text → folded words: one reading for internal sources, public sources and published bytes.

Words are small letters and digits without accents, as bytes; what folds alike is alike, so that a leak
in capitals, or with its tones lost, is still found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count, islice

RUN = 5
"""Words of a run: of any longer internal text, five in a row that no public source has are a leak."""
BREAK = "\x01"
"""A word that no text has: it keeps runs from reaching over it."""

_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters without a shape: Unicode's format characters (Cf), variation selectors, fillers and tags."""
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")
_GONE = re.compile(
    f"[{_UNSEEN}\u0300-\u036f\u0483-\u0489\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\ufe20-\ufe2f\U000110bd\U000110cd]+"
)
"""What is invisible, and marks that stand over or under any letter."""
_NOT_WORDS = re.compile(
    "[\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u2bff\u3000-\u3004"
    "\u3008-\u3020\ue000-\uf8ff\ufffd]+"
)
_STROKES = (("đ", "d"), ("Đ", "d"), ("ð", "d"), ("Ð", "d"), ("ł", "l"), ("Ł", "l"), ("ø", "o"), ("Ø", "o"))
_KEPT = {*range(ord("a"), ord("z") + 1), *range(ord("0"), ord("9") + 1), *range(0x80, 0x100), ord(BREAK)}
_TABLE = bytes(code if code in _KEPT else code + 32 if 65 <= code <= 90 else 32 for code in range(256))
_LINE_TABLE = bytes(10 if code == 10 else letter for code, letter in enumerate(_TABLE))
_NAME_TABLE = bytes(code if code in b"-_" else letter for code, letter in enumerate(_TABLE))

_BREAK = f" {BREAK} ".encode()

Run = tuple[bytes, ...]


def fold_text(text: str) -> bytes:
    """`text` in UTF-8 without accents; capitals and punctuation in ASCII are left to `split_words`."""
    if text.isascii():
        return text.encode("ascii")
    for stroked, plain in _STROKES:
        text = text.replace(stroked, plain)
    bare = _GONE.sub("", unicodedata.normalize("NFKD", text))
    return _NOT_WORDS.sub(" ", bare).lower().encode("utf-8", "replace")


def without_marks(text: str) -> str:
    """`text` without what is invisible and without marks over, under or around letters and digits."""
    return _GONE.sub("", text)


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
        self._parted: dict[bytes, bytes] = {}
        """Spellings with invisible characters in them → their folded words, where those characters part words."""

    def readings(self, data: bytes) -> Iterator[list[bytes]]:
        """The folded words of `data`; and again, where invisible characters might stand for blanks."""
        yield self.words(data)
        if self._parted and not data.isascii():
            spelled = data.translate(_TABLE).split()
            if not self._parted.keys().isdisjoint(spelled):
                folded = map(self._folded.get, spelled, spelled)
                yield b" ".join(map(self._parted.get, spelled, folded)).split()

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
        signed = {word for word in set(split_names(data)) if b"-" in word or b"_" in word}
        found = {name for word in signed if b"-" in (name := word.strip(b"-_")) or b"_" in name}
        ascii_names = set(filter(bytes.isascii, found))
        return ascii_names | compounds_in(fold_bytes(b" ".join(found - ascii_names)))

    def _learn(self, spelled: Iterable[bytes]) -> None:
        fresh = [word for word in set(spelled).difference(self._folded) if not word.isascii()]
        if not fresh:
            return
        joined = b"\n".join(fresh).decode("utf-8", "replace")
        folded = fold_text(joined).split(b"\n")
        if _INVISIBLE.search(joined):
            parted = fold_text(_INVISIBLE.sub(" ", joined)).translate(_LINE_TABLE).split(b"\n")
            self._parted.update(
                (word, apart) for word, apart, whole in zip(fresh, parted, folded, strict=True) if apart != whole
            )
        self._folded.update(zip(fresh, (word.translate(_TABLE) for word in folded), strict=True))


class RunMatcher:
    """Finds known runs in a long list of words."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._long: set[Run] = set()
        self._short: dict[Run, set[Run]] = {}
        """Two words → the runs of fewer than `RUN` words that begin with them: few, so one look at pairs finds them."""
        for run in runs:
            if len(run) == RUN:
                self._long.add(run)
            else:
                self._short.setdefault(run[:2], set()).add(run)

    def find(self, words: Sequence[bytes], *, only_long: bool = False) -> set[Run]:
        """The known runs in `words`; `only_long` leaves out those of fewer than `RUN` words."""
        found = self._long.intersection(runs_of(words, RUN))
        if not only_long and self._short:
            for place in compress(count(), map(self._short.__contains__, runs_of(words, 2))):
                begun = self._short[words[place], words[place + 1]]
                found |= {run for run in begun if run == tuple(words[place : place + len(run)])}
        return found


def rows_of(words: Sequence[bytes], fewest: int) -> list[bytes]:
    """The words of those texts in `words`, parted by `BREAK`, that have at least so many: each text once, in any order.
    Of the texts of a site, half are shorter than a run, or stand there twice."""
    texts = set(b" ".join(words).split(_BREAK))
    return _BREAK.join(text for text in texts if text.count(b" ") >= fewest - 1).split()


def runs_of(words: Sequence[bytes], length: int) -> zip[Run]:
    """Every run of `length` words, in order."""
    return zip(*(islice(words, start, None) for start in range(length)), strict=False)

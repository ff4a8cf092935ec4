"""Words that are written so that no filter reads them (“h.u.y d0n”, “z a l o”, “can-cel”), read as they are meant.

Single letters with one sign between them are joined, digits among letters are read as the letters that they look like,
and a word that signs cut in two is joined where it is one of `words`. The twin is `browser/disguises.js`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kb.browser_code.shared import shared_data

_SHARED = shared_data("channels", "disguises")
_SPLIT = re.compile(_SHARED["split"], re.ASCII)
_JOINED = re.compile(_SHARED["joined"], re.ASCII)
_DIGITS = re.compile(_SHARED["digits"], re.ASCII)
_WORDS = frozenset(_SHARED["words"])
_LONGEST_FIRST = re.compile("|".join(sorted(_WORDS, key=lambda word: (-len(word), word))))


@dataclass(frozen=True, slots=True)
class Plain:
    """Folded text with its disguised words as they are meant, and where its letters stand in the folded text."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    hidden: tuple[tuple[int, int], ...]
    """The disguised stretches, as places in the folded text."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The place of `text[start:end]` in the folded text; None where nothing there is disguised."""
        first, last = self.starts[start], self.ends[end - 1]
        return (first, last) if any(at < last and first < until for at, until in self.hidden) else None


@lru_cache(maxsize=64)
def undisguised(folded: str) -> Plain | None:
    """`folded` with its disguised words as they are meant; None where it has none."""
    found = [(match.start(), match.end(), _meant(match[0], _is_split(match))) for match in _all_in_order(folded)]
    changed = [(start, end, said) for start, end, said in found if said]
    if not changed:
        return None
    text, starts, ends = "", [], []
    edges = [0, *(place for start, end, _ in changed for place in (start, end)), len(folded)]
    said_at = {start: said for start, _, said in changed}
    for number, (start, end) in enumerate(pairwise(edges)):
        if number % 2:
            said = said_at[start]
            text += said
            starts += [start] * len(said)
            ends += [end] * len(said)
        else:
            text += folded[start:end]
            starts += range(start, end)
            ends += range(start + 1, end + 1)
    return Plain(text, tuple(starts), tuple(ends), tuple((start, end) for start, end, _ in changed))


def _all_in_order(folded: str) -> list[re.Match[str]]:
    """What may be disguised, without overlaps: split words first."""
    taken: list[re.Match[str]] = []
    covered = bytearray(len(folded))  # 1 where a letter belongs to one of `taken`
    for shape in (_SPLIT, _DIGITS, _JOINED):
        for match in shape.finditer(folded):
            start, end = match.span()
            if not any(covered[start:end]):
                covered[start:end] = b"\1" * (end - start)
                taken.append(match)
    return sorted(taken, key=lambda match: match.start())


def _is_split(match: re.Match[str]) -> bool:
    return match.re is _SPLIT


def _meant(written: str, is_split: bool) -> str:
    """What `written` is meant to say; "" for what it says anyhow."""
    if is_split:
        letters = _as_letters(re.sub("[^a-z0-9]", "", written))
        return " ".join(_parted(letters))
    if re.search("[0-9@$]", written):
        return _as_letters(written)
    joined = re.sub("[^a-z]", "", written)
    return joined if joined in _WORDS else ""


def _parted(letters: str) -> list[str]:
    """`huydongiup` → huy, don, giup, where known words make up all of it; else the whole."""
    found = _LONGEST_FIRST.findall(letters)
    return found if "".join(found) == letters else [letters]


def _as_letters(word: str) -> str:
    """Digits as the letters that they look like; a 1 is an l where that makes a known word, else an i."""
    plain = "".join(_SHARED["letters"].get(sign, sign) for sign in word)
    readings = [plain.replace("1", letter) for letter in _SHARED["one"]]
    return next((one for one in readings if one in _WORDS), readings[0])

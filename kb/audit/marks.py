"""Pieces of internal text, less what public sources have → the marks that a leak is known by."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kb.audit.origins import Origin, Piece
from kb.audit.public import Candidates
from kb.audit.words import RUN, Run, compounds_in, fold_text, runs_of, split_words

Key = bytes | Run | str
"""A word or a name as written; a run of words; the SHA-256 of a whole file, in hexadecimal."""

SHORTEST_RUN = 2
SHORTEST_TITLE = 9
"""Letters of a two-word title or name: shorter ones meet by chance where a page joins two texts."""
SHORTEST_VALUE = 5
"""Letters and digits of a fact's value in two parts: “50.000 ₫”."""
SHORTEST_WORD = 5
SHORTEST_NUMBER = 8
_TITLES = frozenset({"title", "id", "path", "fact value"})
_STRAY_PREFIXES = ("meng", "meny", "mem", "men", "peng", "peny", "pem", "pen")
"""Malay: what may have swallowed a word's first letter, as `menukar` has that of `tukar`."""


@dataclass(frozen=True)
class Marks:
    """What only internal content has."""

    words: Mapping[bytes, Origin]
    compounds: Mapping[bytes, Origin]
    runs: Mapping[int, Mapping[Run, Origin]]
    files: Mapping[str, Origin]

    def __len__(self) -> int:
        return len(self.words) + len(self.compounds) + len(self.files) + sum(map(len, self.runs.values()))

    def origin(self, key: Key) -> Origin:
        """Where a mark stands."""
        if isinstance(key, tuple):
            return self.runs[len(key)][key]
        if isinstance(key, str):
            return self.files[key]
        return self.words.get(key) or self.compounds[key]

    @cached_property
    def digests(self) -> frozenset[str]:
        """Each mark as sixteen hexadecimal digits, so that a cache can hold them and tell no words."""
        keys = [*self.words, *self.compounds, *(b" ".join(run) for runs in self.runs.values() for run in runs),
                *(name.encode() for name in self.files)]
        return frozenset(hashlib.blake2b(key, digest_size=8).hexdigest() for key in keys)


def collect(pieces: Iterable[Piece]) -> tuple[Candidates, dict[Key, Origin]]:
    """Every candidate that `pieces` offer, and the first place of each."""
    origins: dict[Key, Origin] = {}
    runs: dict[int, set[Run]] = {length: set() for length in range(SHORTEST_RUN, RUN + 1)}
    words: set[bytes] = set()
    compounds: set[bytes] = set()
    for piece in pieces:
        folded = fold_text(piece.text)
        found = split_words(folded)
        names = compounds_in(folded) if piece.is_name else set()
        taken: list[Key] = [*names, *(word for word in found if _is_telling(word))]
        if length := _run_length(piece, found):
            new = list(runs_of(found, length))
            runs[length].update(new)
            taken += new
        words.update(word for word in found if _is_telling(word))
        compounds |= names
        for key in taken:
            origins.setdefault(key, piece.origin)
    return Candidates(words, compounds, runs), origins


def _run_length(piece: Piece, words: list[bytes]) -> int:
    """How long the runs of a piece are: five words, or all of a shorter piece; 0 where it says too little."""
    if len(words) >= 3:
        return min(len(words), RUN)
    if piece.origin.what not in _TITLES or len(words) != SHORTEST_RUN:
        return 0
    least = SHORTEST_VALUE if piece.origin.what == "fact value" else SHORTEST_TITLE
    return SHORTEST_RUN if sum(map(len, words)) >= least else 0


def _is_telling(word: bytes) -> bool:
    if word.isdigit():
        return len(word) >= SHORTEST_NUMBER
    return len(word) >= SHORTEST_WORD or (len(word) >= 3 and word[0] >= 0xC0)


def settle(candidates: Candidates, origins: Mapping[Key, Origin], files: Mapping[str, Origin]) -> Marks:
    """The candidates that outlived the public sources, as marks."""
    index = b" ".join(sorted(candidates.vocabulary))
    words = {word for word in candidates.words if not _could_be_root(word, index)}
    return Marks({word: origins[word] for word in words}, {name: origins[name] for name in candidates.compounds},
                 {length: {run: origins[run] for run in runs
                           if origins[run].what == "fact value" or _is_more_than_numbers(run)}
                  for length, runs in candidates.runs.items() if runs}, files)


def _could_be_root(word: bytes, index: bytes) -> bool:
    """Whether the search index could hold `word` as the root of a public word."""
    if word in index:
        return True
    return word[:1] in b"kpst" and any(prefix.encode() + word[1:] in index for prefix in _STRAY_PREFIXES)


def _is_more_than_numbers(run: Run) -> bool:
    """Runs of numbers, or of one word again and again, meet by chance in tables and drawings."""
    return any(not word.isdigit() for word in run) and max(Counter(run).values()) < max(len(run) - 1, 2)


def fingerprint(parts: Mapping[str, bytes], extra: str = "") -> str:
    """One hash over all that marks are made from."""
    rows = [[path, hashlib.blake2b(data, digest_size=16).hexdigest()] for path, data in sorted(parts.items())]
    return hashlib.blake2b(json.dumps([rows, extra]).encode(), digest_size=16).hexdigest()

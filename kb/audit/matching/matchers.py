"""Matchers: which signatures are among words, names and numbers. One knows the signatures, one their hashes alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol
from zlib import crc32

from kb.audit.matching.folding import RUN, Run, RunMatcher
from kb.audit.matching.numbers import find_numbers
from kb.audit.matching.signatures import HEAD, NUMBER, Key, Signatures

SHORTEST_RUN = 2


class Matcher(Protocol):
    """Finds signatures in what a scanner has read."""

    def in_words(self, words: Sequence[bytes], *, only_long: bool = False) -> set[Key]:
        """The words and runs of words among `words` that are signatures; `only_long`: only runs of full length."""

    def in_names(self, names: set[bytes]) -> set[Key]:
        """The names with hyphens or underscores among `names` that are signatures."""

    def in_numbers(self, data: bytes) -> set[Key]:
        """The numbers in `data` that are signatures, whatever stands between their digits."""

    def has_file(self, digest: str) -> bool:
        """Whether an internal file has this SHA-256."""


class SignatureMatcher:
    """Matches the signatures themselves."""

    def __init__(self, signatures: Signatures) -> None:
        self._signatures = signatures
        self._words = frozenset(signatures.words)
        self._compounds = frozenset(signatures.compounds)
        self._runs = RunMatcher(signatures.runs)

    @property
    def pairs(self) -> frozenset[int]:
        """Hashes of the two words that each run begins with."""
        return frozenset(map(_hash, {run[:2] for run in self._signatures.runs}))

    def in_words(self, words: Sequence[bytes], *, only_long: bool = False) -> set[Key]:
        found: set[Key] = set(self._runs.find(words, only_long=only_long))
        return found if only_long else found.union(self._words.intersection(words))

    def in_names(self, names: set[bytes]) -> set[Key]:
        return set(self._compounds & names)

    def in_numbers(self, data: bytes) -> set[Key]:
        return numbers_of(self._signatures, data)

    def has_file(self, digest: str) -> bool:
        return digest in self._signatures.files


@dataclass(frozen=True, slots=True)
class HashMatcher:
    """Matches hashes of signatures, as a cache may hold them.

    What it finds may be a signature (hashes collide); what it does not find is none.
    """

    words: frozenset[int]
    """Of words and names."""
    pairs: frozenset[int]
    """Of the first two words of each run: most texts have few of them, and need not be looked at run by run."""
    runs: frozenset[int]
    files: frozenset[str]

    def __len__(self) -> int:
        return len(self.words) + len(self.runs) + len(self.files)

    def in_words(self, words: Sequence[bytes], *, only_long: bool = False) -> set[Key]:
        found: set[Key] = set() if only_long else {word for word in set(words) if crc32(word) in self.words}
        pairs = {pair for pair in set(zip(words, islice(words, 1, None), strict=False)) if _hash(pair) in self.pairs}
        if pairs:
            for place, pair in enumerate(zip(words, islice(words, 1, None), strict=False)):
                if pair in pairs:
                    found.update(self._runs_from(words, place))
        return found

    def _runs_from(self, words: Sequence[bytes], place: int) -> set[Key]:
        """The runs of any length that begin at `place`."""
        runs = {tuple(words[place : place + size]) for size in range(SHORTEST_RUN, RUN + 1)}
        return {run for run in runs if _hash(run) in self.runs}

    def in_names(self, names: set[bytes]) -> set[Key]:
        return {name for name in names if crc32(name) in self.words}

    def in_numbers(self, data: bytes) -> set[Key]:
        found = find_numbers(
            data, lambda head: crc32(HEAD + head) in self.words, lambda digits: crc32(NUMBER + digits) in self.words
        )
        return {NUMBER + digits for digits in found}

    def has_file(self, digest: str) -> bool:
        return digest in self.files


def numbers_of(signatures: Signatures, data: bytes) -> set[Key]:
    """The numbers of `signatures` that stand in `data`."""
    if not signatures.numbers:
        return set()
    heads, numbers = signatures.heads, signatures.numbers
    found = find_numbers(data, lambda head: HEAD + head in heads, lambda digits: NUMBER + digits in numbers)
    return {NUMBER + digits for digits in found}


def hash_of(key: bytes | Run) -> int:
    """The hash of a word, a name or a run."""
    return crc32(key) if isinstance(key, bytes) else _hash(key)


def _hash(run: Sequence[bytes]) -> int:
    return crc32(b" ".join(run))

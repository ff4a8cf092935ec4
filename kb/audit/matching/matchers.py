"""Matchers: which signatures are among words, names and numbers. One knows the signatures, one their hashes alone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import Protocol
from zlib import crc32

from kb.audit.matching.folding import RUN, RunMatcher
from kb.audit.matching.numbers import find_numbers
from kb.audit.matching.signatures import HEAD, NUMBER, Key, Signatures

SHORTEST_RUN = 2


class Matcher(Protocol):
    """Finds signatures in what a scanner has read."""

    def in_words(self, words: set[bytes]) -> set[Key]:
        """The words among `words` that are signatures."""

    def in_runs(self, words: Sequence[bytes], *, only_long: bool) -> set[Key]:
        """The runs of words in `words` that are signatures; `only_long`: only those of full length."""

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

    def in_words(self, words: set[bytes]) -> set[Key]:
        return set(self._words & words)

    def in_runs(self, words: Sequence[bytes], *, only_long: bool) -> set[Key]:
        return set(self._runs.find(words, only_long=only_long))

    def in_names(self, names: set[bytes]) -> set[Key]:
        return set(self._compounds & names)

    def in_numbers(self, data: bytes) -> set[Key]:
        return numbers_of(self._signatures, data)

    def has_file(self, digest: str) -> bool:
        return digest in self._signatures.files


@dataclass(frozen=True, slots=True)
class HashMatcher:
    """Matches hashes of signatures, as a cache may hold them: quick ones first, and strong ones of what these find."""

    words: frozenset[int]
    """Of words, names and numbers, and of what numbers begin with."""
    pairs: frozenset[int]
    """Of the first two words of each run: most texts have few of them, and need not be looked at run by run."""
    runs: frozenset[int]
    strong: frozenset[int]
    """Of every signature, whole files among them."""

    @classmethod
    def of(cls, signatures: Signatures, files: Iterable[str] = (), but: Collection[Key] = ()) -> HashMatcher:
        """Matches `signatures` without those in `but`, and whole files with the SHA-256 `files`."""
        singles = [key for key in signatures.singles if key not in but]
        runs = [run for run in signatures.runs if run not in but]
        keys: list[Key] = [*singles, *runs, *files]
        return cls(
            frozenset(map(hash_of, (*singles, *signatures.heads))),
            frozenset({crc32(b" ".join(run[:2])) for run in runs}),
            frozenset(map(hash_of, runs)),
            frozenset(map(strong_hash, keys)),
        )

    def __len__(self) -> int:
        return len(self.strong)

    def __or__(self, other: HashMatcher) -> HashMatcher:
        return HashMatcher(*(getattr(self, one.name) | getattr(other, one.name) for one in fields(self)))

    def in_words(self, words: set[bytes]) -> set[Key]:
        return {word for word in words if crc32(word) in self.words and strong_hash(word) in self.strong}

    def in_runs(self, words: Sequence[bytes], *, only_long: bool) -> set[Key]:
        found: set[Key] = set()
        pairs = set(zip(words, islice(words, 1, None), strict=False))
        pairs = {pair for pair in pairs if crc32(b" ".join(pair)) in self.pairs}
        if pairs:
            for place, pair in enumerate(zip(words, islice(words, 1, None), strict=False)):
                if pair in pairs:
                    found.update(self._runs_from(words, place))
        return found

    def _runs_from(self, words: Sequence[bytes], place: int) -> set[Key]:
        """The runs of any length that begin at `place`."""
        runs = {tuple(words[place : place + size]) for size in range(SHORTEST_RUN, RUN + 1)}
        return {run for run in runs if hash_of(run) in self.runs and strong_hash(run) in self.strong}

    def in_names(self, names: set[bytes]) -> set[Key]:
        return self.in_words(names)

    def in_numbers(self, data: bytes) -> set[Key]:
        found = find_numbers(
            data,
            lambda head: crc32(HEAD + head) in self.words,
            lambda digits: strong_hash(NUMBER + digits) in self.strong,
        )
        return {NUMBER + digits for digits in found}

    def has_file(self, digest: str) -> bool:
        return strong_hash(digest) in self.strong


def numbers_of(signatures: Signatures, data: bytes) -> set[Key]:
    """The numbers of `signatures` that stand in `data`."""
    if not signatures.numbers:
        return set()
    heads, numbers = signatures.heads, signatures.numbers
    found = find_numbers(data, lambda head: HEAD + head in heads, lambda digits: NUMBER + digits in numbers)
    return {NUMBER + digits for digits in found}


def hash_of(key: Key) -> int:
    """A hash of a signature that is made quickly; two of them may share one."""
    return crc32(data_of(key))


def strong_hash(key: Key) -> int:
    """Eight bytes of a hash that nobody can make two words share."""
    return int.from_bytes(hashlib.blake2b(data_of(key), digest_size=8).digest(), "little")


def data_of(key: Key) -> bytes:
    """A signature as bytes: of a run, its words with a blank between them."""
    return key.encode() if isinstance(key, str) else key if isinstance(key, bytes) else b" ".join(key)

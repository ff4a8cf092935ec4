"""What published files were asked for, written down: it tells later whether they could have a new signature.

A whole audit asks about every word, name and run of words that it reads. These are public, so they are kept as they
are: the texts of two words or more cost little, one by one their runs cost as much as all else that looks at them.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.audit.matching.folding import BREAK, RunMatcher
from kb.audit.matching.matchers import Matcher, data_of
from kb.audit.matching.signatures import Key, Signatures

FEW = 60
"""Signatures that are found sooner one by one than by a look at each run of words."""
PARTED = f" {BREAK} ".encode()
"""Stands before, between and behind the texts that are written down."""


class Recorder:
    """A matcher that answers as another one does, and writes down what it was asked."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._texts: list[bytes] = []
        self._singles: set[bytes] = set()

    @property
    def said(self) -> bytes:
        """What was asked: folded words with one blank between them, in no order and some more than once."""
        return PARTED.join((b"", *self._texts, *self._singles, b""))

    def in_words(self, words: set[bytes]) -> set[Key]:
        self._singles |= words
        return self._matcher.in_words(words)

    def in_runs(self, words: Sequence[bytes], *, only_long: bool) -> set[Key]:
        self._texts.append(b" ".join(words))
        return self._matcher.in_runs(words, only_long=only_long)

    def in_names(self, names: set[bytes]) -> set[Key]:
        self._singles |= names
        return self._matcher.in_names(names)

    def in_numbers(self, data: bytes) -> set[Key]:
        return self._matcher.in_numbers(data)  # not written down: `could_have` takes any number as said

    def has_file(self, digest: str) -> bool:
        self._singles.add(digest.encode())
        return self._matcher.has_file(digest)


def could_have(said: bytes, signatures: Signatures) -> bool:
    """Whether the files of which `said` was written down may have one of `signatures`."""
    if signatures.numbers:
        return True
    keys = [*signatures.keys]
    if len(keys) <= FEW:
        return any(b" %s " % data_of(key) in said for key in keys)
    words = said.split()
    singles = {data_of(key) for key in keys if not isinstance(key, tuple)}
    return not singles.isdisjoint(words) or bool(RunMatcher(signatures.runs).find(words))

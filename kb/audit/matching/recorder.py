"""What published files were asked for, written down: it tells later whether they could have a new signature.

A whole audit asks about every word, name and run of words that it reads. Hashes of these cost little, and no words can
be read in them. What was never asked stands nowhere; what was, perhaps somewhere: other words may share its hash.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from zlib import crc32

from kb.audit.matching.folding import RUN, runs_of
from kb.audit.matching.matchers import Matcher, hash_of
from kb.audit.matching.signatures import Key, Signatures


class Recorder:
    """A matcher that answers as another one does, and writes down what it was asked."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self.said: array[int] = array("I")
        """Hashes of what was asked, in no order and some more than once."""

    def in_words(self, words: set[bytes]) -> set[Key]:
        self._note(words)
        return self._matcher.in_words(words)

    def in_runs(self, words: Sequence[bytes], *, only_long: bool) -> set[Key]:
        for length in (RUN,) if only_long else (RUN, 2):
            self._note(map(b" ".join, runs_of(words, length)))
        return self._matcher.in_runs(words, only_long=only_long)

    def in_names(self, names: set[bytes]) -> set[Key]:
        self._note(names)
        return self._matcher.in_names(names)

    def in_numbers(self, data: bytes) -> set[Key]:
        return self._matcher.in_numbers(data)  # not written down: `could_have` takes any number as said

    def has_file(self, digest: str) -> bool:
        self._note([digest.encode()])
        return self._matcher.has_file(digest)

    def _note(self, asked: Iterable[bytes]) -> None:
        self.said.extend(map(crc32, asked))  # without a set of them, which costs as much as their hashes


def could_have(said: array[int], signatures: Signatures) -> bool:
    """Whether the files of which `said` was written down may have one of `signatures`."""
    if signatures.numbers:
        return True
    whole: set[Key] = {key for key in signatures.keys if not isinstance(key, tuple) or len(key) == RUN}
    short = [{hash_of(pair) for pair in runs_of(run, 2)} for run in signatures.runs if len(run) < RUN]
    hashes = set(map(hash_of, whole))
    found = hashes.union(*short).intersection(said)
    return not found.isdisjoint(hashes) or any(pairs <= found for pairs in short)

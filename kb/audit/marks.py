"""Pieces of internal text → the marks that a leak would be known by, public sources not yet considered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kb.audit.origins import Origin, Piece
from kb.audit.words import RUN, Run, compounds_in, fold_text, runs_of, split_words

Key = bytes | Run | str
"""A word or a name as written; a run of words; the SHA-256 of a whole file, in hexadecimal."""

SHORTEST_TITLE = 9
"""Letters of a two-word title or name: shorter ones meet by chance where a page joins two texts."""
SHORTEST_VALUE = 5
"""Letters and digits of a fact's value in two parts: “50.000 ₫”."""
SHORTEST_WORD = 5
SHORTEST_NUMBER = 8
_TITLES = frozenset({"title", "id", "path", "fact value"})


@dataclass(frozen=True)
class Marks:
    """What internal content has, and the first place of each."""

    words: Mapping[bytes, Origin]
    compounds: Mapping[bytes, Origin]
    runs: Mapping[Run, Origin]
    files: Mapping[str, Origin]

    def __len__(self) -> int:
        return len(self.words) + len(self.compounds) + len(self.files) + len(self.runs)

    def origin(self, key: Key) -> Origin:
        """Where a mark stands."""
        if isinstance(key, tuple):
            return self.runs[key]
        if isinstance(key, str):
            return self.files[key]
        return self.words.get(key) or self.compounds[key]

    def only(self, keys: Iterable[Key]) -> Marks:
        """These of the marks."""
        chosen = set(keys)
        return Marks(
            {key: self.words[key] for key in self.words.keys() & chosen},
            {key: self.compounds[key] for key in self.compounds.keys() & chosen},
            {key: self.runs[key] for key in self.runs.keys() & chosen},
            {key: self.files[key] for key in self.files.keys() & chosen},
        )

    def tells_in_any_file(self, key: Key) -> bool:
        """Whether a mark tells of a leak wherever it stands; a single word of the language may stand in any library
        of scripts or catalogue that a shop puts into `docs/`."""
        return not isinstance(key, bytes) or not key.isalpha() or self.origin(key).what == "fact value"

    @cached_property
    def digests(self) -> frozenset[str]:
        """Each mark as sixteen hexadecimal digits, so that a cache can hold them and tell no words."""
        keys = (*self.words, *self.compounds, *map(b" ".join, self.runs), *map(str.encode, self.files))
        return frozenset(hashlib.blake2b(key, digest_size=8).hexdigest() for key in keys)


def make_marks(pieces: Iterable[Piece], files: Mapping[str, Origin]) -> Marks:
    """Every mark that `pieces` offer; `files` are the fingerprints of whole files."""
    words: dict[bytes, Origin] = {}
    compounds: dict[bytes, Origin] = {}
    runs: dict[Run, Origin] = {}
    for piece in pieces:
        folded = fold_text(piece.text)
        found = split_words(folded)
        for word in found:
            if word not in words and _is_telling(word):
                words[word] = piece.origin
        for name in compounds_in(folded) if piece.is_name else ():
            compounds.setdefault(name, piece.origin)
        for run in _runs(piece, found):
            runs.setdefault(run, piece.origin)
    return Marks(words, compounds, runs, files)


def _runs(piece: Piece, words: list[bytes]) -> Iterator[Run]:
    """The runs of a piece: of five words, or all of a shorter piece; none where it says too little."""
    if len(words) >= 3:
        for run in runs_of(words, min(len(words), RUN)):
            if (not run[0].isdigit() and len(set(run)) == len(run)) or _is_telling_run(run):
                yield run
    elif len(words) == 2 and piece.origin.what in _TITLES:
        least = SHORTEST_VALUE if piece.origin.what == "fact value" else SHORTEST_TITLE
        if sum(map(len, words)) >= least:
            yield tuple(words)


def _is_telling_run(run: Run) -> bool:
    """Runs of numbers, or of one word again and again, meet by chance in tables and drawings."""
    different = set(run)
    return len(different) >= len(run) - 1 and (not all(map(bytes.isdigit, different)) or sum(map(len, run)) >= 9)


def _is_telling(word: bytes) -> bool:
    if word.isdigit():
        return len(word) >= SHORTEST_NUMBER
    return len(word) >= SHORTEST_WORD or (len(word) >= 3 and word[0] >= 0xC0)

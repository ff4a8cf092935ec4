"""Leak signatures: pieces of internal text → words, names, numbers and runs of words that tell it from other text.

Public sources are not considered yet: `kb.audit.texts.public` says which signatures they excuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from kb.audit.matching.exact_values import EXACT, NAME_FIELDS, Exact, exact_runs, runs_in
from kb.audit.matching.folding import RUN, Run, compounds_in, fold_text, runs_of, split_words, words_of
from kb.audit.matching.model import Origin, Piece
from kb.audit.matching.numbers import SHORTEST as SHORTEST_DIGITS
from kb.audit.matching.numbers import numbers_in

Key = bytes | Run | str
"""A word or a name as written; a run of words; the SHA-256 of a whole file, in hexadecimal."""

SHORTEST_TITLE = 9
"""Letters of a two-word title or name: shorter ones meet by chance where a page joins two texts."""
SHORTEST_AMOUNT, SHORTEST_VALUE = 5, 6
"""Letters and digits of a fact's value in two parts: “50.000 ₫” and “30 days”."""
NUMBER, HEAD = b"#", b"^"
"""What begins a number among signatures, and its first digits among hashes: no word has them."""
SHORTEST_WORD = 5
SHORTEST_NUMBER = 8
_HAS_DIGIT = re.compile(r"\d")
_TITLES = frozenset({"title", "id", "path", "fact value"})


@dataclass(frozen=True)
class Signatures:
    """What internal content has, and the first place of each."""

    words: Mapping[bytes, Origin]
    compounds: Mapping[bytes, Origin]
    runs: Mapping[Run, Origin]
    files: Mapping[str, Origin]
    numbers: Mapping[bytes, Origin]
    """Digits without separators, each behind `NUMBER`."""

    def __len__(self) -> int:
        return len(self.words) + len(self.compounds) + len(self.files) + len(self.runs) + len(self.numbers)

    @property
    def singles(self) -> Iterator[bytes]:
        """Every signature that is one word, one name or one number."""
        return chain(self.words, self.compounds, self.numbers)

    @property
    def keys(self) -> Iterator[Key]:
        """Every signature."""
        return chain(self.singles, self.runs, self.files)

    @cached_property
    def heads(self) -> frozenset[bytes]:
        """The first six digits of each number, behind `HEAD`."""
        return frozenset(HEAD + number[len(NUMBER) :][:SHORTEST_DIGITS] for number in self.numbers)

    def origin(self, key: Key) -> Origin:
        """The internal place that a signature comes from."""
        if isinstance(key, tuple):
            return self.runs[key]
        if isinstance(key, str):
            return self.files[key]
        return self.words.get(key) or self.numbers.get(key) or self.compounds[key]

    def only(self, keys: Iterable[Key]) -> Signatures:
        """The signatures that are among `keys`."""
        chosen = set(keys)
        return Signatures(
            {key: self.words[key] for key in self.words.keys() & chosen},
            {key: self.compounds[key] for key in self.compounds.keys() & chosen},
            {key: self.runs[key] for key in self.runs.keys() & chosen},
            {key: self.files[key] for key in self.files.keys() & chosen},
            {key: self.numbers[key] for key in self.numbers.keys() & chosen},
        )

    def tells_in_any_file(self, key: Key) -> bool:
        """Whether a signature means a leak in any file.

        A single word of the language does not: it may be in any library of scripts that a shop puts into `docs/`.
        """
        return not isinstance(key, bytes) or not key.isalpha() or self.origin(key).what == "fact value"


def make_signatures(
    pieces: Iterable[Piece], files: Mapping[str, Origin], exact: tuple[Exact, ...] = EXACT
) -> Signatures:
    """Every signature of `pieces`.

    `files` maps the SHA-256 of whole internal files to their places; `exact` finds what counts although it is short.
    """
    words: dict[bytes, Origin] = {}
    compounds: dict[bytes, Origin] = {}
    runs: dict[Run, Origin] = {}
    numbers: dict[bytes, Origin] = {}
    met: set[tuple[str, str, bool]] = set()
    met_words: set[bytes] = set()
    for piece in pieces:
        if (piece.text, piece.origin.what, piece.is_name) in met:
            continue  # two of three: cells and fields of the same words, values that all languages write alike
        met.add((piece.text, piece.origin.what, piece.is_name))
        folded = fold_text(piece.text)
        found = split_words(folded)
        for word in found:
            if word not in met_words:
                met_words.add(word)
                if _is_telling(word):
                    words[word] = piece.origin
        for name in compounds_in(folded) if piece.is_name else ():
            compounds.setdefault(name, piece.origin)
        for run in (*_runs(piece, found), *exact_runs(piece.text, exact)):
            runs.setdefault(run, piece.origin)
        if _HAS_DIGIT.search(piece.text):
            for number in numbers_in(piece.text):
                numbers.setdefault(NUMBER + number.encode("ascii"), piece.origin)
    return Signatures(words, compounds, runs, files, numbers)


def _runs(piece: Piece, words: list[bytes]) -> Iterator[Run]:
    """The runs of a piece: of five words, or all of a shorter piece; none if it says too little."""
    if len(words) >= 3 and len(set(words)) == len(words) and not any(map(bytes.isdigit, words)):
        yield from runs_of(words, min(len(words), RUN))  # most pieces: no run of it need be looked at
    elif len(words) >= 3:
        for run in runs_of(words, min(len(words), RUN)):
            if (not run[0].isdigit() and len(set(run)) == len(run)) or _is_telling_run(run):
                yield run
    elif len(words) == 2 and piece.origin.what in _TITLES:
        if sum(map(len, words)) >= SHORTEST_TITLE or (piece.origin.what == "fact value" and is_guarded(words)):
            yield tuple(words)
    elif piece.origin.what in NAME_FIELDS:
        yield from runs_in(piece.text)


def is_guarded(value: Sequence[bytes]) -> bool:
    """Whether the words of an internal fact's value can be told from words that meet by chance: an index of public
    words writes “24 hours” as “2”, “4 hours”."""
    text = b"".join(value)
    digits = sum(map(text.count, b"0123456789"))
    if len(value) == 1:
        return _is_telling(value[0])
    return len(text) >= (SHORTEST_AMOUNT if digits >= 4 else SHORTEST_VALUE) and digits != 1


def unguarded_values(pieces: Iterable[Piece]) -> tuple[tuple[Origin, str], ...]:
    """The values of internal facts that are too short to be looked for, each at its place, once a fact."""
    guarded: set[str] = set()
    short: dict[str, tuple[Origin, str]] = {}
    for piece in pieces:
        if piece.origin.what == "fact value":
            place = f"{piece.origin.path}:{piece.origin.line}:{piece.text}"
            words = words_of(piece.text)
            if len(words) > 2 or is_guarded(words) or any(numbers_in(piece.text)):
                guarded.add(place)
            else:
                short.setdefault(place, (piece.origin, piece.text))
    return tuple(one for place, one in short.items() if place not in guarded)


def _is_telling_run(run: Run) -> bool:
    """Runs of numbers, or of one word again and again, meet by chance in tables and drawings."""
    different = set(run)
    return len(different) >= len(run) - 1 and (not all(map(bytes.isdigit, different)) or sum(map(len, run)) >= 9)


def _is_telling(word: bytes) -> bool:
    if word.isdigit():
        return len(word) >= SHORTEST_NUMBER
    return len(word) >= SHORTEST_WORD or (len(word) >= 3 and word[0] >= 0xC0)

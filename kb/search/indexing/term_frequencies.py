"""Term counts of one document: the part of indexing that can be kept between builds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.terms import CONCEPT, EXACT
from kb.search.indexing.token_cache import KnownPieces, cut, pieces_of
from kb.search.indexing.weights import FIELDS, SORTS, WEIGHTS, Weights
from kb.text.languages import Language
from kb.text.tokenizer import find_phrases

COUNTING = "2"
"""Goes into the cache key: raise it when the same text would be counted differently."""


def sort_of(term: str) -> str:
    """Which sort of term this is: word, exact, concept or pair."""
    if term[0] == EXACT:
        return "exact"
    if term[0] == CONCEPT:
        return "concept"
    return "pair" if " " in term else "word"


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each term stands in each field of one document."""

    lengths: tuple[int, ...]
    """Words in each of `FIELDS`."""
    terms: Mapping[str, tuple[int, ...]]
    """Term → count in each of `FIELDS`."""


def count_terms(document: SearchDocument, language: Language, weights: Weights = WEIGHTS) -> TermCounts:
    """Count the terms of each field of `document`, read in `language`; what weighs nothing is left out.

    Each stretch of text has its words by their stems, in addition those that its slang stands for; its exact
    words where they differ from the stem; its concepts; and its pairs of neighbours, slang read as what it means.
    """
    known = pieces_of(language)
    lengths = [0] * len(FIELDS)
    terms: dict[str, tuple[int, ...]] = {}
    for name, texts in document.fields():
        place = FIELDS.index(name)
        kept = [sort for sort in SORTS if weights.of(sort)[place] > 0]
        counted = _count_words(texts, known)
        lengths[place] = sum(counted.values())
        if "word" not in kept:
            counted = {}
        if kept not in (["word"], []):
            _count_others(texts, known, language, kept, counted)
        alone = _rows(place)
        for term, count in counted.items():
            row = terms.get(term)
            terms[term] = alone[count] if row is None else (*row[:place], count, *row[place + 1 :])
    return TermCounts(tuple(lengths), dict(sorted(terms.items())))


class _Rows(dict[int, tuple[int, ...]]):
    """Count → the row of a term that stands so often in one field and nowhere else."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place

    def __missing__(self, count: int) -> tuple[int, ...]:
        row = self[count] = tuple(count if place == self._place else 0 for place in range(len(FIELDS)))
        return row


@cache
def _rows(place: int) -> _Rows:
    return _Rows(place)


def _count_words(texts: Iterable[str], known: KnownPieces) -> dict[str, int]:
    """Stem → how often it stands in `texts`, the words that slang stands for included."""
    cuts = [cut(text) for text in texts]
    pieces = Counter(chain.from_iterable(cuts))
    found: dict[str, int] = {}
    slang: set[str] = set()
    stem_of = known.stems.get
    for piece, count in pieces.items():
        if (stem := stem_of(piece)) is not None:
            found[stem] = found.get(stem, 0) + count
            continue
        for word in known[piece]:
            found[word.stem] = found.get(word.stem, 0) + count
            if word.instead:
                slang.add(piece)
    for stretch in cuts if slang else ():
        if not slang.isdisjoint(stretch):
            words = [word for piece in stretch for word in known[piece]]
            written = {word.toned for word in words}
            for part in chain.from_iterable(word.instead for word in words):
                if part.toned not in written:
                    found[part.stem] = found.get(part.stem, 0) + 1
    return found


def _count_others(
    texts: Iterable[str], known: KnownPieces, language: Language, kept: Sequence[str], found: dict[str, int]
) -> None:
    """Add to `found` the terms of every sort in `kept` but words."""
    more: list[str] = []
    for text in texts:
        words = [word for piece in cut(text) for word in known[piece]]
        expanded = [part for word in words for part in word.instead or (word,)]
        if "exact" in kept:
            more += [word.exact for word in words if word.exact]
        if "concept" in kept:
            more += [CONCEPT + name for name, _, _ in find_phrases([word.named for word in expanded], language)]
        if "pair" in kept:
            stems = [word.stem for word in expanded]
            more += map(" ".join, pairwise(stems))
    for term in more:
        found[term] = found.get(term, 0) + 1

"""Term frequencies of one document: the part of indexing that the step cache keeps between builds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, filterfalse, islice, pairwise
from operator import add, itemgetter

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.terms import CONCEPT, EXACT
from kb.search.indexing.token_cache import MEASURES, UNSPLIT, KnownPieces, KnownWord, also_found_by, cut, pieces_of
from kb.search.indexing.weights import SEARCH_FIELDS, TERM_KINDS, WEIGHTS, Weights
from kb.text.languages import Language
from kb.text.tokenizer import find_phrases

COUNTING = "6"
"""Goes into the cache key: raise it when the same text would be counted differently."""


def term_kind(term: str) -> str:
    """The kind of `term`: word, exact, concept or pair."""
    if term[0] == EXACT:
        return "exact"
    if term[0] == CONCEPT:
        return "concept"
    return "pair" if " " in term else "word"


_STEM_OF, _WITH_DIACRITICS_OF, _LIST_FORM_OF, _EXACT_OF, _IS_SIGNIFICANT, _EXPANSION_OF = map(
    itemgetter, range(len(KnownWord._fields))
)


@dataclass(frozen=True, slots=True)
class TermCounts:
    """The frequency of each term in each field of one document."""

    lengths: tuple[int, ...]
    """Words in each of `SEARCH_FIELDS`."""
    terms: Mapping[str, tuple[int, ...]]
    """Term → count in each of `SEARCH_FIELDS`."""


def count_terms(document: SearchDocument, language: Language, weights: Weights = WEIGHTS) -> TermCounts:
    """Count the terms of each field of `document`, read in `language`; terms of weight 0 are left out.

    A text has these terms: the stems of its words, of what its slang stands for, and of its compounds without
    hyphens; its exact words if they differ from the stem; its concepts; and its pairs of neighbouring words, slang
    replaced by what it means.
    """
    known = pieces_of(language)  # what follows runs for every word of a site, so in C where it can
    lengths = [0] * len(SEARCH_FIELDS)
    terms: dict[str, tuple[int, ...]] = {}
    for name, texts in document.fields():
        field = SEARCH_FIELDS.index(name)
        kinds = [kind for kind in TERM_KINDS if weights.of(kind)[field] > 0]
        cuts = [cut(text) for text in texts]
        counted = _count_words(cuts, known)
        lengths[field] = sum(counted.values())
        if "word" not in kinds:
            counted.clear()
        else:  # after the lengths, which count each word once
            _count_compounds(texts, language, counted)
        if kinds not in (["word"], []):
            counted.update(_others(cuts, known, language, kinds, is_body=name == "body"))
        held = {term: terms[term] for term in terms.keys() & counted.keys()}
        terms.update(zip(counted, map(_rows(field).__getitem__, counted.values()), strict=True))
        terms.update((term, (*row[:field], counted[term], *row[field + 1 :])) for term, row in held.items())
    return TermCounts(tuple(lengths), terms)


class _Rows(dict[int, tuple[int, ...]]):
    """Count → the row of a term that occurs this often in one field and in no other."""

    def __init__(self, field: int) -> None:
        super().__init__()
        self._field = field

    def __missing__(self, count: int) -> tuple[int, ...]:
        row = self[count] = tuple(count if field == self._field else 0 for field in range(len(SEARCH_FIELDS)))
        return row


@cache
def _rows(field: int) -> _Rows:
    return _Rows(field)


def _count_words(cuts: Sequence[Sequence[str]], known: KnownPieces) -> Counter[str]:
    """Stem → how often it occurs in texts, cut into pieces, the words that slang stands for included."""
    others = Counter(filterfalse(known.stems.__contains__, chain.from_iterable(cuts)))
    found: Counter[str] = Counter(filter(None, map(known.stems.get, chain.from_iterable(cuts))))
    for piece, count in others.items():
        for word in known[piece]:
            found[word.stem] += count
    for pieces in cuts if not known.slang.isdisjoint(others) else ():
        if not known.slang.isdisjoint(pieces):
            words = [*chain.from_iterable(map(known.__getitem__, pieces))]
            written = set(map(_WITH_DIACRITICS_OF, words))
            for part in chain.from_iterable(map(_EXPANSION_OF, words)):
                if part.with_diacritics not in written:
                    found[part.stem] += 1
    return found


def _count_compounds(texts: Iterable[str], language: Language, found: dict[str, int]) -> None:
    """Add to `found` the stems by which pieces of text are found besides those of their words."""
    for text in texts:
        if not UNSPLIT.isdisjoint(text) or MEASURES.search(text):
            for piece in cut(text):
                for stem in also_found_by(piece, language):
                    found[stem] = found.get(stem, 0) + 1


def _others(
    cuts: Sequence[Sequence[str]], known: KnownPieces, language: Language, kinds: Sequence[str], *, is_body: bool
) -> list[str]:
    """The terms of all `kinds` except plain words, each as often as it occurs."""
    more: list[str] = []
    pairs: list[str] = []
    significant: list[int] = []
    for pieces in cuts:
        words = [*chain.from_iterable(map(known.__getitem__, pieces))]
        if "exact" in kinds:
            more += filter(None, map(_EXACT_OF, words))
        if not known.slang.isdisjoint(pieces):
            words = [part for word in words for part in word.expansion or (word,)]
        if "concept" in kinds:
            more += [CONCEPT + name for name, _, _ in find_phrases([*map(_LIST_FORM_OF, words)], language)]
        if "pair" in kinds:
            pairs += map(" ".join, pairwise(map(_STEM_OF, words)))
            marks = [*map(_IS_SIGNIFICANT, words)] if is_body else []
            significant += map(add, marks, islice(marks, 1, None))
    return more + (telling_pairs(pairs, significant) if is_body else pairs)


def telling_pairs(pairs: Sequence[str], significant: Sequence[int]) -> list[str]:
    """The pairs of a body that are worth their bytes, as often as they occur.

    Both words are significant; or one is, and the pair occurs more than once. Most pairs of a long text are
    others ("of the", "is paid"): bench/ablate_search.py shows what these two kinds bring.
    """
    occurrences = Counter(pairs)
    return [
        pair for pair, count in zip(pairs, significant, strict=True) if count == 2 or (count and occurrences[pair] > 1)
    ]

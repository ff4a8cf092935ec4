"""From term counts to postings: one index for each edition and language.

A posting holds no counts: BM25F's saturated sum over the fields is worked out here, once, and kept
as a whole number from 1 to `IMPACT_LEVELS`. So a score is a sum of products of whole numbers, which
comes out the same in Python and in every browser, and a posting costs two bytes.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import NamedTuple

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.term_frequencies import TermCounts, count_terms, sort_of
from kb.search.indexing.weights import FIELDS, IDF_SCALE, IMPACT_LEVELS, SORTS, WEIGHTS, Weights
from kb.text.languages import Language, load_language


class Posting(NamedTuple):
    """Where one term stands."""

    idf: int
    """How telling the term is: `IDF_SCALE` times the natural logarithm of its rarity."""
    documents: Sequence[int]
    """Places in the index's list of documents, ascending; an array, which is read faster than a list."""
    impacts: Sequence[int]
    """For each of them, how strongly the term stands there: 1 to `IMPACT_LEVELS`."""


@dataclass(frozen=True, slots=True)
class Index:
    """All that searching one language of one edition needs."""

    language: Language
    documents: tuple[SearchDocument, ...]
    """By id."""
    postings: Mapping[str, Posting]
    """By term, sorted."""
    words: tuple[str, ...]
    """Every single word of the index, exact forms and stems, sorted: for repair and prefixes."""
    word_stems: Mapping[str, str] = field(default_factory=dict)
    """Exact word → the stem that is looked up, where they differ."""
    weights: Weights = WEIGHTS
    averages: tuple[float, ...] = ()
    """Mean words of each field; empty for an index loaded from shards."""
    lengths: tuple[int, ...] = ()
    """Words of each field in all documents; empty for an index loaded from shards."""
    rows: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    """Common terms' impacts by document, as far as `scoring` needed them: nothing but time is lost without."""


def idf_of(document_count: int, with_term: int) -> int:
    """BM25's inverse document frequency as a whole number, at least 1."""
    ratio = 1 + (document_count - with_term + 0.5) / (with_term + 0.5)
    return max(1, round(IDF_SCALE * math.log(ratio)))


def build_index(
    documents: Sequence[SearchDocument],
    language: str | Language,
    counts: Mapping[str, TermCounts] | None = None,
    weights: Weights = WEIGHTS,
) -> Index:
    """Index `documents`, each read in its own language, for readers of `language`.

    `counts` maps ids to counts kept from an earlier build; what is missing is counted here.
    Ids must be unique; the order of `documents` does not matter.
    """
    kept = counts or {}
    ordered = tuple(sorted(documents, key=lambda document: document.id))
    own = load_language(language) if isinstance(language, str) else language
    counted = [kept.get(d.id) or count_terms(d, language_of(d, own), weights) for d in ordered]
    lengths = tuple(sum(c.lengths[f] for c in counted) for f in range(len(FIELDS)))
    averages = field_averages(lengths, len(counted))
    postings = _postings(counted, averages, weights)
    stems = _word_stems(postings, own)
    words = tuple(sorted({term for term in postings if sort_of(term) == "word"} | set(stems)))
    return Index(own, ordered, postings, words, stems, weights, averages, lengths)


def language_of(document: SearchDocument, own: Language) -> Language:
    """The language that a document is read in: its own where it names one, else the index's."""
    return own if document.language in ("", own.code) else load_language(document.language)


def field_averages(lengths: Sequence[int], documents: int) -> tuple[float, ...]:
    """Mean number of words in each field, at least 1, of `lengths` words in so many documents.

    Two digits: one text more or less seldom changes them, so an edit leaves other documents' impacts alone.
    """
    return tuple(max(1.0, float(f"{length / max(1, documents):.2g}")) for length in lengths)


def impacts_of(counts: TermCounts, averages: Sequence[float], weights: Weights) -> dict[str, int]:
    """How strongly each term stands in one document."""
    by_sort = impacts_by_sort(counts, averages, weights)
    found = {term: by_sort[sort_of(term)][occurrences] for term, occurrences in counts.terms.items()}
    return {term: impact for term, impact in found.items() if impact}


def _postings(counted: Sequence[TermCounts], averages: Sequence[float], weights: Weights) -> dict[str, Posting]:
    found: dict[str, tuple[str, list[int], list[int]]] = {}
    for place, counts in enumerate(counted):
        by_sort = impacts_by_sort(counts, averages, weights)
        for term, occurrences in counts.terms.items():
            entry = found.get(term)
            if entry is None:
                entry = found[term] = (sort_of(term), [], [])
            impact = by_sort[entry[0]][occurrences]
            if impact:
                entry[1].append(place)
                entry[2].append(impact)
    idf = cache(partial(idf_of, len(counted)))
    return {t: Posting(idf(len(d)), array("i", d), bytes(i)) for t, (_, d, i) in sorted(found.items()) if d}


def _word_stems(postings: Mapping[str, Posting], language: Language) -> dict[str, str]:
    """Exact words that differ from their stem: only where endings, not tones, make the difference."""
    if language.has_tones:
        return {}
    exact = (term[1:] for term in postings if sort_of(term) == "exact")
    stems = {word: language.stem(word) for word in exact if word.isascii()}
    return {word: stem for word, stem in sorted(stems.items()) if stem in postings}


class Impacts(dict[tuple[int, ...], int]):
    """Counts in each field → impact, 1 to `IMPACT_LEVELS`; few counts differ, so each is worked out once."""

    def __init__(self, per_field: Sequence[float], saturation: float) -> None:
        super().__init__()
        self._per_field = per_field
        self._saturation = saturation

    def __missing__(self, occurrences: tuple[int, ...]) -> int:
        total = sum(n * weight for n, weight in zip(occurrences, self._per_field, strict=True) if n)
        impact = max(1, round(IMPACT_LEVELS * total / (self._saturation + total))) if total > 0 else 0
        self[occurrences] = impact
        return impact


def impacts_by_sort(counts: TermCounts, averages: Sequence[float], weights: Weights) -> dict[str, Impacts]:
    """The impacts in the document of `counts`, by sort of term."""
    diluted = [
        1 - weights.lengths[name] + weights.lengths[name] * counts.lengths[f] / averages[f]
        for f, name in enumerate(FIELDS)
    ]
    return {
        sort: Impacts(
            [weight / d if d else 0.0 for weight, d in zip(weights.of(sort), diluted, strict=True)], weights.saturation
        )
        for sort in SORTS
    }

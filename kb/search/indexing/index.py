"""Term counts → postings with quantised impacts (BM25F): one index for each edition and language.

BM25F's saturated, weighted sum over the fields is computed here, once for each term and document, and quantised to
a whole number from 1 to `IMPACT_LEVELS`: the term's impact. A posting holds impacts in place of counts. So a score
is a sum of products of whole numbers, which is the same in Python and in every browser, and a posting costs two
bytes. (Quantised impacts: Anh and Moffat, SIGIR 2005; BM25F: Robertson, Zaragoza and Taylor, CIKM 2004.)
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import chain
from operator import mul
from typing import NamedTuple

from kb.search.indexing.common_words import terms_in
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.term_frequencies import TermCounts, count_terms, term_kind
from kb.search.indexing.weights import IDF_SCALE, IMPACT_LEVELS, SEARCH_FIELDS, TERM_KINDS, WEIGHTS, Weights
from kb.text.languages import Language, load_language
from kb.text.tokenizer import stem_of


class Posting(NamedTuple):
    """The documents that have one term."""

    idf: int
    """Inverse document frequency, as `idf_of` gives it."""
    documents: Sequence[int]
    """Document numbers (indexes into `Index.documents`), ascending; an array is read faster than a list."""
    impacts: Sequence[int]
    """The term's impact in each of these documents: 1 to `IMPACT_LEVELS`."""


@dataclass(frozen=True, slots=True)
class Index:
    """All that searching one language of one edition needs."""

    language: Language
    documents: tuple[SearchDocument, ...]
    """By id."""
    postings: Mapping[str, Posting]
    """By term, sorted."""
    words: tuple[str, ...]
    """Every single word of the index, exact forms and stems, sorted: for spelling correction and prefixes."""
    word_stems: Mapping[str, str] = field(default_factory=dict)
    """Exact word → the stem that is looked up, if they differ."""
    weights: Weights = WEIGHTS
    averages: tuple[float, ...] = ()
    """Mean words of each field; empty for an index loaded from shards."""
    lengths: tuple[int, ...] = ()
    """Words of each field in all documents; empty for an index loaded from shards."""
    rows: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    """Common term → its impact in each document: a cache that `scoring` fills."""


def idf_of(document_count: int, with_term: int) -> int:
    """BM25's inverse document frequency, times `IDF_SCALE` and rounded; at least 1."""
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
    counted = [kept.get(d.id) or count_for(d, own, weights) for d in ordered]
    lengths = tuple(sum(c.lengths[f] for c in counted) for f in range(len(SEARCH_FIELDS)))
    averages = field_averages(lengths, len(counted))
    postings = _postings(counted, averages, weights)
    stems = _word_stems(postings, own)
    words = tuple(sorted({term for term in postings if term_kind(term) == "word"} | set(stems)))
    return Index(own, ordered, postings, words, stems, weights, averages, lengths)


def language_for(document: SearchDocument, own: Language) -> Language:
    """The language that a document is read in: its own if it names one, else that of the index."""
    return own if document.language in ("", own.code) else load_language(document.language)


def count_for(document: SearchDocument, own: Language, weights: Weights = WEIGHTS) -> TermCounts:
    """The terms of `document` for readers of the language `own`.

    A text in another language is read in its own and in theirs: its writer may have given it a title and questions
    in their words, and their search knows no endings of its words ("tracking" is not "track" in German). An English one
    is found by common words of theirs too (`common_words`).
    """
    language = language_for(document, own)
    counts = count_terms(document, language, weights)
    if language is own:
        return counts
    terms = dict(counts.terms)
    read_by_readers = count_terms(document, own, weights).terms
    for term, row in chain(read_by_readers.items(), terms_in(own, counts.terms, language).items()):
        held = terms.get(term)
        terms[term] = tuple(map(max, held, row)) if held else row
    return TermCounts(counts.lengths, terms)


def field_averages(lengths: Sequence[int], documents: int) -> tuple[float, ...]:
    """Mean number of words in each field, at least 1, of `lengths` words in this many `documents`.

    Rounded to quarters of an octave: an edit seldom changes them, and so leaves other documents' impacts alone. What a
    field is too long by, at most a tenth, weighs nothing (`python -m bench.search_quality`).
    """
    return tuple(_rounded(max(1.0, length / max(1, documents))) for length in lengths)


def _rounded(mean: float) -> float:
    return float(f"{2 ** (round(4 * math.log2(mean)) / 4):.3g}")  # in digits: powers differ by machine in their last


def impacts_of(counts: TermCounts, averages: Sequence[float], weights: Weights) -> dict[str, int]:
    """Term → its impact in one document."""
    by_kind = impacts_by_kind(counts, averages, weights)
    found = {term: by_kind[term_kind(term)][occurrences] for term, occurrences in counts.terms.items()}
    return {term: impact for term, impact in found.items() if impact}


def _postings(counted: Sequence[TermCounts], averages: Sequence[float], weights: Weights) -> dict[str, Posting]:
    found: dict[str, tuple[str, list[int], list[int]]] = {}
    for number, counts in enumerate(counted):
        by_kind = impacts_by_kind(counts, averages, weights)
        for term, occurrences in counts.terms.items():
            entry = found.get(term)
            if entry is None:
                entry = found[term] = (term_kind(term), [], [])
            impact = by_kind[entry[0]][occurrences]
            if impact:
                entry[1].append(number)
                entry[2].append(impact)
    idf = cache(partial(idf_of, len(counted)))
    return {t: Posting._make((idf(len(d)), array("i", d), bytes(i))) for t, (_, d, i) in sorted(found.items()) if d}


def _word_stems(postings: Mapping[str, Posting], language: Language) -> dict[str, str]:
    """Exact words that differ from their stem: only in languages in which endings, not tones, make the difference.

    Long numbers, which have their last digits as their stem, are in all.
    """
    exact = (term[1:] for term in postings if term_kind(term) == "exact")
    stems = {
        word: stem_of(word, language) for word in exact if word.isascii() and (word.isdigit() or not language.has_tones)
    }
    return {word: stem for word, stem in sorted(stems.items()) if stem in postings}


class Impacts(dict[tuple[int, ...], int]):
    """Counts in each field → impact, 1 to `IMPACT_LEVELS`; each combination of counts is computed once."""

    def __init__(self, per_field: Sequence[float], saturation: float) -> None:
        super().__init__()
        self._per_field = per_field
        self._saturation = saturation

    def __missing__(self, occurrences: tuple[int, ...]) -> int:
        total = sum(map(mul, occurrences, self._per_field))
        impact = max(1, round(IMPACT_LEVELS * total / (self._saturation + total))) if total > 0 else 0
        self[occurrences] = impact
        return impact


def impacts_by_kind(counts: TermCounts, averages: Sequence[float], weights: Weights) -> dict[str, Impacts]:
    """Kind of term → the impacts in the document of `counts`."""
    diluted = [
        1 - weights.lengths[name] + weights.lengths[name] * counts.lengths[f] / averages[f]
        for f, name in enumerate(SEARCH_FIELDS)
    ]
    return {
        kind: Impacts(
            [weight / d if d else 0.0 for weight, d in zip(weights.of(kind), diluted, strict=True)], weights.saturation
        )
        for kind in TERM_KINDS
    }

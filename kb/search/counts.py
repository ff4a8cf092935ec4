"""Term counts of one document: the part of indexing that can be kept between builds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.search.documents import SearchDocument
from kb.search.terms import CONCEPT, EXACT, document_terms
from kb.search.weights import FIELDS, SORTS, WEIGHTS, Weights
from kb.text.languages import Language

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

    def to_json(self) -> dict[str, Any]:
        """Plain values for a cache."""
        return {"lengths": list(self.lengths), "terms": {term: list(n) for term, n in self.terms.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TermCounts:
        """The counts that `to_json` gave."""
        return cls(tuple(data["lengths"]), {term: tuple(n) for term, n in data["terms"].items()})


def count_terms(document: SearchDocument, language: Language, weights: Weights = WEIGHTS) -> TermCounts:
    """Count the terms of each field of `document`, read in `language`; what weighs nothing is left out."""
    lengths = [0] * len(FIELDS)
    terms: dict[str, list[int]] = {}
    for name, texts in document.fields():
        place = FIELDS.index(name)
        kept = {sort for sort in SORTS if weights.of(sort)[place] > 0}
        counted: Counter[str] = Counter()
        for text in texts:
            counted.update(document_terms(text, language))
        for term, count in counted.items():
            sort = sort_of(term)
            if sort == "word":
                lengths[place] += count
            if sort in kept:
                terms.setdefault(term, [0] * len(FIELDS))[place] = count
    return TermCounts(tuple(lengths), {term: tuple(n) for term, n in sorted(terms.items())})

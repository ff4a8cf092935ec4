"""Every number of the ranking, by name. `bench/tune_search.py` tunes them and shows what each contributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SEARCH_FIELDS = ("title", "questions", "answer", "headings", "body")
TERM_KINDS = ("word", "exact", "concept", "pair")
IMPACT_LEVELS = 60
"""Levels of a quantised impact: 1 to this."""
IDF_SCALE = 16
COMMON_POSTINGS = 8_000
"""Postings walked in full for one query; the rest are only looked up for documents already found."""
REPAIR_WEIGHTS = (80, 45, 30)
"""Per cent for the best, second and third word one typing error away from an unknown one."""
PREFIX_WEIGHT = 70
"""Per cent for each word that begins with what is being typed."""
PREFIX_WORDS = 6


@dataclass(frozen=True, slots=True)
class Weights:
    """What `bench/tune_search.py` tunes."""

    saturation: float = 1.8
    """BM25's k1: how soon more of the same word stops counting."""
    lengths: Mapping[str, float] = field(
        default_factory=lambda: {"title": 0.75, "questions": 1.0, "answer": 0.75, "headings": 0.75, "body": 0.5}
    )
    """BM25's b of each field: how much a longer field dilutes its words."""
    word: tuple[float, ...] = (1.5, 1.5, 2.2, 0.3, 0.5)
    """Weight of a plain word in each of `SEARCH_FIELDS`."""
    exact: tuple[float, ...] = (3.0, 1.0, 0.6, 1.0, 0.0)
    concept: tuple[float, ...] = (5.0, 0.8, 0.08, 2.5, 0.0)
    pair: tuple[float, ...] = (3.0, 1.5, 1.0, 0.4, 0.5)
    exact_in_query: int = 30
    """Per cent of a plain word's weight."""
    concept_in_query: int = 110
    known_concept_in_query: int = 77
    """Of a phrase whose words documents have: these tell more than what means the same."""
    meaning_in_query: int = 70
    """For each word of a meaning of several words (slang, a foreign word), which together stand for one."""
    pair_in_query: int = 50

    def in_query(self) -> dict[str, int]:
        """Kind of term → per cent of a plain word's weight in a query."""
        return {
            "exact": self.exact_in_query,
            "concept": self.concept_in_query,
            "known_concept": self.known_concept_in_query,
            "meaning": self.meaning_in_query,
            "pair": self.pair_in_query,
        }

    def of(self, kind: str) -> tuple[float, ...]:
        """Weight of a kind of term in each of `SEARCH_FIELDS`."""
        return {"word": self.word, "exact": self.exact, "concept": self.concept, "pair": self.pair}[kind]


WEIGHTS = Weights()

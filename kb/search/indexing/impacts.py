"""How strongly a term stands in one document: BM25F's saturated sum over the fields, as a whole number."""

from __future__ import annotations

from collections.abc import Sequence

from kb.search.indexing.term_frequencies import TermCounts
from kb.search.indexing.weights import FIELDS, IMPACT_LEVELS, SORTS, Weights


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

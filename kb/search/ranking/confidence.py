"""From how much of a query was found to the chance that the first result answers it.

Two whole numbers go in, both per cent: the share of the query's telling words that the document holds
(coverage), and its score as a share of the most that these words alone could give (strength; concepts
and neighbouring words may lift it above 100). `bench/tune_search.py calibrate` fits the table, so that
of the results with confidence 70 about seven in ten are right on the evaluation sets.
"""

from __future__ import annotations

COVERAGE_SHARE = 20
"""Per cent of the raw value that coverage makes; strength makes the rest."""
HIGHEST_STRENGTH = 200
STEP = 10
CONFIDENCES = (10, 15, 21, 29, 39, 50, 61, 71, 79, 86, 90, 94, 96, 97, 98, 99, 99, 100)
"""Confidence at raw values 0, `STEP`, 2 `STEP` …; in between, the straight line, rounded down."""
HIGHEST_RAW = STEP * (len(CONFIDENCES) - 1)


def raw_confidence(covered: int, strength: int) -> int:
    """Coverage and strength as one number, 0 to `HIGHEST_RAW`."""
    mixed = COVERAGE_SHARE * covered + (100 - COVERAGE_SHARE) * min(strength, HIGHEST_STRENGTH)
    return min(HIGHEST_RAW, mixed // 100)


def confidence_of(covered: int, strength: int) -> int:
    """Chance in per cent that the first result answers."""
    raw = raw_confidence(covered, strength)
    place, rest = divmod(raw, STEP)
    if place + 1 >= len(CONFIDENCES):
        return CONFIDENCES[-1]
    return CONFIDENCES[place] + (CONFIDENCES[place + 1] - CONFIDENCES[place]) * rest // STEP

"""Calibration: how much of a query was found → the probability that the first result answers it.

The inputs are two whole numbers, both per cent: the share of the query's significant words that the document has
(coverage), and its score as a share of the most that these words alone can give (strength; concepts and pairs may
lift it above 100). `bench/tune_search.py calibrate` fits the table: of the results with confidence 70, about seven
in ten are right on the evaluation sets.
"""

from __future__ import annotations

COVERAGE_SHARE = 20
"""The share of coverage in the raw value, per cent; the rest is strength."""
HIGHEST_STRENGTH = 200
STEP = 10
CONFIDENCES = (10, 15, 21, 29, 39, 50, 61, 71, 79, 86, 90, 94, 96, 97, 98, 99, 99, 100)
"""Confidence at raw values 0, `STEP`, 2 `STEP` …; in between it is interpolated linearly and rounded down."""
HIGHEST_RAW = STEP * (len(CONFIDENCES) - 1)


def raw_confidence(covered: int, strength: int) -> int:
    """Coverage and strength as one number, 0 to `HIGHEST_RAW`."""
    mixed = COVERAGE_SHARE * covered + (100 - COVERAGE_SHARE) * min(strength, HIGHEST_STRENGTH)
    return min(HIGHEST_RAW, mixed // 100)


def confidence_of(covered: int, strength: int) -> int:
    """The probability that the first result answers, per cent."""
    raw = raw_confidence(covered, strength)
    step, rest = divmod(raw, STEP)
    if step + 1 >= len(CONFIDENCES):
        return CONFIDENCES[-1]
    return CONFIDENCES[step] + (CONFIDENCES[step + 1] - CONFIDENCES[step]) * rest // STEP

"""Calibration: how well a result fits a query, and how far it is ahead → the probability that it answers.

Two things can go wrong, and the likelier one decides:

* Nothing in this help centre answers. *Strength* tells: the score as a share of the most that the query's words
  alone can give, per cent (concepts and pairs may lift it above 100).
* Something answers, but another document. The *lead* tells: how much of the score the next document lacks, per
  cent, helped by the strength.

`bench/tune_search.py calibrate` fits both tables, to the questions of `bench/data` whose half is open and to
evaluation sets: of the results with confidence 70, about seven in ten are right.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.browser_code.shared import shared_data

_SHARED = shared_data("search", "ranking")
SURE: int = _SHARED["sure"]
LIKELY: int = _SHARED["likely"]
"""Confidence from which a result is called sure, or likely; below, the reader is told that it may not fit."""
HIGHEST_STRENGTH = 200
LEAD_SHARE = 83
"""The share of the lead in what the table of `FIRST` is read by, per cent; the rest is strength."""
STEP = 10
ANSWERED = (4, 7, 12, 21, 33, 48, 63, 76, 86, 92, 95, 98, 99, 99, 100)
"""Probability, per cent, that anything answers, at strengths 0, `STEP`, 2 `STEP` …"""
FIRST = (23, 37, 54, 71, 83, 91, 95, 98, 99, 99, 100)
"""Probability, per cent, that this document does if one does, at mixtures of lead and strength in the same steps."""


def confidence_of(strength: int, lead: int) -> int:
    """The probability that a result answers, per cent, of two whole per cents."""
    fit = min(strength, HIGHEST_STRENGTH)
    mixed = (LEAD_SHARE * lead + (100 - LEAD_SHARE) * fit) // 100
    return min(_interpolated(ANSWERED, fit), _interpolated(FIRST, mixed))


def certainty_of(confidence: int) -> str:
    """A confidence in words: `sure`, `likely` or `maybe`."""
    return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "maybe"


def _interpolated(table: Sequence[int], value: int) -> int:
    step, rest = divmod(value, STEP)
    if step + 1 >= len(table):
        return table[-1]
    return table[step] + (table[step + 1] - table[step]) * rest // STEP

"""Calibration: how well a result fits a query, and how far it is ahead → the probability that it answers.

Two things can go wrong, and the likelier one decides:

* Nothing in this help centre answers. *Strength* tells: the score as a share of the most that the query's words
  alone can give, per cent (concepts and pairs may lift it above 100).
* Something answers, but another document. The *leads* tell: how much of the score other documents lack, per cent,
  helped by the strength. The next alone tells less than the next, the third and the sixth together: two pages on one
  matter stand close, and either answers, while six that stand close have matched what all have. (Leads tell nothing of
  whether anything answers: with the first one in both tables, stray questions were told less well.)

`bench/tune_search.py calibrate` fits both tables, to the questions of `bench/data` whose half is open and to
evaluation sets: of the results with confidence 70, about seven in ten are right.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.browser_code.shared import shared_data
from kb.text.languages import FULL

_SHARED = shared_data("search", "ranking")
SURE: int = _SHARED["sure"]
LIKELY: int = _SHARED["likely"]
"""Confidence from which a result is called sure, or likely; below, the reader is told that it may not fit."""
HIGHEST_STRENGTH = 200
LEADS: tuple[int, ...] = tuple(_SHARED["leads"])
"""Which of the other documents are compared, counted from 1, the best first."""
FIRST_BY = (17, 51, 18, 14)
"""The shares of the strength and of each lead in what the table of `FIRST` is read by, per cent."""
STEP = 10
ANSWERED = (4, 7, 11, 19, 31, 45, 60, 74, 84, 90, 95, 97, 98, 99, 100)
"""Probability, per cent, that anything answers, at strengths 0, `STEP`, 2 `STEP` …"""
FIRST = (11, 21, 37, 56, 74, 86, 93, 97, 99, 99, 100)
"""Probability, per cent, that this document does if one does, at mixtures in the same steps."""


def confidence_of(strength: int, leads: Sequence[int]) -> int:
    """The probability that a result answers, per cent, of its strength and of each of its `LEADS`, whole per cents."""
    fit = min(strength, HIGHEST_STRENGTH)
    mixed = sum(share * value for share, value in zip(FIRST_BY, (fit, *leads), strict=True)) // FULL
    return min(_interpolated(ANSWERED, fit), _interpolated(FIRST, mixed))


def certainty_of(confidence: int) -> str:
    """A confidence in words: `sure`, `likely` or `maybe`."""
    return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "maybe"


def _interpolated(table: Sequence[int], value: int) -> int:
    step, rest = divmod(value, STEP)
    if step + 1 >= len(table):
        return table[-1]
    return table[step] + (table[step + 1] - table[step]) * rest // STEP

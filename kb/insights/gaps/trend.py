"""Whether something is asked more often than before, so that chance does not explain it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from kb.insights.measures.periods import week_of as week_with

LEAST = 3
"""In the last week; fewer are chance."""
UNLIKELY = 0.01
"""The chance of as many or more, if nothing had changed, below which a group is called rising."""
WEEKS_BEFORE = 4


def week_of(day: date, starts: str = "monday") -> str:
    """`2026-W47`, of weeks that begin on the weekday `starts`."""
    return week_with(day, starts).name


def weeks_until(last: date, count: int, starts: str = "monday") -> list[str]:
    """The last `count` weeks, that of `last` at the end."""
    return [week_of(last - timedelta(weeks=back), starts) for back in reversed(range(count))]


def is_rising(by_week: Sequence[int]) -> bool:
    """Whether the last week has more than the weeks before let expect.

    The weeks before say how many come in a week; how many come in one is then Poisson distributed. Half a message is
    added to those weeks, so that what was never asked before may come once or twice.
    """
    if len(by_week) < 2 or by_week[-1] < LEAST:
        return False
    before = by_week[-1 - WEEKS_BEFORE : -1]
    return _at_least(by_week[-1], (sum(before) + 0.5) / len(before)) < UNLIKELY


def _at_least(count: int, mean: float) -> float:
    """The chance of `count` or more of a Poisson distributed number."""
    below = sum(math.exp(number * math.log(mean) - mean - math.lgamma(number + 1)) for number in range(count))
    return max(0.0, 1 - below)

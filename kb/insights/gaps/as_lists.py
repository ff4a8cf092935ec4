"""The gaps of a period as lists of its report: what was asked most often, and what of it is not well answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from kb.insights.gaps.model import ANSWERED, Gap, GapReport
from kb.insights.gaps.trend import WEEKS_BEFORE, week_of
from kb.insights.measures.figures import Row
from kb.insights.measures.periods import WEEKDAYS, Period, before

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
LEFT_OUT = "…"
MOST_GROUPS = 12
"""Of each list: what a team can talk about in an hour."""


def weeks_for(period: Period) -> int:
    """How many weeks the groups of `period` are made of: itself and what it is set against."""
    if period.is_week:
        return WEEKS_BEFORE + 1
    return ((period.last - before(period).first).days + 6) // 7 + 1


def asked_lists(report: GapReport, period: Period, starts: str) -> dict[str, tuple[Row, ...]]:
    """`questions` and `gaps`: rows of groups that were asked in `period`, beside the period before it.

    A month is the weeks whose middle day lies in it.
    """
    now, then = (_weeks_in(one, starts) for one in (period, before(period)))
    known = _common_words(text for gap in report.gaps for text in gap.examples)
    counted = [(gap, _count(gap, now), _count(gap, then)) for gap in report.gaps]
    asked = [_row(gap, count, ago, period, known) for gap, count, ago in counted if count]
    by_count = sorted(asked, key=lambda row: (-row.count, row.name))
    gaps = [row for row in asked if row.about["state"] != ANSWERED]
    return {"questions": tuple(by_count[:MOST_GROUPS]), "gaps": tuple(gaps[:MOST_GROUPS])}


def _weeks_in(period: Period, starts: str) -> set[str]:
    if period.is_week:
        return {period.name}
    middle = (WEEKDAYS.index(starts) + 3) % 7
    days = (period.first + timedelta(number) for number in range((period.last - period.first).days + 1))
    return {week_of(day, starts) for day in days if day.weekday() == middle}


def _count(gap: Gap, weeks: set[str]) -> int:
    return sum(count for week, count in gap.by_week.items() if week in weeks)


def _common_words(examples: Iterable[str]) -> frozenset[str]:
    """Words of several wordings, in any case."""
    counts = Counter(word for text in examples for word in {one.casefold() for one in _WORD.findall(text)})
    return frozenset(word for word, count in counts.items() if count > 1)


def _told(examples: Iterable[str], known: frozenset[str]) -> str:
    """The wording that a report shows: one in which no word could be a name, else with such words left out.

    A report is committed and printed, and no rule knows all names: a word with a capital that one wording alone has
    may be one.
    """

    def masked(word: re.Match[str]) -> str:
        return LEFT_OUT if word[0][0].isupper() and word[0].casefold() not in known else word[0]

    shown = [_WORD.sub(masked, text) for text in examples]
    return min(shown, key=lambda text: text.count(LEFT_OUT))


def _row(gap: Gap, count: int, ago: int, period: Period, known: frozenset[str]) -> Row:
    first = gap.actions[0] if gap.actions else None
    return Row(
        _told(gap.examples, known),
        count,
        ago,
        {
            "group": gap.id,
            "language": gap.language,
            "topic": gap.topic,
            "state": gap.state,
            "is_rising": gap.is_rising and period.is_week,
            "is_urgent": gap.severity == "urgent",
            "todo": first.kind if first else "",
            "document": first.document if first else gap.desk.document or gap.site.document,
        },
    )

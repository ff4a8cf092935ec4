"""A day that an agent typed into a field: whether it exists, and whether it lies where the field's days lie.

The twin is `browser/typed_days.js`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from kb.browser_code.shared import shared_data

_SHARED = shared_data("replies", "typed_days")
_FIGURES = re.compile(_SHARED["figures"], re.ASCII)
_SHORT_MONTH = re.compile(_SHARED["short_month"])

NO_SUCH_DAY = "none"
"""The fault of a value that names a day which no calendar has: 31/02. Such a reply is not sent."""

Reading = tuple[int, int, int]
"""Year (0: not said), month, day."""


def day_fault(typed: str, *, when: str, today: str, months: Sequence[str]) -> str:
    """The fault of the days that `typed` names: `none` (no calendar has it), `past`, `coming`, `far`; "" for no fault.

    `when` is where the field's days lie (`past`, `coming`, "" for anywhere), `today` a day such as 2026-11-25, or ""
    to judge nothing by it, `months` the twelve names in the language of the reply.
    """
    for readings in _days_in(typed.lower(), tuple(month.lower() for month in months)):
        real = [one for one in readings if _is_day(one)]
        if not real:
            return NO_SUCH_DAY
        if today and (fault := _by_today(real[0], when, date.fromisoformat(today))):
            return fault
    return ""


def _days_in(text: str, months: tuple[str, ...]) -> Iterator[list[Reading]]:
    """Each day that `text` names, as it may be read: day before month, else month before day."""
    for match in _FIGURES.finditer(text):
        if match[1]:
            yield [(int(match[1]), int(match[2]), int(match[3]))]
            continue
        first, second = int(match[4] or match[8]), int(match[6] or match[9] or match[10])
        year = int(match[7] or 0)
        year += _SHARED["century"] if match[7] and year < 100 else 0
        yield [(year, second, first), (year, first, second)]
    for month, shape in _month_shapes(months):
        for match in shape.finditer(text):
            yield [(int(match[2] or 0), month, int(match[1]))]


@cache
def _month_shapes(months: tuple[str, ...]) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """Number of a month with each pattern that finds a day of it."""
    shorts = [name[: _SHARED["short"]] if _SHORT_MONTH.match(name) else "" for name in months]
    made = []
    for number, (name, short) in enumerate(zip(months, shorts, strict=True), 1):
        said = re.escape(name) + (f"|{short}" if short and shorts.count(short) == 1 else "")
        made += [
            (number, re.compile(_SHARED[form].replace("{month}", said), re.ASCII))
            for form in ("day_first", "month_first")
        ]
    return tuple(made)


def _is_day(reading: Reading) -> bool:
    year, month, day = reading
    return _date(year or _SHARED["leap_year"], month, day) is not None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _by_today(reading: Reading, when: str, today: date) -> str:
    """`past`, `coming` or `far`; "" for a day that lies where it should."""
    year, month, day = reading
    years = [year] if year else [today.year, today.year - 1, today.year + 1]
    away = [(one - today).days for each in years if (one := _date(each, month, day))]
    nearest = min(away, key=abs, default=0)
    if when == "coming" and nearest < 0:
        return "past"
    if when == "past" and nearest > 0:
        return "coming"
    return "far" if abs(nearest) > _SHARED["far"] else ""

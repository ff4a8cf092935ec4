"""Weeks and months as a shop counts them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_DAYS = 7
_THURSDAY = 3


@dataclass(frozen=True, slots=True)
class Period:
    """A week (`2026-W47`) or a month (`2026-10`); both days belong to it."""

    name: str
    first: date
    last: date

    @property
    def is_week(self) -> bool:
        return "W" in self.name


def week_of(day: date, starts: str = "monday") -> Period:
    """The week that holds `day`, beginning on the weekday `starts`.

    It is named as ISO 8601 names weeks, by the Thursday in it: a week from Friday to Thursday has the number of the
    week in which it is told, on the Friday after.
    """
    first = day - timedelta((day.weekday() - WEEKDAYS.index(starts)) % _DAYS)
    thursday = first + timedelta((_THURSDAY - first.weekday()) % _DAYS)
    year, number, _ = thursday.isocalendar()
    return Period(f"{year}-W{number:02d}", first, first + timedelta(_DAYS - 1))


def month_of(day: date) -> Period:
    return Period(f"{day:%Y-%m}", day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def read_period(text: str, starts: str = "monday") -> Period:
    """`2026-W47` or `2026-10`. Raises ValueError with a sentence."""
    if match := _WEEK.fullmatch(text.strip()):
        try:
            thursday = date.fromisocalendar(int(match[1]), int(match[2]), _THURSDAY + 1)
        except ValueError:
            raise ValueError(f"there is no week {text}: a year has 52 or 53, such as 2026-W47") from None
        return week_of(thursday, starts)
    if match := _MONTH.fullmatch(text.strip()):
        try:
            return month_of(date(int(match[1]), int(match[2]), 1))
        except ValueError:
            raise ValueError(f"there is no month {text}: write it as 2026-10") from None
    raise ValueError(f"“{text}” is neither a week (2026-W47) nor a month (2026-10)")


def before(period: Period) -> Period:
    """The period right before it, of the same length."""
    day = period.first - timedelta(1)
    return week_of(day, WEEKDAYS[period.first.weekday()]) if period.is_week else month_of(day)


def trail(period: Period, length: int) -> tuple[Period, ...]:
    """`length` periods before it, the oldest first, and itself."""
    found = [period]
    for _ in range(length):
        found.append(before(found[-1]))
    return tuple(reversed(found))

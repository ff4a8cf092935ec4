"""Dates as exports write them. Whether the day or the month comes first, the whole file decides, else the market."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from kb.insights.reading.parts import ReadError

DMY, MDY, YMD = "dmy", "mdy", "ymd"
ORDERS = (DMY, MDY, YMD)
EARLIEST, LATEST = 2000, 2100
"""Years of what a shop exports; others are numbers that were taken for dates."""
_EXCEL_START = datetime(1899, 12, 30)
_NUMERIC = re.compile(
    r"(\d{1,4})([/.\-])(\d{1,2})\2(\d{1,4})(?:(?:,?\s+|T|\s-\s)"
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?\s?[Mm]\.?|SA|CH|PG|PTG|μμ|πμ)?\s*"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?\.?"
)
_TIME_FIRST = re.compile(r"(\d{1,2}:\d{2}(?::\d{2})?)\s+(\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4})")
_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?:(\d{1,2})\.?[\s\-]+([^\W\d_]{3,9})\.?|([^\W\d_]{3,9})\.?\s+(\d{1,2}),?)[\s\-,]+(\d{4})"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_PM = frozenset({"pm", "ch", "ptg", "μμ"})
MONTH_LANGUAGES = ("en", "de", "id", "ms", "fr", "es", "nl", "it", "pt")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009"), " ") | dict.fromkeys(map(ord, "\u200e\u200f\u200b"), "")


@lru_cache(1)
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for code in MONTH_LANGUAGES:
        for widths in Locale.parse(code).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in widths.get(width, {}).items():
                    found.setdefault(name.lower().rstrip("."), number)
    return found


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a file writes dates that could be read in two ways."""

    order: str = YMD
    pattern: str = ""
    """As `datetime.strptime` takes it, where the shop's mapping says so."""


@lru_cache(100_000)
def read_moment(text: str, form: DateForm, zone: ZoneInfo) -> datetime:
    """An aware moment in the shop's `zone`. Raises ValueError with what is wrong, without the value."""
    text = text.translate(_SPACES).strip()
    if form.pattern:
        try:
            return _aware(datetime.strptime(text, form.pattern), zone)
        except ValueError:
            raise ValueError(f"no date of the form {form.pattern}") from None
    if turned := _TIME_FIRST.fullmatch(text):
        text = f"{turned[2]} {turned[1]}"
    if match := _NUMERIC.fullmatch(text):
        year, month, day = _parts(match[1], match[3], match[4], form.order)
        return _moment(year, month, day, match.group(5, 6, 7, 8, 9), zone)
    if match := _NAMED.fullmatch(text):
        month = _months().get((match[2] or match[3]).lower().rstrip("."), 0)
        if month:
            return _moment(int(match[5]), month, int(match[1] or match[4]), match.group(6, 7, 8, 9, 10), zone)
    if re.fullmatch(r"\d{10}(?:\.\d+)?|\d{13}", text):
        return read_epoch(float(text), zone)
    raise ValueError(
        "no date that is known, such as 2026-11-30 or 30.11.2026" if text else "no date: the cell is empty"
    )


def read_epoch(number: float, zone: ZoneInfo) -> datetime:
    """Seconds, or milliseconds, since 1970."""
    seconds = number / 1000 if number > 1e11 else number
    try:
        return _in_years(datetime.fromtimestamp(seconds, UTC).astimezone(zone))
    except (OverflowError, OSError, ValueError):
        raise ValueError("no time") from None


def read_serial(number: float, zone: ZoneInfo) -> datetime:
    """Excel's days since 1900, where a sheet shows a date as a number."""
    if not 36_526 <= number <= 73_050:
        raise ValueError("no date")
    moment = _EXCEL_START + timedelta(days=number)
    return _aware((moment + timedelta(milliseconds=500)).replace(microsecond=0), zone)


def _parts(first: str, second: str, third: str, order: str) -> tuple[int, int, int]:
    if len(first) == 4 or (order == YMD and len(third) <= 2 and len(first) <= 2):
        year, month, day = first, second, third
    elif order == MDY:
        month, day, year = first, second, third
    else:
        day, month, year = first, second, third
    if len(year) == 3 or len(day) > 2:
        raise ValueError("no date")
    return int(year) + (2000 if len(year) < 3 else 0), int(month), int(day)


def _moment(year: int, month: int, day: int, clock: tuple[str | None, ...], zone: ZoneInfo) -> datetime:
    hour, minute, second = (int(one or 0) for one in clock[:3])
    half = (clock[3] or "").lower().replace(".", "").replace(" ", "")
    if half:
        if not 1 <= hour <= 12 and half in ("am", "pm"):
            raise ValueError("no time")
        hour = hour % 12 + (12 if half in _PM else 0)
    try:
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        raise ValueError("a day or a time that does not exist") from None
    if offset := clock[4]:
        shift = timedelta() if offset in ("Z", "UTC", "GMT") else _offset(offset)
        return _in_years((moment - shift).replace(tzinfo=UTC).astimezone(zone))
    return _aware(moment, zone)


def _offset(text: str) -> timedelta:
    digits = text[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if text[0] == "-" else size


def _aware(moment: datetime, zone: ZoneInfo) -> datetime:
    return _in_years(moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone))


def _in_years(moment: datetime) -> datetime:
    if not EARLIEST <= moment.year <= LATEST:
        raise ValueError("a year that no shop's export has")
    return moment


def market_order(markets: Iterable[str]) -> tuple[str, str]:
    """The order of day and month in the first of `markets` that CLDR knows, and that market; day first where none."""
    for market in markets:
        try:
            pattern = Locale.parse(f"und_{market}").date_formats["short"].pattern
        except (UnknownLocaleError, ValueError):
            continue
        return (MDY if pattern.find("M") < pattern.find("d") and not pattern.startswith("y") else DMY), market
    return DMY, ""


def find_order(values: Iterable[tuple[int, object]], markets: Iterable[str]) -> tuple[str, str]:
    """The order of a file's (line, date)s and a note where it was not certain.

    Raises `ReadError` where some dates have the day first and others the month.
    """
    day_first = month_first = undecided = 0
    for line, value in values:
        if not isinstance(value, str) or not (match := _NUMERIC.fullmatch(value.translate(_SPACES).strip())):
            continue
        if len(match[1]) == 4:
            continue
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second:
            day_first = day_first or line
        elif second > 12 >= first:
            month_first = month_first or line
        else:
            undecided = undecided or line
    if day_first and month_first:
        raise ReadError(
            f"in row {day_first} the day comes first, in row {month_first} the month: nobody can tell them apart",
            line=max(day_first, month_first),
            hint="export it again in one form, or say which rows are right with --dates dmy or --dates mdy",
        )
    if day_first or month_first or not undecided:
        return (MDY if month_first else DMY), ""
    order, market = market_order(markets)
    words = "the month" if order == MDY else "the day"
    where = f", as in {market}" if market else ""
    return order, f"no date says whether day or month comes first: {words} was taken{where} (--dates says otherwise)"

"""When a way to reach a person is open: hours, holidays and time zone put together, and as text in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kb.project.opening_hours import DAY, OpeningHours, Spans, SpecialDay
from kb.project.options import Contact, Options, in_language
from kb.project.time_zones import zone_of_market
from kb.text.locales import locale_of

_COMMAS = {"ar": "،", "fa": "،", "ur": "،", "ja": "、", "zh": "、"}
"""What stands behind the first times of a day; a comma elsewhere."""
_LEAP_YEAR = 2024


HoursRow = tuple[str, tuple[str, ...]]
"""A day or days, and their times."""
SpecialRow = tuple[str, tuple[str, ...], str]
"""The same with the last date on which it counts; empty for a day of each year."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The hours that hold in one market, by the clock of one zone."""

    zone: str
    """Of the IANA; empty where nobody knows it."""
    week: tuple[Spans, ...]
    special: tuple[SpecialDay, ...]
    """The first that fits a day counts."""


def schedules_of(contact: Contact, options: Options, markets: Sequence[str]) -> tuple[Schedule, ...]:
    """The schedules of `contact` in `markets`, each once; none where it has no hours."""
    if not contact.hours:
        return ()
    found = [
        Schedule(zone_of(contact, options, market), contact.hours.week, special_days(contact, options, market))
        for market in markets or ("",)
    ]
    return tuple(one for at, one in enumerate(found) if one not in found[:at])


def special_days(contact: Contact, options: Options, market: str) -> tuple[SpecialDay, ...]:
    """Days with hours of their own for `contact` in `market`: those of one year first, and the market's own first."""
    sources = (contact.holidays, options.holidays)
    days = [day for place in dict.fromkeys((market, "")) for source in sources for day in source.get(place, ())]
    return tuple(sorted(days, key=lambda one: one.is_yearly))


def shop_zone(options: Options) -> str:
    """The zone by whose day the shop's facts and policies begin to hold: the shop's own, else its first market's that
    has one; empty where nobody says."""
    zones = (options.timezone.get(""), *(options.timezone.get(one) or zone_of_market(one) for one in options.markets))
    return next(filter(None, zones), "")


def zone_of(contact: Contact, options: Options, market: str) -> str:
    """The zone of `contact` in `market`: its own, else the market's."""
    return contact.timezone or market_zone(options, market)


def market_zone(options: Options, market: str) -> str:
    """The zone of the shop in `market`: the shop's for the market, the shop's, the country's."""
    named = options.timezone.get(market, "") or options.timezone.get("", "")
    return named or (zone_of_market(market) if market else "")


def schedules_as_data(schedules: Sequence[Schedule]) -> list[dict[str, object]]:
    """For `opening_hours.js`: each zone's week (Monday first, minutes from midnight) and special days."""
    return [
        {"zone": one.zone, "week": one.week, "special": [[day.first, day.last, day.spans] for day in one.special]}
        for one in schedules
    ]


def hours_sentence(hours: OpeningHours, words: Mapping[str, str]) -> str:
    """One sentence where every day has the same hours without a break; else empty."""
    if not hours or len(set(hours.week)) > 1 or len(hours.week[0]) != 1:
        return ""
    opens, closes = map(clock, hours.week[0][0])
    return words["hours_daily"].replace("{opens}", opens).replace("{closes}", closes)


def week_rows(hours: OpeningHours, language: str, words: Mapping[str, str]) -> list[HoursRow]:
    """Days and times of a week, days in a row with the same hours together: `Mon–Fri`, `08:00–12:00`."""
    names = locale_of(language).days["stand-alone"]["abbreviated"]
    rows: list[HoursRow] = []
    first = 0
    for day, spans in enumerate(hours.week):
        if day == 6 or hours.week[day + 1] != spans:
            shown = names[first] if first == day else f"{names[first]}–{names[day]}"
            rows.append((shown, times_of(spans, language, words)))
            first = day + 1
    return rows


def special_rows(contact: Contact, options: Options, markets: Sequence[str], language: str) -> list[SpecialRow]:
    """Holidays and other days with hours of their own, in the order of the calendar.

    Where `contact` is for several markets, a day that is not one in all of them names those where it is.
    """
    words, default = options.ui_strings(language), options.default_language
    by_market = [(market, special_days(contact, options, market)) for market in markets or ("",)]
    seen: list[SpecialDay] = []
    for _, days in by_market:
        seen += [day for day in days if day not in seen]
    rows = []
    for day in sorted(seen, key=lambda one: (one.first[-5:], one.first)):
        shown = day_text(day.first, language)
        if day.last != day.first:
            shown = f"{shown} – {day_text(day.last, language)}"
        here = [market for market, days in by_market if day in days]
        names = [in_language(options.markets[one].name, language, default) or one for one in here if one]
        parts = (shown, in_language(day.name, language, default) if day.name else "",
                 ", ".join(names) if len(here) < len(by_market) else "")  # fmt: skip
        until = "" if day.is_yearly else day.last
        rows.append((" · ".join(filter(None, parts)), times_of(day.spans, language, words), until))
    return rows


def day_text(written: str, language: str) -> str:
    """`12-25` or `2026-12-25` as the language writes a day."""
    is_yearly = len(written) == len("12-25")
    day = date.fromisoformat(f"{_LEAP_YEAR}-{written}" if is_yearly else written)
    from babel.dates import format_skeleton  # with all zones, and most commands write no dates

    return str(format_skeleton("MMMd" if is_yearly else "yMMMd", day, locale=locale_of(language)))


def times_of(spans: Spans, language: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """`08:00–12:00,` and `13:00–17:30`, which no line end should part; or that it is closed."""
    comma = _COMMAS.get(language.partition("-")[0], ",")
    times = [f"{clock(opens)}–{clock(closes)}" for opens, closes in spans]
    return (*(f"{one}{comma}" for one in times[:-1]), times[-1]) if times else (words["hours_closed"],)


def clock(minutes: int) -> str:
    """Minutes from midnight on a clock of 24 hours; the end of a whole day is 24:00."""
    shown = minutes if minutes == DAY else minutes % DAY
    return f"{shown // 60:02}:{shown % 60:02}"

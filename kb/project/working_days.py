"""The days on which a shop answers in a market, by which a promise such as “in 2 working days” is reckoned.

A day is one on which some way to reach a person is open, outside the country's weekend (CLDR): a customer who reads
“working days” leaves weekends out, also where the shop answers then. A shop that is open at weekends alone works then.
Days that `holidays` closes are none.
"""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from kb.project.contact_hours import Schedule, shop_zone
from kb.project.opening_hours import DAY, SpecialDay
from kb.project.options import Options
from kb.project.time_zones import zone_of_market

_OPEN = ((0, DAY),)
_SATURDAY, _SUNDAY = 5, 6


def working_days(options: Options, market: str) -> Schedule:
    """The working days of `market` as a schedule of whole days; "" for the whole shop."""
    weeks = [
        one.hours.week
        for one in options.contact
        if one.hours and (not market or not one.markets or market in one.markets)
    ]
    weekdays = _outside_weekend(options, market)
    is_open = [any(week[day] for week in weeks) for day in range(7)] if weeks else weekdays
    both = [one and other for one, other in zip(is_open, weekdays, strict=True)]
    is_open = both if any(both) else is_open
    zone = options.timezone.get(market, "") or options.timezone.get("", "") or zone_of_market(market)
    return Schedule(
        (zone if market else "") or shop_zone(options),
        tuple(_OPEN if one else () for one in is_open),
        _special(options, market),
    )


def _special(options: Options, market: str) -> tuple[SpecialDay, ...]:
    places = dict.fromkeys((market, ""))
    days = [
        SpecialDay(day.first, day.last, _OPEN if day.spans else ())
        for one in places
        for day in options.holidays.get(one, ())
    ]
    return tuple(sorted(days, key=lambda one: one.is_yearly))


def _outside_weekend(options: Options, market: str) -> list[bool]:
    country = market or next(iter(options.markets), "")
    try:
        locale = Locale.parse(f"und_{country}")
        first, last = locale.weekend_start, locale.weekend_end
    except (UnknownLocaleError, ValueError):
        first, last = _SATURDAY, _SUNDAY
    return [not (first <= day <= last if first <= last else day >= first or day <= last) for day in range(7)]

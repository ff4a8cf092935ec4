"""By whose clock a duty is due, and on which days its team is off: zones and hours as the shop's settings say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.channels.channel import Channel
from kb.project.contact_hours import Schedule, market_zone, schedules_of, shop_zone, special_days
from kb.project.opening_hours import DAY
from kb.project.options import Contact, Options
from kb.reports.timetable import Duty

_WHOLE_WEEK = (((0, DAY),),) * 7


def markets_of(duty: Duty, channels: Mapping[str, Channel], options: Options) -> tuple[str, ...]:
    """The markets of the duty's channels; all of the shop's where it names no channel, or one of all markets."""
    found: set[str] = set()
    for id in duty.channels:
        if id in channels:
            found.update(channels[id].markets or options.markets)
    return tuple(code for code in options.markets if code in found) or tuple(options.markets)


def zone_of_duty(schedules: Sequence[Schedule], options: Options) -> str:
    """The zone whose clock a duty with these hours goes by: theirs if they have one together, else the shop's.

    Empty where nobody says it: then only the clock of the device is left.
    """
    zones = {one.zone for one in schedules}
    return (zones.pop() if len(zones) == 1 else "") or shop_zone(options)


def schedules_of_duty(duty: Duty, markets: Sequence[str], options: Options) -> tuple[Schedule, ...]:
    """The hours of whoever answers on the duty's channels, each once; the team is off where all of them are closed.

    A channel without hours is open on every day that is no holiday of the shop.
    """
    found: list[Schedule] = []
    for channel in duty.channels or ("",):
        contacts = [one for one in options.contact if one.channel == channel and one.hours] if channel else []
        for contact in contacts:
            served = [code for code in markets if not contact.markets or code in contact.markets]
            found += schedules_of(contact, options, served or markets)
        if not contacts:
            nobody = Contact(channel)
            for market in markets or ("",):
                special = special_days(nobody, options, market)
                found.append(Schedule(market_zone(options, market), _WHOLE_WEEK, special))
    return tuple(one for at, one in enumerate(found) if one not in found[:at])

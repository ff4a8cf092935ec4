"""The agents' timetable: each duty with the clock that it goes by and the days on which its team is off."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from babel import dates

from kb.project.contact_hours import Schedule, schedules_as_data, shop_zone
from kb.project.time_zones import zones_of_market
from kb.reports.duty_hours import markets_of, schedules_of_duty, zone_of_duty
from kb.reports.timetable import DAYS, Duty, timetable
from kb.text.locales import locale_of
from kb.website.agent_pages.labels import Choice, PageLabels
from kb.website.agent_pages.pagination import Part, Row, cut_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kb.website.views.site_views import SiteViews
    from kb.workspace.workspace import Workspace


def timetable_page(workspace: Workspace, views: SiteViews, language: str) -> Sequence[Mapping[str, object]]:
    """What the template of each sheet finds under `view.extra`."""
    shown = PageLabels(workspace, views, language)
    found = timetable(shown.documents)
    hours: list[Schedule] = []
    duties = [_duty_row(duty, shown, hours) for duty in found]
    used = {id for duty in found for id in duty.channels}
    daily, weekly = [duty for duty in duties if not duty["day"]], [duty for duty in duties if duty["day"]]
    parts = [Part({"id": name}, {"rows": rows}) for name, rows in (("daily", daily), ("weekly", weekly)) if rows]
    zone = shop_zone(shown.options)
    schedules = json.dumps(schedules_as_data(hours), separators=(",", ":"))
    shared = {
        "roles": [Choice(role, role) for role in sorted({duty.role for duty in found if duty.role})],
        "channels": [shown.channel(id) for id in shown.channels if id in used],
        "zone": zone,
        "zone_name": _zone_name(zone, shown),
        "schedules": schedules,
    }
    return [{**shared, "parts": sheet} for sheet in cut_parts(parts, 430, head=100, before=2_000 + 2 * len(schedules))]


def _duty_row(duty: Duty, shown: PageLabels, hours: list[Schedule]) -> Row:
    """One row; `hours` takes the schedules that it names by their places."""
    options = shown.options
    own = schedules_of_duty(duty, markets_of(duty, shown.channels, options), options)
    zone = zone_of_duty(own, options)
    hours += [one for one in own if one not in hours]
    names = dates.get_day_names("wide", locale=locale_of(shown.language))
    return {
        "day": duty.day,
        "day_name": names[DAYS.index(duty.day)] if duty.day else "",
        "time": duty.time,
        "zone": zone,
        "zone_name": _zone_name(zone, shown) if zone != shop_zone(options) else "",
        "hours": " ".join(str(hours.index(one)) for one in own),
        "role": duty.role,
        "channels": [shown.channel(id) for id in duty.channels if id in shown.channels],
        "page": shown.reference(duty.id, duty.title),
        "key": f"{duty.id} {duty.day} {duty.time}",
    }


def _zone_name(zone: str, shown: PageLabels) -> str:
    """`Vietnam (Ho Chi Minh)`: the first market that has the zone, and its place; empty for no zone."""
    if not zone:
        return ""
    place = str(dates.get_timezone_location(zone, locale=locale_of(shown.language), return_city=True))
    market = next((code for code in shown.options.markets if zone in zones_of_market(code)), "")
    return f"{shown.market(market)} ({place})" if market else place

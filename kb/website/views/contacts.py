"""How to reach a person, and what is announced: options and notices → views of one language."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kb.editions.selection import Edition
from kb.project.contact_hours import hours_sentence, schedules_as_data, schedules_of, special_rows, week_rows
from kb.project.options import Contact, in_language
from kb.website.views.types import ContactView, HoursView


def contact_views(edition: Edition, language: str) -> tuple[ContactView, ...]:
    """The ways to reach a person that hold for a market of `language`, in the shop's order."""
    served = edition.options.markets_of(language)
    views: list[ContactView] = []
    for contact in edition.options.contact:
        markets = [market for market in served if not contact.markets or market in contact.markets]
        if markets or not served:
            views += _views_of(contact, edition, language, markets)
    return tuple(views)


def hours_views(contacts: tuple[ContactView, ...]) -> tuple[HoursView, ...]:
    """The hours of all `contacts`, those that look the same together, in the order of the first way that has them."""
    alike: dict[tuple[object, ...], list[ContactView]] = {}
    for one in contacts:
        if one.has_hours:
            alike.setdefault((one.hours, one.week, one.holidays, bool(one.schedule)), []).append(one)
    return tuple(_hours_view(group, is_of_all=len(group) == len(contacts)) for group in alike.values())


def _hours_view(group: list[ContactView], *, is_of_all: bool) -> HoursView:
    first = group[0]
    names = dict.fromkeys(f"{one.name} ({one.market})" if one.market else one.name for one in group)
    schedules = {json.dumps(one): one for way in group if way.schedule for one in json.loads(way.schedule)}
    schedule = json.dumps(list(schedules.values()), separators=(",", ":")) if schedules else ""
    return HoursView(() if is_of_all else tuple(names), first.hours, first.week, first.holidays, schedule)


def _views_of(contact: Contact, edition: Edition, language: str, markets: list[str]) -> Iterator[ContactView]:
    """One view, or one a market where a fact has another value in each."""
    is_narrower = bool(contact.markets) and len(edition.options.markets_of(language)) > len(markets)
    if not contact.fact:
        yield _view(contact, edition, language, "", markets, is_narrower)
        return
    texts = edition.fact_texts[language]
    by_market = {market: text for market in markets if (text := texts.get(f"{contact.fact}.{market}"))}
    if len(set(by_market.values())) > 1:
        for market, text in by_market.items():
            yield _view(contact, edition, language, text, [market], True)
    elif text := next(iter(by_market.values()), texts.get(contact.fact, "")):
        yield _view(contact, edition, language, text, markets, is_narrower)


def _view(
    contact: Contact, edition: Edition, language: str, text: str, markets: list[str], names_market: bool
) -> ContactView:
    options = edition.options
    default = options.default_language
    words = options.ui_strings(language)
    name = in_language(contact.name, language, default) or words.get(f"channel_{contact.channel}", contact.channel)
    url = contact.url or (f"mailto:{text}" if "@" in text else "tel:" + text.replace(" ", "") if text else "")
    shown = ", ".join(in_language(options.markets[market].name, language, default) or market for market in markets)
    schedules = schedules_of(contact, options, markets)
    sentence = hours_sentence(contact.hours, words)
    return ContactView(
        contact.channel,
        name,
        url,
        text.replace("\u00a0", " "),
        shown if names_market else "",
        sentence,
        () if sentence else tuple(week_rows(contact.hours, language, words)),
        tuple(special_rows(contact, options, markets, language)) if contact.hours else (),
        json.dumps(schedules_as_data(schedules), separators=(",", ":")) if all(one.zone for one in schedules) else "",
    )

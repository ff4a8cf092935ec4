"""How to reach a person, and what is announced: options and notices → views of one language."""

from __future__ import annotations

from collections.abc import Iterator

from babel.core import get_global

from kb.editions.selection import Edition
from kb.project.options import Contact, in_language
from kb.website.views.types import ContactView

_MAIN_ZONES = {"MY": "Asia/Kuala_Lumpur", "ID": "Asia/Jakarta"}
"""Countries with several zones whose shops mostly keep one; others show hours without “open now”."""


def contact_views(edition: Edition, language: str) -> tuple[ContactView, ...]:
    """The ways to reach a person that hold for a market of `language`, in the shop's order."""
    served = edition.options.markets_of(language)
    views: list[ContactView] = []
    for contact in edition.options.contact:
        markets = [market for market in served if not contact.markets or market in contact.markets]
        if markets or not served:
            views += _views_of(contact, edition, language, markets)
    return tuple(views)


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
    opens, _, closes = contact.hours.partition("-")
    words = options.ui_strings(language)
    name = in_language(contact.name, language, default) or words.get(f"channel_{contact.channel}", contact.channel)
    url = contact.url or (f"mailto:{text}" if "@" in text else "tel:" + text.replace(" ", "") if text else "")
    shown = ", ".join(in_language(options.markets[market].name, language, default) or market for market in markets)
    return ContactView(
        contact.channel,
        name,
        url,
        text.replace("\u00a0", " "),
        opens,
        closes,
        shown if names_market else "",
        _zones(markets) if opens else "",
    )


def _zones(markets: list[str]) -> str:
    """The time zones of `markets`; "" as soon as one of them is not known for sure."""
    zones = []
    for market in markets:
        known = get_global("territory_zones").get(market, [])
        zone = _MAIN_ZONES.get(market) or (known[0] if len(known) == 1 else "")
        if not zone:
            return ""
        zones.append(zone)
    return " ".join(zones)

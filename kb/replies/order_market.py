"""The market of an order: as named, else as its number, a phone number, the channel or the language says it.

What says nothing for sure says nothing: a reply then names what holds in each market. The twin is
`browser/order_market.js`, which gets `MarketSigns` with the desk's data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from typing import Any

from kb.channels.channel import Channel
from kb.project.options import Options
from kb.project.order_numbers import bare_number, is_international, is_whole
from kb.source.shipped_yaml import load_shipped


@dataclass(frozen=True, slots=True)
class MarketSigns:
    """By what the shop knows the market of an order; each maps to the one market that it can mean."""

    prefixes: Mapping[str, str]
    """How order numbers begin, in capitals without separators."""
    calling_codes: Mapping[str, str]
    """How international phone numbers begin: `+84`."""
    channels: Mapping[str, str]
    """Channels that are for one of the shop's markets alone."""
    languages: Mapping[str, str]
    """Languages that speak for one market alone."""

    def as_json(self) -> dict[str, Any]:
        """What the desk's script reads."""
        return {name: dict(sorted(rows.items())) for name, rows in asdict(self).items()}


def market_signs(options: Options, channels: Mapping[str, Channel]) -> MarketSigns:
    """The signs of a shop. What would mean several of its markets is left out."""
    markets = options.markets
    codes = _calling_codes()
    by_prefix = [(prefix, one.code) for one in markets.values() for prefix in one.number_prefixes]
    by_phone = [("+" + codes[code], code) for code in markets if code in codes]
    of_channels = {id: [code for code in markets if not one.markets or code in one.markets]
                   for id, one in channels.items()}  # fmt: skip
    of_languages = {code: options.markets_of(code) for code in options.languages}
    return MarketSigns(_sure(by_prefix), _sure(by_phone), _single(of_channels), _single(of_languages))


def market_of(
    signs: MarketSigns, *, named: str = "", values: Iterable[str] = (), channel: str = "", language: str = ""
) -> str:
    """The code of the order's market; "" where nothing says it.

    Numbers among `values` go before channel and language, since they are the order's own. What says several markets
    says none.
    """
    if named:
        return named
    by_numbers = {market for value in values for market in _of_number(value, signs)}
    by_others = {rows[key] for rows, key in ((signs.channels, channel), (signs.languages, language)) if key in rows}
    said = by_numbers or by_others
    return said.pop() if len(said) == 1 else ""


def _of_number(value: str, signs: MarketSigns) -> Iterator[str]:
    number = bare_number(value)
    if not is_whole(number):
        return
    beginnings = {**(signs.calling_codes if is_international(number) else {}), **signs.prefixes}
    found = [one for one in beginnings if number.startswith(one)]
    if found:
        yield beginnings[max(found, key=len)]


def _sure(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What means one market alone."""
    meant: dict[str, set[str]] = {}
    for sign, market in rows:
        meant.setdefault(sign, set()).add(market)
    return {sign: markets.pop() for sign, markets in meant.items() if len(markets) == 1}


def _single(rows: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {key: held[0] for key, markets in rows.items() if len(held := list(markets)) == 1}


@cache
def _calling_codes() -> Mapping[str, str]:
    """Country → the country code of its phone numbers, without the plus sign."""
    text = resources.files(__package__).joinpath("calling_codes.yml").read_text("utf-8")
    codes: Mapping[str, str] = load_shipped(text)
    return codes

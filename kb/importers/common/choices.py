"""What a new shop is made from: words of the command line, or answers to questions → `Choices`, or what is wrong."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from babel.core import get_global
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies

from kb.importers.common.kb_source import KbSource
from kb.importers.common.languages import CODES, OTHER_CODES, own_name
from kb.project.time_zones import zone_of_market
from kb.project.unit_words import is_known
from kb.text.locales import locale_of

DEFAULT_LANGUAGES = ("en", "vi", "ms")
DEFAULT_MARKETS = ("VN", "MY")
DEFAULT_CHANNELS = ("livechat", "email", "hotline")
_NO_COUNTRIES = frozenset({"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Codes of CLDR that stand for no country of ISO 3166-1."""
_OTHER_COUNTRIES = {"UK": "GB", "EN": "GB", "VI": "VN", "MS": "MY", "JA": "JP", "KO": "KR", "UAE": "AE", "USA": "US"}
"""What people write for a country, languages' codes among them → its code."""


@dataclass(frozen=True, slots=True)
class ChannelForm:
    """What `kb init` must know of a channel of the register."""

    id: str
    is_call: bool = False
    markets: tuple[str, ...] = ()
    """Empty: every market."""
    is_marketplace: bool = False
    """It has rules of its own and sells in its own countries alone."""

    def settings(self, markets: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """What mkdocs.yml must say of it: a channel that is known in other countries is used in the shop's own."""
        return {"markets": list(markets)} if self.markets and not set(self.markets) & set(markets) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A new shop. The first language is the one of files without a suffix."""

    name: str = ""
    """Empty: the folder's."""
    languages: tuple[str, ...] = DEFAULT_LANGUAGES
    markets: tuple[str, ...] = DEFAULT_MARKETS
    currencies: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({"VN": "VND", "MY": "MYR"}))
    """Market → currency."""
    channels: tuple[ChannelForm, ...] = tuple(ChannelForm(id, id == "hotline") for id in DEFAULT_CHANNELS)
    timezone: str = ""
    shop_url: str = ""
    kb_source: KbSource | None = None
    given: frozenset[str] = frozenset()
    """The names of what was chosen, not defaulted: `--from` completes what it finds by these alone."""

    def has_channel(self, *ids: str) -> bool:
        return any(channel.id in ids for channel in self.channels)


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that was asked: what was understood, and what is wrong with it."""

    value: tuple[str, ...]
    wrong: tuple[str, ...] = ()


def words_in(text: str) -> tuple[str, ...]:
    """The parts of a list as people write it: commas, semicolons or blanks between them, each part once."""
    return tuple(dict.fromkeys(word for word in re.split(r"[\s,;]+", text) if word))


def read_languages(text: str) -> Answer:
    """Language codes such as en, vi, pt-BR."""
    return _each(words_in(text), _language)


def _language(word: str) -> tuple[str, str]:
    first, _, region = word.replace("_", "-").partition("-")
    code = first.lower() + (f"-{region.upper() if len(region) == 2 else region.title()}" if region else "")
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) and is_known(code):
        return code, ""
    near = OTHER_CODES.get(word.lower()) or _near_language(word)
    advice = f"did you mean {near} ({own_name(near)})?" if near else "write its code of two letters, such as de"
    return "", f"“{word}” is no language: {advice}"


def _near_language(word: str) -> str:
    names = {name.casefold(): code for code in sorted(CODES) for name in (own_name(code), _english(code)) if name}
    near = difflib.get_close_matches(word.casefold(), names, 1, 0.75)
    return names[near[0]] if near else ""


def _english(code: str) -> str:
    return str(locale_of("en").languages.get(code, ""))


@cache
def countries() -> Mapping[str, str]:
    """ISO 3166-1 code → English name."""
    named = locale_of("en").territories
    return {code: name for code, name in named.items() if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRIES}


def read_markets(text: str) -> Answer:
    """Countries by their codes: DE, AT."""
    return _each(words_in(text), _market)


def _market(word: str) -> tuple[str, str]:
    code = word.upper()
    if code in countries():
        return code, ""
    names = {name.casefold(): one for one, name in countries().items()}
    near = difflib.get_close_matches(word.casefold(), names, 1, 0.75)
    meant = _OTHER_COUNTRIES.get(code) or (names[near[0]] if near else "")
    advice = f"did you mean {meant} ({countries()[meant]})?" if meant else "write its code of two letters, such as DE"
    return "", f"“{word}” is no country: {advice}"


def country_name(market: str, language: str) -> str:
    """What `language` calls a country."""
    return str(locale_of(language).territories.get(market, countries()[market]))


def read_currencies(text: str, markets: Sequence[str]) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """`EUR` for every market, or one for each: `DE=EUR, CH=CHF`; the others have their country's own."""
    known = locale_of("en").currencies
    found: dict[str, str] = {}
    wrong: list[str] = []
    for word in words_in(text):
        market, _, code = word.upper().replace(":", "=").rpartition("=")
        if code not in known:
            near = difflib.get_close_matches(code, known, 1)
            wrong.append(f"“{word}” is no currency: " + (f"did you mean {near[0]}?" if near else "write EUR or DE=EUR"))
        elif market and market not in markets:
            wrong.append(f"“{word}”: {market} is not among the markets: {', '.join(markets)}")
        else:
            found |= {market: code} if market else dict.fromkeys(markets, code)
    return MappingProxyType({market: found.get(market) or currency_of(market) for market in markets}), tuple(wrong)


def currency_of(market: str) -> str:
    """What is paid with in a country today; US dollars where nobody says."""
    found: list[str] = get_territory_currencies(market, tender=True)
    return found[0] if found else "USD"


def read_channels(text: str, register: Mapping[str, ChannelForm], markets: Sequence[str]) -> Answer:
    """Channels of the register; a marketplace only where the shop has one of its countries."""

    def one(word: str) -> tuple[str, str]:
        found = register.get(word.lower())
        if found is None:
            near = difflib.get_close_matches(word.lower(), register, 1)
            known = f"choose from {', '.join(register)} (one of your own: in mkdocs.yml, afterwards)"
            advice = f"did you mean {near[0]}?" if near else known
            return "", f"“{word}” is no channel: {advice}"
        if found.is_marketplace and found.markets and not set(found.markets) & set(markets):
            return "", f"“{word}” sells in {', '.join(found.markets)} alone, which is none of the markets"
        return found.id, ""

    return _each(words_in(text), one)


def read_timezone(text: str) -> Answer:
    """An IANA name such as Europe/Berlin."""
    word = text.strip().replace(" ", "_")
    zones = {name.casefold(): name for name in available_timezones()}
    if not word or word.casefold() in zones:
        return Answer((zones[word.casefold()],) if word else ())
    cities = {name.rpartition("/")[2]: name for name in zones if "/" in name}
    near = difflib.get_close_matches(word.casefold(), [*cities, *zones], 1)
    meant = zones[cities.get(near[0], near[0])] if near else ""
    advice = f"did you mean {meant}?" if meant else "write a name such as Europe/Berlin"
    return Answer((), (f"“{text.strip()}” is no time zone: {advice}",))


def timezone_of(markets: Iterable[str]) -> str:
    """The time zone of the shop's countries, if it is one alone."""
    zones = {zone_of_market(market) for market in markets}
    return zones.pop() if len(zones) == 1 else ""


def knows_hours(choices: Choices) -> bool:
    """Whether times of day mean something in each of the shop's countries: in some, only once a zone is named."""
    return bool(choices.timezone) or all(map(zone_of_market, choices.markets))


def read_shop_url(text: str) -> Answer:
    """An address with https://."""
    word = text.strip()
    if not word or re.fullmatch(r"https://[^\s/.][^\s]*\.[^\s]+|http://(localhost|127\.0\.0\.1)\S*", word):
        return Answer((word,) if word else ())
    bare = re.sub(r"^\w*:/*", "", word)
    advice = f"did you mean https://{bare}?" if "." in bare and " " not in bare else "write https://shop.example/"
    return Answer((), (f"“{word}” is no address of a shop: {advice}",))


def languages_for(markets: Iterable[str]) -> tuple[str, ...]:
    """The first official language of each country, in their order."""
    found = (get_official_languages(market, de_facto=True)[:1] or ("en",) for market in markets)
    return tuple(dict.fromkeys(codes[0].partition("_")[0] for codes in found))


def markets_for(languages: Iterable[str]) -> tuple[str, ...]:
    """The country in which most people speak each language; English alone speaks for the United States."""
    likely = get_global("likely_subtags")
    countries_of = {code: str(likely.get(code.partition("-")[0], "")).rpartition("_")[2] for code in languages}
    own = [country for code, country in countries_of.items() if country in countries() and code != "en"]
    return tuple(dict.fromkeys(own)) or ("US",)


def markets_of_language(language: str, choices: Choices) -> tuple[str, ...]:
    """The markets that a language speaks for: the first one for all, another where it is official; empty for all."""
    if language == choices.languages[0]:
        return ()
    own = language.partition("-")[0]
    held = tuple(market for market in choices.markets if own in get_official_languages(market, de_facto=True))
    return () if len(held) == len(choices.markets) else held


def _each(words: Iterable[str], read: Callable[[str], tuple[str, str]]) -> Answer:
    """Each word read, and what is wrong with those that cannot be."""
    pairs = [read(word) for word in words]
    values = tuple(dict.fromkeys(value for value, _ in pairs if value))
    return Answer(values, tuple(wrong for _, wrong in pairs if wrong))

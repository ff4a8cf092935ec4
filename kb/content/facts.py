"""Facts: what must never differ between languages, policies and scripts, and how each language writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from babel import Locale, UnknownLocaleError, dates, lists, numbers, units

from kb.content.cut_words import cut_words
from kb.content.fields import WRONG_TYPE, WrongTypeError, read_mapping, read_text
from kb.content.model import ANY_FACT, Fact
from kb.content.options import Options, in_language
from kb.content.problem import Problem, Rule, Severity
from kb.content.yaml_nodes import Node, parse_yaml

BROKEN_FACT = Rule(
    "KB304",
    "broken-fact",
    Severity.ERROR,
    what="A fact without a value, with an unknown unit, or for a market that is not declared.",
    why="Every page that uses it would show a hole, or a number without its unit.",
    example="return_days:\n  unit: dayz\n  value: 7",
    mend="give it a unit from the manual's list, and a value or one for each market",
)
DUPLICATE_FACT = Rule(
    "KB307",
    "duplicate-fact",
    Severity.ERROR,
    what="One fact stands in facts.yml and in agents/facts.yml.",
    why="Shoppers and agents would be told different things.",
    example="# facts.yml and agents/facts.yml both say\nreturn_days: {unit: days, value: 7}",
    mend="keep it in one of the two files",
)
RULES = (BROKEN_FACT, DUPLICATE_FACT)

_CLDR = {
    "days": "duration-day",
    "hours": "duration-hour",
    "minutes": "duration-minute",
    "months": "duration-month",
    "years": "duration-year",
    "kg": "mass-kilogram",
    "cm": "length-centimeter",
}
UNITS = (*_CLDR, "business_days", "items", "percent", "money", "date", "time", "text")
NUMERIC_UNITS = frozenset(UNITS) - {"date", "time", "text"}

_UNIT_WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "days": {"en": ("day", "days"), "vi": ("ngày", "ngày"), "ms": ("hari", "hari")},
    "business_days": {"en": ("working day", "working days"), "vi": ("ngày làm việc",) * 2, "ms": ("hari bekerja",) * 2},
    "hours": {"en": ("hour", "hours"), "vi": ("giờ", "giờ"), "ms": ("jam", "jam")},
    "minutes": {"en": ("minute", "minutes"), "vi": ("phút", "phút"), "ms": ("minit", "minit")},
    "months": {"en": ("month", "months"), "vi": ("tháng", "tháng"), "ms": ("bulan", "bulan")},
    "years": {"en": ("year", "years"), "vi": ("năm", "năm"), "ms": ("tahun", "tahun")},
    "kg": dict.fromkeys(("en", "vi", "ms"), ("kg", "kg")),
    "cm": dict.fromkeys(("en", "vi", "ms"), ("cm", "cm")),
}
"""Our own words where we know the language: Babel 2.18 has no Vietnamese or Malay pattern for a day and
would print “7 duration-day”."""
_IN_MARKET = {"en": "{value} in {market}", "vi": "{value} tại {market}", "ms": "{value} di {market}"}
_RINGGIT = "RM{0}"
"""As Malaysia writes it, in English too; Babel prints MYR in other languages."""

_MALAY_DAY = ((11, "pagi"), (13, "tengah hari"), (18, "petang"), (23, "malam"))
"""Last hour of each part of the day, and its word."""

Scalar = int | float | str | date


def read_facts(text: str, *, path: str, options: Options, is_internal: bool) -> tuple[dict[str, Fact], list[Problem]]:
    """Name → fact for all that could be read, and what is wrong with the others."""
    root, found = parse_yaml(text, path=path)
    problems = list(found)
    facts: dict[str, Fact] = {}
    if root is None:
        return facts, problems
    if root.entries is None and not root.is_null:
        return facts, [
            *problems,
            WRONG_TYPE.at(
                path, root.line, f"expected facts, found {root.describe()}", "write `name: {unit: days, value: 7}`"
            ),
        ]
    for name, node in (root.entries or {}).items():
        try:
            facts[name] = _read_fact(name, node, root.line_of(name), path, options, is_internal)
            passing = frozenset({"unit"} if facts[name].unit == "text" else {"unit", "value", "markets"})
            problems += cut_words(node, path=path, name=name, passing=passing)
        except WrongTypeError as error:
            problems.append(BROKEN_FACT.at(path, error.line, f"fact {name}: {error}"))
    return facts, problems


def names_in(text: str, *, path: str) -> frozenset[str]:
    """The name of every fact in a file, readable or not; `ANY_FACT` alone where the file cannot be read."""
    root, _ = parse_yaml(text, path=path)
    if root is None or (root.entries is None and not root.is_null):
        return frozenset({ANY_FACT})
    return frozenset(root.entries or {})


def _read_fact(name: str, node: Node, line: int, path: str, options: Options, is_internal: bool) -> Fact:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise WrongTypeError(line, "a name of a-z, 0-9 and _", f"“{name}”")
    entries = read_mapping(node)
    if unknown := sorted(set(entries) - {"about", "unit", "value", "markets"}):
        raise WrongTypeError(node.line_of(unknown[0]), "about, unit, and value or markets", f"“{unknown[0]}”")
    unit = read_text(entries["unit"]) if "unit" in entries else "text"
    if unit not in UNITS:
        raise WrongTypeError(entries["unit"].line, "a unit: " + ", ".join(UNITS), f"“{unit}”")
    if ("value" in entries) == ("markets" in entries):
        raise WrongTypeError(line, "either `value` or `markets`", "both" if "value" in entries else "neither")
    if "value" in entries:
        values: dict[str, object] = {"": _read_value(entries["value"], unit)}
    else:
        values = {}
        for market, value in read_mapping(entries["markets"]).items():
            if market not in options.markets:
                raise WrongTypeError(
                    value.line, "a declared market (" + ", ".join(options.markets) + ")", f"“{market}”"
                )
            values[market] = _read_value(value, unit)
        if not values:
            raise WrongTypeError(line, "at least one market", "none")
    if unit == "money" and (poor := [m for m in values if not _currency(m, options)]):
        raise WrongTypeError(line, "a market with a currency for an amount of money", f"“{poor[0]}”")
    about = read_text(entries["about"]) if "about" in entries else ""
    return Fact(name, about, unit, MappingProxyType(values), path, line, is_internal)


def _read_value(node: Node, unit: str) -> object:
    if node.items is not None:
        if len(node.items) != 2 or unit in {"text", "time"}:
            raise WrongTypeError(node.line, "one value, or a range of two numbers", node.describe())
        low, high = (_read_scalar(item, unit) for item in node.items)
        return (low, high)
    return _read_scalar(node, unit)


def _read_scalar(node: Node, unit: str) -> Scalar:
    text = read_text(node)
    if unit == "text" and text:
        return text
    if unit == "time" and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        return text
    if unit == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise WrongTypeError(node.line, "a date such as 2026-11-21", node.describe()) from None
    if unit in NUMERIC_UNITS and re.fullmatch(r"\d{1,12}(\.\d{1,4})?", text):
        return int(text) if "." not in text else float(text)
    raise WrongTypeError(
        node.line, {"text": "a text", "time": 'a time such as "14:00"'}.get(unit, "a number"), node.describe()
    )


def _currency(market: str, options: Options) -> str:
    if market:
        return options.markets[market].currency if market in options.markets else ""
    currencies = {market.currency for market in options.markets.values()}
    return currencies.pop() if len(currencies) == 1 else ""


@cache
def locale_of(language: str) -> Locale:
    """Babel's locale for a language code; English where Babel has none."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def render_value(value: object, unit: str, *, language: str, currency: str = "") -> str:
    """One value as `language` writes it, unit included; a tuple is a range."""
    if isinstance(value, tuple):
        return _render_range(value, unit, language=language, currency=currency)
    locale = locale_of(language)
    if isinstance(value, date):
        return dates.format_date(value, "long", locale=locale)
    if isinstance(value, str):
        return _render_time(value, locale) if unit == "time" else value
    assert isinstance(value, int | float)
    if unit == "money":
        return _render_money(value, currency, locale)
    if unit == "percent":
        return numbers.format_percent(Decimal(str(value)) / 100, locale=locale, decimal_quantization=False)
    amount = numbers.format_decimal(Decimal(str(value)), locale=locale)
    if unit == "items":
        return amount
    return _with_unit_word(amount, unit, is_one=value == 1, language=language)


def _with_unit_word(amount: str, unit: str, *, is_one: bool, language: str) -> str:
    words = _UNIT_WORDS[unit]
    own = words.get(language.split("-")[0])
    if own is None and unit in _CLDR:
        written = units.format_unit(amount, _CLDR[unit], length="long", locale=locale_of(language))
        if _CLDR[unit] not in written:
            return written
    one, many = own or words["en"]
    return f"{amount} {one if is_one else many}"


def _render_range(value: tuple[object, object], unit: str, *, language: str, currency: str) -> str:
    low, high = (render_value(part, unit, language=language, currency=currency) for part in value)
    low_number = re.search(r"\d[\d.,]*", low)
    high_number = re.search(r"\d[\d.,]*", high)
    if not low_number or not high_number or unit == "date":
        return f"{low} – {high}"
    if high.startswith(low_number[0]) or high_number.start() == 0:
        return f"{low_number[0]}–{high}"
    return f"{low}–{high_number[0]}{high[high_number.end() :]}"


def _render_time(value: str, locale: Locale) -> str:
    if locale.language == "vi":
        return value
    if locale.language == "ms":
        return _malay_time(time.fromisoformat(value))
    return dates.format_time(time.fromisoformat(value), "short", locale=locale).replace("\u202f", "\u00a0")


def _malay_time(at: time) -> str:
    """As Malaysians say it, “9:00 malam”; Babel knows only the two halves of the day (PG, PTG)."""
    part = next(word for last, word in _MALAY_DAY if at.hour <= last)
    return f"{at.hour % 12 or 12}:{at.minute:02}\u00a0{part}"


def _render_money(value: int | float, currency: str, locale: Locale) -> str:
    amount = Decimal(str(value))
    if currency == "MYR":
        pattern = "#,##0" if amount == amount.to_integral() else "#,##0.00"
        return _RINGGIT.format(numbers.format_decimal(amount, pattern, locale=locale))
    return numbers.format_currency(amount, currency, locale=locale)


def render_fact(fact: Fact, *, language: str, options: Options, market: str = "") -> str | None:
    """The fact as a page in `language` says it, or None where it has no value for the page's markets.

    Where the markets of the language differ, each is named: “7 days in Vietnam and 14 days in Malaysia”.
    """
    markets = (market,) if market else options.markets_of(language)
    if "" in fact.values:
        return render_value(fact.values[""], fact.unit, language=language, currency=_currency(market, options))
    held = [code for code in markets if code in fact.values]
    if not held:
        return None
    written = {
        code: render_value(fact.values[code], fact.unit, language=language, currency=_currency(code, options))
        for code in held
    }
    if len(set(written.values())) == 1:
        return written[held[0]]
    form = _IN_MARKET.get(language.split("-")[0], "{value} ({market})")
    return lists.format_list(
        [
            form.format(
                value=written[code],
                market=in_language(options.markets[code].name, language, options.default_language) or code,
            )
            for code in held
        ],
        locale=locale_of(language),
    )


def render_facts(facts: Mapping[str, Fact], *, language: str, options: Options) -> dict[str, str]:
    """Every way a page in `language` may name a fact (`name`, `name.VN`) → its text."""
    texts: dict[str, str] = {}
    for name, fact in facts.items():
        whole = render_fact(fact, language=language, options=options)
        if whole is not None:
            texts[name] = whole
        for market in options.markets:
            if market in fact.values or "" in fact.values:
                one = render_fact(fact, language=language, options=options, market=market)
                if one is not None:
                    texts[f"{name}.{market}"] = one
    return texts

"""Facts: what must never differ between languages, policies and scripts, and how each language writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from kb.content.model import ANY_FACT, Fact, FactPeriod
from kb.content.value_slips import decimals_too_many, value_meant
from kb.project.options import Options
from kb.project.unit_words import UNITS_WITH_WORDS
from kb.source.cut_words import cut_words
from kb.source.fields import (
    WRONG_TYPE,
    WrongTypeError,
    read_date,
    read_mapping,
    read_one_of,
    read_text,
    unknown_key,
)
from kb.source.near_words import did_you_mean
from kb.source.problem import Problem, Rule, Severity
from kb.source.provenance import PROVENANCE_KEYS, read_provenance
from kb.source.yaml_nodes import Node, parse_yaml
from kb.text.folding import fold

BROKEN_FACT = Rule(
    "KB304",
    "broken-fact",
    Severity.ERROR,
    what="A fact without a value, with an unknown unit, or for a market that is not declared.",
    why="Every page that uses it would show a hole, or a number without its unit.",
    example="return_days:\n  unit: dayz\n  value: 7",
    hint="give it a unit from the manual's list, and a value or one for each market",
)
DUPLICATE_FACT = Rule(
    "KB307",
    "duplicate-fact",
    Severity.ERROR,
    what="One fact stands in facts.yml and in agents/facts.yml.",
    why="Shoppers and agents would be told different things.",
    example="# facts.yml and agents/facts.yml both say\nreturn_days: {unit: days, value: 7}",
    hint="keep it in one of the two files",
)
RULES = (BROKEN_FACT, DUPLICATE_FACT)

_KEYS = ("about", "unit", "value", "markets", "since", "decided_by", *PROVENANCE_KEYS)
_PERIOD_KEYS = frozenset({"from", "value", "markets"})
DECIDERS = ("shop", "law", "marketplace", "carrier", "network", "bank")
"""Who may change a fact's value. All but the shop are outside: what they decided must have a source and a day."""
UNITS = (*UNITS_WITH_WORDS, "items", "percent", "money", "date", "time", "text")
NUMERIC_UNITS = frozenset(UNITS) - {"date", "time", "text"}
_PASSING = frozenset({"unit", "decided_by", "checked", "check_every_days"})
"""Fields behind whose value a comment may stand: what follows ` #` there is no text cut in two."""

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
            passing = _PASSING | ({"value", "markets", "since"} if facts[name].unit != "text" else set())
            problems += cut_words(node, path=path, name=name, passing=passing)
        except WrongTypeError as error:
            problems.append(BROKEN_FACT.at(path, error.line, f"fact {name}: {error}", error.hint))
    return facts, problems


def names_in(text: str, *, path: str) -> frozenset[str]:
    """The name of every fact in a file, readable or not; `ANY_FACT` alone where the file cannot be read."""
    root, _ = parse_yaml(text, path=path)
    if root is None or (root.entries is None and not root.is_null):
        return frozenset({ANY_FACT})
    return frozenset(root.entries or {})


def _read_fact(name: str, node: Node, line: int, path: str, options: Options, is_internal: bool) -> Fact:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        meant = re.sub("[^a-z0-9]+", "_", fold(re.sub("(?<=[a-z])(?=[A-Z])", "_", name))).strip("_0123456789")
        raise WrongTypeError(line, "a name of a-z, 0-9 and _", f"“{name}”", meant and f"call it {meant}")
    entries = read_mapping(node)
    if unknown := sorted(set(entries) - set(_KEYS)):
        raise unknown_key(node, unknown[0], ", ".join(_KEYS), _KEYS)
    unit = read_text(entries["unit"]) if "unit" in entries else "text"
    if unit not in UNITS:
        raise WrongTypeError(
            entries["unit"].line, "a unit: " + ", ".join(UNITS), f"“{unit}”", did_you_mean(unit, UNITS)
        )
    periods = _read_periods(node, unit, line, options)
    values = periods[0].values
    about = read_text(entries["about"]) if "about" in entries else ""
    decided_by = read_one_of(DECIDERS)(entries["decided_by"]) if "decided_by" in entries else ""
    known = read_provenance(entries, tuple(values) if "" not in values else tuple(options.markets), line)
    return Fact(
        name,
        about,
        unit,
        values,
        path,
        line,
        is_internal,
        decided_by or "shop",
        MappingProxyType(known),
        periods=periods if "since" in entries else (),
    )


def _read_periods(node: Node, unit: str, line: int, options: Options) -> tuple[FactPeriod, ...]:
    """What the fact says, oldest first: its value since ever, where it has one, and each of `since`."""
    entries = read_mapping(node)
    since = entries.get("since")
    if since is None:
        return (FactPeriod(None, _read_values(node, unit, line, options)),)
    periods: list[FactPeriod] = []
    if "value" in entries or "markets" in entries:
        periods.append(FactPeriod(None, _read_values(node, unit, line, options)))
    if not since.items:
        raise WrongTypeError(
            since.line,
            "a list such as [{from: 2026-10-15, value: 10}]",
            since.describe(),
            "write one line for each value, `- {from: 2026-10-15, value: 10}`",
        )
    for item in since.items:
        found = read_mapping(item)
        if unknown := sorted(set(found) - _PERIOD_KEYS):
            raise unknown_key(item, unknown[0], "from, and value or markets", _PERIOD_KEYS)
        if "from" not in found:
            raise WrongTypeError(item.line, "`from` with the first day of this value", "none", "add `from: 2026-10-15`")
        try:
            first = read_date(found["from"])
        except WrongTypeError as error:
            raise WrongTypeError(
                error.line, "`from` to be a day", found["from"].describe(), "write it as 2026-10-15"
            ) from None
        periods.append(FactPeriod(first, _read_values(item, unit, item.line, options)))
        if len(periods) > 1 and (before := periods[-2].first) and before >= first:
            raise WrongTypeError(
                item.line,
                "each `from` to be later than the one before it",
                f"{first} after {before}",
                "put them in the order of their days",
            )
    return tuple(periods)


def _read_values(node: Node, unit: str, line: int, options: Options) -> Mapping[str, object]:
    """Market ("" for all) → value, of a fact or of one of its periods."""
    entries = read_mapping(node)
    if ("value" in entries) == ("markets" in entries):
        raise WrongTypeError(line, "either `value` or `markets`", "both" if "value" in entries else "neither")
    if "value" in entries:
        values: dict[str, object] = {"": _read_value(entries["value"], unit, currency_of("", options), options)}
    else:
        values = {}
        for market, value in read_mapping(entries["markets"]).items():
            if market not in options.markets:
                expected = "a declared market (" + ", ".join(options.markets) + ")"
                raise WrongTypeError(value.line, expected, f"“{market}”", did_you_mean(market, options.markets))
            values[market] = _read_value(value, unit, currency_of(market, options), options)
        if not values:
            raise WrongTypeError(line, "at least one market", "none")
    if unit == "money" and (poor := [m for m in values if not currency_of(m, options)]):
        raise WrongTypeError(line, "a market with a currency for an amount of money", f"“{poor[0]}”")
    return MappingProxyType(values)


def _read_value(node: Node, unit: str, currency: str, options: Options) -> object:
    if node.entries is not None and unit == "text":
        return _read_by_language(node, options)
    if node.items is not None:
        if len(node.items) != 2 or unit in {"text", "time"}:
            raise WrongTypeError(node.line, "one value, or a range of two numbers", node.describe())
        low, high = (_read_scalar(item, unit, currency) for item in node.items)
        if low >= high:  # type: ignore[operator]  # both are numbers, or both are dates
            raise WrongTypeError(node.line, "a range from the lower to the higher value", f"{low} before {high}")
        return (low, high)
    return _read_scalar(node, unit, currency)


def _read_by_language(node: Node, options: Options) -> Mapping[str, str]:
    """Language → what it says there: the label of a button in an app, an office's own name."""
    said: dict[str, str] = {}
    for language, text in read_mapping(node).items():
        if language not in options.languages:
            expected = "a language of the site (" + ", ".join(options.languages) + ")"
            raise WrongTypeError(text.line, expected, f"“{language}”", did_you_mean(language, options.languages))
        said[language] = str(_read_scalar(text, "text", ""))
    if not said:
        raise WrongTypeError(node.line, "a text for at least one language", "none")
    return MappingProxyType(said)


def _read_scalar(node: Node, unit: str, currency: str) -> Scalar:
    text = read_text(node)
    if unit == "text" and text:
        return text
    if unit == "time" and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        return text
    if unit == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            hint = value_meant(text, unit)
            raise WrongTypeError(node.line, "a date such as 2026-11-21", node.describe(), hint) from None
    if unit in NUMERIC_UNITS and re.fullmatch(r"\d{1,12}(\.\d{1,4})?", text):
        if decimals_too_many(text, unit, currency):
            expected = f"{currency or unit} without so many decimals"
            raise WrongTypeError(node.line, expected, node.describe(), value_meant(text, unit))
        return int(text) if "." not in text else float(text)
    expected = {"text": "a text", "time": 'a time such as "14:00"'}.get(unit, "a number")
    raise WrongTypeError(node.line, expected, node.describe(), value_meant(text, unit))


def currency_of(market: str, options: Options) -> str:
    if market:
        return options.markets[market].currency if market in options.markets else ""
    currencies = {market.currency for market in options.markets.values()}
    return currencies.pop() if len(currencies) == 1 else ""


def facts_on(facts: Mapping[str, Fact], day: date) -> dict[str, Fact]:
    """The facts as they are on `day`."""
    return {name: fact.on(day) for name, fact in facts.items()}


def change_days(facts: Iterable[Fact]) -> tuple[date, ...]:
    """Every day on which a fact takes another value, in order."""
    return tuple(sorted({one.first for fact in facts for one in fact.periods if one.first}))

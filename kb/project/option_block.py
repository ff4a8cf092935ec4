"""The `kb` block of `mkdocs.yml` → `Options`: each option is read, then checked against the others.

MkDocs hands us the same block when it runs by itself, so nothing here imports MkDocs.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from kb.project.contact_hours import zone_of
from kb.project.option_table import OPTIONS
from kb.project.options import BROKEN_OPTION, UNCLEAR_ZONE, Options, SiteLanguage
from kb.project.time_zones import zones_of_market
from kb.source.cut_words import cut_words
from kb.source.fields import (
    WrongTypeError,
)
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node

UNKNOWN_OPTION = Rule(
    "KB802",
    "unknown-option",
    Severity.WARNING,
    what="An option that nothing reads.",
    why="Mostly a slip of the keyboard: the option never takes effect.",
    example="plugins:\n  - kb:\n      langauges: {en: English}",
    hint="correct the name, or delete the line",
)
EVENTS_WITHOUT_ADDRESS = Rule(
    "KB831",
    "events-without-address",
    Severity.WARNING,
    what="`feedback_events` without a `feedback_url`.",
    why="Nothing is sent: no search that found nothing and no count of the desk ever arrives.",
    example="plugins:\n  - kb:\n      feedback_events: [searches, desk]",
    hint="write the address of your receiver in `feedback_url`, or delete `feedback_events`",
)
RULES = (UNKNOWN_OPTION, EVENTS_WITHOUT_ADDRESS)


_WORDS = frozenset({"shop", "languages", "markets", "topics", "contact", "holidays", "look"})
"""Options with names and sentences in them, and the keys below them that hold neither."""


_NO_WORDS = frozenset(
    {"markets", "in_translation", "currency", "icon", "team", "severity", "channel", "url", "fact", "hours", "timezone"}
    | {"accent", "article"}
)


_BY_NAME = {option.name: option for option in OPTIONS}


def read_options(node: Node, *, path: str) -> tuple[Options, tuple[Problem, ...]]:
    """The options that could be read (defaults for the others), and what is wrong with the rest."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    broken: set[str] = set()
    for name, value in (node.entries or {}).items():
        option = _BY_NAME.get(name)
        if option is None:
            near = difflib.get_close_matches(name, _BY_NAME, n=1, cutoff=0.6)
            hint = f"did you mean “{near[0]}”?" if near else ""
            problems.append(UNKNOWN_OPTION.at(path, node.line_of(name), f"unknown option “{name}”", hint))
            continue
        if name in _WORDS:
            problems += cut_words(value, path=path, name=name, passing=_NO_WORDS)
        if value.is_null:
            continue
        try:
            values[name] = option.read(value)
        except WrongTypeError as error:
            broken.add(name)
            hint = error.hint or f"for example `{option.example}`"
            problems.append(BROKEN_OPTION.at(path, error.line, f"{name}: {error}", hint))
    lines = MappingProxyType(dict(node.key_lines or {}))
    options = Options(**values, lines=lines, broken=frozenset(broken))  # type: ignore[arg-type]
    options, contradictions = _reconcile(options, path)
    return options, (*problems, *contradictions)


def _reconcile(options: Options, path: str) -> tuple[Options, list[Problem]]:
    """Options that agree with each other, and a problem for each contradiction."""
    default, declared = options.default_language, "languages" in options.lines
    if default not in options.languages and not declared:
        only = {default: SiteLanguage(default, default)}
        options = replace(options, languages=MappingProxyType(only))
    problems = [
        BROKEN_OPTION.at(path, options.lines.get(name, 1), f"{name}: {message}", hint)
        for name, message, hint in _undeclared(options)
    ]
    problems += _unclear_zones(options, path)
    if options.feedback_events and not options.feedback_url and "feedback_url" not in options.broken:
        told = f"feedback_events: {', '.join(options.feedback_events)} would be sent, and nothing says where to"
        problems.append(EVENTS_WITHOUT_ADDRESS.at(path, options.lines.get("feedback_events", 1), told))
    if default in options.languages:
        return options, problems
    line = options.lines.get("default_language", options.lines["languages"])
    message = f"default_language “{default}” is not among the languages"
    hint = "add it to `languages`, or choose one of " + ", ".join(options.languages)
    first = next(iter(options.languages))
    options = replace(options, default_language=first, broken=options.broken | {"default_language"})
    return options, [BROKEN_OPTION.at(path, line, message, hint), *problems]


def _undeclared(options: Options) -> Iterator[tuple[str, str, str]]:
    """Option, message and advice for each market or language that is named but not declared."""
    add_market = "add it to `markets`"
    for language in options.languages.values():
        for market in language.markets:
            if market not in options.markets:
                message = f"{language.code} names the market “{market}”, which is not declared"
                yield "languages", message, add_market
    named = {
        "contact": [code for one in options.contact for code in (*one.markets, *filter(None, one.holidays))],
        "timezone": list(filter(None, options.timezone)),
        "holidays": list(filter(None, options.holidays)),
    }
    for name, codes in named.items():
        for market in dict.fromkeys(codes):
            if market not in options.markets:
                yield name, f"the market “{market}” is not declared", add_market
    for unit, languages in options.unit_words.items():
        for code in languages:
            if not any(one == code or one.startswith(f"{code}-") for one in options.languages):
                choose = "choose from " + ", ".join(options.languages)
                yield "unit_words", f"{unit}: “{code}” is not among the languages", choose
    for alias, code in options.aliases.items():
        if code not in options.languages:
            yield "aliases", f"{alias} stands for “{code}”, which is not among the languages", ""


def _unclear_zones(options: Options, path: str) -> Iterator[Problem]:
    """A problem for each contact whose hours hold by a clock that nobody named."""
    for contact in options.contact:
        if not contact.hours:
            continue
        for market in contact.markets or tuple(options.markets) or ("",):
            if not zone_of(contact, options, market):
                zones = zones_of_market(market)
                choose = "such as " + ", ".join(zones[:4]) if zones else "such as Europe/Berlin"
                said = f"{market} has {len(zones)} time zones" if zones else "nothing says in which time zone they hold"
                hint = f"write `timezone:` with the name of one, {choose}"
                yield UNCLEAR_ZONE.at(path, contact.line, f"contact: hours of {contact.channel}: {said}", hint)

"""The `kb` block of `mkdocs.yml` → `Options`: each option is read, then checked against the others.

MkDocs hands us the same block when it runs by itself, so nothing here imports MkDocs.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from types import MappingProxyType

from kb.project.option_table import OPTIONS
from kb.project.options import BROKEN_OPTION, Options, SiteLanguage
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
    mend="correct the name, or delete the line",
)
RULES = (UNKNOWN_OPTION,)


_WORDS = frozenset({"shop", "languages", "markets", "topics", "contact"})
"""Options with names and sentences in them, and the keys below them that hold neither."""


_NO_WORDS = frozenset({"markets", "currency", "icon", "team", "severity", "channel", "url", "fact", "hours"})


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
            mend = f"did you mean “{near[0]}”?" if near else ""
            problems.append(UNKNOWN_OPTION.at(path, node.line_of(name), f"unknown option “{name}”", mend))
            continue
        if name in _WORDS:
            problems += cut_words(value, path=path, name=name, passing=_NO_WORDS)
        if value.is_null:
            continue
        try:
            values[name] = option.read(value)
        except WrongTypeError as error:
            broken.add(name)
            problems.append(BROKEN_OPTION.at(path, error.line, f"{name}: {error}", f"for example `{option.example}`"))
    lines = MappingProxyType(dict(node.key_lines or {}))
    options = Options(**values, lines=lines, broken=frozenset(broken))  # type: ignore[arg-type]
    return _reconcile(options, path, problems), tuple(problems)


def _reconcile(options: Options, path: str, problems: list[Problem]) -> Options:
    """Checks that span options; the result can always be worked with."""
    if options.default_language not in options.languages:
        if "languages" in options.lines:
            problems.append(
                BROKEN_OPTION.at(
                    path,
                    options.lines.get("default_language", options.lines["languages"]),
                    f"default_language “{options.default_language}” is not among the languages",
                    "add it to `languages`, or choose one of " + ", ".join(options.languages),
                )
            )
            options = replace(
                options,
                default_language=next(iter(options.languages)),
                broken=options.broken | {"default_language"},
            )
        else:
            only = {options.default_language: SiteLanguage(options.default_language, options.default_language)}
            options = replace(options, languages=MappingProxyType(only))
    for language in options.languages.values():
        for market in language.markets:
            if market not in options.markets:
                problems.append(
                    BROKEN_OPTION.at(
                        path,
                        options.lines.get("languages", 1),
                        f"languages: {language.code} names the market “{market}”, which is not declared",
                        "add it to `markets`",
                    )
                )
    for name, wanted in (("contact", [code for contact in options.contact for code in contact.markets]),):
        for market in wanted:
            if market not in options.markets:
                problems.append(
                    BROKEN_OPTION.at(
                        path,
                        options.lines.get(name, 1),
                        f"{name}: the market “{market}” is not declared",
                        "add it to `markets`",
                    )
                )
    for unit, languages in options.unit_words.items():
        for code in languages:
            if not any(one == code or one.startswith(f"{code}-") for one in options.languages):
                problems.append(
                    BROKEN_OPTION.at(
                        path,
                        options.lines.get("unit_words", 1),
                        f"unit_words: {unit}: “{code}” is not among the languages",
                        "choose from " + ", ".join(options.languages),
                    )
                )
    for alias, code in options.aliases.items():
        if code not in options.languages:
            problems.append(
                BROKEN_OPTION.at(
                    path,
                    options.lines.get("aliases", 1),
                    f"aliases: {alias} stands for “{code}”, which is not among the languages",
                )
            )
    return options

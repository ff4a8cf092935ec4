"""Dated notices: one small file, all languages, shown by the browser between their dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kb.content.model import Notice
from kb.project.language_codes import language_meant
from kb.project.options import Options
from kb.source.cut_words import cut_words
from kb.source.fields import (
    WRONG_TYPE,
    WrongTypeError,
    read_date,
    read_mapping,
    read_one_of,
    read_text,
    read_texts,
    read_texts_by_language,
    unknown_key,
)
from kb.source.near_words import did_you_mean
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node, parse_yaml

BROKEN_NOTICE = Rule(
    "KB404",
    "broken-notice",
    Severity.ERROR,
    what="A notice lacks its dates or its text, or ends before it starts.",
    why="It would be shown too long, or never.",
    example="- id: tet\n  from: 2027-02-14\n  until: 2027-01-28\n  text: {en: Carriers rest over Tết.}",
    hint="give id, from, until, and a text for each language",
)
NOTICE_UNTRANSLATED = Rule(
    "KB136",
    "notice-untranslated",
    Severity.WARNING,
    what="A notice has no text in one of the site's languages.",
    why="Readers of that language see the default language's text.",
    example="- id: tet\n  from: 2027-01-28\n  until: 2027-02-14\n  text: {en: Carriers rest over Tết.}   # no vi",
    hint="add the text, or leave it: the default language is shown",
)
RULES = (BROKEN_NOTICE, NOTICE_UNTRANSLATED)

NOTICES = "notices.yml"
LEVELS = ("info", "warning")
_FIELDS = {"id", "from", "until", "markets", "level", "text", "link"}


def read_notices(text: str, *, path: str, options: Options) -> tuple[tuple[Notice, ...], tuple[Problem, ...]]:
    """Every notice that could be read, in the file's order, and what is wrong with the others."""
    root, found = parse_yaml(text, path=path)
    problems = list(found)
    if root is None or (root.entries is not None and not root.entries):
        return (), tuple(problems)
    if root.items is None:
        problem = WRONG_TYPE.at(
            path, root.line, f"expected a list of notices, found {root.describe()}", "start each notice with `- id:`"
        )
        return (), (*problems, problem)
    notices: list[Notice] = []
    for node in root.items:
        try:
            notice = _read_notice(node, options)
            if any(other.id == notice.id for other in notices):
                raise WrongTypeError(node.line, "an id of its own", f"a second “{notice.id}”")
            notices.append(notice)
            text_node = read_mapping(node)["text"]
            problems += cut_words(text_node, path=path, name="text")
            problems += _untranslated(notice, text_node, options, path)
        except WrongTypeError as error:
            problems.append(BROKEN_NOTICE.at(path, error.line, f"notice: {error}", error.hint))
    return tuple(notices), tuple(problems)


def _readers(markets: tuple[str, ...], options: Options) -> list[str]:
    """The languages that a notice for `markets` (for all, if it names none) should have: those that are complete."""
    served = {code: set(options.markets_of(code)) for code in options.complete_languages}
    return [code for code, own in served.items() if not markets or not own or own & set(markets)]


def _first_reader(markets: tuple[str, ...], options: Options) -> str:
    """The language that a notice must have: the site's own, unless its readers live in other markets."""
    readers = _readers(markets, options)
    return options.default_language if options.default_language in readers or not readers else readers[0]


def _read_notice(node: Node, options: Options) -> Notice:
    entries = read_mapping(node)
    if unknown := sorted(set(entries) - _FIELDS):
        raise unknown_key(node, unknown[0], ", ".join(sorted(_FIELDS)), _FIELDS)
    for name in ("id", "from", "until", "text"):
        if name not in entries:
            raise WrongTypeError(node.line, f"“{name}”", "none")
    starts_on: date = read_date(entries["from"])
    ends_on: date = read_date(entries["until"])
    if ends_on < starts_on:
        raise WrongTypeError(node.line_of("until"), f"an end on or after {starts_on}", f"“{ends_on}”")
    texts = read_texts_by_language(entries["text"])
    markets = read_texts(entries["markets"]) if "markets" in entries else ()
    first = _first_reader(markets, options)
    if not texts.get(first) and not texts.get(""):
        hint = _languages_meant(texts, options) or f"add the text in {first}"
        raise WrongTypeError(node.line_of("text"), f"a text in {first}", "none", hint)
    if undeclared := [market for market in markets if market not in options.markets]:
        hint = did_you_mean(undeclared[0], options.markets) or "declared in mkdocs.yml: " + ", ".join(options.markets)
        raise WrongTypeError(node.line_of("markets"), "declared markets", f"“{undeclared[0]}”", hint)
    return Notice(
        read_text(entries["id"]),
        starts_on,
        ends_on,
        texts,
        markets,
        read_one_of(LEVELS)(entries["level"]) if "level" in entries else "info",
        read_text(entries["link"]) if "link" in entries else "",
        node.line,
    )


def _untranslated(notice: Notice, node: Node, options: Options, path: str) -> Iterator[Problem]:
    if "" in notice.text:
        return
    for code in _readers(notice.markets, options):
        if not notice.text.get(code):
            message = f"the notice “{notice.id}” has no text in {code}"
            yield NOTICE_UNTRANSLATED.at(path, node.line, message, _languages_meant(notice.text, options))


def _languages_meant(texts: Mapping[str, str], options: Options) -> str:
    """For a text whose language the site does not have, what its code may be a slip for."""
    for code in texts:
        if code and code not in options.languages:
            meant = language_meant(code, options.languages) or "one of " + ", ".join(options.languages)
            return f"“{code}” is none of the site's languages: did you mean “{meant}”?"
    return ""

"""A shop's own interface words: `words/CODE.yml` beside `mkdocs.yml`, over those of the package."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from kb.source.cut_words import cut_words
from kb.source.fields import WRONG_TYPE, WrongTypeError, read_text
from kb.source.files import find_files, read_text_file
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node, parse_yaml
from kb.ui_strings import lineage, shipped_strings
from kb.ui_strings.plurals import numbers_by_form, split_form

FOLDER = "words"

UNKNOWN_WORD = Rule(
    "KB810",
    "unknown-word",
    Severity.WARNING,
    what="A key in `words/` that no page has, or a plural form that the language does not have.",
    why="Mostly a slip of the keyboard: the word never shows.",
    example="# words/de.yml\nserach: Suchen",
    hint="correct the key, or delete the line; `kb translations --words CODE` prints every key",
)
BROKEN_WORD = Rule(
    "KB812",
    "broken-word",
    Severity.ERROR,
    what="A word in `words/` lacks a placeholder that English has, or has one that nothing fills in.",
    why="Readers would see braces, or a sentence without its number.",
    example='# words/de.yml\narticle_count: "{zahl} Artikel"',
    hint="write the placeholders as they are in English",
)
NO_LANGUAGE = Rule(
    "KB813",
    "words-without-language",
    Severity.WARNING,
    what="A file in `words/` that belongs to no language of the site.",
    why="Nothing in it ever shows.",
    example="words/german.yml",
    hint="name the file by the code under `languages` in mkdocs.yml: words/de.yml",
)
RULES = (UNKNOWN_WORD, BROKEN_WORD, NO_LANGUAGE)

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_NAMED_BY_SHOPS = re.compile(r"desk_(?:field|team)_\w+")
"""Keys that name a field of the shop's own scripts, or a team of its own."""

OwnStrings = Mapping[str, Mapping[str, str]]
"""Language → key → word."""


def read_own_strings(
    root: Path, languages: Mapping[str, object], aliases: Mapping[str, str]
) -> tuple[OwnStrings, tuple[Problem, ...]]:
    """What `root/words` says in each language of the site, and of those that they are kinds of."""
    known = {code for language in languages for code in lineage(language)}
    found: dict[str, Mapping[str, str]] = {}
    files, problems = find_files(root, FOLDER)
    for file in files:
        name, _, ending = file.name.rpartition(".")
        code = aliases.get(name, name)
        if ending not in {"yml", "yaml"}:
            continue
        if ending != "yml" or code not in known or code in found:
            problems.append(_no_language(file.path, name, known, is_second=code in found))
            continue
        text, unread = read_text_file(root, file.path)
        node, broken = parse_yaml(text, path=file.path) if text is not None else (None, ())
        problems += (*unread, *broken)
        if node is not None and not node.is_null:
            words, wrong = _read_words(node, file.path, code)
            found[code] = MappingProxyType(words)
            problems += wrong
    return MappingProxyType(found), tuple(problems)


def own_lines(root: Path, languages: Collection[str]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Each file of `root/words` for one of `languages`: its path, and line and text of each word."""
    for file in find_files(root, FOLDER)[0]:
        name, _, ending = file.name.rpartition(".")
        text = read_text_file(root, file.path)[0] if ending == "yml" and name in languages else None
        node = parse_yaml(text, path=file.path)[0] if text is not None else None
        if node is not None and node.entries:
            yield file.path, [(one.line, one.text) for one in node.entries.values() if one.text]


def _no_language(path: str, name: str, known: set[str], *, is_second: bool) -> Problem:
    if is_second:
        return NO_LANGUAGE.at(path, 1, "another file holds the words of this language already", "keep one of the two")
    if name in known:
        return NO_LANGUAGE.at(path, 1, "only files that end in .yml are read", f"rename it to {FOLDER}/{name}.yml")
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"did you mean {FOLDER}/{near[0]}.yml?" if near else NO_LANGUAGE.hint
    return NO_LANGUAGE.at(path, 1, f"“{name}” is not among the languages in mkdocs.yml", hint)


def _read_words(node: Node, path: str, language: str) -> tuple[dict[str, str], list[Problem]]:
    if node.entries is None:
        wrong = WRONG_TYPE.at(path, node.line, f"expected words by key, found {node.describe()}", "write `key: word`")
        return {}, [wrong]
    words: dict[str, str] = {}
    problems = list(cut_words(node, path=path, name=""))
    for key, value in node.entries.items():
        if unknown := _why_unknown(key, language):
            problems.append(UNKNOWN_WORD.at(path, node.line_of(key), *unknown))
            continue
        try:
            text = read_text(value)
        except WrongTypeError as error:
            problems.append(WRONG_TYPE.at(path, error.line, f"{key}: {error}", "write one text"))
            continue
        if text and (said := list(_wrong_placeholders(key, text, language))):
            hint = f"in English it is “{_english(key)}”"
            problems += [BROKEN_WORD.at(path, node.line_of(key), f"{key}: {one}", hint) for one in said]
        elif text:
            words[key] = text
    return words, problems


def _why_unknown(key: str, language: str) -> tuple[str, str] | None:
    """What is said of a key that nothing shows, and how to mend it."""
    base, form = split_form(key)
    english = shipped_strings("en")
    if form and form not in numbers_by_form(language):
        forms = [f"{base}_{one}" for one in numbers_by_form(language) if one != "other"]
        return f"{key}: this language has no form “{form}”", "its forms are " + ", ".join([base, *forms])
    if form or key in english or _NAMED_BY_SHOPS.fullmatch(key):
        return None
    near = difflib.get_close_matches(key, english, n=1, cutoff=0.6)
    return f"no page has a word “{key}”", f"did you mean “{near[0]}”?" if near else UNKNOWN_WORD.hint


def _wrong_placeholders(key: str, text: str, language: str) -> Iterator[str]:
    base, form = split_form(key)
    wanted = set(_PLACEHOLDER.findall(_english(base)))
    written = set(_PLACEHOLDER.findall(text))
    for name in sorted(written - wanted):
        yield f"nothing fills in {{{name}}}"
    may_lack = {"n"} if form and len(numbers_by_form(language)[form]) == 1 else set()
    for name in sorted(wanted - written - may_lack):
        yield f"{{{name}}} is missing"


def _english(key: str) -> str:
    return shipped_strings("en").get(key) or shipped_strings("en").get(split_form(key)[0], "")

"""Languages as data: the file of a language under `kb/text/data`, prepared for the tokenizer.

A new language is one new file beside `vi.json` (see the manual's page on search). A language without a file has
folding and pairs of words, but no word lists and no stemming.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from kb.text.folding import WORD, read_word
from kb.text.stemming import find_root, steps_by_letter, strip_suffixes

FULL = 100
"""Weights are per cent."""

Alternative = tuple[tuple[str, ...], int]
"""The words that a short or foreign spelling stands for, and the likelihood of that, per cent."""


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language, prepared for `kb.text.tokenizer`."""

    code: str
    data: Mapping[str, Any]
    """The content of the file, which the browser gets too."""
    has_tones: bool
    weak: frozenset[str]
    """Stop words, which have the least weight: how, please, shop."""
    fairly_weak: frozenset[str]
    alternatives: Mapping[str, tuple[Alternative, ...]]
    """Short or foreign spelling → what it stands for, the likeliest first."""
    concepts: Mapping[str, tuple[str, ...]]
    """Phrase (words in the form of the lists) → names of its concepts."""
    longest_phrase: int
    phrases: Mapping[str, tuple[str, ...]]
    """In a tone language: a phrase of the lists, folded → its words with diacritics, unless two differ in these."""
    stem: Callable[[str], str]
    is_well_formed: Callable[[str], bool]
    """Whether a folded word has the shape of a word of the language, so that it is not corrected."""
    lexicon: Mapping[str, str]
    """Word of the word lists → its stem: never corrected, whether or not an article has it."""


def raw_language(code: str) -> dict[str, Any]:
    """The data file of a language, or the default for one without a file."""
    path = files("kb.text") / "data" / f"{code}.json"
    if code.isalpha() and len(code) <= 8 and path.is_file():
        loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return loaded
    return {"language": code}


@lru_cache(maxsize=64)
def load_language(code: str) -> Language:
    """The language `code` ("vi"; "pt-BR" is read as "pt")."""
    data = raw_language(code.lower().split("-")[0].split("_")[0])
    stem = lru_cache(maxsize=100_000)(_stemmer(data.get("stem", {})))
    has_tones = bool(data.get("has_tones"))
    language = Language(
        code=code,
        data=MappingProxyType(data),
        has_tones=has_tones,
        weak=_weak_forms(data, "weak", has_tones, stem),
        fairly_weak=_weak_forms(data, "fairly_weak", has_tones, stem),
        alternatives=MappingProxyType({read_word(word)[1]: options for word, options in alternatives_in(data)}),
        concepts=MappingProxyType(_concepts(data.get("concepts", {}), data.get("weak", ""), has_tones, stem)),
        longest_phrase=0,
        phrases=MappingProxyType(phrases_of(data) if has_tones else {}),
        stem=stem,
        is_well_formed=_well_formed(data.get("well_formed", "")),
        lexicon=MappingProxyType(_lexicon(data, has_tones, stem)),
    )
    longest = max((phrase.count(" ") + 1 for phrase in language.concepts), default=0)
    return Language(**{name: getattr(language, name) for name in Language.__slots__} | {"longest_phrase": longest})


def _well_formed(pattern: str) -> Callable[[str], bool]:
    if not pattern:
        return lambda word: False
    compiled = re.compile(pattern)
    return lambda word: compiled.fullmatch(word) is not None


def _lexicon(data: Mapping[str, Any], has_tones: bool, stem: Callable[[str], str]) -> dict[str, str]:
    listed = [data.get("weak", ""), data.get("fairly_weak", ""), *data.get("alternatives", {}).values()]
    words = " ".join([*listed, *data.get("concepts", {}).values()])
    folded = {read_word(match.group())[0] for match in WORD.finditer(words)}
    return {word: word if has_tones else stem(word) for word in sorted(folded)}


def _stemmer(rule: Mapping[str, Any]) -> Callable[[str], str]:
    if rule.get("kind") == "suffixes":
        steps = steps_by_letter([[(a, b, c) for a, b, c in step] for step in rule["steps"]])
        exceptions = rule.get("exceptions", {})
        return lambda word: strip_suffixes(word, steps, exceptions)
    if rule.get("kind") == "affixes":
        roots = frozenset(rule["roots"].split())
        return lambda word: find_root(word, roots)
    return lambda word: word


def forms(phrase: str, has_tones: bool, stem: Callable[[str], str]) -> list[str]:
    """The words of a phrase, in the form that the word lists have."""
    words = [read_word(match.group()) for match in WORD.finditer(phrase)]
    return [with_diacritics if has_tones else stem(folded) for folded, with_diacritics in words]


def _weak_forms(data: Mapping[str, Any], name: str, has_tones: bool, stem: Callable[[str], str]) -> frozenset[str]:
    """Listed words; in a tone language also without tones, unless that is another word."""
    listed = [read_word(word) for word in data.get(name, "").split()]
    if not has_tones:
        return frozenset({stem(folded) for folded, _ in listed} | {folded for folded, _ in listed})
    strong = set(data.get("strong_when_folded", "").split())
    return frozenset(
        {with_diacritics for _, with_diacritics in listed} | {folded for folded, _ in listed if folded not in strong}
    )


def alternatives_in(data: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Alternative, ...]]]:
    """Each spelling of a data file's `alternatives`, as written, and what it stands for.

    The file lists what is meant, with its likelihood unless that is `FULL`, and the spellings of it:
    `"bila:80|boleh:60": "ble"`.
    """
    for meant, spellings in data.get("alternatives", {}).items():
        parted = [option.partition(":") for option in meant.split("|")]
        options = tuple((tuple(words.split()), int(likelihood or FULL)) for words, _, likelihood in parted)
        yield from ((spelling, options) for spelling in spellings.split(", "))


def phrases_of(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Folded phrase of a data file's `concepts` and `alternatives` → its words with diacritics, if spelt in one way."""
    meanings = (" ".join(words) for _, options in alternatives_in(data) for words, _ in options)
    members = [member for value in data.get("concepts", {}).values() for member in value.split(",")]
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase in (*meanings, *members):
        words = [read_word(match.group()) for match in WORD.finditer(phrase)]
        if len(words) > 1:
            found.setdefault(" ".join(word for word, _ in words), set()).add(tuple(word for _, word in words))
    return {folded: spellings.pop() for folded, spellings in found.items() if len(spellings) == 1}


def _concepts(
    listed: Mapping[str, str], weak: str, has_tones: bool, stem: Callable[[str], str]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    # "cỡ" typed without its tone is "co", which is nearly always "có": no concept then.
    common = {read_word(word)[0] for word in weak.split()} if has_tones else set()
    for name, members in listed.items():
        for member in members.split(","):
            phrase = " ".join(forms(member, has_tones, stem))
            folded = " ".join(read_word(match.group())[0] for match in WORD.finditer(member))
            is_significant = " " in folded or folded not in common
            for key in {phrase, folded} if has_tones and is_significant else {phrase}:
                if name not in found.get(key, ()):
                    found[key] = (*found.get(key, ()), name)
    return found

"""Words that a language has, whether or not a shop has them: they are not taken for typing errors of other words.

A dictionary keeps a hash of each word, not the word (a Golomb-coded set, whose gaps the host's compression codes): a
string that is no word is taken for one with a chance of about 1 in 128 for each of its forms, and is then not repaired.
`bench/make_dictionaries.py` writes `kb/search/dictionaries/CODE.json`; its twin is `kb/search/browser/dictionary.js`.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kb.browser_code.bundle import PACKAGE
from kb.browser_code.shared import shared_data
from kb.search.indexing.encoding import unpack_numbers
from kb.text.languages import Language

SHORTEST: int = shared_data("search", "ranking")["shortest_repaired"]
"""Letters of the shortest word and of the shortest form of one that a dictionary holds."""
FOLDER = PACKAGE / "search" / "dictionaries"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The words of one language, in small letters without marks."""

    size: int
    """Hashes are below this."""
    hashes: frozenset[int]
    endings: Sequence[Sequence[str]]
    """(suffix that a word may have, what stands in its place in the form that is held)."""

    def held_forms(self, word: str) -> list[str]:
        """The forms of an ASCII word that are held; none if it is no word of the language."""
        return [form for form in word_forms(word, self.endings) if hash_word(form) % self.size in self.hashes]


def hash_word(word: str) -> int:
    """The 32-bit FNV-1a hash of an ASCII word."""
    value = 0x811C9DC5
    for code in word.encode("ascii"):
        value = (value ^ code) * 0x01000193 & 0xFFFFFFFF
    return value


def word_forms(word: str, endings: Sequence[Sequence[str]]) -> list[str]:
    """The forms under which a dictionary may hold `word`: itself, and without an ending."""
    without = [word.removesuffix(ending) + instead for ending, instead in endings if word.endswith(ending)]
    return [form for form in (word, *without) if len(form) >= SHORTEST]


def dictionary_codes(language: Language) -> tuple[str, ...]:
    """The languages whose words stand in texts of `language`: its own, and English where people mix it in."""
    return tuple(language.data.get("dictionaries", "").split())


def read_dictionary(code: str) -> dict[str, Any]:
    """The file of a dictionary, which the browser gets whole: its source and licence go with every copy."""
    data: dict[str, Any] = json.loads((FOLDER / f"{code}.json").read_text("utf-8"))
    return data


def forms_in_language(word: str, language: Language) -> list[str]:
    """The forms of a folded ASCII word that the dictionaries of `language` hold: none if it may be a typing error."""
    return [form for code in dictionary_codes(language) for form in load_dictionary(code).held_forms(word)]


@lru_cache(maxsize=16)
def load_dictionary(code: str) -> Dictionary:
    """The dictionary of a language that has one."""
    return unpack_dictionary(read_dictionary(code))


def unpack_dictionary(data: Mapping[str, Any]) -> Dictionary:
    """A dictionary from its file."""
    hashes = itertools.accumulate(gap + 1 for gap in unpack_numbers(data["gaps"]))
    held = frozenset(position - 1 for position in hashes)
    return Dictionary(data["size"], held, tuple(map(tuple, data["endings"])))

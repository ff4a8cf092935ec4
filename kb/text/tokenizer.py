"""One reading of a text, for articles and queries alike: which words, how telling, what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kb.browser_code.shared import shared_data
from kb.text.folding import SPACELESS, WORD, read_word
from kb.text.languages import FULL, Language

_SHARED = shared_data("text", "tokenizer")
WEAK: int = _SHARED["weak"]
FAIRLY_WEAK: int = _SHARED["fairly_weak"]
"""How much a weak and a fairly weak word of a query counts, per cent; set by bench/tune_search.py."""
NOISE = re.compile(_SHARED["noise"])
"""Addresses of pages and people, and codes such as SS-10234 or #10234: nothing that an article could be found by."""
_NOISE_SIGN = re.compile(_SHARED["noise_sign"])
"""What every stretch of noise holds: most texts need not be looked through."""
DIGITS = "0123456789"
LONGEST_WORD: int = _SHARED["longest_word"]
LONGEST_TEXT: int = _SHARED["longest_text"]
"""Characters of a query that are read: bounded work for a pasted book."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word as it stands in a text."""

    start: int
    end: int
    """Where it stands, in characters."""
    folded: str
    toned: str
    """As typed, with tones as digits at its end; the same as `folded` where nothing was marked."""
    stem: str
    """What it is indexed by."""
    weight: int
    """How much it says, per cent."""


def without_noise(text: str) -> str:
    """`text` with spaces in the place of addresses and codes."""
    return NOISE.sub(lambda match: " " * len(match.group()), text) if _NOISE_SIGN.search(text) else text


def find_words(text: str) -> list[tuple[str, int, int]]:
    """The words of `text` with their places; each character by itself in scripts without spaces."""
    return _split(without_noise(text))


def _split(text: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for match in WORD.finditer(text):
        word, start = match.group(), match.start()
        if SPACELESS.search(word):
            found += [(char, start + i, start + i + 1) for i, char in enumerate(word)]
        elif len(word) <= LONGEST_WORD:
            found.append((word, start, match.end()))
    return found


def is_number(folded: str) -> bool:
    """An order, parcel or telephone number, which no article is about."""
    digits = sum(char in DIGITS for char in folded)
    return (len(folded) >= 6 and digits >= 4) or (len(folded) == 5 and digits == 5)


def weigh(folded: str, toned: str, stem: str, language: Language) -> int:
    """How much a word says, per cent: weak words little, the rest all."""
    form = toned if language.has_tones else folded
    if form in language.weak or (not language.has_tones and stem in language.weak):
        return WEAK
    if form in language.fairly_weak or (not language.has_tones and stem in language.fairly_weak):
        return FAIRLY_WEAK
    return FULL


@lru_cache(maxsize=50_000)
def _forms(word: str, language: Language) -> tuple[str, str, str, int, bool]:
    """A word folded, with its tones, its stem, how much it says, and whether articles are about it.

    Kept, because most words of a text are words that were read before.
    """
    folded, toned = read_word(word)
    stem = folded if language.has_tones else language.stem(folded)
    return folded, toned, stem, weigh(folded, toned, stem, language), bool(folded) and not is_number(folded)


def read_token(word: str, start: int, end: int, language: Language) -> Token:
    """One word read in one language."""
    folded, toned, stem, weight, _ = _forms(word, language)
    return Token(start, end, folded, toned, stem, weight)


def _telling(words: Iterable[tuple[str, int, int]], language: Language) -> list[Token]:
    found: list[Token] = []
    for word, start, end in words:
        folded, toned, stem, weight, is_telling = _forms(word, language)
        if is_telling:
            found.append(Token(start, end, folded, toned, stem, weight))
    return found


def read(text: str, language: Language) -> list[Token]:
    """The words of `text`, read in `language`; numbers of orders left out."""
    return _telling(find_words(text), language)


def split_stretch(stretch: str, language: Language) -> list[Token]:
    """The words of a stretch of text without white space and noise, as `read` would give them."""
    return _telling(_split(stretch), language)


@lru_cache
def _first_words(language: Language) -> frozenset[str]:
    """The words with which the phrases of a language's concepts begin."""
    return frozenset(phrase.split(" ", 1)[0] for phrase in language.concepts)


def find_concepts(tokens: list[Token], language: Language) -> list[tuple[str, int, int]]:
    """Concepts named in a text: (name, first token, number of tokens), longest phrase first."""
    return find_phrases([token.toned if language.has_tones else token.stem for token in tokens], language)


def find_phrases(named: list[str], language: Language) -> list[tuple[str, int, int]]:
    """As `find_concepts`, of words in the form that word lists are compared by."""
    found: list[tuple[str, int, int]] = []
    starts = _first_words(language)
    if starts.isdisjoint(named):
        return found
    for first, word in enumerate(named):
        if word not in starts:
            continue
        for length in range(min(language.longest_phrase, len(named) - first), 0, -1):
            for name in language.concepts.get(" ".join(named[first : first + length]), ()):
                found.append((name, first, length))
    return found

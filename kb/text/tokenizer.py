"""The tokenizer, for articles and queries alike: the words of a text, their stems, weights and concepts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kb.browser_code.shared import shared_data
from kb.text.folding import ADDRESS_SIGN, APOSTROPHES, SPACELESS, WORD, fold, read_word
from kb.text.languages import FULL, Language
from kb.text.plain_signs import FILLER, plain_signs

_SHARED = shared_data("text", "tokenizer")
WEAK: int = _SHARED["weak"]
FAIRLY_WEAK: int = _SHARED["fairly_weak"]
"""Weights of a language's stop words (`weak`, `fairly_weak`), per cent; set by bench/tune_search.py."""
NOISE = re.compile(_SHARED["noise"])
"""Addresses of pages: no article is found by them."""
_NOISE_SIGN = re.compile(_SHARED["noise_sign"])
"""All noise contains one of these: a quick test that spares most texts the search."""
JOINED = re.compile(_SHARED["joined"])
"""What is one word with signs inside: an e-mail address, a telephone number in groups, a code such as E-1042.

So are measures: 40x60, 1,5 × 2. Dates, ranges of years, and prices that a letter follows are left as they are. The
first group is the sign before it.
"""
_JOINED_SIGN = re.compile(_SHARED["joined_sign"])
_SEPARATORS = re.compile(_SHARED["separators"])
_TIMES = re.compile(_SHARED["times"])
_JOINT = APOSTROPHES[0]
"""Takes the place of a separator: it belongs to the word, is dropped by folding, and keeps every other place."""
LONGEST_NUMBER: int = _SHARED["longest_number"]
"""A longer number is indexed by so many of its last digits: a telephone number with and without the country's code."""
DIGITS = "0123456789"
LONGEST_WORD: int = _SHARED["longest_word"]
LONGEST_TEXT: int = _SHARED["longest_text"]
"""Characters of a query that are read: bounded work for a pasted book."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text."""

    start: int
    end: int
    """Its span in the text, in code points."""
    folded: str
    with_diacritics: str
    """As typed, with quality marks, and tones as digits at its end; equals `folded` if it has no diacritics."""
    stem: str
    """The form that it is indexed by."""
    weight: int
    """Its weight in a query, per cent."""


def without_noise(text: str) -> str:
    """`text` with spaces in the place of addresses of pages, and each code, number or e-mail address as one word.

    It is as long as `text`, and a word has the same place in both.
    """
    text = plain_signs(text)
    if _NOISE_SIGN.search(text):
        text = NOISE.sub(lambda match: " " * len(match.group()), text)
    return JOINED.sub(_join, text) if _JOINED_SIGN.search(text) else text


def _join(match: re.Match[str]) -> str:
    before = match.group(1)
    joined = _SEPARATORS.sub(_join_at, _TIMES.sub("x", match.group()[len(before) :]))
    return before + joined.replace(_JOINT, " ", joined.startswith(_JOINT))


def _join_at(separators: re.Match[str]) -> str:
    return _JOINT + FILLER * (len(separators.group()) - 1)


def find_words(text: str) -> list[tuple[str, int, int]]:
    """The words of `text` with their spans; in scripts without spaces each character is a word."""
    return _split(without_noise(text))


def _split(text: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for match in WORD.finditer(text):
        word, start = match.group(), match.start()
        if SPACELESS.search(word):
            found += [(char, start + i, start + i + 1) for i, char in enumerate(word)]
        elif len(word) <= LONGEST_WORD or len(fold(word)) <= LONGEST_WORD:
            found.append((word, start, match.end()))
    return found


def is_code(folded: str) -> bool:
    """Whether a word is a number, a code or an e-mail address: without meaning where no document has it."""
    return ADDRESS_SIGN in folded or any(char in DIGITS for char in folded)


def weigh(folded: str, with_diacritics: str, stem: str, language: Language) -> int:
    """The weight of a word, per cent: stop words have less than `FULL`."""
    form = with_diacritics if language.has_tones else folded
    if form in language.weak or (not language.has_tones and stem in language.weak):
        return WEAK
    if form in language.fairly_weak or (not language.has_tones and stem in language.fairly_weak):
        return FAIRLY_WEAK
    return FULL


def stem_of(folded: str, language: Language) -> str:
    """The form that a word is indexed by."""
    if len(folded) > LONGEST_NUMBER and folded.isascii() and folded.isdigit():
        return folded[-LONGEST_NUMBER:]
    return folded if language.has_tones else language.stem(folded)


@lru_cache(maxsize=50_000)
def _forms(word: str, language: Language) -> tuple[str, str, str, int]:
    """Folded form, form with diacritics, stem and weight.

    Cached, because most words of a text were read before.
    """
    folded, with_diacritics = read_word(word)
    stem = stem_of(folded, language)
    return folded, with_diacritics, stem, weigh(folded, with_diacritics, stem, language)


def read_token(word: str, start: int, end: int, language: Language) -> Token:
    """One word read in one language."""
    folded, with_diacritics, stem, weight = _forms(word, language)
    return Token(start, end, folded, with_diacritics, stem, weight)


def _significant(words: Iterable[tuple[str, int, int]], language: Language) -> list[Token]:
    found: list[Token] = []
    for word, start, end in words:
        folded, with_diacritics, stem, weight = _forms(word, language)
        if folded:
            found.append(Token(start, end, folded, with_diacritics, stem, weight))
    return found


def read(text: str, language: Language) -> list[Token]:
    """The words of `text`, read in `language`; addresses of pages are left out."""
    return _significant(find_words(text), language)


def split_stretch(stretch: str, language: Language) -> list[Token]:
    """The words of a piece of text without white space and noise, as `read` gives them."""
    return _significant(_split(stretch), language)


@lru_cache
def _first_words(language: Language) -> frozenset[str]:
    """The first words of the phrases of a language's concepts."""
    return frozenset(phrase.split(" ", 1)[0] for phrase in language.concepts)


def find_concepts(tokens: list[Token], language: Language) -> list[tuple[str, int, int]]:
    """Concepts named in a text: (name, first token, number of tokens), longest phrase first."""
    return find_phrases([token.with_diacritics if language.has_tones else token.stem for token in tokens], language)


def find_phrases(named: list[str], language: Language) -> list[tuple[str, int, int]]:
    """As `find_concepts`, for words in the form that word lists are compared by."""
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

"""A cache of tokens by the piece of text between two spaces: most pieces of a text were read before.

A text is split at white space, which no word contains, and each piece (“đâu?”) is read once for each language.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from kb.search.indexing.terms import EXACT, expand_token
from kb.text.folding import ADDRESS_SIGN, APOSTROPHES, SPACELESS, WORD_CLASS
from kb.text.languages import FULL, Language
from kb.text.tokenizer import Token, find_words, split_stretch, without_noise

HYPHENS = frozenset("-\u2010\u2011")
UNSPLIT = HYPHENS | {ADDRESS_SIGN}
"""What `also_found_by` finds something for has one of these."""
COMPOUND = re.compile(f"[{WORD_CLASS}]+(?:[-\u2010\u2011][{WORD_CLASS}]+)+")
"""Words joined by hyphens."""
LONGEST_COMPOUND = 24
MEASURES = re.compile("[0-9] ?[xX\u00d7*] ?[0-9]")
"""What a text with measures has: 40x60cm."""
_MEASURE = re.compile("[0-9][^0-9A-Za-z]?[xX]")
_WITH_UNIT = re.compile("([0-9]+(?:x[0-9]+)+)[a-z]{1,4}")
_HYPHEN = re.compile("[-\u2010\u2011]")
_NO_COMPOUND = re.compile(f"[0-9]|{SPACELESS.pattern}")
MOST_PIECES = 100_000
"""Pieces kept for each language: about thirty megabytes."""


class KnownWord(NamedTuple):
    """One word as it is counted."""

    stem: str
    with_diacritics: str
    list_form: str
    """The form that word lists are compared by."""
    exact: str
    """The term of the exact word, if it differs from the stem; else ""."""
    is_significant: bool
    """Whether it has the full weight in a query: it is no stop word."""
    expansion: tuple[KnownWord, ...] = ()
    """The words that a slang or foreign word most likely stands for."""


class KnownPieces(dict[str, tuple[KnownWord, ...]]):
    """Piece → its words; a lookup of a new piece reads it."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.stems: dict[str, str] = {}
        """Piece → its stem, for the pieces that are one plain word, nearly all, or none: ""."""
        self.slang: set[str] = set()
        """The pieces that have a word with an expansion."""

    def __missing__(self, piece: str) -> tuple[KnownWord, ...]:
        language = self._language
        words = tuple([_known(token, language) for token in split_stretch(piece, language)])
        is_slang = any(word.expansion for word in words)
        if is_slang:
            self.slang.add(piece)
        if len(self) < MOST_PIECES:
            self[piece] = words
            if len(words) < 2 and not is_slang:
                self.stems[piece] = words[0].stem if words else ""
        return words


@lru_cache(maxsize=MOST_PIECES)
def also_found_by(piece: str, language: Language) -> tuple[str, ...]:
    """Stems by which `piece` is found besides those of its words.

    They are a compound without its hyphens ("wi-fi": wifi), measures without their unit ("40x60cm": 40x60), and the
    words of an e-mail address but its last.
    """
    if _MEASURE.search(piece):
        measures = [_WITH_UNIT.fullmatch(token.folded) for token in split_stretch(piece, language)]
        return tuple([match[1] for match in measures if match])
    if UNSPLIT.isdisjoint(piece):
        return ()
    compounds = [match.group() for match in COMPOUND.finditer(piece)]
    found = ["".join(_HYPHEN.split(word)) for word in compounds if _is_compound(word, language)]
    if ADDRESS_SIGN in piece:
        addresses = [word for word, _, _ in find_words(piece) if ADDRESS_SIGN in word]
        found += [part for word in addresses for part in re.split(f"[{APOSTROPHES}{ADDRESS_SIGN}]", word)[:-1]]
    return tuple([token.stem for word in found for token in split_stretch(word, language)])


def _is_compound(word: str, language: Language) -> bool:
    """Whether a word with hyphens may be written without them; a reduplication (barang-barang, a plural) is not."""
    if len(word) > LONGEST_COMPOUND or _NO_COMPOUND.search(word):
        return False
    stems = [token.stem for token in split_stretch(word, language)]
    return len(set(stems)) == len(stems) > 1


def _known(token: Token, language: Language) -> KnownWord:
    parts = expand_token(token, language)
    expansion = () if parts[0] is token else tuple([_plain(part, language) for part in parts])
    return _plain(token, language, expansion)


def _plain(token: Token, language: Language, expansion: tuple[KnownWord, ...] = ()) -> KnownWord:
    list_form = token.with_diacritics if language.has_tones else token.stem
    exact = EXACT + token.with_diacritics if token.with_diacritics != token.stem else ""
    return KnownWord(token.stem, token.with_diacritics, list_form, exact, token.weight == FULL, expansion)


@cache
def pieces_of(language: Language) -> KnownPieces:
    """The cache of `language`, one for the whole process."""
    return KnownPieces(language)


def cut(text: str) -> list[str]:
    """The pieces of `text`, in order."""
    return without_noise(text).split()

"""A cache of tokens by the piece of text between two spaces: most pieces of a text were read before.

A text is split at white space, which no word contains, and each piece (“đâu?”) is read once for each language.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from kb.search.indexing.terms import EXACT, expand_token
from kb.text.languages import FULL, Language
from kb.text.tokenizer import Token, split_stretch, without_noise

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
        """Piece → its stem, for the pieces that are one plain word: nearly all."""

    def __missing__(self, piece: str) -> tuple[KnownWord, ...]:
        language = self._language
        words = tuple([_known(token, language) for token in split_stretch(piece, language)])
        if len(self) < MOST_PIECES:
            self[piece] = words
            if len(words) == 1 and not words[0].expansion:
                self.stems[piece] = words[0].stem
        return words


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

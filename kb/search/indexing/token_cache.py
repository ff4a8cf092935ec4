"""Words that were counted before, by what stands between two spaces: most of a text's need no reading again.

A text is cut at white space, which no word spans, and each piece (“đâu?”) is read once for each language.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from kb.search.indexing.terms import EXACT, expand_token
from kb.text.languages import Language
from kb.text.tokenizer import Token, split_stretch, without_noise

MOST_PIECES = 100_000
"""Pieces remembered for each language: some thirty megabytes."""


class KnownWord(NamedTuple):
    """One word as it is counted."""

    stem: str
    toned: str
    named: str
    """The form that word lists are compared by."""
    exact: str
    """The term of the exact word, where it differs from the stem; else ""."""
    instead: tuple[KnownWord, ...] = ()
    """The words that a slang or foreign word most likely stands for."""


class KnownPieces(dict[str, tuple[KnownWord, ...]]):
    """Piece → its words; looking up a piece that was not met before reads it."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.stems: dict[str, str] = {}
        """Piece → its stem, for the pieces of this dictionary that are one plain word: nearly all."""

    def __missing__(self, piece: str) -> tuple[KnownWord, ...]:
        language = self._language
        words = tuple([_known(token, language) for token in split_stretch(piece, language)])
        if len(self) < MOST_PIECES:
            self[piece] = words
            if len(words) == 1 and not words[0].instead:
                self.stems[piece] = words[0].stem
        return words


def _known(token: Token, language: Language) -> KnownWord:
    parts = expand_token(token, language)
    instead = () if parts[0] is token else tuple([_plain(part, language) for part in parts])
    return _plain(token, language, instead)


def _plain(token: Token, language: Language, instead: tuple[KnownWord, ...] = ()) -> KnownWord:
    named = token.toned if language.has_tones else token.stem
    exact = EXACT + token.toned if token.toned != token.stem else ""
    return KnownWord(token.stem, token.toned, named, exact, instead)


@cache
def pieces_of(language: Language) -> KnownPieces:
    """What is remembered of `language`."""
    return KnownPieces(language)


def cut(text: str) -> list[str]:
    """The pieces of `text`, in order."""
    return without_noise(text).split()

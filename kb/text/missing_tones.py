"""Words typed without their tones: read as the phrase of the word lists that they make together.

"hang" alone may be "hàng" (goods) or "hạng" (rank), and "tai" is mostly the weak "tại"; "tra hang" is "trả hàng" and
"tai khoan" is "tài khoản". Its twin is `kb/text/browser/missing_tones.js`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kb.text.languages import Language
from kb.text.tokenizer import Token, weigh


def restore_tones(tokens: Sequence[Token], language: Language) -> list[Token]:
    """The words of a query, where some make a phrase of the lists without its tones, as that phrase is written.

    From left to right, the longest phrase first. A word typed with other tones than the phrase's is no part of it.
    """
    found: list[Token] = []
    starts, longest = _shape(language)
    at = 0
    while at < len(tokens):
        length = min(longest, len(tokens) - at) if tokens[at].folded in starts else 1
        while length > 1 and not (toned := _toned(tokens[at : at + length], language)):
            length -= 1
        found += toned if length > 1 else [tokens[at]]
        at += length
    return found


def _toned(tokens: Sequence[Token], language: Language) -> list[Token]:
    spelling = language.phrases.get(" ".join(token.folded for token in tokens), ())
    pairs = list(zip(tokens, spelling, strict=False))
    if any(token.with_diacritics not in (token.folded, form) for token, form in pairs):
        return []
    return [
        replace(token, with_diacritics=form, weight=weigh(token.folded, form, token.stem, language))
        for token, form in pairs
    ]


@lru_cache
def _shape(language: Language) -> tuple[frozenset[str], int]:
    """The first words of a language's phrases, and the words of the longest."""
    words = [phrase.split(" ") for phrase in language.phrases]
    return frozenset(phrase[0] for phrase in words), max(map(len, words), default=1)

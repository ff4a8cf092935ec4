"""Words of a query that are the keys of Vietnamese ones, typed with the input method off.

Its twin is `kb/search/browser/typed_tokens.js`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb.browser_code.shared import shared_data
from kb.search.indexing.index import Index
from kb.search.indexing.terms import EXACT
from kb.search.ranking.dictionary import forms_in_language
from kb.text.tokenizer import Token, read_token
from kb.text.typed_keys import typed_words

SHORTEST_KEYS: int = shared_data("search", "ranking")["shortest_keys"]
"""Keys from which on a word with one mark is taken for keys, whatever stands beside it: "off" and "box" are words."""


def read_keys(tokens: Sequence[Token], index: Index, is_known: Callable[[Token], bool]) -> Sequence[Token]:
    """`tokens` with those that are the keys of a word that documents have replaced by this word.

    A word that is known, or that the language has, is never keys. Where one word of a query surely is, less likely ones
    are taken for keys too. Else a letter that is merely doubled is a slip; đ at the beginning, which is seldom one, is
    read without its mark.
    """
    found = {token: made for token in tokens if (made := _written(token, index)) and not is_known(token)}
    if any(_is_sure(token, made, index) for token, made in found.items()):
        return [_as_found(found[token], index) if token in found else token for token in tokens]
    strokes = {token: made for token, made in found.items() if token.folded.startswith("dd")}
    return [_plain(strokes[token], index) if token in strokes else token for token in tokens]


def _written(token: Token, index: Index) -> Token | None:
    """The word that documents have which the keys of a token write: with its tone, else at least its letters."""
    words = [
        read_token(word, token.start, token.end, index.language) for word in typed_words(token.folded, index.language)
    ]
    words = [word for word in words if word.stem in index.postings]
    if not words or (token.folded.isalpha() and forms_in_language(token.folded, index.language)):
        return None
    return next((word for word in words if _has_form(word, index)), words[0])


def _has_form(word: Token, index: Index) -> bool:
    return EXACT + word.with_diacritics in index.postings


def _is_sure(token: Token, made: Token, index: Index) -> bool:
    more = len(token.folded) - len(made.folded)
    if more == 1 and not made.with_diacritics[-1].isdigit() and token.folded.isalpha() and "w" not in token.folded:
        return False  # one letter twice
    return more > 1 or (len(token.folded) >= SHORTEST_KEYS and _has_form(made, index))


def _as_found(made: Token, index: Index) -> Token:
    """A word with its marks if documents have this form of it, else without."""
    return made if _has_form(made, index) else _plain(made, index)


def _plain(made: Token, index: Index) -> Token:
    return read_token(made.folded, made.start, made.end, index.language)

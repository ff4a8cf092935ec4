"""What an English text is also found by in an index of another language: its commonest shop words in that language.

A new shop begins with texts in English, and its customers and agents ask in their own language: without this none of
their words would be in any document. The words are data (`english_means` in `kb/text/data/CODE.json`: English word →
likely translations and their forms, commas between them), read when an index is built and never by the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from kb.text.languages import Language
from kb.text.tokenizer import read

WRITTEN = "en"
"""The language whose words are listed."""


def terms_in(own: Language, terms: Mapping[str, tuple[int, ...]], written: Language) -> dict[str, tuple[int, ...]]:
    """The terms of `own` that stand for `terms` of a text in the language `written`, with these ones' counts."""
    found: dict[str, tuple[int, ...]] = {}
    for stem, meanings in _meanings(own, written).items() if written.code == WRITTEN else ():
        row = terms.get(stem)
        for term in meanings if row else ():
            held = found.get(term)
            found[term] = tuple(map(max, held, row)) if held and row else row or ()
    return found


@lru_cache(maxsize=16)
def _meanings(own: Language, written: Language) -> Mapping[str, tuple[str, ...]]:
    """Stem of an English word → the terms that stand for it."""
    found: dict[str, tuple[str, ...]] = {}
    for word, listed in own.data.get("english_means", {}).items():
        stem = written.stem(word)
        terms = [term for phrase in listed.split(",") for term in _terms(phrase.strip(), own)]
        found[stem] = tuple(dict.fromkeys((*found.get(stem, ()), *terms)))
    return found


def _terms(phrase: str, own: Language) -> list[str]:
    """The terms of one translation. Of several words, or signs of a script without spaces, the pairs alone: one of
    them means something else."""
    stems = [token.stem for token in read(phrase, own)]
    return [f"{a} {b}" for a, b in pairwise(stems)] or stems

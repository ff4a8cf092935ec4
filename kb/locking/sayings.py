"""Proverbs, verses, songs and famous phrases inside a passphrase: guessers have lists of them.

`sayings.txt` holds ours. Marks, case, spaces and punctuation do not matter, a piece of a saying counts as the saying,
digits may stand for letters or between them, and words may stand in another order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

PIECE = 12
"""Letters in a row that show which saying is meant; a shorter saying must stand there whole."""
_LEAST_WHOLE = 8
_LEAST_WORDS = 4
"""Words of one saying in any order: fewer may be chance."""
_LOOK_ALIKES = str.maketrans("013457@$!", "oleastasi")


def fold(text: str) -> str:
    """Small letters without marks: how a guesser's list is kept."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))
    return plain.replace("đ", "d").replace("ß", "ss")


def without_sayings(passphrase: str) -> Iterator[str]:
    """What is left of `passphrase`, folded, when sayings are taken out; one text for each way that finds some."""
    text = fold(passphrase)
    for reading in dict.fromkeys((text, text.translate(_LOOK_ALIKES))):
        if taken := _places(reading):
            yield "".join(char for place, char in enumerate(text) if place not in taken and char.isalnum())
    words = re.findall(r"[^\W\d_]+", text)
    for saying in _sayings():
        if len(set(words) & saying) >= _LEAST_WORDS:
            left = [word for word in re.findall(r"\w+", text) if word.strip("0123456789_") not in saying]
            if len(left) * 4 <= len(words):
                yield "".join(left)


def _places(text: str) -> set[int]:
    """Where in `text` the letters of sayings stand."""
    places = [place for place, char in enumerate(text) if char.isalpha()]
    letters = "".join(text[place] for place in places)
    taken: set[int] = set()
    for start in range(len(letters) - _LEAST_WHOLE + 1):
        for length in range(_LEAST_WHOLE, PIECE + 1):
            if letters[start : start + length] in _pieces():
                taken.update(places[start : start + length])
    return taken


@cache
def _lines() -> tuple[str, ...]:
    text = files("kb.locking").joinpath("sayings.txt").read_text(encoding="utf-8")
    return tuple(fold(line) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _sayings() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(re.findall(r"[^\W\d_]+", line)) for line in _lines())


@cache
def _pieces() -> frozenset[str]:
    pieces: set[str] = set()
    for line in _lines():
        letters = "".join(char for char in line if char.isalpha())
        if len(letters) >= _LEAST_WHOLE:
            pieces.update(letters[start : start + PIECE] for start in range(max(1, len(letters) - PIECE + 1)))
    return frozenset(pieces)

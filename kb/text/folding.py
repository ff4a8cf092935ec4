"""Folding: letters without case, diacritics and strokes, and the classes of characters that words consist of.

All functions read one table (`data/characters.json`, written by `bench/make_characters.py`). The browser loads the
same table, so Python and JavaScript agree, whatever version of Unicode each of them was built with.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from kb.browser_code.shared import shared_data

TABLE: dict[str, Any] = json.loads((files("kb.text") / "data" / "characters.json").read_text("utf-8"))
_SHARED = shared_data("text", "folding")
APOSTROPHES: str = _SHARED["apostrophes"]
ADDRESS_SIGN: str = _SHARED["address_sign"]


def _pairs(keys: str, values: str) -> dict[str, str]:
    return dict(zip(keys, values.split() if " " in values else values, strict=True))


FOLDED = _pairs(*TABLE["folded"])
"""Letter → small letters without any mark: Đ → d, ệ → e, ß → ss."""
QUALITIES = _pairs(*TABLE["qualities"])
"""Letter → small letter with its quality mark, without its tone: Ệ → ê, Ð → đ."""
TONES = _pairs(*TABLE["tones"])
"""Letter → digit of its tone: 1 á, 2 à, 3 ả, 4 ã, 5 ạ."""
TONE_MARKS = _pairs(*TABLE["tone_marks"])
COMPOSE: dict[str, str] = TABLE["compose"]
_DROP_MARKS = {ord(mark): "" for mark in TABLE["marks"]}
_FOLD_TABLE = str.maketrans(FOLDED) | _DROP_MARKS
_LETTERS = str.maketrans(FOLDED | QUALITIES)
_PART_OF_A_LETTER = re.compile(f"[{re.escape(''.join([*TABLE['marks'], *TONE_MARKS, APOSTROPHES]))}]")
"""Marks and apostrophes: not letters by themselves."""
_MARKS = re.compile(f"[{re.escape(TABLE['marks'])}]")
_STACKED = re.compile(f"(?:(?!{_SHARED['filler']}){_MARKS.pattern}){{3}}")
"""More marks than any letter has: a word with these is decorated ("zalgo"), and its marks mean nothing."""
_STYLED = re.compile(_SHARED["styled"])
"""Letters and digits as mathematics styles them (bold, script), which people decorate words with."""


def char_class(gaps: str) -> str:
    """The inside of a regular expression's character class, from ranges in the tables' form.

    `gaps` holds the first and last code point of each range in order, delta-encoded in base 36.
    """
    codes = list(accumulate(int(gap, 36) for gap in gaps.split()))
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in zip(codes[::2], codes[1::2], strict=True))


WORD_CLASS = char_class(TABLE["words"])
"""One character of a word."""
WORD = re.compile(f"[{WORD_CLASS}]+(?:[{APOSTROPHES}{ADDRESS_SIGN}][{WORD_CLASS}]+)*")
"""A run of letters, digits and marks; an apostrophe or the sign of an e-mail address inside a word belongs to it."""
SPACELESS = re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in TABLE["spaceless"]) + "]")
"""One character of a script that puts no space between words."""


def compose(text: str) -> str:
    """`text` in Unicode's composed form (NFC)."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`text` in small letters without accents, tones or strokes: "Đổi trả" → "doi tra"."""
    return text.translate(_FOLD_TABLE)


def fold_slug(text: str, separator: str = "-") -> str:
    """An ASCII anchor or file name of `text`: "Đổi trả hàng đã đặt" → "doi-tra-hang-da-dat".

    Empty when nothing of `text` can be written in ASCII letters and digits.
    """
    return re.sub("[^a-z0-9]+", separator, fold(re.sub(f"[{APOSTROPHES}]", "", text))).strip(separator)


@lru_cache(maxsize=100_000)
def read_word(word: str) -> tuple[str, str]:
    """A word's folded form, and its form with diacritics: quality marks in place, tones as digits at its end.

    With the tone at the end, every placement of it gives the same form ("hoà", "hòa" → "hoa2"), composed or not.
    The two forms of a word without diacritics are equal: "hang" → ("hang", "hang").
    """
    if word.isascii() and word.isalnum():  # has no marks
        return (plain := word.lower()), plain
    if _STYLED.search(word):
        word = _STYLED.sub(lambda match: unicodedata.normalize("NFKC", match.group()), word)
    if _STACKED.search(word):
        word = _MARKS.sub("", word)
    if not _PART_OF_A_LETTER.search(word):
        with_diacritics = word.translate(_LETTERS)
        return fold(with_diacritics), with_diacritics + "".join([TONES[char] for char in word if char in TONES])
    letters: list[str] = []
    tones: list[str] = []
    for char in word:
        if char in TONE_MARKS:
            tones.append(TONE_MARKS[char])
        elif letters and letters[-1] + char in COMPOSE:
            letters[-1] = COMPOSE[letters[-1] + char]
        elif ord(char) not in _DROP_MARKS and char not in APOSTROPHES:
            letters.append(QUALITIES.get(char) or FOLDED.get(char, char))
            if char in TONES:
                tones.append(TONES[char])
    return fold("".join(letters)), "".join(letters) + "".join(tones)


_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def visible(text: str) -> str:
    """`text` without invisible characters, line for line; no-break and wide spaces become plain ones."""
    return text if text.isascii() else _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u3000", " ")

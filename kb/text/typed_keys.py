"""Vietnamese as its keys were typed, where the input method was off: "ddoi tra3" for "đổi trả".

Telex writes marks with letters (dd, aa, ow; tones s f r x j), VNI with digits (d9, a6, o7; tones 1 to 5). A language
names its input methods under `typed` in its data file. The twin is `browser/typed_keys.js`.
"""

from __future__ import annotations

import re
from typing import Any

from kb.browser_code.shared import shared_data
from kb.text.folding import read_word
from kb.text.languages import Language

_SHARED: dict[str, Any] = shared_data("text", "typed_keys")
_TONE_KEYS: dict[str, dict[str, str]] = _SHARED["tones"]
"""Input method → key → combining mark."""
_MARK_KEYS: dict[str, list[list[str]]] = _SHARED["marks"]
"""Input method → (pattern of keys, what they write, `$1` for its group), each applied once, in order."""
LONGEST_KEYS: int = _SHARED["longest"]
_VOWEL = re.compile(_SHARED["vowel"])
_STOPPED = re.compile(_SHARED["stopped"])
"""Syllables that end in a stop: they have the tone sắc or nặng."""


def typed_words(word: str, language: Language) -> list[str]:
    """The words that the keys of a folded `word` write, by each input method of the language; mostly none."""
    if not language.data.get("typed") or len(word) > LONGEST_KEYS or not word.isascii() or not word.isalnum():
        return []
    written = (_write(word, method) for method in language.data["typed"].split())
    return [made for made in written if made and made != word and _is_syllable(made, language)]


def _write(keys: str, method: str) -> str:
    """What `keys` write; empty if a tone is typed twice, before any vowel, or with another one."""
    tones = _TONE_KEYS[method]
    vowel = _VOWEL.search(keys)
    first = vowel.end() if vowel else len(keys)
    typed = [place for place in range(first, len(keys)) if keys[place] in tones]
    if len(typed) > 1:
        return ""
    letters = keys[: typed[0]] + keys[typed[0] + 1 :] if typed else keys
    for pattern, instead in _MARK_KEYS[method]:
        letters = re.sub(pattern, instead.replace("$", "\\"), letters, count=1)
    return letters + (tones[keys[typed[0]]] if typed else "")


def _is_syllable(written: str, language: Language) -> bool:
    folded, with_diacritics = read_word(written)
    has_tone = with_diacritics[-1:].isdigit()
    is_toned = with_diacritics[-1:] in "15"
    return language.is_well_formed(folded) and (is_toned or not has_tone or not _STOPPED.search(folded))

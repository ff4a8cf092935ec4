"""Signs that look like plain letters or like nothing, read as what a reader sees.

Full-width forms are plain ones; invisible signs (zero-width joiners, soft hyphens, marks of direction, selectors of
emoji) vanish; Cyrillic and Greek letters that look like Latin ones are these in a word that has Latin letters or digits
and nothing else foreign. What comes out is as long as what went in, so every word keeps its place.
The twin is `browser/plain_signs.js`.
"""

from __future__ import annotations

import re

from kb.browser_code.shared import shared_data

_SHARED = shared_data("text", "tokenizer")
FILLER: str = _SHARED["filler"]
"""Takes the place of an invisible sign: it belongs to the word that it stands in, and is dropped by folding."""
_UNUSUAL = re.compile(_SHARED["unusual"])
"""All that is changed here has one of these: a quick test that spares most texts the rest."""
_WIDE = re.compile(_SHARED["wide"])
_WIDE_OFFSET: int = _SHARED["wide_offset"]
_INVISIBLE = re.compile(_SHARED["invisible"])
_MIXED = re.compile(_SHARED["mixed"])
_MIXED_WORD = re.compile(_SHARED["mixed_word"])
_FOREIGN = re.compile(_SHARED["foreign"])
"""A Cyrillic or Greek letter that looks like no Latin one."""
_LOOK_ALIKES = str.maketrans(*_SHARED["look_alikes"])


def plain_signs(text: str) -> str:
    """`text` in plain signs, sign for sign."""
    if text.isascii() or not _UNUSUAL.search(text):
        return text
    text = _WIDE.sub(lambda match: chr(ord(match.group()) - _WIDE_OFFSET), text)
    text = _INVISIBLE.sub(FILLER, text)
    return _MIXED_WORD.sub(_in_latin, text) if _MIXED.search(text) else text


def _in_latin(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_LOOK_ALIKES) if _MIXED.search(word) and not _FOREIGN.search(word) else word

"""White space, line ends, case and safe cuts, defined once for Python and the browser.

Two runtimes, and two versions of one, disagree on all of these: Python counts U+001C as white space, JavaScript the
BOM, and each knows only the letters of its own version of Unicode. So code with a twin never uses `str.split()`,
`strip()`, `lower()` or `\\s`, but the classes below. Tokens are read by `kb.text.folding`. The twin is
`browser/letters.js`; tests/twins compares them on every character of Unicode.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from kb.browser_code.shared import shared_data
from kb.text.folding import TABLE, char_class

_SHARED = shared_data("text", "letters")
SPACES: str = _SHARED["spaces"]
"""White space as JavaScript defines it (ECMA-262, WhiteSpace and LineTerminator)."""
LINE_END = re.compile(_SHARED["line_end"])
"""Mandatory line breaks (UAX #14: BK, CR, LF, NL)."""
JOINER: str = _SHARED["joiner"]
MOST_JOINED: int = _SHARED["most_joined"]
"""A cut moves back by at most this many characters: no real text has a longer run of marks."""
_SPACES = re.compile(f"[{SPACES}]+")


@cache
def letter_classes() -> dict[str, re.Pattern[str]]:
    """The classes of `data/letters.json`, each matching one character.

    `decomposing` (has a compatibility decomposition), `marks`, `formats` (category Cf) as of Unicode 14, so that a
    later version changes nothing; `cased`, as `lower` takes it.
    """
    data: dict[str, str] = json.loads((files("kb.text") / "data" / "letters.json").read_text("utf-8"))
    return {name: re.compile(f"[{char_class(steps)}]") for name, steps in data.items()}


_JOINED = re.compile(f"[{char_class(TABLE['joined'])}]")
_CASED = re.compile(f"[{char_class(TABLE['cased'])}]")
_FLAG_LETTER = re.compile(_SHARED["flag_letter"])


def lower(text: str) -> str:
    """`text` in small letters, letter by letter: Latin, Greek, Cyrillic, Armenian and full-width ones."""
    return text.lower() if text.isascii() else _CASED.sub(lambda match: match.group().lower(), text)


def split_words(text: str) -> list[str]:
    """The parts of `text` between white space."""
    return [word for word in _SPACES.split(text) if word]


def safe_cut(text: str, place: int) -> int:
    """The last offset up to `place` at which a cut of `text` splits no grapheme cluster.

    A mark stays with its letter; an emoji stays with its colour, its joined emoji and its flag. If more than
    `MOST_JOINED` characters belong together, the result is `place` itself.
    """
    for back in range(place, max(0, place - MOST_JOINED), -1):
        if not _is_inside(text, back):
            return back
    return place if place > MOST_JOINED else 0


def _is_inside(text: str, place: int) -> bool:
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if before == JOINER or _JOINED.match(after) or (before == "\r" and after == "\n"):
        return True
    if not (_FLAG_LETTER.match(before) and _FLAG_LETTER.match(after)):
        return False
    letters = 0
    while letters < place and _FLAG_LETTER.match(text[place - letters - 1]):
        letters += 1
    return letters % 2 == 1

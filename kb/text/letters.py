"""White space, line ends, case and safe cuts, defined once for Python and the browser.

Two runtimes, and two versions of one, disagree on all of these: Python counts U+001C as white space, JavaScript the
BOM, and each knows only the letters of its own version of Unicode. So code with a twin never uses `str.split()`,
`strip()`, `lower()` or `\\s`, but the classes below. Tokens are read by `kb.text.folding`. The twins are `reading.js`
(search) and `kb/desk/browser/folded.js`; tests/twins compares them on every character of Unicode.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from kb.text.folding import TABLE, char_class

SPACES = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""White space as JavaScript defines it (ECMA-262, WhiteSpace and LineTerminator)."""
LINE_END = re.compile("\r\n|[\n\v\f\r\u0085\u2028\u2029]")
"""Mandatory line breaks (UAX #14: BK, CR, LF, NL)."""
JOINER = "\u200d"
MOST_JOINED = 40
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
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")


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

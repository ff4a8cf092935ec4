"""White space, line ends, case and places to cut, said once for Python and the browser.

Two runtimes, and two versions of one, disagree on all of these: Python takes U+001C for white space and
JavaScript the BOM, and each knows only the letters of its own version of Unicode. So what both sides must do
alike never uses `str.split()`, `strip()`, `lower()` or `\\s` of either, but the classes below. Tokens are read by
`kb.text.folding`. The twin is `browser/letters.js`; tests/twins holds both to the same on every character there is.
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
"""What JavaScript calls white space (ECMA-262, WhiteSpace and LineTerminator)."""
LINE_END = re.compile(_SHARED["line_end"])
"""Where a line must end (UAX #14: BK, CR, LF, NL)."""
JOINER: str = _SHARED["joiner"]
MOST_JOINED: int = _SHARED["most_joined"]
"""Signs that a cut is moved back for at most: a longer run of marks is nobody's writing."""
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
    """What stands between white space."""
    return [word for word in _SPACES.split(text) if word]


def safe_cut(text: str, place: int) -> int:
    """The last place up to `place` where `text` may be cut without parting what is one sign to its reader.

    A mark stays with its letter, an emoji with its colour, its joined ones and its flag. `place` itself where more
    than `MOST_JOINED` signs belong together.
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

"""A pasted conversation → turns, as `browser/transcript.js` reads it on the desk's page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from kb.browser_code.shared import shared_data
from kb.desk.model import Turn
from kb.text.letters import LINE_END, SPACES, split_words

_SHARED = shared_data("desk", "transcript")
CUSTOMER: frozenset[str] = frozenset(_SHARED["customer"])
AGENT: frozenset[str] = frozenset(_SHARED["agent"])
"""How copied conversations name the speakers, without marks."""
INVISIBLE: str = _SHARED["invisible"]
"""Signs that chats put around times and names, and nobody sees: the inside of a class of characters."""
DIGIT: str = _SHARED["digit"]
"""Latin, Arabic, Persian and full-width ones."""
COLON: str = _SHARED["colons"]
_GAP = f"[{SPACES}{INVISIBLE}]*"
_TIME = rf"\[?{DIGIT}{{1,2}}{COLON}{DIGIT}{{2}}(?:{COLON}{DIGIT}{{2}})?\]?"
_LINE = re.compile(rf"{_GAP}(?:{_TIME}{_GAP})?([^:：]{{1,40}}){COLON}{_GAP}(.*)", re.DOTALL)
_BLANK = re.compile(_GAP)
_D_WITH_STROKE = str.maketrans(dict.fromkeys("đĐðÐ", "d"))
_SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def read_turns(text: str) -> str | tuple[Turn, ...]:
    """The turns of `text` where at least two lines say who speaks, and one of them the customer; else `text` itself."""
    turns: list[Turn] = []
    for line in LINE_END.split(text):
        said = _LINE.fullmatch(line)
        name = _name(said[1]) if said else ""
        if said and name in CUSTOMER | AGENT:
            turns.append(Turn(said[2], is_customer=name in CUSTOMER))
        elif turns:
            turns[-1] = replace(turns[-1], text=f"{turns[-1].text}\n{line}")
        elif not _BLANK.fullmatch(line):
            return text
    return tuple(turns) if len(turns) > 1 and any(turn.is_customer for turn in turns) else text


def _name(label: str) -> str:
    """A speaker's label as the lists above have it: without marks and unseen signs, in small letters."""
    apart = unicodedata.normalize("NFD", label).translate(_D_WITH_STROKE)
    plain = re.sub(rf"[\u0300-\u036f{INVISIBLE}]", "", apart)
    return " ".join(split_words(plain.translate(_SMALL)))

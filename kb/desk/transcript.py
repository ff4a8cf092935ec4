"""A pasted conversation → turns, as `kb/desk/page/turns.js` reads it on the desk's page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from kb.desk.model import Turn
from kb.text.letters import LINE_END, SPACES, split_words

CUSTOMER = frozenset(
    {"customer", "buyer", "client", "guest", "khach hang", "khach", "nguoi mua", "pelanggan", "pembeli"}
)
AGENT = frozenset(
    {"agent", "shop", "seller", "support", "me", "us", "nhan vien", "nguoi ban", "cskh", "ejen", "penjual", "kedai"}
)
"""How copied conversations name the speakers, without marks."""
INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
"""Signs that chats put around times and names, and nobody sees."""
DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]"
"""Latin, Arabic, Persian and full-width ones."""
_GAP = f"[{SPACES}{INVISIBLE}]*"
_TIME = rf"\[?{DIGIT}{{1,2}}[:：]{DIGIT}{{2}}(?:[:：]{DIGIT}{{2}})?\]?"
_LINE = re.compile(rf"{_GAP}(?:{_TIME}{_GAP})?([^:：]{{1,40}})[:：]{_GAP}(.*)", re.DOTALL)
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
    plain = re.sub(f"[\u0300-\u036f{INVISIBLE}]", "", apart)
    return " ".join(split_words(plain.translate(_SMALL)))

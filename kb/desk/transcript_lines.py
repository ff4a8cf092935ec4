"""Lines of a copied conversation, and by what shape each is known; the twin is `browser/transcript_lines.js`.

Patterns are read against a line's plain form (small letters without marks, Latin digits, one space between words) and
only against its head: a longer line is somebody's words. Repetitions are bounded: time grows with the text alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from kb.browser_code.shared import shared_data
from kb.text.letters import LINE_END, SPACES, split_words

SHARED: dict[str, Any] = shared_data("desk", "transcript")
HEAD: int = SHARED["head"]
"""Letters of a line that are looked at."""
LONGER: str = SHARED["longer"]
"""A sign that no name and no time has."""
LONGEST_NAME: int = SHARED["longest_name"]
_DIGITS = str.maketrans(SHARED["digits"], "0123456789" * 3)
_LETTERS = str.maketrans(*SHARED["small"])
_UNSEEN = re.compile(f"[{SHARED['marks']}{SHARED['invisible']}]")
_INVISIBLE = re.compile(f"[{SHARED['invisible']}]")
_COLON = re.compile(SHARED["colon"])
_DATE_PARTS = re.compile(SHARED["date_parts"])
_NUMBER = re.compile(SHARED["number_first"])


def plain(text: str) -> str:
    """The head of `text` as the patterns have it; `LONGER` ends it where more follows."""
    apart = unicodedata.normalize("NFD", text[:HEAD])
    words = split_words(_UNSEEN.sub("", apart).translate(_LETTERS).translate(_DIGITS))
    return " ".join([*words, LONGER] if len(text) > HEAD else words)


def pattern(source: str) -> re.Pattern[str]:
    """One of the shared patterns, with the parts that it names filled in."""
    for name, part in _PARTS.items():
        source = source.replace(f"<<{name}>>", part)
    return re.compile(source, re.ASCII)


def _filled_parts() -> dict[str, str]:
    parts: dict[str, str] = {}
    for name, source in SHARED["parts"]:
        for known, part in parts.items():
            source = source.replace(f"<<{known}>>", part)
        parts[name] = source
    return parts


_PARTS = _filled_parts()


def any_of(name: str) -> re.Pattern[str]:
    """The shared list `name` as one pattern."""
    return pattern("|".join(f"(?:{one})" for one in SHARED[name]))


STAMP = pattern(SHARED["stamp"])
DATE = pattern(SHARED["any_date"])
MEDIA = any_of("media")
NOTICE = any_of("notices")
READ_MARK = pattern(SHARED["read_mark"])
LABELLED = pattern(SHARED["labelled"])
_EDITED = re.compile(SHARED["edited"])
_EDGES: str = SPACES + SHARED["edge"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: as written, and its plain form."""

    text: str
    plain: str

    @property
    def is_blank(self) -> bool:
        return not self.plain

    @property
    def is_stamp(self) -> bool:
        """A time or a date and nothing else."""
        return bool(STAMP.fullmatch(self.plain))

    @property
    def is_read_mark(self) -> bool:
        """“Seen”, “Read 09:15”: what stands below the shop's own words alone."""
        return bool(READ_MARK.fullmatch(self.plain))

    @property
    def is_media(self) -> bool:
        """A picture, a sticker, a deleted message."""
        return bool(MEDIA.fullmatch(self.plain))

    @property
    def is_notice(self) -> bool:
        """What the chat itself says."""
        return bool(NOTICE.fullmatch(self.plain))


def read_lines(text: str) -> list[Line]:
    """The lines of a text."""
    return [Line(line, plain(line)) for line in LINE_END.split(text)]


def after_colons(line: Line, head: str) -> str:
    """What `line` says after the part whose plain form is `head`, which ends in a colon."""
    place = 0
    for _ in range(head.count(":")):
        found = _COLON.search(line.text, place)
        if found is None:
            return ""
        place = found.end()
    return line.text[place:]


def name_as_written(line: Line, head: str, label: str) -> str:
    """`label`, which ends the plain `head` of a line, as the line spells it."""
    written = line.text[: len(line.text) - len(after_colons(line, head))] if head.endswith(":") else line.text
    words = split_words(_INVISIBLE.sub("", written).rstrip(":：" + SPACES))
    count = len(label.split(" "))
    for place in range(len(words) - count + 1):
        spelt = " ".join(words[len(words) - count - place : len(words) - place])
        if plain(spelt) == label:
            return spelt
    return label


def said(lines: list[str]) -> str:
    """The words of a turn: without pictures, marks of the chat, and space around them."""
    kept = (_EDITED.sub("", line) for line in lines)
    return "\n".join(line.strip(_EDGES) for line in kept if not MEDIA.fullmatch(plain(line))).strip(_EDGES)


def day_of(stamp: str) -> tuple[str, ...]:
    """The numbers and words of the date in a plain stamp; empty where there is none."""
    found = DATE.search(stamp)
    return tuple(_DATE_PARTS.findall(found[0])) if found else ()


def are_apart(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Do two dates, as one chat writes them, lie days apart? Where it cannot be told, they do not."""
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    numbers = [(int(a), int(b)) for a, b in differing if _NUMBER.match(a) and _NUMBER.match(b)]
    steps = [abs(a - b) for a, b in numbers]
    if len(differing) == 1:
        return len(numbers) == 1 and steps[0] > SHARED["days_apart"]
    return False

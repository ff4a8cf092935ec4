"""Text as rules read it: tones joined to their letters, digits of any script as ASCII, what is not seen left out.

People write 0９12, 0️⃣9️⃣, e+◌̣ in two characters, and copy zero-width spaces along. Rules see one form of all that, and
each place in it leads back to its place in the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

WALL, SHIELD = "\ue000", "\ue001"
"""Stand in a reading for what is found, and for what is to stay; no rule takes either for a letter or a separator."""
_MARKS = re.compile("[\u0300-\u036f]")
_VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u01a0-\u01b0\u1ea0-\u1ef9]")
_TONE_BEHIND = re.compile("(?<![qQ])(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?![^\\W\\d_])")
"""Hoà, thuý: the tone on the second letter, where others write hòa, thúy."""
_UNSEEN = {"Cf", "Me"}
_SPELLED = {"…": ".", "•": ".", "·": ".", "∙": ".", "。": ".",
            "’": "'", "‘": "'", "ʼ": "'", "\t": " ",
            "\r": "\n", "\v": "\n", "\f": "\n",
            "\x85": "\n", "\u2028": "\n", "\u2029": "\n", WALL: " ", SHIELD: " "}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as rules read it."""

    text: str
    places: tuple[int, ...] | None
    """Place in `text` → place in the source, one more than there are letters; None where they are the same."""

    def in_source(self, place: int) -> int:
        """Where the letter at `place` of the reading begins in the source."""
        return place if self.places is None else self.places[place]


def read(source: str) -> Reading:
    """The reading of `source`."""
    if source.isascii() and source.isprintable():
        return Reading(source, None)
    text = source.translate(_LETTERS)
    if len(text) == len(source) and not _MARKS.search(text):
        return Reading(one_tone_place(text), None)
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(source):
        said = sign.translate(_LETTERS)
        if letters and _MARKS.match(said):
            joined = unicodedata.normalize("NFC", letters[-1] + said)
            letters[-1] = joined if len(joined) == 1 else letters[-1]
        elif said:
            letters.append(said)
            places.append(place)
    return Reading(one_tone_place("".join(letters)), (*places, len(source)))


def one_tone_place(text: str) -> str:
    """`text` with Vietnamese tones where most put them: hoà → hòa, thuý → thúy. As long as before."""
    return text if text.isascii() else _TONE_BEHIND.sub(_tone_on_first, text)


def _tone_on_first(found: re.Match[str]) -> str:
    parts = unicodedata.normalize("NFD", found[0][1])
    return unicodedata.normalize("NFC", found[0][0] + parts[1:]) + parts[0]


def has_vietnamese_marks(text: str) -> bool:
    """Whether `text` is written with marks that Vietnamese alone has, so that a word without any has none."""
    return _VIETNAMESE.search(text) is not None


def bare(text: str) -> str:
    """`text` in small letters without marks: how names and words are compared."""
    return _without_marks(text).casefold()


def spellings(letter: str) -> str:
    """`letter` as people write it, with its marks or without any: ậ, a. With some it may mean another: quân."""
    return "".join(sorted(one for one in {letter, _without_marks(letter)} if len(one) == 1))


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    whole = unicodedata.normalize("NFD", text)
    return _MARKS.sub("", whole).replace("đ", "d").replace("Đ", "D")


class _Letters(dict[int, str]):
    """Code point → what it is read as; filled as letters are met."""

    def __missing__(self, point: int) -> str:
        said = self[point] = _said(chr(point))
        return said


def _said(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign in _SPELLED:
        return _SPELLED[sign]
    if category in _UNSEEN or "\ufe00" <= sign <= "\ufe0f":
        return ""
    if (digit := unicodedata.digit(sign, None)) is not None:
        return str(digit)
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    if category == "Cs":
        return sign
    joined = unicodedata.normalize("NFKC", sign)
    return joined if len(joined) == 1 and not _MARKS.match(joined) else sign


_LETTERS = _Letters()

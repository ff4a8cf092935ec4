"""Folding with offsets: text folded for rules, with the original span of every letter.

Rules match plain lower-case letters without marks; findings must point into the agent's own text. (Search folds
through `kb.text.folding`. This folding also keeps offsets, and removes what people use to hide a phone number from a
filter: zero-width letters, keycaps, full-width digits.)
The twin is `browser/fold_offsets.js`; tests/cases/channels-rules.json holds both to the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kb.browser_code.shared import shared_data
from kb.text.letters import SPACES, letter_classes, lower

_CLASSES = letter_classes()
_SHARED = shared_data("text", "fold_offsets")
LINE_ENDS: str = _SHARED["line_ends"]
_TONE = re.compile(_SHARED["tones"])
PLAIN: dict[str, str] = _SHARED["plain"]
"""Letters that decomposition does not change. U+00D0 is often typed for Đ."""


@dataclass(frozen=True, slots=True)
class FoldedText:
    """`text[i]` came from `starts[i]:ends[i]` of the original (code points)."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    has_diacritics: bool
    """Whether the original has diacritics. If so, a word without them means itself: “Huy” is a name, not “hủy”."""

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """A non-empty span of `text` as a span of the original."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=256)
def fold_with_positions(text: str) -> FoldedText:
    """Fold `text` letter by letter; the spans cover the whole original, in order."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    has_diacritics = False
    for position, original in enumerate(text):
        plain, carries_tone, is_mark = _fold_letter(original)
        has_diacritics = has_diacritics or carries_tone
        if is_mark and ends:
            ends[-1] = position + 1
        for letter in plain:
            letters.append(letter)
            starts.append(position)
            ends.append(position + 1)
    return FoldedText("".join(letters), tuple(starts), tuple(ends), has_diacritics)


@lru_cache(maxsize=4_000)
def _fold_letter(original: str) -> tuple[str, bool, bool]:
    """The folded letters of one character; whether it has a mark; whether it consists of marks alone."""
    parts = PLAIN.get(original) or _decompose(original)
    marks = [part for part in parts if _CLASSES["marks"].match(part)]
    carries_tone = original in _SHARED["stroked"] or any(map(_TONE.match, marks))
    kept = (part for part in parts if part not in marks and not _CLASSES["formats"].match(part))
    return "".join(map(_plain, kept)), carries_tone, bool(marks) and len(marks) == len(parts)


def _decompose(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter) if _CLASSES["decomposing"].match(letter) else letter


def _plain(letter: str) -> str:
    if letter in LINE_ENDS:
        return "\n"
    if letter in SPACES:
        return " "
    # One sign for what JavaScript holds as two, so that both twins count alike.
    return "\ufffd" if ord(letter) > 0xFFFF else lower(letter)


def mask_words_without_diacritics(folded: FoldedText, original: str, words: tuple[str, ...]) -> str:
    """The folded text with those of `words` masked that a text with diacritics has without any.

    In "Chào anh Huy", Huy is a name; only "hủy" means cancel. A text without any diacritics is ambiguous, and
    nothing is masked.
    """
    if not folded.has_diacritics or not words:
        return folded.text

    def blot(match: re.Match[str]) -> str:
        start, end = folded.original_span(match.start(), match.end())
        is_bare = original[start:end].isascii()
        return "_" * len(match.group()) if is_bare else match.group()

    return re.sub(r"\b(?:" + "|".join(words) + r")\b", blot, folded.text, flags=re.ASCII)

"""Phrases that say what kind of message this is: small talk, anger, a threat. They are interface words
(`small_talk_…` and `mood_…` of `kb/ui_strings` and of the shop's folder `words`), for every language of the site.
The twin is in `browser/phrases.js`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.browser_code.shared import shared_data
from kb.content.model import MOODS
from kb.text.folding import read_word
from kb.text.letters import SPACES
from kb.text.tokenizer import find_words

_SHARED = shared_data("desk", "phrases")
TALK: tuple[str, ...] = tuple(_SHARED["talk"])
"""Kinds of small talk, the most telling first."""
FILLER: str = _SHARED["filler"]
"""Words that small talk has beside: “shop”, “dear”, “ạ”."""
REVIEW: str = _SHARED["review"]
"""Its phrases are also those of who wants to mend a review, so they are looked up like other words."""
SEPARATOR = "|"
STRAY_WORDS: int = _SHARED["stray_words"]
"""Other words that a message of thanks may hold: “thanks, it looks lovely”."""
_REPEATED = re.compile(_SHARED["repeated"])

_Word = tuple[str, str, int, int]
"""Folded, with diacritics, start, end."""


def phrase_table(words: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """Kind → its phrases in all languages, from the interface words by language."""
    keys = {**{kind: f"small_talk_{kind}" for kind in (*TALK, FILLER)}, **{mood: f"mood_{mood}" for mood in MOODS}}
    return {
        kind: sorted({phrase.strip() for own in words.values() for phrase in own[key].split(SEPARATOR)} - {""})
        for kind, key in keys.items()
    }


def short_replies(words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Language → kind of small talk → what may be answered; nothing need be where no word was said."""
    kinds = [kind for kind in TALK if kind != "nothing"]
    return {code: {kind: own[f"small_talk_reply_{kind}"] for kind in kinds} for code, own in words.items()}


@dataclass(frozen=True, slots=True)
class Heard:
    """What the phrases of a message say."""

    small_talk: str
    """One of `TALK` where the whole message is small talk."""
    is_thanks: bool
    """There is little beside thanks: small talk too, unless something answers it."""
    mood: str
    text: str
    """The message with blanks in place of what is said in anger, which is about nothing."""


class Phrases:
    """Phrases ready for looking them up. `table`: as `phrase_table` gives it."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._talk = _by_first_word(table, (*TALK, FILLER))
        self._moods = _by_first_word(table, MOODS)

    def hear(self, text: str) -> Heard:
        """What a message says beside its question."""
        words = _words_of(text)
        kinds, stray = [], 0
        for kind, _, length in _walk(words, self._talk):
            kinds += [kind] if kind else []
            stray += 0 if kind else length
        moods = [
            (kind, words[at][2], words[at + length - 1][3]) for kind, at, length in _walk(words, self._moods) if kind
        ]
        for _, start, end in (one for one in moods if one[0] != REVIEW):
            text = text[:start] + " " * (end - start) + text[end:]
        said = next((kind for kind in TALK if kind in kinds), "greeting" if kinds else "nothing")
        has_talk = bool(text.strip(SPACES)) and not stray and not moods
        return Heard(
            said if has_talk else "",
            "thanks" in kinds and stray <= STRAY_WORDS,
            next((mood for mood in MOODS if mood in {kind for kind, _, _ in moods}), ""),
            text,
        )


def _words_of(text: str) -> list[_Word]:
    return [(*map(_short, read_word(word)), start, end) for word, start, end in find_words(text)]  # type: ignore[misc]


def _short(word: str) -> str:
    """“okkkk” is “ok”."""
    return _REPEATED.sub(r"\1", word)


def _by_first_word(
    table: Mapping[str, Iterable[str]], kinds: Sequence[str]
) -> dict[str, list[tuple[str, list[_Word]]]]:
    """First word, folded → (kind, words) of each phrase that begins with it, the longest first."""
    found: dict[str, list[tuple[str, list[_Word]]]] = {}
    for kind in kinds:
        for phrase in table.get(kind, ()):
            if words := _words_of(phrase):
                found.setdefault(words[0][0], []).append((kind, words))
    for rows in found.values():
        rows.sort(key=lambda row: -len(row[1]))
    return found


def _walk(words: list[_Word], phrases: Mapping[str, list[tuple[str, list[_Word]]]]) -> Iterable[tuple[str, int, int]]:
    """(kind, place, number of words) of one phrase after another; kind "" for a word that begins none."""
    at = 0
    while at < len(words):
        for kind, phrase in phrases.get(words[at][0], ()):
            if len(phrase) <= len(words) - at and all(map(_is_same, words[at:], phrase)):
                yield kind, at, len(phrase)
                at += len(phrase)
                break
        else:
            yield "", at, 1
            at += 1


def _is_same(said: _Word, meant: _Word) -> bool:
    """A word typed without marks is any that has its letters."""
    return said[0] == meant[0] and said[1] in (meant[1], said[0])

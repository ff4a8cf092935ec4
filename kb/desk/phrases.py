"""Phrases that say what kind of message this is: small talk (`kb.text.small_talk`), anger, a threat. They are interface
words (`small_talk_…` and `mood_…` of `kb/ui_strings` and of the shop's folder `words`), for every language of the site.
The twin is in `browser/phrases.js`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.browser_code.shared import shared_data
from kb.content.model import MOODS
from kb.text.letters import SPACES
from kb.text.small_talk import NOTHING, TALK, PhraseFinder, phrases_in, spoken_words, talk_finder, talk_table

_SHARED = shared_data("desk", "phrases")
REVIEW: str = _SHARED["review"]
"""Its phrases are also those of who wants to mend a review, so they are looked up like other words."""
STRAY_WORDS: int = _SHARED["stray_words"]
"""Other words that a message of thanks may hold: “thanks, it looks lovely”."""


def phrase_table(words: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """Kind → its phrases in all languages, from the interface words by language."""
    return {**talk_table(words), **{mood: phrases_in(words, f"mood_{mood}") for mood in MOODS}}


def short_replies(words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Language → kind of small talk → what may be answered; nothing need be where no word was said."""
    kinds = [kind for kind in TALK if kind != NOTHING]
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
        self._talk = talk_finder(table)
        self._moods = PhraseFinder(table, MOODS)

    def hear(self, text: str) -> Heard:
        """What a message says beside its question."""
        words = spoken_words(text)
        kinds, stray = [], 0
        for kind, _, length in self._talk.walk(words):
            kinds += [kind] if kind else []
            stray += 0 if kind else length
        moods = [
            (kind, words[at][2], words[at + length - 1][3]) for kind, at, length in self._moods.walk(words) if kind
        ]
        for _, start, end in (one for one in moods if one[0] != REVIEW):
            text = text[:start] + " " * (end - start) + text[end:]
        said = next((kind for kind in TALK if kind in kinds), "greeting" if kinds else NOTHING)
        has_talk = bool(text.strip(SPACES)) and not stray and not moods
        return Heard(
            said if has_talk else "",
            "thanks" in kinds and stray <= STRAY_WORDS,
            next((mood for mood in MOODS if mood in {kind for kind, _, _ in moods}), ""),
            text,
        )

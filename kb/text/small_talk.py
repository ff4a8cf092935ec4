"""Small talk: a message that greets, thanks or agrees, and asks nothing. Its phrases are interface words
(`small_talk_…` of `kb/ui_strings` and of the shop's folder `words`), for every language of the site. The twin is in
`browser/small_talk.js`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.browser_code.shared import shared_data
from kb.text.folding import read_word
from kb.text.tokenizer import find_words

_SHARED = shared_data("text", "small_talk")
TALK: tuple[str, ...] = tuple(_SHARED["talk"])
"""Kinds of small talk, the most telling first."""
NOTHING: str = _SHARED["nothing"]
"""The kind of what says nothing at all, such as the word for a picture that was sent: a search may be for it."""
FILLER: str = _SHARED["filler"]
"""Words that small talk has beside: “shop”, “dear”, “ạ”."""
SEPARATOR = "|"
_REPEATED = re.compile(_SHARED["repeated"])

Word = tuple[str, str, int, int]
"""Folded, with diacritics, start, end."""


def talk_table(words: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """Kind → its phrases in all languages, from the interface words by language."""
    return {kind: phrases_in(words, f"small_talk_{kind}") for kind in (*TALK, FILLER)}


def search_table(words: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """What `talk_table` gives, without what a search may be for."""
    return {kind: phrases for kind, phrases in talk_table(words).items() if kind != NOTHING}


def phrases_in(words: Mapping[str, Mapping[str, str]], key: str) -> list[str]:
    """The phrases that the interface words named `key` list in all languages."""
    return sorted({phrase.strip() for own in words.values() for phrase in own[key].split(SEPARATOR)} - {""})


class PhraseFinder:
    """Phrases of some `kinds`, ready for looking them up. `table`: kind → phrases."""

    def __init__(self, table: Mapping[str, Iterable[str]], kinds: Sequence[str]) -> None:
        self._by_first_word: dict[str, list[tuple[str, list[Word]]]] = {}
        for kind in kinds:
            for phrase in table.get(kind, ()):
                if words := spoken_words(phrase):
                    self._by_first_word.setdefault(words[0][0], []).append((kind, words))
        for rows in self._by_first_word.values():
            rows.sort(key=lambda row: -len(row[1]))

    def walk(self, words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
        """(kind, place, number of words) of one phrase after another; kind "" for a word that begins none."""
        at = 0
        while at < len(words):
            for kind, phrase in self._by_first_word.get(words[at][0], ()):
                if len(phrase) <= len(words) - at and all(map(_is_same, words[at:], phrase)):
                    yield kind, at, len(phrase)
                    at += len(phrase)
                    break
            else:
                yield "", at, 1
                at += 1


def talk_finder(table: Mapping[str, Iterable[str]]) -> PhraseFinder:
    """The finder of small talk; `table` as `talk_table` or `search_table` gives it."""
    return PhraseFinder(table, (*TALK, FILLER))


def small_talk_in(text: str, finder: PhraseFinder) -> str:
    """The kind of small talk that all of `text` is; empty where a word of it is something else, or all are fillers."""
    kinds = {kind for kind, _, _ in finder.walk(spoken_words(text))}
    return "" if "" in kinds else next((kind for kind in TALK if kind in kinds), "")


def spoken_words(text: str) -> list[Word]:
    """The words of `text` as phrases are compared: “okkkk” is “ok”."""
    return [(*map(_short, read_word(word)), start, end) for word, start, end in find_words(text)]  # type: ignore[misc]


def _short(word: str) -> str:
    return _REPEATED.sub(r"\1", word)


def _is_same(said: Word, meant: Word) -> bool:
    """A word typed without marks is any that has its letters."""
    return said[0] == meant[0] and said[1] in (meant[1], said[0])

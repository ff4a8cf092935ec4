"""Takes the words of names out of one text: what a name may begin with, go on with, and end at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kb.insights.redaction.reading import bare
from kb.insights.redaction.rules import NameWords

WORD = re.compile(r"[^\W\d_]{1,40}(?:['\-][^\W\d_]{1,40}){0,3}(?:/[loplOPL](?![^\W_]))?\.?")
MOST_WORDS = 5
_CAPITALS_MEAN = 0.7
"""Share of words with capitals from which on capitals mean nothing."""
_FEWEST_WORDS = 4
_SENTENCE_END = re.compile(r"[.!?\n:]\s{0,3}\Z")


@dataclass(frozen=True, slots=True)
class NameTaker:
    """Takes names out of one text."""

    text: str
    words: NameWords
    capitals_mean: bool
    has_marks: bool
    """Whether the text is written with marks, so that a word without any has none."""

    def is_known(self, word: str) -> bool:
        """Whether it is a given or a family name; of “Heinz-Peter” one part is enough."""
        small = word.lower().rstrip(".")
        return any(part in self.words.given or part in self.words.family for part in (small, *small.split("-")))

    def is_written(self, small: str) -> bool:
        """Whether it is a known name as it is written: in a text with marks “Son” is not “Sơn”."""
        return small in self.words.exact if self.has_marks else self.is_known(small)

    def is_capital(self, word: str) -> bool:
        return word[:1].isupper() or (not word[:1].islower() and word[:1].isalpha())

    def is_plain(self, small: str) -> bool:
        """Whether it is a word of sentences, not of names."""
        return small in self.words.not_names and not (self.has_marks and small in self.words.marked_not_names)

    def is_name_word(self, word: str) -> bool:
        small = word.lower().rstrip(".")
        return not self.is_plain(small) or small in self.words.given or small in self.words.family

    def run(
        self, start: int, *, small: bool = False, most: int = MOST_WORDS, sure: bool = False, free: bool = False
    ) -> tuple[int, list[str]]:
        """The words of a name from `start` on, and where they end; capital words, or `small` ones that are known."""
        said: list[str] = []
        place = end = start
        while len(said) < most:
            match = WORD.match(self.text, place)
            if match is None:
                break
            word = match[0]
            is_part = bool(said) and word.lower() in self.words.small_parts
            takes = self.is_capital(word) or (small and self.is_known(word))
            if not is_part and not (
                takes and ((free and self._is_free(said, match.end())) or self._may_follow(word, said, sure=sure))
            ):
                break
            if not is_part:
                end = match.end() - (word.endswith(".") and len(word) > 2)
            said.append(word)
            place = match.end()
            if word.endswith(".") and len(word) > 2:
                break
            if self.text[place : place + 1] != " ":
                break
            place += 1
        while len(said) > 1 and said[-1].lower() in self.words.small_parts:
            said.pop()
        return end, said

    def _is_free(self, said: Sequence[str], end: int) -> bool:
        """Whether any word may stand in a name somebody gave himself: behind its first, or before another capital."""
        return bool(said) or self.text[end : end + 2].strip(" ").isupper()

    def _may_follow(self, word: str, said: Sequence[str], *, sure: bool) -> bool:
        small = word.lower().rstrip(".")
        if said and self.is_known(said[0]) and self.capitals_mean and word[1:2].islower():
            return small not in self.words.title_words or self.is_known(word)
        if said or sure:
            return self.is_name_word(word)
        return not self.is_plain(small) or (self.is_known(word) and small not in self.words.also_words)

    def name(self, start: int, *, needs_known: bool = False, small: bool = False) -> int:
        """Where the name ends that begins at `start`; `start` itself if none does."""
        if self._begins_phrase(start):
            return start
        end, said = self.run(start, sure=self.capitals_mean)
        if said and (self.capitals_mean or any(map(self.is_known, said))):
            if needs_known and not any(map(self.is_known, said)):
                return start
            return start if bare(self.text[start:end]) in self.words.phrases else end
        if not small:
            return start
        end, said = self.run(start, small=True)
        behind = WORD.match(self.text, end + 1) if self.text[end : end + 1] == " " else None
        goes_on = behind is not None and not self.is_plain(behind[0].lower())
        if not said or (len(said) == 1 and (said[0].lower() in self.words.also_words or goes_on)):
            return start
        return end

    def _begins_phrase(self, start: int) -> bool:
        """Whether two words of a phrase stand at `start`, the second in small letters: “Lý do”."""
        words = [match[0] for match in islice(WORD.finditer(self.text, start, start + 40), 2)]
        return len(words) == 2 and words[1].islower() and bare(" ".join(words)) in self.words.phrases

    def after_title(self, start: int) -> int:
        """Where the word behind one or two titles begins that stand at `start`; `start` itself if none does."""
        for _ in range(2):
            match = self.words.titles.match(self.text, start) if self.words.titles is not None else None
            start = start if match is None else match.end()
        return start

    def holder(self, start: int) -> tuple[int, list[str]]:
        """The words of an account's holder in small letters: a known name, and words of no sentence."""
        said: list[str] = []
        place = end = start
        while len(said) < MOST_WORDS and (match := WORD.match(self.text, place)) is not None:
            small = match[0].lower().rstrip(".")
            if match[0] != small or not (self.is_name_word(small) if said else self.is_known(small)):
                break
            said.append(small)
            end = match.end()
            if self.text[end : end + 1] != " ":
                break
            place = end + 1
        return end, said


def capitals_mean(text: str, plain: frozenset[str]) -> bool:
    """Whether capitals tell names from other words: not where most words have one, those of sentences too."""
    said = [(word, start) for word, start in _words(text) if word[0].isupper() or word[0].islower()]
    capital = [(word, start) for word, start in said if word[0].isupper()]
    if len(said) < _FEWEST_WORDS or len(capital) < _CAPITALS_MEAN * len(said):
        return True
    return len(capital) < len(said) and not any(
        word.lower() in plain and not _begins_sentence(text, start) for word, start in capital
    )


def _begins_sentence(text: str, start: int) -> bool:
    return not start or _SENTENCE_END.search(text[max(0, start - 4) : start]) is not None


def _words(text: str) -> Iterator[tuple[str, int]]:
    for match in WORD.finditer(text):
        yield match[0], match.start()

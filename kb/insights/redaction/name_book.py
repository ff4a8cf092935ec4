"""Known names found in texts: those of a file's senders, in full, in parts and without tones; and values found before.

Names are looked up word by word, so that a file of a hundred thousand senders costs no more than one of ten.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kb.insights.redaction.numbers import Found
from kb.insights.redaction.reading import bare, read
from kb.insights.redaction.rules import NameWords, Rules, kept_form

_TOKEN = re.compile(r"[^\W_]+")
_MOST_WORDS = 6
_MOST_VALUE_WORDS = 40
_MOST_BETWEEN = 2
"""Signs between the words of a name."""
_SHORTEST = 2
_LONG_HANDLE = 8
"""Letters from which a name of one small word is a handle that means nothing else."""
_SENTENCE_START = re.compile(r"(?:^|[.!?\n:]\s{0,3})\Z")
_BEFORE = 14
_MIDDLE = {"thi", "van", "huu", "duc"}
"""Parts that thousands share, and that are words besides."""


_Words = tuple[str, ...]


@dataclass(frozen=True)
class NameBook:
    """The names of one file's senders, made ready."""

    entries: Mapping[_Words, bool] = field(default_factory=dict)
    """Words of a name or of a part of one → whether it is a single word out of a longer name."""
    lengths: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """First word → how many words the names have that begin with it, most first."""
    words: NameWords | None = None

    @classmethod
    def of(cls, names: Iterable[str], rules: Rules) -> NameBook:
        """The book of `names` as sender fields have them; “Shop”, and what the shop keeps, are none."""
        entries: dict[_Words, bool] = {}
        for name in set(names):
            for words, is_part in _entries(name, rules):
                entries[words] = entries.get(words, True) and is_part
        return cls(entries, _lengths(entries), rules.names)

    def find(self, text: str) -> Iterator[Found]:
        """Where the names stand in a reading."""
        if not self.entries or self.words is None:
            return
        tokens = [(match.start(), match.end(), bare(match[0])) for match in _TOKEN.finditer(text)]
        place = 0
        while place < len(tokens):
            taken = 1
            for length in self.lengths.get(tokens[place][2], ()):
                words = _words_at(text, tokens, place, length)
                if words in self.entries and self._means(text, tokens[place], words):
                    taken = length
                    yield tokens[place][0], tokens[place + taken - 1][1], "name"
                    break
            place += taken

    def _means(self, text: str, token: tuple[int, int, str], words: _Words) -> bool:
        """Whether the words there are the name, where the name could be a word as well: mai, hoa, long."""
        if len(words) > 1 or self.words is None:
            return True
        start, end, word = token
        written, before = text[start:end], text[max(0, start - _BEFORE) : start]
        if not self.entries[words] and (len(word) >= _LONG_HANDLE or not word.isalpha()):
            return True
        if self._titled(before):
            return word not in self.words.not_names or word in self.words.given
        if not written[0].isupper() or (written.isupper() and len(written) > 1 and text.isupper()):
            return False
        return word not in self.words.also_words or not _SENTENCE_START.search(before)

    def _titled(self, before: str) -> bool:
        words = _TOKEN.findall(before)
        return bool(words) and self.words is not None and bare(words[-1]) in self.words.title_words


NO_NAMES = NameBook()


def _entries(name: str, rules: Rules) -> Iterator[tuple[_Words, bool]]:
    """The whole name, and the parts that people call somebody by; of each, whether it is a single word."""
    if kept_form(name) in rules.kept:
        return
    said = _TOKEN.findall(read(name).text)
    words = [bare(one) for one in said]
    while words and words[0] in rules.names.title_words and len(words) > 1:
        words, said = words[1:], said[1:]
    known = [one for one in words if one not in rules.names.not_names or one in rules.names.given]
    if not known or len("".join(words)) < _SHORTEST:
        return
    words = words[:_MOST_WORDS]
    yield tuple(words), False
    if " " in name and len(words) > 1 and words[-1].isdigit():  # “Farid 2”, as phone books tell two people apart
        words = words[:-1]
        yield tuple(words), len(words) == 1
    if len(words) < 2 or any(map(str.isdigit, "".join(words))):
        return
    unlikely = (rules.names.not_names - rules.names.given) | rules.names.small_parts | _MIDDLE
    for start in range(len(words)):
        for end in range(start + 2, len(words) + 1):
            yield tuple(words[start:end]), False
        word = words[start]
        if len(word) >= _SHORTEST and word not in unlikely:
            yield (word,), True


def _lengths(names: Iterable[_Words]) -> Mapping[str, Sequence[int]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for words in names:
        lengths[words[0]].add(len(words))
    return {first: sorted(many, reverse=True) for first, many in lengths.items()}


def _words_at(text: str, tokens: Sequence[tuple[int, int, str]], place: int, length: int) -> _Words:
    """The `length` words from the token at `place` on; empty where more than a few signs part them."""
    some = tokens[place : place + length]
    for (_, end, _), (start, _, _) in pairwise(some):
        if start - end > _MOST_BETWEEN or "\n" in text[end:start]:
            return ()
    return tuple(word for _, _, word in some) if len(some) == length else ()


def find_again(text: str, found: Iterable[tuple[str, str]]) -> Iterator[Found]:
    """Where values that were `found` (text, kind) stand once more, where no rule saw them."""
    values: dict[_Words, str] = {}
    for value, kind in found:
        words = tuple(_TOKEN.findall(value))
        if words and len("".join(words)) >= _SHORTEST and len(words) <= _MOST_VALUE_WORDS:
            values[words] = kind
    lengths = _lengths(values)
    tokens = [(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]
    for place, (start, _, word) in enumerate(tokens):
        for length in lengths.get(word, ()):
            if (words := _words_at(text, tokens, place, length)) in values:
                yield start, tokens[place + length - 1][1], values[words]
                break

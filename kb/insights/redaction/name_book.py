"""Known names found in texts: those of a file's senders, in full, in parts and without tones; and values found before.

Names are looked up word by word, so that a file of a hundred thousand senders costs no more than one of ten.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kb.insights.redaction.numbers import Found
from kb.insights.redaction.reading import bare, read
from kb.insights.redaction.rules import NameWords, Rules, kept_form

_TOKEN = re.compile(r"[^\W_]+")
_MOST_WORDS = 6
_MOST_BETWEEN = 2
"""Signs between the words of a name."""
_SHORTEST = 2
_LONG_HANDLE = 8
"""Letters from which a name of one small word is a handle that means nothing else."""
_SENTENCE_START = re.compile(r"(?:^|[.!?\n:]\s{0,3})\Z")
_BEFORE = 14
_MIDDLE = {"thi", "van", "huu", "duc"}
"""Parts that thousands share, and that are words besides."""


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    is_part: bool = False


@dataclass(frozen=True)
class NameBook:
    """The names of one file's senders, made ready."""

    entries: Mapping[str, Sequence[_Entry]] = field(default_factory=dict)
    """First word → names that begin with it, longest first."""
    words: NameWords | None = None

    @classmethod
    def of(cls, names: Iterable[str], rules: Rules) -> NameBook:
        """The book of `names` as sender fields have them; words such as “Shop”, and what the shop keeps, are no names."""
        by_first: dict[str, set[_Entry]] = defaultdict(set)
        for name in set(names):
            for entry in _entries(name, rules):
                by_first[entry.words[0]].add(entry)
        ordered = {
            first: sorted(entries, key=lambda one: (-len(one.words), one.is_part, one.words))
            for first, entries in by_first.items()
        }
        return cls(ordered, rules.names)

    def find(self, text: str) -> Iterator[Found]:
        """Where the names stand in a reading."""
        if not self.entries or self.words is None:
            return
        tokens = [(match.start(), match.end(), bare(match[0])) for match in _TOKEN.finditer(text)]
        place = 0
        while place < len(tokens):
            taken = 1
            for entry in self.entries.get(tokens[place][2], ()):
                if _stands(text, tokens, place, entry.words) and self._means(text, tokens, place, entry):
                    taken = len(entry.words)
                    yield tokens[place][0], tokens[place + taken - 1][1], "name"
                    break
            place += taken

    def _means(self, text: str, tokens: Sequence[tuple[int, int, str]], place: int, entry: _Entry) -> bool:
        """Whether the words there are the name, where the name could be a word as well: mai, hoa, long."""
        if len(entry.words) > 1 or self.words is None:
            return True
        start, end, word = tokens[place]
        written, before = text[start:end], text[max(0, start - _BEFORE) : start]
        if not entry.is_part and (len(word) >= _LONG_HANDLE or not word.isalpha()):
            return True
        if self._titled(before):
            return word not in self.words.not_names
        if not written[0].isupper() or (written.isupper() and len(written) > 1 and text.isupper()):
            return False
        return word not in self.words.also_words or not _SENTENCE_START.search(before)

    def _titled(self, before: str) -> bool:
        words = _TOKEN.findall(before)
        return bool(words) and self.words is not None and bare(words[-1]) in self.words.title_words

    @cached_property
    def is_empty(self) -> bool:
        """Whether it has no name."""
        return not self.entries


NO_NAMES = NameBook()


def _entries(name: str, rules: Rules) -> Iterator[_Entry]:
    """The whole name, and the parts that people call somebody by."""
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
    yield _Entry(tuple(words))
    if len(words) < 2 or any(map(str.isdigit, "".join(words))):
        return
    for start in range(len(words)):
        for end in range(start + 2, len(words) + 1):
            yield _Entry(tuple(words[start:end]))
        word = words[start]
        if len(word) >= _SHORTEST and word not in rules.names.not_names | rules.names.small_parts | _MIDDLE:
            yield _Entry((word,), is_part=True)


def _stands(text: str, tokens: Sequence[tuple[int, int, str]], place: int, words: Sequence[str]) -> bool:
    """Whether `words` stand one after another from the token at `place` on."""
    if place + len(words) > len(tokens):
        return False
    for offset, word in enumerate(words):
        _, end, said = tokens[place + offset]
        if said != word:
            return False
        if offset + 1 < len(words):
            between = text[end : tokens[place + offset + 1][0]]
            if len(between) > _MOST_BETWEEN or "\n" in between:
                return False
    return True


def find_again(text: str, found: Iterable[tuple[str, str]]) -> Iterator[Found]:
    """Where values that were `found` (text, kind) stand once more, where no rule saw them."""
    values: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for value, kind in found:
        words = tuple(_TOKEN.findall(value))
        if words and len("".join(words)) >= _SHORTEST:
            values[words[0]][words] = kind
    tokens = [(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]
    for place, (start, _, word) in enumerate(tokens):
        for words, kind in values.get(word, {}).items():
            if _stands(text, tokens, place, words):
                yield start, tokens[place + len(words) - 1][1], kind

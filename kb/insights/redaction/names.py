"""Names by the words that stand round them: “em là …”, “Người nhận: …”, “Dear Ms …”, a signature, a name by its number.

A word counts as a name by its capital letter, or, in small letters, by the lists of given and family names. Where all
words have capitals, they mean nothing, and the lists decide alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.insights.redaction.numbers import Found
from kb.insights.redaction.reading import SHIELD, WALL, bare, has_vietnamese_marks
from kb.insights.redaction.rules import NameWords

_WORD = re.compile(r"[^\W\d_]{1,40}(?:['\-][^\W\d_]{1,40}){0,3}(?:/[loplOPL](?![^\W_]))?\.?")
_MOST_WORDS = 5
_HANDLE = re.compile(r"@?[\w.\-]{3,40}")
_HANDLE_SIGN = re.compile(r"[\d_.@]")
_NUMBER_BEHIND = re.compile(r" \d{1,4}(?![\w])")
_SENDER = re.compile(
    rf"(?:^|\n)\[?[{SHIELD}\d:,./ APMapm\-]{{8,40}}\]?\s?(?:-\s)?(?P<name>[^:\n{WALL}]{{1,40}}):(?=\s)"
)
_SIGNED = re.compile(r"[^\n]{0,24}\n{1,2}[ ]{0,4}")
_SAME_LINE = re.compile(r"[ ,.!\-]{1,4}")
_BESIDE = {"phone", "account", "address", "id"}
_AFTER_CONTACT = re.compile(r"[ ]{0,2}[,;:\-|/(\n]{0,2}[ \n]{0,3}")
_AFTER_BANK = re.compile(r"[ ,\-]{1,3}(?:[A-Za-z]{0,12}bank|[A-Z]{3,5}|vcb|bidv|acb|tcb)[ ,:\-]{1,3}", re.ASCII)
"""A bank's name between an account and its holder."""
_SEGMENT_END = re.compile(rf"[ ]{{0,3}}(?:[,;:.\-|/()\n{WALL}{SHIELD}]|\Z)")
_BEFORE_CONTACT = re.compile(r"(?:^|[\n,;|(])[ ]{0,3}([^\n,;|():\d]{2,50}?)[ ]{0,2}[,;:\-|/(\n]{0,2}[ \n]{0,3}\Z")
_SHORT_TITLE = 2
_SURE_SHORT_TITLES = {"mr", "ms", "dr"}
_CAPITALS_MEAN = 0.7
"""Share of words with capitals from which on capitals mean nothing."""
_FEWEST_WORDS = 4
_LONGEST_PAIR = 60


@dataclass(frozen=True, slots=True)
class _Taker:
    """Takes names out of one text."""

    text: str
    words: NameWords
    places: frozenset[str]
    capitals_mean: bool
    has_marks: bool
    """Whether the text is written with marks, so that a word without any has none."""

    def is_known(self, word: str) -> bool:
        small = word.lower().rstrip(".")
        return small in self.words.given or small in self.words.family

    def is_capital(self, word: str) -> bool:
        return word[:1].isupper() or (not word[:1].islower() and word[:1].isalpha())

    def is_plain(self, small: str) -> bool:
        """Whether it is a word of sentences, not of names."""
        return small in self.words.not_names and not (self.has_marks and small in self.words.marked_not_names)

    def is_name_word(self, word: str) -> bool:
        small = word.lower().rstrip(".")
        return not self.is_plain(small) or small in self.words.given or small in self.words.family

    def run(
        self, start: int, *, small: bool = False, most: int = _MOST_WORDS, sure: bool = False, free: bool = False
    ) -> tuple[int, list[str]]:
        """The words of a name from `start` on, and where they end; capital words, or `small` ones that are known."""
        said: list[str] = []
        place = end = start
        while len(said) < most:
            match = _WORD.match(self.text, place)
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
        end, said = self.run(start, sure=self.capitals_mean)
        if said and (self.capitals_mean or any(map(self.is_known, said))):
            if needs_known and not any(map(self.is_known, said)):
                return start
            return start if bare(self.text[start:end]) in self.places else end
        if not small:
            return start
        end, said = self.run(start, small=True)
        behind = _WORD.match(self.text, end + 1) if self.text[end : end + 1] == " " else None
        if not said or (len(said) == 1 and (said[0].lower() in self.words.also_words or behind is not None)):
            return start
        return end


def find_names(text: str, words: NameWords, places: frozenset[str], found: Iterable[Found]) -> Iterator[Found]:
    """The names in a reading in which other details are covered; `found` are those."""
    taker = _Taker(text, words, places, _capitals_mean(text), has_vietnamese_marks(text))
    for find in _FINDERS:
        for start, end in find(taker):
            if end > start:
                yield start, end, "name"
    for start, end, kind in found:
        if kind in _BESIDE:
            yield from ((first, last, "name") for first, last in _beside(taker, start, end))


def _capitals_mean(text: str) -> bool:
    said = [word for word in _WORD.findall(text) if word[0].isupper() or word[0].islower()]
    return len(said) < _FEWEST_WORDS or sum(word[0].isupper() for word in said) < _CAPITALS_MEAN * len(said)


def _labelled(taker: _Taker) -> Iterator[tuple[int, int]]:
    if taker.words.labels is None:
        return
    for match in taker.words.labels.finditer(taker.text):
        has_colon = any(sign in match[0] for sign in ":=")
        end = taker.name(match.end(), small=True, needs_known=not has_colon and not taker.capitals_mean)
        if end == match.end() and has_colon:
            handle = _handle_end(taker, match.end())
            end = handle if handle > match.end() else _any_words(taker, match.end())
        yield match.end(), end


def _any_words(taker: _Taker, start: int) -> int:
    """Words of any case behind a label and its colon, up to a sign."""
    place = end = start
    for count in range(_MOST_WORDS):
        match = _WORD.match(taker.text, place)
        if match is None or (not count and not taker.is_name_word(match[0])) or taker.is_plain(match[0].lower()):
            break
        end = match.end() - match[0].endswith(".")
        place = end + (taker.text[end : end + 1] == " ")
        if place == end:
            break
    return end


def _handles(taker: _Taker) -> Iterator[tuple[int, int]]:
    if taker.words.handles is None:
        return
    for match in taker.words.handles.finditer(taker.text):
        start = match.end()
        if (handle := _handle_end(taker, start)) > start:
            yield start, handle
            continue
        end, said = taker.run(start, free=True)
        if said:
            number = _NUMBER_BEHIND.match(taker.text, end)
            yield start, number.end() if number else end


def _handle_end(taker: _Taker, start: int) -> int:
    """Where the word ends that begins at `start` and that a digit or a line shows to be a user's name; else `start`."""
    handle = _HANDLE.match(taker.text, start)
    said = handle[0].rstrip(".") if handle else ""
    is_handle = _HANDLE_SIGN.search(said) is not None and any(map(str.isalpha, said))
    return start + len(said) if is_handle else start


def _introduced(taker: _Taker) -> Iterator[tuple[int, int]]:
    for pattern, needs_known in ((taker.words.intro, False), (taker.words.intro_if_known, True)):
        if pattern is not None:
            for match in pattern.finditer(taker.text):
                yield match.end(), taker.name(match.end(), needs_known=needs_known, small=not needs_known)


def _greeted(taker: _Taker) -> Iterator[tuple[int, int]]:
    if taker.words.greetings is None:
        return
    for match in taker.words.greetings.finditer(taker.text):
        start = match.end() + (taker.text[match.end() : match.end() + 1] in (" ", ","))
        start += taker.text[start : start + 1] == " "
        if start > match.end():
            yield start, taker.name(start)


def _titled(taker: _Taker) -> Iterator[tuple[int, int]]:
    for pattern in (taker.words.titles, taker.words.kin):
        if pattern is None:
            continue
        for match in pattern.finditer(taker.text):
            title = match[0].strip(" .").lower()
            needs_known = len(title) <= _SHORT_TITLE and title not in _SURE_SHORT_TITLES and "." not in match[0]
            end = taker.name(match.end(), needs_known=needs_known)
            if bare(taker.text[match.start() : end]).strip() not in taker.places:
                yield match.end(), end


def _signed(taker: _Taker) -> Iterator[tuple[int, int]]:
    if taker.words.closings is None:
        return
    for match in taker.words.closings.finditer(taker.text):
        below = _SIGNED.match(taker.text, match.end())
        if below is not None:
            end, said = taker.run(below.end(), most=4)
            if said and _SEGMENT_END.match(taker.text, end):
                yield below.end(), end
            continue
        beside = _SAME_LINE.match(taker.text, match.end())
        if beside is not None:
            end, said = taker.run(beside.end(), most=3)
            if any(map(taker.is_known, said)) and _SEGMENT_END.match(taker.text, end):
                yield beside.end(), end


def _full(taker: _Taker) -> Iterator[tuple[int, int]]:
    """Family and given names beside each other anywhere in the text."""
    place = 0
    while match := _WORD.search(taker.text, place):
        place = match.end()
        if match.start() and (taker.text[match.start() - 1].isalnum()):
            continue
        if not taker.is_capital(match[0]):
            continue
        end, said = taker.run(match.start())
        if _is_full(taker, said) and bare(taker.text[match.start() : end]) not in taker.places:
            yield match.start(), end
        place = max(place, end)


def _is_full(taker: _Taker, said: Sequence[str]) -> bool:
    if len(said) < 2:
        return False
    small = [word.lower().rstrip(".") for word in said]
    if any(word in taker.words.small_parts for word in small[1:-1]) and taker.capitals_mean:
        return any(word in {"bin", "binti", "bt", "bte", "a/l", "a/p"} for word in small[1:-1]) or any(
            map(taker.is_known, said)
        )
    known = [word for word in small if taker.is_known(word)]
    if not small[0].isascii() and small[0] in taker.words.family and taker.capitals_mean:
        return small[0] not in taker.words.also_words or len(known) > 1
    return len(known) > 1 and not all(word in taker.words.also_words for word in known)


def _senders(taker: _Taker) -> Iterator[tuple[int, int]]:
    for match in _SENDER.finditer(taker.text):
        yield match.span("name")


_FINDERS: tuple[Callable[[_Taker], Iterator[tuple[int, int]]], ...] = (
    _senders, _labelled, _handles, _introduced, _greeted, _titled, _signed, _full,
)  # fmt: skip


def _beside(taker: _Taker, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A name that has a segment beside a phone number, an account or an address to itself."""
    gap = _AFTER_BANK.match(taker.text, end) or _AFTER_CONTACT.match(taker.text, end)
    if gap is not None and gap.end() > end:
        last, said = taker.run(gap.end())
        if _is_segment(taker, said, gap.end(), last) and _SEGMENT_END.match(taker.text, last):
            yield gap.end(), last
    before = taker.text[max(0, start - _LONGEST_PAIR) : start]
    match = _BEFORE_CONTACT.search(before)
    if match is not None:
        first = max(0, start - _LONGEST_PAIR) + match.start(1)
        last, said = taker.run(first, small=True)
        if last == first + len(match[1].rstrip()) and _is_segment(taker, said, first, last):
            yield first, last


def _is_segment(taker: _Taker, said: Sequence[str], start: int, end: int) -> bool:
    if bare(taker.text[start:end]) in taker.places:
        return False
    known = sum(map(taker.is_known, said))
    return (len(said) > 1 and (known > 0 or all(taker.is_capital(word) for word in said))) or (
        len(said) == 1 and known == 1 and said[0].lower() not in taker.words.also_words
    )

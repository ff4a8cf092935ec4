"""Text → text without personal details.

Finders read one after another; what one has found is a wall to the next. Then each value that was found is looked for
everywhere in the text, and all is done again until nothing is found, so that redacting twice changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb.insights.redaction.addresses import find_addresses
from kb.insights.redaction.checks import CHECKS
from kb.insights.redaction.name_book import NO_NAMES, NameBook, find_again
from kb.insights.redaction.names import find_names
from kb.insights.redaction.numbers import Found, find_phones, find_said
from kb.insights.redaction.pattern_rule import KINDS, PatternRule
from kb.insights.redaction.reading import SHIELD, WALL, Reading, read
from kb.insights.redaction.rules import Rules, kept_form

_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(KINDS)})\]")
_MOST_ROUNDS = 8
_LONGEST_KEPT = 12
"""Words of a kept value."""
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without personal details, and how many of each kind there were."""

    text: str
    found: Mapping[str, int]


def redact(text: str, rules: Rules, names: Iterable[str] | NameBook = ()) -> Redacted:
    """`text` with `[phone]`, `[email]` … in the place of personal details; never raises.

    `names` are those of the senders of the same file; who has many texts makes one `NameBook` of them.
    """
    book = names if isinstance(names, NameBook) else NameBook.of(names, rules) if names else NO_NAMES
    found: Counter[str] = Counter()
    for _ in range(_MOST_ROUNDS):
        text, more = _once(text, rules, book)
        if not more:
            break
        found.update(more)
    return Redacted(text, MappingProxyType(dict(found)))


def has_kind(text: str, rules: Rules, kinds: Collection[str]) -> bool:
    """Whether `text` holds a detail of one of `kinds`."""
    return any(kind in kinds for _, _, kind in redacted_spans(text, rules))


def redacted_spans(text: str, rules: Rules, book: NameBook = NO_NAMES) -> list[Found]:
    """What a first reading of `text` redacts: start, end and kind, as places in `text`."""
    reading = read(text)
    return [(*_in_source(text, reading, start, end), kind) for start, end, kind in sorted(_found(reading, rules, book))]


def _once(text: str, rules: Rules, book: NameBook) -> tuple[str, Counter[str]]:
    reading = read(text)
    found = _found(reading, rules, book)
    return _replaced(text, reading, found), Counter(kind for _, _, kind in found)


def _found(reading: Reading, rules: Rules, book: NameBook) -> list[Found]:
    draft = _Draft(reading.text)
    draft.cover(_shields(reading.text, rules), SHIELD)
    draft.take(book.find(draft.text))
    has_digit = any(map(str.isdigit, reading.text))
    for rule in rules.patterns:
        if has_digit or not rule.needs_digit:
            draft.take(_of_pattern(rule, draft.text))
    if has_digit:
        draft.take(find_phones(draft.text, rules))
    draft.take(find_said(draft.text, rules))
    draft.take(find_addresses(draft.text, rules.address))
    if has_digit:
        for rule in rules.last:
            draft.take(_of_pattern(rule, draft.text))
    draft.take(find_names(draft.text, rules.names, draft.found))
    if draft.found:
        draft.take(find_again(draft.text, ((reading.text[start:end], kind) for start, end, kind in draft.found)))
    return draft.found


class _Draft:
    """A reading in work: what is found in it, and the text in which that is covered."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Found] = []

    def take(self, found: Iterable[Found]) -> None:
        """Keep what was found, each stretch once, and cover it."""
        until, kept = 0, []
        for start, end, kind in sorted(found, key=lambda one: (one[0], -one[1])):
            if end > start >= until:
                kept.append((start, end, kind))
                until = end
        if kept:
            self.found += kept
            self.cover(((start, end) for start, end, _ in kept), WALL)

    def cover(self, spans: Iterable[tuple[int, int]], sign: str) -> None:
        """Put `sign` in the place of each letter of `spans`."""
        letters: list[str] | None = None
        for start, end in spans:
            letters = list(self.text) if letters is None else letters
            letters[start:end] = sign * (end - start)
        if letters is not None:
            self.text = "".join(letters)


def _of_pattern(rule: PatternRule, text: str) -> Iterator[Found]:
    if rule.near is not None and rule.near.search(text) is None:
        return
    for match in rule.pattern.finditer(text):
        group = "value" if "value" in match.re.groupindex and match["value"] is not None else 0
        if not group and "more" in match.re.groupindex and match["more"] is not None:
            group = "more"
        start, end = match.span(group)
        if rule.near is not None and rule.near.search(text, max(0, start - rule.within), start) is None:
            continue
        if rule.check:
            end = start + CHECKS[rule.check](text[start:end])
        if end > start:
            yield start, end, rule.kind


def _shields(text: str, rules: Rules) -> Iterator[tuple[int, int]]:
    """What is to stay: what an earlier redaction left, dates, prices, and the shop's own values."""
    for pattern in (_PLACEHOLDER, *rules.keep):
        for match in pattern.finditer(text):
            yield match.span()
    if rules.kept:
        yield from _kept(text, rules.kept)


def _kept(text: str, kept: frozenset[str]) -> Iterator[tuple[int, int]]:
    words = [(match.start(), match.end(), kept_form(match[0])) for match in _TOKEN.finditer(text)]
    starts = {one[:2] for one in kept}
    longest = max(map(len, kept))
    place = 0
    while place < len(words):
        joined, best = "", 0
        for count, (_, _, word) in enumerate(words[place : place + _LONGEST_KEPT], 1):
            joined += word
            if len(joined) > longest or (count == 1 and joined[:2] not in starts and len(joined) > 1):
                break
            if joined in kept:
                best = count
        if best:
            yield words[place][0], words[place + best - 1][1]
        place += best or 1


def _in_source(text: str, reading: Reading, start: int, end: int) -> tuple[int, int]:
    return reading.in_source(start), reading.in_source(end) if end < len(reading.text) else len(text)


def _replaced(text: str, reading: Reading, found: Iterable[Found]) -> str:
    parts, until = [], 0
    for start, end, kind in sorted(found):
        first, last = _in_source(text, reading, start, end)
        parts += [text[until:first], f"[{kind}]"]
        until = last
    return "".join((*parts, text[until:]))

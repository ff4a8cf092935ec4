"""Addresses: parts that a house, a street, a ward and a place are known by, put together and weighed.

One part alone is no address (“quận 7” is where a shop may be, “lô 5” a batch). What makes an address is that parts
stand beside each other, or that a word such as “địa chỉ:” announces them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from kb.insights.redaction.numbers import Found
from kb.insights.redaction.patterns import compile_rule
from kb.insights.redaction.reading import SHIELD, WALL, has_vietnamese_marks
from kb.insights.redaction.rules import AddressWords

_WEIGHTS = {"whole": 4, "house": 3, "street": 2, "landmark": 1, "area": 1, "place": 1}
_LABELLED, _HINTED, _ENOUGH = 2, 1, 3
_PLACING = {"whole", "house", "street", "landmark"}
_GAP = re.compile(r"[\s,;.\-–()/|&]{0,5}")
_SEGMENT = r"\s?,\s?(?-i:<UP>)[\w'.\-]{1,20}(?:\s(?-i:<UP>)[\w'.\-]{1,20}){0,3}"
_BRIDGE = compile_rule(rf"{_SEGMENT}(?:{_SEGMENT})?\s?,\s?")
"""One or two segments of capital words between two parts."""
_AHEAD = compile_rule(r"(?:\A|[\n:])\s?(?P<name>(?-i:<UP>)[\w'.\-]{1,20}(?:\s(?-i:<UP>|\d)[\w'.\-]{0,20}){0,4}),\s?\Z")
"""A line's first segment, right before an address: “FPT Tower, 10 …”."""
_BEFORE = re.compile(r"(?<!\w)\d{1,5}[A-Za-z]?(?:/\d{1,4}[A-Za-z]?){0,4}(?:\s[^\W\d_]{2,12}){1,5},?\s?\Z")
"""A house number and a street's name in small letters, before a ward."""
_LETTERS = re.compile(r"[^\W\d_]+")
_COMMA = re.compile(r"\s?[,\-–/(]\s?|\s?\n")
_WORD = re.compile(r"(?:[^\W_]{1,60}(?:['.\-/][^\W_]{1,30}){0,4})")
_END = re.compile(rf"[\n!?{WALL}{SHIELD}]|\.\s")
_POSTCODE = re.compile(r",?\s\d{4,6}(?!\w)")
_STATE = 2
"""Letters of a state's or a town's abbreviation."""
_MOST_WORDS, _MOST_SEGMENTS = 5, 4
"""Words of a name behind a part; segments of capital words behind the last part."""
_LABEL_REACH, _HINT_REACH, _HOUSE_REACH = 90, 12, 60
"""Letters between a label, or a hint, and the first part."""


@dataclass(slots=True)
class _Cluster:
    """Parts that stand beside each other."""

    start: int
    end: int
    """With the name behind the last part."""
    last_end: int
    """Of the last part without it."""
    last_weight: int
    weight: int
    parts: int
    is_placed: bool
    """Whether a house or a street is among them."""

    def join(self, end: int, after: int, level: str, *, overlaps: bool) -> None:
        """Take one more part in; of two that overlap the heavier counts."""
        weight = _WEIGHTS[level]
        if overlaps:
            self.weight += max(0, weight - self.last_weight)
            self.last_weight = max(weight, self.last_weight)
        else:
            self.weight, self.last_weight, self.parts = self.weight + weight, weight, self.parts + 1
        self.last_end, self.end = max(self.last_end, end), max(self.end, after)
        self.is_placed = self.is_placed or level in _PLACING


def find_addresses(text: str, words: AddressWords) -> Iterator[Found]:
    """The addresses in a reading."""
    parts = _parts(text, words)
    if not parts:
        return
    labels = [match.span() for match in words.labels.finditer(text)] if words.labels else []
    hints = [match.span() for match in words.hints.finditer(text)] if words.hints else []
    until = 0
    for cluster in _clusters(text, parts, words):
        if cluster.start < until:
            continue
        if not cluster.is_placed and cluster.parts > 1:
            _with_house(text, cluster, words)
        label = _last_before(labels, cluster.start, _LABEL_REACH, text)
        hint = label if label is not None else _last_before(hints, cluster.start, _HINT_REACH, text)
        bonus = _LABELLED if label is not None else _HINTED if hint is not None else 0
        whole = cluster.weight >= _WEIGHTS["whole"] and cluster.is_placed
        enough = cluster.weight + bonus >= _ENOUGH and (cluster.is_placed or cluster.parts > 2)
        is_bare = cluster.end == cluster.last_end and not any(map(str.isdigit, text[cluster.start : cluster.end]))
        is_alone = cluster.parts == 1 and (cluster.weight == _WEIGHTS["house"] or is_bare)
        if whole or (enough and (cluster.parts > 1 or label is not None or (bonus and not is_alone))):
            announced = label if label is not None else _last_before(hints, cluster.start, _LABEL_REACH, text)
            start = cluster.start if announced is None else max(until, announced)
            if label is None and _stopped(text, start, cluster.start, words):
                start = cluster.start
            start = _ahead(text, start, until) if label is None else start
            until = _extended(text, cluster.end, words)
            yield start, until, "address"


def _parts(text: str, words: AddressWords) -> list[tuple[int, int, str]]:
    has_digit = any(map(str.isdigit, text))
    is_marked = has_vietnamese_marks(text)
    found = [
        (match.start(), match.end(), level)
        for level, pattern in words.parts
        if has_digit or level in ("street", "landmark", "area", "place")
        for match in pattern.finditer(text)
        if not (is_marked and level != "place" and _first_word(match[0]) in words.unless_marked)
    ]
    return sorted(found, key=lambda part: (part[0], -part[1]))


def _first_word(part: str) -> str:
    found = _LETTERS.search(part)
    return found[0].lower() if found else ""


def _clusters(text: str, parts: list[tuple[int, int, str]], words: AddressWords) -> Iterator[_Cluster]:
    """Parts that stand beside each other, each with the name behind it."""
    current: _Cluster | None = None
    for start, end, level in parts:
        after = end if level == "whole" else _named(text, end, words)
        if current is not None and (start < current.end or _joins(text, current.end, start)):
            overlaps = start < current.last_end
            if _BRIDGE.fullmatch(text, current.end, start):
                current.join(current.last_end, current.end, "place", overlaps=False)
            current.join(end, after, level, overlaps=overlaps)
            continue
        if current is not None:
            yield current
        current = _Cluster(start, after, end, _WEIGHTS[level], _WEIGHTS[level], 1, level in _PLACING)
    if current is not None:
        yield current


def _joins(text: str, end: int, start: int) -> bool:
    return bool(_GAP.fullmatch(text, end, start) or _BRIDGE.fullmatch(text, end, start))


def _with_house(text: str, cluster: _Cluster, words: AddressWords) -> None:
    """Take the house and the street into a cluster of wards and places that stand right before it."""
    reach = max(0, cluster.start - _HOUSE_REACH)
    found = _BEFORE.search(text[reach : cluster.start])
    if found and not any(word.lower() in words.stops for word in _LETTERS.findall(found[0])):
        cluster.start = reach + found.start()
        cluster.join(cluster.last_end, cluster.end, "house", overlaps=False)


def _named(text: str, end: int, words: AddressWords) -> int:
    """Where the name ends that begins at `end`, or behind the blank there: capital words, else words of no sentence."""
    place = end
    first_is_small: bool | None = None
    for _ in range(_MOST_WORDS):
        begin = place + (text[place : place + 1] == " ")
        match = _WORD.match(text, begin)
        if match is None or _stops(match[0], words):
            break
        is_small = match[0][0].islower()
        if first_is_small is False and is_small:
            break
        first_is_small = is_small if first_is_small is None else first_is_small
        place = match.end()
    return place


def _ahead(text: str, start: int, until: int) -> int:
    """Where a line's first segment begins that stands right before the address at `start`; `start` if none does."""
    reach = max(until, start - _HOUSE_REACH)
    found = _AHEAD.search(text[reach:start])
    return start if found is None or (reach and not found.start()) else reach + found.start("name")


def _stopped(text: str, start: int, end: int, words: AddressWords) -> bool:
    """Whether words of a sentence stand there, and not the name of a place."""
    return any(_stops(word, words) for word in _LETTERS.findall(text[start:end]))


def _stops(word: str, words: AddressWords) -> bool:
    """Whether a word of sentences ends the address; “Minh Khai” is none, though “minh” is one."""
    return word.lower() in words.stops and not word.istitle() and not (word.isupper() and len(word) == _STATE)


def _extended(text: str, end: int, words: AddressWords) -> int:
    """The end of the address, with the segments of capital words or numbers behind its last known part."""
    for _ in range(_MOST_SEGMENTS):
        comma = _COMMA.match(text, end)
        if comma is None or "\n" in comma[0]:
            break
        word = _WORD.match(text, comma.end())
        if word is None or word[0][0].islower():
            break
        if word[0].isdigit() and len(word[0]) not in (5, 6):
            break
        end = _named(text, comma.end(), words)
    post = _POSTCODE.match(text, end)
    return post.end() if post else end


def _last_before(spans: list[tuple[int, int]], start: int, reach: int, text: str) -> int | None:
    """The end of the last of `spans` that stands at most `reach` letters before `start`, in the same sentence."""
    place = bisect_left(spans, (start, 0)) - 1
    if place < 0:
        return None
    last = spans[place][1]
    is_near = last <= start + 1 and start - last <= reach
    return min(last, start) if is_near and not _END.search(text, last, start) else None

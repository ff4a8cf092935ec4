"""Opening hours by weekday, with breaks, closed days and holidays: what `contact` and `holidays` say, as values.

Times are minutes from midnight; a shift over midnight closes after 24 × 60.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from kb.source.fields import WrongTypeError, read_mapping, read_text, read_texts_by_language
from kb.source.yaml_nodes import Node

DAY = 24 * 60
Spans = tuple[tuple[int, int], ...]
"""When a day is open, in order: opens, closes."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {"daily": range(7), "every day": range(7), "weekdays": range(5), "weekend": range(5, 7)}
_SHORT = {name: at for at, day in enumerate(DAYS) for name in (day, day[:3], day[:2])}
_SHORT |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_CLOSED = frozenset({"closed", "no", "off", "false", "none", "-"})
_SPAN = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)\s*(?:-|–|—|to)\s*([01]?\d|2[0-4])[:.]([0-5]\d)")
_DATE = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")
_DATES = re.compile(rf"({_DATE.pattern})(?:\s*(?:\.\.|/|–|to)\s*({_DATE.pattern}))?")
_LEAP_YEAR = 2024
"""A yearly date is one that this year has: 02-29 too."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day, or days in a row, with hours of their own: `12-25` each year, `2026-12-24` once."""

    first: str
    last: str
    spans: Spans = ()
    """None: closed."""
    name: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Language → what it is called; empty where nobody said."""

    @property
    def is_yearly(self) -> bool:
        return len(self.first) == len("12-25")


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The hours of a week, Monday first; no week where none are given."""

    week: tuple[Spans, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.week)


def read_hours(node: Node) -> OpeningHours:
    """`"08:00-21:00"` for every day, or day or days → times: `mon-fri: 08:00-12:00, 13:00-17:30`."""
    if node.entries is None:
        spans = read_spans(node)
        return OpeningHours((spans,) * 7 if spans else ())
    said: dict[int, tuple[int, str]] = {}
    week: list[Spans] = [()] * 7
    for words, times in node.entries.items():
        days, spans = _days(words, node.line_of(words)), read_spans(times)
        for day in days:
            before, other = said.get(day, (8, ""))
            if before == len(days):
                raise WrongTypeError(node.line_of(words), "each day once", f"{DAYS[day]} in “{other}” and “{words}”")
            if len(days) < before:  # `sun: closed` beside `daily: …` means the Sunday
                said[day], week[day] = (len(days), words), spans
    return OpeningHours(tuple(week))


def read_spans(node: Node) -> Spans:
    """`08:00-12:00, 13:00-17:30`, a list of such texts, or `closed`."""
    if node.items is not None:
        parts = [(item.line, read_text(item)) for item in node.items]
    elif node.is_null or (node.is_scalar and read_text(node).lower() in _CLOSED):
        return ()
    else:
        parts = [(node.line, part.strip()) for part in re.split(r"[,;]", read_text(node))]
    spans = [_span(text, line) for line, text in parts if text]
    limits = [opens for opens, _ in [*spans, *((spans[0][0] + DAY, 0) for _ in spans[:1])]][1:]
    if any(closes > limit for (_, closes), limit in zip(spans, limits, strict=True)):
        raise WrongTypeError(node.line, "times that follow each other", f"“{', '.join(text for _, text in parts)}”")
    return tuple(spans)


def _span(text: str, line: int) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise WrongTypeError(line, "hours on a clock of 24, such as 08:00-21:00, or closed", f"“{text}”")
    opens, closes = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if max(opens, closes) > DAY or opens == closes:
        expected = "two different times up to 24:00 (the whole day is 00:00-24:00)"
        raise WrongTypeError(line, expected, f"“{text}”")
    return opens, closes if closes > opens else closes + DAY


def _days(words: str, line: int) -> tuple[int, ...]:
    """The days that a key names: `mon-fri`, `sat`, `mon, wed`, `weekend`."""
    text = " ".join(words.lower().split())
    found: list[int] = []
    for part in filter(None, (one.strip() for one in re.split(r"[,&+]", text))):
        if part in _GROUPS:
            found += _GROUPS[part]
            continue
        first, _, last = re.sub(r"\s*(?:-|–|—|\bto\b)\s*", "-", part).partition("-")
        start, end = _day(first, words, line), _day(last or first, words, line)
        found += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    if not found:
        raise WrongTypeError(line, "days such as mon-fri or sat", f"“{words}”")
    return tuple(dict.fromkeys(found))


def _day(name: str, words: str, line: int) -> int:
    plain = name.strip(" .")
    if plain in _SHORT:
        return _SHORT[plain]
    near = difflib.get_close_matches(plain, [*(day[:3] for day in DAYS), *DAYS, *_GROUPS], n=1, cutoff=0.5)
    asked = f" (did you mean “{near[0]}”?)" if near else ""
    if _DATE.fullmatch(words.strip()):
        asked = " (dates stand under `holidays`)"
    elif _SPAN.fullmatch(words):
        asked = " (put quotes around times with a comma between)"
    raise WrongTypeError(line, "days such as mon-fri, sat, weekend or daily", f"“{words}”{asked}")


def read_holidays(node: Node) -> Mapping[str, tuple[SpecialDay, ...]]:
    """Market ("" for all) → special days: `12-25: closed`, `2026-12-24: 08:00-12:00`, `{name, hours}`; or a list."""
    found: dict[str, list[SpecialDay]] = {"": []}
    if node.entries is None:
        for item in node.items or (node,):
            found[""].append(_special(read_text(item), Node(item.line, tag="null"), item.line))
        return _frozen(found)
    for key, value in node.entries.items():
        if re.fullmatch(r"[A-Z]{2}", key):
            found[key] = list(_entries(value))
        else:
            found[""].append(_special(key, value, node.line_of(key)))
    return _frozen(found)


def _entries(node: Node) -> Iterator[SpecialDay]:
    for key, value in read_mapping(node).items():
        yield _special(key, value, node.line_of(key))


def _frozen(found: Mapping[str, list[SpecialDay]]) -> Mapping[str, tuple[SpecialDay, ...]]:
    """By market; days of one year before yearly ones, which they overrule."""
    order = {market: sorted(days, key=lambda one: one.is_yearly) for market, days in found.items() if days}
    return MappingProxyType({market: tuple(days) for market, days in order.items()})


def _special(key: str, value: Node, line: int) -> SpecialDay:
    first, last = _dates(key, line)
    if value.entries is not None:
        if unknown := sorted(set(value.entries) - {"name", "hours"}):
            raise WrongTypeError(value.line_of(unknown[0]), "name and hours", f"“{unknown[0]}”")
        name = read_texts_by_language(value.entries["name"]) if "name" in value.entries else {}
        spans = read_spans(value.entries["hours"]) if "hours" in value.entries else ()
        return SpecialDay(first, last, spans, MappingProxyType(dict(name)))
    text = read_text(value) if value.is_scalar else ""
    if text and text.lower() not in _CLOSED and not re.search(r"\d", text):  # a name alone: closed on that day
        return SpecialDay(first, last, (), MappingProxyType({"": text}))
    return SpecialDay(first, last, read_spans(value))


def _dates(key: str, line: int) -> tuple[str, str]:
    expected = "dates such as 12-25 (each year), 2026-12-24 or 2026-12-24..2027-01-02"
    found = _DATES.fullmatch(key.strip())
    if found is None:
        raise WrongTypeError(line, expected, f"“{key}”")
    first, last = found[1], found[5] or found[1]
    for one in (first, last):
        try:
            date.fromisoformat(one if len(one) > len("12-25") else f"{_LEAP_YEAR}-{one}")
        except ValueError:
            raise WrongTypeError(line, expected, f"“{one}”, which is no day") from None
    if len(first) != len(last) or (len(first) > len("12-25") and last < first):
        raise WrongTypeError(line, expected, f"“{key}”")
    return first, last

"""What agents did at their desks: the counts that each of them copied, merged.

An export is one machine's numbers a day (`kb/desk/page/counts.js`); it holds no text. Exports of one machine may
overlap: of a day that several hold, the latest one counts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

FORMAT = "kb-desk-counts"
VERSION = 1
OF_ANSWERS = ("taken", "passed_over", "overridden")
GROUPS = (*OF_ANSWERS, "rules", "nothing", "chosen")
"""`chosen` counts by language, answer and a word of the message; only where the shop's desk learns."""
MOST_BYTES = 20_000_000
"""Of a file: a year of a large team is a hundredth of that."""
ANY_CHANNEL = "-"
MOST_KEY = 200
"""Letters of an id, or of a language and a channel."""
MOST_TIMES = 1_000_000
"""Of one thing on one day: more is no count."""

Numbers = Mapping[str, Mapping[str, int]]
"""Group → key → how often."""


@dataclass(frozen=True, slots=True)
class Export:
    """One copy of one machine's counts."""

    id: str
    made: str
    days: Mapping[date, Numbers]


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or one of its exports, that is not counted."""

    path: str
    line: int
    why: str

    def as_json(self) -> dict[str, Any]:
        return {"path": self.path, "line": self.line, "why": self.why}


@dataclass(frozen=True, slots=True)
class Usage:
    """All exports together."""

    exports: int
    machines: int
    first: date | None
    last: date | None
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Group → key → how often, the most frequent first."""

    def of(self, group: str) -> Mapping[str, int]:
        return self.counts.get(group, {})


def read_exports(path: Path, shown: str) -> tuple[tuple[Export, ...], tuple[Refused, ...]]:
    """The exports of a file: one, a list of them, or one after another. `shown` is how problems name the file."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return (), (Refused(shown, 1, "it is too large to be a copy of counts"),)
        text = path.read_text("utf-8-sig")
    except OSError as error:
        return (), (Refused(shown, 1, f"cannot be read: {error.strerror}"),)
    except UnicodeDecodeError:
        return (), (Refused(shown, 1, "is no text in UTF-8"),)
    found: list[Export] = []
    refused: list[Refused] = []
    for value, line in _values(text):
        for one in value if isinstance(value, list) else [value]:
            try:
                found.append(read_export(one))
            except ValueError as error:
                refused.append(Refused(shown, line, str(error)))
    if not found and not refused:
        refused.append(Refused(shown, 1, "is empty"))
    return tuple(found), tuple(refused)


class _NoJson:
    """In the place of what is no JSON."""


def _values(text: str) -> Iterator[tuple[Any, int]]:
    """Each JSON value in turn and the line on which it begins; what is none ends the file."""
    decoder = json.JSONDecoder()
    at = counted = 0
    line = 1
    while match := re.compile(r"\S").search(text, at):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        try:
            value, at = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            yield _NoJson(), line
            return
        yield value, line


def read_export(told: Any) -> Export:
    """The export that a JSON value is. Raises ValueError, with the reason, where it is none."""
    if isinstance(told, _NoJson):
        raise ValueError("is no JSON: save what “Copy my counts” at the desk gave, and nothing else")
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ValueError("is no copy of a desk's counts")
    if told.get("version") != VERSION:
        version = _shown(repr(told.get("version")))
        raise ValueError(f"is of version {version}; this kb reads {VERSION}: use the kb that built the desk")
    if not isinstance(told.get("id"), str) or not told["id"] or not isinstance(told.get("made"), str):
        raise ValueError("does not say which machine it is from, and when: copy the counts again")
    if not isinstance(told.get("days"), dict):
        raise ValueError("has no days: copy the counts again")
    return Export(
        told["id"], told["made"], {_day(name): _numbers(groups, name) for name, groups in told["days"].items()}
    )


def _day(name: str) -> date:
    try:
        return date.fromisoformat(name)
    except ValueError:
        raise ValueError(f"“{_shown(name)}” is no day: copy the counts again") from None


def _numbers(groups: Any, day: str) -> Numbers:
    if not isinstance(groups, dict):
        raise ValueError(f"{day} has no numbers: copy the counts again")
    return {name: _group(groups.get(name, {}), f"{day}, {name}") for name in GROUPS}


def _group(told: Any, place: str) -> Mapping[str, int]:
    if not isinstance(told, dict):
        raise ValueError(f"{place}: expected numbers: copy the counts again")
    for key, number in told.items():
        is_count = type(number) is int and 0 <= number <= MOST_TIMES
        if not key.isprintable() or len(key) > MOST_KEY or not is_count:
            raise ValueError(f"{place}: “{_shown(key)}” is counted as '{_shown(str(number))}': copy the counts again")
    return told


def _shown(told: str) -> str:
    """The beginning of what a file says, without signs that a terminal would obey."""
    return "".join(sign if sign.isprintable() else "?" for sign in told[:40])


def merge(exports: Iterable[Export]) -> Usage:
    """The sum over machines and days."""
    held = list(exports)
    days: dict[tuple[str, date], tuple[str, Numbers]] = {}
    for export in held:
        for day, numbers in export.days.items():
            if (export.id, day) not in days or days[export.id, day][0] < export.made:
                days[export.id, day] = (export.made, numbers)
    sums = {group: Counter[str]() for group in GROUPS}
    for _, numbers in days.values():
        for group in GROUPS:
            sums[group].update({key: n for key, n in numbers[group].items() if n})
    told = {day for _, day in days}
    return Usage(
        exports=len({(one.id, one.made) for one in held}),
        machines=len({one.id for one in held}),
        first=min(told, default=None),
        last=max(told, default=None),
        counts={group: dict(sorted(sums[group].items(), key=lambda row: (-row[1], row[0]))) for group in GROUPS},
    )


def never_used(usage: Usage, scripts: Iterable[str]) -> tuple[str, ...]:
    """Ids of saved replies that nobody took."""
    return tuple(sorted(set(scripts) - set(usage.of("taken"))))


def language_and_channel(key: str) -> tuple[str, str]:
    """What `nothing` is counted by; the channel is "" where none was picked."""
    language, _, channel = key.partition(" ")
    return language, "" if channel == ANY_CHANNEL else channel


def choice_of(key: str) -> tuple[str, str, str] | None:
    """Language, document and word that `chosen` is counted by; None where the key has another form."""
    parts = key.split(" ")
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 and all(parts) else None


def usage_as_json(usage: Usage, titles: Mapping[str, str], scripts: Iterable[str]) -> dict[str, Any]:
    """`titles` are those of the project's pages by id; what is there no more has none."""
    ids = dict.fromkeys(id for group in OF_ANSWERS for id in usage.of(group))
    return {
        "exports": usage.exports,
        "machines": usage.machines,
        "from": usage.first.isoformat() if usage.first else None,
        "until": usage.last.isoformat() if usage.last else None,
        "answers": [
            {"id": id, "title": titles.get(id), **{group: usage.of(group).get(id, 0) for group in OF_ANSWERS}}
            for id in ids
        ],
        "never_used": list(never_used(usage, scripts)),
        "rules": [{"rule": rule, "overridden": n} for rule, n in usage.of("rules").items()],
        "nothing": [
            {"language": language, "channel": channel, "times": n}
            for key, n in usage.of("nothing").items()
            for language, channel in [language_and_channel(key)]
        ],
    }

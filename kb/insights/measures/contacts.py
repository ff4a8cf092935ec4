"""Contacts by what they ask: how many on each topic, and which were solved at first contact."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kb.insights.measures.counting import Row
from kb.insights.measures.definitions import AGAIN_WITHIN_DAYS
from kb.insights.measures.periods import Period

TopicOf = Callable[[str, str], str]
"""(redacted message, language) → id of a topic, "" where nothing is likely."""
MOST_TEXT = 600
LATEST = "9999"
"""Stands after every moment of the store."""


@dataclass(frozen=True, slots=True)
class _Contact:
    key: str
    channel: str
    opened: datetime
    resolved: datetime | None
    reopened: bool
    customer: str
    language: str
    file: str
    began: str
    """`opened` as the store writes it."""
    until: str


class Topics:
    """The topic of contacts, each worked out once, by the first that the customer wrote."""

    def __init__(self, connection: sqlite3.Connection, topic_of: TopicOf) -> None:
        self._connection, self._topic_of = connection, topic_of
        self._known: dict[tuple[str, str], str] = {}
        self._by_text: dict[tuple[str, str], str] = {}

    def of(self, key: str, language: str, opened: str = "", until: str = "") -> str:
        """The topic of the conversation `key`, or of the part of it from `opened` to `until`."""
        if (key, opened) not in self._known:
            found = self._connection.execute(
                "SELECT text FROM messages WHERE conversation = ? AND author = 'customer' AND text <> '' "
                "AND at >= ? AND at <= ? ORDER BY at LIMIT 3",
                (key, opened if until else "", until or LATEST),
            )
            said = (" ".join(text for (text,) in found)[:MOST_TEXT], language)
            if said not in self._by_text:
                self._by_text[said] = self._topic_of(*said) if said[0] else ""
            self._known[key, opened] = self._by_text[said]
        return self._known[key, opened]


def solved_first(connection: sqlite3.Connection, period: Period, topics: Topics) -> list[Row]:
    """A row for each conversation of a known customer that was solved in `period`.

    It counts as solved at first contact if it was not opened again, and the same customer asked nothing on the same
    topic within seven days after. Where a topic cannot be told, any later conversation is taken for the same matter.
    """
    last = period.last + timedelta(AGAIN_WITHIN_DAYS + 1)
    later: dict[str, list[_Contact]] = defaultdict(list)
    for one in _contacts(connection, _OPENED, period.first.isoformat(), last.isoformat()):
        later[one.customer].append(one)
    rows = []
    for one in _contacts(connection, _SOLVED, period.first.isoformat(), period.last.isoformat()):
        assert one.resolved is not None
        until = one.resolved + timedelta(AGAIN_WITHIN_DAYS)
        again = (
            other
            for other in later[one.customer]
            if other.key != one.key and one.resolved < other.opened <= until and _same(one, other, topics)
        )
        is_solved = not one.reopened and next(again, None) is None
        rows.append(Row("", one.channel, float(is_solved), 1.0, one.file, one.opened.date().isoformat()))
    return rows


def _same(one: _Contact, other: _Contact, topics: Topics) -> bool:
    first = topics.of(one.key, one.language)
    second = topics.of(other.key, other.language, other.began, other.until)
    return not first or not second or first == second


_SOLVED = """SELECT key, channel, opened, resolved, reopened, customer, language, file, '' FROM conversations
  WHERE customer <> '' AND substr(resolved, 1, 10) BETWEEN ? AND ?"""
_OPENED = """SELECT key, channel, opened, NULL, 0, customer, language, file, until FROM contacts
  WHERE customer <> '' AND substr(opened, 1, 10) BETWEEN ? AND ?"""


def _contacts(connection: sqlite3.Connection, sql: str, first: str, last: str) -> list[_Contact]:
    found: Iterable[tuple[str, ...]] = connection.execute(sql, (first, last))
    return [
        _Contact(key, channel, datetime.fromisoformat(opened), datetime.fromisoformat(resolved) if resolved else None,
                 bool(reopened), customer, language, file, opened, until)
        for key, channel, opened, resolved, reopened, customer, language, file, until in found
    ]  # fmt: skip


def topic_counts(connection: sqlite3.Connection, period: Period, topics: Topics) -> dict[tuple[str, str], int]:
    """(topic, channel) → contacts of `period` in which the customer wrote something."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    found = connection.execute(
        "SELECT key, channel, language, opened, until FROM contacts WHERE substr(opened, 1, 10) BETWEEN ? AND ? "
        "AND EXISTS (SELECT 1 FROM messages WHERE conversation = key AND author = 'customer' AND text <> '' "
        "AND (until = '' OR at BETWEEN opened AND until))",
        (period.first.isoformat(), period.last.isoformat()),
    ).fetchall()
    for key, channel, language, opened, until in found:
        counts[topics.of(key, language, opened, until), channel] += 1
    return counts

"""The store → what was asked in a period, and what speaks against the texts that answer."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kb.insights.gaps.model import AskedText, Complaint
from kb.text.language_detection import guess_language

PAUSE = timedelta(hours=12)
"""After such a silence a chat that goes on for years begins anew."""
LONGEST_TURN = 2_000
"""Letters of a turn that are kept."""
QUESTION_SIGNS = frozenset("?？؟")
MOST_REASONS = 500
"""Reasons of returns that are read, the commonest first."""
FAILED = ("nothing", "no_click")
"""Outcomes of searches that helped nobody."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, the last one included."""

    first: date
    last: date

    @property
    def bounds(self) -> tuple[str, str]:
        """Texts between which a moment of the period sorts: its first day, and the day after its last."""
        return self.first.isoformat(), (self.last + timedelta(days=1)).isoformat()


def asked_days(connection: sqlite3.Connection) -> tuple[date, date] | None:
    """The first and last day of what customers wrote and searched; None where there is nothing."""
    first, last = connection.execute(
        "SELECT min(at), max(at) FROM (SELECT min(at) AS at FROM messages WHERE author = 'customer' UNION ALL "
        "SELECT max(at) FROM messages WHERE author = 'customer' UNION ALL SELECT min(at) FROM searches UNION ALL "
        "SELECT max(at) FROM searches)"
    ).fetchone()
    return (date.fromisoformat(first[:10]), date.fromisoformat(last[:10])) if first else None


def read_asked(connection: sqlite3.Connection, period: Period, languages: Sequence[str]) -> Iterator[AskedText]:
    """What customers asked in `period`: a text for each turn in which they ask, and one for each search.

    A turn is all that a customer writes before an agent does. It asks if it begins a conversation (or what was said
    before it is `PAUSE` old), or has a question mark; the others answer the agent (“the black one”, “thanks”). Where
    the import could not tell the language, it is guessed from the whole turn among the shop's `languages`.
    """
    yield from _read_turns(connection, period, languages)
    for at, language, query, outcome in connection.execute(
        "SELECT at, language, query, outcome FROM searches WHERE at >= ? AND at < ? ORDER BY at, query", period.bounds
    ):
        code = language or guess_language(query, languages).language
        yield AskedText(query, code, date.fromisoformat(at[:10]), is_search=True, has_failed=outcome in FAILED)


@dataclass(slots=True)
class _Turn:
    at: datetime
    begins: bool
    """Whether nothing was said shortly before it."""
    texts: list[str] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    """Language → letters in it."""

    def add(self, text: str, language: str) -> None:
        self.texts.append(text)
        if language:
            self.languages[language] += len(text)

    def as_asked(self, customer: str, spoken: str, languages: Sequence[str]) -> AskedText | None:
        text = "\n".join(filter(None, self.texts))[:LONGEST_TURN].strip()
        if not text or not (self.begins or QUESTION_SIGNS & set(text)):
            return None
        known = {one: letters for one, letters in self.languages.items() if one in languages}
        told = max(known, key=lambda one: (known[one], one)) if known else spoken if spoken in languages else ""
        code = told or (guess_language(text, languages).language if not self.languages else next(iter(self.languages)))
        return AskedText(text, code, self.at.date(), customer=customer)


def _read_turns(connection: sqlite3.Connection, period: Period, languages: Sequence[str]) -> Iterator[AskedText]:
    first, end = period.bounds
    before = (period.first - PAUSE - timedelta(days=1)).isoformat()
    rows = connection.execute(
        "SELECT conversation, at, author, text, messages.language, coalesce(customer, ''), "
        "coalesce(conversations.language, '') FROM messages LEFT JOIN conversations ON key = conversation "
        "WHERE at >= ? AND at < ? ORDER BY conversation, at, messages.line",
        (before, end),
    )
    held = ""
    turn: _Turn | None = None
    said: datetime | None = None
    who = ("", "")
    for conversation, moment, author, text, language, customer, spoken in rows:
        at = datetime.fromisoformat(moment)
        if conversation != held:
            yield from _ended(turn, who, first, languages)
            held, turn, said = conversation, None, None
        begins = said is None or at - said > PAUSE
        if turn and (author == "agent" or begins):
            yield from _ended(turn, who, first, languages)
            turn = None
        if author == "customer":
            turn = turn or _Turn(at, begins)
            turn.add(text, language)
        said, who = at, (customer, spoken)
    yield from _ended(turn, who, first, languages)


def _ended(turn: _Turn | None, who: tuple[str, str], first: str, languages: Sequence[str]) -> Iterator[AskedText]:
    """What the turn asks, if it does, and is of the period."""
    asked = turn.as_asked(*who, languages) if turn else None
    if asked and asked.day.isoformat() >= first:
        yield asked


def read_votes(connection: sqlite3.Connection, period: Period) -> Mapping[str, Mapping[str, Complaint]]:
    """Language → page → the votes on it in `period`."""
    votes: dict[str, dict[str, Complaint]] = defaultdict(dict)
    for page, language, no, yes in connection.execute(
        "SELECT trim(page, '/') AS id, language, sum(answer = 'no'), sum(answer = 'yes') FROM votes "
        "WHERE at >= ? AND at < ? GROUP BY id, language",
        period.bounds,
    ):
        votes[language][page] = Complaint(said_no=no, said_yes=yes)
    return dict(votes)


def read_return_reasons(connection: sqlite3.Connection, period: Period) -> Mapping[str, int]:
    """Reason → returns of `period`, whatever number of pieces each has."""
    return dict(
        connection.execute(
            "SELECT reason, count(DISTINCT key) FROM returns WHERE requested >= ? AND requested < ? AND reason <> '' "
            "GROUP BY reason ORDER BY 2 DESC, 1 LIMIT ?",
            (*period.bounds, MOST_REASONS),
        ).fetchall()
    )


def languages_left_out(asked: Collection[AskedText], languages: Collection[str]) -> Mapping[str, int]:
    """Language of no edition → what was asked in it."""
    return dict(sorted(Counter(one.language for one in asked if one.language not in languages).items()))

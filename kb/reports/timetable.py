"""The day of the team: which procedure is due when, for whom, on which channel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.content.model import Article, Document

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Duty:
    """One procedure at one of its times."""

    day: str
    """One of `DAYS`, or "" for every day."""
    time: str
    """`08:00`, local time."""
    role: str
    channels: tuple[str, ...]
    id: str
    title: str


def timetable(documents: Iterable[Document]) -> tuple[Duty, ...]:
    """Every time of every procedure: daily ones by time, then weekly ones by day and time."""
    duties = []
    for document in documents:
        for written in document.times if isinstance(document, Article) else ():
            day, _, time = written.rpartition(" ")
            assert isinstance(document, Article)
            duties.append(Duty(day, time, document.role, document.channels, document.id, document.title))
    return tuple(sorted(duties, key=lambda duty: (_day_number(duty.day), duty.time, duty.role, duty.id)))


def _day_number(day: str) -> int:
    return DAYS.index(day) + 1 if day else 0

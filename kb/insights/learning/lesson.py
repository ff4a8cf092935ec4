"""The store → what colleagues chose, as the file that the shop commits has it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kb.desk.learned import ALL_WORDS, Choices, is_learnable
from kb.insights.learning.counting import FORGOTTEN_DAYS, count_choices
from kb.insights.records.data_file import write_data_file
from kb.insights.records.records import Choice, Origin
from kb.workspace.learned import LEARNED, learned_text

NO_LANGUAGE = "?"
"""How a choice in what is no language's code is called among those left out."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned."""

    first: str
    """The first day of a choice that was counted; "" where there was none."""
    last: str
    choices: Mapping[str, Choices]
    """Language → its choices."""
    gone: Mapping[str, int]
    """Documents, and languages, of choices that were left out since the shop has them no more → how many choices."""

    def most_chosen(self, language: str) -> list[tuple[str, int]]:
        """Its documents with the hundredths of their words' choices, the most chosen first."""
        of_all = self.choices[language].get(ALL_WORDS, {})
        return sorted(of_all.items(), key=lambda row: (-row[1], row[0]))


def learn(
    connection: sqlite3.Connection,
    today: date,
    languages: Mapping[str, Container[str]],
    is_there: Callable[[str], bool],
) -> Lesson:
    """What the choices in the store say `today`.

    `languages`: language → the words that its index has; others are left out, since anybody may send events, and since
    texts change. `is_there(id)`: whether the agents' edition has such a document.
    """
    kept: list[Choice] = []
    gone: dict[str, int] = {}
    for one in _choices(connection, today):
        if one.language not in languages or not is_there(one.item):
            lost = one.item if one.language in languages else one.language or NO_LANGUAGE
            gone[lost] = gone.get(lost, 0) + one.count
        elif known := _known(one.words, languages[one.language]):
            kept.append(replace(one, words=known))
    days = sorted(one.day.isoformat() for one in kept)
    first, last = (days[0], days[-1]) if days else ("", "")
    return Lesson(first, last, count_choices(kept, today), dict(sorted(gone.items())))


def _known(words: str, index: Container[str]) -> str:
    return " ".join(word for word in words.split() if is_learnable(word) and word in index)


def _choices(connection: sqlite3.Connection, today: date) -> Iterator[Choice]:
    since = date.fromordinal(today.toordinal() - FORGOTTEN_DAYS + 1).isoformat()
    rows = connection.execute(
        "SELECT day, language, item, words, count, machine FROM choices WHERE day BETWEEN ? AND ?",
        (since, today.isoformat()),
    )
    for day, language, item, words, count, machine in rows:
        yield Choice(date.fromisoformat(day), language, item, words, count, Origin("", 0), machine)


def write_lesson(root: Path, lesson: Lesson) -> str:
    """Write the file in the place of an earlier one, whole or not at all; its path from the project."""
    return write_data_file(root, LEARNED, learned_text(lesson.choices, lesson.first, lesson.last))

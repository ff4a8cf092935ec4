"""What a file holds, as its readers see it: rows of a table, values of JSON, lines of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

Value = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell: of a CSV always text."""


class ReadError(Exception):
    """The file cannot be read as a whole: where, why and what to do. Nothing of it is kept."""

    def __init__(self, message: str, *, line: int = 1, hint: str = "", file: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.hint, self.file = message, line, hint, file


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    """Of a sheet: the row's number; of a text: the line on which the row begins."""
    cells: tuple[Value, ...]
    broken: str = ""
    """Why the row cannot be read, where it cannot: its cells are then empty."""


Rows = Callable[[], Iterator[Row]]


def no_rows() -> Iterator[Row]:
    """Of what is no table."""
    return iter(())


def no_lines() -> Iterator[tuple[int, str]]:
    """Of what is no text."""
    return iter(())


@dataclass(slots=True)
class Part:
    """A file, a sheet of one or a file in an archive. Rows and lines can be read again and again."""

    file: str
    """As problems name it: `chats.zip/_chat.txt`, `Order.all.xlsx#orders`."""
    name: str
    """The last part of that name, without its ending."""
    head: tuple[Row, ...] = ()
    """The first rows."""
    rows: Rows = no_rows
    values: tuple[tuple[int, Any], ...] = ()
    """JSON: (line, value) of the file's one value, or of the first lines of NDJSON."""
    all_values: Callable[[], Iterator[tuple[int, Any]]] | None = None
    """NDJSON: every line, `Broken` where one is no JSON."""
    lines: Callable[[], Iterator[tuple[int, str]]] = no_lines
    text: str = ""
    """JSON as written, to find the lines of its values."""
    expected: int = 0
    """About how many rows or lines there are, for a progress bar; 0 where nobody knows."""
    notes: list[str] = field(default_factory=list)
    """What the reader of a report should know: which encoding was found."""


@dataclass(frozen=True, slots=True)
class Broken:
    """In the place of a value that could not be read."""

    why: str

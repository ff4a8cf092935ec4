"""Long lists cut into sheets, so that a page stays light however much a shop writes.

A sheet is cut by the bytes that its rows will take as HTML, told from the lengths of their texts; templates add
much the same markup to each row of a list, so the estimate is good to a tenth. `tests/builds/test_budget.py` holds
the pages that come out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kb.website.agent_pages.labels import Choice, Reference

SHEET_BYTES = 11_000
"""Bytes of rows on one sheet: what 30,000 leave beside head, menus, filters and links between sheets."""
TEXT_BYTES = 12
"""What the markup around one text takes, over the constant of its row."""

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its lists, whole or the piece of it that one sheet holds."""

    head: Row
    lists: Mapping[str, Sequence[Row]]


def cut_rows(rows: Sequence[Row], each: int) -> list[Sequence[Row]]:
    """Sheets of `rows`, at least one; `each` is the bytes of a row's markup without its texts."""
    return [sheet[0].lists["rows"] for sheet in cut_parts([Part({}, {"rows": rows})], each)]


def cut_parts(
    parts: Iterable[Part], each: Callable[[Row], int] | int, *, head: int = 0, before: int = 0
) -> list[list[Part]]:
    """Sheets of parts, at least one: a part stays whole where a sheet can hold it.

    `each` and `head` are the bytes of markup of a row and of a part's heading, `before` what the first sheet
    shows above the first part.
    """
    markup: Callable[[Row], int] = each if callable(each) else lambda _: each
    sheets: list[list[Part]] = [[]]
    filled = before
    for part in parts:
        top = head + weight(part.head)
        rows = [(name, row, markup(row) + weight(row)) for name, held in part.lists.items() for row in held]
        whole = top + sum(size for _, _, size in rows)
        least = whole if whole <= SHEET_BYTES else top + rows[0][2]
        if sheets[-1] and filled + least > SHEET_BYTES:
            sheets.append([])
            filled = 0
        for number, (piece, size) in enumerate(_pieces(part, rows, top, SHEET_BYTES - filled)):
            if number:
                sheets.append([])
                filled = 0
            sheets[-1].append(piece)
            filled += size
    return sheets


def _pieces(part: Part, rows: Sequence[tuple[str, Row, int]], top: int, room: int) -> Iterator[tuple[Part, int]]:
    """`part` cut where the room ends, first after `room` bytes, and each piece's bytes."""
    lists: dict[str, list[Row]] = {name: [] for name in part.lists}
    filled = top
    for name, row, size in rows:
        if filled + size > room and any(lists.values()):
            yield Part(part.head, lists), filled
            lists, filled, room = {name: [] for name in part.lists}, top, SHEET_BYTES
        lists[name].append(row)
        filled += size
    yield Part(part.head, lists), filled


def weight(value: object) -> int:
    """Bytes of all texts in `value` as HTML, and a little for the markup around each."""
    if isinstance(value, str):
        return len(escape(value).encode()) + TEXT_BYTES if value else 0
    if isinstance(value, Choice):
        return weight(value.id) + weight(value.name)
    if isinstance(value, Reference):
        return weight(value.title) + weight(value.url)
    if isinstance(value, Mapping):
        return sum(map(weight, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(weight, value))
    return 0

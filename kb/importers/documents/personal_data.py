"""Tables of people, orders and messages are refused: customers' data never become pages."""

from __future__ import annotations

import re

from kb.importers.documents.columns import Column, Layout, read_header
from kb.importers.documents.sheets import Sheet, cells_of, letter_of

EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}")
PHONE = re.compile(r"(?:\+|00?)[\d\s().-]{7,18}")
FEWEST = 2
"""From so many different addresses on, a column is one of people."""
HEADERS_WITHIN = 30


def refusal_of_people(sheet: Sheet, layout: Layout | None) -> str:
    """Why `sheet` is refused; empty if nothing in it speaks of single persons."""
    data = [row for row in sheet.rows if layout is None or row.line > layout.header_line]
    named = list(layout.columns) if layout else _person_headers(sheet)
    people = [column.label for column in named if column.role == "person" and cells_of(data, column.index)]
    exempt = {column.index for column in (layout.columns if layout else ()) if column.role in ("answer", "note")}
    width = max((len(row.cells) for row in sheet.rows), default=0)
    for index in range(width):
        cells = cells_of(data, index) if index not in exempt else []
        values = {cell for cell in cells if EMAIL.fullmatch(cell) or PHONE.fullmatch(cell)}
        if len(values) >= FEWEST and len(values) * 2 > len(set(cells)):
            people.append(f"column {letter_of(index)} with e-mail addresses or phone numbers")
    if not people or (layout is None and len(people) < FEWEST and not any("with e-mail" in one for one in people)):
        return ""
    return (
        f"{sheet.path} holds data of people or orders ({', '.join(dict.fromkeys(people))}): nothing was imported, "
        "since customers' data never become pages. If it is a table of questions and answers, take these columns out"
    )


def _person_headers(sheet: Sheet) -> list[Column]:
    rows = [[read_header(at, cell) for at, cell in enumerate(row.cells) if cell] for row in sheet.rows[:HEADERS_WITHIN]]
    found = [[column for column in row if column.role == "person"] for row in rows]
    return max(found, key=len, default=[])

"""Rows and columns that a sheet does not show, of .xlsx and .ods: nobody meant them to be published."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from kb.importers.documents.sheet_extras import UNREADABLE, elements_of, sheet_parts

YES = ("1", "true")
LAST = 20_000
"""Hidden rows and columns are looked for up to here: sheets often hide all that lies behind the table."""


@dataclass(frozen=True, slots=True)
class Hidden:
    rows: frozenset[int] = frozenset()
    """Lines, counted from 1; a filter hides rows too."""
    columns: frozenset[int] = frozenset()
    """Counted from 0."""


def hidden_cells(data: bytes) -> dict[str, Hidden]:
    """Sheet name → what it hides; empty for other kinds of files, and where the archive is odd."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" in archive.namelist():
                return {
                    _named(table, "name"): _hidden_in_table(table)
                    for table in elements_of(archive, "content.xml", "table")
                }
            return {name: _hidden_in_part(archive, part) for name, part in sheet_parts(archive)}
    except UNREADABLE:
        return {}


def _hidden_in_part(archive: zipfile.ZipFile, part: str) -> Hidden:
    rows, columns = set(), set()
    for row in elements_of(archive, part, "row"):
        if row.get("hidden") in YES:
            rows.add(int(row.get("r", "0")))
    for column in elements_of(archive, part, "col"):
        if column.get("hidden") in YES:
            columns |= set(range(int(column.get("min", "1")) - 1, min(int(column.get("max", "1")), LAST)))
    return Hidden(frozenset(rows), frozenset(columns))


def _hidden_in_table(table: ElementTree.Element) -> Hidden:
    rows = _collapsed(one for one in table.iter() if one.tag.endswith("}table-row"))
    columns = _collapsed(one for one in table.iter() if one.tag.endswith("}table-column"))
    return Hidden(frozenset(at + 1 for at in rows), frozenset(columns))


def _collapsed(elements: Iterable[ElementTree.Element]) -> set[int]:
    """Places, from 0, of the elements that are not shown; one element may stand for several."""
    found: set[int] = set()
    at = 0
    for element in elements:
        count = int(
            next(
                (
                    _named(element, key)
                    for key in ("number-rows-repeated", "number-columns-repeated")
                    if _named(element, key)
                ),
                "1",
            )
        )
        if _named(element, "visibility") in ("collapse", "filter"):
            found |= set(range(at, min(at + count, LAST)))
        at += count
        if at > LAST:
            break
    return found


def _named(element: ElementTree.Element, name: str) -> str:
    """The attribute `name` of OpenDocument's own namespace for tables."""
    return element.get(f"{{urn:oasis:names:tc:opendocument:xmlns:table:1.0}}{name}", "")

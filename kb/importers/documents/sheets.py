"""CSV, Excel and OpenDocument files → sheets of rows of text, as a reader of the sheet sees them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kb.importers.common.decoding import decode_any
from kb.importers.common.report import ImportFindings
from kb.importers.documents.hidden_cells import Hidden, hidden_cells
from kb.importers.documents.sheet_extras import cell_links, report_extras

TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
SHEET_ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
DELIMITERS = ";\t,|"
ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})
HTML_TABLE = re.compile(
    r"\s*<(?:!doctype|html|head|meta|table|style|\?xml)\b[^\0]*?<table\b|\s*<table\b", re.IGNORECASE
)
FULL_CELL = 32_767
"""The most characters that a cell of Excel holds: a cell with just so many was cut."""
csv.field_size_limit(10_000_000)


class SheetError(Exception):
    """The file is no table that can be read; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    """Of a sheet: the row's number; of a text file: the line on which the row begins."""
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        return self.cells[column] if 0 <= column < len(self.cells) else ""

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    file: str
    name: str
    """Empty for a text file, which has no sheets."""
    rows: tuple[Row, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """(first line, first column, last line, last column) of merged cells."""
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    """(line, column) → address that a cell links."""
    hidden: frozenset[int] = frozenset()
    """Lines that the sheet does not show."""
    numbers: frozenset[tuple[int, int]] = frozenset()
    """(line, column) of cells that hold a number or a date, which the sheet may show in another form."""

    @property
    def path(self) -> str:
        """For findings: `faq.xlsx#Sheet1`."""
        return f"{self.file}#{self.name}" if self.name else self.file


def letter_of(column: int) -> str:
    """A column as sheets name it: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_sheets(file: Path, findings: ImportFindings, encoding: str = "") -> list[Sheet]:
    """Every visible sheet of `file`. Raises `SheetError`."""
    data = file.read_bytes()
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _read_workbook(file, data, findings)
    if (
        file.suffix.lower() in SHEET_ENDINGS
        and b"\0" in data[:1000]
        and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        raise SheetError(f"{file.name} is damaged: save it again as .xlsx or .csv; nothing was imported")
    if not data.strip():
        raise SheetError(f"{file.name} is empty; nothing was imported")
    return [_read_text(file, data, findings, encoding)]


def _read_text(file: Path, data: bytes, findings: ImportFindings, encoding: str) -> Sheet:
    if encoding:
        try:
            text = data.decode(encoding)
        except (LookupError, UnicodeDecodeError) as error:
            raise SheetError(f"{file.name} cannot be read as {encoding}: {error}; nothing was imported") from None
    else:
        decoded = decode_any(data)
        text = decoded.text
        for remark in decoded.remarks:
            is_guess = "not UTF-8" in remark
            more = "; if they are wrong, say --encoding NAME" if is_guess else ""
            findings.add(file.name, 1, remark + more, remark.partition(":")[0], is_open="no text" in remark)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if HTML_TABLE.match(text):
        return Sheet(file.name, "", _html_rows(text))
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"')
    first_line = 1
    if named.lower().startswith("sep=") and len(named) == 5:
        return Sheet(file.name, "", _rows(rest, named[4], first_line + 1))
    return Sheet(file.name, "", _rows(text, _delimiter(text), first_line))


def _html_rows(text: str) -> tuple[Row, ...]:
    """The rows of the largest table of an HTML page: many shop systems call such a page .xls."""
    soup = BeautifulSoup(text, "html.parser")
    for line_end in soup.find_all("br"):
        line_end.replace_with("\n")
    tables = [table.find_all("tr") for table in soup.find_all("table") if not table.find("table")]
    rows: list[Tag] = max(tables, key=len, default=[])
    cells = [[cell.get_text().strip() for cell in row.find_all(("td", "th"))] for row in rows]
    return tuple(Row(line, tuple(words)) for line, words in enumerate(cells, start=1))


def _delimiter(text: str) -> str:
    """The sign that parts the most rows into the same number of cells, more than one."""

    def score(sign: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text), delimiter=sign)
        widths: Counter[int] = Counter()
        try:
            for _, cells in zip(range(100), reader, strict=False):
                widths[len(cells)] += 1
        except csv.Error:
            pass
        wide = [(count, width) for width, count in widths.items() if width > 1]
        return max(wide, default=(0, 0))

    return max(DELIMITERS, key=score)


def _rows(text: str, delimiter: str, first_line: int) -> tuple[Row, ...]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows, line = [], first_line
    try:
        for cells in reader:
            rows.append(Row(line, tuple(cell.strip() for cell in cells)))
            line = reader.line_num + first_line
    except csv.Error as error:
        raise SheetError(f"the table cannot be read from line {line} on: {error}; nothing was imported") from None
    return tuple(rows)


def _read_workbook(file: Path, data: bytes, findings: ImportFindings) -> list[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = _visible_sheets(workbook, file.name, findings)
        sheets = [_sheet(file.name, workbook.get_sheet_by_name(name), findings) for name in visible]
    except PasswordError:
        raise SheetError(f"{file.name} is locked with a password: save it without one; nothing was imported") from None
    except (CalamineError, OSError, ValueError) as error:
        why = " ".join(str(error).split())[:120]
        advice = "if it has a password, save it without one; else save it again as .xlsx or .csv"
        raise SheetError(f"{file.name} is no sheet that can be read ({why}): {advice}; nothing was imported") from None
    report_extras(data, file.name, findings)
    links, hidden = cell_links(data), hidden_cells(data)
    return [
        _without_columns(replace(sheet, links=links.get(sheet.name, {})), hidden.get(sheet.name, Hidden()), findings)
        for sheet in sheets
    ]


def _without_columns(sheet: Sheet, hidden: Hidden, findings: ImportFindings) -> Sheet:
    """`sheet` without what stands in hidden columns, and with its hidden rows named."""
    used = sorted(at for at in hidden.columns if any(row.cell(at) for row in sheet.rows))
    if used:
        named = ", ".join(map(letter_of, used))
        message = f"hides the columns {named}: left out; show them and import again if they are meant"
        findings.add(sheet.path, 1, message, "hidden column left out", is_open=True)
    rows = sheet.rows
    if used:
        rows = tuple(
            Row(row.line, tuple("" if at in hidden.columns else cell for at, cell in enumerate(row.cells)))
            for row in sheet.rows
        )
    return replace(sheet, rows=rows, hidden=hidden.rows)


def _visible_sheets(workbook: CalamineWorkbook, name: str, findings: ImportFindings) -> list[str]:
    """Names of the sheets that a reader of the file sees; what is hidden was not meant to be shown."""
    visible = []
    for sheet in workbook.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            findings.add(f"{name}#{sheet.name}", 1, "is no sheet of cells: left out", "chart or macro sheet left out")
        elif sheet.visible != SheetVisibleEnum.Visible:
            message = "is hidden: left out; show the sheet and import again if it is meant"
            findings.add(f"{name}#{sheet.name}", 1, message, "hidden sheet left out", is_open=True)
        else:
            visible.append(sheet.name)
    return visible


def _sheet(file: str, sheet: CalamineSheet, findings: ImportFindings) -> Sheet:
    path = f"{file}#{sheet.name}"
    rows: list[Row] = []
    numbers: set[tuple[int, int]] = set()
    for line, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = tuple(_text(value, path, line, column, findings) for column, value in enumerate(values))
        rows.append(Row(line, cells))
        numbers |= {(line, at) for at, value in enumerate(values) if value != "" and not isinstance(value, str | bool)}
    merged = [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in (sheet.merged_cell_ranges or ())]
    return Sheet(file, sheet.name, tuple(rows), tuple(merged), numbers=frozenset(numbers))


def _text(value: object, path: str, line: int, column: int, findings: ImportFindings) -> str:
    """A cell's value as text; what cannot be told as the sheet showed it is named."""
    place = f"column {letter_of(column)}"
    if isinstance(value, str):
        words = value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()
        if words in ERRORS:
            findings.add(
                path, line, f"{place} shows the error {words}: taken as empty", "cell with an error", is_open=True
            )
            return ""
        if len(value) >= FULL_CELL:
            message = f"{place} is as long as a cell can be: its end may be missing"
            findings.add(path, line, message, "cell that may be cut", is_open=True)
        return words
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return "" if value is None else str(value)


def cells_of(rows: Iterable[Row], column: int) -> Sequence[str]:
    """What stands in a column, empty cells left out."""
    return [cell for row in rows if (cell := row.cell(column))]

"""Excel files → rows, by python-calamine; before that, a look at what the archive would unpack to."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import PurePosixPath
from typing import Any

from kb.insights.reading.parts import Part, ReadError, Row, Value

MOST_BYTES = 200_000_000
"""Of a file that is read as a whole."""
MOST_UNPACKED = 800_000_000
"""Of all parts of an .xlsx: a hundred thousand rows of seventy columns take 500 MB of XML."""
MOST_CELLS = 12_000_000
"""Of one sheet, from its first to its last used cell: they are all held at once, about 30 bytes each."""
HEAD = 25
"""Rows looked at to know what a sheet is."""
SMALLER = "export a shorter time, or export as CSV, which may be of any length"
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,9})["']""")
_TYPES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OVERLAP = 64
_BLOCK = 1 << 20


def open_workbook(data: bytes, file: str) -> Iterator[Part]:
    """A part for each sheet that is shown and not empty. Raises `ReadError`; imports the extra's package."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    if data.startswith(b"PK"):
        _look_inside(data)
    elif "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadError("is locked with a password", hint="save it without one")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [one.name for one in workbook.sheets_metadata
                 if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible]  # fmt: skip
        sheets = [(name, workbook.get_sheet_by_name(name)) for name in shown]
    except PasswordError:
        raise ReadError("is locked with a password", hint="save it without one") from None
    except (CalamineError, OSError, ValueError) as error:
        why = " ".join(str(error).split())[:120]
        raise ReadError(f"is no Excel file that can be read ({why})", hint="export or save it again") from None
    for name, sheet in sheets:
        part = Part(f"{file}#{name}", PurePosixPath(file).stem, rows=lambda sheet=sheet: _rows(sheet))  # type: ignore[misc]
        part.head = tuple(row for _, row in zip(range(HEAD), part.rows(), strict=False))
        if part.head:
            part.expected = sheet.total_height
            yield part


def _rows(sheet: Any) -> Iterator[Row]:
    first, column = sheet.start or (0, 0)
    empty = ("",) * column
    for line, values in enumerate(sheet.iter_rows(), start=1 if _is_padded(sheet) else first + 1):
        if any(value not in ("", None) for value in values):
            cells = tuple(_cell(value) for value in values)
            yield Row(line, cells if _is_padded(sheet) else (*empty, *cells))


def _is_padded(sheet: Any) -> bool:
    """Whether `iter_rows` begins at A1, as it does from python-calamine 0.2 on, or at the first used cell."""
    return bool(sheet.total_height == sheet.height + (sheet.start or (0, 0))[0])


def _cell(value: Value) -> Value:
    if isinstance(value, str):
        value = value.replace("_x000D_", "").strip(" \t\r\n\ufeff\u200b\u00a0")
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    return value


def _look_inside(data: bytes) -> None:
    """Unpack every part once, block by block: what is too much, cut off or hostile is refused before it is read."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.flag_bits & 1:
                    raise ReadError("is locked with a password", hint="save it without one")
                unpacked += member.file_size
                if unpacked > MOST_UNPACKED:
                    raise ReadError(f"unpacks to more than {MOST_UNPACKED // 1_000_000} MB", hint=SMALLER)
                is_sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
                with closing(archive.open(member)) as stream:
                    _look_at(stream, is_sheet=is_sheet, is_xml=member.filename.endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise ReadError("is cut off or damaged", hint="download or export it again") from None


def _look_at(stream: Any, *, is_sheet: bool, is_xml: bool) -> None:
    tail, columns, last = b"", set[bytes](), 0
    while block := stream.read(_BLOCK):
        if is_xml and _TYPES.search(tail + block):
            raise ReadError("declares XML entities, as no export does", hint="do not trust this file")
        if is_sheet:
            for letters, number in _REFERENCE.findall(tail + block):
                columns.add(letters)
                last = max(last, int(number))
        tail = block[-_OVERLAP:]
    width = max((_column(one) for one in columns), default=0)
    if width * last > MOST_CELLS:
        raise ReadError(
            f"has cells as far as row {last:,}, {width:,} columns wide: more than can be held", hint=SMALLER
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number

"""Excel files → rows, by python-calamine; before that, a look at what the archive would unpack to."""

from __future__ import annotations

import contextlib
import io
import os
import re
import struct
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Container, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from kb.insights.reading.large_sheets import LARGE, LargeSheet, large_sheets
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
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, OSError, ValueError, KeyError)
"""What `zipfile` raises on an archive that is cut off or was changed; a method that it cannot unpack is among them."""
MOST_MEMORY = 1_200_000_000
"""Bytes for an old .xls: all of its 65,536 rows and 256 columns take half of them."""
TRIAL_SECONDS = 120
_TRIAL = """
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({most}, {most}))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
for name in book.sheet_names:
    book.get_sheet_by_name(name)
"""
_OVERLAP = 64
_BLOCK = 1 << 20


def open_workbook(data: bytes, file: str, large_from: int = LARGE) -> Iterator[Part]:
    """A part for each sheet that is shown and not empty; one of `large_from` bytes of XML or more is read row by row.

    Raises `ReadError`; imports the extra's package.
    """
    from python_calamine import CalamineError, PasswordError

    large: Mapping[str, LargeSheet] = {}
    is_all = False
    try:
        if data.startswith(b"PK"):
            _look_inside(data)
            large, is_all = large_sheets(data, large_from)
        elif "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadError("is locked with a password", hint="save it without one")
        else:
            _try_elsewhere(data)
        with _silent_panics():
            sheets = [(name, None) for name in large] if is_all else _sheets(data, large)
    except PasswordError:
        raise ReadError("is locked with a password", hint="save it without one") from None
    except (CalamineError, OSError, ValueError) as error:
        why = " ".join(str(error).split())[:120]
        raise ReadError(f"is no Excel file that can be read ({why})", hint="export or save it again") from None
    for name, sheet in sheets:
        part = Part(f"{file}#{name}", PurePosixPath(file.removesuffix(".gz")).stem)
        part.rows = partial(_rows, sheet) if sheet else partial(_rows_of_large, large[name])
        part.head = tuple(row for _, row in zip(range(HEAD), part.rows(), strict=False))
        if part.head:
            part.expected = sheet.total_height if sheet else 0
            yield part


def _sheets(data: bytes, large: Container[str]) -> list[tuple[str, Any]]:
    """(name, sheet) of those that are shown; None for one of `large`, which is not read here."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    shown = [one.name for one in workbook.sheets_metadata
             if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible]  # fmt: skip
    return [(name, None if name in large else workbook.get_sheet_by_name(name)) for name in shown]


def _try_elsewhere(data: bytes) -> None:
    """Open an old .xls in a process of its own first, of bounded memory: its records may claim four thousand million
    cells, for which Rust would end this process without a word."""
    command = [sys.executable, "-I", "-c", _TRIAL.format(most=MOST_MEMORY)]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TRIAL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ReadError("takes longer to open than any export", hint=SMALLER) from None
    if done.returncode not in (0, 1):  # 1 is an error that this process can tell
        raise ReadError("is damaged, or has cells farther than can be held", hint=SMALLER)


@contextlib.contextmanager
def _silent_panics() -> Iterator[None]:
    """Make an error of what Rust calls a panic, as calamine has on damaged files; it would print a page of its own."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise ValueError("damaged") from None
        raise
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _rows(sheet: Any) -> Iterator[Row]:
    """`iter_rows` begins at the first row, used or not, but at the first column that is used."""
    empty = ("",) * (sheet.start or (0, 0))[1]
    for line, values in enumerate(sheet.iter_rows(), start=1):
        if any(value not in ("", None) for value in values):
            yield Row(line, (*empty, *map(_cell, values)))


def _rows_of_large(sheet: LargeSheet) -> Iterator[Row]:
    """The rows of a sheet that is read row by row, each as wide as those before it, for its last cells may be empty."""
    width = 0
    try:
        for line, cells in sheet.rows():
            width = max(width, len(cells))
            if any(value != "" for value in cells):
                yield Row(line, (*map(_cell, cells), *("",) * (width - len(cells))))
    except (*DAMAGED, IndexError) as error:
        why = " ".join(str(error).split())[:120]
        raise ReadError(f"is no Excel file that can be read ({why})", hint="export or save it again") from None


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
    except DAMAGED:
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

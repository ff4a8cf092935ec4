"""A sheet as a small `.xlsx`: text and numbers in cells, nothing else. Same rows, same bytes.

Written by hand, since python-calamine reads only, and a library that writes would be a dependency for samples alone.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LETTERS = 26
_NO_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can say."""


def make_workbook(sheet: str, rows: Rows, *, row_per_cell: bool = False) -> bytes:
    """One sheet. `row_per_cell` puts each cell into a `<row r="1">` of its own, as returns of TikTok Shop have it."""
    body = "".join(_single_cells(rows) if row_per_cell else _rows(rows))
    return make_archive({
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{escape(sheet)}" sheetId="1" '
            'r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>',
    })  # fmt: skip


def make_archive(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP that does not depend on the clock."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_DAY), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _rows(rows: Rows) -> Iterator[str]:
    for line, row in enumerate(rows, start=1):
        yield f'<row r="{line}">{"".join(_cells(line, row))}</row>'


def _single_cells(rows: Rows) -> Iterator[str]:
    for line, row in enumerate(rows, start=1):
        yield from (f'<row r="1">{cell}</row>' for cell in _cells(line, row))


def _cells(line: int, row: Iterable[Cell]) -> Iterator[str]:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        place = f"{_column(column)}{line}"
        if isinstance(value, str):
            yield f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value, quote=False)}</t></is></c>'
        else:
            yield f'<c r="{place}"><v>{value!r}</v></c>'


def _column(number: int) -> str:
    """0 is A, 26 is AA."""
    high, low = divmod(number, _LETTERS)
    return (_column(high - 1) if high else "") + chr(ord("A") + low)

"""Bytes that a test cannot write as text: Excel's old and new files, a locked one, archives."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from html import escape

from tests.importers.documents.sheets_made import MAIN, OFFICE, PACKAGE, Rows, letter, make_xlsx, zipped

__all__ = ["Rows", "make_xls", "make_xlsx", "make_xlsx_cell_rows", "ole", "wide_xlsx", "zipped"]

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def _wide(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _sheet(rows: Rows) -> bytes:
    width = max(map(len, rows), default=0)
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    body += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", line, column, 0)
            if isinstance(value, str):
                body += _record(0x0204, place + _wide(value))
            elif value is not None:
                body += _record(0x0203, place + struct.pack("<d", value))
    return body + _record(0x000A, b"")


def make_xls(name: str, rows: Rows) -> bytes:
    """One sheet in BIFF8, as Excel 97 wrote it. Source: MS-XLS 2.4."""
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + _record(0x0042, b"\xb0\x04")
    label = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    sheet_at = len(start) + 4 + 6 + len(label) + 4
    bound = _record(0x0085, struct.pack("<IBB", sheet_at, 0, 0) + label)
    return ole({"Workbook": start + bound + _record(0x000A, b"") + _sheet(rows)})


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file with `streams`. Source: MS-CFB 2; every stream is padded over the mini stream's limit."""
    padded = {name: data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0") for name, data in streams.items()}
    chain: list[int] = [END]  # the directory's sector
    starts: dict[str, int] = {}
    for name, data in padded.items():
        count = len(data) // SECTOR
        starts[name] = len(chain)
        chain += [*range(len(chain) + 1, len(chain) + count), END]
    entries = [_entry("Root Entry", 5, child=1, start=END, size=0)]
    for number, (name, data) in enumerate(padded.items(), start=1):
        right = number + 1 if number < len(padded) else FREE
        entries.append(_entry(name, 2, right=right, start=starts[name], size=len(data)))
    assert len(entries) <= 4
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    fat_sector = len(chain)
    chain.append(FAT)
    assert len(chain) <= SECTOR // 4
    fat = b"".join(struct.pack("<I", one) for one in chain).ljust(SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 0, 0, 4096, END, 0, END, 0)
    header += struct.pack("<I", fat_sector) + struct.pack("<I", FREE) * 108
    return header + directory + b"".join(padded.values()) + fat


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int, size: int) -> bytes:
    label = (name + "\0").encode("utf-16-le")
    head = label.ljust(64, b"\0") + struct.pack("<HBBIII", len(label), kind, 1, FREE, right, child)
    return head + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)


def make_xlsx_cell_rows(sheet: str, rows: Rows) -> bytes:
    """As TikTok Shop writes returns: every cell in a `<row r="1">` of its own, with the right reference."""
    body = ""
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value is not None:
                place = f"{letter(column)}{line}"
                words = escape(str(value), quote=False)
                body += f'<row r="1"><c r="{place}" t="inlineStr"><is><t>{words}</t></is></c></row>'
    return _workbook(sheet, body)


def wide_xlsx(cells: Sequence[tuple[str, str]], *, before: str = "") -> bytes:
    """A sheet of single cells at any places: two of them may span seventeen thousand million."""
    body = "".join(
        f'<row r="{re.sub("[A-Z]", "", place)}"><c r="{place}" t="inlineStr"><is><t>{words}</t></is></c></row>'
        for place, words in cells
    )
    return _workbook("Sheet1", body, before=before)


def _workbook(sheet: str, body: str, *, before: str = "") -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped({
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets>'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f"{before}<worksheet {MAIN}><sheetData>{body}</sheetData></worksheet>",
    })  # fmt: skip

"""Workbooks as bytes, written part by part: what a test needs of Excel's and OpenDocument's formats, and no more."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

Value = str | int | float | None
Rows = Sequence[Sequence[Value]]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def letter(column: int) -> str:
    return chr(ord("A") + column)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


def _cell(line: int, column: int, value: Value) -> str:
    place = f"{letter(column)}{line}"
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value, quote=False)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def make_xlsx(
    sheets: Mapping[str, Rows],
    *,
    merged: Mapping[str, Sequence[str]] = {},
    hidden_sheets: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    links: Mapping[str, str] = {},
) -> bytes:
    """Sheet name → rows. `merged`: sheet → areas such as `A1:C1`; `links`: cell of the first sheet → address."""
    parts: dict[str, str | bytes] = {}
    listed, relations, types = "", "", ""
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        body = ""
        for line, row in enumerate(rows, start=1):
            hidden = ' hidden="1"' if line in hidden_rows else ""
            cells = "".join(_cell(line, column, value) for column, value in enumerate(row))
            body += f'<row r="{line}"{hidden}>{cells}</row>'
        columns = "".join(f'<col min="{at}" max="{at}" hidden="1"/>' for at in hidden_columns)
        columns = f"<cols>{columns}</cols>" if columns else ""
        areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged.get(name, ()))
        after = f"<mergeCells>{areas}</mergeCells>" if areas else ""
        if number == 1 and links:
            linked = "".join(f'<hyperlink ref="{cell}" r:id="rId{at}"/>' for at, cell in enumerate(links, start=1))
            after += f"<hyperlinks>{linked}</hyperlinks>"
            targets = "".join(
                f'<Relationship Id="rId{at}" Type="{OFFICE}/hyperlink" Target="{escape(to)}" TargetMode="External"/>'
                for at, to in enumerate(links.values(), start=1)
            )
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = (
                f'<Relationships xmlns="{PACKAGE}">{targets}</Relationships>'
            )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet {MAIN} xmlns:r="{OFFICE}">{columns}<sheetData>{body}</sheetData>{after}</worksheet>'
        )
        state = ' state="hidden"' if name in hidden_sheets else ""
        listed += f'<sheet name="{escape(name)}" sheetId="{number}"{state} r:id="rId{number}"/>'
        relations += f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        types += (
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        )
    parts["xl/workbook.xml"] = f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    )
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>'
    )
    return zipped(parts)


def make_ods(sheets: Mapping[str, Rows]) -> bytes:
    """Sheet name → rows; `words|comment:words` has an annotation, a row that begins with HIDDEN is hidden."""
    tables = ""
    for name, rows in sheets.items():
        body = ""
        for row in rows:
            cells = ""
            for value in row:
                words, _, comment = str(value or "").partition("|comment:")
                note = f"<office:annotation><text:p>{escape(comment)}</text:p></office:annotation>" if comment else ""
                lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in words.split("\n"))
                cells += f'<table:table-cell office:value-type="string">{note}{lines}</table:table-cell>'
            hidden = ' table:visibility="collapse"' if row and str(row[0]).startswith("HIDDEN") else ""
            body += f"<table:table-row{hidden}>{cells}</table:table-row>"
        tables += f'<table:table table:name="{escape(name)}">{body}</table:table>'
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": manifest})

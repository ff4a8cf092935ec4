"""A large sheet read row by row says what calamine says of it as a whole."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest

from kb.insights.reading.parts import ReadError, Value
from kb.insights.reading.sheets import open_workbook
from tests.importers.documents.sheets_made import MAIN, OFFICE
from tests.insights.exports.containers import make_xlsx, zipped
from tests.insights.exports.sheets import WORKBOOKS

ALL, NONE = 1, 10**9
"""From how many bytes on a sheet is large."""
TEXTS = (
    f'<sst {MAIN}><si><t>Mã đơn</t></si><si><r><t xml:space="preserve">Áo </t></r>'
    '<r><t xml:space="preserve">thun &amp; quần</t></r></si>'
    "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si><si/></sst>"
)
STYLES = (
    f'<styleSheet {MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/>'
    '<numFmt numFmtId="165" formatCode="[Red]#,##0.00&quot; days&quot;"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/></cellXfs>'
    "</styleSheet>"
)
ROWS = (
    '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="s"><v>2</v></c></row>'
    '<row r="3"/><row r="5" ht="3"><c r="B5" s="1"><v>46327.5</v></c><c r="C5" s="2"><v>46327</v></c>'
    '<c r="D5" s="3"><v>1250.5</v></c><c r="F5" t="b"><v>1</v></c></row>'
    '<row r="6"><c r="A6" t="inlineStr"><is><t>a</t></is></c><c r="B6" t="e"><v>#N/A</v></c><c r="C6" t="str">'
    '<f>"x"&amp;"y"</f><v>xy</v></c><c r="D6"><v>577123456789012345</v></c><c r="AB6"><v>-3e2</v></c></row>'
    '<row r="9"><c t="s"><v>3</v></c><c><v>7</v></c></row>'
)


def _text(part: str | bytes) -> str:
    return part if isinstance(part, str) else part.decode()


def workbook(rows: str = ROWS, *, properties: str = "", texts: str = TEXTS) -> bytes:
    """One sheet with `rows`, whose cells may refer to `TEXTS` and `STYLES`."""
    relations = "".join(
        f'<Relationship Id="rId{9 - at}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for at, name in enumerate(("styles", "sharedStrings"))
    )
    with zipfile.ZipFile(io.BytesIO(make_xlsx({"orders": [["x"]]}))) as made:
        parts: dict[str, str | bytes] = {name: made.read(name) for name in made.namelist()}
    for name, mark, more in (
        ("xl/_rels/workbook.xml.rels", "</Relationships>", relations),
        ("xl/workbook.xml", "<sheets>", properties),
    ):
        parts[name] = _text(parts[name]).replace(mark, more + mark)
    return zipped({
        **parts,
        "xl/sharedStrings.xml": texts,
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
    })  # fmt: skip


def cells(data: bytes, large_from: int) -> dict[str, list[tuple[int, tuple[Value, ...]]]]:
    """Sheet → (line, cells), without the empty ones at a row's end; a day as the moment when it begins."""

    def whole(value: Value) -> Value:
        return datetime(value.year, value.month, value.day) if type(value) is date else value

    found = {}
    for part in open_workbook(data, "f.xlsx", large_from):
        rows = []
        for row in part.rows():
            held = [*map(whole, row.cells)]
            while held and held[-1] == "":
                held.pop()
            rows.append((row.line, tuple(held)))
        found[part.file] = rows
    return found


@pytest.mark.parametrize("name", [name for name, data in WORKBOOKS.items() if data.startswith(b"PK")])
def test_every_export_is_the_same_row_by_row(name: str) -> None:
    assert cells(WORKBOOKS[name], ALL) == cells(WORKBOOKS[name], NONE)


def test_every_kind_of_cell() -> None:
    read = cells(workbook(), ALL)
    assert read == cells(workbook(), NONE)
    assert read["f.xlsx#orders"] == [
        (2, ("", "Mã đơn", "Áo thun & quần", "東京")),
        (5, ("", datetime(2026, 11, 1, 12), datetime(2026, 11, 1), 1250.5, "", True)),
        (6, ("a", "", "xy", 577123456789012345.0, *[""] * 23, -300.0)),
        (9, ("", 7.0)),
    ]


def test_sheets_that_are_not_shown_are_left_out_and_small_ones_are_read() -> None:
    rows = [["a", "b"], ["1", "2"]]
    for hidden, count in (((), 2), (("two",), 1)):
        data = make_xlsx({"one": rows * 40, "two": rows}, hidden_sheets=hidden)
        assert len(cells(data, ALL)) == count
        assert cells(data, ALL) == cells(data, NONE) == cells(data, 3_000)


@pytest.mark.parametrize(
    ("rows", "properties"),
    [
        (ROWS, '<workbookPr date1904="1"/>'),
        ('<row r="1"><c r="B1"><v>1</v></c></row><row r="1"><c r="B2"><v>2</v></c></row>', ""),
    ],
)  # fmt: skip
def test_a_sheet_of_another_make_is_left_to_calamine(rows: str, properties: str) -> None:
    data = workbook(rows, properties=properties)
    assert cells(data, ALL) == cells(data, NONE)


@pytest.mark.parametrize(
    "rows",
    [
        ROWS + '<row r="10"><c t="s"><v>99</v></c></row>',
        ROWS + '<row r="10"><c r="A10"><v>one</v></c></row>',
        ROWS + '<row r="10"><c r="ZZZZ10"><v>1</v></c></row>',
        ROWS + "<row r='10'><c>",
        ROWS + '<row r="10"><c r="A10" t="d"><v>yesterday</v></c></row>',
        ROWS + f'<row r="10">{"<c><v>1</v></c>" * 16_400}</row>',
        ROWS + f'<row r="10">{"<c>" * 70}{"</c>" * 70}</row>',
        ROWS + f'<row r="10"><c r="A10"><f>{"<x>" * 70}{"</x>" * 70}</f></c></row>',
        ROWS + f'<row r="10"><c r="A10" t="str"><v>{"x" * 20_000_000}</v></c></row>',
    ],
)
def test_a_damaged_sheet_is_refused(rows: str) -> None:
    with pytest.raises(ReadError, match="is no Excel file that can be read"):
        cells(workbook(rows), ALL)


@pytest.mark.parametrize("text", ["<x>" * 70 + "</x>" * 70, "y" * 20_000_000])
def test_texts_that_no_cell_holds_are_refused(text: str) -> None:
    data = workbook(texts=f"<sst {MAIN}><si><t>{text}</t></si></sst>")
    with pytest.raises(ReadError, match="is no Excel file that can be read"):
        cells(data, ALL)

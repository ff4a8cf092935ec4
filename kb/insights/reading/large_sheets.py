"""Large sheets of an .xlsx → rows, one after another, so that only the workbook's texts are held.

Calamine holds every cell of a sheet: 100,000 rows of 40 columns take 320 MB. Here expat tells of one cell after
another. Read so are sheets as all programs write them; one with prefixed elements, rows that are not numbered upwards,
or days counted from 1904 is left to calamine.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import PurePosixPath
from xml.etree import ElementTree
from xml.parsers import expat

from kb.insights.reading.parts import Value

LARGE = 48_000_000
"""Bytes of a sheet's XML from which on it is read so; all of a smaller one takes less than 100 MB."""
_BLOCK = 1 << 18
MOST_OF_BOOK = 20_000_000
"""Bytes of the parts that are read as a whole: the list of sheets and the styles."""
MOST_COLUMNS = 16_384
MOST_SIGNS = 1_000_000
"""Of one cell's text; Excel lets 32,767 stand in it."""
DEEPEST = 64
"""Elements in one another; sheets have nine. expat keeps the name of each that is open."""
_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_ROWS = re.compile(rb"""<row\b[^>]*?\sr\s*=\s*["'](\d+)["']""")
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Formats of days and times that have a number alone. Source: ECMA-376 18.8.30."""
_NO_PATTERN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
"""What is not the pattern itself in a format: texts, colours, conditions, gaps."""
_FIRST_DAY = datetime(1899, 12, 30)
_MOST_DAYS = 2_958_465
"""The last day of the year 9999."""


@dataclass(frozen=True, slots=True)
class LargeSheet:
    """A sheet that is read row by row."""

    data: bytes
    """Of the workbook."""
    member: str
    """The sheet's part in its archive."""
    texts: Sequence[str]
    """Those of the workbook, to which cells refer by their number."""
    dates: frozenset[str]
    """Styles (`s`) of cells that hold a day or a time."""

    def rows(self) -> Iterator[tuple[int, list[Value]]]:
        """(the row's number, its cells from column A on). Raises ValueError where it is no sheet."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            reader = _Reader(self.texts, self.dates)
            with archive.open(self.member) as stream:
                while block := stream.read(_BLOCK):
                    yield from reader.read(block)
                yield from reader.read(b"", is_last=True)


def large_sheets(data: bytes, least: int = LARGE) -> tuple[Mapping[str, LargeSheet], bool]:
    """Name → sheet, of those that are shown, of `least` bytes of XML or more, and can be read row by row; and whether
    the workbook shows no other."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not any(one.file_size >= least and "worksheets/" in one.filename for one in archive.infolist()):
            return {}, False
        whole = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
        if any(one.file_size > MOST_OF_BOOK for one in archive.infolist() if one.filename in whole):
            return {}, False
        try:
            workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            dates = _date_styles(archive)
        except (KeyError, ElementTree.ParseError, ValueError):
            return {}, False
        targets = {one.get("Id"): one.get("Target", "") for one in relations}
        members = {}
        shown = 0
        for one in workbook.iter():
            name = one.tag.rpartition("}")[2]
            if name == "workbookPr" and one.get("date1904") in ("1", "true"):
                return {}, False
            if name == "sheet" and one.get("state", "visible") == "visible":
                shown += 1
                target = next((targets[key] for where in _RELATIONS if (key := one.get(where)) in targets), "")
                member = posixpath.normpath(str(PurePosixPath("/xl") / target)).lstrip("/")
                if _can_be_read(archive, member, least):
                    members[one.get("name", "")] = member
        texts = _texts(archive) if members else ()
        return {name: LargeSheet(data, one, texts, dates) for name, one in members.items()}, len(members) == shown


def _can_be_read(archive: zipfile.ZipFile, member: str, least: int) -> bool:
    if member not in archive.namelist() or archive.getinfo(member).file_size < least:
        return False
    with archive.open(member) as stream:
        start = stream.read(1 << 20)
    numbers = [int(one) for one in _ROWS.findall(start)]
    return b"<sheetData" in start and len(numbers) > 1 and all(a < b for a, b in pairwise(numbers))


def _date_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    local = {one: one.tag.rpartition("}")[2] for one in styles.iter()}
    own = {one.get("numFmtId"): one.get("formatCode", "") for one, name in local.items() if name == "numFmt"}
    cells = next((one for one, name in local.items() if name == "cellXfs"), None)
    found = set()
    for number, style in enumerate(cells if cells is not None else ()):
        form = style.get("numFmtId", "0")
        pattern = _NO_PATTERN.sub("", own.get(form, "")).lower()
        if (form in own and re.search("[ymdhs]", pattern)) or (form not in own and int(form) in _BUILT_IN_DATES):
            found.add(str(number))
    return frozenset(found)


def _texts(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells refer to by their number; how a word is pronounced is no part of them."""
    found: list[str] = []
    if "xl/sharedStrings.xml" not in archive.namelist():
        return found
    held: list[str] = []
    spoken = depth = signs = 0
    is_text = False

    def start(name: str, _: object) -> None:
        nonlocal is_text, spoken, depth
        depth += 1
        _refuse_depth(depth)
        if name == "t":
            is_text = not spoken
        elif name == "rPh":
            spoken += 1

    def end(name: str) -> None:
        nonlocal is_text, spoken, depth, signs
        depth -= 1
        if name == "t":
            is_text = False
        elif name == "rPh":
            spoken -= 1
        elif name == "si":
            found.append("".join(held))
            held.clear()
            signs = 0

    def data(text: str) -> None:
        nonlocal signs
        if is_text:
            held.append(text)
            signs += len(text)
            _refuse_length(signs)

    parser = _parser(start, end, data)
    with archive.open("xl/sharedStrings.xml") as stream:
        try:
            parser.ParseFile(stream)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from None
    return found


def _parser(
    start: Callable[[str, list[str]], None], end: Callable[[str], None], data: Callable[[str], None]
) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    return parser


def _refuse_depth(depth: int) -> None:
    """Raises ValueError where so many elements are open that it is no sheet."""
    if depth > DEEPEST:
        raise ValueError(f"more than {DEEPEST} elements in one another")


def _refuse_length(signs: int) -> None:
    """Raises ValueError where a text has so many signs that it stands in no cell."""
    if signs > MOST_SIGNS:
        raise ValueError(f"a text of more than {MOST_SIGNS:,} signs")


class _Reader:
    """What expat tells of a sheet → rows."""

    def __init__(self, texts: Sequence[str], dates: frozenset[str]) -> None:
        self._texts, self._dates = texts, dates
        self._columns: dict[str, int] = {}
        self._done: list[tuple[int, list[Value]]] = []
        self._line = 0
        self._cells: list[Value] = []
        self._at = -1
        self._depth = self._signs = 0
        self._kind = self._style = ""
        self._held: list[str] = []
        self._is_value = self._is_spoken = False
        self._parser = _parser(self._start, self._end, self._data)

    def read(self, block: bytes, *, is_last: bool = False) -> list[tuple[int, list[Value]]]:
        try:
            self._parser.Parse(block, is_last)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from None
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        _refuse_depth(self._depth)
        if name == "c":
            self._kind = self._style = ""
            at = self._at + 1
            for key, value in zip(attributes[::2], attributes[1::2], strict=True):
                if key == "r":
                    at = self._column(value.rstrip("0123456789"))
                elif key == "t":
                    self._kind = value
                elif key == "s":
                    self._style = value
            if at >= MOST_COLUMNS:
                raise ValueError(f"a row of more than {MOST_COLUMNS:,} cells")
            self._at = at
        elif name == "v" or (name == "t" and not self._is_spoken):
            self._is_value = True
        elif name == "row":
            number = dict(zip(attributes[::2], attributes[1::2], strict=True)).get("r", "")
            line = int(number) if number else self._line + 1
            if line <= self._line:
                raise ValueError(f"row {line} comes after row {self._line}")
            self._line, self._cells, self._at = line, [], -1
        elif name == "rPh":
            self._is_spoken = True

    def _data(self, text: str) -> None:
        if self._is_value:
            self._held.append(text)
            self._signs += len(text)
            _refuse_length(self._signs)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name in ("v", "t"):
            self._is_value = False
        elif name == "c":
            if self._held:
                text = "".join(self._held)
                self._held.clear()
                self._signs = 0
                self._cells += [""] * (self._at - len(self._cells))
                self._cells[self._at :] = [self._value(text)]
        elif name == "row":
            if self._cells:
                self._done.append((self._line, self._cells))
        elif name == "rPh":
            self._is_spoken = False

    def _column(self, letters: str) -> int:
        at = self._columns.get(letters, -1)
        if at < 0:
            at = 0
            for letter in letters.upper():
                at = at * 26 + ord(letter) - 64
            at -= 1
            if not letters or not 0 <= at < MOST_COLUMNS:
                raise ValueError(f"no column “{letters[:9]}”")
            self._columns[letters] = at
        return at

    def _value(self, text: str) -> Value:
        kind = self._kind
        if kind == "s":
            return self._texts[int(text)]
        if kind in ("", "n"):
            number = float(text)
            if self._style in self._dates and 0 <= number < _MOST_DAYS:
                return _FIRST_DAY + timedelta(seconds=round(number * 86_400))
            return number
        if kind == "e":  # such as #N/A
            return ""
        if kind == "b":
            return text.strip() not in ("0", "false")
        return datetime.fromisoformat(text.strip()) if kind == "d" else text

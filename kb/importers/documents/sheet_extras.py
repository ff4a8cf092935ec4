"""What a sheet holds beside its cells' values: links of cells, and comments and pictures, which are told."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree

from kb.importers.common.report import ImportFindings

REFERENCE = re.compile(r"(?P<letters>[A-Z]{1,3})(?P<line>\d{1,7})")
PARTS = {
    "comments": (
        re.compile(r"xl/(?:comments|threadedComments/).*\.xml"),
        re.compile(rb"<(?:\w+:)?(?:comment|threadedComment)[ >]"),
    ),
    "pictures": (re.compile(r"xl/media/.+|Pictures/.+"), None),
}
"""What is counted: files of the archive, and what stands for one of them in such a file (None: the file itself)."""
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ElementTree.ParseError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What an archive raises that is not whole, or that is locked."""
MOST_BYTES = 100_000_000
"""A part that unpacks to more than this is not looked into."""


def cell_links(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet name → (line, column) → address, of an .xlsx; empty for other files and where the archive is odd."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name, part in sheet_parts(archive):
                targets = _relations(archive, part)
                for element in elements_of(archive, part, "hyperlink"):
                    at = REFERENCE.match(element.get("ref", ""))
                    id = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
                    if at and (address := targets.get(id, "")):
                        found.setdefault(name, {})[int(at["line"]), _column(at["letters"])] = address
    except UNREADABLE:
        return found
    return found


def report_extras(data: bytes, name: str, findings: ImportFindings) -> None:
    """Tell the comments and pictures of a workbook: they are not carried over."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for what, (pattern, item) in PARTS.items():
                parts = [one for one in archive.namelist() if pattern.fullmatch(one) and _is_small(archive, one)]
                count = len(parts) if item is None else sum(len(item.findall(archive.read(one))) for one in parts)
                if count:
                    is_open = what == "pictures"
                    findings.add(name, 1, f"holds {count} {what}: left out", f"{what} left out", is_open=is_open)
    except UNREADABLE:
        return


def sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(name, file in the archive) of each sheet of an .xlsx."""
    if "xl/workbook.xml" not in archive.namelist():
        return
    targets = _relations(archive, "xl/workbook.xml")
    for element in elements_of(archive, "xl/workbook.xml", "sheet"):
        id = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        part = targets.get(id, "").removeprefix("/")
        part = part if part.startswith("xl/") else f"xl/{part}"
        if part in archive.namelist():
            yield element.get("name", ""), part


def _relations(archive: zipfile.ZipFile, part: str) -> Mapping[str, str]:
    """Id → target of the parts that `part` refers to."""
    path = PurePosixPath(part)
    relations = f"{path.parent}/_rels/{path.name}.rels"
    if relations not in archive.namelist():
        return {}
    return {one.get("Id", ""): one.get("Target", "") for one in elements_of(archive, relations, "Relationship")}


def elements_of(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[ElementTree.Element]:
    if _is_small(archive, part):
        for element in ElementTree.fromstring(archive.read(part)).iter():
            if element.tag.rpartition("}")[2] == name:
                yield element


def _is_small(archive: zipfile.ZipFile, part: str) -> bool:
    return archive.getinfo(part).file_size <= MOST_BYTES


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1

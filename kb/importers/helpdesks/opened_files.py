"""The files of an export, opened: JSON in all its shapes, CSV, Freshdesk's XML, a ZIP or a folder of these."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.importers.common.decoding import decode_any
from kb.importers.common.report import ImportFindings
from kb.importers.helpdesks.export_file import Export, Record, read_export
from kb.importers.helpdesks.xml_export import read_xml

ENDINGS = frozenset({".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xml"})
MAX_BYTES = 500_000_000
"""What the files of one archive may hold together, unpacked."""
TABLE = "(table)"
"""What a row of a CSV stands in."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """One file and what it holds."""

    name: str
    export: Export
    is_inside: bool = False
    """Whether it came out of an archive or a folder, which may hold all sorts of things."""


def open_exports(files: Sequence[Path], findings: ImportFindings, *, has_tables: bool) -> tuple[list[OpenedFile], str]:
    """The files with their records, and why one of them cannot be read at all (empty if all can)."""
    opened = []
    for name, data, is_inside in _contents(files, findings):
        if data is None:
            return [], name
        export = _read(name, data, findings, has_tables=has_tables)
        if export.refusal and not is_inside:
            return [], export.refusal
        if export.refusal:
            findings.add(name, 1, "cannot be read: left out", "file of an archive left out", is_open=True)
            continue
        opened.append(OpenedFile(name, export, is_inside))
    return opened, ""


def _contents(files: Sequence[Path], findings: ImportFindings) -> Iterator[tuple[str, bytes | None, bool]]:
    """(name, bytes, whether it lay in an archive) of each file; (why, None, …) for an archive that cannot be read."""
    for file in files:
        if file.is_dir():
            for path in sorted(path for path in file.rglob("*") if path.is_file() and not path.is_symlink()):
                if path.suffix.lower() in ENDINGS:
                    yield path.relative_to(file).as_posix(), path.read_bytes(), True
                else:
                    _leave(path.relative_to(file).as_posix(), findings)
            continue
        data = file.read_bytes()
        if not data.startswith(b"PK\x03\x04"):
            yield file.name, data, False
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield from _members(file.name, archive, findings)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
            yield f"{file.name} is a ZIP that cannot be opened ({error}): nothing was imported", None, False


def _members(name: str, archive: zipfile.ZipFile, findings: ImportFindings) -> Iterator[tuple[str, bytes | None, bool]]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    wanted = [member for member in members if Path(member.filename).suffix.lower() in ENDINGS]
    if sum(member.file_size for member in wanted) > MAX_BYTES:
        yield f"{name} holds more than {MAX_BYTES // 1_000_000} MB: unpack it, and name the files", None, False
        return
    for member in members:
        if member in wanted:
            yield member.filename, archive.read(member), True
        else:
            _leave(member.filename, findings)


def _leave(name: str, findings: ImportFindings) -> None:
    findings.add(name, 1, "is no JSON, CSV or XML: left out", "file of an archive left out")


def _read(name: str, data: bytes, findings: ImportFindings, *, has_tables: bool) -> Export:
    decoded = decode_any(data)
    for remark in decoded.remarks:
        findings.add(name, 1, remark, "encoding", is_open="\ufffd" in remark)
    ending = Path(name).suffix.lower()
    start = decoded.text.lstrip("\ufeff \t\r\n")[:200].lower()
    if start.startswith("<?xml") or (ending == ".xml" and not start.startswith(("<!doctype html", "<html"))):
        return read_xml(decoded.text, name)
    if ending in {".csv", ".tsv"} and not start.startswith(("{", "[", "<")):
        if has_tables:
            return _read_table(decoded.text)
        return Export((), {}, refusal=f"{name} is a table: run kb import table {name}; nothing was imported")
    return read_export(decoded.text, name, findings)


def _read_table(text: str) -> Export:
    """Rows of a CSV as records, by the words of its first row in small letters: `Body Text` → `body_text`."""
    text = text.lstrip("\ufeff")
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    heads: list[str] = []
    records = []
    try:
        for row in rows:
            if not heads:
                heads = ["_".join(word.lower().split()) for word in row]
            elif any(cell.strip() for cell in row):
                line = rows.line_num - sum(cell.count("\n") for cell in row)
                records.append(Record(dict(zip(heads, row, strict=False)), line, TABLE))
    except csv.Error:
        return Export(tuple(records), {}, is_damaged=True)
    return Export(tuple(records), {})

"""A file of any kind → its parts. What it is, its bytes say; its ending says nothing."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from kb.insights.reading.encodings import Encoding, Opener, find_encoding
from kb.insights.reading.json_values import MOST_JSON, parse_json, read_json_lines
from kb.insights.reading.packed import GZIP, unpacked
from kb.insights.reading.parts import Part, ReadError
from kb.insights.reading.sheets import DAMAGED, HEAD, MOST_BYTES, SMALLER, open_workbook
from kb.insights.reading.text_tables import find_delimiter, read_lines, read_rows

MOST_TEXT = 4_000_000_000
"""Bytes of a text file, which is read row by row: some ten million orders."""
MOST_MEMBERS = 20_000
MOST_ARCHIVE = 2_000_000_000
"""Bytes of all texts of an archive, unpacked."""
OTHER_KINDS = (
    (b"%PDF", "a PDF", "export a table or a text"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and import what is inside"),
    (b"Rar!", "a RAR archive", "unpack it and import what is inside"),
    (b"\x89PNG", "a picture", "export a table or a text"),
    (b"\xff\xd8\xff", "a picture", "export a table or a text"),
    (b"SQLite format 3", "a database", "export its table as CSV"),
)
_MEDIA = frozenset({
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".mp4", ".mov", ".3gp", ".opus", ".ogg", ".m4a", ".mp3", ".aac",
    ".pdf", ".vcf", ".doc", ".docx", ".html", ".css", ".js",
})  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_parts(path: Path, shown: str) -> Iterator[Part]:
    """The parts of the file at `path`, which problems call `shown`. Raises `ReadError`."""
    size = path.stat().st_size
    yield from _parts(lambda: path.open("rb"), shown, size, is_member=False)


def _parts(opened: Opener, shown: str, size: int, *, is_member: bool) -> Iterator[Part]:
    with opened() as file:
        start = file.read(4096)
    if start.startswith(GZIP):
        inside, unpacked_size = unpacked(opened)
        yield from _parts(inside, shown, unpacked_size, is_member=True)
        return
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ReadError("is empty", hint="export it again")
    for mark, what, hint in OTHER_KINDS:
        if start.startswith(mark):
            raise ReadError(f"is {what}", hint=hint)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE)):
        if size > MOST_BYTES and (start.startswith(_OLE) or _is_workbook(opened)):
            raise ReadError(f"is larger than {MOST_BYTES // 1_000_000} MB", hint=SMALLER)
        if start.startswith(_OLE) or _is_workbook(opened):
            with opened() as file:
                yield from open_workbook(file.read(), shown)
        elif is_member:
            raise ReadError("is an archive in an archive", hint="unpack it and import what is inside")
        else:
            yield from _archive(opened, shown)
        return
    if start.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        raise ReadError("is an HTML page", hint="open it in Excel or LibreOffice and save it as .xlsx or .csv")
    if start.lstrip().startswith((b"<?xml", b"<!DOCTYPE", b"<!ENTITY")):
        raise ReadError("is XML", hint="export it as CSV, Excel or JSON")
    yield _text_part(opened, shown, size)


def _text_part(opened: Opener, shown: str, size: int) -> Part:
    if size > MOST_TEXT:
        raise ReadError(f"is larger than {MOST_TEXT // 1_000_000_000} GB", hint="export a shorter time")
    encoding = find_encoding(opened)
    part = Part(shown, PurePosixPath(shown.removesuffix(".gz")).stem, lines=lambda: read_lines(opened, encoding))
    if encoding.note:
        part.notes.append(encoding.note)
    with io.TextIOWrapper(opened(), encoding.name, errors="replace") as file:
        first = file.read(400).lstrip("\ufeff \t\n")
    if re.match(r'(?:\{\s*(?:"|\}|$)|\[\s*(?:[\[{"\]]|$))', first):
        return _json_part(part, opened, encoding, size)
    with opened() as file:
        start = file.read(1 << 18)
    part.expected = size * start.count(b"\n") // max(1, len(start))
    delimiter = find_delimiter(opened, encoding)
    part.rows = lambda: read_rows(opened, encoding, delimiter)
    part.head = tuple(row for _, row in zip(range(HEAD), part.rows(), strict=False))
    return part


def _json_part(part: Part, opened: Opener, encoding: Encoding, size: int) -> Part:
    part.lines = lambda: read_lines(opened, encoding, MOST_JSON)
    too_large = ReadError(f"is JSON of more than {MOST_JSON // 1_000_000} MB", hint="export a shorter time")
    try:
        is_lines = _is_lines(part)
    except ReadError:
        if size > MOST_JSON:
            raise too_large from None
        raise
    if is_lines:
        part.all_values = lambda: read_json_lines(opened, encoding)
        part.values = tuple(value for _, value in zip(range(HEAD), part.all_values(), strict=False))
        return part
    if size > MOST_JSON:
        raise too_large
    part.text = "\n".join(line for _, line in part.lines()).removeprefix("\ufeff")
    part.values = parse_json(part.text)
    return part


def _is_lines(part: Part) -> bool:
    """Whether each line is a value of its own; one line that was cut off does not decide it alone."""
    lines = [line for _, line in zip(range(HEAD), (text for _, text in part.lines()), strict=False) if line.strip()]
    return len(lines) > 1 and (_is_object(lines[0]) or sum(map(_is_object, lines)) > len(lines) / 2)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_workbook(opened: Opener) -> bool:
    """Whether a zip is an Excel file: it has a `[Content_Types].xml` and a folder `xl`."""
    try:
        with opened() as file, zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except DAMAGED:
        raise ReadError("is cut off or damaged", hint="download or export it again") from None
    if "mimetype" in names and "content.xml" in names:
        raise ReadError("is an OpenDocument sheet", hint="save it as .xlsx or .csv")
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def _archive(opened: Opener, shown: str) -> Iterator[Part]:
    """The parts of an archive's texts, sorted by name; pictures and what only leads to others is left out."""
    with opened() as file, zipfile.ZipFile(file) as archive:
        members = sorted(archive.infolist(), key=lambda one: one.filename)
        texts = [one for one in members if one.file_size and _is_text(one.filename)]
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in texts) > MOST_ARCHIVE:
            raise ReadError("unpacks to more than an export does", hint="unpack it and import the files that are meant")
        if any(one.flag_bits & 1 for one in texts):
            raise ReadError("is locked with a password", hint="unpack it and import what is inside")
        if not texts:
            raise ReadError("holds no text and no table", hint="import the file that was exported")
        for member in texts:
            name = f"{shown}/{member.filename}"
            if member.file_size > MOST_BYTES:
                raise ReadError(f"unpacks to more than {MOST_BYTES // 1_000_000} MB", file=name, hint="unpack it first")
            try:
                data = archive.read(member)
            except DAMAGED:
                raise ReadError("is cut off or damaged", hint="export it again", file=name) from None
            if data.strip():
                yield from _parts(lambda data=data: io.BytesIO(data), name, len(data), is_member=True)  # type: ignore[misc]


def _is_text(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() not in _MEDIA and not path.name.startswith(".") and "__MACOSX" not in path.parts

"""A file → the store: recognised, read, redacted and written in one transaction, or not at all."""

from __future__ import annotations

import hashlib
import re
import shlex
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from kb.insights.reading.files import open_parts
from kb.insights.reading.parts import Part, ReadError
from kb.insights.records.records import SetAside
from kb.insights.sources.all_sources import SOURCES, recognise
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.keepable import keepable
from kb.insights.sources.mapping import MappingError, TableMapping
from kb.insights.sources.marketplaces import almost
from kb.insights.sources.whatsapp import title_of
from kb.insights.store.writing import (
    Writer,
    count_first_replies,
    days_of,
    delete_import,
    drop_copies,
    replace_earlier,
    replace_earlier_messages,
    replace_messages,
)

MOST_SHOWN = 1_000
"""Rows set aside that a report lists; the store has all."""
Tell = Callable[[int, int], None]
"""Told the line that was read, and about how many there are (0 if nobody knows), now and then."""
TOLD_EVERY = 2_000
_OF_CONVERSATIONS = frozenset({"whatsapp", "facebook", "pasted", "messages_csv"})
IMPORTED, UNCHANGED, REFUSED = "imported", "unchanged", "refused"


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A row that was set aside, as a report names it."""

    file: str
    line: int
    column: str
    reason: str


@dataclass(slots=True)
class FileReport:
    """What became of one file."""

    file: str
    status: str = IMPORTED
    sources: list[str] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)
    """Table → records."""
    aside: list[AsideRow] = field(default_factory=list)
    aside_count: int = 0
    replaced: int = 0
    """Rows of an earlier version of the file that this one says no more."""
    notes: list[str] = field(default_factory=list)
    error: str = ""
    """`path:line: error …`, where the file was refused."""
    days: tuple[str | None, str | None] = (None, None)


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def path_key(shown: str, context: Context) -> str:
    """The keyed hash by which a path is known: names of files can be names of people."""
    return context.hashed("file", shown)


def stored_name(file: str, source: Source, context: Context) -> str:
    """A file's name as it may be kept: chats are named after customers."""
    if source.name == "whatsapp" and (title := title_of(file)):
        file = file.replace(title, "[name]")
    if source.name == "facebook":
        folder, _, name = file.rpartition("/")
        above, _, thread = folder.rpartition("/")
        file = f"{above}/{context.hashed('thread', thread)[:10]}/{name}".lstrip("/") if thread else name
    return context.redacted(file) if source.name in _OF_CONVERSATIONS else context.file_name(file)


def _whole_name(labels: Sequence[str]) -> str:
    """The name of the file that has all these parts."""
    first = labels[0] if labels else ""
    return re.sub(r"#[^#/]*$|(?<=\.zip)/.*$", "", first)


@dataclass(frozen=True, slots=True)
class Importer:
    """What all files of one command share."""

    connection: sqlite3.Connection
    context: Context
    mappings: Sequence[TableMapping] = ()
    forced: Source | None = None
    again: bool = False
    now: datetime = datetime(1970, 1, 1)

    def import_file(self, path: Path, shown: str, tell: Tell = lambda _, __: None) -> FileReport:
        """Import one file. What is wrong with it stands in the report; Ctrl+C leaves the store as it was."""
        report = FileReport(shown)
        begun = False
        try:
            if not path.is_file():
                raise ReadError("is no file", hint="name a file that was exported")
            sha = file_hash(path)
            if self._is_known(sha, shown, report):
                return report
            self.connection.execute("BEGIN IMMEDIATE")
            begun = True
            if self._is_known(sha, shown, report):  # by another import, while this one waited for it
                self.connection.rollback()
                return report
            known = self.connection.execute("SELECT id FROM imports WHERE sha256 = ?", (sha,)).fetchone()
            if known:
                delete_import(self.connection, known[0])
            self._import(path, shown, sha, report, tell)
            self.connection.execute("COMMIT")
        except ReadError as error:
            self._refuse(report, f"{error.file or shown}:{error.line}: error {error.message}", error.hint)
        except MappingError as error:
            self._refuse(report, str(error), "")
        except OSError as error:
            self._refuse(report, f"{shown}:1: error cannot be read: {error.strerror or error}", "")
        except BaseException:
            if begun and self.connection.in_transaction:
                self.connection.rollback()
            raise
        return report

    def _is_known(self, sha: str, shown: str, report: FileReport) -> bool:
        """Whether the file was imported and is not to be imported again; the report then says so."""
        known = self.connection.execute("SELECT file, imported_at FROM imports WHERE sha256 = ?", (sha,)).fetchone()
        if not known or self.again:
            return False
        report.status = UNCHANGED
        same = "" if known[0] == shown else f" as {known[0]}"
        report.notes.append(f"was imported{same} on {known[1][:10]} and has not changed: nothing to do")
        return True

    def _refuse(self, report: FileReport, error: str, hint: str) -> None:
        if self.connection.in_transaction:
            self.connection.rollback()
        report.status, report.counts, report.replaced = REFUSED, {}, 0
        report.error = f"{error} ({hint})" if hint else error

    def _import(self, path: Path, shown: str, sha: str, report: FileReport, tell: Tell) -> None:
        key = path_key(shown, self.context)
        before = self.connection.execute("SELECT id, sources FROM imports WHERE path_key = ?", (key,)).fetchall()
        earlier = [row[0] for row in before]
        number = self.connection.execute(
            "INSERT INTO imports (file, path_key, sha256, sources, imported_at, records, aside) "
            "VALUES ('', ?, ?, '', ?, 0, 0)",
            (key, sha, self.now.isoformat(timespec="seconds")),
        ).lastrowid
        assert number is not None
        writer = Writer(self.connection, number)
        unknown: dict[str, str] = {}
        labels: list[str] = []
        for part in open_parts(path, shown):
            source = self._source(part)
            if source is None:
                unknown[self.context.file_name(part.file)] = almost(part)
                continue
            labels.append(stored_name(part.file, source, self.context))
            report.notes += [f"{labels[-1]} {note}" for note in part.notes]
            report.sources.append(source.name)
            self._read(part, source, path, writer, report, tell, labels[-1])
        writer.flush()
        _refuse_nothing(shown, unknown, report, writer)
        report.notes += [f"{name} {why or 'is of no kind that kb knows'}: left out" for name, why in unknown.items()]
        if len(set(labels)) > 1 and "order_items" in writer.counts:
            drop_copies(self.connection, number)
        report.replaced = replace_earlier(self.connection, number, earlier)
        if self._is_table_of_messages(report.sources):
            tables = [one for one, sources in before if self._is_table_of_messages(sources.split())]
            report.replaced += replace_earlier_messages(self.connection, number, tables)
        replace_messages(self.connection, number)
        count_first_replies(self.connection, number)
        for old in earlier:
            self.connection.execute("DELETE FROM set_aside WHERE import = ?", (old,))
        report.counts, report.aside_count = dict(writer.counts), writer.aside
        for table in ("orders", "order_items", "conversations"):  # told of more than once in one file
            if table in writer.counts:
                counted = self.connection.execute(f"SELECT count(*) FROM {table} WHERE import = ?", (number,))
                report.counts = {**report.counts, table: counted.fetchone()[0]}
        report.days = days_of(self.connection, number)
        self.connection.execute(
            "UPDATE imports SET file = ?, sources = ?, records = ?, aside = ?, first_day = ?, last_day = ? "
            "WHERE id = ?",
            (
                _whole_name(labels),
                " ".join(sorted(set(report.sources))),
                sum(writer.counts.values()),
                writer.aside,
                *report.days,
                number,
            ),
        )

    def _is_table_of_messages(self, sources: Sequence[str]) -> bool:
        """Whether a file is one table for all its conversations; chats have a file of their own, often of one name."""
        mapped = {f"mapping:{one.name}" for one in self.mappings if one.source == "messages"}
        return bool(sources) and set(sources) <= {"messages_csv", *mapped}

    def _source(self, part: Part) -> Source | None:
        if self.forced:
            if self.forced.claims(part) == Certainty.NO:
                raise ReadError(f"is no {self.forced.what}", file=part.file, hint="leave --source out, or name another")
            return self.forced
        mapped = [one for one in self.mappings if part.head and one.fits(part)]
        named = [one for one in mapped if one.header] or mapped
        if len(named) > 1:
            paths = " and ".join(one.path for one in named)
            raise ReadError(f"fits {paths}", file=part.file, hint="delete one of the two")
        return named[0].as_source() if named else recognise(part, SOURCES)

    def _read(
        self, part: Part, source: Source, path: Path, writer: Writer, report: FileReport, tell: Tell, label: str
    ) -> None:  # fmt: skip
        day = datetime.fromtimestamp(path.stat().st_mtime, self.context.zone).date()
        context = replace(self.context, notes=[], file_day=day)
        for at, found in enumerate(source.read(part, context)):
            record = keepable(found, context)
            writer.add(record, label)
            if isinstance(record, SetAside) and len(report.aside) < MOST_SHOWN:
                report.aside.append(AsideRow(record.file or part.file, record.line, record.column, record.reason))
            if at % TOLD_EVERY == 0:
                tell(record.line if isinstance(record, SetAside) else record.source.line, part.expected)
        report.notes += [f"{label} {note}" if note[:1].islower() else f"{label}: {note}" for note in context.notes]


def _refuse_nothing(shown: str, unknown: Mapping[str, str], report: FileReport, writer: Writer) -> None:
    """Raise `ReadError` where a file holds nothing that can be kept."""
    if not report.sources:
        raise ReadError(
            next(filter(None, unknown.values()), "is of no kind that kb knows") if unknown else "holds no row",
            hint=f"if it is a table, say what its columns are: kb insights map {shlex.quote(shown)}"
            if unknown
            else "export it again",
        )
    if not writer.counts:
        if not writer.aside:
            raise ReadError("holds no row below its header", hint="export a longer time")
        report.aside_count = writer.aside
        first = report.aside[0]
        where = f" of column “{first.column}”" if first.column else ""
        reasons = Counter(row.reason for row in report.aside)
        raise ReadError(
            f"no row of {writer.aside} can be read; the first: {first.reason}{where}", line=first.line, file=first.file,
            hint=_how_to_mend(first.reason) if len(reasons) == 1 else "",
        )  # fmt: skip


def _how_to_mend(reason: str) -> str:
    """What to try where every row of a file has the same fault."""
    if "date" in reason:
        return "is it the right file, and are its dates of the form that --dates says?"
    if "cells" in reason:
        return "save it as Excel, or as CSV with quotes around texts"
    return "is it the right file?"

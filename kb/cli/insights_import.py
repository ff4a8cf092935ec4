"""`kb insights import FILE…`: exports of marketplaces, inboxes and forms into the shop's own store."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, choose, from_project, project_root, start_folder
from kb.cli.insights_project import HOW_TO_INSTALL, make_context
from kb.cli.printing import add_json, count_of, print_json, remark

if TYPE_CHECKING:
    from kb.insights.store.importing import FileReport

SHOWN_ASIDE = 20
"""Rows set aside that are listed for people; `--json` has more, the store all."""
BAR_WIDTH = 24
DRAWN_EVERY_SECONDS = 0.2


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="exported files, as they are; without one, all of insights/inbox"
    )
    parser.add_argument("--source", metavar="NAME", help="what the files are, where kb cannot tell")
    parser.add_argument("--shop", metavar="NAME", help="which shop they are of, if you have several")
    parser.add_argument("--channel", metavar="ID", help="which channel they are of, where they do not say it")
    parser.add_argument("--market", metavar="CODE", help="the market whose money, clock and dates they have")
    parser.add_argument("--dates", metavar="ORDER", help="dmy, mdy or ymd, where dates could be read in two ways")
    parser.add_argument("--again", action="store_true", help="import files anew that were imported already")
    add_json(parser, "print one object: each file, what it held, rows set aside with their reasons")


def _run(arguments: argparse.Namespace) -> int:
    from kb.insights.sources.all_sources import SOURCES, source_named
    from kb.insights.sources.mapping import load_mappings
    from kb.insights.store.database import StoreError, open_store
    from kb.insights.store.importing import Importer

    root = project_root(arguments)
    choose("source", arguments.source, [source.name for source in SOURCES])
    _check_dates(arguments.dates)
    files = _files(arguments, root)
    mappings, broken = load_mappings(root)
    for error in broken:
        print(error, file=sys.stderr)
    context = make_context(root, arguments)
    forced = source_named(arguments.source) if arguments.source else None
    reports = []
    try:
        with open_store(root) as connection:
            now = datetime.now(context.zone)
            importer = Importer(connection, context, mappings, forced, arguments.again, now)
            for path, shown in files:
                with _Bar(shown, is_drawn=not arguments.quiet) as bar:
                    report = importer.import_file(path, shown, bar.tell)
                reports.append(report)
                if not arguments.json:
                    _tell(report, arguments)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("python_calamine"):
            raise UsageError(HOW_TO_INSTALL) from None
        raise
    except StoreError as error:
        raise UsageError(str(error)) from None
    if arguments.json:
        print_json({"files": [_as_json(report) for report in reports], "mappings": [str(error) for error in broken]})
    is_wrong = any(report.status == "refused" or report.aside_count for report in reports)
    return PROBLEMS if is_wrong or broken else DONE


def _check_dates(dates: str | None) -> None:
    from kb.insights.sources.dates import ORDERS

    if dates and dates not in ORDERS and "%" not in dates:
        raise UsageError(f"--dates takes {', '.join(ORDERS)} or a pattern such as %d/%m/%Y, not “{dates}”")


def _files(arguments: argparse.Namespace, root: Path) -> list[tuple[Path, str]]:
    """(path, how it is called) of every file that was named, folders looked through; else of the inbox."""
    names = [start_folder(arguments) / name for name in arguments.files] or [root / "insights/inbox"]
    found: list[Path] = []
    for path in names:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
        elif path.exists():
            found.append(path)
        elif arguments.files:
            raise UsageError(f"there is no file {path.name} in {path.parent}")
    if not found:
        where = "they hold no file" if arguments.files else "insights/inbox is empty: put exported files there"
        raise UsageError(f"there is nothing to import: {where}, or name them: kb insights import FILE")
    found = list(dict.fromkeys(Path(os.path.abspath(path)) for path in found))
    return [(path, from_project(arguments, str(path), root)) for path in found]


class _Bar:
    """How far a long import is, on a terminal."""

    def __init__(self, name: str, *, is_drawn: bool) -> None:
        self._name = name
        self._is_drawn = is_drawn and sys.stderr.isatty()
        self._last = time.monotonic()
        self._has_drawn = False

    def __enter__(self) -> _Bar:
        return self

    def tell(self, line: int, expected: int) -> None:
        now = time.monotonic()
        if not self._is_drawn or now - self._last < DRAWN_EVERY_SECONDS:
            return
        self._last, self._has_drawn = now, True
        share = min(1.0, line / expected) if expected else 0.0
        filled = round(BAR_WIDTH * share)
        bar = "█" * filled + "░" * (BAR_WIDTH - filled)
        sys.stderr.write(f"\r\x1b[K{bar} {self._name} row {line:,}" + (f" of about {expected:,}" if expected else ""))
        sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self._has_drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


_NAMES = {
    "orders": ("order", ""), "order_items": ("item", ""), "returns": ("return", ""),
    "conversations": ("conversation", ""), "messages": ("message", ""), "reviews": ("review", ""),
    "measures": ("measure", ""), "votes": ("vote", ""), "searches": ("search", "searches"),
    "desk_counts": ("count of the desk", "counts of the desk"), "problems": ("problem", ""),
    "choices": ("choice", ""),
}  # fmt: skip


def _tell(report: FileReport, arguments: argparse.Namespace) -> None:
    if report.status == "imported":
        what = ", ".join(count_of(number, *_NAMES[name]) for name, number in report.counts.items())
        days = f", {report.days[0]} to {report.days[1]}" if report.days[0] else ""
        print(f"{report.file}: {what}{days} ({', '.join(dict.fromkeys(report.sources))})", flush=True)
        if report.replaced:
            print(f"  {count_of(report.replaced, 'row')} of its earlier version replaced")
    elif report.status == "unchanged":
        print(f"{report.file}: {report.notes[0]}", flush=True)
    else:
        print(report.error, file=sys.stderr)
    for note in report.notes if report.status == "imported" else ():
        remark(arguments, f"  {note}")
    for line in _aside_lines(report):
        print(line, file=sys.stderr)


def _aside_lines(report: FileReport) -> Iterator[str]:
    for row in report.aside[:SHOWN_ASIDE]:
        column = f"column “{row.column}”: " if row.column else ""
        yield f"{row.file}:{row.line}: warning set aside: {column}{row.reason}"
    if report.aside_count > SHOWN_ASIDE:
        yield f"  and {report.aside_count - SHOWN_ASIDE} more rows set aside (--json lists them)"


def _as_json(report: FileReport) -> dict[str, Any]:
    aside: Sequence[Any] = report.aside
    return {
        "file": report.file,
        "status": report.status,
        "sources": report.sources,
        "records": dict(report.counts),
        "from": report.days[0],
        "until": report.days[1],
        "replaced": report.replaced,
        "notes": report.notes,
        "set_aside": [
            {"file": row.file, "line": row.line, "column": row.column, "reason": row.reason} for row in aside
        ],
        "set_aside_count": report.aside_count,
        "error": report.error,
    }


ACTION = Command("import", "take in exported files, without personal details; each once", _add_arguments, _run)

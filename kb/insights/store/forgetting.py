"""What a shop forgets: raw files, all rows that came of them, and aggregates that counted them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kb.insights.store.tables import EVERY, TABLES
from kb.insights.store.writing import delete_import
from kb.project.folders import CLASS_LOOK_UP, INSIGHTS

INBOX = f"{INSIGHTS}/inbox"
DATA = f"{INSIGHTS}/data"
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})(?!\d)")


@dataclass(slots=True)
class Forgotten:
    """What is gone, and what the shop must do itself."""

    imports: int = 0
    rows: int = 0
    files: list[str] = field(default_factory=list)
    """Raw files that were deleted."""
    outside: list[str] = field(default_factory=list)
    """Raw files that lie elsewhere, or hold newer rows too: they were left."""
    data: list[str] = field(default_factory=list)
    """Aggregates that were deleted, since their counts hold no more."""


def forget_imports(connection: sqlite3.Connection, root: Path, numbers: Sequence[int], done: Forgotten) -> None:
    """Delete imports and their rows in one transaction, and aggregates of their days."""
    connection.execute("BEGIN IMMEDIATE")
    spans = [_span(connection, number) for number in numbers]
    for number in numbers:
        done.rows += delete_import(connection, number)
        done.imports += 1
    _tidy(connection)
    connection.execute("COMMIT")
    _delete_data(root, [span for span in spans if span], done)


def forget_before(connection: sqlite3.Connection, root: Path, day: date, done: Forgotten) -> list[int]:
    """Delete every row of an earlier day. Gives the imports whose rows are all earlier: their raw files may go."""
    limit = day.isoformat()
    connection.execute("BEGIN IMMEDIATE")
    old = [row[0] for row in connection.execute("SELECT id FROM imports WHERE last_day < ?", (limit,))]
    first = connection.execute("SELECT min(first_day) FROM imports").fetchone()[0]
    for table in TABLES.values():
        if table.moment and table.name != "conversations":
            done.rows += connection.execute(
                f"DELETE FROM {table.name} WHERE substr({table.moment}, 1, 10) < ?", (limit,)
            ).rowcount
    done.rows += connection.execute(
        "DELETE FROM conversations WHERE substr(opened, 1, 10) < ? AND key NOT IN (SELECT conversation FROM messages)",
        (limit,),
    ).rowcount
    done.imports += len(old)
    connection.execute(f"DELETE FROM set_aside WHERE import IN ({','.join('?' * len(old))})", old)
    connection.execute(f"DELETE FROM imports WHERE id IN ({','.join('?' * len(old))})", old)
    _tidy(connection)
    connection.execute("COMMIT")
    if first and first < limit:
        _delete_data(root, [(first, _day_before(day))], done)
    return old


def forget_all(connection: sqlite3.Connection, root: Path, done: Forgotten) -> None:
    """Delete every import, every row, every raw file of the inbox and every aggregate."""
    connection.execute("BEGIN IMMEDIATE")
    done.imports = connection.execute("SELECT count(*) FROM imports").fetchone()[0]
    for name in (*EVERY, "set_aside", "imports"):
        gone = connection.execute(f"DELETE FROM {name}").rowcount
        done.rows += gone if name in EVERY else 0
    connection.execute("COMMIT")
    for path in sorted((root / INBOX).rglob("*")):
        if path.is_file() or path.is_symlink():
            path.unlink()
            done.files.append(path.relative_to(root).as_posix())
    for path in sorted((root / DATA).glob("*.json")):
        path.unlink()
        done.data.append(path.relative_to(root).as_posix())
    _delete_look_up(root, done)


def _delete_look_up(root: Path, done: Forgotten) -> None:
    """Whoever was forgotten may be in it, by hash."""
    if (root / CLASS_LOOK_UP).is_file():
        (root / CLASS_LOOK_UP).unlink()
        done.data.append(CLASS_LOOK_UP)


def delete_raw(root: Path, path: Path, shown: str, done: Forgotten) -> None:
    """Delete a raw file of the inbox; name one that lies elsewhere."""
    if not path.is_file():
        return
    if path.resolve().is_relative_to((root / INBOX).resolve()):
        path.unlink()
        done.files.append(shown)
    else:
        done.outside.append(shown)


def _tidy(connection: sqlite3.Connection) -> None:
    """Take away what belongs to nothing any more: items without an order, imports whose every row is gone."""
    connection.execute("DELETE FROM order_items WHERE order_key NOT IN (SELECT key FROM orders)")
    held = " UNION ".join(f"SELECT import FROM {name}" for name in EVERY)
    connection.execute(f"DELETE FROM set_aside WHERE import NOT IN ({held})")
    connection.execute(f"DELETE FROM imports WHERE id NOT IN ({held})")


def _span(connection: sqlite3.Connection, number: int) -> tuple[str, str] | None:
    row = connection.execute("SELECT first_day, last_day FROM imports WHERE id = ?", (number,)).fetchone()
    return (row[0], row[1]) if row and row[0] else None


def _day_before(day: date) -> str:
    return date.fromordinal(day.toordinal() - 1).isoformat()


def _delete_data(root: Path, spans: Sequence[tuple[str, str]], done: Forgotten) -> None:
    _delete_look_up(root, done)
    for path in sorted((root / DATA).glob("*.json")):
        period = _period_of(path)
        if period is None or any(first <= period[1] and period[0] <= last for first, last in spans):
            path.unlink()
            done.data.append(path.relative_to(root).as_posix())


def _period_of(path: Path) -> tuple[str, str] | None:
    """The first and last day that an aggregate counts: as it says, or those of its name and of its `weeks`.

    None, so that it is deleted, where nothing can be read of it.
    """
    try:
        told = json.loads(path.read_text("utf-8"))
        if "counted_from" in told:
            return str(told["counted_from"]), str(told["last"])
        spans = [_period(name) for name in (path.stem, *map(str, told.get("weeks", [])))]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    known = [span for span in spans if span]
    return (min(known)[0], max(last for _, last in known)) if spans[0] and known else None


def _period(name: str) -> tuple[str, str] | None:
    """The first and last day that an aggregate's name speaks of; None where it names none."""
    if match := _WEEK.search(name):
        try:
            return tuple(date.fromisocalendar(int(match[1]), int(match[2]), one).isoformat() for one in (1, 7))  # type: ignore[return-value]
        except ValueError:
            return None
    if match := _MONTH.search(name):
        return f"{match[0]}-01", f"{match[0]}-31"
    return None

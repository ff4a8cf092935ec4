"""Records → rows, in one transaction: upserted by their keys; a corrected file replaces its earlier version."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

from kb.insights.records.records import Order, Record, SetAside
from kb.insights.store.tables import EVERY, TABLES, Table, Values

BATCH = 4_000


class Writer:
    """Writes one import. The caller began the transaction and ends it."""

    def __init__(self, connection: sqlite3.Connection, number: int) -> None:
        self._connection, self._number = connection, number
        self._rows: dict[str, list[Values]] = {}
        self._seen: Counter[Values] = Counter()
        self._held = 0
        self.counts: Counter[str] = Counter()
        """Table → records."""
        self.aside = 0

    def add(self, record: Record | SetAside, label: str) -> None:
        """`label` is the file's name as it may be kept."""
        if isinstance(record, SetAside):
            self.aside += 1
            self._hold("set_aside", (record.column, record.reason, self._number, label, record.line))
            return
        table = TABLES[type(record)]
        values = table.values(record)
        if table.counts_same:
            same_by = [table.columns.index(name) for name in table.same_by] or range(len(values))
            key = (table.name, *(values[place] for place in same_by))
            values = (*values, self._seen[key])
            self._seen[key] += 1
        if isinstance(record, Order):
            self._hold("touched", (record.key, self._number))
        self._hold(table.name, (*values, self._number, label, record.source.line))
        self.counts[table.name] += 1

    def _hold(self, name: str, values: Values) -> None:
        self._rows.setdefault(name, []).append(values)
        self._held += 1
        if self._held >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is held; items of an order that was read anew are replaced."""
        execute = self._connection.executemany
        execute("DELETE FROM order_items WHERE order_key = ? AND import <> ?", self._rows.pop("touched", ()))
        execute(
            "INSERT INTO set_aside (column_name, reason, import, file, line) VALUES (?, ?, ?, ?, ?)",
            self._rows.pop("set_aside", ()),
        )
        for table in TABLES.values():
            if rows := self._rows.pop(table.name, None):
                execute(table.insert, rows)
        self._held = 0


def drop_copies(connection: sqlite3.Connection, number: int) -> None:
    """Delete items that two files of one archive, or two sheets, both have: exports overlap. The order is that of the
    last one; items that it has not are kept, for a large export is cut in the middle of an order."""
    connection.execute(
        """
        DELETE FROM order_items WHERE import = ?1 AND rowid IN (
          SELECT i.rowid FROM order_items AS i JOIN orders AS o ON o.key = i.order_key AND o.file <> i.file
            JOIN order_items AS last ON last.order_key = i.order_key AND last.import = i.import AND last.file = o.file
              AND last.sku = i.sku AND last.name = i.name AND last.quantity = i.quantity
          WHERE i.import = ?1)
        """,
        (number,),
    )


def replace_earlier(connection: sqlite3.Connection, number: int, earlier: Iterable[int]) -> int:
    """Delete what earlier versions of the same file say about the period of import `number`; how many rows that were.

    A file speaks for the time from its first row to its last, in the channels that it has. So a log that only grew
    loses nothing, and a file of the same name about another week replaces nothing.
    """
    gone = 0
    for old in earlier:
        for table in TABLES.values():
            if table.moment and table.name not in ("conversations", "messages"):
                gone += _replace(connection, table, number, old)
    connection.execute(
        "DELETE FROM order_items WHERE import <> ? AND order_key NOT IN (SELECT key FROM orders)", (number,)
    )
    return gone


def _replace(connection: sqlite3.Connection, table: Table, number: int, old: int) -> int:
    day = f"substr({table.moment}, 1, 10)"
    first, last = connection.execute(
        f"SELECT min({day}), max({day}) FROM {table.name} WHERE import = ?", (number,)
    ).fetchone()
    if first is None:
        return 0
    scope = "".join(
        f" AND {column} IN (SELECT {column} FROM {table.name} WHERE import = {number:d})" for column in table.scope
    )
    done = connection.execute(
        f"DELETE FROM {table.name} WHERE import = ? AND {day} BETWEEN ? AND ?{scope}", (old, first, last)
    )
    return done.rowcount


def replace_earlier_messages(connection: sqlite3.Connection, number: int, earlier: Iterable[int]) -> int:
    """Delete what earlier versions of the same table of messages say of the days of import `number`; how many messages.

    A table speaks for its channels, and for what moved to another of them: a message that both have. Conversations
    of which nothing is left go too.
    """
    gone = 0
    for old in earlier:
        stale = f"""
          SELECT m.rowid FROM messages AS m JOIN conversations AS c ON c.key = m.conversation WHERE m.import = {old:d}
            AND substr(m.at, 1, 10) BETWEEN (SELECT min(substr(at, 1, 10)) FROM messages WHERE import = {number:d})
                                        AND (SELECT max(substr(at, 1, 10)) FROM messages WHERE import = {number:d})
            AND (c.channel IN (SELECT n.channel FROM messages AS a JOIN conversations AS n ON n.key = a.conversation
                               WHERE a.import = {number:d})
              OR EXISTS (SELECT 1 FROM messages AS a
                         WHERE a.import = {number:d} AND a.at = m.at AND a.text = m.text))"""
        gone += connection.execute(f"DELETE FROM messages WHERE rowid IN ({stale})").rowcount
        connection.execute(
            "DELETE FROM conversations WHERE import = ? AND key NOT IN (SELECT conversation FROM messages)", (old,)
        )
    return gone


def replace_messages(connection: sqlite3.Connection, number: int) -> int:
    """Delete what other imports say of the same stretch of the same conversation; how many messages that were."""
    done = connection.execute(
        """
        DELETE FROM messages WHERE import <> ?1 AND rowid IN (
          SELECT m.rowid FROM messages AS m JOIN (
            SELECT conversation, min(at) AS first, max(at) AS last FROM messages WHERE import = ?1 GROUP BY conversation
          ) AS new ON m.conversation = new.conversation AND m.at BETWEEN new.first AND new.last
          WHERE m.import <> ?1)
        """,
        (number,),
    )
    return done.rowcount


def count_first_replies(connection: sqlite3.Connection, number: int) -> None:
    """Fill in, for conversations of an import whose export states no time, the minutes to a person's first answer."""
    connection.execute(
        """
        WITH asked AS (
          SELECT conversation, min(at) AS at FROM messages WHERE author = 'customer' AND conversation IN
            (SELECT conversation FROM messages WHERE import = ?1) GROUP BY conversation
        ), answered AS (
          SELECT asked.conversation, asked.at AS asked, min(messages.at) AS at FROM asked JOIN messages
            ON messages.conversation = asked.conversation AND messages.author = 'agent' AND messages.at >= asked.at
          GROUP BY asked.conversation
        )
        UPDATE conversations SET reply_is_counted = 1, first_reply_minutes =
          (SELECT round((strftime('%s', at) - strftime('%s', asked)) / 60.0, 2) FROM answered WHERE conversation = key)
        WHERE (first_reply_minutes IS NULL OR reply_is_counted)
          AND key IN (SELECT conversation FROM answered)
          AND key IN (SELECT conversation FROM messages GROUP BY conversation HAVING min(at) < max(at))
        """,
        (number,),
    )


def days_of(connection: sqlite3.Connection, number: int) -> tuple[str | None, str | None]:
    """The first and last day of an import's rows."""
    found: list[str] = []
    for table in TABLES.values():
        if table.moment:
            day = f"substr({table.moment}, 1, 10)"
            row = connection.execute(
                f"SELECT min({day}), max({day}) FROM {table.name} WHERE import = ?", (number,)
            ).fetchone()
            found += [one for one in row if one]
    return (min(found), max(found)) if found else (None, None)


def delete_import(connection: sqlite3.Connection, number: int) -> int:
    """Delete every row of an import; how many records that were."""
    gone = sum(connection.execute(f"DELETE FROM {name} WHERE import = ?", (number,)).rowcount for name in EVERY)
    connection.execute("DELETE FROM set_aside WHERE import = ?", (number,))
    connection.execute("DELETE FROM imports WHERE id = ?", (number,))
    return gone

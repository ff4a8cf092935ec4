"""Which table each record belongs to, and the statements that write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kb.insights.records.records import (
    Choice,
    Conversation,
    DeskCount,
    Measure,
    Message,
    Order,
    OrderItem,
    Problem,
    Record,
    Return,
    Review,
    Search,
    Vote,
)

Values = tuple[Any, ...]


def told(value: Any) -> Any:
    """A value as the store keeps it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral() else float(value)
    if isinstance(value, bool):
        return int(value)
    return value


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns before import, file and line, its key, the day of a row, and how a record fills it."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    moment: str
    """The column by whose first ten letters a row belongs to a day; "" where it goes with another table."""
    values: Callable[[Any], Values]
    counts_same: bool = False
    """Whether rows may be the same in all: then `nth`, which is the last column, numbers them."""
    same_by: tuple[str, ...] = ()
    """Columns by which rows count as the same, where it is not all of them: others of such rows may differ."""
    scope: tuple[str, ...] = ()
    """Columns within which a later version of a file speaks for its period."""
    merges: tuple[str, ...] = ()
    """Columns whose old value stays where the new row has none."""
    only_if: str = ""

    @property
    def insert(self) -> str:
        every = (*self.columns, "import", "file", "line")
        text = f"INSERT INTO {self.name} ({', '.join(every)}) VALUES ({', '.join('?' * len(every))})"
        if not self.key:
            return text
        rest = [name for name in every if name not in self.key]
        return (
            f"{text} ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {', '.join(map(self._set, rest))}{self.only_if}"
        )

    def _set(self, name: str) -> str:
        if name == "opened" and self.merges:
            return "opened = min(opened, excluded.opened)"
        if name == "reopened":
            return "reopened = max(reopened, excluded.reopened)"
        if name == "first_reply_minutes":
            return (
                "reply_is_counted = CASE WHEN excluded.first_reply_minutes IS NULL THEN reply_is_counted ELSE 0 END, "
                "first_reply_minutes = coalesce(excluded.first_reply_minutes, first_reply_minutes)"
            )
        if name in self.merges:
            return f"{name} = coalesce(nullif(excluded.{name}, ''), {name})"
        return f"{name} = excluded.{name}"


def _fields(*names: str) -> Callable[[Any], Values]:
    return lambda record: tuple(told(getattr(record, name)) for name in names)


_ORDER = (
    "key", "shop", "channel", "placed", "status", "status_written", "cancel_reason", "total", "currency", "refunded",
    "customer", "region", "carrier", "payment", "completed",
)  # fmt: skip
_CONVERSATION = ("key", "channel", "inbox", "opened", "first_reply_minutes", "resolved", "reopened", "rating",
                 "customer", "language")  # fmt: skip
_VOTE = ("at", "page", "language", "answer", "reason", "text")
_SEARCH = ("at", "language", "query", "outcome")
_PROBLEM = ("day", "shop", "channel", "topic", "nature", "severity", "order_day", "status", "answered_on", "heard")
_DESK = ("day", "kind", "item", "language", "channel", "count", "machine", "made", "event_at")
_CHOICE = ("day", "language", "item", "words", "count", "machine", "made", "event_at")


def _desk(record: DeskCount) -> Values:
    own = (record.kind, record.item, record.language, record.channel, record.count)
    return (told(record.day), *own, *_counted_by(record))


def _choice(record: Choice) -> Values:
    return (told(record.day), record.language, record.item, record.words, record.count, *_counted_by(record))


def _counted_by(record: DeskCount | Choice) -> Values:
    """The machine, when its counts were copied, and when a single event happened."""
    is_event = not record.machine
    return record.machine, "" if is_event else record.made, record.made if is_event else ""


TABLES: Mapping[type[Record], Table] = {
    Order: Table("orders", _ORDER, ("key",), "placed", _fields(*_ORDER), scope=("channel", "shop")),
    OrderItem: Table(
        "order_items", ("order_key", "sku", "name", "quantity", "returned"), (), "",
        _fields("order", "sku", "name", "quantity", "returned"),
    ),
    Return: Table(
        "returns", ("key", "order_key", "requested", "status", "reason", "quantity", "sku", "channel"), ("key", "sku"),
        "requested", _fields("key", "order", "requested", "status", "reason", "quantity", "sku", "channel"),
        scope=("channel",),
    ),
    Conversation: Table(
        "conversations", _CONVERSATION, ("key",), "opened", _fields(*_CONVERSATION),
        merges=("channel", "inbox", "opened", "first_reply_minutes", "resolved", "rating", "customer", "language"),
    ),
    Message: Table(
        "messages", ("conversation", "at", "author", "text", "language"), (), "at",
        _fields("conversation", "at", "author", "text", "language"),
    ),
    Review: Table(
        "reviews", ("key", "channel", "at", "stars", "text", "sku", "replied"), ("key",), "at",
        _fields("key", "channel", "at", "stars", "text", "sku", "replied"), scope=("channel",),
    ),
    Measure: Table(
        "measures", ("day", "shop", "channel", "measure", "value"), ("day", "shop", "channel", "measure"), "day",
        _fields("day", "shop", "channel", "measure", "value"), scope=("channel", "shop"),
    ),
    Vote: Table("votes", (*_VOTE, "nth"), (*_VOTE, "nth"), "at", _fields(*_VOTE), counts_same=True),
    Search: Table("searches", (*_SEARCH, "nth"), (*_SEARCH, "nth"), "at", _fields(*_SEARCH), counts_same=True),
    DeskCount: Table(
        "desk_counts", (*_DESK, "nth"),
        ("day", "kind", "item", "language", "channel", "machine", "event_at", "nth"), "day", _desk, counts_same=True,
        only_if=" WHERE excluded.made >= made",
    ),
    Choice: Table(
        "choices", (*_CHOICE, "nth"),
        ("day", "language", "item", "words", "machine", "event_at", "nth"), "day", _choice,
        counts_same=True, only_if=" WHERE excluded.made >= made",
    ),
    Problem: Table(
        "problems", (*_PROBLEM, "nth"), ("day", "shop", "channel", "topic", "nature", "nth"), "day",
        _fields(*_PROBLEM), counts_same=True, same_by=("day", "shop", "channel", "topic", "nature"), scope=("shop",),
    ),
}  # fmt: skip
"""Record → its table."""
EVERY = tuple(table.name for table in TABLES.values())
"""Names of all tables of records."""

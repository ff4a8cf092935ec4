"""What comes back to a shop, as records. None of them names a person: ids are keyed hashes, texts are redacted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

STATUSES = (
    "placed", "paid", "shipped", "delivered", "complete", "cancelled", "returned", "failed_delivery", "other",
)  # fmt: skip
"""Of orders, in the order of an order's life; `other` keeps its own word in `status_written`."""
OUTCOMES = ("nothing", "no_click", "click")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands: the file as the shop calls it (`chats.zip/_chat.txt`), and its line or row, from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Order:
    """One order. Amounts are in units of `currency`, None where the file has none."""

    key: str
    shop: str
    channel: str
    placed: datetime
    status: str
    status_written: str
    cancel_reason: str
    total: Decimal | None
    currency: str
    refunded: Decimal | None
    customer: str
    """Keyed hash; empty where nobody is named."""
    region: str
    """Province or state."""
    carrier: str
    payment: str
    completed: datetime | None
    source: Origin


@dataclass(frozen=True, slots=True)
class OrderItem:
    order: str
    sku: str
    name: str
    quantity: int
    returned: int
    source: Origin


@dataclass(frozen=True, slots=True)
class Return:
    key: str
    order: str
    requested: datetime
    status: str
    reason: str
    quantity: int
    sku: str
    channel: str
    source: Origin


@dataclass(frozen=True, slots=True)
class Conversation:
    key: str
    channel: str
    inbox: str
    opened: datetime
    first_reply_minutes: float | None
    resolved: datetime | None
    reopened: int
    rating: int | None
    """1 to 5; None where the customer was not asked or did not answer."""
    customer: str
    language: str
    source: Origin


@dataclass(frozen=True, slots=True)
class Message:
    conversation: str
    at: datetime
    author: str
    text: str
    """Redacted; empty for a picture alone."""
    language: str
    source: Origin


@dataclass(frozen=True, slots=True)
class Review:
    key: str
    channel: str
    at: datetime
    stars: int
    text: str
    sku: str
    replied: bool
    source: Origin


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that somebody typed, or that a report stated. Percentages are shares: .945 is 94.5 %."""

    day: date
    shop: str
    channel: str
    measure: str
    value: Decimal
    source: Origin


@dataclass(frozen=True, slots=True)
class Vote:
    at: datetime
    page: str
    language: str
    answer: str
    reason: str
    text: str
    source: Origin


@dataclass(frozen=True, slots=True)
class Search:
    at: datetime
    language: str
    query: str
    outcome: str
    source: Origin


@dataclass(frozen=True, slots=True)
class DeskCount:
    day: date
    kind: str
    item: str
    language: str
    channel: str
    count: int
    source: Origin
    machine: str = ""
    """Which machine counted, so that a later copy of its counts replaces the earlier one; empty for single events."""
    made: str = ""
    """When that copy was made, or the single event happened."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which document an agent copied for a message with certain words, all of which stand in the shop's own texts."""

    day: date
    language: str
    item: str
    words: str
    """As search reads them, with a space between them; where a machine counted, one word."""
    count: int
    source: Origin
    machine: str = ""
    """As in `DeskCount`."""
    made: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row of the shop's register of problems."""

    day: date
    shop: str
    channel: str
    topic: str
    nature: str
    severity: int
    """1 (light) to 3 (grave)."""
    order_day: date | None
    status: str
    answered_on: date | None
    heard: str
    """Where it was heard of: chat, phone, review. (`source` in the shop's file.)"""
    source: Origin


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that could not be read, and why. It holds no value of the row: that could be a person's."""

    line: int
    column: str
    reason: str
    file: str = ""


Record = (
    Order | OrderItem | Return | Conversation | Message | Review | Measure | Vote | Search | DeskCount | Choice
    | Problem
)  # fmt: skip

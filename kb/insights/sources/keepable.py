"""What of a record may be kept: every field that a file fills is looked through once more, whoever read it.

Sources redact messages, with the names of their file. All else is short and says the same in many rows: shops, states,
channels, codes of products. People write names and numbers there too, and columns are taken for one another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_args

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
    SetAside,
    Vote,
)
from kb.insights.sources.context import Context

WORDS: Mapping[type, tuple[str, ...]] = {
    Order: ("shop", "status_written", "cancel_reason", "region", "carrier", "payment"),
    OrderItem: ("name",),
    Return: ("status", "reason"),
    Conversation: ("inbox",),
    Measure: ("shop",),
    Vote: ("reason",),
    Choice: ("words",),
    Problem: ("shop", "topic", "nature", "status", "heard"),
    SetAside: ("column", "reason"),
}
"""Fields in words: redacted as messages are."""
CODES: Mapping[type, tuple[str, ...]] = {
    Order: ("channel", "currency"),
    OrderItem: ("sku",),
    Return: ("sku", "channel"),
    Conversation: ("channel",),
    Review: ("channel", "sku"),
    Measure: ("channel", "measure"),
    Vote: ("page", "answer"),
    DeskCount: ("item", "channel"),
    Choice: ("item",),
    Problem: ("channel",),
}
"""Ids of things: what is one word without @ stays, unless it is a phone number; a long number may be a product's."""
LANGUAGES: Mapping[type, tuple[str, ...]] = dict.fromkeys(
    (Conversation, Message, Vote, Search, DeskCount, Choice), ("language",)
)
MOMENTS: Mapping[type, tuple[str, ...]] = {DeskCount: ("made",), Choice: ("made",)}
_CODE = re.compile(r"[\w.+/#\-:&]{1,120}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")
_MOMENT = re.compile(r"[\dTZ:.+\- ]{1,40}")
_FEWEST_DIGITS = 7
"""Digits that a phone number has at least."""


def keepable(record: Record | SetAside, context: Context) -> Record | SetAside:
    """`record` without personal details in any of its fields."""
    changed: dict[str, Any] = {}
    for name, kind in _FIELDS.get(type(record), ()):
        value = getattr(record, name)
        if value and (kept := _KEEP[kind](value, context)) != value:
            changed[name] = kept
    return replace(record, **changed) if changed else record


def _code(value: str, context: Context) -> str:
    if _CODE.fullmatch(value) is None:
        return context.short(value)
    if sum(map(str.isdigit, value)) < _FEWEST_DIGITS:
        return value
    return context.short(value) if context.has_phone(value) else value


def _language(value: str, _: Context) -> str:
    return value if _LANGUAGE.fullmatch(value) else ""


def _moment(value: str, _: Context) -> str:
    return value if _MOMENT.fullmatch(value) else ""


_KEEP: Mapping[str, Callable[[str, Context], str]] = {
    "words": lambda value, context: context.short(value),
    "code": _code,
    "language": _language,
    "moment": _moment,
}
_TABLES = {"words": WORDS, "code": CODES, "language": LANGUAGES, "moment": MOMENTS}
_FIELDS = {
    record: tuple((field, kind) for kind, table in _TABLES.items() for field in table.get(record, ()))
    for record in (*get_args(Record), SetAside)
}
"""Record → (field, what it is) of those that are looked through."""

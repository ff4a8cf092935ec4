"""What every source needs beside the file: the key of hashes, the rules of redaction, the shop's zone and money."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from kb.insights.reading.parts import Part
from kb.insights.records.records import Record, SetAside
from kb.insights.redaction.name_book import NameBook
from kb.insights.redaction.private_folder import keyed_hash
from kb.insights.redaction.redact import has_kind, redact
from kb.insights.redaction.rules import Rules
from kb.text.folding import fold
from kb.text.language_detection import guess_language

_MOST_KNOWN = 50_000
"""Short texts whose redaction is remembered."""
_OF_PEOPLE = ("name", "email", "phone", "address")
MOST_TEXT = 20_000
"""Characters of a message that are kept."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]+")
"""What no customer types, and what a terminal obeys when a report shows it."""


class Certainty(IntEnum):
    """How sure a source is that a part is its own."""

    NO = 0
    MAYBE = 1
    LIKELY = 2
    SURE = 3


@dataclass(slots=True)
class Context:
    """One import's surroundings. `notes` is filled while records are read."""

    key: bytes
    rules: Rules
    zone: ZoneInfo
    markets: tuple[str, ...] = ()
    currencies: Mapping[str, str] = field(default_factory=dict)
    """Market → currency."""
    languages: tuple[str, ...] = ("en",)
    shop_names: tuple[str, ...] = ()
    shop: str = ""
    channel: str = ""
    """What --channel or a mapping says; "" leaves it to the source."""
    dates: str = ""
    """What --dates or a mapping says: dmy, mdy, ymd or a pattern of strptime."""
    inboxes: Mapping[str, str] = field(default_factory=dict)
    """Name, number or type of a helpdesk's inbox → channel."""
    file_day: date | None = None
    """When the file was saved: the day of what bears no date."""
    notes: list[str] = field(default_factory=list)
    _short: dict[str, str] = field(default_factory=dict)
    _phones: dict[str, bool] = field(default_factory=dict)
    _book: tuple[tuple[str, ...], NameBook] | None = None

    @property
    def currency(self) -> str:
        """That of the shop's first market."""
        return next(iter(self.currencies.values()), "")

    def hashed(self, *parts: str) -> str:
        """A keyed hash of `parts`, "" if the last of them is empty."""
        return _hashed(self.key, *parts) if parts[-1] else ""

    def order_key(self, channel: str, number: str) -> str:
        """The key under which an order is known in every file."""
        return self.hashed("order", channel, number.strip().lstrip("#").upper())

    def customer_key(self, channel: str, name: str) -> str:
        """The key of a customer, by the name that the channel knows them by."""
        return self.hashed("customer", channel, fold(name.strip()))

    def redacted(self, text: str, names: Iterable[str] = ()) -> str:
        """`text` as it may be kept."""
        text = _CONTROLS.sub(" ", text[:MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n")).strip()
        if not text:
            return ""
        wanted = tuple(names)
        if self._book is None or self._book[0] != wanted:
            self._book = (wanted, NameBook.of(wanted, self.rules))
        return redact(text, self.rules, self._book[1]).text

    def short(self, text: str) -> str:
        """The same of a text that says the same in many rows: a state, a shop's name."""
        if (kept := self._short.get(text)) is None:
            kept = self._short[text] = self.redacted(text)
            _bounded(self._short)
        return kept

    def has_phone(self, code: str) -> bool:
        """Whether a code, such as a product's, is a phone number."""
        if (found := self._phones.get(code)) is None:
            found = self._phones[code] = has_kind(code, self.rules, ("phone",))
            _bounded(self._phones)
        return found

    def file_name(self, file: str) -> str:
        """A file's name as it may be kept: people name files after customers; dates and numbers of exports stay."""
        folder, slash, name = _CONTROLS.sub(" ", file).rpartition("/")
        if not has_kind(name.replace("_", " "), self.rules, _OF_PEOPLE):
            return f"{folder}{slash}{name}"
        return f"{folder}{slash}{redact(name.replace('_', ' '), self.rules).text}"

    def language_of(self, text: str) -> str:
        """The likeliest of the shop's languages; "" where the text says nothing."""
        if not text or not any(sign.isalpha() for sign in text):
            return ""
        guess = guess_language(text, self.languages)
        return guess.language if guess.confidence or len(self.languages) == 1 else ""

    def note(self, text: str) -> None:
        """Say `text` once in the report."""
        if text not in self.notes:
            self.notes.append(text)


def _bounded(known: dict[str, Any]) -> None:
    """Forget all where too much is known: columns that are never the same must not fill the memory."""
    if len(known) > _MOST_KNOWN:
        known.clear()


@lru_cache(200_000)
def _hashed(key: bytes, *parts: str) -> str:
    return keyed_hash("|".join(parts), key)


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of file."""

    name: str
    what: str
    """For people: `orders of Shopee`."""
    claims: Callable[[Part], Certainty]
    read: Callable[[Part, Context], Iterator[Record | SetAside]]

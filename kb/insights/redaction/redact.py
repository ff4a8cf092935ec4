"""Texts without personal details: the smallest form of the interface, until the rule files are there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.insights.redaction.name_book import NameBook
from kb.insights.redaction.rules import Rules

_PATTERNS = {
    "email": re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
    "order": re.compile(r"\b\d{6}[0-9A-Z]{8}\b|\b5\d{17}\b"),
    "phone": re.compile(r"(?<![\w.])(?:\+?\d{2,3}[ .-]?|0)(?:[ .-]?\d){8,10}(?!\w)"),
}


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without personal details, and how many of each kind there were."""

    text: str
    found: Mapping[str, int]


def redact(text: str, rules: Rules, names: Iterable[str] | NameBook = ()) -> Redacted:
    """`text` with `[phone]`, `[email]`, `[order]`, `[name]` in the place of what is personal."""
    found: dict[str, int] = {}
    text = unicodedata.normalize("NFC", text)
    for kind, pattern in _PATTERNS.items():
        text, count = pattern.subn(f"[{kind}]", text)
        if count:
            found[kind] = count
    book = names if isinstance(names, NameBook) else NameBook.of(names, rules)
    if book.pattern is not None:
        text, found["name"] = book.pattern.subn("[name]", text)
    return Redacted(text, found)

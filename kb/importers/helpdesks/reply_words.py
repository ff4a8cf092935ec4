"""What a saved reply of Intercom, Freshdesk, Help Scout or a table of them says, and to whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from kb.importers.helpdesks.records import text_of
from kb.importers.helpdesks.sendable import MacroWords

HTML_FIELDS = ("body_html", "content_html")
TEXT_FIELDS = ("body", "content", "text", "response_text", "response", "message", "body_text")
NOTE_WORDS = frozenset({"note", "internal_note", "private_note", "internal"})
TAG = re.compile(
    r"<(?:/?(?:p|div|br|a|b|i|em|strong|span|ul|ol|li|h[1-6]|img|table|attribute)\b)[^<>]*>", re.IGNORECASE
)
ATTRIBUTE = re.compile(r"<attribute\b(?P<fields>[^<>]*)>(?:\s*</attribute>)?", re.IGNORECASE)
FIELD = re.compile(r"(?P<name>key|default)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')", re.IGNORECASE)
PERCENT = re.compile(r"\{%\s*(?P<key>[A-Za-z]+\.[A-Za-z]+)\s*(?:,\s*fallback\s*=\s*(?P<default>[^%{}]*))?%\}")


def reply_words(value: Mapping[str, Any], why_private: Sequence[str] = ()) -> MacroWords:
    """The text of a record that has one: HTML where it is HTML, with placeholders in braces."""
    text = text_of(value, *HTML_FIELDS) or text_of(value, *TEXT_FIELDS)
    kind = text_of(value, "reply_type", "message_type", "kind").lower()
    reasons = [*why_private, *([f"kind: {kind}"] if kind in NOTE_WORDS else [])]
    others = ["attachments"] if value.get("attachments") else []
    parts = [as_words(text)] if text else []
    return MacroWords([], parts, reasons, others) if reasons else MacroWords(parts, [], [], others)


def as_words(text: str) -> tuple[str, bool]:
    """(text with placeholders in braces, whether it is HTML)."""
    text = as_braces(text)
    return text, bool(TAG.search(text))


def as_braces(text: str) -> str:
    """Placeholders as most helpdesks write them.

    Intercom's `<attribute key="user.name" default="there"/>` and Help Scout's `{%customer.firstName,fallback=there%}`
    become `{{user.name|fallback: there}}`.
    """
    text = PERCENT.sub(lambda match: _braces(match["key"], match["default"] or ""), text)
    return ATTRIBUTE.sub(_from_attribute, text)


def _from_attribute(match: re.Match[str]) -> str:
    fields = {
        one["name"].lower(): unescape(one["double"] or one["single"] or "") for one in FIELD.finditer(match["fields"])
    }
    return _braces(fields["key"], fields.get("default", "")) if fields.get("key") else match[0]


def _braces(key: str, default: str) -> str:
    default = " ".join(re.sub(r"[{}<>|]", "", default).split())
    return f"{{{{{key}{f'|fallback: {default}' if default else ''}}}}}"

"""The format of what pages send: a vote, a search that led nowhere, a count of the desk. `manual/insights-events.md`.

A page sends JSON; a receiver checks it, adds the minute and writes one line for each. Only what is known is kept, so a
line holds neither an address nor anything else that a sender adds. The twin is `worker.js`; `tests/cases/events.json`
holds both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from kb.insights.receivers.personal import looks_personal

VERSION = 1
WITH_WORDS = 2
"""A desk's event that tells the words of a message which stand in the shop's own texts."""
VERSIONS = {"vote": (VERSION,), "search": (VERSION,), "desk": (VERSION, WITH_WORDS)}
"""What is read of each kind."""
MOST_BYTES = 8_192
"""Of one event: a vote's text of `MOST_TEXT` signs takes half of it."""
MOST_TEXT = 1_000
MOST_QUERY = 80
MOST_ID = 200
ANSWERS = ("yes", "no")
REASONS = ("outdated", "unclear", "not_mine", "other")
OUTCOMES = ("nothing", "no_click", "click")
DONE = ("copied", "nothing_fits")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")
_CHANNEL = re.compile(r"[A-Za-z0-9_-]{0,40}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_HALVES = re.compile(r"[\ud800-\udfff]")
Event = Mapping[str, Any]


class EventError(ValueError):
    """What was sent is no event: a sentence that says why, without what was sent."""


def read_event(body: bytes) -> dict[str, Any]:
    """The event that a page sent, without its time. Raises `EventError`."""
    if len(body) > MOST_BYTES:
        raise EventError(f"more than {MOST_BYTES} bytes")
    try:
        sent = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise EventError("no JSON in UTF-8") from None
    return check_event(sent)


def check_event(sent: object) -> dict[str, Any]:
    """The fields of `sent` that an event has, checked; what else it holds is dropped. Raises `EventError`.

    What “Did this help?” has always sent, without `v` and `kind`, is a vote.
    """
    if not isinstance(sent, dict):
        raise EventError("no object")
    kind = sent.get("kind", "vote")
    check = _CHECKS.get(kind) if isinstance(kind, str) else None
    version = sent.get("v", VERSION)
    known = VERSIONS.get(kind, (VERSION,)) if check else (VERSION, WITH_WORDS)
    if type(version) not in (int, float) or version not in known:
        raise EventError(f"an event of another version than {known[-1]}: use the kb that its pages were built with")
    if check is None:
        raise EventError(f"an event of no known kind: {', '.join(_CHECKS)}")
    return {"v": int(version), "kind": kind, **check(sent)}


def event_line(event: Event, now: datetime) -> str:
    """One line of a receiver's file: the event with its minute (UTC). Seconds would tell who asked what."""
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    head = {"v": event["v"], "kind": event["kind"], "at": at}
    return json.dumps(head | dict(event), ensure_ascii=False, separators=(",", ":")) + "\n"


def _vote(sent: Event) -> dict[str, str]:
    page = _text(sent, "page", MOST_ID)
    if not page:
        raise EventError("a vote without a page")
    kept = {"page": page, "language": _language(sent), "answer": _one_of(sent, "answer", ANSWERS)}
    if sent.get("reason") not in (None, ""):
        kept["reason"] = _one_of(sent, "reason", REASONS)
    if text := _text(sent, "text", MOST_TEXT):
        kept["text"] = text
    return kept


def _search(sent: Event) -> dict[str, str]:
    query = _text(sent, "query", MOST_QUERY)
    if not query:
        raise EventError("a search without a query")
    if looks_personal(query):
        raise EventError("a query that may hold a person's number or address")
    return {"language": _language(sent), "query": query, "outcome": _one_of(sent, "outcome", OUTCOMES)}


def _desk(sent: Event) -> dict[str, str]:
    did = _one_of(sent, "did", DONE)
    channel = sent.get("channel", "")
    if not isinstance(channel, str) or not _CHANNEL.fullmatch(channel):
        raise EventError("channel is no channel's id")
    item = _text(sent, "item", MOST_ID)
    if did == "copied" and not item:
        raise EventError("copied, but not which script")
    kept = {"did": did, "item": "" if did == "nothing_fits" else item, "language": _language(sent), "channel": channel}
    if sent.get("v", VERSION) == VERSION:
        return kept
    words = _text(sent, "words", MOST_QUERY)
    if looks_personal(words):
        raise EventError("words that may hold a person's number or address")
    return {**kept, "words": words}


_CHECKS: Mapping[str, Callable[[Event], dict[str, str]]] = {"vote": _vote, "search": _search, "desk": _desk}


def _text(sent: Event, name: str, most: int) -> str:
    """A text without control signs and halves of letters, at most `most` signs long; "" where there is none."""
    value = sent.get(name, "")
    if not isinstance(value, str):
        raise EventError(f"{name} is no text")
    value = _CONTROLS.sub(" ", _HALVES.sub("\ufffd", value)).strip()
    if len(value) > most:
        raise EventError(f"{name} is longer than {most} signs")
    return value


def _language(sent: Event) -> str:
    value = sent.get("language")
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise EventError("language is no language's code")
    return value


def _one_of(sent: Event, name: str, known: tuple[str, ...]) -> str:
    value = sent.get(name)
    if not isinstance(value, str) or value not in known:
        raise EventError(f"{name} is none of {', '.join(known)}")
    return value

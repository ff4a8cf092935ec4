"""Votes, searches and events of the desk, as kb's receivers write them: one JSON object a line.

    {"v": 1, "kind": "vote", "at": "2026-11-03T08:15", "page": "faq/track-order", "language": "vi", "answer": "no"}
    {"v": 1, "kind": "search", "at": "…", "language": "en", "query": "gift wrap", "outcome": "nothing"}
    {"v": 1, "kind": "desk", "at": "…", "did": "copied", "item": "scripts/delay", "language": "vi", "channel": "shopee"}

    {"v": 2, "kind": "desk", "at": "…", "did": "copied", …, "words": "giao cham"}

    {"v": 1, "kind": "posted", "at": "…", "body": "{…}"}

The last is what an nginx writes: the body as it came, with its time. What “Did this help?” posts without `v` and `kind`
is a vote; the receiver must have put a time (`at`) to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kb.insights.reading.parts import Part
from kb.insights.receivers.events import VERSION, VERSIONS, WITH_WORDS, read_event
from kb.insights.records.records import OUTCOMES, Choice, DeskCount, Origin, Record, Search, SetAside, Vote
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.dates import DateForm, read_moment
from kb.insights.sources.json_records import first_object, objects, text_of

MOST_QUERY = 80
POSTED = "posted"
MOST_WORD = 200
_PATHS = (("events",),)
_DONE = {"copied": "copied", "copy": "copied", "taken": "copied", "passed": "passed", "passed_over": "passed",
         "overridden": "overridden", "nothing_fits": "nothing_fits", "nothing": "nothing_fits"}  # fmt: skip
_ANSWERS = ("yes", "no")


def claims(part: Part) -> Certainty:
    one = first_object(part, _PATHS)
    is_event = "v" in one and one.get("kind") in ("vote", "search", "desk", POSTED)
    is_vote = {"page", "language", "answer"} <= one.keys()
    return Certainty.SURE if is_event or is_vote else Certainty.NO


def read(part: Part, context: Context) -> Iterator[Record | SetAside]:
    for line, event in objects(part, _PATHS):
        try:
            if not isinstance(event, dict):
                raise ValueError(getattr(event, "why", "no event"))
            yield from _records(event, Origin(part.file, line), context)
        except ValueError as error:
            yield SetAside(line, "", str(error))


def _records(event: Mapping[str, Any], origin: Origin, context: Context) -> Iterator[Record]:
    """What an event says; of a reply that was copied also for which words, where the desk tells them."""
    event, at = _timed(event, context)
    yield (record := _record(event, at, origin, context))
    words = text_of(event.get("words"))[:MOST_QUERY] if event.get("v") == WITH_WORDS else ""
    if isinstance(record, DeskCount) and record.kind == "copied" and (known := context.redacted(words).strip()):
        yield Choice(record.day, record.language, record.item, known, 1, origin, made=record.made)


def _timed(event: Mapping[str, Any], context: Context) -> tuple[Mapping[str, Any], datetime]:
    """The event, read if it is only what was posted, and its time."""
    known = (VERSION, *VERSIONS.get(text_of(event.get("kind")), ()))
    if event.get("v", VERSION) not in known:
        raise ValueError(f"an event of another version than {known[-1]}: use the kb that its receiver is of")
    if not (written := text_of(event.get("at") or event.get("time"))):
        raise ValueError("no time: the receiver must add `at`")
    at = read_moment(written, DateForm(), context.zone)
    if event.get("kind") == POSTED:  # nobody has looked at it yet
        event = read_event(text_of(event.get("body")).encode("utf-8", "replace"))
    return event, at


def _record(event: Mapping[str, Any], at: datetime, origin: Origin, context: Context) -> Record:
    kind = event.get("kind", "vote")
    language = text_of(event.get("language"))[:20]
    if kind == "vote":
        answer = text_of(event.get("answer"))
        if answer not in _ANSWERS or not event.get("page"):
            raise ValueError("a vote without a page, or neither yes nor no")
        text = context.redacted(text_of(event.get("text"))[:1000])
        return Vote(
            at, text_of(event["page"])[:MOST_WORD], language, answer, text_of(event.get("reason"))[:40], text, origin
        )
    if kind == "search":
        outcome = text_of(event.get("outcome"))
        if outcome not in OUTCOMES:
            raise ValueError(f"a search whose outcome is none of {', '.join(OUTCOMES)}")
        return Search(at, language, context.redacted(text_of(event.get("query"))[:MOST_QUERY]), outcome, origin)
    if kind == "desk":
        did = _DONE.get(text_of(event.get("did") or event.get("what") or event.get("action")), "")
        if not did:
            raise ValueError(f"an event of the desk that is none of {', '.join(sorted(set(_DONE.values())))}")
        item = text_of(event.get("item") or event.get("id"))[:MOST_WORD]
        return DeskCount(at.date(), did, item, language, text_of(event.get("channel"))[:40], 1, origin,
                         made=at.isoformat(timespec="seconds"))  # fmt: skip
    raise ValueError("an event of no known kind")


EVENTS = Source("votes_and_searches", "votes, searches and events of the desk", claims, read)

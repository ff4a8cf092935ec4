"""Zendesk: tickets, comments and ticket metrics, in JSON or lines of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kb.insights.reading.parts import Part
from kb.insights.records.records import Conversation, Message, Origin, Record, SetAside
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.dates import DateForm, read_moment
from kb.insights.sources.json_records import at_path, first_object, objects, text_of, tops

_PATHS = (("tickets",), ("comments",), ("ticket_metrics",), ("results",))
_RATINGS = {"good": 5, "bad": 1}
_CHANNELS = {"chat": "livechat", "facebook": "facebook", "email": "email", "web": "email", "whatsapp": "whatsapp",
             "instagram_dm": "instagram", "facebook_messenger": "messenger", "voice": "hotline", "sms": "sms",
             "native_messaging": "livechat"}  # fmt: skip


def claims(part: Part) -> Certainty:
    one = first_object(part, _PATHS)
    is_ticket = {"id", "subject", "created_at"} <= one.keys() and {"requester_id", "via", "metric_set"} & one.keys()
    is_comment = {"author_id", "body", "created_at"} <= one.keys()
    is_metric = "ticket_id" in one and "reply_time_in_minutes" in one
    return Certainty.SURE if is_ticket or is_comment or is_metric else Certainty.NO


def read(part: Part, context: Context) -> Iterator[Record | SetAside]:
    users = {text_of(user.get("id")): user for top in tops(part) if isinstance(top, dict)
             for user in top.get("users") or () if isinstance(user, dict)}  # fmt: skip
    names = sorted({text_of(user.get("name")) for user in users.values()} - {""})
    customers: dict[str, str] = {}
    for line, value in objects(part, _PATHS):
        try:
            if not isinstance(value, dict):
                raise ValueError(value.why if hasattr(value, "why") else "no ticket, comment or metric")
            if "author_id" in value:
                yield from _comment(
                    value, text_of(value.get("ticket_id")), part, line, context, users, customers, names
                )
            elif "reply_time_in_minutes" in value:
                yield _metrics(value, part, line, context)
            else:
                yield from _ticket(value, part, line, context, users, customers, names)
        except ValueError as error:
            yield SetAside(line, "", str(error))


def _time(value: Any, context: Context) -> datetime:
    return read_moment(text_of(value), DateForm(), context.zone)


def _key(number: str, context: Context) -> str:
    if not number:
        raise ValueError("no number of a ticket")
    return context.hashed("conversation", "zendesk", number)


def _ticket(
    value: Mapping[str, Any], part: Part, line: int, context: Context, users: Mapping[str, Any],
    customers: dict[str, str], names: list[str],
) -> Iterator[Record]:  # fmt: skip
    number, requester = text_of(value.get("id")), text_of(value.get("requester_id"))
    key, opened, origin = _key(number, context), _time(value.get("created_at"), context), Origin(part.file, line)
    via = text_of(at_path(value, ("via", "channel")))
    channel = context.channel or context.inboxes.get(via) or _CHANNELS.get(via, via or "email")
    metrics = value.get("metric_set") or value.get("metrics") or {}
    minutes, resolved, reopened = _figures(metrics if isinstance(metrics, dict) else {}, value, context)
    if sender := text_of(at_path(value, ("via", "source", "from", "name"))):
        names = [*names, sender]
    text = context.redacted(text_of(value.get("description") or value.get("subject")), names)
    language = context.language_of(text)
    customers[number] = requester
    rating = text_of(at_path(value, ("satisfaction_rating", "score"))) or text_of(value.get("satisfaction_rating"))
    yield Conversation(
        key, channel, via, opened, minutes, resolved, reopened,
        _RATINGS.get(rating),
        context.customer_key("zendesk", requester), language, origin,
    )  # fmt: skip
    comments = [one for one in value.get("comments") or () if isinstance(one, dict)]
    for comment in comments:
        yield from _comment(comment, number, part, line, context, users, customers, names, with_conversation=False)
    if not comments and text:
        yield Message(key, opened, "customer", text, language, origin)


def _figures(
    metrics: Mapping[str, Any], ticket: Mapping[str, Any], context: Context
) -> tuple[float | None, datetime | None, int]:
    minutes = at_path(metrics, ("reply_time_in_minutes", "calendar"))
    solved = metrics.get("solved_at")
    if not solved and ticket.get("status") in ("solved", "closed"):
        solved = ticket.get("solved_at") or ticket.get("updated_at")
    reopens = metrics.get("reopens")
    return (
        float(minutes) if isinstance(minutes, int | float) else None,
        _time(solved, context) if solved else None,
        reopens if isinstance(reopens, int) else 0,
    )


def _metrics(value: Mapping[str, Any], part: Part, line: int, context: Context) -> Conversation:
    minutes, resolved, reopened = _figures(value, {}, context)
    opened = _time(value.get("created_at"), context)
    key = _key(text_of(value.get("ticket_id")), context)
    return Conversation(
        key, context.channel, "", opened, minutes, resolved, reopened, None, "", "", Origin(part.file, line)
    )


def _comment(
    value: Mapping[str, Any], number: str, part: Part, line: int, context: Context, users: Mapping[str, Any],
    customers: dict[str, str], names: list[str], *, with_conversation: bool = True,
) -> Iterator[Record]:  # fmt: skip
    if value.get("public") is False:
        return
    number = number or text_of(value.get("ticket_id")) or part.name
    writer = text_of(value.get("author_id"))
    role = text_of(users.get(writer, {}).get("role"))
    requester = customers.setdefault(number, writer)  # a ticket begins with the words of whoever asked
    author = "customer" if role == "end-user" or (not role and writer == requester) else "agent"
    at = _time(value.get("created_at"), context)
    text = context.redacted(text_of(value.get("plain_body") or value.get("body")), names)
    key, language, origin = _key(number, context), context.language_of(text), Origin(part.file, line)
    if with_conversation:
        customer = context.customer_key("zendesk", writer) if author == "customer" else ""
        yield Conversation(key, context.channel, "", at, None, None, 0, None, customer,
                           language if author == "customer" else "", origin)  # fmt: skip
    yield Message(key, at, author, text, language, origin)


ZENDESK = Source("zendesk", "tickets of Zendesk", claims, read)

"""Chatwoot: conversations and messages as its API gives them, and the CSV files of its reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from kb.insights.reading.parts import Part, ReadError
from kb.insights.records.records import Conversation, Measure, Message, Origin, Record, SetAside
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.dates import DateForm, find_order, read_epoch, read_moment
from kb.insights.sources.headers import find_header, rows_below
from kb.insights.sources.json_records import first_object, objects, text_of, tops
from kb.insights.sources.values import count, moment, words

_PATHS = (("data", "payload"), ("payload",), ("data",))
_TYPES: Mapping[str, str] = {
    "Channel::FacebookPage": "messenger", "Channel::Instagram": "instagram", "Channel::WebWidget": "livechat",
    "Channel::Whatsapp": "whatsapp", "Channel::Email": "email", "Channel::Sms": "sms", "Channel::TwilioSms": "sms",
    "Channel::Line": "line", "Channel::Telegram": "telegram",
}  # fmt: skip
_IN, _OUT = 0, 1
"""`message_type`; 2 is an activity, 3 a template."""


def claims(part: Part) -> Certainty:
    one = first_object(part, _PATHS)
    is_message = {"message_type", "content", "created_at"} <= one.keys()
    is_conversation = {"inbox_id", "status", "created_at"} <= one.keys() and ("meta" in one or "messages" in one)
    return Certainty.SURE if is_message or is_conversation else Certainty.NO


def read(part: Part, context: Context) -> Iterator[Record | SetAside]:
    names = sorted(_names(part))
    for line, value in objects(part, _PATHS):
        try:
            if not isinstance(value, dict):
                raise ValueError("no conversation and no message")
            if "message_type" in value and "messages" not in value:
                yield from _message(value, part, line, context, names, value.get("conversation_id"), channel="")
            else:
                yield from _conversation(value, part, line, context, names)
        except ValueError as error:
            yield SetAside(line, "", str(error))


def _names(part: Part) -> set[str]:
    """Every name of a sender or a contact."""
    found: set[str] = set()

    def look(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(name := value.get("name"), str) and name:
                found.add(name)
            for one in value.values():
                look(one)
        elif isinstance(value, list):
            for one in value:
                look(one)

    for top in [value for _, value in part.all_values()] if part.all_values else tops(part):
        look(top)
    return found


def channel_of(kind: str, inbox: str, number: str, context: Context) -> str:
    """The shop's word for an inbox, by its name, number or type; else the usual one of its type."""
    named = next((context.inboxes[one] for one in (inbox, number, kind) if one in context.inboxes), "")
    return context.channel or named or _TYPES.get(kind, "livechat" if not kind else kind.rpartition(":")[2].lower())


def _conversation(
    value: Mapping[str, Any], part: Part, line: int, context: Context, names: list[str]
) -> Iterator[Record]:
    number = text_of(value.get("id") or value.get("display_id"))
    if not number:
        raise ValueError("no number of a conversation")
    meta = value.get("meta") if isinstance(value.get("meta"), dict) else {}
    assert isinstance(meta, dict)
    inbox = text_of(value.get("inbox_id"))
    channel = channel_of(text_of(meta.get("channel") or value.get("channel")), "", inbox, context)
    opened = _time(value.get("created_at") or value.get("timestamp"), context)
    replied = value.get("first_reply_created_at")
    minutes = (_time(replied, context) - opened).total_seconds() / 60 if replied else None
    is_resolved = value.get("status") == "resolved"
    closed = value.get("resolved_at") or (
        value.get("updated_at") or value.get("last_activity_at") if is_resolved else None
    )
    sender = meta.get("sender") if isinstance(meta.get("sender"), dict) else {}
    assert isinstance(sender, dict)
    messages = [one for one in value.get("messages") or () if isinstance(one, dict)]
    said = [list(_message(one, part, line, context, names, number, channel)) for one in messages]
    records = [one for group in said for one in group if isinstance(one, Message)]
    yield Conversation(
        context.hashed("conversation", "chatwoot", number),
        channel,
        inbox,
        opened,
        None if minutes is None or minutes < 0 else round(minutes, 2),
        _time(closed, context) if closed and is_resolved else None,
        0,
        None,
        _customer(sender, channel, context),
        next((one.language for one in records if one.author == "customer" and one.language), ""),
        Origin(part.file, line),
    )
    yield from records


def _customer(sender: Mapping[str, Any], channel: str, context: Context) -> str:
    if email := text_of(sender.get("email")):
        return context.customer_key("email", email)
    if phone := text_of(sender.get("phone_number")):
        return context.customer_key("phone", re.sub(r"\D", "", phone))
    return context.customer_key(channel, text_of(sender.get("name")))


def _message(
    value: Mapping[str, Any], part: Part, line: int, context: Context, names: list[str], number: Any, channel: str
) -> Iterator[Record]:
    kind = value.get("message_type")
    kind = {"incoming": _IN, "outgoing": _OUT, "template": 3, "activity": 2}.get(str(kind), kind)
    if value.get("private") or kind not in (_IN, _OUT):
        return
    at = _time(value.get("created_at"), context)
    sender = value.get("sender") if isinstance(value.get("sender"), dict) else {}
    assert isinstance(sender, dict)
    author = "customer" if kind == _IN else "bot" if "bot" in text_of(sender.get("type")).lower() else "agent"
    text = context.redacted(text_of(value.get("content")), names)
    key = context.hashed("conversation", "chatwoot", text_of(number))
    if not key:
        raise ValueError("no number of a conversation")
    language = context.language_of(text)
    if not channel:
        shown = channel_of("", "", text_of(value.get("inbox_id")), context)
        yield Conversation(key, shown, text_of(value.get("inbox_id")), at, None, None, 0, None, "",
                           language if author == "customer" else "", Origin(part.file, line))  # fmt: skip
    yield Message(key, at, author, text, language, Origin(part.file, line))


def _time(value: Any, context: Context) -> datetime:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return read_epoch(float(value), context.zone)
    if isinstance(value, str):
        return read_moment(value, DateForm(), context.zone)
    raise ValueError("no time")


_CSAT = {
    "rating": ("Rating", "Đánh giá", "Penilaian", "Bewertung"),
    "feedback": ("Feedback comment", "Feedback", "Comment"),
    "contact": ("Contact name",),
    "agent": ("Agent name", "Assigned agent"),
    "email": ("Contact email address", "Contact email"),
    "phone": ("Contact phone number",),
    "link": ("Link to the conversation", "Conversation link"),
    "at": ("Recorded date", "Recorded at"),
}
_INBOX = {
    "inbox": ("Inbox name",),
    "kind": ("Inbox type",),
    "conversations": ("No. of conversations", "Conversations"),
    "first_response_minutes": ("Avg first response time", "Avg first response time (minutes)"),
    "resolution_minutes": ("Avg resolution time", "Avg resolution time (minutes)"),
    "waiting_minutes": ("Avg customer waiting time", "Avg waiting time"),
    "resolutions": ("Resolution Count", "No. of resolutions"),
}
_AGENTS = {"agent": ("Agent name",), "conversations": ("No. of conversations", "Conversations assigned")}
_NUMBER = re.compile(
    r"(\d+)\s*(day|hour|minute|second|ngày|giờ|phút|giây|hari|jam|minit|menit|saat|detik|Tag|Stunde|Minute|Sekunde)"
)
_MINUTES = {"day": 1440, "ngày": 1440, "hari": 1440, "Tag": 1440, "hour": 60, "giờ": 60, "jam": 60, "Stunde": 60,
            "minute": 1, "phút": 1, "minit": 1, "menit": 1, "Minute": 1}  # fmt: skip
_DATES = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|\d{1,2} \w{3,9} \d{4}|\w{3,9} \d{1,2},? \d{4}")


def claims_csat(part: Part) -> Certainty:
    return Certainty.SURE if find_header(part, _CSAT, ("rating", "link", "at")) else Certainty.NO


def read_csat(part: Part, context: Context) -> Iterator[Record | SetAside]:
    """Ratings of conversations, by the number at the end of their address."""
    header, at = find_header(part, _CSAT, ("rating", "link", "at")) or (None, {})
    assert header is not None
    rows = list(rows_below(part, header))
    order, note = find_order(((row.line, row.cells[at["at"]]) for row in rows if not row.broken), context.markets)
    if note:
        context.note(note)
    named = [at[name] for name in ("contact", "agent") if name in at]
    names = {words(row.cells[column]) for row in rows if not row.broken for column in named} - {""}
    for row in rows:
        if row.broken:
            if not _is_period(part, row.line):
                yield SetAside(row.line, "", row.broken)
            continue
        cells = {name: words(row.cells[column]) for name, column in at.items()}
        try:
            number = re.search(r"(\d+)/?$", cells["link"])
            rating = count(cells["rating"])
            if not number or not 1 <= rating <= 5:
                raise ValueError("no rating from 1 to 5 of a conversation")
            when = moment(cells["at"], DateForm(order), context.zone)
        except ValueError as error:
            yield SetAside(row.line, "", str(error))
            continue
        key = context.hashed("conversation", "chatwoot", number[1])
        origin = Origin(part.file, row.line)
        customer = _customer({"email": cells.get("email"), "phone_number": cells.get("phone"), "name": ""}, "", context)
        text = context.redacted(cells.get("feedback", ""), names)
        yield Conversation(key, context.channel, "", when, None, None, 0, rating, customer, "", origin)
        if text:
            yield Message(key, when, "customer", text, context.language_of(text), origin)


def _is_period(part: Part, line: int) -> bool:
    """Whether this line is the report's own period, which stands alone in the first line or the last."""
    text = next((text for number, text in part.lines() if number == line), "")
    return len(_DATES.findall(text)) == 2


def claims_inbox(part: Part) -> Certainty:
    found = find_header(part, _INBOX, ("inbox", "conversations")) or find_header(
        part, _AGENTS, ("agent", "conversations")
    )
    return Certainty.SURE if found else Certainty.NO


def read_inbox(part: Part, context: Context) -> Iterator[Record | SetAside]:
    """Figures of each inbox for the period that the report names, as measures of its last day."""
    found = find_header(part, _INBOX, ("inbox", "conversations"))
    if found is None:
        raise ReadError("is a report on agents: no figure of one person is kept", hint="export the report of inboxes")
    header, at = found
    dates = [date for _, text in part.lines() for date in _DATES.findall(text)[:2] if len(_DATES.findall(text)) == 2]
    if len(dates) < 2:
        raise ReadError("does not say its period", hint="export it again, with the line “Reporting period …”")
    order, note = find_order(((1, date) for date in dates), context.markets)
    if note and not context.dates:
        context.note(note)
    try:
        day = read_moment(dates[1], DateForm(context.dates or order), context.zone).date()
    except ValueError as error:
        raise ReadError(f"names a period that ends on {error}", hint="export it again") from None
    for row in rows_below(part, header):
        if row.broken:
            if not _is_period(part, row.line):
                yield SetAside(row.line, "", row.broken)
            continue
        cells = {name: words(row.cells[column]) for name, column in at.items()}
        channel = channel_of(cells.get("kind", ""), cells["inbox"], "", context)
        for name in ("conversations", "first_response_minutes", "resolution_minutes", "waiting_minutes", "resolutions"):
            if not (text := cells.get(name, "")):
                continue
            try:
                value = _minutes(text) if name.endswith("minutes") else Decimal(count(text))
            except ValueError as error:
                yield SetAside(row.line, header.names[at[name]], str(error))
                continue
            yield Measure(day, context.shop, channel, f"chatwoot_{name}", value, Origin(part.file, row.line))


def _minutes(text: str) -> Decimal:
    """“1 day 2 hours”, “5 minutes”, or a plain number of minutes."""
    parts = _NUMBER.findall(text)
    if parts:
        return Decimal(sum(int(number) * Decimal(_MINUTES.get(unit, 0)) for number, unit in parts))
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return Decimal(text.replace(",", "."))
    raise ValueError("no length of time")


CHATWOOT = (
    Source("chatwoot", "conversations of Chatwoot", claims, read),
    Source("chatwoot_ratings", "Chatwoot's report of ratings", claims_csat, read_csat),
    Source("chatwoot_inboxes", "Chatwoot's report of inboxes", claims_inbox, read_inbox),
)

"""Facebook's “Download your information”: a thread's `message_1.json`, whose letters are bytes taken for Latin-1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb.insights.reading.json_values import lines_of_items
from kb.insights.reading.parts import Part
from kb.insights.records.records import Conversation, Message, Origin, Record, SetAside
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.dates import read_epoch
from kb.insights.sources.json_records import text_of, tops
from kb.insights.sources.speakers import customers_among


def repaired(text: str) -> str:
    """UTF-8 that was written as Latin-1, as it was meant; other text as it is."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def claims(part: Part) -> Certainty:
    top = next(iter(tops(part)), None)
    is_thread = (
        isinstance(top, dict) and isinstance(top.get("participants"), list) and isinstance(top.get("messages"), list)
    )
    return Certainty.SURE if is_thread else Certainty.NO


def read(part: Part, context: Context) -> Iterator[Record | SetAside]:
    top: dict[str, Any] = tops(part)[0]
    messages = top["messages"]
    lines = lines_of_items(part.text, ("messages",))
    names = [repaired(text_of(one.get("name"))) for one in top["participants"] if isinstance(one, dict)]
    said = [(line, one) for line, one in zip(lines, messages, strict=False)]
    said.sort(key=lambda row: row[1].get("timestamp_ms", 0) if isinstance(row[1], dict) else 0)
    senders = list(dict.fromkeys(repaired(text_of(one.get("sender_name"))) for _, one in said if isinstance(one, dict)))
    title = repaired(text_of(top.get("title")))
    customers, is_certain = customers_among(senders, context.shop_names, title)
    if not is_certain:
        context.note("no sender bears a name of the shop: whoever speaks first was taken for the customer (shop_names)")
    channel = context.channel or "messenger"
    place = text_of(top.get("thread_path")) or title or part.name
    key = context.hashed("conversation", "facebook", place)
    opened, kept = None, []
    for line, one in said:
        if not isinstance(one, dict) or not isinstance(one.get("timestamp_ms"), int | float):
            yield SetAside(line, "", "no time of a message")
            continue
        try:
            at = read_epoch(float(one["timestamp_ms"]), context.zone)
        except ValueError as error:
            yield SetAside(line, "timestamp_ms", str(error))
            continue
        sender = repaired(text_of(one.get("sender_name")))
        text = context.redacted(repaired(text_of(one.get("content"))), names)
        author = "customer" if sender in customers else "agent"
        kept.append(Message(key, at, author, text, context.language_of(text), Origin(part.file, line)))
        opened = opened or (at, line)
    if opened:
        spoken = next((one.language for one in kept if one.author == "customer" and one.language), "")
        customer = context.customer_key(channel, next(iter(customers), ""))
        yield Conversation(key, channel, "", opened[0], None, None, 0, None, customer, spoken,
                           Origin(part.file, opened[1]))  # fmt: skip
        yield from kept


FACEBOOK = Source("facebook", "a thread of Facebook", claims, read)

"""Zalo Official Account: the events of its webhook, one JSON object each."""

from __future__ import annotations

from collections.abc import Iterator

from kb.insights.reading.parts import Part
from kb.insights.records.records import Conversation, Message, Origin, Record, SetAside
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.dates import read_epoch
from kb.insights.sources.json_records import at_path, first_object, objects, text_of

_PATHS = (("events",), ("data",))


def claims(part: Part) -> Certainty:
    one = first_object(part, _PATHS)
    is_event = "event_name" in one and "timestamp" in one and ({"app_id", "sender", "oa_id", "follower"} & one.keys())
    return Certainty.SURE if is_event else Certainty.NO


def read(part: Part, context: Context) -> Iterator[Record | SetAside]:
    others = 0
    for line, event in objects(part, _PATHS):
        try:
            if not isinstance(event, dict):
                raise ValueError(getattr(event, "why", "no event"))
            name = text_of(event.get("event_name"))
            is_customer, is_shop = name.startswith(("user_send", "anonymous_send")), name.startswith("oa_send")
            if not (is_customer or is_shop):
                others += 1
                continue
            person = text_of(at_path(event, ("sender" if is_customer else "recipient", "id")))
            stamp = text_of(event.get("timestamp"))
            if not person or not stamp.isdigit():
                raise ValueError("no sender, or no time of a message")
            at = read_epoch(float(stamp), context.zone)
        except ValueError as error:
            yield SetAside(line, "", str(error))
            continue
        channel = context.channel or "zalo"
        key = context.hashed("conversation", "zalo", person)
        text = context.redacted(text_of(at_path(event, ("message", "text"))))
        language = context.language_of(text)
        origin = Origin(part.file, line)
        yield Conversation(key, channel, "", at, None, None, 0, None, context.customer_key("zalo", person),
                           language if is_customer else "", origin)  # fmt: skip
        yield Message(key, at, "customer" if is_customer else "agent", text, language, origin)
    if others:
        context.note(f"{others} events are no messages (followers, receipts): left out")


ZALO = Source("zalo", "events of a Zalo account", claims, read)

"""A conversation that somebody pasted into a text file, read as the desk reads a paste."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time

from kb.desk.transcript import read_transcript
from kb.insights.reading.parts import Part
from kb.insights.records.records import Conversation, Message, Origin, Record, SetAside
from kb.insights.sources.context import Certainty, Context, Source

MOST_LETTERS = 200_000


def _text(part: Part) -> str:
    text = ""
    for _, line in part.lines():
        text += f"{line}\n"
        if len(text) > MOST_LETTERS:
            break
    return text


def claims(part: Part) -> Certainty:
    """Maybe, where the desk sees several speakers: whatever else fits goes first."""
    if part.values or _is_table(part):
        return Certainty.NO
    text = _text(part)
    if not text.strip() or len(text) > MOST_LETTERS:
        return Certainty.NO
    return Certainty.MAYBE if len(read_transcript(text).turns) > 1 else Certainty.NO


def _is_table(part: Part) -> bool:
    """Whether all first rows have the same cells, more than two: a table that has no mapping yet."""
    widths = {len(row.cells) for row in part.head}
    return len(part.head) > 1 and len(widths) == 1 and widths.pop() > 2


def read(part: Part, context: Context) -> Iterator[Record | SetAside]:
    """Its messages, of the day on which the file was saved, since a paste seldom bears one."""
    text = _text(part)
    paste = read_transcript(text, context.shop_names)
    if context.file_day is None:
        raise ValueError("a pasted conversation needs a day")
    at = datetime.combine(context.file_day, time(12), context.zone)
    context.note(f"bears no times: all of it was taken as said on {context.file_day} (the day the file was saved)")
    if paste.is_guess:
        context.note("no line says who is the shop: whoever speaks first was taken for the customer")
    channel = context.channel or paste.channel
    key = context.hashed("conversation", "pasted", re.sub(r"\s+", " ", text))
    customer = context.customer_key(channel, paste.customer)
    names = [paste.customer] if paste.customer else []
    kept = []
    for turn in paste.turns:
        kept_text = context.redacted(turn.text, names)
        line = text[: max(0, text.find(turn.text.split("\n")[0]))].count("\n") + 1
        author = "customer" if turn.is_customer else "agent"
        kept.append(Message(key, at, author, kept_text, context.language_of(kept_text), Origin(part.file, line)))
    spoken = next((one.language for one in kept if one.author == "customer" and one.language), "")
    yield Conversation(key, channel, "", at, None, None, 0, None, customer, spoken, Origin(part.file, 1))
    yield from kept


PASTED = Source("pasted", "a pasted conversation", claims, read)

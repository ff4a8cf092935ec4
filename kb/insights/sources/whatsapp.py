"""WhatsApp's exported chats: `[date, time] Name: text` and `date, time - Name: text`, day or month first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kb.insights.reading.parts import Part
from kb.insights.records.records import Conversation, Message, Origin, Record, SetAside
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.dates import ORDERS, DateForm, find_order, read_moment
from kb.insights.sources.speakers import customers_among

_DATE = r"\d{1,4}(?P<sign>[/.\-])\d{1,2}(?P=sign)\d{1,4}\.?"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?(?:[AaPp]\.?\s?[Mm]\.?|SA|CH|PG|PTG))?"
_BRACKETS = re.compile(rf"\[(?P<day>{_DATE}),?\s(?P<time>{_TIME})\]\s(?P<name>[^:]{{1,80}}):\s?(?P<text>.*)", re.DOTALL)
_DASH = re.compile(
    rf"(?P<day>{_DATE}),?\s(?P<time>{_TIME})\s[-–]\s(?:(?P<name>[^:]{{1,80}}):\s)?(?P<text>.*)", re.DOTALL
)
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202c\u2068\u2069\ufeff")) | dict.fromkeys(
    map(ord, "\u202f\u00a0"), " "
)
_MEDIA = re.compile(
    r"<[^<>]{3,40}>|(?:image|video|audio|sticker|document|GIF|Contact card) omitted|(?:Đã bỏ qua|Bild weggelassen|"
    r"Bỏ qua)[^\n]*|\S+ \((?:file attached|fail dilampirkan|Datei angehängt|tệp đính kèm)\)",
    re.IGNORECASE,
)
_SYSTEM = re.compile(
    r"end-to-end encrypted|mã hóa đầu cuối|disulitkan|terenkripsi|Ende-zu-Ende|created group|joined using|"
    r"changed (?:the|their)|security code", re.IGNORECASE,
)  # fmt: skip
_TITLE = re.compile(
    r"(?:WhatsApp[ -]*(?:Chat|Sohbeti|-Chat)?\s*(?:with|mit|với|dengan|avec|con|-|–)\s*)(.+)", re.IGNORECASE
)
LOOKED_AT = 40


@dataclass(slots=True)
class _Said:
    line: int
    day: str
    time: str
    sender: str
    text: list[str] = field(default_factory=list)


def _head(line: str) -> _Said | None:
    """The beginning of a message, with no sender for what WhatsApp itself says."""
    text = line.translate(_MARKS)
    match = _BRACKETS.fullmatch(text) or _DASH.fullmatch(text)
    if match:
        return _Said(0, match["day"], match["time"], (match["name"] or "").strip(), [match["text"]])
    return None


def claims(part: Part) -> Certainty:
    first = [line for _, (_, line) in zip(range(LOOKED_AT), part.lines(), strict=False) if line.strip()]
    found = [one for line in first if (one := _head(line))]
    return (
        Certainty.SURE if found and first and _head(first[0]) else Certainty.LIKELY if len(found) > 2 else Certainty.NO
    )


def _messages(part: Part) -> Iterator[_Said]:
    current: _Said | None = None
    for number, line in part.lines():
        if head := _head(line):
            if current:
                yield current
            head.line, current = number, head
        elif current:
            current.text.append(line.translate(_MARKS))
    if current:
        yield current


def read(part: Part, context: Context) -> Iterator[Record | SetAside]:
    senders = list(dict.fromkeys(one.sender for one in _messages(part) if one.sender and not _is_system(one)))
    order, note = find_order(((one.line, one.day.rstrip(".")) for one in _messages(part)), context.markets)
    if context.dates in ORDERS:
        order = context.dates
    elif note:
        context.note(note)
    title = title_of(part.file)
    customers, is_certain = customers_among(senders, context.shop_names, title)
    if not is_certain:
        context.note("no sender bears a name of the shop: whoever speaks first was taken for the customer (shop_names)")
    channel = context.channel or "whatsapp"
    named = next(iter(customers), title or part.name)
    key = context.hashed("conversation", "whatsapp", named)
    kept: list[Message] = []
    for one in _messages(part):
        if not one.sender or _is_system(one):
            continue
        try:
            at = read_moment(f"{one.day} {one.time}", DateForm(order), context.zone)
        except ValueError as error:
            yield SetAside(one.line, "", str(error))
            continue
        text = context.redacted(_MEDIA.sub("", "\n".join(one.text)), senders)
        author = "customer" if one.sender in customers else "agent"
        kept.append(Message(key, at, author, text, context.language_of(text), Origin(part.file, one.line)))
    if kept:
        spoken = next((one.language for one in kept if one.author == "customer" and one.language), "")
        customer = context.customer_key(channel, named) if customers else ""
        opened = min(one.at for one in kept)
        yield Conversation(key, channel, "", opened, None, None, 0, None, customer, spoken, kept[0].source)
        yield from kept


def _is_system(one: _Said) -> bool:
    return bool(_SYSTEM.search(one.text[0]))


def title_of(file: str) -> str:
    """The customer's name out of “WhatsApp Chat with Farid.txt”, or out of the archive's name."""
    for name in reversed(file.split("/")):
        stem = re.sub(r"(?:\.txt|\.zip)+$", "", name, flags=re.IGNORECASE)
        if match := _TITLE.fullmatch(stem):
            return re.sub(r"\s*\(\d+\)$", "", match[1]).strip()
    return ""


WHATSAPP = Source("whatsapp", "a chat of WhatsApp", claims, read)

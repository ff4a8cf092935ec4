"""A paste → the turns of a conversation, read by the shape of its lines; the twin is `browser/transcript.js`.

No form is known by a name. What begins with a time and a name, what stands below a name, what quotes an e-mail: the
first reader whose shape fits reads it, and what fits none is one message. The paste itself is never changed, so that a
wrong reading loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.desk.model import Turn
from kb.desk.transcript_blocks import read_blocks
from kb.desk.transcript_cards import channel_of_numbers, read_card
from kb.desk.transcript_lines import SHARED, Line, pattern, read_lines
from kb.desk.transcript_mail import read_mail
from kb.desk.transcript_parts import Read, Transcript, transcript_of
from kb.desk.transcript_speakers import ShopNames
from kb.desk.transcript_stamped import read_named, read_stamped
from kb.text.letters import SPACES

_CHANNELS: list[tuple[str, re.Pattern[str]]] = [(channel, pattern(source)) for channel, source in SHARED["channels"]]


def read_transcript(text: str, shop_names: Iterable[str] = ()) -> Transcript:
    """How a paste is read. `shop_names` are what the shop calls itself; its turns bear one of them, or “You sent”.

    One message is `Transcript(turns=(Turn(text),))`, as it stands, with `form` "".
    """
    lines = read_lines(text)
    shop = ShopNames.of(shop_names)
    for read in (
        read_stamped(lines, shop),
        read_mail(lines, shop),
        read_blocks(lines, shop),
        read_named(lines, shop),
        read_card(lines),
    ):
        made = _finished(read, lines, shop)
        if made:
            return made
    return Transcript(turns=(Turn(text),))


def _finished(read: Read | None, lines: Sequence[Line], shop: ShopNames) -> Transcript | None:
    if read is None:
        return None
    read.channel = read.channel or _channel(lines)
    if read.form == "order" and not any(line.strip(SPACES) for part in read.parts for line in part.lines):
        return Transcript(form="order", channel=read.channel)
    return transcript_of(read, shop)


def _channel(lines: Sequence[Line]) -> str:
    """The channel that titles, marks and numbers of the paste show; "" where they show none."""
    for channel, one in _CHANNELS:
        if any(one.fullmatch(line.plain) for line in lines):
            return channel
    return channel_of_numbers(lines)

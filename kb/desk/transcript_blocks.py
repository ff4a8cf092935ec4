"""Conversations whose speakers stand on lines of their own: Messenger, Zalo, Shopee, tickets of helpdesks.

A time stands behind the name (on its line or the next), or below what was said, or nowhere. Most names
of a paste tell which of these it does. The twin is `browser/transcript_blocks.js`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from kb.desk.transcript_cards import without_cards
from kb.desk.transcript_heads import NOTE_LINE, PUBLIC_LINE, Head, head_of, is_time_first, speakers_of, starts_of
from kb.desk.transcript_lines import SHARED, Line, day_of, name_as_written, pattern, plain
from kb.desk.transcript_mail import without_signature
from kb.desk.transcript_parts import Part, Read
from kb.desk.transcript_speakers import OWN, ShopNames, is_own, without_address
from kb.text.letters import SPACES

_QUOTED = pattern(SHARED["quoted"])
_DOES = pattern(SHARED["does"])
_ASSIGNED = pattern(SHARED["assigned"])
_PHONE = pattern(SHARED["phone"])


def read_blocks(lines: Sequence[Line], shop: ShopNames) -> Read | None:
    """Turns of lines below their speakers' names; None where the names are no speakers."""
    lines = without_cards(lines)
    held = [line for line in lines if not line.is_blank]
    heads = [head_of(line) for line in held]
    speakers = speakers_of(held, heads, shop)
    if not speakers:
        return None
    is_before = is_time_first(held, heads, speakers)
    starts = starts_of(held, heads, speakers, is_before=is_before)
    agents = _agents(held)
    begins = dict(zip(map(id, held), starts, strict=True))
    parts = _parts(lines, begins, speakers, is_before=is_before, agents=agents)
    if not parts:
        return None
    has_notes = any(part.is_note for part in parts)
    is_signed = bool(agents) or has_notes or any(head and head.kind != "name" for head in starts)
    is_ticket = is_signed or is_before
    parts = [part for place, part in enumerate(parts) if not _is_contact(part, parts[place + 1 : place + 2])]
    for part in parts:
        if is_signed:
            part.lines = without_signature(part.lines, part.label)
    is_own_named = any(is_own(part.label) for part in parts)
    return Read("ticket" if is_ticket and not is_own_named else "chat", parts, agents=agents, is_ticket=is_ticket)


def _is_contact(part: Part, following: Sequence[Part]) -> bool:
    """A telephone number below the name of a contact, before the first thing that they say."""
    held = [line.strip(SPACES) for line in part.lines if line.strip(SPACES)]
    return len(held) == 1 and bool(following) and following[0].label == part.label and not part.day and bool(
        _PHONE.fullmatch(plain(held[0]))
    )  # fmt: skip


def _agents(held: Sequence[Line]) -> set[str]:
    """Those whom the chat itself names as people of the shop."""
    found = (_ASSIGNED.fullmatch(line.plain) for line in held)
    return {name for one in found if one for name in one.groups() if name}


def _parts(
    lines: Sequence[Line],
    starts: Mapping[int, Head | None],
    speakers: set[str],
    *,
    is_before: bool,
    agents: set[str],
) -> list[Part]:
    parts: list[Part] = []
    label = ""
    day: tuple[str, ...] = ()
    is_fresh = is_quote = False
    for line in lines:
        head = starts.get(id(line))
        if head:
            label, day, is_fresh = head.label, day_of(head.stamp) or day, True
            is_note = head.kind == "note"
            name = name_as_written(line, line.plain, head.label)
            parts.append(Part(label, [], day, is_note=is_note, name=without_address(name)))
            if is_note:
                agents.add(label)
        elif line.is_stamp and not line.is_blank:
            day = day_of(line.plain) or day
            if not parts:
                continue
            if is_fresh and not any(one.strip(SPACES) for one in parts[-1].lines):
                parts[-1].day = day
            else:
                parts.append(Part("" if is_before else label, [], day, name=parts[-1].name))
        elif line.is_read_mark and not is_fresh:
            if parts and not parts[-1].label:
                parts[-1].label = OWN
        elif parts and (NOTE_LINE.fullmatch(line.plain) or PUBLIC_LINE.fullmatch(line.plain)):
            agents.add(label)
            if parts[-1].lines and not PUBLIC_LINE.fullmatch(line.plain):
                parts.append(Part(label, [], day, name=parts[-1].name))
            parts[-1].is_note = not PUBLIC_LINE.fullmatch(line.plain)
        elif _QUOTED.fullmatch(line.plain):
            is_quote = True
        elif is_quote and not line.is_blank:
            is_quote = False
        elif parts and not (line.is_notice or _ASSIGNED.fullmatch(line.plain) or _is_doing(line, speakers)):
            parts[-1].lines.append(line.text)
            is_fresh = is_fresh and line.is_blank
    return _named(parts)


def _is_doing(line: Line, speakers: set[str]) -> bool:
    """“Mei added refund”: what a speaker did, as the helpdesk tells it."""
    words = line.plain.split(" ")
    for count in range(1, min(len(words), SHARED["name_words"]) + 1):
        if " ".join(words[:count]) in speakers and _DOES.fullmatch(" ".join(words[count:])):
            return True
    return False


def _named(parts: list[Part]) -> list[Part]:
    """Words without a name are those of the one who spoke before."""
    for before, part in pairwise(parts):
        part.label = part.label or before.label
    return parts

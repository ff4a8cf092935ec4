"""Conversations whose lines begin with a time and a name, or with a name alone.

WhatsApp in all its forms, Zalo, Viber, live chats (“[09:15] Lan: …”), and names before a colon. The twin is
`browser/transcript_stamped.js`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kb.desk.transcript_lines import (
    LABELLED,
    SHARED,
    Line,
    after_colons,
    any_of,
    day_of,
    name_as_written,
    pattern,
)
from kb.desk.transcript_parts import Part, Read
from kb.desk.transcript_speakers import ShopNames, is_customer, is_field, is_name_like, is_shop, without_address

_STAMPED = [(strength, pattern(source)) for strength, source in SHARED["stamped"]]
_NOTICE = pattern(SHARED["stamped_notice"])
_WHATSAPP = pattern(SHARED["whatsapp"])
_CARD = any_of("card_lines")
_CARD_START = pattern(SHARED["card_start"])
_LONGEST_TITLE: int = SHARED["longest_title"]


def read_stamped(lines: Sequence[Line], shop: ShopNames) -> Read | None:
    """Turns of lines that begin with a time and a name; None where that is not what they are."""
    parts: list[Part] = []
    strengths: Counter[str] = Counter()
    is_whatsapp = False
    for line in lines:
        start = _stamped(line)
        if start:
            strength, head, label = start
            strengths[strength] += 1
            is_whatsapp = is_whatsapp or bool(_WHATSAPP.match(head))
            parts.append(Part(label, [after_colons(line, head)], day_of(head), name=name_as_written(line, head, label)))
        elif _NOTICE.fullmatch(line.plain):
            strengths["notice"] += 1
        elif parts:
            parts[-1].lines.append(line.text)
        elif not (line.is_blank or line.is_stamp or line.is_notice or _is_title(line)):
            return None
    if not strengths["exact"] and not _is_talk(parts, shop):
        return None
    form = "whatsapp" if is_whatsapp else "chat"
    return Read(form, parts, "whatsapp" if is_whatsapp else "")


def _stamped(line: Line) -> tuple[str, str, str] | None:
    """Strength, plain head and label of a line that begins a turn."""
    if ":" not in line.plain:
        return None
    for strength, one in _STAMPED:
        found = one.match(line.plain)
        if found and found[1].strip(" "):
            return strength, found[0], found[1].strip(" ")
    return None


def _is_title(line: Line) -> bool:
    return len(line.plain) <= _LONGEST_TITLE and is_name_like(line.plain)


def _is_talk(parts: Sequence[Part], shop: ShopNames) -> bool:
    """Do labels repeat, or is one known? Then times before them are no list of what happened when."""
    labels = [part.label for part in parts]
    known = [label for label in labels if is_shop(label, shop) or is_customer(label)]
    return len(labels) > 1 and (bool(known) or len(set(labels)) < len(labels))


def read_named(lines: Sequence[Line], shop: ShopNames) -> Read | None:
    """Turns of lines that begin with a name and a colon; None where the names may be fields of a form."""
    heads = [_label(line) for line in lines]
    speakers = _speakers([label for label in heads if label], shop)
    if not speakers:
        return None
    parts: list[Part] = []
    for line, label in zip(lines, heads, strict=True):
        if label in speakers:
            head = LABELLED.match(line.plain)
            assert head
            name = name_as_written(line, head[0], head[1].strip(" "))
            parts.append(Part(label, [after_colons(line, head[0])], name=without_address(name)))
        elif parts and not (line.is_stamp or line.is_read_mark or (line.is_notice and not line.is_blank)):
            parts[-1].lines.append(line.text)
        elif not parts and not _is_before(line):
            return None
    return Read("names", parts) if len(parts) > 1 else None


def _label(line: Line) -> str:
    found = LABELLED.match(line.plain)
    return without_address(found[1].strip(" ")) if found else ""


def _is_before(line: Line) -> bool:
    """May `line` stand above a conversation without being part of it?"""
    held = line.plain
    return (
        line.is_blank or line.is_stamp or line.is_notice or bool(_CARD.fullmatch(held) or _CARD_START.fullmatch(held))
    )


def _speakers(labels: Sequence[str], shop: ShopNames) -> set[str]:
    """The labels that are names: one is known as the shop or the customer, and the others answer it."""
    counts = Counter(labels)
    people = {label for label in counts if not is_field(label) and is_name_like(label)}
    customers = {label for label in people if is_customer(label)}
    shops = {label for label in people - customers if is_shop(label, shop)}
    others = people - customers - shops
    repeated = {label for label in others if counts[label] > 1}
    if customers and shops:
        return customers | shops | repeated
    if customers:
        return customers | repeated if repeated else set()
    if shops:
        named = any(shop.has(label) for label in shops)
        return shops | (repeated or (others if named and len(others) == 1 else set()))
    return _pair(labels, counts, repeated)


def _pair(labels: Sequence[str], counts: Counter[str], repeated: set[str]) -> set[str]:
    """Two labels that nobody knows, and that answer each other more than once."""
    turns = [one for one, after in pairwise([*labels, ""]) if one != after]
    is_talk = len(counts) == 2 and len(repeated) == 2 and len(turns) > 2
    return repeated if is_talk else set()

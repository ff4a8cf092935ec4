"""How many SMS a text makes (3GPP TS 23.038 and 23.040).

A library was weighed: sms-counter 1.x counts code points, so 36 emoji pass for one message (they
are 72 UCS-2 units, two messages), lets an extension letter be cut in two, and brings pydantic;
gsm0338 is a codec that counts nothing. Hence a table of our own, checked by tests/channels.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.browser_code.shared import shared_data

_SHARED = shared_data("channels", "sms")
GSM7_BASIC = frozenset(_SHARED["gsm7_basic"])
"""The 7-bit default alphabet, without the escape itself."""
GSM7_EXTENSION = frozenset(_SHARED["gsm7_extension"])
"""Letters that need an escape before them, so count two."""
GSM7_ALONE: int = _SHARED["gsm7_alone"]
GSM7_JOINED: int = _SHARED["gsm7_joined"]
"""Septets in a message on its own, and in one of several (7 go to the header)."""
UCS2_ALONE: int = _SHARED["ucs2_alone"]
UCS2_JOINED: int = _SHARED["ucs2_joined"]
"""16-bit units in a message on its own, and in one of several (3 go to the header)."""


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text costs as SMS."""

    encoding: str
    """`GSM-7` or `UCS-2`."""
    units: int
    """Septets, or 16-bit units."""
    segments: int
    """Messages to pay for; 0 for an empty text."""
    room: int
    """Units left before another message begins."""
    costly: tuple[str, ...]
    """GSM-7: letters that count two. UCS-2: letters that GSM-7 lacks. Each once, in order."""


def count_segments(text: str) -> Segments:
    """Count the messages that `text` makes; line ends count one."""
    outside = tuple(dict.fromkeys(c for c in text if c not in GSM7_BASIC and c not in GSM7_EXTENSION))
    if outside:
        sizes = [2 if ord(c) > 0xFFFF else 1 for c in text]
        return _pack(sizes, "UCS-2", UCS2_ALONE, UCS2_JOINED, outside)
    sizes = [2 if c in GSM7_EXTENSION else 1 for c in text]
    doubled = tuple(dict.fromkeys(c for c in text if c in GSM7_EXTENSION))
    return _pack(sizes, "GSM-7", GSM7_ALONE, GSM7_JOINED, doubled)


def _pack(sizes: list[int], encoding: str, alone: int, joined: int, costly: tuple[str, ...]) -> Segments:
    """Fill messages one after another; a letter of two units is never cut in half."""
    units = sum(sizes)
    if units <= alone:
        return Segments(encoding, units, 1 if units else 0, alone - units, costly)
    segments, used = 1, 0
    for size in sizes:
        if used + size > joined:
            segments, used = segments + 1, 0
        used += size
    return Segments(encoding, units, segments, joined - used, costly)

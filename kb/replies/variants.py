"""Which part of a script is sent: channel before variant before the default."""

from __future__ import annotations

from collections.abc import Sequence

from kb.content.model import ScriptPart


def choose_part(parts: Sequence[ScriptPart], *, channel: str, variant: str) -> ScriptPart | None:
    """The most telling part for a channel and a class of customer; None for a script without text.

    The order is: both, the channel alone, the variant alone, the default, and at last whatever part
    comes first, so that a script whose default is missing still says something.
    """
    held = {(part.variant, part.channel): part for part in reversed(parts)}
    for key in ((variant, channel), ("", channel), (variant, ""), ("", "")):
        if key in held:
            return held[key]
    return parts[0] if parts else None

"""Whether replies are whole where they are sent: on each channel, with every optional value and without.

`script_gaps` looks at a paragraph without its values; this at the text that a channel gets, in which links may be left
out and signs made plain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kb.channels.channel import Accents, Channel
from kb.content.model import Script, ScriptPart
from kb.replies.message_markdown import Block, placeholders_in
from kb.replies.plain_text import LinkTarget, Writing, drop_accents, fill_blocks, write_text
from kb.source.problem import Rule, Severity

BROKEN_REPLY = Rule(
    "KB720",
    "broken-reply",
    Severity.WARNING,
    what="A reply has broken punctuation on a channel, for a class of customer, or without an optional value.",
    why="The customer would read “Hi ,”, “we are sorry,.” or “See: .” where the channel permits no link.",
    example="channels: [zalo]\n---\nHi Mai ,",
    hint="write the sentence so that it is whole without what the channel leaves out, or a part for that channel",
)
RULES = (BROKEN_REPLY,)

Reading = tuple[tuple[str, ...], list[Block]]
"""Optional placeholders that are empty, and the blocks of a part without them."""

_EVERYTHING = Channel(id="any")
_ALWAYS = re.compile(
    r"[^\W_][ ]+,(?=\s|$)|,[ ]*[,.](?![.\d])(?=\s|[\"”’)]|$)|(?<![^\s(])(?:\(\s*\)|\"\"|“\s*”|„\s*[“”]|«\s*»)"
)
"""Broken whoever wrote it."""
_MADE = re.compile(
    r"\S[ ]+[,.;](?=\s|$)|[,;:][ ]*[,.;:](?=\s|$)|(?<!\.)\.[ ]?\.(?!\.)|\([ ]*\)|\[[ ]*\]|\S[ ]{2,}\S"
    r"|(?:^|\n)[ ]*[,.;:](?!\S)|[:=](?=[ ]*[.,;!?](?:\s|$))"
)
"""Broken where the text has it more often than the writer wrote it."""


def readings_of(script: Script, written: list[Block], *, with_gaps: bool) -> list[Reading]:
    """The blocks of a part with every value, and `with_gaps` without each optional one and without all of them."""
    held = placeholders_in(written)
    examples = {one.name: one.default or one.example or one.name for one in script.placeholders}
    optional = tuple(
        one.name for one in script.placeholders if not one.is_required and not one.default and one.name in held
    )
    empty: list[tuple[str, ...]] = [(), *((name,) for name in optional), optional] if with_gaps else [()]
    return [
        (names, fill_blocks(written, examples | dict.fromkeys(names, ""), set(held).difference(optional)))
        for names in dict.fromkeys(empty)
    ]


def broken_words(
    readings: Sequence[Reading], channel: Channel, links: Mapping[str, LinkTarget]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Which placeholders are empty, and a few words that are broken on `channel` then; each words once."""
    meant = Counter(match[0] for match in _MADE.finditer(write_text(readings[0][1], Writing(_EVERYTHING, links))))
    seen = set()
    for empty, blocks in readings:
        text = write_text(blocks, Writing(channel, links))
        text = drop_accents(text) if channel.accents is Accents.DROP else text
        made = Counter(match[0] for match in _MADE.finditer(text)) - meant
        found = [*_ALWAYS.finditer(text), *(match for match in _MADE.finditer(text) if match[0] in made)]
        for match in found:
            words = " ".join(text[max(0, match.start() - 24) : match.end() + 12].split())
            if words not in seen:
                seen.add(words)
                yield empty, words


def line_of_gap(part: ScriptPart, empty: Sequence[str]) -> int:
    """The line of the first placeholder that is empty; the part's first line where none is."""
    places = [part.text.find("{{ " + name) for name in empty]
    first = min((place for place in places if place >= 0), default=0)
    return part.line + part.text.count("\n", 0, first)

"""What a reader makes of a paste: parts, each said by one label; the twin is `browser/transcript_parts.js`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.desk.model import Turn
from kb.desk.transcript_lines import are_apart, said
from kb.desk.transcript_speakers import ShopNames, sides_of
from kb.text.letters import SPACES


@dataclass(slots=True)
class Part:
    """Lines that one speaker said at once."""

    label: str
    """Plain."""
    lines: list[str]
    day: tuple[str, ...] = ()
    is_note: bool = False
    """Of the team, for the team."""
    name: str = ""
    """The label as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A paste as it was read."""

    form: str = ""
    """`whatsapp`, `chat`, `ticket`, `names`, `email`, `order`; "" for one message as it stands."""
    turns: tuple[Turn, ...] = ()
    channel: str = ""
    """What the form shows the channel to be; "" where it shows none."""
    customer: str = ""
    """The customer's name as the paste spells it; "" where it has none."""
    is_guess: bool = False
    """Nothing but the order of the turns says who is the customer."""

    @property
    def latest(self) -> str:
        """What the customer said last."""
        return latest_words(self.turns)[0]

    def as_json(self) -> dict[str, Any]:
        """How `kb suggest --json` says what was read."""
        return {
            "form": self.form or "text",
            "channel": self.channel or None,
            "customer": self.customer or None,
            "is_guess": self.is_guess,
            "turns": len(self.turns),
            "message": self.latest,
        }


@dataclass(slots=True)
class Read:
    """What a reader found, before it is known whose the words are."""

    form: str
    parts: list[Part]
    channel: str = ""
    agents: set[str] = field(default_factory=set)
    is_ticket: bool = False


def transcript_of(read: Read, shop: ShopNames) -> Transcript | None:
    """The turns of what was read; None where no customer says anything."""
    parts = [(part, said(part.lines)) for part in read.parts if not part.is_note]
    kept = [(part, text) for part, text in parts if text]
    sides = sides_of([part.label for part, _ in kept], shop, read.agents, is_ticket=read.is_ticket)
    turns: list[Turn] = []
    for place, (part, text) in enumerate(kept):
        is_later = bool(place) and are_apart(kept[place - 1][0].day, part.day)
        turns.append(Turn(text, is_customer=part.label in sides.customers, is_later=is_later))
    if not any(turn.is_customer for turn in turns):
        return None
    name = next(part.name or part.label for part, _ in kept if part.label in sides.customers)
    return Transcript(form=read.form, turns=tuple(turns), channel=read.channel, customer=name, is_guess=sides.is_guess)


def latest_words(turns: Sequence[Turn]) -> tuple[str, str]:
    """What the customer said last, in one message, and what they had said before that.

    Turns of the customer with none of the shop's between them belong together, unless days lie between.
    """
    runs: list[list[str]] = [[]]
    for turn in turns:
        if not turn.is_customer or turn.is_later:
            runs.append([])
        if turn.is_customer and turn.text.strip(SPACES):
            runs[-1].append(turn.text)
    messages = ["\n".join(run) for run in runs if run]
    return (messages[-1] if messages else "", messages[-2] if len(messages) > 1 else "")

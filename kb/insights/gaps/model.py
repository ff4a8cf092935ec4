"""The nouns of the gap report: what was asked, and how the help centre stands to a group of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

ANSWERED = "answered"
"""Most of the messages get a likely answer."""
NOT_FOUND = "not_found"
"""A text comes close, but most of the messages do not get it as a likely answer: their words are missing there."""
UNANSWERED = "unanswered"
"""No text comes close."""
POORLY_ANSWERED = "poorly_answered"
"""They get a likely answer, and it does not help: readers say no, ask again, or send things back."""


@dataclass(frozen=True, slots=True)
class AskedText:
    """One message to the shop, or one search in the help centre."""

    text: str
    """Redacted."""
    language: str
    day: date
    is_search: bool = False
    has_failed: bool = False
    """Of a search: nothing was found, or nothing of it was opened."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What speaks against an article or a script, in numbers."""

    said_no: int = 0
    said_yes: int = 0
    asked_again: int = 0
    """Customers who wrote about the same topic within the days that count for the first contact."""
    returns: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How the texts of one edition answer a group."""

    state: str
    document: str
    """Id of the text that most get, or that comes closest; empty where none does."""
    share: float
    """Of the messages: how many get a likely answer."""
    missing: tuple[str, ...] = ()
    """Telling words of the messages that the text does not have, the commonest first."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Messages that ask the same, and what the help centre makes of them."""

    id: str
    """Stays the same as long as the group's most typical message does."""
    language: str
    examples: tuple[str, ...]
    """Wordings, the most typical first."""
    messages: int
    searches: int
    failed_searches: int
    site: Standing
    """What shoppers find."""
    desk: Standing
    """What agents are offered: scripts too."""
    topic: str
    """Its nature: the topic of the text that answers, where one is likely; else empty."""
    severity: str
    """`urgent` where customers threaten; else that of the topic, `normal` without one."""
    by_week: Mapping[str, int]
    """Week (`2026-W47`) → messages and searches, every week of the period."""
    is_rising: bool

    @property
    def frequency(self) -> int:
        """Messages and searches together."""
        return self.messages + self.searches

    @property
    def state(self) -> str:
        """The worse of what shoppers and agents get."""
        order = (UNANSWERED, NOT_FOUND, POORLY_ANSWERED, ANSWERED)
        return min(self.site.state, self.desk.state, key=order.index)

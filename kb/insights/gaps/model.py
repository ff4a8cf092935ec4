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

WRITE_ARTICLE, WRITE_SCRIPT, TELL_ON_SITE, ADD_WORDINGS, REVIEW = (
    "write_article", "write_script", "tell_on_site", "add_wordings", "review",
)  # fmt: skip
"""Kinds of actions: nothing answers; nothing answers at the desk; agents have a script, and shoppers have nothing; a
text is there, and its readers' words are not in it; a text is found and does not help."""
ACTIONS = (WRITE_ARTICLE, WRITE_SCRIPT, TELL_ON_SITE, ADD_WORDINGS, REVIEW)


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
    customer: str = ""
    """Keyed hash; empty where nobody is known."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What speaks against an article or a script, in numbers."""

    said_no: int = 0
    said_yes: int = 0
    asked_again: int = 0
    """Messages of customers who asked the same on an earlier day, at most seven days before."""
    returns: int = 0
    """Returns of the period whose reason is of the same topic. They are told, and judge nothing."""


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
class Action:
    """Something that a writer can do about a gap."""

    kind: str
    """One of `ACTIONS`."""
    document: str = ""
    """The text to change, or the script whose answer the site lacks."""
    owner: str = ""
    """Who keeps that text right, else the team of its topic."""


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
    complaint: Complaint = Complaint()
    """Against the text that answers, or that comes closest."""
    actions: tuple[Action, ...] = ()

    @property
    def frequency(self) -> int:
        """Messages and searches together."""
        return self.messages + self.searches

    @property
    def state(self) -> str:
        """The worse of what shoppers and agents get.

        What the site answers and the desk offers, if without being sure, is no gap: the agent sees it.
        """
        if self.site.state == ANSWERED and self.desk.state == NOT_FOUND:
            return ANSWERED
        order = (UNANSWERED, NOT_FOUND, POORLY_ANSWERED, ANSWERED)
        return min(self.site.state, self.desk.state, key=order.index)


@dataclass(frozen=True, slots=True)
class GapReport:
    """The gaps of a week, set against the weeks before it; it holds no personal detail."""

    week: str
    weeks: tuple[str, ...]
    """The period, `week` at its end."""
    counted_from: date
    last: date
    """Its first and last day."""
    messages: int
    searches: int
    left_out: Mapping[str, int]
    """Language that the shop does not have → what was asked in it."""
    gaps: tuple[Gap, ...]

"""Turns, suggestions and answers: the nouns of `kb.desk.suggest`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    text: str
    is_customer: bool = True
    is_later: bool = False
    """Days after the turn before it: another matter, perhaps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedAnswer:
    """One script or article that may answer."""

    kind: str
    """`script` or `article`."""
    id: str
    language: str
    title: str
    url: str
    confidence: int
    """The probability that it answers, 0 to 100."""
    certainty: str
    """The confidence in a word: `sure`, `likely`, `maybe` or, where it is not offered, `closest`."""
    matched: tuple[str, ...] = ()
    """Words of the message that led to it, as the customer wrote them."""
    topic: str = ""
    score: int = 0
    part: int = 0
    """Which of `Suggestion.parts` it answers."""
    is_chosen: bool = False
    """Whether colleagues chose it for such messages."""

    def as_json(self) -> dict[str, Any]:
        """One entry of the documented JSON."""
        return {
            "kind": self.kind, "id": self.id, "language": self.language, "title": self.title, "url": self.url,
            "confidence": self.confidence, "certainty": self.certainty, "matched": list(self.matched),
            "chosen_by_colleagues": self.is_chosen,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a message asks, who answers such things, and what may be sent."""

    language: str
    languages: tuple[str, ...]
    """Where the message may be in two languages, both, the likelier first; else `language` alone."""
    topic: str
    severity: str
    team: str
    """Topic, its severity and its team, only where an answer is likely; else empty, and the team lead is asked."""
    small_talk: str
    """`thanks`, `greeting`, `noted` or `nothing` where the message asks nothing; else empty."""
    short_reply: str
    """What may be answered to small talk; empty where there is none."""
    mood: str
    """`legal`, `review` or `angry` where the customer threatens or is angry; else empty."""
    confidence: int
    """Of the best answer, offered or not."""
    answers: tuple[SuggestedAnswer, ...]
    closest: tuple[SuggestedAnswer, ...]
    """Where nothing is sure enough to be offered, what comes nearest."""
    parts: tuple[str, ...]
    """The questions that are answered separately; the whole message if it asks one thing."""
    words: tuple[tuple[str, ...], ...] = ()
    """Of each part the words that may be learned from (`kb.desk.learned`); empty where the shop does not learn."""

    def as_json(self) -> dict[str, Any]:
        """The documented JSON of `kb suggest --json`."""
        return {
            "language": self.language,
            "languages": list(self.languages),
            "topic": self.topic,
            "severity": self.severity,
            "team": self.team,
            "small_talk": self.small_talk,
            "short_reply": self.short_reply,
            "mood": self.mood,
            "confidence": self.confidence,
            "answers": [answer.as_json() for answer in self.answers],
            "closest": [answer.as_json() for answer in self.closest],
        }

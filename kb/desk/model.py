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
    """0 to 100."""
    matched: tuple[str, ...] = ()
    """Words of the document that the message used, as its writer spelt them."""
    topic: str = ""
    score: int = 0
    part: int = 0
    """Which of `Suggestion.parts` it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a message asks, who answers such things, and what may be sent."""

    language: str
    topic: str
    severity: str
    team: str
    """Whom to ask when nothing fits."""
    confidence: int
    """Of the best answer, offered or not: below `ENOUGH` there are no answers."""
    answers: tuple[SuggestedAnswer, ...]
    parts: tuple[str, ...]
    """The questions that are answered separately; the whole message if it asks one thing."""

    def as_json(self) -> dict[str, Any]:
        """The documented JSON of `kb suggest --json`."""
        return {
            "language": self.language,
            "topic": self.topic,
            "severity": self.severity,
            "team": self.team,
            "confidence": self.confidence,
            "answers": [
                {
                    "kind": answer.kind,
                    "id": answer.id,
                    "language": answer.language,
                    "title": answer.title,
                    "url": answer.url,
                    "confidence": answer.confidence,
                    "matched": list(answer.matched),
                }
                for answer in self.answers
            ],
        }

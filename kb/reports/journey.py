"""The customer's journey: every article and script by stage, so that gaps are seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.content.model import STAGES, Document, Kind, Script

NOT_ON_THE_JOURNEY = frozenset({Kind.PROCEDURE, Kind.TRAINING, Kind.NOTE, Kind.INTERNAL})


@dataclass(frozen=True, slots=True)
class Stop:
    """One stage of the journey and what stands there; `stage` is "" for what names none."""

    stage: str
    articles: tuple[Document, ...]
    scripts: tuple[Document, ...]

    def lacks(self, topics: Sequence[str]) -> tuple[str, ...]:
        """Topics with articles or scripts elsewhere that this stage says nothing about."""
        held = {document.topic for document in (*self.articles, *self.scripts)}
        return tuple(topic for topic in topics if topic not in held)


def journey(documents: Iterable[Document]) -> tuple[Stop, ...]:
    """Every stage in order, empty ones too; last, where there are any, the documents without a stage."""
    held: dict[str, list[Document]] = {stage: [] for stage in (*STAGES, "")}
    for document in documents:
        if document.kind not in NOT_ON_THE_JOURNEY and document.id != "index":
            held[document.stage].append(document)
    stops = []
    for stage, found in held.items():
        found.sort(key=lambda document: (document.topic, document.id))
        articles = tuple(document for document in found if not isinstance(document, Script))
        scripts = tuple(document for document in found if isinstance(document, Script))
        if stage or found:
            stops.append(Stop(stage, articles, scripts))
    return tuple(stops)

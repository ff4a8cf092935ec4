"""The review queue: pages that must be read again and facts that must be compared with their source, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kb.checks.translations import review_due
from kb.content.model import Document, Fact, Kind
from kb.source.provenance import Provenance

SOON_DAYS = 14
"""So many days before its day a review counts as due soon."""


class Review(StrEnum):
    """Where a document stands on a given day."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    NEVER = "never"
    """It has no `reviewed_on`, or no `review_every_days`: nobody will be asked to read it again."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One document in one language."""

    id: str
    language: str
    kind: Kind
    title: str
    path: str
    owner: str
    reviewed_on: date | None
    due_on: date | None


def review_queue(documents: Iterable[Document]) -> tuple[ReviewRow, ...]:
    """The most urgent first; those without a rhythm last. It depends on no clock: see `review_state`."""
    rows = [
        ReviewRow(
            document.id,
            document.language,
            document.kind,
            document.title,
            document.path,
            document.owner,
            document.reviewed_on,
            review_due(document),
        )
        for document in documents
        if not document.is_draft
    ]
    return tuple(sorted(rows, key=lambda row: (row.due_on or date.max, row.owner, row.id, row.language)))


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact, or its value in one market, that somebody must compare with its source again."""

    fact: Fact
    market: str
    """"" if all markets have one source and one day."""
    known: Provenance

    @property
    def due_on(self) -> date | None:
        return self.known.due_on


def fact_queue(facts: Iterable[Fact], markets: Collection[str] = ()) -> tuple[FactRow, ...]:
    """Facts with a rhythm, and those decided outside the shop: the most urgent first, those without a rhythm last.

    `markets` are those that count; none: all.
    """
    rows = [
        FactRow(fact, market, known)
        for fact in facts
        for market, known in fact.provenance.items()
        if (known.check_every_days or fact.is_outside) and (not market or not markets or market in markets)
    ]
    return tuple(sorted(rows, key=lambda row: (row.due_on or date.max, row.fact.name, row.market)))


def review_state(row: ReviewRow | FactRow, *, today: date) -> Review:
    """Overdue from the day after the due day on, as the checks KB603 and KB313 have it."""
    if row.due_on is None:
        return Review.NEVER
    if today > row.due_on:
        return Review.OVERDUE
    return Review.SOON if today + timedelta(days=SOON_DAYS) >= row.due_on else Review.LATER

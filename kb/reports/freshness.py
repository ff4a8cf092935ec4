"""The review queue: what must be read again, when, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kb.checks.translations import review_due
from kb.content.model import Document, Kind, Library

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


def review_state(row: ReviewRow, *, today: date) -> Review:
    """Overdue from the day after the due day on, as the check KB603 has it."""
    if row.due_on is None:
        return Review.NEVER
    if today > row.due_on:
        return Review.OVERDUE
    return Review.SOON if today + timedelta(days=SOON_DAYS) >= row.due_on else Review.LATER


def reviews_by_owner(library: Library, *, today: date) -> dict[str, dict[Review, int]]:
    """Owner ("" where none is named) → how many documents stand where."""
    counts: dict[str, dict[Review, int]] = {}
    for row in review_queue(library.documents()):
        states = counts.setdefault(row.owner, dict.fromkeys(Review, 0))
        states[review_state(row, today=today)] += 1
    return dict(sorted(counts.items()))

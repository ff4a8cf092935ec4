"""What changed: every dated line of every document, the newest first, for an agent back from leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kb.content.model import Document, Kind


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of one document."""

    on: date
    what: str
    why: str
    id: str
    kind: Kind
    title: str


def change_rows(documents: Iterable[Document]) -> tuple[ChangeRow, ...]:
    """Every `changes` entry, the newest first; on one day policies before procedures, then by id."""
    rows = [
        ChangeRow(change.on, change.what, change.why, document.id, document.kind, document.title)
        for document in documents
        for change in document.changes
    ]
    return tuple(sorted(rows, key=lambda row: (-row.on.toordinal(), row.kind is not Kind.POLICY, row.id)))

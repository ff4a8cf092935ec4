"""How the articles and saved replies are: due for review, without a day of review, never copied at the desk."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from kb.content.model import Script
from kb.insights.measures.figures import Row
from kb.insights.measures.periods import Period
from kb.reports.freshness import review_queue
from kb.workspace.workspace import Workspace

UNUSED_DAYS = 84
"""A script that nobody copied for so many days is said to be unused, where copies were counted."""
MOST_NAMED = 30


def health_of_texts(
    connection: sqlite3.Connection, workspace: Workspace, period: Period
) -> tuple[dict[str, int], dict[str, tuple[Row, ...]]]:
    """Counts of texts as they are on the period's last day, and the lists `due` and `unused`."""
    queue = review_queue(workspace.library.documents())
    scripts = sorted({page.id for page in workspace.edition.pages.values() if isinstance(page.document, Script)})
    overdue = [row for row in queue if row.due_on is not None and row.due_on <= period.last]
    counts = {
        "texts": len(queue),
        "due": len(overdue),
        "no_rhythm": sum(row.due_on is None for row in queue),
        "scripts": len(scripts),
    }
    due: dict[str, Row] = {}
    for row in overdue:  # the oldest first: of a text in several languages that one
        assert row.due_on is not None
        days = (period.last - row.due_on).days
        due.setdefault(row.id, Row(row.id, days, 0, {"due_on": row.due_on.isoformat(), "owner": row.owner}))
    lists = {"due": tuple(due.values())[:MOST_NAMED]}
    copied = _copied(connection, period)
    if not copied:
        return counts, lists
    unused = [id for id in scripts if id not in copied]
    lists["unused"] = tuple(Row(id, 0, 0) for id in unused[:MOST_NAMED])
    return {**counts, "unused": len(unused)}, lists


def _copied(connection: sqlite3.Connection, period: Period) -> set[str]:
    span = ((period.last - timedelta(UNUSED_DAYS)).isoformat(), period.last.isoformat())
    found = connection.execute(
        "SELECT DISTINCT item FROM desk_counts WHERE kind = 'copied' AND day BETWEEN ? AND ?", span
    )
    return {item for (item,) in found}

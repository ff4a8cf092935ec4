"""The agents' pages of what must be kept true: facts with where they come from, and the review queue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kb.reports.facts import FactReport
from kb.reports.freshness import FactRow, ReviewRow, fact_queue, review_queue
from kb.website.agent_pages.labels import Choice, PageLabels, Reference
from kb.website.agent_pages.pagination import Row, cut_rows
from kb.website.agent_pages.views import ROWS_MOST

if TYPE_CHECKING:
    from kb.website.agent_pages.views import Sheets
    from kb.website.views.site_views import SiteViews
    from kb.workspace.workspace import Workspace

PAGES_MOST = 15
"""Pages named below a fact; `kb facts NAME` shows every file and line."""


def facts_page(workspace: Workspace, views: SiteViews, language: str) -> Sheets:
    shown = PageLabels(workspace, views, language)
    rows = [_fact_view(report, shown) for report in workspace.fact_reports]
    return [{"rows": sheet} for sheet in cut_rows(rows, 450)]


def _fact_view(report: FactReport, shown: PageLabels) -> Row:
    """The fact, and the first pages of this language that use it."""
    pages: dict[str, Reference] = {}
    for use in report.uses:
        if use.language in ("", shown.language):
            pages.setdefault(use.path, shown.reference(use.id.removeprefix("notes/"), use.path))
    fact = report.fact
    return {
        "name": fact.name,
        "about": fact.about,
        "is_internal": fact.is_internal,
        "text": report.texts.get(shown.language, ""),
        "pages": list(pages.values())[:PAGES_MOST],
        "more": len(pages) - PAGES_MOST if len(pages) > PAGES_MOST else 0,
        "texts": [Choice(code, text) for code, text in report.texts.items() if code != shown.language],
        "articles": len(report.articles),
        "scripts": len(report.scripts),
        "files": len(report.files),
        "decided_by": fact.decided_by if fact.is_outside else "",
        "known": [
            {"market": shown.market(market) if market else "", **shown.known(known)}
            for market, known in fact.provenance.items()
            if known.source or known.checked
        ],
    }


def reviews_page(workspace: Workspace, views: SiteViews, language: str) -> Sheets:
    shown = PageLabels(workspace, views, language)
    queue = review_queue(one for one in workspace.library.documents() if one.language == language)
    facts = fact_queue(workspace.library.facts.values(), shown.options.markets_of(language))
    merged: list[ReviewRow | FactRow] = [*queue, *facts]
    merged.sort(key=lambda row: row.due_on or date.max)  # each of the two is sorted: of one day, documents come first
    rows = [_fact_row(row, shown) if isinstance(row, FactRow) else _review_row(row, shown) for row in merged]
    owners = sorted({row.owner for row in queue if row.owner})
    shared = {"more": len(rows[ROWS_MOST:]), "owners": [Choice(owner, owner) for owner in owners]}
    return [{**shared, "rows": sheet} for sheet in cut_rows(rows[:ROWS_MOST], 190)]


def _review_row(row: ReviewRow, shown: PageLabels) -> Row:
    return {
        "page": shown.reference(row.id.removeprefix("notes/"), row.title),
        "owner": row.owner,
        "kind": shown.kind(row.kind),
        "due_iso": row.due_on.isoformat() if row.due_on else "",
        "due": shown.date(row.due_on),
        "reviewed": shown.date(row.reviewed_on),
    }


def _fact_row(row: FactRow, shown: PageLabels) -> Row:
    return {
        "fact": row.fact.name,
        "market": shown.market(row.market) if row.market else "",
        "owner": "",
        "kind": Choice("fact", shown.words.get("tool_facts", "")),
        **shown.known(row.known),
        "due_iso": row.due_on.isoformat() if row.due_on else "",
        "due": shown.date(row.due_on),
        "reviewed": shown.date(row.known.checked),
    }

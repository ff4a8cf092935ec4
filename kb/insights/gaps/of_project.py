"""The gaps of a project: its store set against what its shoppers find and its agents are offered."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from kb.editions.selection import select
from kb.insights.gaps.from_store import (
    Period,
    asked_days,
    languages_left_out,
    read_asked,
    read_return_reasons,
    read_votes,
)
from kb.insights.gaps.model import GapReport
from kb.insights.gaps.report import Heard, HelpCentre, find_gaps
from kb.insights.gaps.trend import WEEKS_BEFORE, week_of, weeks_until
from kb.insights.measures.periods import week_of as week_with
from kb.search.indexing.from_edition import documents_in
from kb.search.indexing.index import Index, build_index
from kb.workspace.desk import open_desk
from kb.workspace.workspace import Workspace


def gaps_of_project(
    connection: sqlite3.Connection,
    workspace: Workspace,
    last: date,
    weeks: int = WEEKS_BEFORE + 1,
    starts: str = "monday",
) -> GapReport:
    """The gaps of the week of `last`, set against the `weeks` that end with it; `workspace` is the agents'.

    Weeks begin on the weekday `starts`.
    """
    last_day = week_with(last, starts).last
    period = Period(last_day - timedelta(days=7 * weeks - 1), last_day)
    codes = tuple(workspace.edition.options.languages)
    asked = sorted(read_asked(connection, period, codes), key=lambda one: (one.day, one.text, one.language))
    heard = Heard(read_votes(connection, period), read_return_reasons(connection, period))
    spoken = [code for code in codes if code in {one.language for one in asked}]
    centre = HelpCentre(open_desk(workspace), _public_indexes(workspace, spoken), _owners(workspace, spoken))
    known = asked_days(connection)
    searches = sum(one.is_search for one in asked)
    return GapReport(
        week=week_of(last_day, starts),
        weeks=tuple(weeks_until(last_day, weeks, starts)),
        counted_from=period.first,
        last=last_day,
        messages=len(asked) - searches,
        searches=searches,
        left_out=languages_left_out(asked, codes),
        gaps=tuple(
            find_gaps(
                asked,
                centre,
                last_day=last_day,
                heard=heard,
                weeks=weeks,
                known_since=known[0] if known else None,
                starts=starts,
            )
        ),
    )


def _public_indexes(workspace: Workspace, languages: Collection[str]) -> dict[str, Index]:
    """What the site's search box reads in each language."""
    options = workspace.edition.options
    edition = select(workspace.library, options, "public")
    words = {code: options.ui_strings(code) for code in options.languages}
    return {code: build_index(documents_in(edition, code, workspace.renderings, words), code) for code in languages}


def _owners(workspace: Workspace, languages: Collection[str]) -> dict[str, Mapping[str, str]]:
    """Language → id of a text → its owner, else the team of its topic."""
    topics = workspace.edition.options.topics
    return {
        code: {
            page.id: page.document.owner or (topics[page.document.topic].team if page.document.topic in topics else "")
            for page in workspace.edition.in_language(code)
        }
        for code in languages
    }

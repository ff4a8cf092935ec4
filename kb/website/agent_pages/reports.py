"""The agents' pages of weekly and monthly reports, made from `insights/data` alone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kb.content.urls import url_of
from kb.insights.classes.page import classes_html
from kb.insights.gaps.saved import SavedGapsError, read_report, saved_weeks
from kb.insights.measures.data_files import load_reports
from kb.insights.measures.figures import DataError, Report
from kb.insights.report.html import report_html
from kb.insights.report.numbers import Writing
from kb.project.options import in_language
from kb.source.problem import Problem, Rule, Severity
from kb.website.agent_pages.agent_page import AgentPage

if TYPE_CHECKING:
    from kb.website.agent_pages.views import Sheets
    from kb.website.views.site_views import SiteViews
    from kb.workspace.workspace import Workspace

ID = "tools/insights"
_TEMPLATE = "kb/tools/insights.html"
MOST_WEEKS, MOST_MONTHS = 9, 4
"""Reports that each page links to, the newest."""
UNREADABLE_REPORT = Rule(
    "KB139",
    "unreadable-report",
    Severity.WARNING,
    what="A file of `insights/data` is no report that this kb can read.",
    why="Its week is missing among the reports of the agents' edition; the others are there.",
    example='# insights/data/2026-W47.json, cut off by a merge\n{"format": "kb-insights-report", "version"',
    hint="make it anew with kb insights report, or delete it",
)
RULES = (UNREADABLE_REPORT,)


def report_pages(workspace: Workspace) -> tuple[AgentPage, ...]:
    """The newest report at `tools/insights/`, each at an address of its own; none where no report was made."""
    if workspace.edition.name != "agents" or not (reports := load_reports(workspace.project.root).readable):
        return ()
    first = AgentPage(ID, _TEMPLATE, "tool_insights", partial(_page, reports, reports[0]))
    own = [
        AgentPage(
            f"{ID}/{one.period}", _TEMPLATE, "tool_insights", partial(_page, reports, one), kind=ID,
            title=_title_of(one),
        )
        for one in reports
    ]  # fmt: skip
    return (first, *own)


def judge_reports(workspace: Workspace) -> Iterator[Problem]:
    """Files of `insights/data` that cannot be read; in the public edition the folder is not opened."""
    if workspace.edition.name != "agents":
        return
    root = workspace.project.root
    for one in load_reports(root).errors:
        yield UNREADABLE_REPORT.at(one.path, one.line, one.message, one.hint)
    try:
        classes_html(root, writing_of(workspace, workspace.edition.options.default_language))
    except DataError as error:
        yield UNREADABLE_REPORT.at(error.path, error.line, error.message, error.hint)
    for week in saved_weeks(root):
        try:
            read_report(root, week)
        except SavedGapsError as error:
            yield UNREADABLE_REPORT.at(f"insights/data/gaps-{week}.json", 1, error.message, error.hint)
        except OSError:
            continue  # deleted a moment ago


def _title_of(report: Report) -> Callable[[Workspace, str], str]:
    return lambda workspace, language: writing_of(workspace, language).period(report.period)


def writing_of(workspace: Workspace, language: str) -> Writing:
    """How the shop says a report in `language`."""
    options = workspace.edition.options
    return Writing(
        language,
        options.ui_strings(language),
        {id: in_language(one.name, language, options.default_language) or id for id, one in options.topics.items()},
        {id: channel.name(language) for id, channel in workspace.channels.items()},
        {page.id: page.document.title for page in workspace.edition.in_language(language)},
    )


def _classes(workspace: Workspace, writing: Writing) -> str:
    """The part of customers' classes, none where its file cannot be read: `judge_reports` has told that."""
    with contextlib.suppress(DataError):
        return classes_html(workspace.project.root, writing)
    return ""


def _near(reports: Sequence[Report], here: Report) -> list[Report]:
    """The newest reports, the one that is shown, and its neighbours: a shop has a hundred after two years."""
    place = reports.index(here)
    kinds = ([one for one in reports if ("W" in one.period) == is_week] for is_week in (True, False))
    newest = [one for kind, most in zip(kinds, (MOST_WEEKS, MOST_MONTHS), strict=True) for one in kind[:most]]
    near = reports[max(0, place - 1) : place + 2]
    return [one for one in reports if one in newest or one in near]


def _page(reports: tuple[Report, ...], report: Report, workspace: Workspace, views: SiteViews, language: str) -> Sheets:
    writing = writing_of(workspace, language)
    options = workspace.edition.options
    others = [
        {
            "title": writing.period(one.period),
            "days": writing.days(one.first, one.last),
            "url": url_of(f"{ID}/{one.period}", language, options),
            "is_here": one.period == report.period,
        }
        for one in _near(reports, report)
    ]
    return [
        {
            "period": writing.period(report.period),
            "days": writing.days(report.first, report.last),
            "body": report_html(report, writing) + (_classes(workspace, writing) if report is reports[0] else ""),
            "others": others,
        }
    ]

"""The agents' pages of weekly and monthly reports, made from `insights/data` alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from kb.content.urls import url_of
from kb.insights.classes.page import classes_html
from kb.insights.measures.data_files import load_reports
from kb.insights.measures.figures import Report
from kb.insights.report.html import report_html
from kb.insights.report.numbers import Writing
from kb.project.options import in_language
from kb.website.agent_pages.agent_page import AgentPage

if TYPE_CHECKING:
    from kb.website.agent_pages.views import Sheets
    from kb.website.views.site_views import SiteViews
    from kb.workspace.workspace import Workspace

ID = "tools/insights"
_TEMPLATE = "kb/tools/insights.html"


def report_pages(workspace: Workspace) -> tuple[AgentPage, ...]:
    """The newest report at `tools/insights/`, each at an address of its own; none where no report was made.

    Raises `DataError` where a file of `insights/data` is no report.
    """
    if workspace.edition.name != "agents" or not (reports := load_reports(workspace.project.root)):
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


def _page(reports: tuple[Report, ...], report: Report, workspace: Workspace, views: SiteViews, language: str) -> Sheets:
    writing = writing_of(workspace, language)
    options = workspace.edition.options
    classes = classes_html(workspace.project.root, writing)
    others = [
        {
            "title": writing.period(one.period),
            "days": writing.days(one.first, one.last),
            "url": url_of(f"{ID}/{one.period}", language, options),
            "is_here": one.period == report.period,
        }
        for one in reports
    ]
    return [
        {
            "period": writing.period(report.period),
            "days": writing.days(report.first, report.last),
            "body": report_html(report, writing) + (classes if report is reports[0] else ""),
            "others": others,
        }
    ]

"""`kb insights report`: the measures of a week or a month, from the store, as data, pages, CSV and a file to print."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.command import (
    DONE,
    PROBLEMS,
    Command,
    UsageError,
    add_today,
    choose,
    named_path,
    project_root,
    read_today,
)
from kb.cli.completion_values import completes, languages
from kb.cli.insights_project import make_context
from kb.cli.printing import add_json, print_json, remark

if TYPE_CHECKING:
    import sqlite3

    from kb.content.model import Fact
    from kb.insights.measures.figures import Report, Row
    from kb.insights.measures.goals import FactValue
    from kb.insights.measures.periods import Period
    from kb.insights.sources.context import Context
    from kb.workspace.workspace import Workspace

OWN_TABLES = ("insights/problems.csv", "insights/metrics.csv")
"""The shop's own, read anew before each report."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--week", metavar="WEEK", help="such as 2026-W47 (default: the last week that is over)")
    which.add_argument("--month", metavar="MONTH", help="such as 2026-10")
    parser.add_argument("--html", metavar="FILE", help="write one HTML file as well, to read anywhere and to print")
    parser.add_argument("--csv", metavar="FILE", help="write every figure and list as CSV")
    parser.add_argument(
        "--print", dest="prints", action="store_true", help="show it, and write nothing to insights/data"
    )
    parser.add_argument("--lang", metavar="CODE", help="language of what is shown (default: the site's)")
    add_json(parser, "print the report as one object, as insights/data has it")
    add_today(parser)
    completes(parser, lang=languages)


def _run(arguments: argparse.Namespace) -> int:
    from kb.content.load import load_facts
    from kb.insights.measures.actions import ActionsError, load_decisions
    from kb.insights.measures.data_files import write_report
    from kb.insights.measures.goals import GoalsError, load_goals
    from kb.insights.measures.reporting import Surroundings, make_report
    from kb.insights.report.files import report_csv, report_lines, report_page
    from kb.insights.report.texts import health_of_texts
    from kb.insights.store.database import STORE, StoreError, open_store
    from kb.website.agent_pages.reports import writing_of
    from kb.workspace.workspace import open_workspace

    root, today = project_root(arguments), read_today(arguments)
    if not (root / STORE).exists() and not any((root / name).is_file() for name in OWN_TABLES):
        raise UsageError("nothing was imported yet: kb insights import FILE, or write insights/metrics.csv")
    workspace = open_workspace(root, "agents", today=today, with_checks=False)
    options = workspace.edition.options
    choose("language", arguments.lang, options.languages)
    facts = load_facts(root, options, with_agents=True).facts
    try:
        goals = load_goals(root, {name: fact.unit for name, fact in facts.items()}, _fact_value(facts))
        decisions = load_decisions(root, make_context(root, arguments).short)
    except (GoalsError, ActionsError) as error:
        raise UsageError(str(error)) from None
    period = _period(arguments, goals.week_starts, today)
    try:
        with open_store(root) as connection:
            context = make_context(root, arguments)
            is_whole = _take_own_tables(connection, root, arguments, context)
            documents, lists = health_of_texts(connection, workspace, period)
            lists |= _asked(connection, workspace, period, goals.week_starts, context)
            around = Surroundings(goals, _topic_of(workspace), decisions, documents, lists, today)
            report = make_report(connection, period, around)
    except StoreError as error:
        raise UsageError(str(error)) from None
    writing = writing_of(workspace, arguments.lang or options.default_language)
    is_kept = not arguments.prints and _is_known(report)
    written = [write_report(root, report)] if is_kept else []
    for name, make in ((arguments.html, report_page), (arguments.csv, report_csv)):
        if name:
            _write(named_path(arguments, name, root), name, make(report, writing))
            written.append(name)
    if arguments.json:
        print_json(report.as_json())
    else:
        for line in report_lines(report, writing):
            print(line)
        for name in written:
            remark(arguments, f"{name} written")
        if period.last >= today:
            remark(arguments, f"{report.period} is not over yet: these are its figures up to now")
        if not is_kept and not arguments.prints:
            remark(
                arguments, f"nothing of {report.period} was imported: no page is made of it (kb insights import FILE)"
            )
        if is_kept:
            remark(arguments, "kb build puts it on a page of the agents' edition (room “Team lead”)")
    return DONE if is_whole else PROBLEMS


def _is_known(report: Report) -> bool:
    """Whether anything of the period itself was imported: problems that are open began before it."""
    return any(one.id != "problems_open" and (one.n or one.value is not None) for one in report.figures)


def _period(arguments: argparse.Namespace, starts: str, today: date) -> Period:
    from kb.insights.measures.periods import before, read_period, week_of

    if not (named := arguments.week or arguments.month):
        return before(week_of(today, starts))
    try:
        period = read_period(named, starts)
    except ValueError as error:
        raise UsageError(str(error)) from None
    if period.is_week != bool(arguments.week):
        raise UsageError(
            f"“{named}” is a {'week' if period.is_week else 'month'}: --{'week' if period.is_week else 'month'} {named}"
        )
    if period.first > today:
        raise UsageError(f"{named} has not begun yet")
    return period


def _write(path: Path, name: str, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_csv = path.suffix.lower() == ".csv"
        path.write_text(text, encoding="utf-8-sig" if is_csv else "utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror or error}") from None


def _take_own_tables(
    connection: sqlite3.Connection, root: Path, arguments: argparse.Namespace, context: Context
) -> bool:
    """Import the tables that the shop keeps in `insights/`; whether all of their rows could be read."""
    from kb.insights.sources.mapping import load_mappings
    from kb.insights.store.importing import Importer

    names = [name for name in OWN_TABLES if (root / name).is_file()]
    if not names:
        return True
    importer = Importer(connection, context, load_mappings(root)[0], None, False, datetime.now(context.zone))
    is_whole = True
    for name in names:
        report = importer.import_file(root / name, name, lambda line, expected: None)
        if report.status == "refused":
            print(report.error, file=sys.stderr)
        for row in report.aside:
            print(f"{row.file or name}:{row.line}: warning set aside: {row.reason}", file=sys.stderr)
        is_whole = is_whole and report.status != "refused" and not report.aside_count
    return is_whole


def _fact_value(facts: Mapping[str, Fact]) -> FactValue:
    def value(name: str, day: date) -> tuple[float, str] | None:
        """A share of a percentage, minutes of hours. A fact that differs between markets is no goal of all."""
        fact = facts[name].on(day)
        values = set(fact.values.values())
        if len(values) != 1 or not isinstance(one := values.pop(), int | float):
            return None
        scale = {"percent": 100.0, "hours": 1 / 60}.get(fact.unit, 1.0)
        return one / scale, next((known.source for known in fact.provenance.values() if known.source), "")

    return value


def _topic_of(workspace: Workspace) -> Callable[[str, str], str]:
    from kb.desk.suggest import suggest
    from kb.workspace.desk import open_desk

    desk = None

    def topic(text: str, language: str) -> str:
        nonlocal desk
        desk = desk or open_desk(workspace)
        known = language if language in workspace.edition.options.languages else None
        return suggest(text, desk, language=known).topic

    return topic


def _asked(
    connection: sqlite3.Connection, workspace: Workspace, period: Period, starts: str, context: Context
) -> dict[str, tuple[Row, ...]]:
    """What was asked, and what of it is not well answered."""
    from kb.insights.gaps.as_lists import asked_lists, weeks_for
    from kb.insights.gaps.of_project import gaps_of_project
    from kb.insights.gaps.saved import redacted_report

    found = gaps_of_project(connection, workspace, period.last, weeks_for(period), starts)
    return asked_lists(redacted_report(found, context.redacted), period, starts)


ACTION = Command("report", "the measures of a week or a month, with goals and what changed", _add_arguments, _run)

"""`kb insights gaps`: what customers ask and the help centre does not answer, the most pressing first."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kb.cli.command import (
    DONE,
    Command,
    UsageError,
    add_day,
    add_today,
    choose,
    named_day,
    project_root,
    read_today,
)
from kb.cli.completion_values import completes, languages
from kb.cli.insights_project import make_context
from kb.cli.printing import add_json, count_of, print_json, remark

if TYPE_CHECKING:
    from kb.insights.gaps.model import Action, Gap, GapReport

SHOWN_EXAMPLES = 4
MOST_WEEKS = 53
STATES = {
    "unanswered": "not answered",
    "not_found": "answered, but not found",
    "poorly_answered": "answered badly",
    "answered": "answered",
}
"""State → how it is called for people."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    period = parser.add_mutually_exclusive_group()
    period.add_argument(
        "--week",
        metavar="WEEK",
        help="such as 2026-W47, with the four weeks before it (default: the last one with data)",
    )
    add_day(period, "--since", "from the week of this day on, in place of four weeks before")  # type: ignore[arg-type]
    parser.add_argument("--language", "--lang", dest="language", metavar="CODE", help="show what is asked in this one")
    parser.add_argument("--all", dest="shows_answered", action="store_true", help="list what is answered too")
    add_json(parser, "print one object: the weeks, and each group with its state and what to do")
    add_today(parser)
    completes(parser, language=languages)


def _run(arguments: argparse.Namespace) -> int:
    from kb.insights.gaps.from_store import asked_days
    from kb.insights.gaps.of_project import gaps_of_project
    from kb.insights.gaps.saved import report_as_object, write_report
    from kb.insights.measures.goals import load_week_start
    from kb.insights.store.database import STORE, StoreError, open_store
    from kb.workspace.workspace import open_workspace

    root = project_root(arguments)
    if not (root / STORE).exists():
        raise UsageError("nothing was imported yet: kb insights import FILE… (messages, searches)")
    workspace = open_workspace(root, "agents", today=read_today(arguments), with_checks=False)
    options = workspace.edition.options
    code = options.aliases.get(arguments.language or "", arguments.language)
    choose("language", code, options.languages)
    context = make_context(root, arguments)
    try:
        with open_store(root) as connection:
            days = asked_days(connection)
            if days is None:
                raise UsageError(
                    "no message and no search was imported yet: kb insights import takes exports of your inbox, and "
                    "what the receiver of searches wrote"
                )
            starts = load_week_start(root)
            last, weeks = _period(arguments, days[1], read_today(arguments), starts)
            report = gaps_of_project(connection, workspace, last, weeks, starts)
    except StoreError as error:
        raise UsageError(str(error)) from None
    is_empty = not report.messages + report.searches
    path = "" if is_empty else write_report(root, report, lambda text: " ".join(context.redacted(text).split()))
    shown = [gap for gap in report.gaps if not code or gap.language == code]
    if arguments.json:
        kept = {one["id"]: one for one in report_as_object(report)["gaps"]}
        print_json({**report_as_object(report), "gaps": [kept[gap.id] for gap in shown], "path": path or None})
        return DONE
    for line in _lines(report, shown, shows_answered=arguments.shows_answered):
        print(line)
    if is_empty:
        remark(arguments, f"The store has messages and searches from {days[0]} to {days[1]}.")
    else:
        remark(arguments, f"Kept in {path}, without personal details; it may be committed.")
    return DONE


def _period(arguments: argparse.Namespace, newest: date, today: date, starts: str) -> tuple[date, int]:
    """The last day, and how many weeks end with it."""
    from kb.insights.gaps.trend import WEEKS_BEFORE
    from kb.insights.measures.periods import week_of

    if arguments.week:
        return read_week(arguments.week, starts), WEEKS_BEFORE + 1
    last = min(newest, today)
    if since := named_day(arguments.since):
        first = week_of(since, starts).first.toordinal()
        weeks = (last.toordinal() - first) // 7 + 1
        if not 0 < weeks <= MOST_WEEKS:
            raise UsageError(
                f"--since {since}: choose a day of the {MOST_WEEKS} weeks up to {last}, the last with data"
            )
        return last, weeks
    return last, WEEKS_BEFORE + 1


def read_week(text: str, starts: str) -> date:
    """The last day of a week such as 2026-W47. Raises `UsageError`."""
    from kb.insights.measures.periods import read_period

    try:
        period = read_period(text, starts)
    except ValueError as error:
        raise UsageError(str(error)) from None
    if not period.is_week:
        raise UsageError(f"“{text}” is no week such as 2026-W47")
    return period.last


def _lines(report: GapReport, shown: Sequence[Gap], *, shows_answered: bool) -> Iterator[str]:
    """The report for people."""
    from kb.insights.gaps.model import ANSWERED

    open_gaps = [gap for gap in shown if gap.state != ANSWERED or gap.is_rising]
    answered = [gap for gap in shown if gap not in open_gaps]
    asked = f"{count_of(report.messages, 'message')} and {count_of(report.searches, 'search', 'searches')}"
    yield f"{report.weeks[0]} to {report.week}: {asked}, grouped by what they ask"
    for code, count in sorted(report.left_out.items()):
        yield f"  left out: {count} in {code or 'a language that nobody can tell'}, which the shop does not have"
    for gap in (*open_gaps, *(answered if shows_answered else ())):
        yield ""
        yield from _gap_lines(gap)
    yield ""
    more = "" if shows_answered or not answered else " (--all lists them)"
    yield f"{count_of(len(open_gaps), 'gap')}; {count_of(len(answered), 'group')} answered{more}"


def _gap_lines(gap: Gap) -> Iterator[str]:
    said = [count_of(gap.messages, "message")] if gap.messages else []
    if gap.searches:
        failed = f" ({gap.failed_searches} in vain)" if gap.failed_searches else ""
        said.append(count_of(gap.searches, "search", "searches") + failed)
    weeks = " ".join(map(str, gap.by_week.values()))
    marks = [*(["RISING"] if gap.is_rising else []), STATES[gap.state]]
    marks += [name for name in (gap.topic, gap.severity) if name and name != "normal"]
    yield f"{gap.id}  {', '.join(said)} (by week: {weeks}) · {gap.language} · {' · '.join(marks)}"
    yield from (f"    “{text}”" for text in gap.examples[:SHOWN_EXAMPLES])
    for where, standing in (("site", gap.site), ("desk", gap.desk)):
        answer = f": {standing.document}" if standing.document else ""
        missing = f", without the words {', '.join(standing.missing)}" if standing.missing else ""
        yield f"  {where} {STATES[standing.state]} ({standing.share:.0%} get a likely answer){answer}{missing}"
    if told := _complaints(gap):
        yield f"  readers: {told}"
    yield from (f"  → {told_action(gap, action)}" for action in gap.actions)


def _complaints(gap: Gap) -> str:
    one = gap.complaint
    votes = one.said_no + one.said_yes
    parts = (
        f"{one.said_no} of {votes} say that it did not help" if one.said_no else "",
        f"{one.asked_again} asked again within a week" if one.asked_again else "",
        f"{count_of(one.returns, 'return')} for this reason" if one.returns else "",
    )
    return ", ".join(filter(None, parts))


def told_action(gap: Gap, action: Action) -> str:
    """What to do, with the command that does the first half of it."""
    by = f" ({action.owner})" if action.owner else ""
    draft = f"kb insights draft {gap.id}"
    return {
        "write_article": f"write an article: {draft}",
        "write_script": f"write a saved reply: {draft} --kind script",
        "tell_on_site": f"only agents have an answer, {action.document}{by}: write it for the site: {draft}",
        "add_wordings": f"add what they say to {action.document}{by}: {draft} --add-questions {action.document}",
        "review": f"look {action.document} through{by}: it is found and does not help",
    }[action.kind]


ACTION = Command("gaps", "tell what is asked and not answered, or not found", _add_arguments, _run)

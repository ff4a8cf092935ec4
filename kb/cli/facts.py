"""`kb facts`: every fact, where it is used, and what a change would touch."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kb.cli.command import (
    DONE,
    PROBLEMS,
    Command,
    UsageError,
    add_day,
    add_today,
    named_day,
    nearest,
    project_root,
    read_today,
)
from kb.cli.completion_values import completes, facts
from kb.cli.printing import count_of, print_json, print_problems
from kb.content.in_time import on_day
from kb.content.load import load_library
from kb.content.model import Fact, FactPeriod
from kb.project.project import load_project
from kb.reports.facts import FactReport, fact_reports
from kb.reports.freshness import FactRow, Review, fact_queue, review_state


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="one fact, with every place that uses it")
    parser.add_argument("--due", action="store_true", help="only facts that must be compared with their source again")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    add_day(parser, "--on", "print what each fact says on this day (default: today)")
    add_today(parser)
    completes(parser, name=facts)


def _run(arguments: argparse.Namespace) -> int:
    root = project_root(arguments)
    project = load_project(root)
    loaded = load_library(root, project.options, docs=project.docs, intake=project.intake, with_agents=True)
    library = on_day(loaded.library, project.options, named_day(arguments.on) or read_today(arguments))
    errors = [problem for problem in (*project.problems, *loaded.problems) if problem.is_error]
    if errors:
        print_problems(errors)
    reports: Sequence[FactReport] = fact_reports(library, project.options)
    if arguments.name:
        reports = [_find(arguments.name.removeprefix("fact."), reports)]
    today = read_today(arguments)
    if arguments.due:
        due = {row.fact.name for row in fact_queue(loaded.library.facts.values()) if _is_due(row, today)}
        reports = [report for report in reports if report.fact.name in due]
    if arguments.json:
        print_json([_as_json(report) for report in reports])
    elif arguments.name and reports:
        print(_as_detail(reports[0], today))
    else:
        none = "No fact is due." if arguments.due else "The project has no facts."
        print("\n".join(_as_line(report, today) for report in reports) or none)
    return PROBLEMS if errors else DONE


def _find(name: str, reports: Sequence[FactReport]) -> FactReport:
    found = next((report for report in reports if report.fact.name == name), None)
    if found is None:
        near = nearest(name, [report.fact.name for report in reports])
        more = f"did you mean {near}?" if near else "which there are: kb facts"
        raise UsageError(f"there is no fact {name}; {more}")
    return found


def _is_due(row: FactRow, today: date) -> bool:
    """Whether the day has passed; what is decided outside the shop and has no day is due at once."""
    return review_state(row, today=today) in (Review.OVERDUE, Review.NEVER)


def _as_line(report: FactReport, today: date) -> str:
    said = next(iter(report.texts.values()), "")
    articles = count_of(len(report.articles), "article")
    scripts = count_of(len(report.scripts), "script")
    due = any(_is_due(row, today) for row in fact_queue([report.fact]))
    uses = f"{articles}, {scripts}" if report.uses else "unused"
    return f"{report.fact.name}: {said} [{uses}]{' due' if due else ''}"


def _as_detail(report: FactReport, today: date) -> str:
    fact = report.fact
    lines = [f"{fact.name} ({fact.path}:{fact.line})" + (" agents only" if fact.is_internal else "")]
    lines += [f"  {fact.about}"] if fact.about else []
    lines += [f"  {language}: {text}" for language, text in report.texts.items()]
    lines += [f"  from {one.first or 'ever'}: {_values_line(one)}" for one in fact.periods]
    lines += _as_known(fact, today)
    lines.append("Used in:" if report.uses else "Used nowhere.")
    lines += [f"  {use.path}:{use.line}" + (f" ({use.market})" if use.market else "") for use in report.uses]
    lines.append(
        f"A change touches {count_of(len(report.articles), 'article')} and "
        f"{count_of(len(report.scripts), 'script')}: "
        f"{count_of(len(report.files), 'file')} in all."
    )
    return "\n".join(lines)


def _as_known(fact: Fact, today: date) -> Iterator[str]:
    if fact.is_outside:
        yield f"  Decided by: {fact.decided_by}"
    for market, known in fact.provenance.items():
        said = [
            f"source: {known.source}" if known.source else "no source" if fact.is_outside else "",
            f"checked {known.checked}" if known.checked else "never checked" if fact.is_outside else "",
            f"{'was due' if known.is_due(today) else 'due'} by {known.due_on}" if known.due_on else "",
        ]
        if any(said):
            yield f"  {f'{market}: ' if market else ''}{'; '.join(filter(None, said))}"


def _values_line(period: FactPeriod) -> str:
    return ", ".join(f"{market} {_plain(value)}".strip() for market, value in period.values.items())


def _as_json(report: FactReport) -> dict[str, object]:
    fact = report.fact
    return {
        "name": fact.name,
        "about": fact.about,
        "unit": fact.unit,
        "path": fact.path,
        "line": fact.line,
        "agents_only": fact.is_internal,
        "decided_by": fact.decided_by,
        "known": {market or "all": known.as_json() for market, known in fact.provenance.items()},
        "values": {market or "all": _plain(value) for market, value in fact.values.items()},
        "since": [
            {
                "from": one.first.isoformat() if one.first else None,
                "values": {market or "all": _plain(value) for market, value in one.values.items()},
            }
            for one in fact.periods
        ],
        "texts": dict(report.texts),
        "articles": list(report.articles),
        "scripts": list(report.scripts),
        "files": list(report.files),
        "uses": [
            {"path": use.path, "line": use.line, "market": use.market, "id": use.id, "language": use.language}
            for use in report.uses
        ],
    }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value if isinstance(value, int | float | str) else str(value)


COMMAND = Command("facts", "show each fact, where it is used and what a change would touch", _add_arguments, _run)

"""`kb usage`: the counts that agents copied at their desks, together."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.cli.command import (
    DONE,
    PROBLEMS,
    Command,
    UsageError,
    add_today,
    from_project,
    project_root,
    read_today,
    start_folder,
)
from kb.cli.printing import count_of, print_json
from kb.reports.usage import Usage, language_and_channel, merge, never_used, read_exports, usage_as_json

SHORT = "short/"
"""Ids of short replies to small talk begin so; they have no page."""
MOST = 15
"""Rows of each list; `--json` has all."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="what “Copy my counts” or “Save as a file” at the desk gave; one or more",
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.workspace.workspace import open_workspace

    root = project_root(arguments)
    for name in arguments.files:
        if not (start_folder(arguments) / name).exists():
            raise UsageError(f"there is no file {name}")
    edition = open_workspace(root, "agents", today=read_today(arguments), with_checks=False).edition
    titles = {page.id: page.document.title for page in edition.in_language(edition.options.default_language)}
    scripts = {script.id for script in edition.scripts()}
    read = [
        read_exports(start_folder(arguments) / name, from_project(arguments, name, root)) for name in arguments.files
    ]
    usage = merge(export for exports, _ in read for export in exports)
    refused = [row for _, rows in read for row in rows]
    if arguments.json:
        print_json({**usage_as_json(usage, titles, scripts), "refused": [row.as_json() for row in refused]})
    else:
        print("\n".join(_as_text(usage, titles, scripts)))
    for row in refused:
        print(f"{row.path}:{row.line}: error {row.why}", file=sys.stderr)
    return PROBLEMS if refused else DONE


def _as_text(usage: Usage, titles: Mapping[str, str], scripts: Iterable[str]) -> Iterator[str]:
    if not usage.exports:
        yield "There are no counts."
        return
    yield f"{usage.first} to {usage.last}, {count_of(usage.machines, 'machine')}, {count_of(usage.exports, 'export')}"
    headings = {
        "taken": "Most used",
        "passed_over": "Most passed over",
        "overridden": "Sent against a rule",
        "rules": "Rules overridden",
        "nothing": "Nothing fitted",
    }
    for group, heading in headings.items():
        rows = [f"{n:>6}  {_named(key, group, titles)}" for key, n in usage.of(group).items()]
        yield from _list(heading, rows)
    yield from _list("Never used", [f"        {id}  {titles.get(id, '')}" for id in never_used(usage, scripts)])


def _named(key: str, group: str, titles: Mapping[str, str]) -> str:
    if group == "nothing":
        language, channel = language_and_channel(key)
        return f"{language}, {channel or 'any channel'}"
    return key if group == "rules" or key.startswith(SHORT) else f"{key}  {titles.get(key, '(no longer there)')}"


def _list(heading: str, rows: Sequence[str]) -> Iterator[str]:
    if not rows:
        return
    yield f"\n{heading}:"
    yield from rows[:MOST]
    if len(rows) > MOST:
        yield f"       and {len(rows) - MOST} more (--json has all)"


COMMAND = Command(
    "usage", "put together the counts that agents copied at their desks: what is used, passed over, missing",
    _add_arguments, _run,
)  # fmt: skip

"""`kb check`: every problem in the content, nothing written."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kb.cli.command import DONE, PROBLEMS, Command, add_today, project_root, read_today
from kb.cli.printing import add_format, count_of, count_problems, print_in_format, remark
from kb.project.project import CONFIG

if TYPE_CHECKING:
    from kb.workspace.workspace import Workspace

LEFT_TO_BUILD = (
    "Not looked at: the pages as templates and plugins make them, leaks in them, the limits of hosts, and keys; "
    "`kb build` judges those."
)
NOT_THE_CONTENT = "The content was not looked at: mend the settings first."


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_format(parser)
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.website.agent_pages.reports import judge_reports
    from kb.website.mkdocs.settings import judge_settings
    from kb.workspace.question_checks import judge_questions
    from kb.workspace.severities import unused_settings
    from kb.workspace.workspace import open_workspace

    root = project_root(arguments, judges=True)
    workspace = open_workspace(root, "agents", today=read_today(arguments), judge_settings=judge_settings)
    workspace = workspace.having(*judge_questions(workspace), *judge_reports(workspace))
    documents = workspace.library.documents()
    workspace = workspace.having(*unused_settings(documents, (*workspace.problems, *workspace.silenced)))
    print_in_format(workspace.problems, arguments)
    remark(arguments, _last_line(workspace))
    return PROBLEMS if workspace.stops(strict=arguments.strict) else DONE


def _last_line(workspace: Workspace) -> str:
    """What was looked at, what was found, and what only a build can tell."""
    if not workspace.project.is_settled:
        return f"{CONFIG}: {count_problems(workspace.problems)}. {NOT_THE_CONTENT}"
    count = len(workspace.library.documents())
    counted = f"{count_of(count, 'file')}, {count_problems(workspace.problems)}."
    return " ".join(filter(None, (counted, workspace.severities.told(), LEFT_TO_BUILD)))


COMMAND = Command("check", "report every problem in the content, with path and line", _add_arguments, _run)

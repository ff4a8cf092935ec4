"""`kb check`: every problem in the content, nothing written."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from kb.cli.command import DONE, PROBLEMS, Command, add_today, project_root, read_today
from kb.cli.printing import FORMATS, count_problems
from kb.content.problem import sort_problems


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=tuple(FORMATS), default="text", help="how problems are printed (default: text)"
    )
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.website.inspection import inspect
    from kb.website.question_checks import judge_questions

    inspected = inspect(project_root(arguments), "agents", today=read_today(arguments))
    inspected = replace(inspected, problems=sort_problems([*inspected.problems, *judge_questions(inspected)]))
    if inspected.problems or arguments.format == "json":
        print(FORMATS[arguments.format](inspected.problems))
    print(f"{len(inspected.library.documents())} documents: {count_problems(inspected.problems)}.", file=sys.stderr)
    return PROBLEMS if inspected.stops(strict=arguments.strict) else DONE


COMMAND = Command("check", "report every problem in the content, with path and line", _add_arguments, _run)

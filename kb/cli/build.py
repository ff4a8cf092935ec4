"""`kb build`: editions into `DIR/<edition>`, published together or not at all."""

from __future__ import annotations

import argparse
import sys
import time

from kb.cli.command import DONE, PROBLEMS, Command, add_today, project_root, read_today
from kb.cli.printing import as_text, count_problems
from kb.content.problem import sort_problems
from kb.editions.selection import EDITIONS


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--edition", choices=(*EDITIONS, "all"), default="all", help="what to build (default: all)")
    parser.add_argument("--out", metavar="DIR", default="site", help="write into DIR/<edition> (default: site)")
    parser.add_argument("--strict", action="store_true", help="warnings stop publication too")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.website.build import build_editions

    root = project_root(arguments)
    out = root / arguments.out
    editions = EDITIONS if arguments.edition == "all" else (arguments.edition,)
    start = time.monotonic()
    reports = build_editions(root, editions, out, strict=arguments.strict, today=read_today(arguments))
    problems = sort_problems(problem for report in reports for problem in report.problems)
    if problems:
        print(as_text(problems), file=sys.stderr)
    if not all(report.is_whole for report in reports):
        print(f"Nothing was published: {count_problems(problems)}.", file=sys.stderr)
        return PROBLEMS
    for report in reports:
        print(f"{report.edition:>7}: {report.pages} pages, {report.bytes / 1e6:.1f} MB in {report.seconds:.1f} s"
              f" → {arguments.out}/{report.edition}")
    print(f"Done in {time.monotonic() - start:.1f} s, {count_problems(problems)}. Look at it with: kb serve")
    return DONE


COMMAND = Command("build", "build the editions into site/public and site/agents", _add_arguments, _run)

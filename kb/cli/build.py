"""`kb build`: editions into `DIR/<edition>`, published together or not at all."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.command import (
    DONE,
    PROBLEMS,
    Command,
    UsageError,
    add_today,
    from_project,
    named_path,
    project_root,
    read_today,
)
from kb.cli.printing import add_all, add_json, count_problems, print_json, print_problems, problem_rows
from kb.locking import KEY_FILE
from kb.project.editions import EDITIONS
from kb.source.problem import Problem, sort_problems

if TYPE_CHECKING:
    from kb.locking.keys import KeyFile
    from kb.website.record.report import BuildReport


OUT = "site"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--edition", choices=(*EDITIONS, "all"), default="all", help="what to build (default: all)")
    parser.add_argument(
        "--out",
        metavar="DIR",
        default=OUT,
        help=f"write into DIR/<edition>, which must be new or made by kb, and not among the sources (default: {OUT})",
    )
    parser.add_argument("--strict", action="store_true", help="warnings stop publication too")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--lock",
        action="store_true",
        help="encrypt the agent edition for those whom `kb keys` let in (the default with `lock: true` in mkdocs.yml)",
    )
    choice.add_argument(
        "--unlocked", action="store_true", help="write the agent edition in the clear, even where a locked one lies"
    )
    parser.add_argument(
        "--keys", metavar="FILE", default=KEY_FILE, help=f"the key file for --lock (default: {KEY_FILE})"
    )
    add_json(parser, "print one object: editions, whether they were published, and problems")
    add_all(parser)
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.website.build.editions import build_editions

    root = project_root(arguments, judges=True)
    out = named_path(arguments, arguments.out, root, default=OUT)
    editions = EDITIONS if arguments.edition == "all" else (arguments.edition,)
    keys, found = _read_keys(arguments, root, out) if _locks(arguments, editions) else (None, ())
    is_strict = arguments.strict or arguments.project.options.strict
    if any(problem.stops(strict=is_strict) for problem in found):
        if arguments.json:
            print_json(_as_json(arguments, (), found, None, 0.0))
        else:
            print_problems(found, arguments)
        return PROBLEMS
    start = time.monotonic()
    reports = build_editions(
        root,
        editions,
        out,
        project=arguments.project,
        strict=arguments.strict,
        today=read_today(arguments),
        lock_with=keys,
        unlocked=arguments.unlocked,
        shown=arguments.out,
    )
    problems = sort_problems((*found, *(problem for report in reports for problem in report.problems)))
    if arguments.json:
        print_json(_as_json(arguments, reports, problems, keys, time.monotonic() - start))
    else:
        print_problems(problems, arguments)
    if not all(report.is_whole for report in reports):
        print(_failure(reports, arguments.out, problems), file=sys.stderr)
        return PROBLEMS
    if not arguments.json and not arguments.quiet:
        _tell(arguments, reports, problems, keys, time.monotonic() - start)
    return DONE


def _tell(
    arguments: argparse.Namespace,
    reports: Sequence[BuildReport],
    problems: Sequence[Problem],
    keys: KeyFile | None,
    seconds: float,
) -> None:
    """Say what was built, and where it lies."""
    for report in reports:
        print(
            f"{report.edition:>7}: {report.pages} pages{_reuse_note(report)}, {report.bytes / 1e6:.1f} MB"
            f" in {report.seconds:.1f} s → {arguments.out}/{report.edition}{_lock_note(report.edition, keys)}"
        )
        slow = [f"{stage} {taken:.1f}" for stage, taken in report.stages.items() if taken >= 0.05]
        if report.seconds > 1 and slow:
            print(f"         seconds: {', '.join(slow)}")
    print(
        f"Done in {seconds:.1f} s, {count_problems(problems)}"
        " (whether `questions` find their pages is tried by kb check). Look at it with: kb serve"
    )


def _as_json(
    arguments: argparse.Namespace,
    reports: Sequence[BuildReport],
    problems: Sequence[Problem],
    keys: KeyFile | None,
    seconds: float,
) -> dict[str, object]:
    return {
        "published": bool(reports) and all(report.is_whole for report in reports),
        "seconds": round(seconds, 3),
        "editions": [
            {
                "edition": report.edition,
                "folder": f"{arguments.out}/{report.edition}",
                "whole": report.is_whole,
                "pages": report.pages,
                "reused": report.reused,
                "bytes": report.bytes,
                "seconds": round(report.seconds, 3),
                "locked_for": len(keys.agents) if keys and report.edition == "agents" else None,
            }
            for report in reports
        ],
        "problems": problem_rows(problems),
    }


def _failure(reports: Sequence[BuildReport], out: str, problems: Sequence[Problem]) -> str:
    """What a build that failed leaves."""
    out_already = [report.edition for report in reports if report.is_published and not report.is_whole]
    if not out_already:
        return f"Nothing was published: {count_problems(problems)}."
    return f"{out}/{out_already[0]} was written and is not locked as it should be: do not publish it."


def _locks(arguments: argparse.Namespace, editions: Sequence[str]) -> bool:
    """Whether this build locks: as it was told, else as mkdocs.yml says."""
    if "agents" not in editions and (arguments.lock or arguments.unlocked):
        named = "--lock" if arguments.lock else "--unlocked"
        raise UsageError(f"{named} is for the agent edition: leave --edition out, or say --edition agents")
    if arguments.lock or arguments.unlocked or "agents" not in editions:
        return bool(arguments.lock)
    return bool(arguments.project.options.lock)


def _reuse_note(report: BuildReport) -> str:
    """How much of the last build could stay."""
    return f" ({report.pages - report.reused} written, {report.reused} as before)" if report.reused else ""


def _lock_note(edition: str, keys: KeyFile | None) -> str:
    """What the agent edition may be used for."""
    if edition != "agents":
        return ""
    return f" (locked for {len(keys.agents)})" if keys else " (in the clear: to publish it, build with --lock)"


def _read_keys(arguments: argparse.Namespace, root: Path, out: Path) -> tuple[KeyFile | None, tuple[Problem, ...]]:
    """The key file for --lock, and what is wrong with it; read before anything is built."""
    from kb.cli.keys import key_path
    from kb.locking.key_file import load_keys

    named = from_project(arguments, arguments.keys, root, default=KEY_FILE)
    return load_keys(key_path(root, named, out), shown=named)


COMMAND = Command("build", "build the editions into site/public and site/agents", _add_arguments, _run)

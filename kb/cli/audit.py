"""`kb audit`: does a folder that shoppers may read hold anything that only agents may?"""

from __future__ import annotations

import argparse
from pathlib import Path

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, named_path, project_root
from kb.cli.printing import add_format, count_problems, print_in_format, remark
from kb.project.project import load_project

LIVE = "site/public"
"""Where `kb build` puts the public edition, below the project."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "site",
        metavar="DIR",
        nargs="?",
        default=LIVE,
        help=f"the folder to look through, or a downloaded copy of the live site (default: {LIVE})",
    )
    add_format(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.audit.audit import audit_folder
    from kb.website.build.output_folder import is_locked

    root = project_root(arguments)
    site = named_path(arguments, arguments.site, root, default=LIVE)
    if not site.is_dir():
        raise UsageError(f"{arguments.site} is not a folder; build it with `kb build`, or name another")
    if is_locked(site):
        raise UsageError(f"{arguments.site} is a locked edition, which no audit can read: compare it with `kb verify`")
    report = audit_folder(site.resolve(), root, shown_as=Path(arguments.site).as_posix())
    print_in_format(report.problems, arguments)
    remark(
        arguments,
        f"{report.files} files, {report.bytes / 1e6:.1f} MB, looked through for {report.signatures} internal words, "
        f"names and runs of words in {report.seconds:.1f} s: {count_problems(report.problems)}.",
    )
    if report.unguarded:
        remark(arguments, "Too short to be looked for (KB912): " + "; ".join(report.unguarded) + ".")
    is_strict = load_project(root, tries_extensions=False).options.strict
    return PROBLEMS if any(problem.stops(strict=is_strict) for problem in report.problems) else DONE


COMMAND = Command("audit", "prove that a public folder holds nothing internal", _add_arguments, _run)

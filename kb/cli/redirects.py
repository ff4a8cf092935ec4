"""`kb redirects`: renames that git knows, as old addresses that keep working."""

from __future__ import annotations

import argparse
import sys

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, project_root
from kb.content.load import load_library
from kb.project.project import load_project
from kb.reports.redirects import NoHistoryError, is_shallow, propose_redirects, read_renames, write_redirects


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--write", action="store_true", help="add the old addresses to `redirect_from` of the renamed pages"
    )


def _run(arguments: argparse.Namespace) -> int:
    root = project_root(arguments)
    project = load_project(root)
    try:
        renames = read_renames(root, project.docs)
        if is_shallow(root):
            print(
                "kb: this clone lacks older history, so older renames are not seen: git fetch --unshallow",
                file=sys.stderr,
            )
    except NoHistoryError as error:
        raise UsageError(str(error)) from None
    library = load_library(root, project.options, docs=project.docs, intake=project.intake, with_agents=False).library
    redirects = propose_redirects(renames, library, project.options)
    for redirect in redirects:
        print(f"{redirect.old} → {redirect.new} ({redirect.path})")
    if not redirects:
        print("Every renamed page keeps its old address already, or none was renamed.")
        return DONE
    if not arguments.write:
        print("Nothing was written: add --write to put these into `redirect_from`.", file=sys.stderr)
        return DONE
    done = write_redirects(root, redirects)
    for path, why in done.refused:
        print(f"{path}: not written: {why}", file=sys.stderr)
    print(f"Wrote {len(done.written)} file{'' if len(done.written) == 1 else 's'}.")
    return PROBLEMS if done.refused else DONE


COMMAND = Command("redirects", "keep the old addresses of renamed pages working", _add_arguments, _run)

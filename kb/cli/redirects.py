"""`kb redirects`: renames that git knows, as old addresses that keep working."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, project_root
from kb.cli.printing import add_json, count_of, print_json, remark
from kb.content.load import load_library
from kb.project.project import load_project
from kb.reports.redirects import (
    NoHistoryError,
    ProposedRedirect,
    is_shallow,
    propose_redirects,
    read_renames,
    write_redirects,
)
from kb.reports.translations import Accepted

UNSEEN = "kb: this clone lacks older history, so older renames are not seen: git fetch --unshallow"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--write", action="store_true", help="add the old addresses to `redirect_from` of the renamed pages"
    )
    add_json(parser, "print one object: the redirects, and what was written")


def _run(arguments: argparse.Namespace) -> int:
    root = project_root(arguments)
    project = load_project(root)
    try:
        renames = read_renames(root, project.docs)
        if is_shallow(root):
            remark(arguments, UNSEEN)
    except NoHistoryError as error:
        raise UsageError(str(error)) from None
    library = load_library(root, project.options, docs=project.docs, intake=project.intake, with_agents=False).library
    redirects = propose_redirects(renames, library, project.options)
    done = write_redirects(root, redirects) if arguments.write and redirects else None
    if arguments.json:
        print_json(_as_json(redirects, done))
    else:
        for redirect in redirects:
            print(f"{redirect.old} → {redirect.new} ({redirect.path})")
    for path, why in done.refused if done else ():
        print(f"{path}: not written: {why}", file=sys.stderr)
    remark(arguments, _last_line(redirects, done))
    return PROBLEMS if done and done.refused else DONE


def _last_line(redirects: Sequence[ProposedRedirect], done: Accepted | None) -> str:
    if not redirects:
        return "Every renamed page keeps its old address already, or none was renamed."
    if done is None:
        return "Nothing was written: add --write to put these into `redirect_from`."
    return f"Wrote {count_of(len(done.written), 'file')}."


def _as_json(redirects: Sequence[ProposedRedirect], done: Accepted | None) -> dict[str, object]:
    return {
        "redirects": [{"old": one.old, "new": one.new, "path": one.path} for one in redirects],
        "written": list(done.written) if done else [],
        "refused": [{"path": path, "why": why} for path, why in done.refused] if done else [],
    }


COMMAND = Command("redirects", "keep the old addresses of renamed pages working", _add_arguments, _run)

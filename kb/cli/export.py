"""`kb export`: one edition as JSON lines, for other systems."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, add_today, project_root, read_today, start_folder
from kb.cli.printing import print_problems, remark
from kb.project.editions import EDITIONS
from kb.reports.export import export_lines


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--edition", choices=EDITIONS, default="public", help="what to export (default: public)")
    parser.add_argument("--out", metavar="FILE", help="write to FILE instead of the terminal")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.website.mkdocs.settings import judge_settings
    from kb.workspace.workspace import open_workspace

    root = project_root(arguments, judges=True)
    workspace = open_workspace(root, arguments.edition, today=read_today(arguments), judge_settings=judge_settings)
    errors = [problem for problem in workspace.problems if problem.is_error]
    if errors:
        print_problems(errors)
        print("Nothing was exported: mend these errors first.", file=sys.stderr)
        return PROBLEMS
    project = workspace.project
    words = {code: project.options.ui_strings(code) for code in project.options.languages}
    lines = list(
        export_lines(
            workspace.edition,
            workspace.renderings,
            site_name=project.site_name,
            words=words,
            site_url=project.site_url if arguments.edition == "public" else "",
        )
    )
    data = "".join(f"{line}\n" for line in lines).encode()
    if arguments.out:
        _write(start_folder(arguments) / arguments.out, data)
        remark(arguments, f"{len(lines)} lines → {arguments.out}")
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    return DONE


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a reader never meets half an export."""
    beside = path.with_name(f".{path.name}.kb-new")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None


COMMAND = Command("export", "print an edition as JSON lines, for other systems", _add_arguments, _run)

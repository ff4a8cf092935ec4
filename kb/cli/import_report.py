"""What an import did, as `kb import` and `kb init --from` tell it."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from kb.cli.command import DONE, PROBLEMS, UsageError
from kb.cli.printing import print_json, remark
from kb.importers.common.report import ImportReport


def tell_import(report: ImportReport, arguments: argparse.Namespace, *, project: str = "") -> int:
    """Print what was done and what was not, and return the exit code. Raises `UsageError` if nothing could be.

    Findings are told in any case, the counts not with `--quiet`. `project` is the folder of a new project.
    """
    if report.is_refused:
        raise UsageError(report.refused)
    if arguments.json:
        print_json(_as_json(report, project))
    else:
        counts = len(report.summary())
        lines = report.lines()
        for line in lines[: len(lines) - counts]:
            remark(argparse.Namespace(), line)
        for line in lines[len(lines) - counts :]:
            remark(arguments, line)
    return PROBLEMS if report.is_open else DONE


def _as_json(report: ImportReport, project: str) -> dict[str, object]:
    return {
        **({"project": project} if project else {}),
        "pages": report.pages,
        "written": list(report.written),
        "updated": list(report.updated),
        "unchanged": list(report.unchanged),
        "kept": list(report.kept),
        "findings": [asdict(one) for one in report.findings],
        "downloads": [asdict(one) for one in report.downloads],
        "is_open": report.is_open,
    }

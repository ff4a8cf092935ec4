"""`insights/data/*.json`: reports as files that may be committed. Pages are made from these alone."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

from kb.insights.measures.figures import DataError, Report, report_from_json
from kb.project.folders import REPORTS as FOLDER

_NAME = re.compile(r"\d{4}-(W\d{2}|\d{2})\.json")
_MODE = 0o644


def write_report(root: Path, report: Report) -> str:
    """Write the report of a period in the place of an earlier one, whole or not at all; its path from the project."""
    name = f"{FOLDER}/{report.period}.json"
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n"
    number, fresh = tempfile.mkstemp(prefix=".report-", dir=folder)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(fresh).chmod(_MODE)
        Path(fresh).replace(root / name)
    finally:
        Path(fresh).unlink(missing_ok=True)
    return name


def load_reports(root: Path) -> tuple[Report, ...]:
    """Every report, the newest period first: weeks, then months. Raises `DataError`."""
    folder = root / FOLDER
    if not folder.is_dir():
        return ()
    found = [_load(path) for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    found.sort(key=lambda one: (one.last, one.period), reverse=True)
    return (*(one for one in found if "W" in one.period), *(one for one in found if "W" not in one.period))


def _load(path: Path) -> Report:
    name = f"{FOLDER}/{path.name}"
    try:
        plain = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        raise DataError(f"{name} cannot be read: make it anew with kb insights report") from None
    report = report_from_json(plain, name)
    if report.period != path.stem:
        raise DataError(f"{name} holds the report of {report.period}: give it that name")
    return report

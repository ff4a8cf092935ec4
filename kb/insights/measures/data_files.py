"""`insights/data/*.json`: reports as files that may be committed. Pages are made from these alone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from kb.insights.measures.figures import DataError, Report
from kb.insights.measures.saved_report import read_report
from kb.insights.records.data_file import write_data_file
from kb.project.folders import REPORTS as FOLDER

_NAME = re.compile(r"\d{4}-(W\d{2}|\d{2})\.json")


def write_report(root: Path, report: Report) -> str:
    """Write the report of a period in the place of an earlier one, whole or not at all; its path from the project."""
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n"
    return write_data_file(root, f"{FOLDER}/{report.period}.json", text)


@dataclass(frozen=True, slots=True)
class Reports:
    """What `insights/data` holds: what can be read, and what is wrong with the rest."""

    readable: tuple[Report, ...]
    """The newest period first: weeks, then months."""
    errors: tuple[DataError, ...]


def load_reports(root: Path) -> Reports:
    """Every report of the project at `root`; one that cannot be read leaves the others as they are."""
    folder = root / FOLDER
    found: list[Report] = []
    errors: list[DataError] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if _NAME.fullmatch(path.name):
            try:
                found.append(_load(path))
            except DataError as error:
                errors.append(error)
    found.sort(key=lambda one: (one.last, one.period), reverse=True)
    weeks, months = [one for one in found if "W" in one.period], [one for one in found if "W" not in one.period]
    return Reports((*weeks, *months), tuple(errors))


def _load(path: Path) -> Report:
    name = f"{FOLDER}/{path.name}"
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise DataError(name, 1, "is no UTF-8", "make it anew: kb insights report") from None
    except OSError as error:
        raise DataError(name, 1, f"cannot be read: {error.strerror or error}", "give yourself the right to") from None
    return read_report(text, name, path.stem)

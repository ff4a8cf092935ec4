"""`insights/data/classes.json`: counts and shares of groups and classes, which may be committed."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from kb.insights.classes.summary import Summary
from kb.project.folders import REPORTS

FILE = f"{REPORTS}/classes.json"
_MODE = 0o644


def write_summary(root: Path, summary: Summary) -> str:
    """Write the file in the place of an earlier one, whole or not at all; its path from the project."""
    folder = root / REPORTS
    folder.mkdir(parents=True, exist_ok=True)
    number, fresh = tempfile.mkstemp(prefix=".classes-", dir=folder)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(summary.as_json(), ensure_ascii=False, indent=1) + "\n")
        Path(fresh).chmod(_MODE)
        Path(fresh).replace(root / FILE)
    finally:
        Path(fresh).unlink(missing_ok=True)
    return FILE

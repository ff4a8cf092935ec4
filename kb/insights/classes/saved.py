"""`insights/data/classes.json`: counts and shares of groups and classes, which may be committed."""

from __future__ import annotations

import json
from pathlib import Path

from kb.insights.classes.summary import Summary
from kb.insights.records.data_file import write_data_file
from kb.project.folders import REPORTS

FILE = f"{REPORTS}/classes.json"


def write_summary(root: Path, summary: Summary) -> str:
    """Write the file in the place of an earlier one, whole or not at all; its path from the project."""
    return write_data_file(root, FILE, json.dumps(summary.as_json(), ensure_ascii=False, indent=1) + "\n")

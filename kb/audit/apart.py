"""The audit as a process of its own: whoever renders public pages never reads internal text."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from kb.content.problem import Problem, Rule, Severity

AUDIT_FAILED = Rule(
    "KB915",
    "audit-failed",
    Severity.ERROR,
    what="The process that looks for leaks ended without a verdict.",
    why="A folder that nobody has looked through is not published.",
    example="the machine ran out of memory during the audit",
    mend="run `kb audit DIR` and see what it says",
)
RULES = (AUDIT_FAILED,)


def audit_apart(root: Path, folder: Path, *, shown_as: str) -> tuple[Problem, ...]:
    """Audit `folder` in a new process; its problems, an error among them where publication must stop.

    `shown_as` is how problems name the folder.
    """
    command = [sys.executable, "-m", "kb.audit", str(root), str(folder), shown_as]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        row = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        said = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        return (AUDIT_FAILED.at("mkdocs.yml", 1, f"the leak audit of {shown_as} ended without a verdict: {said[0]}"),)
    return tuple(Problem(**{**one, "severity": Severity(one["severity"])}) for one in row["problems"])

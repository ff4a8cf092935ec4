"""The audit as a process of its own: whoever renders public pages never reads internal text."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kb.source.problem import Problem, Rule, Severity

AUDIT_FAILED = Rule(
    "KB915",
    "audit-failed",
    Severity.ERROR,
    what="The process that looks for leaks ended without a verdict.",
    why="A folder that nobody has looked through is not published.",
    example="the machine ran out of memory during the audit",
    hint="run `kb audit DIR` and see what it says",
)
RULES = (AUDIT_FAILED,)


class AuditProcess:
    """One audit in a new process, begun before there is anything to look through: while the site is made, it reads
    what is internal."""

    def __init__(self, root: Path, *, is_fresh: bool) -> None:
        # -P: a json.py that lies where the command was given is no module of ours
        command = [sys.executable, "-P", "-m", "kb.audit", str(root), "fresh" if is_fresh else "since"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")

    def judge(self, folder: Path, *, shown_as: str) -> tuple[Problem, ...]:
        """The problems of `folder`, an error among them if it must not be published; asked once.

        `shown_as` is how problems name the folder.
        """
        said, complaint = self._process.communicate(json.dumps([str(folder.resolve()), shown_as]) + "\n")
        code = self._process.returncode
        try:
            row = json.loads(said.splitlines()[-1])
            found = tuple(map(Problem.of, row["problems"]))
            if code == any(problem.is_error for problem in found):
                return found
        except (IndexError, KeyError, TypeError, ValueError):
            pass
        last = complaint.strip().splitlines()[-1:] or [f"exit code {code}"]
        text = f"the leak audit of {shown_as} ended without a verdict: {last[0]}"
        return (AUDIT_FAILED.at("mkdocs.yml", 1, text),)

    def end(self) -> None:
        """Stop it where nothing was asked, and close its pipes though it may have ended by itself."""
        if self._process.poll() is None:
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what nobody reads any more
                    pipe.close()
        self._process.wait()


@contextlib.contextmanager
def start_audit(root: Path, *, is_fresh: bool = False) -> Iterator[AuditProcess]:
    """An audit against the internal content of the project at `root`, gone afterwards; `is_fresh` where it is to
    believe nothing that an earlier one kept."""
    process = AuditProcess(root, is_fresh=is_fresh)
    try:
        yield process
    finally:
        process.end()

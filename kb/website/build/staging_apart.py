"""Staging several editions at once, each in a process of its own, and the public one audited."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kb.audit.process import AuditProcess, start_audit
from kb.cache.progress import Progress
from kb.cache.store import is_kept
from kb.project.editions import EditionName
from kb.project.project import CONFIG
from kb.website.record.report import RENDERER_FAILED, BuildReport, report_from

CLOCK_LAG_NS = 10_000_000
"""By so much the system's times of files may lag behind its clock."""


@dataclass(frozen=True)
class Order:
    """What is to be staged, and how."""

    root: Path
    lives: Mapping[EditionName, Path]
    """Edition → the folder that will be replaced."""
    today: date
    strict: bool = False
    locks: bool = False
    """Whether the agents' edition will be sealed: then all of it is staged, whatever lies where it is served."""
    unchanged: Mapping[EditionName, BuildReport] = field(default_factory=dict)
    """Editions that would come out as they are served, which are not staged again."""

    def is_whole(self, edition: EditionName) -> bool:
        """Whether everything must be staged, even where nothing changed."""
        return self.locks and edition == "agents"


Stager = Callable[[Order, Mapping[EditionName, Path]], list[BuildReport]]
"""Fills the folder of each edition and tells what it did."""


def stage_all(order: Order, staged: Mapping[EditionName, Path]) -> list[BuildReport]:
    """Stage each edition into its folder, and audit the public one. What would come out as it is served is not staged
    again. Several are staged at once, the public one always by a process of its own, which cannot open `agents/`; but
    agents' first build waits for the public one, from which it takes over what both read (`store_for`).
    """
    is_first = not is_kept(order.root, "agents")
    with start_audit(order.root, is_fresh=order.strict) if "public" in staged else contextlib.nullcontext() as audit:
        waiting: dict[EditionName, subprocess.Popen[str]] = {}
        said: dict[EditionName, str] = {}
        reports: dict[EditionName, BuildReport] = {}
        try:
            for edition, folder in staged.items():
                if edition in order.unchanged:
                    reports[edition] = order.unchanged[edition]
                elif edition == "public" or len(staged) > 1:
                    if "public" in waiting and is_first:
                        said["public"] = waiting["public"].communicate()[0]
                    waiting[edition] = _begin(order, edition, folder, "plain" if len(staged) > 1 else "bar")
                else:
                    from kb.website.build.worker_process import stage  # with all that closes a process

                    reports[edition] = stage(
                        order.root,
                        edition,
                        folder,
                        strict=order.strict,
                        today=order.today,
                        live=order.lives[edition],
                        progress=Progress(edition),
                    )
            # The public edition comes first: it is audited while the agents' edition is still being staged.
            for edition, folder in staged.items():
                if edition in waiting:
                    printed = said[edition] if edition in said else waiting[edition].communicate()[0]
                    reports[edition] = _read_report(edition, printed)
                reports[edition] = _audit(reports[edition], order, folder, audit)
            return [reports[edition] for edition in staged]
        finally:
            for process in waiting.values():  # where this one is interrupted, nobody waits for them
                if process.poll() is None:
                    process.kill()
                    process.wait()


def _begin(order: Order, edition: EditionName, folder: Path, look: str) -> subprocess.Popen[str]:
    """A process that stages one edition."""
    command = [
        sys.executable,
        "-P",  # a json.py that lies where the command was given is no module of ours
        "-m",
        "kb.website.build.worker_process",
        str(order.root),
        edition,
        str(folder),
        order.today.isoformat(),
        "strict" if order.strict else "lenient",
        str(order.lives[edition]),
        look,
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def _read_report(edition: EditionName, printed: str) -> BuildReport:
    """The report that a staging process printed on its last line; a failure where it printed none."""
    try:
        return report_from(json.loads(printed.splitlines()[-1]))
    except (IndexError, ValueError):
        failure = RENDERER_FAILED.at(CONFIG, 1, f"the process that builds the {edition} edition ended without a word")
        return BuildReport(edition, 0, 0, 0.0, (failure,), False)


def _audit(report: BuildReport, order: Order, staged: Path, audit: AuditProcess | None) -> BuildReport:
    """A staged public edition looked through, in another process, for what only agents may read."""
    if report.edition != "public" or not report.is_whole or audit is None:
        return report
    start, audited = time.monotonic(), time.time_ns() - CLOCK_LAG_NS
    live = order.lives[report.edition]
    shown_as = os.path.relpath(live, order.root)
    found = audit.judge(live if report.is_live else staged, shown_as=Path(shown_as).as_posix())
    is_clean = not any(problem.is_error for problem in found)
    seconds = report.seconds + time.monotonic() - start
    return replace(report, audit=found, is_whole=is_clean, seconds=seconds, audited=audited)

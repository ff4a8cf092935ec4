"""Building one edition: inspect, render with MkDocs into a staging folder, verify, publish."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kb.audit.apart import AuditProcess, begin_audit
from kb.content.problem import Problem, Rule, Severity
from kb.content.project import CONFIG, load_project
from kb.editions.selection import EditionName
from kb.website.build_report import RENDERER_FAILED, BuildReport
from kb.website.progress import Progress
from kb.website.publish import alone_in, publish, staging_folder
from kb.website.spare import spare_of
from kb.website.stage import stage

if TYPE_CHECKING:
    from kb.locking.keys import KeyFile

CANNOT_WRITE = Rule(
    "KB903",
    "cannot-write",
    Severity.ERROR,
    what="The output folder cannot be written.",
    why="Nothing can be published; what is there stays as it is.",
    example="kb build --out /usr/share/help   # as an ordinary user",
    mend="choose another folder with --out, or give yourself the right to write there",
)
RULES = (CANNOT_WRITE,)


def build_editions(
    root: Path,
    editions: Sequence[EditionName],
    out: Path,
    *,
    strict: bool = False,
    today: date,
    lock_with: KeyFile | None = None,
) -> tuple[BuildReport, ...]:
    """Build `editions` into `out/<edition>`; all are published, or none.

    Several editions are built in processes of their own: the one that renders the public edition never
    opens `agents/`. `lock_with` publishes the agent edition encrypted for the agents in that key file,
    and never in the clear. While another build writes into `out`, this one waits.
    """
    try:
        return _build_locked(root, editions, out, strict=strict, today=today, lock_with=lock_with)
    except OSError as error:
        shown = error.filename or out
        problem = CANNOT_WRITE.at(CONFIG, 1, f"{shown}: {error.strerror or error}")
        return tuple(BuildReport(edition, 0, 0, 0.0, (problem,), False) for edition in editions)


def _build_locked(
    root: Path, editions: Sequence[EditionName], out: Path, *, strict: bool, today: date, lock_with: KeyFile | None
) -> tuple[BuildReport, ...]:
    with contextlib.ExitStack() as stack:
        stack.enter_context(alone_in(out))
        is_audited = "public" in editions and (root / "agents").is_dir()
        audit = stack.enter_context(begin_audit(root)) if is_audited else None
        spares = {edition: spare_of(root, edition, out / edition) for edition in editions}
        staged = {one: stack.enter_context(staging_folder(out / one, spare)) for one, spare in spares.items()}
        if len(editions) == 1:
            edition = editions[0]
            live, progress = out / edition, Progress(edition)
            report = stage(root, edition, staged[edition], strict=strict, today=today, live=live, progress=progress)
            reports = [_audit(report, root, staged[edition], out, audit)]
        else:
            reports = _stage_apart(root, staged, out, audit, strict=strict, today=today)
        if lock_with is not None and all(report.is_whole for report in reports):
            reports = [
                _lock(report, root, staged[report.edition], lock_with) if report.edition == "agents" else report
                for report in reports
            ]
        reports = _held_back(reports, strict=strict or load_project(root, tries_extensions=False).options.strict)
        if all(report.is_whole for report in reports):
            for report in reports:
                if not report.is_live:
                    publish(staged[report.edition], out / report.edition, spares[report.edition])
    return tuple(reports)


def _held_back(reports: Sequence[BuildReport], *, strict: bool) -> list[BuildReport]:
    """The reports as they decide on publication: where the shop is strict, a warning of any stage stops it."""
    return [replace(report, is_whole=report.is_whole and not (strict and report.problems)) for report in reports]


def _stage_apart(
    root: Path,
    staged: Mapping[EditionName, Path],
    out: Path,
    audit: AuditProcess | None,
    *,
    strict: bool,
    today: date,
) -> list[BuildReport]:
    processes = {
        edition: subprocess.Popen(
            [
                sys.executable,
                "-m",
                "kb.website.stage",
                str(root),
                edition,
                str(folder),
                today.isoformat(),
                "strict" if strict else "lenient",
                str(out / edition),
            ],
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for edition, folder in staged.items()
    }
    # The public edition comes first: it is audited while the agent edition is still being staged.
    try:
        return [
            _audit(_read_report(edition, process.communicate()[0]), root, staged[edition], out, audit)
            for edition, process in processes.items()
        ]
    finally:
        for process in processes.values():  # where this one is interrupted, nobody waits for them
            if process.poll() is None:
                process.kill()
                process.wait()


def _read_report(edition: EditionName, printed: str) -> BuildReport:
    """The report that a staging process printed on its last line; a failure where it printed none."""
    try:
        row = json.loads(printed.splitlines()[-1])
    except (IndexError, ValueError):
        failure = RENDERER_FAILED.at(CONFIG, 1, f"the process that builds the {edition} edition ended without a word")
        return BuildReport(edition, 0, 0, 0.0, (failure,), False)
    problems = tuple(
        Problem(**{**problem, "severity": Severity(problem["severity"])}) for problem in row.pop("problems")
    )
    return BuildReport(**row, problems=problems)


def _audit(report: BuildReport, root: Path, staged: Path, out: Path, audit: AuditProcess | None) -> BuildReport:
    """A staged public edition looked through, in another process, for what only agents may read."""
    if report.edition != "public" or not report.is_whole or audit is None:
        return report
    start = time.monotonic()
    shown_as = os.path.relpath(out / report.edition, root)
    folder = out / report.edition if report.is_live else staged
    found = audit.judge(folder, shown_as=Path(shown_as).as_posix())
    is_clean = not any(problem.is_error for problem in found)
    seconds = report.seconds + time.monotonic() - start
    return replace(report, problems=(*report.problems, *found), is_whole=is_clean, seconds=seconds)


def _lock(report: BuildReport, root: Path, staged: Path, keys: KeyFile) -> BuildReport:
    """Put the locked edition in the place of the staged one."""
    from kb.locking.lock import lock_site, make_policy  # cryptography: only where it is used

    start = time.monotonic()
    locked = staged.with_name(staged.name.replace(".new-", ".locked-"))
    shutil.rmtree(locked, ignore_errors=True)
    frames = load_project(root).options.frame_ancestors
    done = lock_site(staged, locked, keys, policy=make_policy(frames))
    if not done.is_locked:
        return replace(report, problems=(*report.problems, *done.problems), is_whole=False)
    shutil.rmtree(staged)
    locked.rename(staged)
    seconds = report.seconds + time.monotonic() - start
    return replace(report, bytes=done.sealed_bytes, seconds=seconds, problems=(*report.problems, *done.problems))

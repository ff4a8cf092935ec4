"""Building editions: inspect, render with MkDocs into a staging folder, verify, seal, publish."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kb.editions.selection import EditionName
from kb.project.project import CONFIG, Project, load_project
from kb.source.problem import Problem, Rule, Severity
from kb.website.build.customer_classes import classes_in_the_clear
from kb.website.build.output_folder import find_output_problems, is_locked
from kb.website.build.publish import alone_in
from kb.website.build.publishing import StagedSite, publish_sites
from kb.website.build.staging_apart import Order, Stager, stage_all
from kb.website.build.workplaces import (
    clear_leftovers,
    clear_older_leftovers,
    folder_beside,
    private_folder,
    staging_folder,
)
from kb.website.record.recycled_folder import recycled_folder_of
from kb.website.record.report import BuildReport

if TYPE_CHECKING:
    from kb.locking.keys import KeyFile

CANNOT_WRITE = Rule(
    "KB903",
    "cannot-write",
    Severity.ERROR,
    what="The output folder cannot be written.",
    why="Nothing can be published; what is there stays as it is.",
    example="kb build --out /usr/share/help   # as an ordinary user",
    hint="choose another folder with --out, or give yourself the right to write there",
)
STAYS_LOCKED = Rule(
    "KB939",
    "stays-locked",
    Severity.ERROR,
    what="The agents' edition is a locked one, and the build was not told to lock it.",
    why="What only agents may read would lie in the clear in a folder that is published.",
    example="kb build --lock   # and then, without it:\nkb build",
    hint="build with --lock, or with --unlocked to have it in the clear",
)
RULES = (CANNOT_WRITE, STAYS_LOCKED)


def build_editions(
    root: Path,
    editions: Sequence[EditionName],
    out: Path,
    *,
    strict: bool = False,
    today: date,
    lock_with: KeyFile | None = None,
    unlocked: bool = False,
    shown: str = "",
    stage: Stager = stage_all,
) -> tuple[BuildReport, ...]:
    """Build `editions` into `out/<edition>`; all are published, or none.

    Several editions are built in processes of their own: the one that renders the public edition never
    opens `agents/`. `lock_with` publishes the agent edition encrypted for the agents in that key file,
    and never in the clear; without it a locked one stays as it is, unless `unlocked`. While another build
    writes into `out`, this one waits. `shown` is how problems name `out`; `stage` fills the folders that are
    then sealed and published. Raises `NoProjectError`.
    """
    shown = (shown or Path(os.path.relpath(out, root)).as_posix()).rstrip("/")
    out = Path(os.path.realpath(out))
    lives = {edition: Path(os.path.realpath(out / edition)) for edition in editions}
    project = load_project(root, tries_extensions=False)

    def reasons() -> tuple[Problem, ...]:
        found = find_output_problems(project, [out / edition for edition in editions], out, shown)
        if lock_with or "agents" not in lives:
            return found
        return found or classes_in_the_clear(project) or (() if unlocked else _stays_locked(project, lives, shown))

    try:
        if not (problems := reasons()):
            with alone_in(out):
                if not (problems := reasons()):  # another build may have ended
                    order = Order(root, lives, today, strict, lock_with is not None)
                    return _build(order, project, out, shown, lock_with, stage)
    except OSError as error:
        place = error.filename2 or error.filename or out
        problems = (CANNOT_WRITE.at(CONFIG, 1, f"{os.fsdecode(place)}: {error.strerror or error}"),)
    return tuple(BuildReport(edition, 0, 0, 0.0, problems, False) for edition in editions)


def _stays_locked(project: Project, lives: Mapping[EditionName, Path], shown: str) -> tuple[Problem, ...]:
    if is_locked(lives["agents"]):
        return (STAYS_LOCKED.at(f"{shown}/agents", 1, "a locked edition lies here, and this build would unlock it"),)
    if project.options.lock:
        line = project.options.lines.get("lock", 1)
        return (STAYS_LOCKED.at(CONFIG, line, "`lock: true` stands here, and this build would not lock"),)
    return ()


def _build(
    order: Order, project: Project, out: Path, shown: str, lock_with: KeyFile | None, stage: Stager
) -> tuple[BuildReport, ...]:
    root = order.root
    with contextlib.ExitStack() as stack:
        for live in order.lives.values():
            clear_leftovers(live, out)
        sites, staged = [], {}
        for edition, live in order.lives.items():
            near, recycled = stack.enter_context(folder_beside(live, out)), recycled_folder_of(root, edition, live)
            is_inside = edition == "agents"
            home = stack.enter_context(private_folder(root, edition, live)) if is_inside else near
            staged[edition] = stack.enter_context(staging_folder(home, edition, recycled))
            sites.append(StagedSite(edition, staged[edition], live, recycled, home, near, f"{shown}/{edition}"))
        left = [one for edition, live in order.lives.items() for one in clear_older_leftovers(root, live, edition)]
        reports = stage(order, staged)
        reports[0] = replace(reports[0], problems=(*reports[0].problems, *left))
        strict = order.strict or project.options.strict
        return publish_sites(project, sites, reports, lock_with, strict=strict)

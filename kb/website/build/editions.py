"""Building editions: inspect, render with MkDocs into a staging folder, verify, seal, publish."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kb.project.editions import EDITIONS, EditionName
from kb.project.project import CONFIG, Project, load_project
from kb.source.problem import Problem, Rule, Severity
from kb.website.build.customer_classes import classes_in_the_clear
from kb.website.build.output_folder import LOCK_FILE, find_output_problems, is_locked
from kb.website.build.publish import alone_in
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
from kb.website.record.unchanged import find_unchanged, is_audited, keep_published, look

if TYPE_CHECKING:
    from kb.locking.keys import KeyFile
    from kb.website.record.unchanged import Sight

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
    project: Project | None = None,
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
    writes into `out`, this one waits. `project` is what lies at `root`, where it is read already. `shown` is how
    problems name `out`; `stage` fills the folders that are then sealed and published. Raises `NoProjectError`.
    """
    shown = (shown or Path(os.path.relpath(out, root)).as_posix()).rstrip("/")
    out = Path(os.path.realpath(out))
    lives = {edition: Path(os.path.realpath(out / edition)) for edition in editions}
    project = project or load_project(root, tries_extensions=False)
    order = Order(root, lives, today, strict, lock_with is not None)
    in_the_clear = () if lock_with or "agents" not in lives else _in_the_clear(project, lives, shown, unlocked)

    def refusals() -> tuple[Problem, ...]:
        return find_output_problems(project, [out / edition for edition in editions], out, shown) or in_the_clear

    try:
        if (out / LOCK_FILE).is_file() or not (problems := refusals()):
            with alone_in(out):  # another build may just have ended
                sight = look(project, out, editions, today=today)
                known = {edition: live for edition, live in lives.items() if not order.is_whole(edition)}
                unchanged = find_unchanged(sight, known, strict=strict)
                is_settled = "public" not in lives or (lives.keys() >= set(EDITIONS) and is_audited(sight))
                if unchanged.keys() == lives.keys() and is_settled and not strict and not in_the_clear:
                    for live in lives.values():
                        clear_leftovers(live, out)
                    return tuple(replace(one.with_audit(), is_published=True) for one in unchanged.values())
                if not (problems := refusals()):
                    order = replace(order, unchanged=unchanged)
                    return _build(order, project, out, shown, lock_with, stage, sight)
    except OSError as error:
        place = error.filename2 or error.filename or out
        problems = (CANNOT_WRITE.at(CONFIG, 1, f"{os.fsdecode(place)}: {error.strerror or error}"),)
    return tuple(BuildReport(edition, 0, 0, 0.0, problems, False) for edition in editions)


def _in_the_clear(
    project: Project, lives: Mapping[EditionName, Path], shown: str, unlocked: bool
) -> tuple[Problem, ...]:
    """Why the agents' edition may not be written in the clear."""
    if found := classes_in_the_clear(project):
        return found
    if not unlocked and is_locked(lives["agents"]):
        return (STAYS_LOCKED.at(f"{shown}/agents", 1, "a locked edition lies here, and this build would unlock it"),)
    if not unlocked and project.options.lock:
        line = project.options.lines.get("lock", 1)
        return (STAYS_LOCKED.at(CONFIG, line, "`lock: true` stands here, and this build would not lock"),)
    return ()


def _build(
    order: Order, project: Project, out: Path, shown: str, lock_with: KeyFile | None, stage: Stager, sight: Sight
) -> tuple[BuildReport, ...]:
    from kb.website.build.publishing import StagedSite, publish_sites  # most builds find nothing changed

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
        told = [one.with_audit() for one in reports]
        told[0] = replace(told[0], problems=(*told[0].problems, *left))
        done = publish_sites(project, sites, told, lock_with, strict=order.strict or project.options.strict)
    if all(report.is_whole for report in done):
        keep_published(sight, reports)
    return done

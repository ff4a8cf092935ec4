"""From staged folders to published ones: all of them or none, the agents' edition sealed where it is to be."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.project.editions import EditionName
from kb.project.project import Project
from kb.source.problem import Problem
from kb.website.build.customer_classes import customer_classes
from kb.website.build.output_folder import FOREIGN_FOLDER, why_not_replaced
from kb.website.build.publish import publish
from kb.website.build.workplaces import set_aside
from kb.website.output.manifest import write_manifest
from kb.website.record.recycled_folder import recycle
from kb.website.record.report import BuildReport
from kb.workspace.severities import read_severities

if TYPE_CHECKING:
    from kb.locking.keys import KeyFile
    from kb.locking.sealing import ReleaseSecret


@dataclass(frozen=True)
class StagedSite:
    """One edition on its way out."""

    edition: EditionName
    staged: Path
    live: Path
    """Where it is served from; links followed."""
    recycled: Path
    """Where the folder of the last site is kept for the next build."""
    home: Path
    """The folder in which it was staged."""
    near: Path
    """A folder on the disk of `live`."""
    shown: str
    """How problems name `live`."""


@dataclass(frozen=True)
class _Sealed:
    folder: Path
    secret: ReleaseSecret


def publish_sites(
    project: Project,
    sites: Sequence[StagedSite],
    reports: Sequence[BuildReport],
    lock_with: KeyFile | None,
    *,
    strict: bool = False,
) -> tuple[BuildReport, ...]:
    """Publish `sites`, whose staging `reports` tell of; none of them unless all are whole. Where the shop is
    `strict`, a warning of any stage stops it.

    With `lock_with` the agents' edition is sealed first, and what then lies in the published folder is read once
    more, by other code: the report is whole only where that finds nothing but a locked edition.
    """
    sealed: dict[str, _Sealed] = {}
    done = list(reports)
    for at, site in enumerate(sites):
        if lock_with is not None and site.edition == "agents" and all(report.is_whole for report in done):
            done[at], found = _seal(done[at], site, project, lock_with)
            sealed |= {site.edition: found} if found else {}
    for at, site in enumerate(sites):
        if done[at].is_whole and not done[at].is_live and (why := why_not_replaced(site.live)):
            done[at] = _with(done[at], (FOREIGN_FOLDER.at(site.shown, 1, why),))
    severities, _ = read_severities(project.options)
    done = [replace(report, problems=severities.apply(report.problems)[0]) for report in done]
    done = [replace(report, is_whole=report.is_whole and not _stops(report, strict=strict)) for report in done]
    if not all(report.is_whole for report in done):
        return tuple(done)
    for at, site in enumerate(sites):
        if not done[at].is_live:
            moved = set_aside(project.root, site.live, site.edition, site.shown)
            done[at] = replace(done[at], problems=(*done[at].problems, *severities.apply(moved)[0]))
            _put(site, sealed.get(site.edition))
        done[at] = replace(done[at], is_published=True)
        if lock_with is not None and site.edition in sealed:
            done[at] = _with(done[at], _look(site.live, sealed[site.edition], lock_with, site.shown))
    return tuple(done)


def _stops(report: BuildReport, *, strict: bool) -> bool:
    return any(problem.stops(strict=strict) for problem in report.problems)


def _with(report: BuildReport, faults: tuple[Problem, ...]) -> BuildReport:
    return replace(report, problems=(*report.problems, *faults), is_whole=report.is_whole and not faults)


def _seal(report: BuildReport, site: StagedSite, project: Project, keys: KeyFile) -> tuple[BuildReport, _Sealed | None]:
    """The staged folder encrypted into another one, which is looked through before it goes anywhere."""
    from kb.locking.lock import lock_site, make_policy

    start = time.monotonic()
    folder = site.near / "sealed"
    also, missing = customer_classes(project)
    policy = make_policy(project.options.frame_ancestors)
    done = lock_site(site.staged, folder, keys, policy=policy, also=also)
    problems = (*report.problems, *missing, *done.problems)
    report = replace(report, problems=problems, is_whole=report.is_whole and done.is_locked)
    if not done.is_locked or done.secret is None:
        return report, None
    write_manifest(folder)
    sealed = _Sealed(folder, done.secret)
    report = _with(report, _look(folder, sealed, keys, site.shown))
    return replace(report, bytes=done.sealed_bytes, seconds=report.seconds + time.monotonic() - start), sealed


def _look(folder: Path, sealed: _Sealed, keys: KeyFile, shown: str) -> tuple[Problem, ...]:
    from kb.locking.witness import find_unsealed

    return find_unsealed(folder, sealed.secret, (agent.name for agent in keys.agents), shown=shown)


def _put(site: StagedSite, sealed: _Sealed | None) -> None:
    """Exchange what was made with what is served. The old site becomes the spare folder; of a locked edition the
    staged one does, and the old one, which may be in the clear, goes by way of the private cache.
    """
    if sealed is None:
        old = publish(site.staged, site.live, near=site.near)
        if old is not None:
            recycle(old, site.recycled)
        return
    folder = site.home / "sealed"
    try:
        sealed.folder.rename(folder)
    except OSError:  # the cache is on another disk
        folder = sealed.folder
    old = publish(folder, site.live, near=site.near)
    if old is not None:
        shutil.rmtree(old, ignore_errors=True)

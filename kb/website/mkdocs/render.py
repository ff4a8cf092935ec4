"""Staging one edition: inspect, then render it into an empty folder beside the one being served."""

from __future__ import annotations

import os
import time
import traceback
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's notice is for the shop's developers: see DESIGN.md

from jinja2 import TemplateSyntaxError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.exceptions import Abort, MkDocsException

from kb.cache.progress import Progress
from kb.cache.steps import Kept
from kb.cache.store import store_for
from kb.editions.selection import EditionName
from kb.project.project import CONFIG
from kb.source.problem import Problem
from kb.website.mkdocs.fast_build import Driver, Ours, Rendering, is_ours_alone
from kb.website.mkdocs.remember_build import remember_build
from kb.website.mkdocs.settings import config_for, judge_settings, listening
from kb.website.mkdocs.template_cache import KeptTemplates
from kb.website.record.build_record import measure, stats_of_site
from kb.website.record.report import RENDERER_FAILED, RENDERER_WARNED, BuildReport
from kb.website.record.site_record import SiteRecord, load_record, record_path, save_record
from kb.workspace.workspace import Inspected, inspect


def stage_edition(
    root: Path,
    edition: EditionName,
    staged: Path,
    *,
    strict: bool,
    today: date,
    live: Path | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build `edition` of the project at `root` into the empty folder `staged`; nothing is published.

    `live` is the folder that will be replaced: pages of it that would come out the same are taken over.
    """
    start = time.monotonic()
    progress = progress or Progress(edition, has_bar=False)
    progress.tell("reading")
    store = store_for(root, edition)
    try:
        inspected = inspect(root, edition, today=today, judge_settings=judge_settings, kept=Kept(store, progress))
        problems, is_whole = inspected.problems, not inspected.stops(strict=strict)
        reused = 0
        if is_whole:
            rendering = render(inspected, staged, live=live)
            problems = (*problems, *rendering.problems)
            is_whole = not inspected.stops(strict=strict, found=rendering.problems)
            reused = rendering.driven.reused if rendering.driven else 0
        site = stats_of_site(staged)
        if is_whole and live and rendering.driven:
            remember_build(inspected, site, live, rendering=rendering, today=today)
        store.prune()
    finally:
        store.close()
        progress.done()
    pages, size = measure(site)
    return BuildReport(edition, pages, size, time.monotonic() - start, problems, is_whole, reused, progress.seconds)


def render(
    inspected: Inspected, staged: Path, *, live: Path | None = None, last: SiteRecord | None = None
) -> Rendering:
    """Write the edition into `staged`; an error among the problems where MkDocs, or a plugin, gives up.

    `last` describes `live`; without it the record of the last `kb build` is read, and written anew.
    """
    with listening() as heard:
        rendering = _rendered(inspected, staged, live, last)
    told = {problem.message for problem in inspected.problems}
    warned = tuple(RENDERER_WARNED.at(CONFIG, 1, text) for text in dict.fromkeys(heard) if text not in told)
    return replace(rendering, problems=(*rendering.problems, *warned))


def _rendered(inspected: Inspected, staged: Path, live: Path | None, last: SiteRecord | None) -> Rendering:
    driven = driver = None
    try:
        config = config_for(inspected.project.root, staged)
        plugin = cast(Ours, config.plugins["kb"])
        plugin.prepared = inspected
        plugin.writes_search = not is_ours_alone(config)
        plugin.bytecode = KeptTemplates(inspected.kept.store) if inspected.kept else None
        config.plugins.on_startup(command="build", dirty=False)
        if is_ours_alone(config):
            path = record_path(inspected.project.root, inspected.edition.name, live) if live and not last else None
            driver = Driver(config, plugin, live=live, last=load_record(path) if path else last)
            driven = driver.run()
            if path:
                save_record(path, driven.record)
        else:
            mkdocs_build(config)
        config.plugins.on_shutdown()
    except (Exception, Abort) as error:  # whatever a template, a plugin or the disk does: a sentence, no traceback
        if os.environ.get("KB_DEBUG"):
            raise
        return Rendering((_failure(error, inspected.project.root),))
    return Rendering(plugin.finished, driven, driver, config.theme.custom_dir or "", plugin.site.picture_sizes)


def _failure(error: BaseException, root: Path) -> Problem:
    """The problem that stands for `error`, at the line of the shop's template where it came from one."""
    said = " ".join(str(error).split()) or type(error).__name__
    if not isinstance(error, MkDocsException | Abort | OSError):
        said = f"{type(error).__name__}: {said} (KB_DEBUG=1 shows where)"
    path, line = CONFIG, 1
    for frame in traceback.extract_tb(error.__traceback__):
        place = Path(frame.filename)
        if place.suffix == ".html" and place.is_relative_to(root):
            path, line = place.relative_to(root).as_posix(), frame.lineno or 1
    if isinstance(error, TemplateSyntaxError) and error.filename and Path(error.filename).is_relative_to(root):
        path, line = Path(error.filename).relative_to(root).as_posix(), error.lineno
    return RENDERER_FAILED.at(path, line, said)

"""Staging one edition: inspect, then render it into an empty folder beside the one being served."""

from __future__ import annotations

import os
import re
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
from kb.cache.steps import StepCache
from kb.cache.store import store_for
from kb.markdown.rendering import is_pure
from kb.project.editions import EditionName
from kb.project.project import CONFIG, Project
from kb.source.problem import Problem
from kb.source.walk import walk_files
from kb.website.mkdocs.fast_build import FastBuild, PluginState, Rendering, is_kb_the_only_plugin
from kb.website.mkdocs.settings import config_for, judge_settings, listening
from kb.website.mkdocs.template_cache import template_cache_for
from kb.website.record.build_record import BuildRecord, load_record, measure, save_record
from kb.website.record.recycled_folder import delete_files
from kb.website.record.report import RENDERER_FAILED, RENDERER_WARNED, BuildReport
from kb.website.record.unchanged import stamp_of_files
from kb.workspace.workspace import Workspace, open_workspace


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
    """Build `edition` of the project at `root` into the folder `staged`, which may hold an older site; nothing is
    published.

    `live` is the folder that will be replaced. Pages of it that would come out the same are taken over.
    """
    start = time.monotonic()
    progress = progress or Progress(edition, has_bar=False)
    progress.tell("reading")
    store = store_for(root, edition)
    last = load_record(store, edition, root, live) if live else None
    try:
        workspace = open_workspace(
            root, edition, today=today, judge_settings=judge_settings, step_cache=StepCache(store, progress)
        )
        if edition == "agents":
            from kb.website.agent_pages.reports import judge_reports  # with all of the reports

            workspace = workspace.having(*judge_reports(workspace))
        problems, is_whole = workspace.problems, not workspace.stops(strict=strict)
        built = None
        if is_whole:
            rendering = render(workspace, staged, live=live, last=last)
            problems = (*problems, *rendering.problems)
            is_whole = not workspace.stops(strict=strict, found=rendering.problems)
            built = rendering.built
            if is_whole and live and built:
                save_record(store, edition, root, live, built.record)
        store.prune()
    finally:
        store.close()
        progress.done()
    files = built.record.files.values() if built else ()
    site = stamp_of_files(files) if files and is_made_of_listed_files(workspace.project, rendering) else ""
    sizes = [(one.name, one.size) for one in files] or [(name, one.stat().st_size) for name, one in walk_files(staged)]
    pages, size = measure(sizes)
    reused = built.reused if built else 0
    seconds = time.monotonic() - start
    return BuildReport(edition, pages, size, seconds, problems, is_whole, reused, progress.seconds, site=site)


_ELSEWHERE = re.compile(rb"!ENV|^INHERIT\b", re.MULTILINE)
"""Settings that come from elsewhere than `mkdocs.yml`."""


def is_made_of_listed_files(project: Project, rendering: Rendering) -> bool:
    """Whether `rendering` depends on no more of the project than what `list_inputs` lists."""
    overrides = os.path.relpath(rendering.overrides, project.root) if rendering.overrides else ""
    is_own = not overrides or (overrides == os.path.normpath(project.custom_dir) and not overrides.startswith(".."))
    return is_own and is_pure(project.extensions) and not _ELSEWHERE.search((project.root / CONFIG).read_bytes())


def render(
    workspace: Workspace, staged: Path, *, live: Path | None = None, last: BuildRecord | None = None
) -> Rendering:
    """Write the edition into `staged`; if MkDocs, or a plugin, gives up, an error is among the problems.

    `last` describes `live`, whose pages are taken over if they would come out the same.
    """
    with listening() as heard:
        rendering = _rendered(workspace, staged, live, last)
    known = {problem.message for problem in workspace.problems}
    warned = tuple(RENDERER_WARNED.at(CONFIG, 1, text) for text in dict.fromkeys(heard) if text not in known)
    told, _ = workspace.severities.apply((*rendering.problems, *warned))
    return replace(rendering, problems=told)


def _rendered(workspace: Workspace, staged: Path, live: Path | None, last: BuildRecord | None) -> Rendering:
    built = fast_build = None
    try:
        config = config_for(workspace.project.root, staged)
        plugin = cast(PluginState, config.plugins["kb"])
        plugin.prepared = workspace
        plugin.writes_search = not is_kb_the_only_plugin(config)
        if workspace.step_cache:
            plugin.bytecode = template_cache_for(workspace.project.root, workspace.edition.name)
        config.plugins.on_startup(command="build", dirty=False)
        if is_kb_the_only_plugin(config):
            fast_build = FastBuild(config, plugin, live=live, last=last)
            built = fast_build.run()
        else:
            delete_files(staged)
            mkdocs_build(config)
        config.plugins.on_shutdown()
    except (Exception, Abort) as error:  # whatever a template, a plugin or the disk does: a sentence, no traceback
        if os.environ.get("KB_DEBUG"):
            raise
        return Rendering((_failure(error, workspace.project.root),))
    return Rendering(
        plugin.finished.problems, built, fast_build, config.theme.custom_dir or "", plugin.site.picture_sizes
    )


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

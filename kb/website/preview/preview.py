"""The site that `kb serve` shows: built whole once, then as fast as a writer saves.

A change of one text alone is rendered at once, from what is in memory, and put in its place; a whole build
follows when the writer pauses, and brings search, lists and checks up to date. What stands in the way of a
build becomes a problem to show; the last good pages stay.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

from kb.cache.steps import StepCache
from kb.cache.store import store_for
from kb.content.model import Article, Script, differs_in_text_alone
from kb.content.parse import parse_document
from kb.content.urls import Name
from kb.editions.selection import fill_again
from kb.project.editions import EditionName
from kb.project.project import CONFIG, NoProjectError
from kb.source.files import read_text_file
from kb.source.problem import Problem, sort_problems
from kb.website.agent_pages.reports import judge_reports
from kb.website.isolation.closed_process import Closing, run_closed
from kb.website.mkdocs.fast_build import Rendering
from kb.website.mkdocs.render import render
from kb.website.mkdocs.settings import judge_settings
from kb.website.mkdocs.settings_rules import BROKEN_SETTING
from kb.website.record.report import RENDERER_FAILED
from kb.workspace.workspace import Workspace, open_workspace

Result = TypeVar("Result")

EVERYTHING = "*"
"""Stands for every page in a list of changed ones."""


@dataclass(frozen=True)
class Shown:
    """One state of the preview."""

    folder: Path
    workspace: Workspace | None
    rendering: Rendering | None
    problems: tuple[Problem, ...]


class Preview:
    """One edition, drafts included, in a temporary folder; `version` rises with every change to be seen."""

    def __init__(self, root: Path, edition: EditionName, *, today: date) -> None:
        self._root, self._edition, self._today = root, edition, today
        self._place = Path(tempfile.mkdtemp(prefix="kb-preview-"))
        self._closing = Closing(root) if edition == "public" else None
        self._number = 0
        self._writing = threading.Lock()
        self._since: set[str] = set()
        self._changes: list[frozenset[str]] = []
        self.changed = threading.Condition()
        empty = self._place / "0"
        empty.mkdir()
        self.shown = Shown(empty, None, None, ())

    @property
    def version(self) -> int:
        return len(self._changes)

    def pages_since(self, version: int) -> frozenset[str]:
        """Addresses of the pages that changed after `version`; `EVERYTHING` where it is all of them."""
        if version < 0 or version > len(self._changes):
            return frozenset({EVERYTHING})
        return frozenset().union(*self._changes[version:])

    def close(self) -> None:
        """Delete the temporary folder."""
        shutil.rmtree(self._place, ignore_errors=True)
        if self._closing:
            self._closing.close()

    def build(self) -> Shown:
        """Build everything from what is on the disk now. Never raises for what is in the project."""
        self._number += 1
        folder = self._place / str(self._number)
        folder.mkdir()
        with self._writing:
            self._since.clear()
        before = self.shown
        try:
            after = self._closed(lambda: self._made(folder, before))
        except Exception as error:  # the preview outlives whatever a plugin, a template or the disk does
            logging.getLogger("kb.preview").debug("the build failed", exc_info=True)
            message = " ".join(str(error).split()) or type(error).__name__
            after = replace(before, problems=(RENDERER_FAILED.at(CONFIG, 1, message),))
        if tried := self._closing.problems() if self._closing else ():
            told = [one for one in after.problems if one.code != RENDERER_FAILED.code]
            after = replace(before, problems=sort_problems((*told, *tried)))
        if after.folder == before.folder:
            shutil.rmtree(folder, ignore_errors=True)
            self._announce(after, frozenset())
            return after
        with self._writing:
            missed = list(self._since)
            for path in missed:
                self._refreshed(after, path)
            self._announce(after, _differences(before.folder, folder))
        if before.folder != folder:
            shutil.rmtree(before.folder, ignore_errors=True)
        return after

    def _closed(self, work: Callable[[], Result]) -> Result:
        """`work`, which for the public edition cannot open what only agents may read."""
        return run_closed(work, self._closing) if self._closing else work()

    def _made(self, folder: Path, before: Shown) -> Shown:
        store = store_for(self._root, self._edition)
        try:
            workspace = open_workspace(
                self._root,
                self._edition,
                today=self._today,
                with_drafts=True,
                judge_settings=judge_settings,
                step_cache=StepCache(store),
            )
            workspace = workspace.having(*judge_reports(workspace))
            if not workspace.project.is_settled or any(one.code == BROKEN_SETTING.code for one in workspace.problems):
                return replace(before, problems=workspace.problems)
            built = before.rendering.built if before.rendering else None
            rendering = render(workspace, folder, live=before.folder, last=built.record if built else None)
            store.prune()
        except NoProjectError as error:
            return replace(before, problems=(RENDERER_FAILED.at(CONFIG, 1, str(error)),))
        finally:
            store.close()
        problems = sort_problems((*workspace.problems, *rendering.problems))
        if any(problem.code == RENDERER_FAILED.code for problem in rendering.problems):
            return replace(before, problems=problems)
        return Shown(folder, replace(workspace, step_cache=None), rendering, problems)

    def refresh(self, path: str) -> bool:
        """Show the text of the file at `path` (relative to the project) at once, where only that changed.

        False where a whole build must show the change; one is due in any case.
        """
        with self._writing:
            self._since.add(path)
            pages = self._refreshed(self.shown, path)
            if pages:
                self._announce(self.shown, frozenset(pages))
        return bool(pages)

    def _refreshed(self, shown: Shown, path: str) -> list[str]:
        try:
            return self._closed(lambda: self._write_again(shown, path))
        except PermissionError:  # an extension opened what is closed: the whole build that follows tells
            return []

    def _write_again(self, shown: Shown, path: str) -> list[str]:
        if not shown.workspace or not shown.rendering or not shown.rendering.fast_build:
            return []
        changed = _read_again(shown.workspace, path)
        if changed is None:
            return []
        fast_build, edition, addresses = shown.rendering.fast_build, shown.workspace.edition, []
        (filled,) = fill_again([changed], edition)
        for (id, _), page in edition.pages.items():
            if id == changed.id and page.document.language == changed.language:
                data = fast_build.rerender(fast_build.page_of(replace(page, document=filled)))
                target = shown.folder / page.url / "index.html"
                new = target.with_name(".index.html.new")
                new.write_bytes(data)
                new.replace(target)
                addresses.append(page.url)
        return addresses

    def _announce(self, shown: Shown, pages: frozenset[str]) -> None:
        with self.changed:
            self.shown = shown
            self._changes.append(pages)
            self.changed.notify_all()


def _read_again(workspace: Workspace, path: str) -> Article | Script | None:
    """The document at `path` as it is on the disk now, where nothing but its text differs; None otherwise."""
    library, project = workspace.library, workspace.project
    old = next((one for one in library.documents() if one.path == path), None)
    if not isinstance(old, Article | Script) or old.id == "index":
        return None
    text, _ = read_text_file(project.root, path)
    if text is None:
        return None
    new, problems = parse_document(text, path=path, name=Name(old.id, old.language, old.kind), options=project.options)
    is_shown = isinstance(new, Article | Script) and not problems and differs_in_text_alone(new, old)
    return cast(Article | Script, new) if is_shown else None


def _differences(before: Path, after: Path) -> frozenset[str]:
    """Addresses of the pages of `after` that `before` has not, or has with other words; of gone pages too."""
    pages = {path.relative_to(after).parent.as_posix() for path in after.rglob("index.html")}
    gone = {path.relative_to(before).parent.as_posix() for path in before.rglob("index.html")} - pages
    changed = {place for place in pages if not _is_same(before / place / "index.html", after / place / "index.html")}
    return frozenset("" if place == "." else f"{place}/" for place in changed | gone)


def _is_same(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second) or first.read_bytes() == second.read_bytes()
    except OSError:
        return False


class Settler:
    """Builds everything once the changes pause, in a thread of its own."""

    def __init__(self, preview: Preview, report: Callable[[Shown, float], None], *, pause: float = 0.4) -> None:
        self._preview, self._report, self._pause = preview, report, pause
        self._due = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="kb-build", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let a build that runs come to its end; no other begins, and nothing more is reported."""
        self._stopped = True
        self._due.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=30)

    def take(self, paths: Iterable[str]) -> list[str]:
        """Note changed files; those that are shown already."""
        shown = [path for path in paths if path.endswith(".md") and self._preview.refresh(path)]
        self._due.set()
        return shown

    def _run(self) -> None:
        while not self._stopped:
            self._due.wait()
            while self._due.is_set() and not self._stopped:
                self._due.clear()
                self._due.wait(self._pause)
            if not self._stopped:
                start = time.monotonic()
                shown = self._preview.build()
                if not self._stopped:
                    self._report(shown, time.monotonic() - start)

"""`kb build`'s way through one MkDocs build: the same events in the same order, pages on every processor,
pages whose sources did not change taken over from the last build.

Used where `kb` is the only plugin and there are no hooks: others keep state between pages, which neither
forks nor pages taken over would feed. Then `mkdocs.commands.build.build` does the work, one page after another.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from jinja2 import FileSystemLoader
from mkdocs.commands import build as mkdocs_build
from mkdocs.structure.files import InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from kb.cache.pool import WorkerPool, gc_paused
from kb.markdown.rendering import is_pure
from kb.search.indexing.index import build_index
from kb.source.problem import Problem
from kb.source.walk import walk_files
from kb.text.languages import load_language
from kb.website.mkdocs.fingerprints import PageFingerprints
from kb.website.mkdocs.page_writer import PageWriter, write_file
from kb.website.mkdocs.pages import KbPage
from kb.website.mkdocs.theme import THEME
from kb.website.output.manifest import sha256
from kb.website.output.search_index import FOLDER, patch_search, state_of, write_index
from kb.website.record.build_record import BuildRecord, FileStamp, IndexRecord, WrittenFile, columns_of, rows_of
from kb.website.record.recycled_folder import hard_link
from kb.workspace.indexes import SearchPlan, known_counts, make_counts, plan_search

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from kb.editions.selection import Page as EditionPage
    from kb.website.html.images import Size
    from kb.website.mkdocs.files import SiteFiles
    from kb.website.mkdocs.postprocess import FinishedSite
    from kb.website.views.types import SiteView
    from kb.workspace.workspace import Workspace

PAGES_IN_SLICE = 32
INCLUDED = InclusionLevel.is_included


@dataclass(frozen=True, slots=True)
class FastBuildResult:
    """What one build did."""

    record: BuildRecord
    """Its sources are not told yet."""
    written: int
    reused: int


@dataclass(frozen=True, slots=True)
class _WaitingPage:
    """A page that must be made: its number among the pages, and its fingerprints."""

    number: int
    key: str
    key_without_lists: str


class PluginState(Protocol):
    """Our own plugin, as MkDocs hands it back."""

    site: SiteFiles
    prepared: Workspace | None
    finished: FinishedSite
    writes_search: bool
    bytecode: BytecodeCache | None
    written: Mapping[str, WrittenFile]
    views_without_lists: Mapping[str, SiteView]


def _list_quickly(env: Environment) -> None:
    """Leave hidden folders out when the theme's files are listed, as MkDocs does afterwards: 14,000 icons."""
    loader = env.loader
    if not isinstance(loader, FileSystemLoader):
        return
    folders = list(loader.searchpath)

    def list_templates() -> list[str]:
        found: set[str] = set()
        for top in folders:
            for place, inner, names in os.walk(top):
                if place == top:
                    inner[:] = [name for name in inner if not name.startswith(".")]
                start = os.path.relpath(place, top).replace(os.sep, "/")
                found.update(name if start == "." else f"{start}/{name}" for name in names)
        return sorted(found)

    loader.list_templates = list_templates  # type: ignore[method-assign]


def is_kb_the_only_plugin(config: MkDocsConfig) -> bool:
    """Whether no other plugin, no hook and no hand-made navigation takes part."""
    return list(config.plugins) == ["kb"] and not config.hooks and not config.nav


class FastBuild:
    """One build into `config.site_dir`; `live` is the folder that `last` describes.

    The folder may hold an older site: what is one with `live` and would come out the same stays as it is.
    """

    def __init__(
        self, config: MkDocsConfig, plugin: PluginState, *, live: Path | None = None, last: BuildRecord | None = None
    ) -> None:
        self._config = config
        self._plugin = plugin
        self._live = str(live) if live and last else ""
        self._last = last or BuildRecord()
        self._written: dict[str, WrittenFile] = {}
        self._indexes: dict[str, IndexRecord] = {}
        self._env: Environment
        self._writer: PageWriter
        self._pages: Sequence[File] = ()
        self._plans: dict[str, tuple[SearchPlan, dict[str, bytes]]] = {}

    def run(self) -> FastBuildResult:
        """Write the site. Other processes make the indexes of search while this one gets MkDocs ready."""
        waiting = self._take_over_indexes()
        searching = WorkerPool(self._write_search, [code for code, _ in waiting])
        try:
            with gc_paused():
                written = self._write_pages(searching)
            for (code, key), (columns, counts, state) in zip(waiting, searching.results(), strict=True):
                if (step_cache := self._plugin.site.workspace.step_cache) is not None:
                    step_cache.keep_counts(counts, load_language(code))
                files = rows_of(WrittenFile, columns)
                self._note(files)
                self._indexes[code] = IndexRecord(key, tuple(one.name for one in files), state)
        finally:
            searching.close()
        self._plugin.written = self._written
        self._config.plugins.on_post_build(config=self._config)
        record = BuildRecord(self._same_as_last(self._plugin.finished.files), self._indexes)
        return FastBuildResult(record, written, len(self._pages) - written)

    def _note(self, files: Iterable[WrittenFile]) -> None:
        self._written.update((one.name, one) for one in files)

    def _write_pages(self, searching: WorkerPool[str]) -> int:
        """Write everything but the indexes. Returns how many pages were written, not taken over."""
        plugins = self._config.plugins
        self._config = config = plugins.on_config(self._config)
        plugins.on_pre_build(config=config)
        files = get_files(config)
        env = config.theme.get_env()
        env.bytecode_cache = self._plugin.bytecode
        _list_quickly(env)
        files.add_files_from_theme(env, config)
        files = plugins.on_files(files, config=config)
        set_exclusions(files, config)
        nav = plugins.on_nav(get_navigation(files, config), config=config, files=files)
        self._env = cast("Environment", plugins.on_env(env, config=config, files=files))
        pages = files.documentation_pages(inclusion=INCLUDED)
        for file in pages:
            if file.page is None:
                Page(None, file, config)
        self._pages = pages
        waiting = self._take_over_pages(pages)
        self._delete_others()
        shown = (one for one in files if INCLUDED(one.inclusion))  # type: ignore[no-untyped-call]
        self._copy(one for one in shown if not one.is_documentation_page())
        self._writer = PageWriter(config, self._env, nav, files, pages)
        for template in sorted(config.theme.static_templates):
            mkdocs_build._build_theme_template(template, self._env, files, config, nav)
        for template in config.extra_templates:
            mkdocs_build._build_extra_template(str(template), files, config, nav)
        if len(waiting) > PAGES_IN_SLICE:
            self._compile({str(getattr(pages[one.number].page, "template", "")) for one in waiting})
        self._make_pages(waiting, searching)
        return len(waiting)

    def _compile(self, templates: set[str]) -> None:
        """Read `templates` and our small parts before workers are forked, so that each need not."""
        parts = {f"kb/parts/{path.name}" for path in (THEME / "kb" / "parts").glob("*.html")}
        for name in sorted((templates | parts) - {""}):
            self._env.get_template(name)

    def _take_over_pages(self, pages: Sequence[File]) -> list[_WaitingPage]:
        """Link each page that the last build wrote from the same inputs; the others, which must be made."""
        keys = PageFingerprints(self._plugin.site, self._config)
        self._plugin.views_without_lists = keys.views_without_lists
        may_keep = is_pure(self._plugin.site.project.extensions)
        waiting = []
        for number, file in enumerate(pages):
            key, without_lists = keys.of(file.page) if may_keep and isinstance(file.page, KbPage) else ("", "")
            last = self._last.files.get(file.dest_uri)
            is_same = last and key and (last.key == key or last.key_without_lists == without_lists)
            if last and is_same and (taken := self._take(last)):
                self._note([taken if taken.key == key else replace(taken, key=key)])
            else:
                waiting.append(_WaitingPage(number, key, without_lists))
        return waiting

    def _take(self, file: WrittenFile) -> WrittenFile | None:
        """`file` of the last site, which from now on has its name in the new one too; None where that cannot be."""
        source, target = f"{self._live}/{file.name}", f"{self._config.site_dir}/{file.name}"
        found = file.found_at(source) if self._live else None
        return found if found and (found.is_at(target) or hard_link(source, target)) else None

    def _delete_others(self) -> None:
        """Delete what the folder holds of an older site and nobody took over: much of it is one with files that are
        being served, and whatever is written now must be a file of its own.
        """
        in_work = tuple(f"{FOLDER}/{code}/" for code in self._plans)  # other processes write there
        for name, entry in walk_files(self._config.site_dir):
            if name not in self._written and not name.startswith(in_work):
                os.unlink(entry.path)  # noqa: PTH108

    def _copy(self, files: Iterable[File]) -> None:
        """Write files that are no pages, or link those of the last site that hold the same."""
        for file in files:
            data, last = file.content_bytes, self._last.files.get(file.dest_uri)
            is_final = "/" in file.dest_uri  # what lies at the root, such as `_headers`, may be written again in place
            is_same = last is not None and is_final and last.size == len(data) and last.sha256 == sha256(data)
            if last and is_same and (taken := self._take(last)):
                self._note([taken])
            else:
                self._note([WrittenFile.of(file.dest_uri, write_file(file.abs_dest_path, data), data)])

    def _same_as_last(self, files: Mapping[str, WrittenFile]) -> dict[str, WrittenFile]:
        """`files`, those that came out as in the last site replaced by links to it: for hosts, and for the audit, a
        file with another time is another file.
        """
        after = dict(files)
        for name, file in files.items():
            last = self._last.files.get(name)
            is_same = last is not None and last.stamp != file.stamp and last.sha256 == file.sha256
            if last and is_same and (taken := self._take(last)):
                after[name] = replace(taken, key=file.key, key_without_lists=file.key_without_lists)
        return after

    def _make_pages(self, waiting: list[_WaitingPage], searching: WorkerPool[str]) -> None:
        """Write the pages that wait, in as many processes as there are; then help with the indexes."""
        if (step_cache := self._plugin.site.workspace.step_cache) is not None:
            step_cache.progress.tell("writing", len(waiting), "pages")
        size = max(4, min(PAGES_IN_SLICE, len(waiting) // 4))
        slices = [waiting[start : start + size] for start in range(0, len(waiting), size)]

        def work(part: list[_WaitingPage]) -> dict[str, list[Any]]:
            made = (self._writer.write(self._pages[one.number], one.key, one.key_without_lists) for one in part)
            return columns_of(WrittenFile, [one for one in made if one])

        writing = WorkerPool(work, slices)
        writing.join()
        if self._plugin.site.edition.name == "public":  # agents' lists and desk still need the texts
            self._plugin.site.workspace.renderings.forget()
        searching.join()
        for columns in writing.results():
            self._note(rows_of(WrittenFile, columns))

    def _take_over_indexes(self) -> list[tuple[str, str]]:
        """Link each index that the last build wrote from the same inputs, and patch those in which a few texts
        changed; (language, key) of the others.
        """
        workspace = self._plugin.prepared
        assert workspace is not None
        waiting = []
        for code in workspace.edition.options.languages:
            plan = plan_search(workspace, code)
            key, last = plan.key, self._last.indexes.get(code)
            if last and last.key == key and (files := self._taken(last.files)):
                self._indexes[code] = last
                self._note(files)
            elif last and self._are_there(last.files) and (state := self._patch(plan, last)):
                written = self._written_below(f"{FOLDER}/{code}")
                self._indexes[code] = IndexRecord(key, tuple(one.name for one in written), state)
                self._note(written)
            else:
                self._plans[code] = (plan, known_counts(workspace, plan))
                waiting.append((code, key))
        return waiting

    def _taken(self, names: Sequence[str]) -> list[WrittenFile]:
        """The files of these names, all of them taken over from the last site; none where one cannot be."""
        files = [self._take(last) for name in names if (last := self._last.files.get(name))]
        return [one for one in files if one] if len(files) == len(names) and all(files) else []

    def _are_there(self, names: Sequence[str]) -> bool:
        files = [self._last.files.get(name) for name in names]
        return bool(self._live) and all(one and one.found_at(f"{self._live}/{one.name}") for one in files)

    def _patch(self, plan: SearchPlan, last: IndexRecord) -> Any:
        workspace = self._plugin.prepared
        step_cache = workspace.step_cache if workspace else None
        site = Path(self._config.site_dir)
        return patch_search(plan, last.state, step_cache, Path(self._live), site) if step_cache else None

    def _written_below(self, folder: str) -> list[WrittenFile]:
        """Every file below `folder`; those that are links to the last site's are not read."""
        found = []
        for name, entry in walk_files(f"{self._config.site_dir}/{folder}"):
            stat, last = entry.stat(), self._last.files.get(f"{folder}/{name}")
            is_last = last is not None and last.stamp == FileStamp.of(stat)
            made = last if last and is_last else WrittenFile.of(f"{folder}/{name}", stat, Path(entry.path).read_bytes())
            found.append(made)
        return found

    def _write_search(self, language: str) -> tuple[dict[str, list[Any]], dict[str, bytes], dict[str, Any]]:
        """Write one index; columns of its files, hash of document → packed term counts, and `state_of` it."""
        site = Path(self._config.site_dir)
        plan, known = self._plans[language]
        counts, made = make_counts(plan, known)
        index = build_index(plan.documents, language, counts)
        counts.clear()  # a hundred megabytes at 3,000 articles
        shutil.rmtree(site / FOLDER / language, ignore_errors=True)  # of an older site
        folder = write_index(index, site, talk=plan.talk)
        files = self._written_below(folder.relative_to(site).as_posix())
        return columns_of(WrittenFile, files), made, state_of(index, plan)

    def rerender(self, page: Page) -> bytes:
        """`page`, rendered again from a changed text, as a build would write it."""
        return self._writer.rerender(page)

    def page_of(self, page: EditionPage) -> KbPage:
        """The page that MkDocs sees for one page of the edition."""
        return self._plugin.site.article(page, self._config)


@dataclass(frozen=True)
class Rendering:
    """What rendering did."""

    problems: tuple[Problem, ...]
    built: FastBuildResult | None = None
    """None where MkDocs' own driver did the work."""
    fast_build: FastBuild | None = None
    """What rendered, for rendering single pages again."""
    overrides: str = ""
    """The shop's own templates: a folder, absolute."""
    picture_sizes: Mapping[str, Size] = field(default_factory=dict)
    """Asset → pixels."""

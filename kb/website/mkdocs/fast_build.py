"""`kb build`'s way through one MkDocs build: the same events in the same order, pages on every processor,
pages whose sources did not change taken over from the last build.

Used where `kb` is the only plugin and there are no hooks: others keep state between pages, which neither
forks nor pages taken over would feed. Then `mkdocs.commands.build.build` does the work, one page after another.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from kb.text.languages import load_language
from kb.website.mkdocs.fingerprints import PageFingerprints
from kb.website.mkdocs.page_writer import PageWriter, row_of
from kb.website.mkdocs.pages import KbPage
from kb.website.mkdocs.theme import THEME
from kb.website.output.search_index import state_of, write_index
from kb.website.record.site_record import SiteRecord, WrittenFile, hard_link
from kb.workspace.indexes import SearchPlan, known_counts, make_counts, plan_search

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from kb.editions.selection import Page as EditionPage
    from kb.website.html.images import Size
    from kb.website.mkdocs.files import SiteFiles
    from kb.website.views.types import SiteView
    from kb.workspace.workspace import Workspace

PAGES_IN_SLICE = 32
INCLUDED = InclusionLevel.is_included


@dataclass(frozen=True, slots=True)
class FastBuildResult:
    """What one build did."""

    record: SiteRecord
    written: int
    reused: int
    search_states: Mapping[str, Any]
    """Language → `state_of` its index, for those that were written."""


class PluginState(Protocol):
    """Our own plugin, as MkDocs hands it back."""

    site: SiteFiles
    prepared: Workspace | None
    finished: tuple[Problem, ...]
    writes_search: bool
    bytecode: BytecodeCache | None
    written: Mapping[str, str]
    light: Mapping[str, SiteView]


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
    """One build into `config.site_dir`, an empty folder; `live` is the folder that `last` describes."""

    def __init__(
        self, config: MkDocsConfig, plugin: PluginState, *, live: Path | None = None, last: SiteRecord | None = None
    ) -> None:
        self._config = config
        self._plugin = plugin
        self._live = str(live) if live and last else ""
        self._last = last or SiteRecord()
        self._env: Environment
        self._writer: PageWriter
        self._pages: Sequence[File] = ()
        self._plans: dict[str, tuple[SearchPlan, dict[str, bytes]]] = {}
        self._search_states: dict[str, Any] = {}

    def run(self) -> FastBuildResult:
        """Write the site. Other processes make the indexes of search while this one gets MkDocs ready."""
        record = SiteRecord()
        waiting = self._search(record)
        searching = WorkerPool(self._write_search, [code for code, _ in waiting])
        try:
            with gc_paused():
                written = self._write_pages(record, searching)
            for (code, key), (rows, counts, state) in zip(waiting, searching.results(), strict=True):
                if (step_cache := self._plugin.site.workspace.step_cache) is not None:
                    step_cache.keep_counts(counts, load_language(code))
                record.search[code] = (key, [row[0] for row in rows])
                self._search_states[code] = state
                record.files.update((name, WrittenFile(*row)) for name, *row in rows)
        finally:
            searching.close()
        self._plugin.written = {name: one.sha256 for name, one in record.files.items() if one.sha256}
        self._config.plugins.on_post_build(config=self._config)
        return FastBuildResult(record, written, len(self._pages) - written, self._search_states)

    def _write_pages(self, record: SiteRecord, searching: WorkerPool[str]) -> int:
        """Write everything but the indexes; how many pages were written, not taken over."""
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
        files.copy_static_files(inclusion=INCLUDED)
        pages = files.documentation_pages(inclusion=INCLUDED)
        for file in pages:
            if file.page is None:
                Page(None, file, config)
        self._pages = pages
        self._writer = PageWriter(config, self._env, nav, files, pages)
        for template in sorted(config.theme.static_templates):
            mkdocs_build._build_theme_template(template, self._env, files, config, nav)
        for template in config.extra_templates:
            mkdocs_build._build_extra_template(str(template), files, config, nav)
        waiting = self._take_over(pages, record)
        if len(waiting) > PAGES_IN_SLICE:
            self._compile({str(getattr(pages[place].page, "template", "")) for place, _, _ in waiting})
        self._make(waiting, record, searching)
        return len(waiting)

    def _compile(self, templates: set[str]) -> None:
        """Read `templates` and our small parts before workers are forked, so that each need not."""
        parts = {f"kb/parts/{path.name}" for path in (THEME / "kb" / "parts").glob("*.html")}
        for name in sorted((templates | parts) - {""}):
            self._env.get_template(name)

    def _take_over(self, pages: Sequence[File], record: SiteRecord) -> list[tuple[int, str, str]]:
        """Link what the last build wrote from the same; (place, key, light key) of every other page."""
        keys = PageFingerprints(self._plugin.site, self._config)
        self._plugin.light = keys.light_sites
        may_keep = is_pure(self._plugin.site.project.extensions)
        waiting = []
        for place, file in enumerate(pages):
            key, light = keys.of(file.page) if may_keep and isinstance(file.page, KbPage) else ("", "")
            one = self._last.files.get(file.dest_uri)
            if one and key and (one.key == key or one.key_without_lists == light) and self._link(file.dest_uri, one):
                record.files[file.dest_uri] = WrittenFile(
                    key, one.key_without_lists, one.inode, one.size, one.modified, one.sha256
                )
            else:
                waiting.append((place, key, light))
        return waiting

    def _link(self, name: str, one: WrittenFile) -> bool:
        source = f"{self._live}/{name}"
        return bool(self._live) and one.is_at(source) and hard_link(source, f"{self._config.site_dir}/{name}")

    def _make(self, waiting: list[tuple[int, str, str]], record: SiteRecord, searching: WorkerPool[str]) -> None:
        """Write the pages that wait, in as many processes as there are; then help with the indexes."""
        if (step_cache := self._plugin.site.workspace.step_cache) is not None:
            step_cache.progress.tell("writing", len(waiting), "pages")
        size = max(4, min(PAGES_IN_SLICE, len(waiting) // 4))
        slices = [waiting[start : start + size] for start in range(0, len(waiting), size)]

        def work(part: list[tuple[int, str, str]]) -> list[Any]:
            return [self._writer.write(self._pages[place], key, light) for place, key, light in part]

        writing = WorkerPool(work, slices)
        writing.join()
        if self._plugin.site.edition.name == "public":  # agents' lists and desk still need the texts
            self._plugin.site.workspace.renderings.forget()
        searching.join()
        for rows in writing.results():
            record.files.update((name, WrittenFile(*row)) for name, *row in rows if row)

    def _search(self, record: SiteRecord) -> list[tuple[str, str]]:
        """(language, key) of each index that must be written; the others are taken over."""
        workspace = self._plugin.prepared
        assert workspace is not None
        waiting = []
        for code in workspace.edition.options.languages:
            plan = plan_search(workspace, code)
            key = plan.key
            last_key, names = self._last.search.get(code, ("", []))
            known = [(name, self._last.files.get(name)) for name in names]
            if key == last_key and names and all(one and self._link(name, one) for name, one in known):
                record.search[code] = (key, names)
                record.files.update((name, one) for name, one in known if one)
            else:
                self._plans[code] = (plan, known_counts(workspace, plan))
                waiting.append((code, key))
        return waiting

    def _write_search(self, language: str) -> tuple[list[Any], dict[str, bytes], dict[str, Any]]:
        """Write one index; rows for the record, hash of document → packed term counts, and `state_of` it."""
        site = Path(self._config.site_dir)
        plan, known = self._plans.pop(language)
        counts, made = make_counts(plan, known)
        index = build_index(plan.documents, language, counts)
        counts.clear()  # a hundred megabytes at 3,000 articles
        folder = write_index(index, site)
        names = sorted(path.relative_to(site).as_posix() for path in folder.iterdir())
        rows = [row_of(name, (site / name).stat(), "", "", (site / name).read_bytes()) for name in names]
        return rows, made, state_of(index, folder)

    def rerender(self, page: Page) -> bytes:
        """`page`, made anew from a changed text, as a build would write it."""
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

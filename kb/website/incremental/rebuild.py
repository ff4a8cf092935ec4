"""A build after small edits: the last site with a few texts replaced, byte for byte what a whole build would write.

Only what is certain is done here: texts of public articles changed and nothing else, no problem before or after,
the same headings as before. Whatever else changed, and whatever raises a doubt, is left to a whole build, which is
the only judge of problems. The pages are not rendered again: the new text takes the place of the old one in them,
which `tests/builds/test_edit_loop.py` compares with what the templates write.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from kb.cache.inputs import list_inputs
from kb.cache.steps import StepCache
from kb.cache.store import Store, store_for
from kb.content.facts import facts_on
from kb.content.in_time import version_name
from kb.content.load import load_facts
from kb.content.model import Article, Kind, differs_in_text_alone
from kb.content.parse import SourceText
from kb.content.urls import Name
from kb.editions.coming import fact_names
from kb.editions.selection import Edition, EditionName, Page, fill_again
from kb.markdown.rendering import Renderings
from kb.project.project import Project, load_project
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.from_edition import document_of, documents_in
from kb.source.files import read_text_file
from kb.website.html.article_html import PageTexts
from kb.website.html.heading_links import makes_heading_links
from kb.website.incremental.outline import outline
from kb.website.incremental.safety import changes_anchors_or_links, changes_problems
from kb.website.incremental.search import Edited, SearchEdits, edit_search
from kb.website.incremental.splicing import with_text
from kb.website.output.manifest import MANIFEST, write_manifest
from kb.website.record.build_record import (
    BuildRecord,
    BuildSources,
    DocumentRecord,
    IndexRecord,
    WrittenFile,
    load_record,
    made_by,
    measure,
    save_record,
    stamps_below,
)
from kb.website.record.recycled_folder import mirror
from kb.website.record.report import BuildReport
from kb.workspace.indexes import talk_of

MOST_EDITS = 20
_UNSURE_NS = 1_000_000_000
"""A file that changed within the second before it was listed may have changed again without a trace."""


class _DoubtError(Exception):
    """Why a whole build must do this, as a sentence."""


@dataclass(frozen=True)
class _Edit:
    """One article whose text changed; facts and links filled in."""

    record: DocumentRecord
    """Of the new text."""
    old: Article
    new: Article


def stage_edits(
    root: Path, edition: EditionName, staged: Path, *, today: date, live: Path, strict: bool
) -> BuildReport | None:
    """Build what changed since the last build into `live` in the folder `staged`, whatever lies there.

    None if a whole build must do it; with `KB_DEBUG` set, the reason is printed. If nothing changed, nothing is staged.
    """
    start = time.monotonic()
    store = store_for(root, edition)
    try:
        last = load_record(store, edition, live)
        sources = _usable(last, today, strict=strict)
        after, count = _Staging(root, edition, staged, live, store, last, sources, today).run()
        if after is not last:
            save_record(store, edition, live, after)
        pages, size = measure((one.name, one.size) for one in after.files.values())
        seconds, is_live = time.monotonic() - start, after.files == last.files
        return BuildReport(edition, pages, size, seconds, sources.problems, True, pages - count, is_live=is_live)
    except (_DoubtError, OSError) as reason:
        if os.environ.get("KB_DEBUG"):
            print(f"kb: everything of the {edition} edition is built: {reason}", file=sys.stderr)
        return None
    finally:
        store.close()


def _usable(last: BuildRecord, today: date, *, strict: bool) -> BuildSources:
    """What the last build was made from, if this one may start from there."""
    if last.sources is None:
        raise _DoubtError("no build is recorded that depends on its listed files alone")
    if last.sources.made_by != made_by():
        raise _DoubtError("kb, a library or Python is another than in the last build")
    if last.sources.today != today.isoformat():
        raise _DoubtError("the last build judged dates as of another day")
    if any(problem.stops(strict=strict) for problem in last.sources.problems):
        raise _DoubtError("the last build had problems, and this one is strict")
    return last.sources


class _Staging:
    def __init__(
        self,
        root: Path,
        edition: EditionName,
        staged: Path,
        live: Path,
        store: Store,
        last: BuildRecord,
        sources: BuildSources,
        today: date,
    ) -> None:
        self._root, self._edition_name, self._staged, self._live = root, edition, staged, live
        self._step_cache, self._last, self._sources, self._today = StepCache(store), last, sources, today
        self._project: Project

    def run(self) -> tuple[BuildRecord, int]:
        """The record of the site as it is now, and how many pages were written."""
        last, sources = self._last, self._sources
        listing = list_inputs(self._root, sources.tops)
        now = listing.stamps
        if now.keys() != sources.inputs.keys():
            raise _DoubtError("a source file is new or gone")
        if stamps_below(self._live) != {name: one.stamp for name, one in last.files.items()}:
            raise _DoubtError("the published folder is not as the last build left it")
        unsure = sources.started - _UNSURE_NS
        changed = [
            path for path, one in now.items() if one != sources.inputs[path] or max(one.modified, one.changed) >= unsure
        ]
        if not changed:
            return last, 0
        records = {one.path: one for one in sources.documents}
        if len(changed) > MOST_EDITS:
            raise _DoubtError(f"{len(changed)} source files may have changed; at most {MOST_EDITS} are looked at")
        if others := set(changed) - records.keys():
            raise _DoubtError(f"{min(others)} is no document")
        self._project = load_project(self._root, tries_extensions=False)
        edits = [edit for path in changed if (edit := self._read(records[path])) is not None]
        sources = replace(sources, inputs=now, started=listing.at)
        if not edits:
            return replace(last, sources=sources), 0
        if self._edition_name != "public":
            raise _DoubtError("a text changed, and the agents' pages show texts in more than one place")
        return self._replaced(sources, edits)

    def _read(self, record: DocumentRecord) -> _Edit | None:
        """The article of `record` as it is on the disk now; None if its words are the same."""
        path = record.path
        if record.id in self._with_versions():
            raise _DoubtError(f"{path} is one of several versions")
        text, problems = read_text_file(self._root, path)
        if text is None or problems:
            raise _DoubtError(f"{path} cannot be read")
        source = SourceText(text, path, Name(record.id, record.language, Kind(record.kind)))
        ((new, found),) = self._step_cache.parse([source], self._project.options)
        parse_key = self._step_cache.parse_keys[path]
        if parse_key == record.parse_key:
            return None
        (old,) = self._step_cache.parsed([record.parse_key]) or (None,)
        if self._project.intake.is_draft(path.removeprefix(f"{self._project.docs}/")):
            raise _DoubtError(f"{path} is a draft")
        if found:
            raise _DoubtError(f"{path} has a problem")
        if not isinstance(new, Article) or not isinstance(old, Article) or record.id == "index":
            raise _DoubtError(f"{path} is no article, or what it was is not in the cache")
        if not differs_in_text_alone(new, old) or new.is_draft:
            raise _DoubtError(f"more changed in {path} than its text")
        after = replace(record, source_hash=new.source_hash, translates=new.translates, parse_key=parse_key)
        return _Edit(after, old, new)

    def _with_versions(self) -> set[str]:
        """Ids of documents that have several versions."""
        dated = {one.id: found[0] for one in self._sources.documents if (found := version_name(one.id))}
        return {*dated, *dated.values()}

    def _replaced(self, sources: BuildSources, edits: list[_Edit]) -> tuple[BuildRecord, int]:
        by_path = {edit.record.path: edit.record for edit in edits}
        sources = replace(sources, documents=tuple(by_path.get(one.path, one) for one in sources.documents))
        self._sources = sources
        library, edition = outline(sources, self._project)
        facts = load_facts(self._root, self._project.options, with_agents=False).facts
        library = replace(library, facts=MappingProxyType(facts_on(facts, self._today)), day=self._today)
        changing = {name for name, fact in facts.items() if fact.periods}
        for edit in edits:
            named = {name.partition(".")[0] for text in (edit.old, edit.new) for name in fact_names(text)}
            if named & changing:
                raise _DoubtError(f"{edit.record.path} names a fact that changes with time")
        if changes_problems(library, [edit.new for edit in edits], sources, self._project, self._today):
            raise _DoubtError("an edited text has a problem or had one, or a translation is out of date now or was")
        texts = fill_again([text for edit in edits for text in (edit.old, edit.new)], edition)
        filled = [_Edit(edit.record, *texts[2 * at : 2 * at + 2]) for at, edit in enumerate(edits)]
        words = {code: self._project.options.ui_strings(code) for code in {edit.new.language for edit in edits}}
        bodies = [(one.body, words[one.language]) for edit in filled for one in (edit.old, edit.new)]
        renderings = self._step_cache.renderings(self._project, bodies)
        for edit in filled:
            if changes_anchors_or_links(edit.old, edit.new, edition, renderings, words, self._project):
                raise _DoubtError(f"headings, ids or links changed in {edit.record.path}")
        pages = dict(self._pages(edition, renderings, words, filled))
        if not mirror(self._live, {name: one.stamp for name, one in self._last.files.items()}, self._staged):
            raise _DoubtError("the published files cannot be linked into the folder to be staged")
        for name, data in pages.items():
            self._write(name, data)
        search = self._search(edition, renderings, words, filled)
        files = self._files(pages, search.indexes)
        (self._staged / MANIFEST).unlink()
        data = write_manifest(self._staged, {name: one.sha256 for name, one in files.items()})
        files[MANIFEST] = WrittenFile.of(MANIFEST, (self._staged / MANIFEST).stat(), data)
        return BuildRecord(files, {**self._last.indexes, **search.indexes}, sources), len(pages)

    def _files(self, pages: Mapping[str, bytes], indexes: Mapping[str, IndexRecord]) -> dict[str, WrittenFile]:
        """Every file of the new site but the manifest, by name."""
        gone = {MANIFEST, *(name for code in indexes for name in self._last.indexes[code].files)}
        files = {name: one for name, one in self._last.files.items() if name not in gone}
        for name, data in pages.items():
            files[name] = WrittenFile.of(name, (self._staged / name).stat(), data)
        for name in (name for one in indexes.values() for name in one.files):
            path, before = self._staged / name, self._last.files.get(name)
            is_same = before is not None and before.is_at(str(path))
            files[name] = before if before and is_same else WrittenFile.of(name, path.stat(), path.read_bytes())
        return files

    def _pages(
        self,
        edition: Edition,
        renderings: Renderings,
        words: Mapping[str, Mapping[str, str]],
        edits: list[_Edit],
    ) -> Iterator[tuple[str, bytes]]:
        """Every page that shows an edited text: its name and what it holds now."""
        texts = PageTexts(
            edition,
            renderings,
            docs=self._project.docs,
            site_url=self._project.site_url,
            sizes=lambda: self._sources.picture_sizes,
            channel_name=lambda id, _: id,
            links_headings=makes_heading_links(self._project.extension_configs),
        )
        for edit in edits:
            for page in _pages_of(edition, edit.new):
                name = f"{page.url}index.html"
                old = texts.render(edit.old.body, edit.old, page.url, page.language)
                new = texts.render(edit.new.body, edit.new, page.url, page.language)
                made = with_text(Path(self._live, name).read_text("utf-8"), old.html, new.html)
                if made is None:
                    raise _DoubtError(f"the page {name} does not show the text in one place alone")
                yield name, made.encode()

    def _search(
        self,
        edition: Edition,
        renderings: Renderings,
        words: Mapping[str, Mapping[str, str]],
        edits: list[_Edit],
    ) -> SearchEdits:
        """Bring the indexes of every language that shows an edited text up to date."""
        changed: dict[str, list[Edited]] = {}
        for edit in edits:
            for page in _found_of(edition, edit.new):
                own = words[page.document.language]
                old, new = (document_of(replace(page, document=one), renderings, own) for one in (edit.old, edit.new))
                changed.setdefault(page.language, []).append((old, new))
        return edit_search(
            self._step_cache,
            self._last.indexes,
            changed,
            lambda code: self._documents(edition, code),
            live=self._live,
            staged=self._staged,
            talk=talk_of(edition),
        )

    def _documents(self, edition: Edition, language: str) -> tuple[SearchDocument, ...]:
        """Every document of one language as search sees it, from the step cache."""
        keys = {(one.id, one.language): one.parse_key for one in self._sources.documents}
        shown = edition.found_in(language)
        parsed = self._step_cache.parsed([keys[page.id, page.document.language] for page in shown])
        texts = [one for one in parsed if isinstance(one, Article)]
        if len(texts) != len(shown):
            raise _DoubtError("the step cache has lost a text")
        filled = fill_again(texts, edition)
        words = {code: self._project.options.ui_strings(code) for code in {one.language for one in filled}}
        renderings = self._step_cache.renderings(self._project, [(one.body, words[one.language]) for one in filled])
        pages = {(page.id, language): replace(page, document=one) for page, one in zip(shown, filled, strict=True)}
        return documents_in(replace(edition, pages=MappingProxyType(pages)), language, renderings, words)

    def _write(self, name: str, data: bytes) -> None:
        path = self._staged / name
        path.unlink()  # a second name of the file being served
        path.write_bytes(data)


def _pages_of(edition: Edition, document: Article) -> list[Page]:
    """Every page that shows `document`: its own, and those of languages that lack it."""
    found = (edition.pages.get((document.id, code)) for code in edition.options.languages)
    return [page for page in found if page and page.document.language == document.language]


def _found_of(edition: Edition, document: Article) -> list[Page]:
    """Every page by which search finds `document`, one for each language whose readers do."""
    found = (page for code in edition.options.languages for page in edition.found_in(code))
    return [page for page in found if page.id == document.id and page.document.language == document.language]

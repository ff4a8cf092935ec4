"""A build after small edits: the last site with a few texts replaced, byte for byte what a whole build would write.

Only what is certain is done here: texts of public articles changed and nothing else, no problem before or after,
the same headings as before. Whatever else changed, and whatever raises a doubt, is left to a whole build, which is
the only judge of problems. The pages are not rendered again: the new text takes the place of the old one in them,
which `tests/builds/test_edit_loop.py` compares with what the templates write.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from kb.cache.inputs import list_inputs
from kb.cache.steps import StepCache
from kb.cache.store import Store, store_for
from kb.content.load import SourceText, load_facts
from kb.content.model import Article, Kind, differs_in_text_alone
from kb.content.urls import Name
from kb.editions.selection import Edition, EditionName, Page, fill_again
from kb.markdown.rendering import Renderings
from kb.project.project import Project, load_project
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.from_edition import document_of, documents_in
from kb.source.files import read_text_file
from kb.website.html.article_html import PageTexts
from kb.website.incremental.safety import changes_anchors_or_links, changes_problems
from kb.website.incremental.search import Edited, SearchEdits, edit_search
from kb.website.incremental.splicing import with_text
from kb.website.output.manifest import MANIFEST, read_manifest, write_manifest
from kb.website.record.build_record import (
    LastBuild,
    load_last_build,
    measure,
    outline,
    save_last_build,
    stat_of,
    stats_of_site,
)
from kb.website.record.recycled_folder import mirror
from kb.website.record.report import BuildReport

MOST_EDITS = 20
_UNSURE_NS = 1_000_000_000
"""A file that changed within the second before it was listed may have changed again without a trace."""


class _DoubtError(Exception):
    """A whole build must do this."""


@dataclass(frozen=True)
class _Edit:
    """One article whose text changed; facts and links filled in."""

    row: list[str]
    """Its row in `LastBuild.documents`, as it will be."""
    old: Article
    new: Article


def stage_edits(
    root: Path, edition: EditionName, staged: Path, *, today: date, live: Path, strict: bool
) -> BuildReport | None:
    """Build what changed since the last build into `live` in the folder `staged`, whatever lies there.

    None where a whole build must do it. Where nothing changed nothing is staged.
    """
    start = time.monotonic()
    store = store_for(root, edition)
    try:
        last = load_last_build(store, edition, live)
        if last is None or last.today != today.isoformat() or (strict and last.problems):
            return None
        after, count = _Staging(root, edition, staged, live, store, last, today).run()
        is_live = after is last or after.site == last.site
        if after is not last:
            save_last_build(store, edition, live, after)
        pages, size = measure(after.site)
        problems = after.found()
        seconds = time.monotonic() - start
        return BuildReport(edition, pages, size, seconds, problems, True, pages - count, is_live=is_live)
    except (_DoubtError, OSError, ValueError, LookupError):
        return None
    finally:
        store.close()


class _Staging:
    def __init__(
        self, root: Path, edition: EditionName, staged: Path, live: Path, store: Store, last: LastBuild, today: date
    ) -> None:
        self._root, self._edition_name, self._staged, self._live = root, edition, staged, live
        self._kept, self._last, self._today = StepCache(store), last, today
        self._project: Project
        self._rows: list[list[str]] = []

    def run(self) -> tuple[LastBuild, int]:
        """What is known of the site as it is now, and how many pages were written."""
        last = self._last
        listing = list_inputs(self._root, last.tops)
        now = dict(listing.stats)
        if now.keys() != last.inputs.keys() or stats_of_site(self._live) != last.site:
            raise _DoubtError
        unsure = last.started - _UNSURE_NS
        changed = [path for path, one in now.items() if one != last.inputs[path] or max(one[1:3], default=0) >= unsure]
        if not changed:
            return last, 0
        rows = {row[0]: row for row in last.documents}
        if len(changed) > MOST_EDITS or not set(changed) <= rows.keys():
            raise _DoubtError
        self._project = load_project(self._root, tries_extensions=False)
        edits = [edit for path in changed if (edit := self._read(rows[path])) is not None]
        known = replace(last, inputs=now, started=listing.at)
        if not edits:
            return known, 0
        if self._edition_name != "public":
            raise _DoubtError
        return self._replaced(known, edits)

    def _read(self, row: list[str]) -> _Edit | None:
        """The article of `row` as it is on the disk now; None where its words are the same."""
        path, id, language, kind, *_, key = row
        text, problems = read_text_file(self._root, path)
        if text is None or problems:
            raise _DoubtError
        source = SourceText(text, path, Name(id, language, Kind(kind)))
        ((new, found),) = self._kept.parse([source], self._project.options)
        if self._kept.parse_keys[path] == key:
            return None
        (old,) = self._kept.parsed([key]) or (None,)
        if self._project.intake.is_draft(path.removeprefix(f"{self._project.docs}/")):
            raise _DoubtError
        if found or not isinstance(new, Article) or not isinstance(old, Article) or id == "index":
            raise _DoubtError
        if not differs_in_text_alone(new, old) or new.is_draft:
            raise _DoubtError
        return _Edit([*row[:5], new.source_hash, new.translates, self._kept.parse_keys[path]], old, new)

    def _replaced(self, known: LastBuild, edits: list[_Edit]) -> tuple[LastBuild, int]:
        by_path = {edit.row[0]: edit.row for edit in edits}
        known = replace(known, documents=[by_path.get(row[0], row) for row in known.documents])
        self._rows = known.documents
        library, edition = outline(known, self._project)
        facts = load_facts(self._root, self._project.options, with_agents=False).facts
        library = replace(library, facts=MappingProxyType(dict(facts)))
        if changes_problems(library, [edit.new for edit in edits], self._last, self._project.options, self._today):
            raise _DoubtError
        texts = fill_again([text for edit in edits for text in (edit.old, edit.new)], edition)
        filled = [_Edit(edit.row, *texts[2 * at : 2 * at + 2]) for at, edit in enumerate(edits)]
        words = {code: self._project.options.ui_strings(code) for code in {edit.new.language for edit in edits}}
        bodies = [(one.body, words[one.language]) for edit in filled for one in (edit.old, edit.new)]
        renderings = self._kept.renderings(self._project, bodies)
        for edit in filled:
            if changes_anchors_or_links(edit.old, edit.new, edition, renderings, words, self._project):
                raise _DoubtError
        pages = dict(self._pages(edition, renderings, words, filled))
        if not mirror(self._live, known.site, self._staged):
            raise _DoubtError
        for name, data in pages.items():
            self._write(name, data)
        search = self._search(edition, renderings, words, filled)
        site, hashes = self._listed(known.site, pages.keys(), search.folders)
        (self._staged / MANIFEST).unlink()
        write_manifest(self._staged, hashes)
        site[MANIFEST] = stat_of(self._staged / MANIFEST)
        return replace(known, site=site, search=dict(search.states)), len(pages)

    def _listed(
        self, before: Mapping[str, list[int]], pages: Collection[str], folders: Sequence[str]
    ) -> tuple[dict[str, list[int]], dict[str, str]]:
        """The files of the new site, and their hashes."""
        hashes = dict(read_manifest((self._live / MANIFEST).read_bytes()))
        site = {name: one for name, one in before.items() if not name.startswith(tuple(folders))}
        now = {name: stat_of(self._staged / name) for name in pages}
        for folder in folders:
            now.update((folder + name, one) for name, one in stats_of_site(self._staged / folder).items())
        for name, one in now.items():
            site[name] = one
            if one != before.get(name):
                hashes[name] = hashlib.sha256((self._staged / name).read_bytes()).hexdigest()
        return site, {name: hash for name, hash in hashes.items() if name in site}

    def _pages(
        self,
        edition: Edition,
        renderings: Renderings,
        words: Mapping[str, Mapping[str, str]],
        edits: list[_Edit],
    ) -> Iterator[tuple[str, bytes]]:
        """Every page that shows an edited text: its name and what it holds now."""
        sizes = {name: (width, height) for name, (width, height) in self._last.picture_sizes.items()}
        texts = PageTexts(
            edition,
            renderings,
            docs=self._project.docs,
            site_url=self._project.site_url,
            sizes=lambda: sizes,
            channel_name=lambda id, _: id,
        )
        for edit in edits:
            for page in _pages_of(edition, edit.new):
                name = f"{page.url}index.html"
                old = texts.render(edit.old.body, edit.old, page.url, page.language)
                new = texts.render(edit.new.body, edit.new, page.url, page.language)
                made = with_text(Path(self._live, name).read_text("utf-8"), old.html, new.html)
                if made is None:
                    raise _DoubtError
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
            for page in _pages_of(edition, edit.new):
                own = words[page.document.language]
                old, new = (document_of(replace(page, document=one), renderings, own) for one in (edit.old, edit.new))
                changed.setdefault(page.language, []).append((old, new))
        return edit_search(
            self._kept,
            self._last.search,
            changed,
            lambda code: self._documents(edition, code),
            live=self._live,
            staged=self._staged,
        )

    def _documents(self, edition: Edition, language: str) -> tuple[SearchDocument, ...]:
        """Every document of one language as search sees it, from what is kept."""
        keys = {(row[1], row[2]): row[-1] for row in self._rows}
        shown = edition.in_language(language)
        step_cache = self._kept.parsed([keys[page.id, page.document.language] for page in shown])
        texts = [one for one in step_cache if isinstance(one, Article)]
        if len(texts) != len(shown):
            raise _DoubtError
        filled = fill_again(texts, edition)
        words = {code: self._project.options.ui_strings(code) for code in {one.language for one in filled}}
        renderings = self._kept.renderings(self._project, [(one.body, words[one.language]) for one in filled])
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

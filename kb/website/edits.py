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

from kb.checks.braces import check_braces
from kb.checks.links import check_links
from kb.checks.literals import check_literals
from kb.checks.structure import check_structure
from kb.checks.translations import RULES as TRANSLATION_RULES
from kb.checks.translations import check_freshness, check_translations
from kb.content.addresses import Name
from kb.content.files import read_text_file
from kb.content.links import links_in
from kb.content.loading import Source, load_facts
from kb.content.model import Article, Kind, Library, differs_in_text_alone
from kb.content.project import Project, load_project
from kb.content.rendering import Rendered, Renderings
from kb.editions.selection import Edition, EditionName, Page, fill_again
from kb.search.documents import SearchDocument
from kb.search.edition_documents import document_of, documents_in
from kb.website.build_report import BuildReport
from kb.website.kept import Kept
from kb.website.last_build import LastBuild, list_inputs, load_last_build, save_last_build, stat_of, stats_of_site
from kb.website.manifest import MANIFEST, read_manifest, write_manifest
from kb.website.page_texts import PageTexts
from kb.website.search_edits import Edited, SearchEdits, edit_search
from kb.website.spare import mirror
from kb.website.store import Store, store_for
from kb.website.words import words_in

MOST_EDITS = 20
_UNSURE_NS = 1_000_000_000
"""A file that changed within the second before it was listed may have changed again without a trace."""
_DATA_BLOCKS = ("data-kb-tree", "data-kb-quiz")
"""What a text holds that makes its page show more elsewhere."""


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
        size = sum(size for _, size, _ in after.site.values())
        problems, pages = after.found(), after.page_count
        seconds = time.monotonic() - start
        return BuildReport(edition, pages, size, seconds, problems, True, pages - count, is_live=is_live)
    except (_DoubtError, OSError, ValueError):
        return None
    finally:
        store.close()


class _Staging:
    def __init__(
        self, root: Path, edition: EditionName, staged: Path, live: Path, store: Store, last: LastBuild, today: date
    ) -> None:
        self._root, self._edition_name, self._staged, self._live = root, edition, staged, live
        self._kept, self._last, self._today = Kept(store), last, today
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
        source = Source(text, path, Name(id, language, Kind(kind)))
        ((new, found),) = self._kept.parse([source], self._project.options)
        if self._kept.parse_keys[path] == key:
            return None
        (old,) = self._kept.parsed([key]) or (None,)
        if found or not isinstance(new, Article) or not isinstance(old, Article) or id == "index":
            raise _DoubtError
        if not differs_in_text_alone(new, old) or new.is_draft:
            raise _DoubtError
        return _Edit([*row[:5], new.source_hash, new.translates, self._kept.parse_keys[path]], old, new)

    def _replaced(self, known: LastBuild, edits: list[_Edit]) -> tuple[LastBuild, int]:
        by_path = {edit.row[0]: edit.row for edit in edits}
        known = replace(known, documents=[by_path.get(row[0], row) for row in known.documents])
        self._rows = known.documents
        library, edition = _outline(known, self._project)
        facts, _ = load_facts(self._root, self._project.options, with_agents=False)
        self._judge(replace(library, facts=MappingProxyType(facts)), edits)
        texts = fill_again([text for edit in edits for text in (edit.old, edit.new)], edition)
        filled = [_Edit(edit.row, *texts[2 * at : 2 * at + 2]) for at, edit in enumerate(edits)]
        words = {code: words_in(code) for code in {edit.new.language for edit in edits}}
        bodies = [(one.body, words[one.language]) for edit in filled for one in (edit.old, edit.new)]
        renderings = self._kept.renderings(self._project, bodies)
        self._judge_links(edition, renderings, words, filled)
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

    def _judge(self, library: Library, edits: list[_Edit]) -> None:
        """Doubt wherever the checks of a whole build would find, or no longer find, a problem."""
        options, paths = self._project.options, {edit.row[0] for edit in edits}
        before = self._last.found()
        codes = {rule.code for rule in TRANSLATION_RULES}
        if any(problem.path in paths for problem in before if problem.code not in codes):
            raise _DoubtError
        texts = self._last.fact_texts
        edited = [edit.new for edit in edits]
        alone = replace(library, articles=MappingProxyType({(one.id, one.language): one for one in edited}))
        found = [
            *check_structure(alone, options),
            *check_braces(library, options, documents=edited, texts=texts),
            *check_literals(alone, options),
            *check_freshness(alone, options, today=self._today),
        ]
        outdated = set(check_translations(library, options))
        stale = {one for one in before if one.code in codes and one.name not in ("stale-page", "too-stale-page")}
        if found or outdated != stale:
            raise _DoubtError

    def _judge_links(
        self,
        edition: Edition,
        renderings: Renderings,
        words: Mapping[str, Mapping[str, str]],
        edits: list[_Edit],
    ) -> None:
        for edit in edits:
            old, new = (renderings.of(one.body, words[one.language]) for one in (edit.old, edit.new))
            if old.toc_tokens != new.toc_tokens or old.anchors != new.anchors:
                raise _DoubtError
            added = set(links_in(new.html)) - set(links_in(old.html))
            if not added:
                continue
            found = check_links(edition, renderings, words, docs=self._project.docs, documents=[edit.new])
            if next(iter(found), None) is not None:  # or an anchor of a page whose text is not at hand
                raise _DoubtError

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
            edition, renderings, docs=self._project.docs, sizes=lambda: sizes, channel_name=lambda id, _: id
        )
        for edit in edits:
            for page in _pages_of(edition, edit.new):
                name = f"{page.url}index.html"
                old = texts.render(edit.old.body, edit.old, page.url, page.language)
                new = texts.render(edit.new.body, edit.new, page.url, page.language)
                yield name, _with_text(Path(self._live, name).read_bytes(), old, new)

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
                old, new = (
                    document_of(replace(page, document=one), renderings, own) for one in (edit.old, edit.new)
                )
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
        kept = self._kept.parsed([keys[page.id, page.document.language] for page in shown])
        texts = [one for one in kept if isinstance(one, Article)]
        if len(texts) != len(shown):
            raise _DoubtError
        filled = fill_again(texts, edition)
        words = {code: words_in(code) for code in {one.language for one in filled}}
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


def _with_text(data: bytes, old: Rendered, new: Rendered) -> bytes:
    """A page with `new` where `old` stood. Doubt where that is not in one place only."""
    if any((mark in old.html) != (mark in new.html) for mark in _DATA_BLOCKS):
        raise _DoubtError
    before, after = _after_heading(old.html), _after_heading(new.html)
    if before[0] != after[0]:
        raise _DoubtError
    written = data.decode()
    if len(before[1].strip()) < 3 or written.count(before[1]) != 1:
        raise _DoubtError
    return written.replace(before[1], after[1]).encode()


def _after_heading(content: str) -> tuple[str, str]:
    """The heading with which a text begins, or "", and the rest: a page shows them apart."""
    if not content.lstrip().startswith("<h1"):
        return "", content
    heading, end, rest = content.partition("</h1>")
    return heading + end, rest


def _outline(last: LastBuild, project: Project) -> tuple[Library, Edition]:
    """The project and its public edition as last built, without a text."""
    shown = {(id, language) for id, _, _, language in last.pages}
    articles = {
        (id, language): Article(
            id=id, language=language, kind=Kind(kind), path=path, title=title, body="", source_hash=words,
            translates=translates, is_draft=(id, language) not in shown,
        )
        for path, id, language, kind, title, words, translates, _ in last.documents
    }  # fmt: skip
    pages = {(id, code): Page(articles[id, written], code, url) for id, code, url, written in last.pages}
    library = Library(
        articles=MappingProxyType(articles),
        scripts=MappingProxyType({}),
        notes=MappingProxyType({}),
        facts=MappingProxyType({}),
        notices=(),
        assets=MappingProxyType(last.assets),
    )
    edition = Edition(
        name="public",
        options=project.options,
        pages=MappingProxyType(pages),
        notes=MappingProxyType({}),
        facts=MappingProxyType({}),
        fact_texts=MappingProxyType(last.fact_texts),
        notices=(),
        assets=MappingProxyType(last.assets),
    )
    return library, edition

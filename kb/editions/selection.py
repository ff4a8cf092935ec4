"""Library → Edition: the only function that decides what an audience sees.

Search, desk and website take editions, never libraries, so nothing that was not selected here can
reach them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from kb.content.fact_texts import fact_texts
from kb.content.generated_urls import AGENTS_START
from kb.content.in_time import version_name
from kb.content.links import SCHEME
from kb.content.model import Article, Document, Fact, Library, Note, Notice, Script
from kb.content.urls import parse_name, url_of
from kb.editions.coming import ComingChange, coming_changes
from kb.markdown.letters_alone import guarded
from kb.project.editions import EditionName
from kb.project.intake import DRAFTS, EXCLUDE
from kb.project.options import Options
from kb.source.substitution import OPENING, substitute


@dataclass(frozen=True, slots=True)
class Page:
    """One document as one language shows it; `is_fallback` when it is shown in another language's words."""

    document: Article | Script
    language: str
    url: str
    """From the site's root, without a slash in front."""

    @property
    def id(self) -> str:
        return self.document.id

    @property
    def is_fallback(self) -> bool:
        return self.document.language != self.language

    @property
    def words_language(self) -> str:
        """The language that a reader finds in its text."""
        return self.document.words_language

    @property
    def is_in_other_words(self) -> bool:
        """Whether its text is in another language than the site around it: a fallback, or not yet translated."""
        return self.words_language != self.language


@dataclass(frozen=True)
class Edition:
    """What one audience may see, in every language, with facts and links filled in."""

    name: EditionName
    options: Options
    pages: Mapping[tuple[str, str], Page]
    """(id, language) → page, sorted; articles and, for agents, scripts. A language that lacks an
    article has the default language's in its place."""
    notes: Mapping[tuple[str, str], Note]
    """(id of the public article, language) → note."""
    facts: Mapping[str, Fact]
    fact_texts: Mapping[str, Mapping[str, str]]
    """Language → `name` or `name.MARKET` → what that language writes."""
    notices: tuple[Notice, ...]
    assets: Mapping[str, str]
    unlisted: frozenset[str] = frozenset()
    """Paths of documents that are in no list of articles."""
    versions: Mapping[tuple[str, str], Page] = field(default_factory=lambda: MappingProxyType({}))
    """(id, language) → pages of versions that do not hold: in no list and no search, reached from the one that does."""
    coming: Mapping[tuple[str, str], Sequence[ComingChange]] = field(default_factory=lambda: MappingProxyType({}))
    """(id, language) → what the document will say otherwise because facts change; without an entry: nothing."""
    held_pages: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Id of a page that is written and in no language of this edition → why."""
    held_files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Path within the site of a file that is held back → why."""

    def in_language(self, language: str) -> tuple[Page, ...]:
        """Every page that `language` has, by id."""
        return tuple(page for (_, code), page in self.pages.items() if code == language)

    def found_in(self, language: str) -> tuple[Page, ...]:
        """What readers of `language` find: its pages, and the articles that it lacks, where another language has them.

        Such an article comes once, in the first of the site's languages that has it, at the address that it has there.
        """
        found = {page.id: page for page in self.in_language(language)}
        for code in self.options.languages:
            for page in self.in_language(code):
                if page.id not in found and isinstance(page.document, Article):
                    found[page.id] = replace(page, language=language)
        return tuple(found[id] for id in sorted(found))

    def page(self, page_id: str, language: str) -> Page | None:
        """The page of `page_id` for a reader of `language`: that language's, else any that exists.

        Versions that do not hold are found by their dated ids; and the one in force is too.
        """
        held, codes = self._by_any_id, (language, self.options.default_language, *self.options.languages)
        return next((page for code in codes if (page := held.get((page_id, code)))), None)

    @cached_property
    def _by_any_id(self) -> Mapping[tuple[str, str], Page]:
        dated = {(id, code): page for (_, code), page in self.pages.items() if (id := page.document.dated_id)}
        return {**dated, **self.versions, **self.pages}

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id by which a text may name a page."""
        return frozenset(id for id, _ in self._by_any_id)

    def scripts(self) -> tuple[Script, ...]:
        """Every script in every language it is written in."""
        return tuple(
            page.document for page in self.pages.values() if isinstance(page.document, Script) and not page.is_fallback
        )


SomeDocument = TypeVar("SomeDocument", bound=Document)


def select(
    library: Library, options: Options, name: EditionName, *, with_drafts: bool = False, market: str = ""
) -> Edition:
    """The edition `name` of a library: drafts out (unless previewed), internal text only for agents.

    Facts say what holds in all markets of a language; with `market` what holds there, where they have a value for it.
    """
    is_public = name == "public"
    documents: dict[tuple[str, str], Article | Script] = {}
    for source in (library.articles, {} if is_public else library.scripts):
        for key, document in source.items():
            if (with_drafts or not document.is_draft) and not (is_public and document.is_internal):
                documents[key] = document
    facts = {key: fact for key, fact in library.facts.items() if not (is_public and fact.is_internal)}
    texts = fact_texts(facts, (*documents.values(), *library.notes.values()), options, market=market)
    filled = _fill_all(documents, texts, options)
    notes = (
        {}
        if is_public
        else {
            (note.target, note.language): _fill(note, filled, texts, options)
            for note in library.notes.values()
            if with_drafts or not note.is_draft
        }
    )
    in_force = {key: one for key, one in filled.items() if not one.is_other_version}
    others = {key: one for key, one in filled.items() if one.is_other_version}
    start = "index" if is_public else AGENTS_START
    held = frozenset[str]() if with_drafts else library.draft_paths
    held_files = {name: DRAFTS for name, path in library.public_files.items() if path in held}
    return Edition(
        name=name,
        options=options,
        pages=MappingProxyType(_pages(in_force, options, start=start)),
        versions=MappingProxyType(_pages(others, options, start=start)),
        notes=MappingProxyType(notes),
        facts=MappingProxyType(facts),
        fact_texts=MappingProxyType(texts),
        notices=tuple(_fill_notice(notice, texts) for notice in library.notices),
        assets=MappingProxyType({name: path for name, path in library.assets.items() if path not in held}),
        unlisted=library.unlisted,
        coming=MappingProxyType(_coming(documents, facts, library, options)),
        held_pages=MappingProxyType(_held_pages(library, options, documents)),
        held_files=MappingProxyType({**dict.fromkeys(library.left_out, EXCLUDE), **held_files}),
    )


def _coming(
    documents: Mapping[tuple[str, str], Article | Script], facts: Mapping[str, Fact], library: Library, options: Options
) -> dict[tuple[str, str], Sequence[ComingChange]]:
    day = library.day
    changing = {name: fact for name, fact in facts.items() if fact.periods}
    if day is None or not changing:
        return {}
    found = {key: coming_changes(one, changing, options, day) for key, one in documents.items()}
    return {key: changes for key, changes in found.items() if changes}


def without_files(edition: Edition, held: Mapping[str, str], *, docs: str) -> Edition:
    """`edition` without those files of the folder `docs` that `held` names: path within the site → why."""
    if not held:
        return edition
    assets = {name: path for name, path in edition.assets.items() if name not in held or path != f"{docs}/{name}"}
    files = MappingProxyType({**edition.held_files, **held})
    return replace(edition, assets=MappingProxyType(assets), held_files=files)


def _held_pages(
    library: Library, options: Options, documents: Mapping[tuple[str, str], Article | Script]
) -> dict[str, str]:
    """Pages that are written, and why they are in no language of the edition."""
    shown = {page_id for page_id, _ in documents}
    held = {parse_name(name, is_internal=False, options=options).id: EXCLUDE for name in library.left_out}
    for one in library.articles.values():
        if one.is_draft:
            held[one.id] = DRAFTS if one.path in library.draft_paths else "draft: true"
    return {page_id: why for page_id, why in held.items() if page_id not in shown}


def fill_again(documents: Iterable[SomeDocument], edition: Edition) -> list[SomeDocument]:
    """`documents`, read again, filled in as the rest of `edition` is: for texts whose titles did not change."""
    shown = (*edition.pages.values(), *edition.versions.values())
    others = {(page.document.id, page.document.language): page.document for page in shown}
    filled = []
    for document in documents:
        facts = edition.fact_texts[document.facts_key]
        titled = replace(document, title=substitute(document.title, facts=facts, link=lambda _: None))
        filled.append(_fill(titled, others, edition.fact_texts, edition.options))
    return filled


def _fill_notice(notice: Notice, texts: Mapping[str, Mapping[str, str]]) -> Notice:
    """`notice` with its facts filled in; one text for all languages becomes one a language, as facts differ."""
    codes = [code for code in texts if not {"/", "@"} & set(code)]  # the others are for texts that wait, or are over
    written = {code: notice.text.get(code) or notice.text.get("", "") for code in codes}
    filled = {code: substitute(text, facts=texts[code], link=lambda _: None) for code, text in written.items()}
    return replace(notice, text=MappingProxyType(filled))


def _pages(
    documents: Mapping[tuple[str, str], Article | Script], options: Options, *, start: str
) -> dict[tuple[str, str], Page]:
    """Every page of `documents` in every language; the start page lies at the address of the id `start`."""
    pages: dict[tuple[str, str], Page] = {}
    for page_id in sorted({page_id for page_id, _ in documents}):
        fallback = documents.get((page_id, options.default_language))
        for code in options.languages:
            document = documents.get((page_id, code)) or fallback
            if document is not None:
                shown_as = document.version.published_as if document.version else page_id
                shown_as = start if shown_as == "index" else shown_as
                pages[page_id, code] = Page(document, code, url_of(shown_as, code, options))
    return pages


def _fill_all(
    documents: Mapping[tuple[str, str], Article | Script], texts: Mapping[str, Mapping[str, str]], options: Options
) -> dict[tuple[str, str], Article | Script]:
    titled = {
        key: replace(document, title=substitute(document.title, facts=texts[document.facts_key], link=lambda _: None))
        if OPENING in document.title
        else document
        for key, document in documents.items()
    }
    return {key: _fill(document, titled, texts, options) for key, document in titled.items()}


def _filled_texts(document: Document) -> tuple[str, ...]:
    """What braces are filled in of, the title apart."""
    return (document.summary, document.answer, document.body, *document.questions)


def _fill(
    document: SomeDocument,
    documents: Mapping[tuple[str, str], Article | Script],
    texts: Mapping[str, Mapping[str, str]],
    options: Options,
) -> SomeDocument:
    """`document` with facts and links filled in: in the body links, in single fields titles.

    In the body the signs of facts and titles are stand-ins (`letters_alone`).
    """
    if not isinstance(document, Script) and not any(OPENING in text for text in _filled_texts(document)):
        return document
    facts = texts[document.facts_key]

    def title_of(page_id: str) -> str | None:
        named = version_name(page_id)
        for id in (page_id, named[0] if named else page_id):
            found = documents.get((id, document.language)) or documents.get((id, options.default_language))
            if found and page_id in {id, found.dated_id}:
                return found.title
        return None

    def link_to(page_id: str) -> str | None:
        title = title_of(page_id)
        return None if title is None else f"[{guarded(title)}]({SCHEME}{page_id})"

    def in_field(text: str) -> str:
        return substitute(text, facts=facts, link=title_of)

    def in_body(text: str) -> str:
        return substitute(text, facts=facts, link=link_to, as_text=guarded)

    filled = replace(
        document,
        summary=in_field(document.summary),
        answer=in_field(document.answer),
        questions=tuple(map(in_field, document.questions)),
        body=in_body(document.body),
    )
    if isinstance(filled, Script):
        parts = tuple(replace(part, text=in_body(part.text).replace("\u00a0", " ")) for part in filled.parts)
        return replace(filled, parts=parts)
    return filled

"""A project and its public edition as they were last built, without a text."""

from __future__ import annotations

from types import MappingProxyType

from kb.content.model import Article, Kind, Library
from kb.editions.selection import Edition, Page
from kb.project.project import Project
from kb.website.record.build_record import BuildSources


def outline(sources: BuildSources, project: Project) -> tuple[Library, Edition]:
    """The library and the public edition that `sources` describe; bodies and facts are missing."""
    shown = {(page.id, page.written_in) for page in sources.pages}
    articles = {
        (one.id, one.language): Article(
            id=one.id, language=one.language, kind=Kind(one.kind), path=one.path, title=one.title, body="",
            source_hash=one.source_hash, translates=one.translates, is_draft=(one.id, one.language) not in shown,
        )
        for one in sources.documents
    }  # fmt: skip
    pages = {
        (page.id, page.language): Page(articles[page.id, page.written_in], page.language, page.url)
        for page in sources.pages
    }
    library = Library(
        articles=MappingProxyType(articles),
        scripts=MappingProxyType({}),
        notes=MappingProxyType({}),
        facts=MappingProxyType({}),
        notices=(),
        assets=MappingProxyType(dict(sources.assets)),
    )
    edition = Edition(
        name="public",
        options=project.options,
        pages=MappingProxyType(pages),
        notes=MappingProxyType({}),
        facts=MappingProxyType({}),
        fact_texts=MappingProxyType(dict(sources.fact_texts)),
        notices=(),
        assets=MappingProxyType(dict(sources.assets)),
    )
    return library, edition

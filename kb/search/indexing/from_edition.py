"""An edition's pages as search sees them: the same words that a reader finds on the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kb.content.model import Kind, Script
from kb.editions.selection import Edition, Page
from kb.markdown.passages import Passage, sentence_text
from kb.markdown.rendering import Renderings
from kb.search.indexing.documents import SearchDocument

UNSEARCHED = frozenset({"index"})
"""The home page's text is about the help centre, not about orders."""


def documents_in(
    edition: Edition, language: str, renderings: Renderings, words: Mapping[str, Mapping[str, str]]
) -> tuple[SearchDocument, ...]:
    """Every page that `language` has, by id; those it lacks through another language's text, marked so.

    `words` are the interface words by language, as the pages are rendered with.
    """
    return tuple(
        document_of(page, renderings, words[page.document.language])
        for page in edition.found_in(language)
        if page.id not in UNSEARCHED
    )


def document_of(page: Page, renderings: Renderings, words: Mapping[str, str]) -> SearchDocument:
    """One page as search sees it; `words` are the interface words of the language it is written in."""
    document = page.document
    return SearchDocument(
        id=page.id,
        language=page.words_language,
        kind=document.kind.value,
        title=document.title,
        url=page.url,
        questions=document.questions,
        answer=document.answer or (document.summary if document.kind is Kind.SCRIPT else ""),
        passages=_passages(page, renderings, words),
        topic=document.topic,
        stage=document.stage,
        channels=document.channels,
        is_fallback=page.is_in_other_words,
    )


def _passages(page: Page, renderings: Renderings, words: Mapping[str, str]) -> tuple[Passage, ...]:
    document = page.document
    if isinstance(document, Script):
        # A class or a channel is no word of the reply: "vip" would answer every question about VIPs.
        # A short form says nothing that the whole reply does not say.
        whole = (part for part in document.parts if not part.is_short)
        return tuple(Passage("", "", sentence_text(renderings.of(part.text, words).html)) for part in whole)
    passages = renderings.of(document.body, words).passages
    title = document.title.casefold()
    return tuple(replace(one, heading="") if one.heading.casefold() == title else one for one in passages)

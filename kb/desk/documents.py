"""The agent edition as the desk searches it: articles and scripts, one index for each language."""

from __future__ import annotations

import re

from kb.channels.channel import Channel, Links
from kb.channels.markup import parse_markup
from kb.channels.writing import Writing, write_text
from kb.content.model import Document, Kind, Script
from kb.desk.suggest import Desk
from kb.editions.selection import Edition, Page
from kb.search.documents import Passage, SearchDocument
from kb.search.index import build_index
from kb.text.characters import fold_slug

ANSWERING = frozenset({Kind.FAQ, Kind.GUIDE, Kind.POLICY, Kind.PAGE, Kind.SCRIPT})
"""What may answer a customer; procedures and training are for the team alone."""

_HEADING = re.compile(r"^#{2,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_NO_LINKS = Channel(id="reader", names={}, strengths={}, weaknesses={}, links=Links.NONE)


def desk_of(edition: Edition) -> Desk:
    """Indexes of everything in the edition that may answer a customer, and its topics."""
    indexes = {}
    for language in edition.options.languages:
        pages = [page for page in edition.in_language(language) if _answers(page)]
        indexes[language] = build_index([search_document(page) for page in pages], language)
    return Desk(indexes, edition.options.topics)


def _answers(page: Page) -> bool:
    return page.document.kind in ANSWERING and not page.id.endswith("index")


def search_document(page: Page) -> SearchDocument:
    """One page as search sees it."""
    document = page.document
    return SearchDocument(
        id=page.id, language=document.language, kind=document.kind.value, title=document.title, url=page.url,
        questions=document.questions, answer=document.answer or document.summary, passages=_passages(document),
        topic=document.topic, stage=document.stage, channels=tuple(document.channels),
        is_fallback=page.is_fallback,
    )  # fmt: skip


def _passages(document: Document) -> tuple[Passage, ...]:
    if isinstance(document, Script):
        # A class or a channel is no word of the text: "vip" would answer every question about VIPs.
        return tuple(Passage("", "", _plain(part.text)) for part in document.parts)
    pieces = _HEADING.split(document.body)
    headings = ["", *pieces[1::2]]
    return tuple(
        Passage(fold_slug(heading), heading, _plain(text))
        for heading, text in zip(headings, pieces[0::2], strict=True)
        if heading or text.strip()
    )


def _plain(text: str) -> str:
    """The words of a Markdown text, a link by its words alone."""
    return write_text(parse_markup(text), Writing(_NO_LINKS, {}))

"""Links and anchors of every page of an edition, judged on the HTML that readers get."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kb.content.comments import OPEN_COMMENT, line_of_open_comment
from kb.content.links import Link, LinkResolver, links_in
from kb.content.model import Document, Kind, Note
from kb.content.problem import Problem, Rule, Severity
from kb.content.rendering import Renderings
from kb.editions.selection import Edition

BROKEN_LINK = Rule(
    "KB201",
    "broken-link",
    Severity.WARNING,
    what="A link leads to a page or file that does not exist.",
    why="Readers who need help meet “page not found”.",
    example="[returns](../policies/retruns.md)",
    mend="link to a file that exists, relative to this one",
)
BROKEN_ANCHOR = Rule(
    "KB202",
    "broken-anchor",
    Severity.WARNING,
    what="A link names a heading that the page does not have.",
    why="Readers land at the top of a long page and must search.",
    example="[fees](../policies/shipping.md#feees)",
    mend="use the heading's anchor: its words folded, with hyphens",
)
INTERNAL_LINK = Rule(
    "KB203",
    "link-to-internal",
    Severity.ERROR,
    what="A public document links to an internal one.",
    why="It would tell shoppers that the page exists, and lead nowhere.",
    example="[what we may offer](../../agents/procedures/refund-approval.md)",
    mend="take the link out, or write a note in agents/notes/ instead",
)
HELD_BACK = Rule(
    "KB122",
    "link-to-held-back",
    Severity.WARNING,
    what="A link leads to a page or file that the shop holds back: a draft, or one that a setting leaves out.",
    why="Readers would meet “page not found”: what is held back is not on the site.",
    example="exclude_docs: /private/   # and in docs/faq/a.md: [prices](../private/prices.md)",
    mend="take the link out, or publish what it leads to",
)
RULES = (BROKEN_LINK, BROKEN_ANCHOR, INTERNAL_LINK, HELD_BACK)

PAGE_ANCHORS = frozenset({"kb-contact", "kb-related", "kb-note", "__comments"})
"""Ids that the templates put on every article."""


def check_links(
    edition: Edition,
    renderings: Renderings,
    words: Mapping[str, Mapping[str, str]],
    *,
    docs: str = "docs",
    documents: Sequence[Document] | None = None,
) -> Iterator[Problem]:
    """Every link of every page in the language it is written in, and comments that never end; notes too.

    Or those of `documents` alone.

    `words` are the interface words by language, as the pages are rendered with.
    """
    ids = {id for id, _ in edition.pages}
    resolver = LinkResolver(ids, edition.assets, edition.options, docs=docs)
    judge = _Judge(edition, renderings, words, resolver, docs)
    if documents is not None:
        for document in documents:
            yield from judge.document(document)
        return
    for page in edition.pages.values():
        if not page.is_fallback and page.document.kind is not Kind.MANUAL:
            yield from judge.document(page.document)
    for note in edition.notes.values():
        yield from judge.document(note)


class _Judge:
    def __init__(
        self,
        edition: Edition,
        renderings: Renderings,
        words: Mapping[str, Mapping[str, str]],
        resolver: LinkResolver,
        docs: str,
    ) -> None:
        self._edition, self._renderings, self._words, self._resolver = edition, renderings, words, resolver
        self._anchors: dict[tuple[str, str], frozenset[str]] = {}
        self._held = LinkResolver(edition.held_pages, edition.held_files, edition.options, docs=docs)

    def document(self, document: Document) -> Iterator[Problem]:
        rendered = self._renderings.of(document.body, self._words[document.language])
        if rendered.has_open_comment and document.kind is not Kind.SCRIPT:
            line = document.body_line + max(line_of_open_comment(document.body), 1) - 1
            yield OPEN_COMMENT.at(document.path, line, "the comment that begins here never ends")
        for written in dict.fromkeys(links_in(rendered.html)):
            link = self._resolver.resolve(written, document)
            if link.kind == "broken" and (why := self._why_held(written, document)):
                message = f"“{written}” leads to what is not published ({why})"
                yield HELD_BACK.at(document.path, _line_of(written, document), message)
            elif link.kind == "broken":
                yield BROKEN_LINK.at(document.path, _line_of(written, document), f"the link “{written}” leads nowhere")
            elif link.kind == "internal" or self._is_internal_page(link, document):
                yield INTERNAL_LINK.at(
                    document.path, _line_of(written, document), f"the link “{written}” leads to an internal page"
                )
            elif link.anchor and link.anchor not in self._anchors_for(link, document):
                yield BROKEN_ANCHOR.at(
                    document.path, _line_of(written, document), f"“{written}”: the page has no “#{link.anchor}”"
                )

    def _why_held(self, written: str, document: Document) -> str:
        link = self._held.resolve(written, document)
        if link.kind == "page":
            return self._edition.held_pages[link.id]
        return self._edition.held_files[link.asset] if link.kind == "asset" else ""

    def _is_internal_page(self, link: Link, document: Document) -> bool:
        if document.is_internal:
            return False
        if link.kind == "asset":
            return self._edition.assets[link.asset].startswith(f"{self._edition.options.agents_dir}/")
        page = self._edition.page(link.id, document.language) if link.kind == "page" else None
        return page is not None and page.document.is_internal

    def _anchors_for(self, link: Link, document: Document) -> frozenset[str]:
        if link.kind == "asset":
            return frozenset({link.anchor})
        target: Document = document
        if link.kind == "page":
            page = self._edition.page(link.id, link.language or document.language)
            if page is None:
                return frozenset()
            target = page.document
        elif isinstance(document, Note):
            page = self._edition.page(document.target, document.language)
            target = page.document if page else document
        key = (target.id, target.language)
        if key not in self._anchors:
            self._anchors[key] = self._renderings.of(target.body, self._words[target.language]).anchors | PAGE_ANCHORS
        return self._anchors[key]


def _line_of(written: str, document: Document) -> int:
    """The line on which a link stands; the first line of the text where it was put together."""
    found = re.search(rf"(?<![\w./#]){re.escape(written)}(?![\w/#-])", document.body)
    return document.body_line + (document.body.count("\n", 0, found.start()) if found else 0)

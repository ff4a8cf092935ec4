"""Ids that point at documents: related, featured, notices, notes; and addresses that must not clash."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kb.content.generated_urls import FOR_AGENTS, FOR_ALL, below_language, is_made, list_addresses
from kb.content.model import Library
from kb.content.urls import parse_name, slug_of
from kb.project.intake import EXCLUDE
from kb.project.options import Options
from kb.project.project import CONFIG
from kb.source.problem import Problem, Rule, Severity

UNKNOWN_ID = Rule(
    "KB204",
    "unknown-id",
    Severity.WARNING,
    what="A list of articles names one that does not exist, or that this reader may not see.",
    why="The link is left out, and readers miss the page that was meant.",
    example="related: [policies/retruns]",
    hint="write the id of an article: its path without language and .md",
)
REDIRECT_CLASH = Rule(
    "KB205",
    "redirect-clash",
    Severity.ERROR,
    what="An old address is still a page, kb's own too, or leads to two pages, or is no address within the site.",
    why="Readers who saved the old address would land on the wrong page.",
    example="redirect_from: [faq/refund-time]   # which still exists",
    hint="take the address out of `redirect_from`, or out of the other page's",
)
ORPHAN_NOTE = Rule(
    "KB406",
    "orphan-note",
    Severity.WARNING,
    what="A note lies over a public article that does not exist.",
    why="Agents never see it.",
    example="agents/notes/faq/retrun.md, with no docs/faq/retrun.md",
    hint="give the note the same path as its article",
)
UNKNOWN_CONTACT_FACT = Rule(
    "KB308",
    "unknown-contact-fact",
    Severity.ERROR,
    what="A way to reach a person names a fact that facts.yml does not have.",
    why="The phone number or address would be missing from every page.",
    example="contact: [{channel: hotline, fact: hotlien}]",
    hint="correct the name, or give a `url`",
)
RULES = (UNKNOWN_ID, REDIRECT_CLASH, ORPHAN_NOTE, UNKNOWN_CONTACT_FACT)


def check_references(library: Library, options: Options) -> Iterator[Problem]:
    """Every id and old address that a document, a notice or an option names."""
    public = {document_id for (document_id, _), article in library.articles.items() if not article.is_internal}
    every = {document_id for document_id, _ in library.articles} | {document_id for document_id, _ in library.scripts}
    why = why_missing(library, options)
    for document in library.documents():
        for document_id in document.related:
            if document_id not in (every if document.is_internal else public):
                yield UNKNOWN_ID.at(
                    document.path,
                    document.line_of("related"),
                    f"related: no article “{document_id}” for this reader{why(document_id)}",
                )
    for document_id in options.featured:
        if document_id not in public:
            yield UNKNOWN_ID.at(
                CONFIG, options.lines.get("featured", 1), f"featured: no article “{document_id}”{why(document_id)}"
            )
    for name, link in options.look.linked():
        if link.article and link.article not in public:
            said = f"look: {name}: no article “{link.article}”{why(link.article)}"
            yield UNKNOWN_ID.at(CONFIG, link.line, said)
    for notice in library.notices:
        if notice.link and notice.link not in public:
            yield UNKNOWN_ID.at("notices.yml", notice.line, f"link: no article “{notice.link}”{why(notice.link)}")
    for note in library.notes.values():
        if note.target not in public:
            yield ORPHAN_NOTE.at(note.path, 1, f"no public article “{note.target}”{why(note.target)}")
    for contact in options.contact:
        if library.has_unread_fact(contact.fact):
            continue
        if contact.fact and (contact.fact not in library.facts or library.facts[contact.fact].is_internal):
            yield UNKNOWN_CONTACT_FACT.at(
                CONFIG, options.lines.get("contact", 1), f"contact: no public fact “{contact.fact}”"
            )
    yield from _check_redirects(library, options)


def _check_redirects(library: Library, options: Options) -> Iterator[Problem]:
    addresses = {slug_of(document_id) for document_id, _ in library.articles} | {
        slug_of(document_id) for document_id, _ in library.scripts
    }
    made = {*FOR_ALL, *FOR_AGENTS, *list_addresses(library.documents(), options)}
    taken: dict[str, str] = {}
    for document in library.documents():
        for written in document.redirect_from:
            old = written.strip("/")
            line = document.line_of("redirect_from")
            if not old or re.search(r"[:\\?#\s<>\"']|(^|/)\.\.?(/|$)", old):
                yield REDIRECT_CLASH.at(
                    document.path, line, f"“{written}” is not an address within the site", "write it like faq/old-name"
                )
                continue
            below = below_language(old, options.other_languages)
            if old in addresses or (below != old and below in addresses):
                yield REDIRECT_CLASH.at(document.path, line, f"“{written}” is still a page")
            elif is_made(below, made):
                yield REDIRECT_CLASH.at(document.path, line, f"“{written}” is a page that kb makes")
            elif taken.setdefault(old, document.id) != document.id:
                yield REDIRECT_CLASH.at(document.path, line, f"“{written}” leads to {taken[old]} too")


def why_missing(library: Library, options: Options) -> Callable[[str], str]:
    """An id → `: exclude_docs leaves it out`, for the end of a message; "" if nothing is known."""
    left_out = {parse_name(name, is_internal=False, options=options).id for name in library.left_out}
    return lambda document_id: f": {EXCLUDE} leaves it out" if document_id in left_out else ""

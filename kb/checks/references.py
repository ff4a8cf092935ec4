"""Ids that point at documents: related, featured, notices, notes; and addresses that must not clash."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kb.checks.near_ids import NearIds
from kb.content.generated_urls import FOR_AGENTS, FOR_ALL, below_language, is_made, list_addresses
from kb.content.model import Document, Library, Note
from kb.content.urls import parse_name, slug_of
from kb.project.intake import EXCLUDE
from kb.project.options import Options
from kb.project.project import CONFIG
from kb.source.near_words import did_you_mean
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
REDIRECT_OF_FILE = Rule(
    "KB238",
    "redirect-of-file",
    Severity.WARNING,
    what="`redirect_from` names a Markdown file, not the address that it had.",
    why="Nobody ever opened that address: the links that readers have saved stay dead.",
    example="redirect_from: [docs/faq/old-name.md]",
    hint="write the address without `docs/` and `.md`",
)
RULES = (REDIRECT_OF_FILE, UNKNOWN_ID, REDIRECT_CLASH, ORPHAN_NOTE, UNKNOWN_CONTACT_FACT)


_FILE_ENDING = re.compile(r"\.(?:md|markdown|mdx)$", re.IGNORECASE)


def check_references(library: Library, options: Options) -> Iterator[Problem]:
    """Every id and old address that a document, a notice or an option names."""
    listed = _Listed(library, options)
    for document in library.documents():
        for document_id in document.related:
            if breach := listed.breach(document_id, document):
                message = f"related: no article “{document_id}” for this reader{breach[0]}"
                yield UNKNOWN_ID.at(document.path, document.line_of("related"), message, breach[1])
    for document_id in options.featured:
        if breach := listed.breach(document_id):
            message = f"featured: no article “{document_id}”{breach[0]}"
            yield UNKNOWN_ID.at(CONFIG, options.lines.get("featured", 1), message, breach[1])
    for name, link in options.look.linked():
        if link.article and (breach := listed.breach(link.article)):
            said = f"look: {name}: no article “{link.article}”{breach[0]}"
            yield UNKNOWN_ID.at(CONFIG, link.line, said, breach[1])
    for notice in library.notices:
        if notice.link and (breach := listed.breach(notice.link)):
            message = f"link: no article “{notice.link}”{breach[0]}"
            yield UNKNOWN_ID.at("notices.yml", notice.line, message, breach[1])
    for note in library.notes.values():
        if breach := listed.breach(note.target, note):
            yield ORPHAN_NOTE.at(note.path, 1, f"no public article “{note.target}”{breach[0]}", breach[1])
    for contact in options.contact:
        if library.has_unread_fact(contact.fact):
            continue
        if contact.fact and (contact.fact not in library.facts or library.facts[contact.fact].is_internal):
            known = [name for name, fact in library.facts.items() if not fact.is_internal]
            message, hint = f"contact: no public fact “{contact.fact}”", did_you_mean(contact.fact, known)
            yield UNKNOWN_CONTACT_FACT.at(CONFIG, options.lines.get("contact", 1), message, hint)
    yield from _check_redirects(library, options)


class _Listed:
    """Which ids a list may name for which reader."""

    def __init__(self, library: Library, options: Options) -> None:
        shown = [one for one in (*library.articles.values(), *library.scripts.values()) if not one.is_draft]
        self._all = {one.id for one in shown}
        self._public = {one.id for one in shown if not one.is_internal}
        self._drafts = {one.id for one in library.documents() if one.is_draft} - self._all
        self._near = {True: NearIds(self._all, options.languages), False: NearIds(self._public, options.languages)}
        self._why = why_missing(library, options)

    def breach(self, document_id: str, by: Document | None = None) -> tuple[str, str] | None:
        """Why the list of a document, or of the shop, may not name an id: the end of a message, and a hint."""
        is_note = isinstance(by, Note)
        is_for_agents = by is not None and by.is_internal and not is_note
        if document_id in (self._all if is_for_agents else self._public):
            return None
        if document_id in self._drafts:
            if by is not None and (by.is_draft or is_note):  # both are being written
                return None
            return ": it is a draft", "publish it, or take it out of the list until then"
        if why := self._why(document_id):
            return why, ""
        return "", self._near[is_for_agents].hint(document_id)


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
            if _FILE_ENDING.search(old):
                yield REDIRECT_OF_FILE.at(
                    document.path, line, f"“{written}” is a file's name, no address", f"write {_address_of(old)}"
                )
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


def _address_of(file: str) -> str:
    return _FILE_ENDING.sub("", file).removeprefix("docs/").removesuffix("/index")


def why_missing(library: Library, options: Options) -> Callable[[str], str]:
    """An id → `: exclude_docs leaves it out`, for the end of a message; "" if nothing is known."""
    left_out = {parse_name(name, is_internal=False, options=options).id for name in library.left_out}
    return lambda document_id: f": {EXCLUDE} leaves it out" if document_id in left_out else ""

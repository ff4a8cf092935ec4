"""One page as its writer names it, and the index in which its readers look for it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable

from kb.content.model import Document
from kb.editions.selection import select
from kb.project.editions import EditionName
from kb.search.indexing.from_edition import documents_in
from kb.search.indexing.index import Index, build_index
from kb.source.near_words import near_word
from kb.text.folding import fold
from kb.workspace.question_checks import SCRIPTS
from kb.workspace.workspace import Workspace


class NoSuchPageError(LookupError):
    """No page, or more than one, has that name; the message says which there are."""


def find_page(workspace: Workspace, named: str, language: str = "") -> Document:
    """The page of an agents' workspace that has `named` as its id, its path, the end of either, or its title.

    Of its languages that of `language`, else of the path or title, else the site's default one, else any.
    Raises `NoSuchPageError`.
    """
    pages: list[Document] = [*workspace.library.articles.values(), *workspace.library.scripts.values()]
    found = _named(pages, named)
    ids = sorted({one.id for one in found})
    if not ids:
        raise NoSuchPageError(_no_such(pages, named))
    if len(ids) > 1:
        raise NoSuchPageError(f"“{named}” names {len(ids)} pages: choose from {', '.join(ids[:10])}")
    written = {one.language: one for one in pages if one.id == ids[0]}
    if language and language not in written:
        others = ", ".join(sorted(written))
        raise NoSuchPageError(f"{ids[0]} is not written in {language}, only in {others}")
    default = workspace.edition.options.default_language
    told = {one.language for one in found}
    chosen = language or (told.pop() if len(told) == 1 else default)
    return written.get(chosen) or written[min(written)]


def index_for(workspace: Workspace, page: Document) -> Index:
    """What readers of `page` ask: shoppers the public index, agents the scripts, or all else of their edition.

    The page is in it though it is a draft; other drafts are then too.
    """
    options = workspace.edition.options
    name: EditionName = "agents" if page.is_internal else "public"
    edition = select(workspace.library, options, name, with_drafts=page.is_draft)
    words = {code: options.ui_strings(code) for code in options.languages}
    documents = documents_in(edition, page.language, workspace.renderings, words)
    if page.is_internal:
        is_script = page.kind.value in SCRIPTS
        documents = tuple(one for one in documents if (one.kind in SCRIPTS) == is_script)
    return build_index(documents, page.language)


def _named(pages: Iterable[Document], named: str) -> list[Document]:
    """The pages that `named` fits, by the strictest reading that any page fits."""
    path = posixpath.normpath(named.strip().replace("\\", "/")).lstrip("/")
    title = _plain(named)
    readings: tuple[Callable[[Document], bool], ...] = (
        lambda one: one.id == path,
        lambda one: one.path == path or path.endswith(f"/{one.path}"),
        lambda one: _plain(one.title) == title,
        lambda one: f"/{one.id}".endswith(f"/{path}") or f"/{one.path}".endswith(f"/{path}"),
    )
    held = list(pages)
    return next((found for fits in readings if (found := [one for one in held if fits(one)])), [])


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[?!.…？！。]+$", "", fold(text).strip()).split())


def _no_such(pages: Iterable[Document], named: str) -> str:
    held = list(pages)
    by_end = {one.id.rpartition("/")[2]: one.id for one in held}
    by_title = {one.title: one.id for one in held}
    known = {**by_title, **by_end, **{one.id: one.id for one in held}}
    plain = re.sub(r"\.(md|markdown|html?)$", "", named.strip().strip("/").removeprefix("docs/"), flags=re.IGNORECASE)
    near = near_word(plain, known)
    meant = f"; did you mean {known[near]}?" if near else ": `kb export` lists every page"
    return f"there is no page “{named}”{meant}"

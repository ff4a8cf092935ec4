"""The search index of an opened project: the documents of each language, counted and indexed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.cache.steps import code_version, counts_to_plain, files_version
from kb.cache.store import key_of, packed, unpacked
from kb.editions.selection import Edition
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.from_edition import documents_in
from kb.search.indexing.index import Index, build_index, count_for
from kb.search.indexing.term_frequencies import TermCounts
from kb.source.package import PACKAGE
from kb.text.languages import load_language
from kb.text.small_talk import search_table
from kb.workspace.workspace import Workspace


@dataclass(frozen=True)
class SearchPlan:
    """What the index of one language is made from."""

    language: str
    documents: tuple[SearchDocument, ...]
    keys: tuple[str, ...]
    """The hash of each document."""
    talk: Mapping[str, Sequence[str]]
    """What `talk_of` gives."""

    @property
    def settings(self) -> str:
        """A hash of everything but the documents that the index's files are made from."""
        browser = files_version(PACKAGE / "search" / "browser")
        return key_of(code_version(), browser, self.language, repr(self.talk))

    @property
    def key(self) -> str:
        """A hash of everything the index's files are made from."""
        return key_of(self.settings, *self.keys)


def plan_search(workspace: Workspace, language: str) -> SearchPlan:
    """The documents of one language as search sees them."""
    options = workspace.edition.options
    words = {code: options.ui_strings(code) for code in options.languages}
    documents = documents_in(workspace.edition, language, workspace.renderings, words)
    return SearchPlan(language, documents, tuple(key_of(repr(one)) for one in documents), talk_of(workspace.edition))


def talk_of(edition: Edition) -> dict[str, list[str]]:
    """The phrases of small talk, which is no search, in all languages of the site; none for agents, who look for
    replies."""
    options = edition.options
    return (
        {} if edition.name == "agents" else search_table({code: options.ui_strings(code) for code in options.languages})
    )


def counts_for(workspace: Workspace, plan: SearchPlan) -> dict[str, TermCounts]:
    """Id → term counts of every document of `plan`; empty, so that they are counted later, where nothing is kept."""
    return (
        workspace.step_cache.counts(plan.documents, plan.keys, load_language(plan.language))
        if workspace.step_cache
        else {}
    )


def known_counts(workspace: Workspace, plan: SearchPlan) -> dict[str, bytes]:
    """Those of `counts_for` that an earlier build kept, packed, by id."""
    step_cache = workspace.step_cache
    return step_cache.known_counts(plan.documents, plan.keys, load_language(plan.language)) if step_cache else {}


def make_counts(plan: SearchPlan, known: Mapping[str, bytes]) -> tuple[dict[str, TermCounts], dict[str, bytes]]:
    """Id → the counts of every document; hash of document → those that are not `known`, packed for the store."""
    own = load_language(plan.language)
    counts: dict[str, TermCounts] = {}
    made: dict[str, bytes] = {}
    for document, hash in zip(plan.documents, plan.keys, strict=True):
        if document.id in known:
            counts[document.id] = TermCounts(*unpacked(known[document.id]))
        else:
            counts[document.id] = one = count_for(document, own)
            made[hash] = packed(counts_to_plain(one))
    return counts, made


def build_index_of(workspace: Workspace, language: str) -> Index:
    """The index of everything the edition says in `language`."""
    plan = plan_search(workspace, language)
    return build_index(plan.documents, language, counts_for(workspace, plan))

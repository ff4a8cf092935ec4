"""The search index of every language as static files of the site."""

from __future__ import annotations

from pathlib import Path

from kb.search.edition_documents import documents_in
from kb.search.index import Index, build_index
from kb.search.shards import write_shards, write_worker
from kb.text.languages import load_language
from kb.website.inspection import Inspected
from kb.website.words import words_in

FOLDER = "search"
WORKER = "worker.js"
"""A name that never changes, so that an edit does not change every page; the shards it names do carry hashes."""


def build_index_of(inspected: Inspected, language: str) -> Index:
    """The index of everything the edition says in `language`."""
    words = {code: words_in(code) for code in inspected.edition.options.languages}
    documents = documents_in(inspected.edition, language, inspected.renderings, words)
    counts = inspected.kept.counts(documents, load_language(language)) if inspected.kept else None
    return build_index(documents, language, counts)


def write_search(inspected: Inspected, site: Path) -> None:
    """Write `search/<language>/` below the folder `site`: the worker script and the shards it names."""
    for code in inspected.edition.options.languages:
        index = build_index_of(inspected, code)
        folder = site / FOLDER / code
        folder.mkdir(parents=True, exist_ok=True)
        worker = write_worker(folder, write_shards(index, folder))
        (folder / worker).replace(folder / WORKER)

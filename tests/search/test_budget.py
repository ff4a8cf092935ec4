"""What a first search costs: bytes and requests until the first list of results, on a corpus of moderate size.

`python -m bench.search_bytes` measures the same at 1,000 and 10,000 articles, beside other tools.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bench.search_corpus import make_documents, make_queries
from kb.browser_code.shorten import script_of
from kb.search.indexing.index import build_index
from kb.search.ranking.scoring import search
from kb.search.shards.write import FIRST_FILE
from kb.website.mkdocs.theme import ASSETS, THEME
from kb.website.output.search_index import write_index
from tests.twins.test_search import run

ARTICLES = 300
QUERIES = 200
MOST_REQUESTS = 4
MOST_BYTES = {"en": 40_000, "vi": 40_500, "ms": 44_000}
"""Compressed by gzip -6: 17,500 of the worker, the rest of the first file (word lists, titles) and two shards."""
LEAST_ALIKE = 0.8


def size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


@pytest.mark.parametrize("language", sorted(MOST_BYTES))
def test_a_first_list_needs_few_bytes_and_requests_and_begins_as_the_last_one(language: str, tmp_path: Path) -> None:
    documents = make_documents(language, ARTICLES)
    index = build_index(documents, language)
    folder = write_index(index, tmp_path)
    whole = make_queries(documents, QUERIES)
    typed = [query[: -max(1, len(query.split()[-1]) // 2)] for query in whole]
    [core] = folder.glob("core-*.json")
    request = {"folder": str(folder), "core": core.name, "queries": whole + typed, "first": True}
    lists = run(tmp_path, request)["lists"]
    always = len(gzip.compress(script_of(THEME / ASSETS / "search-worker.js").encode(), 6)) + size(folder / FIRST_FILE)
    costs = [always + sum(size(folder / name) for name in one["requests"]) for one in lists]
    assert max(2 + len(one["requests"]) for one in lists) <= MOST_REQUESTS
    assert max(costs) <= MOST_BYTES[language]
    ranked = [search(index, query, 3, is_typing=True) for query in whole]
    alike = [one["ids"][:1] == [hit.document.id for hit in hits[:1]] for one, hits in zip(lists, ranked, strict=False)]
    assert sum(alike) >= LEAST_ALIKE * QUERIES
    missing = [query for query, one, hits in zip(whole, lists, ranked, strict=False) if hits and not one["ids"]]
    assert not missing


def test_a_first_list_of_nothing_is_empty(tmp_path: Path) -> None:
    index = build_index(make_documents("en", 3), "en")
    folder = write_index(index, tmp_path)
    [core] = folder.glob("core-*.json")
    queries = ["", " ", "zzxqy", "?!", "the", "\ud83d"]
    lists = run(tmp_path, {"folder": str(folder), "core": core.name, "queries": queries, "first": True})["lists"]
    assert [one["ids"] for one in lists[:4]] == [[], [], [], []]
    assert len(lists) == len(queries)

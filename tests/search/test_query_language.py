"""The agents' query language, facets, related articles and spelling."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from documents import ENGLISH, VIETNAMESE

from kb.search.indexing.index import build_index
from kb.search.ranking.query_language import (
    count_facets,
    find_related,
    is_field_query,
    open_query_index,
    search_fields,
    suggest_spelling,
)

LIBRARY = open_query_index(build_index(ENGLISH, "en"))
VIETNAMESE_LIBRARY = open_query_index(build_index(VIETNAMESE, "vi"))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("topic:returns", ["faq/return"]),
        ("channel:lazada item", ["faq/return"]),
        ('"confirmation message"', ["faq/track"]),
        ('"message confirmation"', []),
        ("wash*", ["guides/wash"]),
        ("kind:faq NOT topic:returns", ["faq/track"]),
        ("topic:delivery OR topic:products", ["faq/track", "guides/wash"]),
        ("title:quilts", ["guides/wash"]),
        ("topic:nothing", []),
    ],
)
def test_the_query_language_chooses_documents(query: str, ids: list[str]) -> None:
    assert sorted(hit.document.id for hit in search_fields(LIBRARY, query)) == ids


def test_words_are_read_as_search_reads_them() -> None:
    assert [hit.document.id for hit in search_fields(VIETNAMESE_LIBRARY, "topic:delivery van chuyen")] == [
        "faq/shipping-fee"
    ]
    assert [hit.document.id for hit in search_fields(VIETNAMESE_LIBRARY, "khẩu*")] == ["faq/password"]


def test_our_scorer_puts_them_in_order() -> None:
    hits = search_fields(LIBRARY, "item OR order OR return")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].document.id == "faq/return"


@pytest.mark.parametrize("query", ["((", "*", '"', "topic:", "a AND", "[a TO", "~~~", "x" * 5_000, "\x00", "NOT"])
def test_a_malformed_query_gives_an_answer_or_nothing(query: str) -> None:
    assert len(search_fields(LIBRARY, query)) <= len(ENGLISH)


@pytest.mark.parametrize(
    ("query", "is_one"),
    [("topic:returns", True), ("refund*", True), ('"my order"', True), ("a AND b", True), ("where is my parcel", False),
     ("time: 8 o'clock", False), ("bread and butter", False), ("https://a.b", False)],
)  # fmt: skip
def test_field_queries_are_told_from_plain_ones(query: str, is_one: bool) -> None:
    assert is_field_query(query) is is_one


def test_facets_count_documents() -> None:
    assert count_facets(LIBRARY, "kind") == {"faq": 2, "guide": 1}
    assert count_facets(LIBRARY, "channel", "kind:faq") == {"lazada": 1, "shopee": 1}
    with pytest.raises(KeyError):
        count_facets(LIBRARY, "nonsense")


def test_related_documents_leave_the_document_itself_out() -> None:
    related = {d.id for d in find_related(VIETNAMESE_LIBRARY, "faq/shipping-fee")}
    assert "faq/track" in related
    assert "faq/shipping-fee" not in related
    assert find_related(LIBRARY, "no/such") == ()


def test_spelling_is_given_as_writers_spell_it() -> None:
    assert list(suggest_spelling(LIBRARY, "quitl")) == ["quilt"]
    assert "khẩu" in suggest_spelling(VIETNAMESE_LIBRARY, "khau")


def test_an_index_leaves_the_machine_s_temporary_folder_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoosh's own store in memory shares one folder there with every other process, and empties it.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    library = open_query_index(build_index(ENGLISH, "en"))
    assert search_fields(library, "topic:returns")
    assert not (tmp_path / "none").exists()

"""The query language, facets, related articles and corrections."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import build_index
from kb.search.ranking.correction import correct_query, suggest_spelling
from kb.search.ranking.facets import count_facets
from kb.search.ranking.query_language import find_related, is_field_query, open_query_index, search_fields
from tests.search.documents import ENGLISH, VIETNAMESE

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
    assert count_facets(ENGLISH) == {
        "kind": {"faq": 2, "guide": 1},
        "topic": {"delivery": 1, "products": 1, "returns": 1},
        "stage": {"return": 1},
        "channel": {"lazada": 1, "shopee": 1, "website": 1},
        "language": {"en": 3},
    }
    assert count_facets(()) == {}


def test_a_document_without_a_translation_is_found_by_the_language_it_is_written_in() -> None:
    mixed = open_query_index(build_index([VIETNAMESE[0], replace(ENGLISH[1], is_fallback=True)], "vi"))
    assert [hit.document.id for hit in search_fields(mixed, "language:en")] == ["faq/track"]


def test_related_documents_leave_the_document_itself_out() -> None:
    related = [hit.document.id for hit in find_related(VIETNAMESE_LIBRARY, "faq/shipping-fee")]
    assert "faq/track" in related
    assert "faq/shipping-fee" not in related
    with pytest.raises(KeyError):
        find_related(LIBRARY, "no/such")


def test_related_documents_are_found_by_words_with_endings() -> None:
    pair = [
        SearchDocument(id="a", language="en", title="Deliveries", answer="Deliveries take days, after dispatching."),
        SearchDocument(id="b", language="en", title="Late deliveries", answer="Dispatching takes days at times."),
        SearchDocument(id="c", language="en", title="Vouchers", answer="Vouchers end at midnight."),
    ]
    assert [hit.document.id for hit in find_related(open_query_index(build_index(pair, "en")), "a")][:1] == ["b"]


def test_spelling_is_given_as_writers_spell_it() -> None:
    assert suggest_spelling(LIBRARY, "quitl") == "quilt"
    assert suggest_spelling(VIETNAMESE_LIBRARY, "khaau") == "khẩu"
    assert suggest_spelling(LIBRARY, "zzzzzz") == ""


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("wash my quitl", "wash my quilt"),
        ("confirmtion mesage", "confirmation message"),
        ('"confirmtion message"', '"confirmation message"'),
        ("topic:return quitl", "topic:returns quilt"),
        ("(kind:faqs OR kind:guide) NOT blaech", "(kind:faq OR kind:guide) NOT bleach"),
        ("title:quitl", "title:quilt"),
        ("where is my parcel", "where is my parcel"),
        ("topic:returns", "topic:returns"),
        ("topic:ret*", "topic:ret*"),
        ("quitl*", "quitl*"),
        ("order SS-10234 hello@example.com", "order SS-10234 hello@example.com"),
        ("", ""),
        ("((", "(("),
        ("😀 quitl 😀", "😀 quilt 😀"),
    ],
)
def test_words_that_no_document_has_are_corrected_and_all_else_stays(query: str, corrected: str) -> None:
    assert correct_query(LIBRARY, query) == corrected


def test_a_long_query_is_corrected_at_its_beginning_alone() -> None:
    assert correct_query(LIBRARY, "quitl " + "order " * 500 + "quitl").startswith("quilt order order")


def test_an_index_leaves_the_machine_s_temporary_folder_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoosh's own store in memory shares one folder there with every other process, and empties it.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    library = open_query_index(build_index(ENGLISH, "en"))
    assert search_fields(library, "topic:returns")
    assert not (tmp_path / "none").exists()

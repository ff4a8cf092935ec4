"""What people type finds the page they mean."""

from __future__ import annotations

import unicodedata

import pytest

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index, build_index
from kb.search.indexing.term_frequencies import count_terms
from kb.search.ranking.scoring import search
from kb.text.folding import fold
from kb.text.languages import load_language
from tests.search.documents import ENGLISH, MALAY, VIETNAMESE

INDEXES = {
    "vi": build_index(VIETNAMESE, "vi"), "ms": build_index(MALAY, "ms"), "en": build_index(ENGLISH, "en"),
}  # fmt: skip


def first(language: str, query: str, *, is_typing: bool = False) -> str:
    hits = search(INDEXES[language], query, is_typing=is_typing)
    return hits[0].document.id if hits else ""


@pytest.mark.parametrize(
    ("language", "query", "id"),
    [
        ("vi", "đổi trả hàng", "faq/return"),
        ("vi", "doi tra hang", "faq/return"),
        ("vi", "ship bn", "faq/shipping-fee"),
        ("vi", "fs ko shop", "faq/shipping-fee"),
        ("vi", "dh tới đâu r", "faq/track"),
        ("vi", "quen pass", "faq/password"),
        ("vi", "return hàng dc k", "faq/return"),
        ("vi", "quên mật kẩhu", "faq/password"),
        ("ms", "nk return brg", "faq/return"),
        ("ms", "pemulangan", "faq/return"),
        ("ms", "rosk teruk", "faq/damaged"),
        ("ms", "duit blk bila dpt", "faq/refund-time"),
        ("ms", "refund brp lama", "faq/refund-time"),
        ("ms", "my money kena deducted, bila refunded", "faq/refund-time"),
        ("ms", "item defective", "faq/damaged"),
        ("en", "sending things back", "faq/return"),
        ("en", "wheres my pacrel", "faq/track"),
        ("en", "can i wash it", "guides/wash"),
        ("en", "reimbursement", "faq/return"),
        ("en", "shipment late", "faq/track"),
    ],
)
def test_buyers_words_find_the_page(language: str, query: str, id: str) -> None:
    assert first(language, query) == id


@pytest.mark.parametrize("query", ["Đổi trả hàng", "phí giao hàng bao nhiêu", "quên mật khẩu", "theo dõi đơn"])
def test_every_spelling_of_a_query_gives_the_same_answer(query: str) -> None:
    expected = [hit.document.id for hit in search(INDEXES["vi"], query)]
    assert [hit.document.id for hit in search(INDEXES["vi"], unicodedata.normalize("NFD", query))] == expected
    assert [hit.document.id for hit in search(INDEXES["vi"], query.upper())] == expected
    assert first("vi", fold(query)) == expected[0]


def test_words_typed_without_tones_mean_what_they_mean_together() -> None:
    documents = (
        SearchDocument(id="a", language="vi", title="Trá hạng"),
        SearchDocument(id="b", language="vi", title="Trả hàng"),
    )
    found = search(build_index(documents, "vi"), "tra hang")
    assert [hit.document.id for hit in found] == ["b", "a"]
    assert found[0].score > found[1].score


def test_a_word_counts_more_than_one_that_means_the_same() -> None:
    """Where a document has “visa”, those about cards come after it; where none has, they are what is found."""
    papers = (
        "Our guest needs papers for this journey and a form to fill in and a photograph, and all of it takes a while. "
    )
    others = [SearchDocument(id=f"x{i}", language="en", title=f"Lamp {i}", answer=papers) for i in range(6)]
    card = SearchDocument(
        id="a", language="en", title="Card", questions=("Which card do you take",), answer="Any card."
    )
    visa = SearchDocument(id="b", language="en", title="Travel papers", answer=f"{papers}A visa takes a week.")
    assert [hit.document.id for hit in search(build_index((card, visa, *others), "en"), "visa")] == ["b", "a"]
    assert [hit.document.id for hit in search(build_index((card, *others), "en"), "visa")] == ["a"]


def test_matching_tones_are_rewarded_and_missing_ones_are_not_punished() -> None:
    documents = (
        SearchDocument(id="a", language="vi", title="Bán hàng"),
        SearchDocument(id="b", language="vi", title="Bàn hàng"),
    )
    index = build_index(documents, "vi")
    assert [hit.document.id for hit in search(index, "bàn hàng")] == ["b", "a"]
    plain = search(index, "ban hang")
    assert [hit.document.id for hit in plain] == ["a", "b"]
    assert plain[0].score == plain[1].score


def test_ties_are_in_order_of_id_whatever_order_documents_came_in() -> None:
    documents = [SearchDocument(id=id, language="en", title="Same words here") for id in ("c", "a", "b")]
    assert [hit.document.id for hit in search(build_index(documents, "en"), "words")] == ["a", "b", "c"]


def test_a_query_that_nothing_answers_has_low_confidence() -> None:
    sure = search(INDEXES["en"], "how do I return an item")[0].confidence
    unsure = search(INDEXES["en"], "who won the football match about an item yesterday")
    assert sure >= 70
    assert not unsure or unsure[0].confidence < 40


@pytest.mark.parametrize("query", ["xyzzy plugh", "", " ", "🎉🎉", "<script>", "\x00\x01", "‮abc", "?", "x"])
def test_what_cannot_be_answered_gives_nothing(query: str) -> None:
    assert search(INDEXES["en"], query) == ()


@pytest.mark.parametrize("query", ["return " * 10_000, "a" * 100_000, "@" * 50_000, "é" * 30_000, "www." * 9_000])
def test_a_pasted_book_is_answered_in_bounded_work(query: str) -> None:
    assert len(search(INDEXES["en"], query)) <= 8


def test_the_last_word_counts_as_a_beginning_while_typing() -> None:
    assert first("en", "exch", is_typing=True) == "faq/return"
    assert first("en", "exch ", is_typing=True) == first("en", "exch ")
    assert first("vi", "mậ", is_typing=True) == "faq/password"


def test_a_word_that_is_one_already_does_not_go_on_while_typing() -> None:
    assert first("vi", "ma", is_typing=True) == first("vi", "mã") == "faq/track"


def test_the_passage_that_answers_is_named_with_the_writers_spelling() -> None:
    hit = search(INDEXES["vi"], "cach gui hang ve")[0]
    assert (hit.document.id, hit.anchor) == ("faq/return", "cach-gui")
    assert {"cách", "gửi", "về"} <= set(hit.matched)
    assert "gửi" in hit.passage


def test_counts_kept_from_an_earlier_build_give_the_same_index() -> None:
    language = load_language("vi")
    kept = {d.id: count_terms(d, language) for d in VIETNAMESE}
    assert build_index(VIETNAMESE, "vi", kept).postings == INDEXES["vi"].postings


def test_a_fallback_is_read_in_its_own_language() -> None:
    fallback = SearchDocument(id="z", language="en", title="Cancelled deliveries", is_fallback=True)
    index = build_index([*MALAY, fallback], "ms")
    assert "deliver" in index.postings
    assert search(index, "deliver")[0].document.is_fallback


def test_an_empty_index_answers_nothing() -> None:
    empty: Index = build_index([], "vi")
    assert search(empty, "đổi trả") == ()

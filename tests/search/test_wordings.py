"""Wordings that do not find a page yet: made from its own, tried on the index, told with what stands in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import build_index
from kb.search.quality.proposals import propose
from kb.search.quality.wordings import KINDS, wordings_of, words_in
from kb.search.ranking.scoring import search
from kb.text.languages import load_language
from tests.search.documents import ENGLISH, VIETNAMESE


@pytest.mark.parametrize(
    ("language", "text", "kind", "expected"),
    [
        ("vi", "Có được đổi hàng không?", "no-marks", "co duoc doi hang khong"),
        ("vi", "Có được đổi hàng không?", "slang", "co dc doi hang k"),
        ("vi", "khi nào được hoàn tiền", "mixed", "khi nào được refund"),
        ("vi", "muốn hoàn tiền ở đâu vậy", "joined", "hoantien"),
        ("ms", "Bila boleh batal pesanan?", "mixed", "bila boleh cancel pesanan"),
        ("ms", "Barang tidak sampai lagi", "slang", "brg xsampai lg"),
        ("en", "Where is the receipt of my account", "slang", "where is the receipt of my acc"),
        ("en", "How do I return a damaged parcel", "short", "return damaged parcel"),
        ("de", "Größe passt nicht", "spelled-out", "groesse passt nicht"),
        ("de", "Größe passt nicht", "no-marks", "grosse passt nicht"),
        ("fr", "Où est mon colis ?", "no-marks", "ou est mon colis"),
        ("pl", "Gdzie jest moja paczka", "short", "gdzie paczka"),
    ],
)
def test_a_question_is_said_as_shoppers_type_it(language: str, text: str, kind: str, expected: str) -> None:
    found = [one for one in wordings_of([text], load_language(language)) if one.kind == kind]
    assert expected in {one.text for one in found}
    assert {one.source for one in found} == {text}


@pytest.mark.parametrize("language", ["vi", "ms", "en", "de", "zh", "th", "ar", "ja"])
@pytest.mark.parametrize(
    "text", ["", "?", "😀", "送料はいくらですか", "อยู่ไหน", "أين طلبي؟", "a", "Đổi\u0301 trả", "E-1042", "x" * 300]
)
def test_any_text_has_wordings_of_known_kinds(language: str, text: str) -> None:
    assert {one.kind for one in wordings_of([text], load_language(language))} <= KINDS.keys()


def test_a_slip_is_one_slip_and_always_the_same() -> None:
    made = [
        [one.text for one in wordings_of(["Where is my parcel"], load_language("en")) if one.kind == "typo"]
        for _ in range(2)
    ]
    assert made[0] == made[1] and len(set(made[0])) == 2
    assert all(one != "where is my parcel" and one.startswith("where is my p") for one in made[0])


HIDDEN = SearchDocument(
    id="faq/hidden",
    language="en",
    title="Damaged goods",
    questions=("what came is broken",),
    passages=(Passage("", "", "Send us a picture of the parcel and of what broke."),),
)


def test_what_is_proposed_does_not_find_the_page_and_would_if_it_were_listed() -> None:
    index = build_index((*ENGLISH, HIDDEN), "en")
    found = propose(index, HIDDEN.id, asked=["return an item that is broken", "bring me the moon"])
    assert "return an item that is broken" in {one.text for one in found}
    assert "bring me the moon" not in {one.text for one in found}
    listed = HIDDEN.questions
    for one in found:
        hits = search(index, one.text)
        ids = [hit.document.id for hit in hits]
        assert one.rank == (ids.index(HIDDEN.id) + 1 if HIDDEN.id in ids else 0) != 1
        assert one.first == (ids[0] if ids else "")
        listed = (*listed, one.text)
        again = build_index((*ENGLISH, replace(HIDDEN, questions=listed)), "en")
        assert search(again, one.text)[0].document.id == HIDDEN.id


def test_words_of_other_pages_are_theirs_and_nothing_is_proposed_twice() -> None:
    for documents, language in ((ENGLISH, "en"), (VIETNAMESE, "vi")):
        index = build_index(documents, language)
        for document in documents:
            found = propose(index, document.id, shows_all=True)
            own = {words_in(text, index.language) for text in (document.title, *document.questions)}
            words = [words_in(one.text, index.language) for one in found]
            others = {
                words_in(text, index.language)
                for one in documents
                if one.id != document.id
                for text in (one.title, *one.questions)
            }
            assert len(words) == len(set(words)) and not set(words) & (own | others)


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no page"):
        propose(build_index(ENGLISH, "en"), "faq/none")

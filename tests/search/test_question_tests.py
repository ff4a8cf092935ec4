"""Each listed question, left out, must still find its page."""

from __future__ import annotations

from dataclasses import replace

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import build_index
from kb.search.quality.question_tests import check_questions, try_questions
from kb.search.ranking.scoring import search
from tests.search.documents import ENGLISH


def test_a_question_that_its_page_nowhere_answers_is_named() -> None:
    lonely = SearchDocument(id="faq/z", language="en", title="Gift cards", questions=("zebra stripes",))
    problems = check_questions((*ENGLISH, lonely), "en", {"faq/z": ("docs/faq/z.md", 4)})
    assert [(p.path, p.line, p.code) for p in problems if "zebra" in p.message] == [("docs/faq/z.md", 4, "KB701")]


def test_a_question_claimed_by_another_page_is_named() -> None:
    rival = SearchDocument(id="faq/0", language="en", title="Where is my parcel", questions=("where is my parcel",))
    results = {r.document_id: r for r in try_questions((*ENGLISH, rival), "en") if r.question == "where is my parcel"}
    assert results["faq/track"].claimed_by == "faq/0"
    assert results["faq/0"].claimed_by == ""


def test_the_rank_is_that_of_an_index_built_without_the_question() -> None:
    for result in try_questions(ENGLISH, "en"):
        without = [
            replace(d, questions=tuple(q for q in d.questions if q != result.question))
            if d.id == result.document_id
            else d
            for d in ENGLISH
        ]
        ids = [hit.document.id for hit in search(build_index(without, "en"), result.question)]
        assert result.rank == (ids.index(result.document_id) + 1 if result.document_id in ids else 0)


def test_a_fallback_is_not_asked() -> None:
    assert try_questions([replace(ENGLISH[0], is_fallback=True)], "vi") == ()


def test_one_question_is_told_once_and_a_page_that_is_nearly_equal_claims_none() -> None:
    rival = SearchDocument(id="faq/0", language="en", title="Where is my parcel", questions=("where is my parcel",))
    twin = replace(rival, id="faq/1")
    places = {one.id: (f"docs/{one.id}.md", 1) for one in (*ENGLISH, rival, twin)}
    told = [(one.path, one.message) for one in check_questions((*ENGLISH, rival, twin), "en", places)]
    assert len({(path, message.split("“")[1].split("”")[0]) for path, message in told}) == len(told)
    results = {one.document_id: one.claimed_by for one in try_questions((*ENGLISH, rival, twin), "en")}
    assert results["faq/0"] == results["faq/1"] == ""

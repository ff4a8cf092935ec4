"""What colleagues chose lifts a document, within its two bounds, and in no shop that does not want it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.desk.candidates import Candidate, ask
from kb.desk.desk import Desk
from kb.desk.learned import ALL_WORDS, Learned, learnable_words
from kb.desk.matters import MOST_LIFT, weighed
from kb.desk.suggest import suggest
from kb.desk.wording import asking_words
from kb.search.indexing.documents import Passage, SearchDocument
from kb.search.indexing.index import build_index, idf_of
from kb.search.indexing.weights import IMPACT_LEVELS
from kb.search.ranking.scoring import impact_in, plan_query
from kb.text.languages import FULL

WORDS = ("lamp", "kettle", "towel", "parcel", "refund", "pillow", "cable", "courier", "voucher", "zipper")
MANY = 1_000 * FULL


def document(name: str, title: str, body: str = "", kind: str = "script", *questions: str) -> SearchDocument:
    passages = (Passage("", "", body),)
    return SearchDocument(
        id=f"scripts/{name}", language="en", kind=kind, title=title, questions=questions, passages=passages
    )


def desk_of(*documents: SearchDocument, learned: Learned | None = None) -> Desk:
    return Desk({"en": build_index(documents, "en")}, {}, learned=learned or Learned(is_on=True))


def chosen(counts: dict[str, dict[str, int]]) -> Learned:
    sums: dict[str, int] = {}
    for of_word in counts.values():
        for id, count in of_word.items():
            sums[id] = sums.get(id, 0) + count
    return Learned({"en": {ALL_WORDS: sums, **counts}}, is_on=True)


words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)
shops = st.lists(st.tuples(words, words, words), min_size=2, max_size=8)


@given(shops, words, st.data())
@settings(max_examples=150, deadline=None)
def test_no_lift_outweighs_a_word_of_the_message_in_a_title(
    rows: list[tuple[list[str], list[str], list[str]]], message: list[str], data: st.DataObject
) -> None:
    documents = [
        document(str(at), " ".join(title), " ".join(body), "script", " ".join(question))
        for at, (title, question, body) in enumerate(rows)
    ]
    counts = {
        word: data.draw(st.dictionaries(st.sampled_from([one.id for one in documents]), st.just(MANY), min_size=1))
        for word in set(message)
    }
    desk, learned = desk_of(*documents), chosen(counts)
    before, after = ranked(desk, message, Learned()), ranked(desk, message, learned)
    scores = {one.id: one.score for one in before}
    height = idf_of(len(documents), 0) * FULL * IMPACT_LEVELS * MOST_LIFT // FULL
    assert all(scores[one.id] <= one.score <= scores[one.id] + height for one in after)
    titles = {one.id: set(one.title.split()) & set(message) for one in documents}
    order = [one.id for one in after]
    for at, first in enumerate(before):
        for other in before[at + 1 :]:
            if titles[first.id] - titles[other.id]:
                assert order.index(first.id) < order.index(other.id), (first.id, other.id)


def ranked(desk: Desk, message: list[str], learned: Learned) -> list[Candidate]:
    index = desk.indexes["en"]
    table = desk.questions("en")
    asked = ask(index, table, " ".join(message), channel=None, stage=None, choices=learned.of("en"))
    return [one for one, _ in weighed(asked.found, {}, idf_of(len(index.documents), 0))]


def test_the_height_is_at_most_what_a_rare_word_adds_that_stands_in_a_title_alone() -> None:
    index = build_index([document(word, word, "something else") for word in WORDS], "en")
    impacts = [impact_in(index.postings[word], at) for at, word in enumerate(sorted(WORDS)) if word in index.postings]
    assert impacts and min(impacts) >= IMPACT_LEVELS * MOST_LIFT // FULL


LATE = document("late", "The delivery takes longer", "Your box is still on its way, we ask the courier.")
LOST = document("lost", "The delivery is lost", "Your box is gone, we ask the courier.")
THIRD = document("size", "Which size", "Measure the bed.")


def test_between_two_that_fit_alike_stands_first_what_colleagues_chose() -> None:
    message = "your box, please ask the courier"
    desk = desk_of(LATE, LOST, THIRD)
    first = suggest(message, desk, language="en")
    shown = [one.id for one in first.answers or first.closest]
    other = LOST.id if shown[0] == LATE.id else LATE.id
    counts = {word: {other: 5 * FULL} for word in first.words[0]} | {"bed": {THIRD.id: 20 * FULL}}
    made = suggest(message, replace(desk, learned=chosen(counts)), language="en")
    best = (made.answers or made.closest)[0]
    assert (best.id, best.is_chosen) == (other, True)
    assert best.as_json()["chosen_by_colleagues"] is True
    assert [one.is_chosen for one in first.answers or first.closest] == [False] * len(shown)


def test_a_title_that_says_it_stays_first_however_often_another_was_chosen() -> None:
    desk = desk_of(LATE, LOST, THIRD)
    counts = {word: {LATE.id: MANY} for word in ("box", "lost", "deliveri", "delivery", "courier")}
    made = suggest("delivery lost, box, courier", replace(desk, learned=chosen(counts)), language="en")
    assert (made.answers or made.closest)[0].id == LOST.id


def test_what_is_copied_most_of_all_is_not_lifted_for_that_alone() -> None:
    desk = desk_of(LATE, LOST, THIRD)
    everything = {word: {LATE.id: 90 * FULL, LOST.id: 10 * FULL} for word in ("box", "courier", "bed", "measur")}
    made = suggest("box, courier", replace(desk, learned=chosen(everything)), language="en")
    assert not any(one.is_chosen for one in made.answers or made.closest)


@pytest.mark.parametrize(
    ("message", "learnable"),
    [
        ("Box of Waldemar Kowalczyk, 12 Baker Street", {"box"}),
        ("courier 0170 1234567 anna@example.com SS-10234", {"courier"}),
        ("xyzzy", set()),
        ("", set()),
    ],
)
def test_only_the_shops_own_words_are_learned_from(message: str, learnable: set[str]) -> None:
    desk = desk_of(LATE, LOST, THIRD)
    plan = plan_query(desk.indexes["en"], asking_words(message))
    assert {word for word in learnable_words(plan.terms) if word[0] != "~"} == learnable
    made = suggest(message, replace(desk, learned=Learned()), language="en")
    assert made.words == ()


def test_no_more_than_eighty_letters_are_learned_from() -> None:
    long = [f"{'abcdefghijklmnopqrst'[at:]}{'abcdefghijklmnopqrst'[:at]}" for at in range(8)]
    desk = desk_of(document("long", "Long", " ".join(long)))
    found = learnable_words(plan_query(desk.indexes["en"], " ".join(long)).terms)
    assert found and len(" ".join(found)) <= 80

"""Messages that ask the same come together; the rest stays apart."""

from __future__ import annotations

import random

import pytest

from kb.insights.gaps.grouping import SMALLEST, Group, group_alike
from kb.insights.gaps.vectors import message_vectors
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import build_index
from kb.text.languages import load_language

PARCEL = ["where is my parcel", "parcel where is it", "my parcel, where?", "where can my parcel be"]
ORDER = ["my order has not come", "order did not come yet", "the order has still not come"]
REFUND = ["when do I get the refund", "when will I get my refund", "refund, when do I get it"]
ALONE = ["do you sell umbrellas", "thanks"]
ENGLISH = load_language("en")


def _grouped(messages: list[str], *, documents: tuple[SearchDocument, ...] = ()) -> set[frozenset[str]]:
    index = build_index(documents, "en") if documents else None
    groups = group_alike(message_vectors(messages, ENGLISH, index))
    return {frozenset(messages[place] for place in group.members) for group in groups}


def test_messages_with_the_same_telling_words_are_a_group_and_lone_ones_are_in_none() -> None:
    assert _grouped([*PARCEL, *REFUND, *ALONE]) == {frozenset(PARCEL), frozenset(REFUND)}


def test_messages_in_other_words_are_a_group_where_they_find_the_same_article() -> None:
    late = SearchDocument(
        id="faq/late", language="en", title="My order has not come", questions=("where is my parcel",)
    )
    other = SearchDocument(id="faq/refund", language="en", title="When do I get the refund")
    assert frozenset([*PARCEL, *ORDER]) in _grouped([*PARCEL, *ORDER, *REFUND], documents=(late, other))
    assert frozenset([*PARCEL, *ORDER]) not in _grouped([*PARCEL, *ORDER, *REFUND])


@pytest.mark.parametrize("count", range(SMALLEST + 1))
def test_fewer_than_three_are_chance(count: int) -> None:
    assert bool(_grouped([*PARCEL[:count], *ALONE])) is (count >= SMALLEST)


def test_the_same_messages_give_the_same_groups_whatever_their_order() -> None:
    messages = [*PARCEL, *ORDER, *REFUND, *ALONE]
    shuffled = random.Random(4).sample(messages, len(messages))
    assert _grouped(messages) == _grouped(shuffled)


def test_repeated_and_empty_messages_are_no_obstacle() -> None:
    assert _grouped([]) == set()
    assert group_alike(message_vectors(["", "?", "🙂", ""], ENGLISH, None)) == []
    assert group_alike([{"a": 1.0}] * 500) == [Group(tuple(range(500)))]


def test_the_first_of_a_group_is_the_most_typical() -> None:
    odd = "parcel where, I asked it yesterday and today and nobody of the team said"
    messages = [odd, *PARCEL]
    (group,) = group_alike(message_vectors(messages, ENGLISH, None), threshold=0.2)
    assert messages[group.members[0]] != odd

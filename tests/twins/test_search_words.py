"""What search says beside its results, in Python and in the browser: small talk, and what may have been meant."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kb.search.indexing.index import build_index
from kb.search.ranking.close_words import close_query, distance_of, missing_words
from kb.search.ranking.scoring import search
from kb.search.shards.write import write_shards
from kb.text.folding import TABLE, fold
from kb.text.small_talk import search_table, small_talk_in, talk_finder, talk_table
from kb.ui_strings import ui_strings
from tests.search.documents import ENGLISH, MALAY, VIETNAMESE
from tests.twins.node import node

LANGUAGES = ("ar", "de", "en", "es", "fr", "id", "ja", "ms", "pt", "th", "vi", "zh")
WORDS = {code: ui_strings(code) for code in LANGUAGES}
TALK = [
    ("hello", "greeting"), ("Hi!!!", "greeting"), ("xin chào", "greeting"), ("xin chao shop", "greeting"),
    ("ok", "noted"), ("okkkk", "noted"), ("cảm ơn shop", "thanks"), ("cam on shop nhieu", "thanks"),
    ("terima kasih", "thanks"), ("TERIMA KASIH", "thanks"), ("tq", "thanks"), ("bonjour", "greeting"),
    ("guten tag", "greeting"), ("danke", "thanks"), ("gracias", "thanks"), ("obrigado", "thanks"),
    ("สวัสดีครับ", "greeting"), ("你好", "greeting"), ("ありがとう", "thanks"), ("شكرا", "thanks"),
    ("السلام عليكم", "greeting"), ("hello where is my order", ""), ("hello kitty", ""), ("photo", ""), ("shop", ""),
    ("", ""), ("👍", ""), ("refund", ""), ("cảm ơn quà tặng", ""), ("help", ""),
]  # fmt: skip
DOCUMENTS = {"vi": VIETNAMESE, "ms": MALAY, "en": ENGLISH}


@pytest.mark.parametrize(("text", "kind"), TALK)
def test_small_talk_is_told_from_a_question(text: str, kind: str) -> None:
    assert small_talk_in(text, talk_finder(search_table(WORDS))) == kind


def test_both_hear_the_same_small_talk() -> None:
    dice = random.Random("small talk")
    phrases = [phrase for table in talk_table(WORDS).values() for phrase in table]
    texts = [text for text, _ in TALK] + phrases + [fold(phrase) for phrase in phrases]
    texts += [" ".join(dice.choices([*phrases, "refund", "đổi"], k=dice.randint(2, 4))) for _ in range(300)]
    finder = talk_finder(search_table(WORDS))
    found = node().call("smallTalk", texts, {"phrases": search_table(WORDS), "table": TABLE})
    assert dict(zip(texts, found, strict=True)) == {text: small_talk_in(text, finder) for text in texts}


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [("refund", "refund", 0), ("refund", "rfeund", 1), ("refund", "rfund", 1), ("refund", "refxxnd", 2),
     ("refund", "warranty", 3), ("", "ab", 2), ("ab", "", 2), ("hoàn", "hoan", 1)],
)  # fmt: skip
def test_a_distance_counts_changed_missing_added_and_swapped_letters(left: str, right: str, distance: int) -> None:
    assert distance_of(left, right, 2) == distance
    assert distance_of(right, left, 2) == distance
    assert node().call("distanceOf", left, right, 2) == distance


@pytest.mark.parametrize("language", ["vi", "ms", "en"])
def test_both_propose_the_same_query(language: str, tmp_path: Path) -> None:
    dice = random.Random(f"close {language}")
    index = build_index(DOCUMENTS[language], language)
    node().call("index", language, str(tmp_path), write_shards(index, tmp_path))
    words = sorted({word for one in DOCUMENTS[language] for word in fold(one.title).split() if len(word) > 3})

    def spoilt() -> str:
        letters = list(dice.choice(words))
        for _ in range(dice.randint(1, 3)):
            letters[dice.randrange(len(letters))] = dice.choice("qxzjw")
        return "".join(letters) + dice.choice(("", "", " 😀"))

    proposals = 0
    for query in [
        *(" ".join(spoilt() for _ in range(dice.randint(1, 3))) for _ in range(120)),
        "",
        "1234567",
        "zzxqywv",
    ]:
        assert node().call("missingWords", language, query) == missing_words(index, query), query
        meant = close_query(index, query)
        assert node().call("closeQuery", language, query) == meant, query
        if meant:
            proposals += 1
            assert search(index, meant, 1), (query, meant)
    assert proposals > 10


@pytest.mark.parametrize(
    ("query", "meant"),
    [("exchonga", "exchange"), ("an exchonga please", "an exchange please"), ("xylophone", ""), ("zzxqywv", ""),
     ("exchonga 12345678", "exchange 12345678")],
)  # fmt: skip
def test_two_slips_in_a_word_are_asked_about(query: str, meant: str) -> None:
    assert close_query(build_index(ENGLISH, "en"), query) == meant


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        ("exchange with bitcoin", ["bitcoin"]),
        ("exhcange item", []),
        ("how do I exchange an item", []),
        ("Zürich exchange", ["Zürich"]),
    ],
)
def test_words_that_no_document_has_are_told(query: str, missing: list[str]) -> None:
    assert missing_words(build_index(ENGLISH, "en"), query) == missing

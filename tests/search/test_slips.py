"""Slips of the keyboard that are not typing errors: input methods off, decorated and invisible letters, repeats."""

from __future__ import annotations

import pytest

from kb.search.indexing.index import build_index
from kb.search.ranking.scoring import Hit, plan_query, search
from tests.search.documents import ENGLISH, VIETNAMESE

INDEXES = {"vi": build_index(VIETNAMESE, "vi"), "en": build_index(ENGLISH, "en")}


def found(query: str, language: str) -> list[tuple[str, int, int]]:
    def shown(hit: Hit) -> tuple[str, int, int]:
        return hit.document.id, hit.score, hit.confidence

    return [shown(hit) for hit in search(INDEXES[language], query)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddooir trar", "đổi trả"), ("d9o6i3 tra3", "đổi trả"), ("ddoi tra", "doi tra"),
        ("d9o6i tra3", "doi trả"),
        ("hangf", "hàng"), ("tra3 hang2", "trả hàng"), ("tieenf vaanj chuyeern", "tiền vận chuyển"),
        ("phis giao hangf", "phí giao hàng"), ("mật khẩu boss", "mật khẩu boss"),
    ],
)  # fmt: skip
def test_keys_of_an_input_method_are_read_as_the_word_they_write(typed: str, meant: str) -> None:
    assert found(typed, "vi") == found(meant, "vi") != []


@pytest.mark.parametrize("word", ["off", "boss", "class", "shoes", "meet", "box", "gas", "a4", "usb2", "e1042"])
def test_a_word_that_the_language_has_and_a_code_are_no_keys(word: str) -> None:
    terms = {term.term for term, _ in plan_query(INDEXES["vi"], f"hàng {word}").terms}
    assert terms == {term.term for term, _ in plan_query(INDEXES["vi"], "hàng").terms}


@pytest.mark.parametrize(
    "query",
    [
        "refund " * 500, "re\u200bfund", "re\u00adfund", "\u202erefund\u202c", "r\u0435fund", "ｒｅｆｕｎｄ",
        "🎉 refund 👩\u200d👩\u200d👧",
        "".join(letter + "\u0334\u0301\u0336\u0323" * 5 for letter in "refund"), "refund refund",
        "refund" + " \u200b" * 5_000,
    ],
)  # fmt: skip
def test_what_is_decorated_or_repeated_is_answered_as_the_clean_query(query: str) -> None:
    assert found(query, "en") == found("refund", "en") != []


@pytest.mark.parametrize(
    "query", ["zqxv" * 2_500, " ".join(f"zq{chr(97 + n % 26)}xkw" for n in range(2_000)), "\u0301" * 10_000]
)
def test_nothing_is_found_for_what_nobody_wrote(query: str) -> None:
    assert found(query, "en") == found(query, "vi") == []

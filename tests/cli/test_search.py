"""`kb search`: results, corrections, related articles and counts, for people and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import call_kb, said


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shops")
    assert call_kb(folder, "init", "shop").returncode == 0
    (folder / "shop/docs/faq/track-order.vi.md").unlink()
    return folder / "shop"


def rows_of(shop: Path, *arguments: str) -> list[dict[str, object]]:
    done = call_kb(shop, "search", *arguments, "--json")
    assert done.returncode == 0, said(done)
    rows: list[dict[str, object]] = json.loads(done.stdout)
    return rows


def test_a_language_that_finds_more_is_named(shop: Path) -> None:
    done = call_kb(shop, "search", "hang chua dung nguyen bao bi")
    assert done.returncode == 0 and "add --lang vi" in said(done)
    assert "--lang" not in said(call_kb(shop, "search", "return an item"))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("topic:payment", {"faq/payment-failed"}),
        ("kind:policy", {"policies/returns"}),
        ("topic:returns NOT kind:policy", {"faq/return-item"}),
        ("title:parcel", {"guides/parcel-not-arrived"}),
        ("(kind:policy OR topic:payment) NOT retur*", {"faq/payment-failed"}),
    ],
)
def test_fields_choose_articles(shop: Path, query: str, ids: set[str]) -> None:
    assert {row["id"] for row in rows_of(shop, query)} == ids


def test_what_has_no_translation_is_found_by_its_language(shop: Path) -> None:
    assert [row["id"] for row in rows_of(shop, "language:en", "--lang", "vi")] == ["faq/track-order"]


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [("kind:policy packagign", "kind:policy packaging"), ("topic:return kind:policy", "topic:returns kind:policy")],
)
def test_little_found_is_answered_with_what_may_have_been_meant(shop: Path, query: str, suggestion: str) -> None:
    done = call_kb(shop, "search", query)
    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == ["Nothing found.", f"Did you mean: {suggestion}"]
    assert rows_of(shop, suggestion)
    done = call_kb(shop, "search", query, "--json")
    assert json.loads(done.stdout) == [] and done.stderr.decode() == f"Did you mean: {suggestion}\n"


@pytest.mark.parametrize(
    "query",
    ["where is my parcel", "where is my parcl", "topic:returns", "zzzzzz", '"item return"', "kind:policy refudn"],
)
def test_nothing_is_suggested_if_enough_is_found_or_nothing_better_would_be(shop: Path, query: str) -> None:
    assert "Did you mean" not in said(call_kb(shop, "search", query))


def test_related_articles_are_rows_like_any_results(shop: Path) -> None:
    related = rows_of(shop, "--related", "faq/return-item", "--limit", "2")
    assert related[0]["id"] == "policies/returns" and len(related) == 2
    assert related[0].keys() == rows_of(shop, "parcel")[0].keys()
    assert "Return policy\n  policies/returns/" in said(call_kb(shop, "search", "--related", "faq/return-item"))


def test_each_result_says_how_sure_it_is(shop: Path) -> None:
    rows = rows_of(shop, "how do I return an item")
    assert rows[0]["certainty"] in ("sure", "likely") and rows[0]["confidence"] >= rows[1]["confidence"]
    shown = said(call_kb(shop, "search", "how do I return an item")).splitlines()
    assert shown[0] == f"{rows[0]['title']} ({rows[0]['certainty']})"
    stray = rows_of(shop, "parcel of land for the mayor of Hanoi")
    assert {row["certainty"] for row in stray} <= {"maybe"}


def test_facets_count_what_is_found_or_everything(shop: Path) -> None:
    done = call_kb(shop, "search", "--facets", "kind:faq OR kind:policy", "--json")
    assert json.loads(done.stdout) == {
        "found": 4,
        "facets": {
            "kind": {"faq": 3, "policy": 1},
            "topic": {"returns": 2, "delivery": 1, "payment": 1},
            "stage": {"return": 2, "delivery": 1, "paying": 1},
            "language": {"en": 4},
        },
    }
    lines = call_kb(shop, "search", "--facets", "--lang", "vi").stdout.decode().splitlines()
    assert lines[:2] == ["5 found", "kind: faq 3, guide 1, policy 1"] and lines[-1] == "language: vi 4, en 1"
    scripts = call_kb(shop, "search", "--facets", "--edition", "agents", "kind:script", "--json")
    assert json.loads(scripts.stdout)["facets"]["kind"] == {"script": 2}
    assert json.loads(call_kb(shop, "search", "--facets", "zzzzzz", "--json").stdout) == {"found": 0, "facets": {}}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "name what to search"),
        ([" "], "name what to search"),
        (["parcel", "--related", "faq/return-item"], "neither a query nor --facets"),
        (["--facets", "--related", "faq/return-item"], "neither a query nor --facets"),
        (["--related", "faq/return-itme"], "did you mean “faq/return-item”?"),
        (["--related", "scripts/delivery-delay"], "there is no article “scripts/delivery-delay”"),
        (["parcel", "--limit", "0"], "ask for one result at least"),
    ],
)
def test_wrong_use_is_told(shop: Path, arguments: list[str], sentence: str) -> None:
    done = call_kb(shop, "search", *arguments)
    assert done.returncode == 2
    assert sentence in said(done) and "Traceback" not in said(done)


def test_what_another_language_has_is_told_with_its_option(shop: Path) -> None:
    done = call_kb(shop, "search", "thanh toan")
    assert "Nothing found." in said(done) and "--lang vi" in said(done), said(done)
    assert "--lang" not in said(call_kb(shop, "search", "thanh toan", "--lang", "en"))
    assert "--lang" not in said(call_kb(shop, "search", "thanh toan", "--quiet"))
    assert "--lang" not in said(call_kb(shop, "search", "xqzwv"))


def test_suggestions_are_printed_by_certainty_and_none_without_evidence(shop: Path) -> None:
    done = call_kb(shop, "suggest", "my parcel is late. How do I return an item?")
    order = ["sure", "likely", "maybe"]
    found = [order.index(line.split()[0]) for line in done.stdout.decode().splitlines()[1:]]
    assert len(found) > 2 and found == sorted(found), said(done)

"""`kb insights gaps` and `draft` in shops: what the store holds → gaps, kept weeks, drafts and patches."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kb.insights.store import database
from tests.cli.running import call_kb, said
from tests.insights.conftest import Shop
from tests.sites import FROZEN

FRIDAY = "2026-11-27"
HEADER = "conversation;time;author;channel;name;text\n"
BRANCHES = (
    "Habt ihr eine Filiale in Köln?",
    "gibt es eine Filiale in München",
    "habt ihr auch eine Filiale in Bonn",
    "Wo ist die Filiale in Köln?",
)
PARCEL = "docs/faq/track-order.md"


def _messages(texts: Sequence[str], *, day: str = "2026-11-25", name: str = "Kim") -> str:
    return "".join(f"{day}{at};{day} 10:00;customer;livechat;{name}{at};{text}\n" for at, text in enumerate(texts))


def _take(shop: Shop, rows: str) -> None:
    shop.insights("import", shop.put("messages.csv", HEADER + rows))


def _run(shop: Shop, *arguments: str, code: int = 0) -> str:
    done = call_kb(shop.root, "insights", *arguments, "--today", FRIDAY)
    assert done.returncode == code, said(done)
    return said(done)


@pytest.fixture
def asked(german: Shop) -> Shop:
    """A German shop that was asked for branches, which no text of it knows."""
    _take(german, _messages(BRANCHES))
    return german


def _group(shop: Shop) -> str:
    (gap,) = shop.insights("gaps", "--today", FRIDAY)["gaps"]
    return str(gap["id"])


def test_a_new_shops_gap_is_told_kept_and_drafted_with_the_buyers_wordings(asked: Shop) -> None:
    told = asked.insights("gaps", "--today", FRIDAY)
    (gap,) = told["gaps"]
    assert (told["week"], told["messages"], told["path"]) == ("2026-W48", 4, "insights/data/gaps-2026-W48.json")
    assert (gap["state"], gap["messages"], list(gap["by_week"].values())) == ("unanswered", 4, [0, 0, 0, 0, 4])
    assert [one["kind"] for one in gap["actions"]] == ["write_article", "write_script"]
    assert json.loads((asked.root / told["path"]).read_text("utf-8"))["gaps"] == told["gaps"]
    assert f"kb insights draft {gap['id']}" in _run(asked, "gaps")
    for kind, place in (("faq", "docs/faq"), ("script", "agents/scripts"), ("guide", "docs/guides")):
        told = asked.insights("draft", gap["id"][:5], "--kind", kind, "--today", FRIDAY)
        (path,) = told["paths"]
        assert path.startswith(f"{place}/")
        text = (asked.root / path).read_text("utf-8")
        assert "draft: true" in text
        assert set(told["questions"]) | {told["title"]} == set(BRANCHES)
        assert all(f"- {one}\n" in text for one in told["questions"])
    done = call_kb(asked.root, "check", "--strict", "--today", FRIDAY)
    assert done.returncode == 0, said(done)
    assert "exists already" in _run(asked, "draft", gap["id"], code=2)


def test_questions_are_a_patch_until_they_are_accepted(asked: Shop) -> None:
    group, path = _group(asked), asked.root / PARCEL
    before = path.read_bytes()
    shown = _run(asked, "draft", group, "--add-questions", "faq/track-order")
    patch = asked.insights("draft", group, "--add-questions", "faq/track-order", "--today", FRIDAY)["patch"]
    assert path.read_bytes() == before
    assert patch in shown
    copy = asked.root / "copy"
    (copy / PARCEL).parent.mkdir(parents=True)
    (copy / PARCEL).write_bytes(before)
    subprocess.run(["git", "apply", "-"], cwd=copy, input=patch.encode(), check=True)
    wordings = asked.insights("draft", group, "--add-questions", PARCEL, "--accept", "1,3", "--today", FRIDAY)
    assert wordings["written"] == [wordings["wordings"][at] for at in (0, 2)]
    text = path.read_text("utf-8")
    assert [one in text for one in wordings["wordings"]] == [True, False, True, False]
    assert (copy / PARCEL).read_text("utf-8").replace(f'  - "{wordings["wordings"][1]}"\n', "") != before.decode()
    assert "--accept 9" in _run(asked, "draft", group, "--add-questions", "faq/track-order", "--accept", "9", code=2)


def test_a_turn_is_one_question_and_answers_to_an_agent_are_none(german: Shop) -> None:
    rows = ""
    for number, text in enumerate(BRANCHES):
        chat = f"c{number};2026-11-2{number}"
        rows += (
            f"{chat} 10:00;customer;livechat;Kim;Hallo\n{chat} 10:01;customer;livechat;Kim;{text}\n"
            f"{chat} 10:05;agent;livechat;Eva;In welcher Stadt?\n{chat} 10:06;customer;livechat;Kim;die rote Tasse\n"
        )
    _take(german, rows)
    told = german.insights("gaps", "--today", FRIDAY)
    (gap,) = told["gaps"]
    assert set(gap["examples"]) == set(BRANCHES)
    assert (told["messages"], gap["complaint"]["asked_again"]) == (4, 3)


def test_searches_votes_and_returns_speak_too_and_other_weeks_do_not(german: Shop) -> None:
    event = '{{"v":1,"kind":"search","at":"2026-11-{}T09:00","language":"de","query":"{}","outcome":"{}"}}\n'
    words = ("filiale köln", "filiale münchen", "filiale berlin")
    lines = "".join(event.format(day, word, "nothing") for word in words for day in (24, 25))
    german.insights("import", german.put("events.ndjson", lines))
    _take(german, _messages(BRANCHES, day="2026-09-01"))
    told = german.insights("gaps", "--today", FRIDAY)
    (gap,) = told["gaps"]
    assert (gap["searches"], gap["failed_searches"], gap["messages"], gap["is_rising"]) == (6, 6, 0, True)
    assert [one["kind"] for one in gap["actions"]] == ["write_article"]
    assert german.insights("gaps", "--week", "2026-W36", "--today", FRIDAY)["searches"] == 0
    assert german.insights("gaps", "--since", "2026-09-01", "--today", FRIDAY)["messages"] == 4
    assert german.insights("gaps", "--week", "2026-W30", "--today", FRIDAY)["path"] is None
    assert not (german.root / "insights/data/gaps-2026-W30.json").exists()
    assert german.insights("draft", gap["id"], "--week", "2026-W48", "--today", FRIDAY)["group"] == gap["id"]


def test_what_a_shop_redacts_later_is_in_no_kept_file(asked: Shop) -> None:
    rows = _messages([f"{text} Ruft 0171 2345678 an" for text in BRANCHES], day="2026-11-24", name="Jörg Baumhauer")
    asked.insights("import", asked.put("more.csv", HEADER + rows))
    asked.insights("gaps", "--today", FRIDAY)
    kept = (asked.root / "insights/data/gaps-2026-W48.json").read_text("utf-8")
    assert "2345678" not in kept
    assert "Baumhauer" not in kept


def test_the_frozen_shop_in_three_languages(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    shutil.copytree(FROZEN, root, ignore=shutil.ignore_patterns(".kb-cache", "site"))
    shop = Shop(root)
    vietnamese = (
        "shop có cửa hàng ở Đà Nẵng không",
        "cửa hàng Đà Nẵng ở đâu vậy shop",
        "mình muốn đến cửa hàng Đà Nẵng",
    )
    parcels = ("where is my parcel", "so where is my parcel now", "where is my parcel please")
    _take(shop, _messages(vietnamese) + _messages(parcels, day="2026-11-24"))
    gaps = {gap["language"]: gap for gap in shop.insights("gaps", "--all", "--today", FRIDAY)["gaps"]}
    assert gaps["en"]["state"] == "answered"
    assert (gaps["en"]["site"]["state"], gaps["en"]["site"]["document"]) == ("answered", "faq/track-order")
    assert [gap["language"] for gap in shop.insights("gaps", "--language", "en", "--today", FRIDAY)["gaps"]] == ["en"]
    shown = _run(shop, "gaps", "--all", "--language", "vi")
    assert gaps["vi"]["id"] in shown
    assert gaps["en"]["id"] not in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("draft", "zzzz"), "there is no group “zzzz”: 2026-W48 has"),
        (("draft", "zzzz", "--week", "2026-W40"), "there is no list of 2026-W40: kb insights gaps --week 2026-W40"),
        (("draft", "GROUP", "--add-questions"), "no text comes close to group"),
        (("draft", "GROUP", "--add-questions", "faq/track-ordr"), "did you mean faq/track-order?"),
        (("draft", "GROUP", "--add-questions", "faq/track-order", "--language", "en"), "its readers say other words"),
        (("draft", "GROUP", "--accept", "1"), "--accept belongs to --add-questions"),
        (("draft", "GROUP", "--language", "fr"), "there is no language “fr”"),
        (("draft", "GROUP", "--title", "?!"), "the title needs a letter"),
        (("gaps", "--week", "2026-W54"), "there is no week 2026-W54"),
        (("gaps", "--since", "2027-03-01"), "choose a day of the 53 weeks up to 2026-11-25"),
        (("gaps", "--language", "fr"), "there is no language “fr”"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(asked: Shop, arguments: tuple[str, ...], words: str) -> None:
    group = _group(asked)
    assert words in _run(asked, *(group if one == "GROUP" else one for one in arguments), code=2)


def test_without_data_a_sentence_says_what_to_do_and_nothing_is_made(german: Shop) -> None:
    assert "nothing was imported yet" in _run(german, "gaps", code=2)
    assert "there is no list of groups yet: kb insights gaps" in _run(german, "draft", "abcd1234", code=2)
    german.take("metrics.csv", code=1)
    assert "no message and no search was imported yet" in _run(german, "gaps", code=2)
    assert not (german.root / "insights/data").exists()


def test_a_list_is_forgotten_with_any_week_that_it_counts(asked: Shop) -> None:
    early = asked.put("early.csv", HEADER + _messages(BRANCHES, day="2026-10-28"))
    asked.insights("import", early)
    asked.insights("gaps", "--week", "2026-W43", "--today", FRIDAY)
    asked.insights("gaps", "--today", FRIDAY)
    assert asked.insights("forget", early)["data"] == ["insights/data/gaps-2026-W48.json"]


def test_a_draft_in_another_than_the_shops_language_is_no_problem_of_the_check(german: Shop) -> None:
    _take(german, _messages(("do you have a store in Cologne?", "is there a store in Munich", "store in Berlin?")))
    (gap,) = german.insights("gaps", "--today", FRIDAY)["gaps"]
    assert german.insights("draft", gap["id"], "--today", FRIDAY)["paths"][0].endswith(".en.md")
    done = call_kb(german.root, "check", "--strict", "--today", FRIDAY)
    assert done.returncode == 0, said(done)


def test_a_damaged_list_and_a_locked_store_are_told(asked: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    group = _group(asked)
    kept = asked.root / "insights/data/gaps-2026-W48.json"
    for damaged in (
        "{",
        "[]",
        '{"version": 1}',
        '{"version": 9}',
        kept.read_text("utf-8").replace('"share": 0.0', '"share": "x"'),
        kept.read_text("utf-8").replace('"share": 0.0', '"share": 1e999'),
        re.sub('"failed_searches": \\d+', '"failed_searches": 1e999', kept.read_text("utf-8")),
    ):
        kept.write_text(damaged, "utf-8")
        assert "insights/data/gaps-2026-W48.json" in _run(asked, "draft", group, code=2)
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0)
    with closing(sqlite3.connect(asked.root / "insights/store.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "insights/store.db is in use" in _run(asked, "gaps", code=2)

"""An order of last year is answered by what held last year, on every command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import call_kb, said
from tests.conftest import MINIMAL_CONFIG, WriteProject

TODAY = ("--today", "2026-11-26")
FILES = {
    "mkdocs.yml": f"site_url: https://help.shop.example/\n{MINIMAL_CONFIG}",
    "facts.yml": "days: {unit: days, value: 7, since: [{from: 2026-01-01, value: 10}, {from: 2027-01-01, value: 12}]}\n"
    "fixed: {unit: days, value: 3}\n",
    "docs/policies/returns.md": "---\ntitle: Returns\neffective_from: 2026-01-01\n---\nNew rule: {{ fact.days }}.\n",
    "docs/policies/returns@2025-01-01.md": "---\ntitle: Returns\n---\nOld linen rule: {{ fact.days }}.\n",
    "agents/scripts/back.md": "---\ntitle: Back\nplaceholders: {order_id: {type: code, required: false}}\n---\n"
    "Order {{ order_id }}: {{ fact.days }}, see {{ link.policies/returns }}.\n",
    "agents/scripts/plain.md": "---\ntitle: Plain\n---\nIt takes {{ fact.fixed }}.\n",
}


@pytest.fixture
def shop(write_project: WriteProject) -> Path:
    return write_project(FILES)


def reply(shop: Path, *more: str, script: str = "back", channel: str = "email") -> dict[str, object]:
    done = call_kb(shop, "reply", script, "--channel", channel, *more, "--json", *TODAY)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_a_reply_says_what_held_on_the_day_of_the_order(shop: Path) -> None:
    found = reply(shop, "--ordered-on", "2025-12-31", "--set", "order_id=X1")
    assert "7 days" in str(found["text"])
    assert "policies/returns-2025-01-01/" in str(found["text"])
    assert found["as_of"] == "2025-12-31"
    assert found["depends_on"] == [
        {"name": "fact days", "from": None, "until": "2025-12-31"},
        {"name": "policies/returns", "from": "2025-01-01", "until": "2025-12-31"},
    ]
    assert "what held on December 31, 2025" in str(found["remarks"])


def test_without_a_day_it_says_what_holds_today_and_since_when(shop: Path) -> None:
    found = reply(shop, "--set", "order_id=X1")
    assert "10 days" in str(found["text"])
    assert "policies/returns/" in str(found["text"])
    assert "Before January 1, 2026 it was different" in str(found["remarks"])
    assert reply(shop, script="plain")["depends_on"] == []


def test_a_shopee_order_number_carries_the_day(shop: Path) -> None:
    assert "7 days" in str(reply(shop, "--ordered-on", "251231ABCD1234", "--set", "order_id=X1")["text"])
    assert "7 days" in str(reply(shop, "--set", "order_id=251231ABCD1234", channel="shopee")["text"])
    assert "10 days" in str(reply(shop, "--set", "order_id=251231ABCD1234")["text"])
    named = reply(shop, "--set", "order_id=251231ABCD1234", "--ordered-on", "2026-02-01", channel="shopee")
    assert "10 days" in str(named["text"])


def test_a_day_before_the_oldest_text_is_told(shop: Path) -> None:
    assert "this is the oldest one" in str(reply(shop, "--ordered-on", "2024-06-01", "--set", "order_id=X1")["remarks"])


@pytest.mark.parametrize("day", ["2027-01-02", "yesterday", "2025-02-30"])
def test_a_day_that_is_none_is_refused(shop: Path, day: str) -> None:
    done = call_kb(shop, "reply", "back", "--channel", "email", "--ordered-on", day, *TODAY)
    assert done.returncode == 2
    assert "--ordered-on" in said(done)
    assert "Traceback" not in said(done)


def test_search_suggest_and_facts_know_the_day(shop: Path) -> None:
    old = call_kb(shop, "search", "linen", "--on", "2025-06-01", "--json", *TODAY)
    assert [one["url"].partition("#")[0] for one in json.loads(old.stdout)] == ["policies/returns-2025-01-01/"]
    assert json.loads(call_kb(shop, "search", "linen", "--json", *TODAY).stdout) == []
    told = call_kb(shop, "suggest", "old linen rule", "--ordered-on", "2025-06-01", "--json", *TODAY)
    assert "policies/returns-2025-01-01/" in said(told)
    assert "policies/returns-2025" not in said(call_kb(shop, "suggest", "old linen rule", "--json", *TODAY))
    for day, value in (("2025-06-01", 7), ("2026-06-01", 10), ("2027-06-01", 12)):
        (found,) = json.loads(call_kb(shop, "facts", "days", "--on", day, "--json").stdout)
        assert found["values"] == {"all": value}
        assert [one["from"] for one in found["since"]] == [None, "2026-01-01", "2027-01-01"]

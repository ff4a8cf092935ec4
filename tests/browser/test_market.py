"""The desk fills a reply with what holds in the market of the order: chosen, or known by numbers, channel, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kb.website.build.editions import build_editions
from kb.workspace.desk import reply_for
from kb.workspace.workspace import open_workspace
from tests.cli.test_market import BOTH, FILES
from tests.conftest import TODAY
from tests.sites import Sites
from tests.twins.node import node
from tests.visitors import Host, Visitors, serve_folder


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("market")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Sites:
    reports = build_editions(root, ("public", "agents"), root / "site", today=TODAY)
    assert all(one.is_whole for one in reports), [str(problem) for one in reports for problem in one.problems]
    return Sites(root / "site/public", root / "site/agents")


@pytest.fixture(scope="module")
def agents(site: Sites) -> Iterator[Host]:
    yield from serve_folder(site.agents)


@pytest.fixture
def desk(agents: Host, visitor: Visitors) -> Page:
    visit = visitor(width=1200)
    visit.page.set_default_timeout(20_000)
    visit.page.clock.set_fixed_time("2026-11-26T12:00:00Z")
    page = visit.open(agents.url + "desk/")
    page.locator("[data-kb-desk][data-whole]").wait_for()
    page.locator("#kb-desk-message").fill("can i send it back")
    page.locator(".kb-desk__pick[data-id='scripts/back']").click()
    return page


def says(page: Page, market: str, text: str) -> None:
    expect(page.locator("[data-kb-desk-market]")).to_have_value(market)
    expect(page.locator(".kb-desk__text")).to_have_value(re.compile(re.escape(text)))
    note = expect(page.locator(".kb-desk__notes"))
    (note.not_to_contain_text if market else note.to_contain_text)("Country not chosen")


def test_the_agent_chooses_and_the_desk_knows(desk: Page) -> None:
    on = desk.locator(".kb-desk__reply select").first
    on.select_option("email")
    says(desk, "", BOTH)
    desk.locator(".kb-desk__fields input[name=order_id]").fill("AT-1001")
    says(desk, "AT", ": 30 days.")
    desk.locator(".kb-desk__fields input[name=order_id]").fill("")
    desk.locator(".kb-desk__fields input[name=phone]").fill("+49 30 123456")
    says(desk, "DE", ": 28 days.")
    desk.locator(".kb-desk__fields input[name=phone]").fill("")
    on.select_option("whatsapp")
    says(desk, "AT", ": 30 days.")
    desk.locator("[data-kb-desk-market]").select_option("DE")
    says(desk, "DE", "28 days.")
    desk.locator("[data-kb-desk-day]").fill("2025-06-01")
    desk.locator("[data-kb-desk-day]").dispatch_event("change")
    says(desk, "DE", "14 days.")
    desk.locator("[data-kb-desk-market]").select_option("")
    says(desk, "", "14 days in Germany and 21 days in Austria")


def test_a_choice_is_one_customers(desk: Page) -> None:
    desk.locator("#kb-desk-message").fill("can i send it back? which law protects buyers?")
    desk.locator(".kb-desk__pick[data-id='scripts/back']").click()
    desk.locator("[data-kb-desk-market]").select_option("AT")
    desk.locator(".kb-desk__pick[data-id='scripts/law']").click()
    expect(desk.locator("[data-kb-desk-market]")).to_have_value("AT", timeout=9000)
    expect(desk.locator(".kb-desk__notes")).to_contain_text("no value for Austria: law", timeout=9000)
    desk.locator("#kb-desk-message").fill("can i send it back")  # over all of the last message: another customer
    desk.locator(".kb-desk__pick[data-id='scripts/back']").click()
    desk.locator(".kb-desk__reply select").first.select_option("email")
    says(desk, "", BOTH)


def test_an_own_text_is_kept_over_the_market_and_the_day_of_the_order(desk: Page) -> None:
    own, text = desk.locator(".kb-desk__own button"), desk.locator(".kb-desk__text")
    desk.locator(".kb-desk__reply select").first.select_option("email")
    text.fill("My own words")
    desk.locator("[data-kb-desk-market]").select_option("DE")
    says(desk, "DE", "28 days.")
    expect(own).to_contain_text("My own words")
    desk.locator("[data-kb-desk-day]").fill("2025-06-01")
    desk.locator("[data-kb-desk-day]").dispatch_event("change")
    says(desk, "DE", "14 days.")
    own.click()
    expect(text).to_have_value("My own words")
    desk.locator("[data-kb-desk-market]").select_option("AT")
    says(desk, "AT", "21 days.")
    desk.locator("[data-kb-desk-market]").select_option("DE")
    expect(text).to_have_value("My own words")


def test_there_is_no_choice_where_no_market_changes_the_text(desk: Page) -> None:
    desk.locator("#kb-desk-message").fill("how long does it take for everyone")
    desk.locator(".kb-desk__pick[data-id='scripts/plain']").click()
    expect(desk.locator(".kb-desk__text")).to_have_value(re.compile("It takes 3 days"))
    expect(desk.locator("[data-kb-desk-market]")).to_have_count(0)


@pytest.mark.parametrize("day", [None, "2025-06-01", "2024-06-01"])
def test_the_desks_texts_are_those_of_the_command_line(day: str | None, root: Path, site: Sites) -> None:
    names = json.loads((site.agents / "desk/desk.json").read_text("utf-8"))

    def read(name: str) -> dict[str, Any]:
        return json.loads((site.agents / "desk" / name).read_text("utf-8"))  # type: ignore[no-any-return]

    data, replies = read(names["data"]), read(names["replies"])
    texts = {code: read(name) for code, name in names["texts"].items()}
    data |= {"rules": replies["rules"], "leftovers": replies["leftovers"], "days": replies["days"]}
    data["markets"]["texts"] = replies["markets"]
    data["scripts"] = [script for one in texts.values() for script in one["scripts"]]
    data["links"] = {code: one["links"] for code, one in texts.items()}
    workspace = open_workspace(root, "agents", today=TODAY, with_checks=False, on=_day(day))
    time = next((one for one in data["days"] if day and one["first"] <= day <= (one["last"] or "9")), None)
    assert (time is None) == (day is None)
    compared = 0
    for market in ("", "DE", "AT"):
        in_market = (time["markets"] if time else data["markets"]["texts"]).get(market, {"scripts": {}, "links": {}})
        layers = [one for one in (time, in_market) if one]
        scripts = [dict(one) for one in data["scripts"]]
        links = {code: dict(rows) for code, rows in data["links"].items()}
        for layer in layers:
            for one in scripts:
                one["parts"] = layer["scripts"].get(f"{one['id']} {one['language']}", one["parts"])
            for code, rows in layer["links"].items():
                links[code].update(rows)
        node().call("data", {**data, "scripts": scripts, "links": links})
        for one in scripts:
            said = node().call("renderReply", one["id"], one["language"], {"channelId": "email"})
            seen = workspace.in_market(market)
            by_command = reply_for(
                seen, one["id"], language=one["language"], channel="email", variant="", values={},
                market=market,
            )  # fmt: skip
            if market or by_command.of_market.market == "":
                assert said["text"] == by_command.reply.text, (market, one["id"], one["language"])
                compared += 1
    assert compared >= 12


def _day(text: str | None) -> Any:
    from datetime import date

    return date.fromisoformat(text) if text else None

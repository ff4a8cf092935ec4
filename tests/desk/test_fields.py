"""The fields of a reply: names in the reader's language, days to choose, values that are odd or impossible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from kb.website.build.editions import build_editions
from tests.desk.test_page import Agent
from tests.visitors import Visitors, serve_folder

CONFIG = """\
site_name: Werkstatt
site_url: https://hilfe.werkstatt.example/
theme: {name: material}
plugins:
  - kb:
      timezone: UTC
      default_language: de
      languages: {de: {name: Deutsch}, vi: {name: Tiếng Việt, in_translation: true}}
      topics:
        delivery: {team: after-sales, severity: high, name: {de: Lieferung}}
        parts: {team: Haus Nord, name: {de: Teile}}
      contact: [{channel: email, url: "mailto:hallo@werkstatt.example", hours: {mon-fri: "08:00-17:00"}}]
      channels: [livechat, email]
"""
SCRIPT = """\
---
title: Paket verspätet
topic: delivery
channels: [livechat, email]
questions: [wo bleibt mein paket, mein paket ist verspätet, paket nicht angekommen]
placeholders:
  customer_name: {type: name, example: Hanna, required: false}
  order_id: {type: code, example: A1}
  werkstatt_nr: {type: code, example: W7, required: false}
  due_on: {type: date, when: coming, example: "2026-11-25"}
---
Hallo {{ customer_name }}, die Bestellung {{ order_id }} ist verspätet, Ihre Nummer ist {{ werkstatt_nr }}.
Sie hören von mir am {{ due_on }}.
"""
WORDS = "desk_field_werkstatt_nr: Nummer der Werkstatt\ndesk_team_haus_nord: Haus im Norden\n"
ASKED = "wo bleibt mein paket, es ist verspätet"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The desk of a German shop that is closed at weekends, served."""
    root = tmp_path_factory.mktemp("workshop")
    for name, text in {
        "mkdocs.yml": CONFIG,
        "agents/scripts/spaet.md": SCRIPT,
        "docs/index.md": "Hallo.",
        "words/de.yml": WORDS,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (report,) = build_editions(root, ("agents",), root / "site", today=date(2026, 11, 25))
    assert report.is_whole, report.problems
    with contextmanager(serve_folder)(root / "site" / "agents") as host:
        yield host.url


def opened(visitor: Visitors, url: str, path: str = "desk/") -> Agent:
    agent = Agent(visitor(), url, path)
    agent.paste(ASKED)
    expect(agent.picks.first).to_be_focused()
    agent.page.keyboard.press("1")
    return agent


def field_of(page: Page, name: str) -> Locator:
    return page.locator(f".kb-desk__fields input[name={name}]")


def said(page: Page) -> Locator:
    return page.locator("[data-kb-desk-status]")


def next_weekday() -> date:
    day = datetime.now(UTC).date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def test_fields_and_teams_have_names_in_the_reader_s_language(visitor: Visitors, workshop: str) -> None:
    page = opened(visitor, workshop).page
    labels = [text.rstrip(" *") for text in page.locator(".kb-desk__fields label").all_inner_texts()]
    assert labels == ["Name des Kunden", "Bestellnummer", "Nummer der Werkstatt", "Zugesagt für"]
    expect(page.locator(".kb-desk__team")).to_have_text("Team: Reklamation und Reparatur")
    page = opened(visitor, workshop, "vi/desk/").page
    labels = [text.rstrip(" *") for text in page.locator(".kb-desk__fields label").all_inner_texts()]
    assert labels == ["Tên khách", "Mã đơn hàng", "Werkstatt nr", "Ngày hẹn"]


def test_a_day_is_chosen_from_the_shop_s_calendar(visitor: Visitors, workshop: str) -> None:
    page = opened(visitor, workshop).page
    days = page.locator(".kb-desk__chip")
    expect(days).to_have_count(4)
    assert [text.split(" ·")[0] for text in days.all_inner_texts()] == [
        "Heute",
        "Nächster Werktag",
        "In 2 Werktagen",
        "In 3 Werktagen",
    ]
    tomorrow = next_weekday()
    days.nth(1).click()
    expect(field_of(page, "due_on")).to_have_value(tomorrow.isoformat())
    written = re.compile(rf"am {tomorrow.day}\. \w+ {tomorrow.year}\.")
    expect(page.locator(".kb-desk__text")).to_have_value(written)
    field_of(page, "due_on").press("ArrowUp")
    expect(said(page)).to_contain_text("Heute")


def test_an_impossible_day_is_refused_and_an_odd_one_confirmed(visitor: Visitors, workshop: str) -> None:
    agent = opened(visitor, workshop)
    page = agent.page
    agent.fill("order_id", "A-20418")
    page.evaluate("navigator.clipboard.writeText('before')")
    agent.fill("due_on", "31/02/2027")
    page.keyboard.press("Control+Enter")
    expect(said(page)).to_have_text("Zugesagt für: Den Tag „31/02/2027“ gibt es nicht.")
    expect(field_of(page, "due_on")).to_be_focused()
    expect(page.locator(".kb-desk__consent")).to_have_count(0)
    agent.fill("due_on", "2020-01-01")
    expect(page.locator(".kb-desk__odd:visible")).to_have_text("Dieser Tag ist schon vorbei.")
    page.keyboard.press("Control+Enter")
    assert agent.clipboard() == "before"
    expect(page.locator(".kb-desk__consent input")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(said(page)).to_contain_text("kopiert", ignore_case=True)
    assert "1. Januar 2020" in agent.clipboard()
    agent.fill("due_on", "2021-01-01")
    expect(page.locator(".kb-desk__consent input")).not_to_be_checked()


def test_a_field_that_the_edited_text_holds_no_more_asks_for_nothing(visitor: Visitors, workshop: str) -> None:
    agent = opened(visitor, workshop)
    page = agent.page
    missing = page.locator(".kb-desk__input--missing")
    expect(missing).to_have_count(2)
    agent.fill("due_on", "31/02/2027")
    agent.text.fill("Noch offen: {{ order_id }}")
    expect(missing).to_have_attribute("name", "order_id")
    agent.text.fill("Wir melden uns.")
    expect(missing).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(said(page)).to_contain_text("kopiert", ignore_case=True)
    assert agent.clipboard() == "Wir melden uns."


def test_name_and_days_come_from_what_is_said_and_not_from_the_stamps(visitor: Visitors, workshop: str) -> None:
    agent = Agent(visitor(), workshop)
    agent.paste(
        "[20/11/2026, 09:15:33] Hanna Vogt: wo bleibt mein paket, Ticket #51877, Bestellung 20418\n"
        "[20/11/2026, 09:31:40] Hanna Vogt: versprochen war 22/11, verspätet!"
    )
    expect(agent.picks.first).to_be_focused()
    agent.page.keyboard.press("1")
    chips = agent.page.locator(".kb-desk__chip")
    expect(chips).to_have_count(7)
    assert chips.all_inner_texts()[:3] == ["Hanna Vogt", "20418", "22/11"]
    expect(field_of(agent.page, "customer_name")).to_have_value("")
    expect(field_of(agent.page, "order_id")).to_have_value("20418")
    field_of(agent.page, "customer_name").press("ArrowDown")
    expect(agent.text).to_have_value(re.compile("^Hallo Hanna Vogt, die"))

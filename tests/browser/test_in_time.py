"""A site that was built before a day and is read after it: pages and desk say what holds, or that they are older."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kb.website.build.editions import build_editions
from tests.conftest import TODAY
from tests.sites import Sites
from tests.visitors import Host, Visitors, serve_folder

CONFIG = """\
site_name: Shop
site_url: https://help.shop.example/
theme: {name: material}
plugins:
  - kb:
      shop: Shop
      default_language: en
      languages: {en: {name: English, markets: [VN]}, vi: {name: Tiếng Việt, markets: [VN]}}
      markets: {VN: {currency: VND, name: {en: Vietnam}}}
      channels: [email, shopee]
"""
NEW = """\
---
title: Returns
effective_from: 2027-01-01
changes: [{on: 2027-01-01, what: Twelve days for all, why: Buyers asked}]
---
Coming text: {{ fact.days }}.
"""
FILES = {
    "mkdocs.yml": CONFIG,
    "facts.yml": "days: {unit: days, value: 7, since: [{from: 2026-06-01, value: 10}, {from: 2027-01-01, value: 12}]}",
    "docs/policies/returns.md": NEW,
    "docs/policies/returns@2026-06-01.md": "---\ntitle: Returns\nchanges: [{on: 2026-06-01, what: Ten days}]\n"
    "---\nText of today: {{ fact.days }}.\n",
    "docs/policies/returns@2025-01-01.md": "---\ntitle: Returns\n---\nFirst text: {{ fact.days }}.\n",
    "docs/faq/late.md": "# Late\n\nTell us within {{ fact.days }}.\n",
    "agents/scripts/back.md": "---\ntitle: Send it back\nquestions: [can i send it back]\nchannels: [email, shopee]\n"
    "placeholders: {order_id: {type: code, required: true, example: X}}\n---\n"
    "For {{ order_id }} you have {{ fact.days }}: {{ link.policies/returns }}.\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    root = tmp_path_factory.mktemp("in-time")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    reports = build_editions(root, ("public", "agents"), root / "site", today=TODAY)
    assert all(one.is_whole for one in reports), [str(problem) for one in reports for problem in one.problems]
    return Sites(root / "site/public", root / "site/agents")


@pytest.fixture(scope="module")
def public(site: Sites) -> Iterator[Host]:
    yield from serve_folder(site.public)


@pytest.fixture(scope="module")
def agents(site: Sites) -> Iterator[Host]:
    yield from serve_folder(site.agents)


def at(visitor: Visitors, moment: str, url: str) -> Page:
    """The page at `url` as a browser sees it whose clock shows `moment`."""
    visit = visitor(width=360, timezone="UTC")
    visit.page.clock.set_fixed_time(moment)
    page = visit.open(url)
    assert visit.trouble == []
    return page


def test_other_versions_are_on_the_page_in_force_and_nowhere_else(site: Sites) -> None:
    page = site.text("policies/returns/")
    assert "Text of today: 10 days" in page
    assert "Ten days" in page
    assert "Coming text: 12 days" in site.text("policies/returns-2027-01-01/")
    assert "First text: 7 days" in site.text("policies/returns-2025-01-01/")
    assert 'content="noindex"' in site.text("policies/returns-2025-01-01/")
    assert 'href="../../policies/returns/"' in site.text(
        "policies/returns-2026-06-01/"
    )  # the one in force leads to the policy
    for path in sorted(site.public.rglob("*")):
        inside = path.relative_to(site.public).as_posix()
        is_own = "policies/returns" in inside or inside in {"SHA256SUMS", "_redirects"}
        if path.is_file() and not is_own and path.suffix in {".html", ".xml", ".txt", ".json"}:
            text = path.read_text("utf-8")
            assert "returns-2025" not in text and "returns-2027" not in text, inside
            assert "First text" not in text and "Coming text" not in text, inside


@pytest.mark.parametrize(
    ("moment", "note"),
    [
        ("2026-12-31T16:00:00Z", "From January 1, 2027 a new version holds"),  # 23:00 in the shop
        ("2026-12-31T18:00:00Z", "A new version has been in force since January 1, 2027"),  # 01:00 there
    ],
)
def test_a_page_knows_by_the_shops_clock_that_it_is_older(
    moment: str, note: str, public: Host, visitor: Visitors
) -> None:
    page = at(visitor, moment, public.url + "policies/returns/")
    expect(page.locator(".kb-time:visible p:visible")).to_have_count(1)
    expect(page.locator(".kb-time p:visible")).to_contain_text(note)
    expect(page.locator(".kb-versions a")).to_have_count(1)
    page.locator(".kb-time a:visible").click()
    expect(page.locator(".kb-body")).to_contain_text("Coming text: 12 days")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("moment", "note"),
    [
        ("2026-12-01T00:00:00Z", "From January 1, 2027: 12 days instead of 10 days."),
        ("2027-01-02T00:00:00Z", "Since January 1, 2027: 12 days instead of 10 days."),
    ],
)
def test_a_page_says_which_of_its_facts_change(moment: str, note: str, public: Host, visitor: Visitors) -> None:
    page = at(visitor, moment, public.url + "faq/late/")
    expect(page.locator(".kb-time p:visible")).to_contain_text(note)


@pytest.mark.parametrize(
    ("moment", "channel", "order", "typed", "text", "note"),
    [
        ("2026-12-01T00:00:00Z", "email", "X1", "", "10 days", "Before June 1, 2026 it was different"),
        ("2026-12-01T00:00:00Z", "email", "X1", "2026-05-31", "7 days", "what held on May 31, 2026"),
        ("2026-12-01T00:00:00Z", "shopee", "260531ABCD1234", "", "7 days", "what held on May 31, 2026"),
        ("2026-12-01T00:00:00Z", "shopee", "260531ABCD1234", "2026-07-01", "10 days", "what held on July 1, 2026"),
        ("2026-12-01T00:00:00Z", "email", "260531ABCD1234", "", "10 days", "Before June 1, 2026"),
        ("2027-01-02T00:00:00Z", "email", "X1", "", "12 days", "Before January 1, 2027"),
    ],
)
def test_the_desk_answers_by_the_day_of_the_order(
    moment: str, channel: str, order: str, typed: str, text: str, note: str, agents: Host, visitor: Visitors
) -> None:
    page = at(visitor, moment, agents.url + "desk/")
    page.locator("[data-kb-desk][data-whole]").wait_for()
    page.locator("#kb-desk-message").fill("can i send it back")
    page.locator(".kb-desk__pick[data-id='scripts/back']").click()
    page.locator(".kb-desk__reply select").first.select_option(channel)
    page.locator(".kb-desk__fields input[name=order_id]").fill(order)
    if typed:
        page.locator("[data-kb-desk-day]").fill(typed)
        page.locator("[data-kb-desk-day]").dispatch_event("change")
    expect(page.locator(".kb-desk__text")).to_have_value(re.compile(rf"\b{text}"))
    expect(page.locator(".kb-desk__notes")).to_contain_text(note)
    if channel == "email":
        address = {"7 days": "returns-2025-01-01/", "10 days": "policies/returns/", "12 days": "returns-2027-01-01/"}
        assert address[text] in page.locator(".kb-desk__text").input_value()

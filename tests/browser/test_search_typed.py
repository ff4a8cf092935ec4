"""Whatever is put into a search box, and whatever fails under it: the box says something sensible and goes on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.chromium import settle
from tests.visitors import Host, Visitors

TELEX = ("d", "do", "đo", "đô", "đôi", "đổi", "đổi ", "đổi t", "đổi tr", "đổi tra", "đổi trả")
"""What a Vietnamese keyboard shows, key by key."""
ARABIC = "كيف أعيد المنتج"


def test_vietnamese_typed_in_steps_is_searched_as_it_ends(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    page = visit.open(f"{shop_host.url}vi/")
    box = page.locator("#kb-search-home")
    box.focus()
    typing = visit.context.new_cdp_session(page)
    for shown in TELEX:
        typing.send(
            "Input.imeSetComposition", {"text": shown, "selectionStart": len(shown), "selectionEnd": len(shown)}
        )
    typing.send("Input.insertText", {"text": TELEX[-1]})
    page.locator(".kb-result__title mark", has_text="trả").first.wait_for()
    settle(page)
    marks = {mark.lower() for mark in page.locator(".kb-result mark").all_inner_texts()}
    assert marks and marks <= {"đổi", "trả"}
    expect(box).to_have_value("đổi trả")
    assert not visit.trouble


def test_a_long_text_that_is_pasted_is_cut_and_searched(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    page = visit.open(shop_host.url)
    box = page.locator("#kb-search-home")
    box.focus()
    page.keyboard.insert_text("My refund did not come. 😀 " * 40)
    page.locator(".kb-result").first.wait_for()
    assert len(box.input_value()) <= 300
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))
    page.locator(".kb-hit").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.goto(f"{shop_host.url}search/?q={'refund+' * 900}")
    page.locator(".kb-hit").first.wait_for()
    assert len(page.locator("#kb-search-page").input_value()) <= 300 and len(page.title()) < 400
    assert not visit.trouble


def test_half_an_emoji_is_no_fault(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(f"{shop_host.url}search/")
    field = page.locator("#kb-search-page")
    field.evaluate("(one) => { one.value = 'refund \\ud83d'; one.dispatchEvent(new Event('input')); }")
    page.locator(".kb-hit").first.wait_for()
    page.wait_for_url(re.compile("q=refund"))
    assert not visit.trouble


@pytest.mark.parametrize("query", ["😀👍🏽", "?!…", "👩‍👩‍👧 🎁", ARABIC, "客服电话"])
def test_what_no_page_has_is_said_and_leads_on(query: str, shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    page = visit.open(f"{shop_host.url}search/")
    page.locator("#kb-search-page").fill(query)
    place = page.locator(".kb-results__help")
    place.wait_for()
    assert place.locator("bdi").first.inner_text() == query
    assert place.locator("a[href='#kb-contact']").is_visible()
    assert place.locator("a[href*='topics/']").count() > 1
    assert query in page.locator("[data-kb-search-page] [role=status]").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not visit.trouble


def test_search_works_again_when_the_network_is_back(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    visit.context.route(
        re.compile(r"/search/en/"), lambda route: route.abort()
    )  # so that nothing comes while it is idle
    page = visit.open(shop_host.url)
    box = page.locator("#kb-search-home")
    visit.context.set_offline(True)
    visit.context.unroute_all()
    box.press_sequentially("refund")
    page.locator("[role=alert] a[href$='all/']").wait_for()
    visit.context.set_offline(False)
    box.press_sequentially("s")
    page.locator(".kb-result mark").first.wait_for()
    assert page.locator("[role=alert]").count() == 0


def test_a_worker_that_was_lost_is_made_again(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    lost: list[Route] = []

    def stop(route: Route) -> None:
        lost.append(route)
        route.abort()

    visit.context.route(re.compile("/search-worker"), stop)
    page = visit.open(shop_host.url)
    box = page.locator("#kb-search-home")
    box.press_sequentially("refund")
    page.locator("[role=alert]").wait_for()
    visit.context.unroute_all()
    box.press_sequentially("s")
    page.locator(".kb-result mark").first.wait_for()
    assert lost


REFUSE_STORAGE = """
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, { get() { throw new DOMException("refused", "SecurityError"); } });
    }
    history.replaceState = () => { throw new DOMException("refused", "SecurityError"); };
"""


def test_search_works_where_nothing_may_be_kept(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    visit.context.add_init_script(REFUSE_STORAGE)
    page = visit.open(shop_host.url)
    page.locator("#kb-search-home").press_sequentially("refund")
    page.locator(".kb-result mark").first.wait_for()
    page.locator("#kb-search-home").press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=refund"))
    page.locator(".kb-hit").first.wait_for()
    page.locator("#kb-search-page").fill("reset password")
    page.locator(".kb-hit__title", has_text=re.compile("password", re.IGNORECASE)).first.wait_for()
    page.locator(".kb-hit__title a").first.click()
    page.wait_for_url(re.compile("^((?!/search/).)*$"))
    assert not visit.trouble

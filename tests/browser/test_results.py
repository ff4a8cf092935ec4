"""What a shopper sees of search on a phone: nothing jumps, the best few first, no more marked than was asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.chromium import settle
from tests.visitors import Host, Visitors

PHONE = {"width": 360, "height": 640}
MOST_SHIFT = 0.02
WATCH_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


@pytest.mark.parametrize(
    "path",
    ["search/?q=return+an+item", "search/?q=zzxqywv", "search/?q=bảo+hành+ấm+đun", "vi/search/?q=doi+tra+hang", "ms/search/?q=refund&from=home"],
)
def test_nothing_jumps_when_results_come(path: str, shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360, locale={"v": "vi-VN", "m": "ms-MY"}.get(path[0], "en-US"))
    page = visit.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    visit.context.add_init_script(WATCH_SHIFTS)
    held: list[Route] = []
    visit.context.route(re.compile(r"/search/\w+/(worker[.]js|texts-)"), lambda route: held.append(route))
    visit.open(shop_host.url + path)
    while page.locator(".kb-hit, .kb-results__help").count() == 0:
        page.evaluate(PAINTED)  # the page is drawn without what it waits for
        while held:
            held.pop().continue_()
    settle(page)
    assert page.locator("#kb-contact").is_visible()
    assert page.locator(".kb-footer").is_visible()
    assert page.evaluate("window.shifted") <= MOST_SHIFT


@pytest.mark.parametrize("lost", [r"/assets/kb/search[.]\w+[.]js|/search[.]\w+[.]js", r"/search/en/worker[.]js"])
def test_a_person_can_be_asked_where_search_does_not_come(lost: str, shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    stopped: list[str] = []

    def stop(route: Route) -> None:
        stopped.append(route.request.url)
        route.abort()

    visit.context.route(re.compile(lost), stop)
    page = visit.open(shop_host.url + "search/?q=refund")
    expect(page.locator("#kb-contact")).to_be_visible()
    assert stopped


def test_the_keyboard_of_a_phone_is_not_called_over_results(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).open(shop_host.url + "search/?q=refund")
    page.locator(".kb-hit").first.wait_for()
    expect(page.locator("#kb-search-page")).not_to_be_focused()
    page.goto(shop_host.url + "search/")
    expect(page.locator("#kb-search-page")).to_be_focused()


def test_the_best_few_are_shown_and_more_when_asked(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    page = visit.open(shop_host.url + "search/?q=return")
    page.locator(".kb-hit").first.wait_for()
    hits = page.locator(".kb-hit")
    count = page.locator("[data-kb-page-status]")
    more = page.locator(".kb-results__more")
    first = hits.count()
    assert 5 <= first <= 8
    (found,) = re.findall(rf"^Showing {first} of (\d+)$", count.inner_text())
    titles = page.locator(".kb-hit__title").all_inner_texts()
    more.focus()
    page.keyboard.press("Enter")
    expect(hits).not_to_have_count(first)
    expect(hits.nth(first).locator(".kb-hit__title a")).to_be_focused()
    while more.count():
        seen = hits.count()
        more.click()
        expect(hits).not_to_have_count(seen)
        settle(page)
    assert hits.count() == int(found)
    assert count.inner_text() == f"{found} results"
    after = page.locator(".kb-hit__title").all_inner_texts()
    assert after[:first] == titles and len(set(after)) == len(after)
    assert not visit.trouble


def test_few_results_are_counted_without_a_button(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).open(shop_host.url + "search/?q=reset+password")
    page.locator(".kb-hit").first.wait_for()
    shown = page.locator(".kb-hit").count()
    assert page.locator("[data-kb-page-status]").inner_text() == f"{shown} results"
    assert page.locator(".kb-results__more").count() == 0


def test_a_result_is_its_title_and_two_lines(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).open(shop_host.url + "vi/search/?q=doi+tra+hang")
    page.locator(".kb-hit").first.wait_for()
    lines = page.locator(".kb-hit__text").evaluate_all(
        "(texts) => texts.map((one) => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight))"
    )
    assert lines and max(lines) < 2.1
    assert page.locator(".kb-hit").count() == len(lines)


def test_results_that_may_not_fit_lead_to_a_person_first(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).open(shop_host.url + "search/?q=iphone+charger+refund+xylophone+zebra")
    page.locator(".kb-results__unsure a[href='#kb-contact']").wait_for()
    assert page.locator("#kb-contact").is_visible()
    above = page.evaluate("document.querySelector('[data-kb-page-results]').firstElementChild.className")
    assert above == "kb-results__unsure"
    assert "may not" in page.locator("[data-kb-search-page] [role=status]").inner_text()

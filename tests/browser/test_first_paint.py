"""Nothing that a reader looks at moves: what stands above a page is there before the page is drawn."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.chromium import settle
from tests.visitors import Host, Visitors

MOST = 0.02
"""Of the layout shift that Lighthouse sums up; pages with the bars moved by .10 to .16."""
NOTE_SHIFTS = """
globalThis.shifts = [];
new PerformanceObserver(list => { for (const one of list.getEntries()) shifts.push(one.value); })
  .observe({type: 'layout-shift', buffered: true});
"""
_DRAWN = """new Promise(done => new PerformanceObserver(list => {
  if (list.getEntriesByName('first-contentful-paint').length) requestAnimationFrame(() => requestAnimationFrame(done));
}).observe({type: 'paint', buffered: true}))"""
_MOVE = """new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().length)).observe({type: 'layout-shift'});
  const tall = document.createElement('h1');
  tall.textContent = 'x';
  requestAnimationFrame(() => setTimeout(() => document.querySelector('.md-container').prepend(tall)));
})"""


def draw_before_our_script(page: Page, url: str) -> None:
    """Open a page whose deferred scripts arrive after it was drawn, as on a slow line."""
    held: list[Route] = []
    page.route("**/assets/kb/kb.*.js", lambda route: held.append(route))
    page.goto(url, wait_until="commit")
    page.evaluate(_DRAWN)
    while not held:
        page.wait_for_event("request")
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")
    settle(page)


@pytest.mark.parametrize(
    "path", ["", "faq/track-order/", "policies/returns/", "guides/parcel-not-arrived/", "topics/returns/"]
)
@pytest.mark.parametrize("day", ["2026-11-21", "2027-02-05"])
def test_offer_and_notices_move_nothing(day: str, path: str, shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360, locale="vi-VN")
    page = visit.page
    page.set_viewport_size({"width": 360, "height": 640})
    page.clock.set_fixed_time(f"{day}T10:00:00+07:00")
    page.add_init_script(NOTE_SHIFTS)
    draw_before_our_script(page, shop_host.url + path)
    expect(page.locator(".kb-offer")).to_be_visible()
    assert page.locator("[data-kb-notice]:visible").count() == (day == "2027-02-05")
    assert sum(page.evaluate("shifts")) <= MOST
    assert visit.trouble == []


def test_a_page_of_no_address_offers_no_language(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(locale="vi-VN").open(shop_host.url + "no/such/page/")
    expect(page.locator(".kb-offer, [data-kb-offer]")).to_have_count(0)


def test_shifts_are_noted(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).page
    page.add_init_script(NOTE_SHIFTS)
    page.goto(shop_host.url)
    assert page.evaluate(_MOVE) == 1
    assert page.evaluate("shifts")[-1] > MOST

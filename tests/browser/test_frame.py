"""What stands around every text: the header, the way to a person, lists."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.visitors import Host, Visitors

MOST_CONTACT = 290
"""Pixels of the contact block at 360: three rows of two, and the hours once; it was 450."""


@pytest.mark.parametrize(("hour", "is_open"), [("10:00", True), ("22:00", False)])
def test_the_way_to_a_person_is_short_and_out_of_hours_begins_with_mail(
    hour: str, is_open: bool, shop_host: Host, visitor: Visitors
) -> None:
    visit = visitor(width=360, locale="vi")
    visit.page.clock.set_fixed_time(f"2026-11-21T{hour}:00+07:00")
    page = visit.open(shop_host.url + "vi/faq/track-order/")
    block = page.locator(".kb-contact")
    first = block.locator(".kb-way").first.locator("a").get_attribute("href") or ""
    assert first.startswith("mailto:") != is_open
    expect(block.locator(".kb-way__hours")).to_have_count(1)
    expect(block.locator(".kb-state")).to_have_count(1)
    expect(block.locator(".kb-state__more")).to_contain_text("21:00" if is_open else "08:00")
    box = block.bounding_box()
    assert box and box["height"] <= MOST_CONTACT
    assert visit.trouble == []


@pytest.mark.parametrize(
    "path", ["", "vi/", "faq/track-order/", "ms/topics/returns/", "all/", "search/", "no/such/page/"]
)
def test_at_320_pixels_the_shop_s_name_is_whole_and_nothing_overflows(
    path: str, shop_host: Host, visitor: Visitors
) -> None:
    page = visitor(width=320).open(shop_host.url + path)
    wide = "one => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]"
    assert page.locator(".kb-brand__name").evaluate(wide) == [0, 0]
    for summary in page.locator(".kb-header summary").all():
        summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        panel = page.locator(".kb-drop[open] .kb-drop__panel").bounding_box()
        assert panel and panel["x"] >= 0 and panel["x"] + panel["width"] <= 320


def test_lists_begin_with_what_is_featured_then_questions_guides_and_policies(
    visitor: Visitors, shop_host: Host
) -> None:
    page = visitor().open(shop_host.url + "topics/returns/")
    addresses = [str(one.get_attribute("href")) for one in page.locator(".kb-list > li > a").all()]
    kinds = [address.split("/")[-3] for address in addresses]
    assert kinds == sorted(kinds, key=("faq", "guides", "policies").index) and len(set(kinds)) == 3
    assert [address.split("/")[-2] for address in addresses[:2]] == ["return-or-exchange", "refund-time"]
    tag = page.locator(".kb-list > li:has(.kb-tag)").first
    assert tag.evaluate("one => one.firstElementChild.className") == "kb-tag", "the kind stands before the title"


def test_a_long_text_has_its_contents_folded_above_it_on_a_phone(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360, scripts=False).open(shop_host.url + "policies/returns/")
    contents = page.locator(".kb-contents")
    expect(contents.locator("a").first).to_be_hidden()
    contents.locator("summary").click()
    assert contents.locator("a").count() >= 4
    contents.locator("a").last.click()
    expect(page.locator("h2:target")).to_be_in_viewport()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(contents).to_be_hidden()


def test_the_list_of_everything_is_filtered_by_a_field_of_its_own_name_and_look(
    shop_host: Host, visitor: Visitors
) -> None:
    page = visitor(width=360).open(shop_host.url + "all/")
    expect(page.locator("label[for=kb-filter]")).to_be_visible()
    page.get_by_role("searchbox", name="Find in this list").fill("refund")
    assert 0 < page.locator("[data-kb-list] .kb-list > li:visible").count() < 20
    assert page.locator(".kb-search--large").count() == 0

"""The home page and the lists: a way to a person is at hand, no row is torn, no line is too long to read."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.visitors import Host, Visitors


def test_the_home_page_leads_to_a_person_from_its_top(arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360, locale="ar", scripts=False).open(arabic_host.url)
    link = page.locator(".kb-hero").get_by_role("link", name="اسألنا")
    box = link.bounding_box()
    assert box and box["y"] + box["height"] < 640
    link.click()
    expect(page.locator("#kb-contact")).to_be_in_viewport()


def test_lists_are_as_wide_as_articles(arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=1280, locale="ar").open(arabic_host.url + "topics/returns/")
    for selector in (".kb-listing", "#kb-contact"):
        box = page.locator(selector).bounding_box()
        assert box and box["width"] == 720

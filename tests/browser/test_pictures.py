"""Pictures of a text: they move nothing while they load, and open whole over the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.test_first_paint import MOST, NOTE_SHIFTS
from tests.chromium import settle
from tests.visitors import Host, Visitors

PAGE = "faq/pack/"


@pytest.mark.parametrize("width", [360, 1280])
def test_pictures_that_come_late_move_nothing(width: int, arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=width, locale="ar").page
    page.set_viewport_size({"width": width, "height": 4000})  # all of it is looked at
    page.add_init_script(NOTE_SHIFTS)
    held: list[Route] = []
    page.route(re.compile(r"/img/"), lambda route: held.append(route))
    page.goto(arabic_host.url + PAGE, wait_until="commit")
    page.wait_for_selector(".kb-footer")
    while len(held) < 3:
        page.evaluate("new Promise(requestAnimationFrame)")  # lets requests come
    settle(page)
    before = page.evaluate("[...document.querySelectorAll('.kb-body img')].map(one => one.clientHeight)")
    for route in held:
        route.continue_()
    for picture in page.locator(".kb-body img").all():
        expect(picture).to_have_js_property("complete", True)
    settle(page)
    after = page.evaluate("[...document.querySelectorAll('.kb-body img')].map(one => one.clientHeight)")
    shown = page.evaluate("[...document.querySelectorAll('.kb-body img')].map(one => one.naturalHeight > 0)")
    assert shown == [True] * 3
    assert before == after
    assert min(before) > 20
    assert sum(page.evaluate("shifts")) <= MOST


def test_a_picture_opens_whole_and_gives_the_focus_back(arabic_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360, locale="ar")
    page = visit.open(arabic_host.url + PAGE)
    link = page.locator("a.kb-zoom").first
    expect(link).to_have_accessible_name("تكبير: صندوق مفتوح")
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="صندوق مفتوح")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="إغلاق")).to_be_focused()
    picture = dialog.get_by_role("img")
    expect(picture).to_have_js_property("naturalWidth", 1600)
    assert picture.evaluate("one => one.clientWidth <= innerWidth")
    full = dialog.get_by_role("button", name="الحجم الكامل")
    full.click()
    expect(full).to_have_attribute("aria-pressed", "true")
    assert picture.evaluate("one => one.clientWidth") == 1600
    assert page.locator(".kb-picture__place").evaluate("one => one.scrollWidth > one.clientWidth")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    assert page.url.endswith(PAGE)
    assert not re.search(
        "user-scalable|maximum-scale", page.locator("meta[name=viewport]").get_attribute("content") or ""
    )
    assert visit.trouble == []


def test_a_small_drawing_fills_its_place_and_asks_for_no_full_size(arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=1280, locale="ar").open(arabic_host.url + PAGE)
    drawing = page.locator(".kb-body img[src$='measure.svg']")
    assert drawing.evaluate("one => [one.clientWidth, one.clientHeight]") == [720, 300]
    page.locator("a.kb-zoom:has(img[src$='measure.svg'])").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button")).to_have_count(1)
    dialog.get_by_role("button").click()
    expect(dialog).to_have_count(0)


def test_without_scripts_a_picture_is_a_link_to_its_file(arabic_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360, scripts=False).open(arabic_host.url + PAGE)
    page.locator("a.kb-zoom").first.click()
    expect(page).to_have_url(arabic_host.url + "img/box.png")

"""Keys that belong to an input method (Enter takes a word, arrows walk its list) do nothing on any page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.visitors import Host, Visitors

COMPOSING = {
    "while it composes": {"isComposing": True, "keyCode": 229},
    "told by isComposing alone": {"isComposing": True},
    "Safari: ended before its key": {"isComposing": False, "keyCode": 229},
}
PRESS = """([keys, told]) => {
    const press = ([key, code, more]) => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {key, code, bubbles: true, cancelable: true, ...more, ...told}));
    return keys.filter((key) => !press(key)).length;
}"""
ENTER, DOWN, UP, ESCAPE = (["Enter", "Enter", {}], ["ArrowDown", "ArrowDown", {}], ["ArrowUp", "ArrowUp", {}],
                           ["Escape", "Escape", {}])  # fmt: skip


def press(page: Page, *keys: object, told: object) -> None:
    """Press `keys` as an input method does; nothing on the page may have taken one for its own."""
    assert page.evaluate(PRESS, [list(keys), told]) == 0


def search_for(page: Page, query: str) -> None:
    page.locator("[data-kb-search] input").first.fill(query)
    page.locator(".kb-result .kb-result__text mark").first.wait_for()


@pytest.mark.parametrize("told", COMPOSING.values(), ids=COMPOSING)
def test_the_search_box_leaves_them_alone(told: object, visitor: Visitors, shop_host: Host) -> None:
    page = visitor().open(shop_host.url)
    search_for(page, "return")
    press(page, DOWN, ENTER, UP, ESCAPE, told=told)
    box = page.locator("[data-kb-search] input").first
    assert box.get_attribute("aria-activedescendant") is None and page.url == shop_host.url
    expect(page.locator(".kb-result").first).to_be_visible()


def test_a_word_composed_in_the_search_box_is_searched_and_its_keys_stay_its_own(
    visitor: Visitors, shop_host: Host
) -> None:
    visit = visitor()
    page = visit.open(shop_host.url)
    box = page.locator("[data-kb-search] input").first
    box.focus()
    typing = visit.context.new_cdp_session(page)
    typing.send("Input.imeSetComposition", {"text": "return", "selectionStart": 6, "selectionEnd": 6})
    page.locator(".kb-result .kb-result__text mark").first.wait_for()
    for key in ("ArrowDown", "Enter"):
        pressed = {"type": "rawKeyDown", "key": key, "code": key, "windowsVirtualKeyCode": 229}
        typing.send("Input.dispatchKeyEvent", pressed)
    assert box.get_attribute("aria-activedescendant") is None and page.url == shop_host.url
    typing.send("Input.insertText", {"text": "return"})
    expect(box).to_have_value("return")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != shop_host.url)


@pytest.mark.parametrize("told", COMPOSING.values(), ids=COMPOSING)
def test_menus_and_the_stroke_that_leads_to_search_leave_them_alone(
    told: object, visitor: Visitors, shop_host: Host
) -> None:
    page = visitor().open(shop_host.url)
    press(page, ["/", "Slash", {}], told=told)
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    menu = page.locator("[data-kb-drop] > summary:visible").first
    menu.click()
    press(page, ESCAPE, told=told)
    assert menu.evaluate("one => one.parentElement.open")


@pytest.mark.parametrize("told", COMPOSING.values(), ids=COMPOSING)
def test_the_filter_of_a_table_leaves_them_alone(told: object, visitor: Visitors, shop_agents_host: Host) -> None:
    page = visitor().open(shop_agents_host.url + "tools/scripts/")
    box = page.locator("[data-kb-filter] input[type=search]").first
    box.focus()
    press(page, DOWN, UP, told=told)
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(box).not_to_be_focused()


@pytest.mark.parametrize("told", COMPOSING.values(), ids=COMPOSING)
def test_the_desk_leaves_them_alone(told: object, visitor: Visitors, shop_agents_host: Host) -> None:
    page = visitor().open(shop_agents_host.url + "desk/")
    page.locator("[data-kb-desk][data-whole]").wait_for()
    message = page.locator("#kb-desk-message")
    message.fill("my parcel is very late, where is it?")
    page.locator(".kb-desk__pick").first.wait_for()
    press(page, ["1", "Digit1", {"altKey": True}], ["z", "KeyZ", {"ctrlKey": True}], told=told)
    expect(page.locator(".kb-desk__text")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    field = page.locator(".kb-desk__fields input").first
    field.focus()
    press(page, ENTER, ["Enter", "Enter", {"ctrlKey": True}], ESCAPE, told=told)
    expect(field).to_be_focused()
    expect(page.locator("[data-kb-desk-status]")).to_have_text("")

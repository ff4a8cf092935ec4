"""The desk on a phone and at 200 % zoom, and what a screen reader hears of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from kb.ui_strings import ui_strings
from tests.desk.test_page import LATE, Agent
from tests.visitors import Host, Visitors

PHONE = {"width": 360, "height": 640}
ZOOMED = {"width": 683, "height": 384}
"""What 1366 × 768 is at 200 %."""
LANGUAGES = {"en": ("", LATE), "vi": ("vi/", "đơn của em giao trễ quá, hàng đang ở đâu"),
             "ms": ("ms/", "bungkusan saya lambat sangat, di mana sekarang?")}  # fmt: skip


def opened(visitor: Visitors, host: Host, code: str, size: dict[str, int], *, locale: str = "") -> Agent:
    """An agent at a screen of `size`, who pasted a message."""
    folder, message = LANGUAGES[code]
    visit = visitor(width=size["width"], locale=locale or code)
    visit.page.set_viewport_size(size)  # type: ignore[arg-type]
    agent = Agent(visit, host.url, f"{folder}desk/")
    agent.paste(message)
    return agent


def box(one: Locator) -> tuple[float, float]:
    """Top and bottom of an element on the screen."""
    found = one.bounding_box()
    assert found is not None
    return found["y"], found["y"] + found["height"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_phone_has_one_row_of_buttons_and_a_way_back(code: str, visitor: Visitors, shop_agents_host: Host) -> None:
    agent = opened(visitor, shop_agents_host, code, PHONE, locale="fr")
    words, page = ui_strings(code), agent.page
    agent.picks.first.click()
    buttons = page.locator(".kb-desk__actions .kb-button:visible")
    for channel, change in (("sms", False), ("email", False), ("email", True)):
        agent.send_on(channel)
        if change:
            agent.text.fill("Hello there, this is my own text.")
        tops = {round(box(one)[0]) for one in buttons.all()}
        assert len(tops) == 1, (channel, buttons.all_inner_texts())
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator(".kb-desk__actions kbd:visible").count() == 0, "no keys where there are none"
    top, bottom = box(page.locator(".kb-desk__actions"))
    assert bottom <= PHONE["height"] and bottom - top < 64, "they stay at the foot"
    page.get_by_role("button", name=words["desk_to_message"]).click()
    expect(agent.message).to_be_focused()
    expect(agent.message).to_be_in_viewport(ratio=1)
    assert agent.visit.trouble == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_at_twice_the_size_the_first_answer_is_in_view(code: str, visitor: Visitors, shop_agents_host: Host) -> None:
    agent = opened(visitor, shop_agents_host, code, ZOOMED)
    expect(agent.picks.first).to_be_in_viewport(ratio=1)
    expect(agent.message).to_be_in_viewport(ratio=1)
    agent.paste("\n".join([LANGUAGES[code][1]] * 40))
    expect(agent.picks.first).to_be_in_viewport(ratio=0.5)
    assert agent.page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]


@pytest.mark.parametrize(("size", "least"), [({"width": 1366, "height": 768}, 112), (PHONE, 124)])
def test_bars_leave_the_screen_to_the_desk(
    size: dict[str, int], least: int, visitor: Visitors, shop_agents_host: Host
) -> None:
    for code in LANGUAGES:
        agent = opened(visitor, shop_agents_host, code, size)
        assert box(agent.page.locator(".kb-agentbar"))[1] < least, code
        expect(agent.message).to_be_in_viewport(ratio=1)
        offered = opened(visitor, shop_agents_host, code, size, locale="en" if code != "en" else "vi")
        top, bottom = box(offered.page.locator(".kb-offer"))
        assert bottom - top <= 40, "the offer of another language is one line"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_screen_reader_hears_summary_answers_and_keys(code: str, visitor: Visitors, shop_agents_host: Host) -> None:
    agent = opened(visitor, shop_agents_host, code, {"width": 1280, "height": 800})
    page = agent.page
    heard = page.locator("[data-kb-desk] :is([role=status], [role=alert], [aria-live=polite])")
    assert heard.filter(has=page.locator(".kb-desk__pick")).count() == 1, "the answers are announced"
    expect(page.get_by_role("status").filter(has_text=ui_strings(code)["desk_severity_normal"])).to_have_count(1)
    for number in (1, 2):
        answer = agent.picks.nth(number - 1)
        title = answer.locator(".kb-desk__title").inner_text()
        assert str(number) in (answer.get_attribute("aria-keyshortcuts") or "").split()
        expect(page.get_by_role("button", name=f"{number} {title}")).to_have_count(1)
    agent.paste("xyzzy plugh frotz")
    nothing = ui_strings(code)["desk_nothing"]
    expect(heard.filter(has_text=nothing)).to_have_count(1)
    agent.message.fill("")
    agent.paste(LANGUAGES[code][1])
    page.locator(".kb-desk__pick[data-id^='scripts/']").first.click()
    page.locator(".kb-desk__star").click()
    agent.message.fill("")
    expect(agent.picks.first).to_have_attribute("aria-keyshortcuts", "1")
    assert agent.visit.trouble == []

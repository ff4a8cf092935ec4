"""The quick ways through the desk: channels by button and message, the finder, the first answer, two in one."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.desk.test_page import LATE, TWO, Agent, agent  # noqa: F401 - fixture
from tests.visitors import Host, Visitors

FIRST = ".kb-desk__first"


def channel(agent: Agent, id: str) -> None:  # noqa: F811
    expect(agent.page.locator("[data-pick=channel]")).to_have_value(id)


def test_the_agents_channels_are_buttons_with_a_number(agent: Agent) -> None:  # noqa: F811
    page = agent.page
    buttons = page.locator(".kb-desk__channel")
    expect(buttons).to_have_count(6)
    first = str(buttons.first.get_attribute("data-channel"))
    agent.paste(LATE)
    page.keyboard.press("Alt+1")
    channel(agent, first)
    expect(buttons.first).to_have_attribute("aria-pressed", "true")
    expect(agent.picks.first).to_be_focused()
    page.keyboard.press("1")
    field = page.locator(".kb-desk__fields input[name=order_id]")
    expect(field).to_be_focused()
    page.keyboard.press("Alt+2")  # with a reply open: its text changes, the cursor stays where something is missing
    channel(agent, str(buttons.nth(1).get_attribute("data-channel")))
    expect(page.locator(".kb-desk__reply select").first).to_have_value(
        str(buttons.nth(1).get_attribute("data-channel"))
    )
    expect(field).to_be_focused()
    page.keyboard.press("Alt+0")
    channel(agent, "")
    page.locator(".kb-desk__channel-choice summary").click()
    boxes = page.locator(".kb-desk__channel-boxes")
    other = str(boxes.locator("input:disabled").first.get_attribute("value"))  # six are enough
    boxes.locator(f"input[value={first}]").uncheck()
    boxes.locator(f"input[value={other}]").check()
    page.keyboard.press("Escape")
    expect(page.locator(".kb-desk__channel-choice summary")).to_be_focused()
    page.reload()
    page.locator("[data-kb-desk][data-whole]").wait_for()
    assert first not in [one.get_attribute("data-channel") for one in buttons.all()]
    page.locator(f"[data-channel={other}]").click()
    channel(agent, other)


def test_a_channel_that_the_message_names_is_picked_and_taken_back_with_one_key(agent: Agent) -> None:  # noqa: F811
    page, read = agent.page, agent.page.locator("[data-kb-desk-read]")
    agent.pick("channel", "zalo")
    agent.paste("đơn mình đặt trên lazada chưa thấy giao")
    channel(agent, "lazada")
    expect(read).to_contain_text("Lazada")
    page.keyboard.press("Alt+0")
    channel(agent, "zalo")
    expect(read).to_be_hidden()
    agent.paste("where is my order 2611187KQ4M2XB")
    channel(agent, "shopee")  # by the form of its number
    agent.paste("bought on lazada, or was it my order on tiktok")
    channel(agent, "zalo")
    agent.paste(
        "[09:15, 20/11/2026] Lan: where is my order on shopee\n[09:16, 20/11/2026] You: hi\n[09:17, 20/11/2026] Lan: ?"
    )
    channel(agent, "whatsapp")  # where the conversation is, it is answered


def test_a_link_says_the_channel_better_than_words(visitor: Visitors, shop_agents_host: Host) -> None:
    agent = Agent(visitor(), shop_agents_host.url, fragment="#message=where is my order on shopee&channel=whatsapp")  # noqa: F811
    channel(agent, "whatsapp")
    assert agent.visit.trouble == []


def test_a_slash_finds_any_reply_by_its_title_in_any_language(agent: Agent) -> None:  # noqa: F811
    page = agent.page
    agent.message.focus()
    page.keyboard.type("a/b")
    expect(agent.message).to_have_value("a/b")
    agent.paste(LATE)
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Find a reply or article")
    expect(box).to_be_focused()
    page.keyboard.type("huy shopee")
    options = page.get_by_role("option")
    expect(options.first).to_have_attribute("data-id", "scripts/cancel-shopee")
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(agent.text).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("refnud")
    expect(options.nth(1)).to_be_visible()
    second = str(options.nth(1).get_attribute("data-id"))
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    title = options.nth(1).locator("span").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".kb-desk__sheet h3").first).to_have_text(title)
    assert second.startswith(("scripts/", "faq/", "policies/", "guides/"))
    page.locator(".kb-desk__find").click()
    page.keyboard.type("xyzzy")
    expect(page.locator(".kb-desk__finder-status")).to_have_text("Nothing is called that.")
    page.keyboard.press("Escape")
    agent.paste("xyzzy plugh frotz")
    agent.message.focus()
    page.keyboard.press("/")  # the message is as it was pasted: where nothing fits one wants to look
    expect(box).to_be_focused()


def test_a_link_opens_a_reply_by_its_id(visitor: Visitors, shop_agents_host: Host) -> None:
    agent = Agent(visitor(), shop_agents_host.url, path="vi/desk/", fragment="#script=scripts/delivery-delay")  # noqa: F811
    title = agent.page.locator(".kb-desk__sheet h3").first
    expect(title).to_have_attribute("lang", "vi")
    assert "#" not in agent.page.url
    agent.page.evaluate("location.hash = 'script=faq/late-parcel&lang=en'")
    expect(title).to_have_attribute("lang", "en")
    agent.page.evaluate("location.hash = 'script=lost-parcel'")
    expect(agent.page.locator(".kb-desk__fields input[name=order_id]")).to_be_visible()
    agent.page.evaluate("location.hash = 'script=no/such<b>'")
    expect(agent.page.locator("[data-kb-desk-banner]")).to_contain_text("no/such<b>")
    assert agent.visit.trouble == []


def test_the_first_answer_is_read_before_it_is_taken(agent: Agent) -> None:  # noqa: F811
    page = agent.page
    agent.page.evaluate("navigator.clipboard.writeText('before')")
    agent.pick("channel", "shopee")
    agent.paste(LATE + " order 2611187KQ4M2XB")
    expect(page.locator(FIRST)).to_contain_text("2611187KQ4M2XB")
    expect(page.locator(FIRST)).to_contain_text("We write again on")
    expect(agent.text).to_have_count(0)
    page.keyboard.press("Control+Enter")  # something is missing: it is taken, not copied
    expect(page.locator(".kb-desk__fields input[name=check_on]")).to_be_focused()
    expect(page.locator(FIRST)).to_have_count(0)
    assert agent.clipboard() == LATE + " order 2611187KQ4M2XB"
    agent.paste(LATE)
    expect(page.locator(FIRST)).to_be_visible()
    page.keyboard.press("Enter")
    expect(agent.text).to_be_visible()
    agent.paste("xyzzy plugh frotz")
    expect(page.locator(FIRST)).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(agent.text).to_have_count(0)
    agent.paste("i want to cancel my order 2611187KQ4M2XB on shopee")
    expect(page.locator(f"{FIRST}[data-kb-desk-ready]")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-kb-desk-status]")).to_contain_text("Copied")
    assert "2611187KQ4M2XB" in agent.clipboard() and agent.clipboard() != "before"
    agent.paste("i want to cancel my order 2611187KQ4M2XB on shopee")
    agent.pick("channel", "")
    expect(page.locator(FIRST)).to_be_visible()
    expect(page.locator(f"{FIRST}[data-kb-desk-ready]")).to_have_count(0)  # on which channel?


def test_two_answers_go_into_one_reply(agent: Agent) -> None:  # noqa: F811
    page = agent.page
    agent.pick("channel", "zalo")
    agent.paste(f"{LATE} and when is my refund here, it was approved")
    ids = [id for id, _ in agent.shown()]
    delay = next(place for place, id in enumerate(ids) if id == "scripts/delivery-delay")
    page.keyboard.press(f"Shift+{delay + 1}")
    expect(agent.text).to_be_visible()
    expect(agent.picks.first).to_be_focused()
    alone = agent.text.input_value()
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    other = next(place for place, id in enumerate(ids) if id.startswith("scripts/refund"))
    agent.picks.first.focus()
    page.keyboard.press(f"Shift+{other + 1}")
    expect(page.locator(".kb-desk__added li")).to_have_count(1)
    expect(page.locator(".kb-desk__pick[aria-current]")).to_have_count(2)
    both = agent.text.input_value()
    assert both.startswith(alone) and len(both) > len(alone) + 20
    assert len(re.findall(r"\bHi\b", both)) == 1
    expect(page.locator(".kb-desk__fields input[name=order_id]")).to_have_count(1)
    agent.fill("order_id", "SS104829")
    assert agent.text.input_value().count("SS104829") >= 2
    page.reload()
    page.locator("[data-kb-desk][data-whole]").wait_for()
    expect(page.locator(".kb-desk__added li")).to_have_count(1)
    for name in page.locator(".kb-desk__fields .kb-desk__input--missing").evaluate_all(
        "rows => rows.map(row => row.name)"
    ):
        agent.fill(name, "25/11/2026" if name.endswith("on") else "An")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-kb-desk-status]")).to_contain_text("Copied")
    assert agent.clipboard().count("SS104829") >= 2
    page.locator(".kb-desk__added button").click()
    expect(page.locator(".kb-desk__added")).to_have_count(0)
    expect(agent.text).not_to_have_value(re.compile("refund"))
    plus = page.locator(".kb-desk__add:visible").first
    plus.click()
    expect(page.locator(".kb-desk__added li")).to_have_count(1)
    agent.paste(TWO)
    expect(page.locator(".kb-desk__added")).to_have_count(0)

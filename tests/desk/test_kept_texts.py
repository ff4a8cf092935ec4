"""Nothing that an agent typed is lost: own texts and fields, over channels, classes, other answers and reloads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.desk.test_page import LATE, NOTHING, Agent, press_paste
from tests.visitors import Host, Visitors

OWN = "My own words about SS104829"
SCRIPT = "scripts/delivery-delay"
NAMES = ("Mai “Bông” O'Neil 🌸", "שרה <b>כהן</b>", "{{ order_id }}", '"; alert(1) //')


@pytest.fixture
def agent(visitor: Visitors, shop_agents_host: Host) -> Iterator[Agent]:
    made = Agent(visitor(), shop_agents_host.url)
    yield made
    assert made.visit.trouble == []
    assert made.visit.foreign == []


def field_of(page: Page, name: str) -> Locator:
    return page.locator(f".kb-desk__fields input[name={name}]")


def open_script(agent: Agent, script: str = SCRIPT) -> None:
    agent.page.locator(f".kb-desk__pick[data-id='{script}']").click()


def write_own(agent: Agent, channel: str = "livechat") -> None:
    """The late parcel, with an order number and a text of the agent's own."""
    agent.paste(LATE)
    open_script(agent)
    agent.send_on(channel)
    agent.fill("order_id", "SS104829")
    agent.text.fill(OWN)


def own(agent: Agent) -> Locator:
    return agent.page.locator(".kb-desk__own button")


def reload(page: Page) -> None:
    page.reload()
    page.locator("[data-kb-desk][data-whole]").wait_for()


CHANGES: dict[str, Callable[[Agent], None]] = {
    "the reply's channel": lambda agent: agent.send_on("sms"),
    "the desk's channel": lambda agent: agent.pick("channel", "email"),
    "the class of customer": lambda agent: agent.pick("variant", "vip"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_own_text_is_offered_where_the_reply_says_something_else(
    change: Callable[[Agent], None], agent: Agent
) -> None:
    write_own(agent)
    change(agent)
    expect(agent.text).not_to_have_value(OWN)
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("is kept")
    expect(field_of(agent.page, "order_id")).to_have_value("SS104829")
    expect(own(agent)).to_contain_text("Live chat")
    own(agent).click()
    expect(agent.text).to_have_value(OWN)
    expect(agent.text).to_be_focused()


def test_each_channel_has_its_own_text_and_shows_it_again(agent: Agent) -> None:
    write_own(agent)
    agent.send_on("sms")
    agent.text.fill("Short words")
    agent.send_on("livechat")
    expect(agent.text).to_have_value(OWN)
    expect(own(agent)).to_contain_text("Short words")
    agent.send_on("sms")
    expect(agent.text).to_have_value("Short words")


def test_an_own_text_stays_where_the_reply_says_the_same(agent: Agent) -> None:
    write_own(agent)
    agent.send_on("whatsapp")
    expect(agent.text).to_have_value(OWN)
    agent.pick("stage", "delivery")
    expect(agent.text).to_have_value(OWN)


def test_what_is_undone_can_be_brought_back(agent: Agent) -> None:
    write_own(agent)
    agent.page.get_by_role("button", name="Undo my changes").click()
    expect(agent.text).not_to_have_value(OWN)
    agent.send_on("sms")
    agent.send_on("livechat")
    expect(agent.text).not_to_have_value(OWN)
    own(agent).first.click()
    expect(agent.text).to_have_value(OWN)


def test_a_look_at_another_answer_keeps_text_and_fields(agent: Agent) -> None:
    write_own(agent)
    agent.fill("check_on", "25 November")
    agent.picks.nth(1).click()
    expect(agent.page.locator(".kb-desk__head h3")).not_to_have_text("Parcel is late")
    open_script(agent)
    expect(agent.text).to_have_value(OWN)
    expect(field_of(agent.page, "order_id")).to_have_value("SS104829")
    expect(field_of(agent.page, "check_on")).to_have_value("25 November")


def test_a_code_of_the_customer_is_known_to_their_next_answer(agent: Agent) -> None:
    agent.paste(LATE)
    open_script(agent)
    agent.fill("order_id", "SS104829")
    agent.message.focus()
    agent.page.keyboard.press("End")
    agent.page.keyboard.type(" the courier came but i was not at home, missed delivery")
    agent.page.locator(".kb-desk__pick[data-id='scripts/missed-delivery']").click()
    expect(field_of(agent.page, "order_id")).to_have_value("SS104829")
    agent.paste(f"{LATE} hello?")
    open_script(agent)
    expect(field_of(agent.page, "order_id")).to_have_value("")


@pytest.mark.parametrize("name", NAMES)
def test_a_stray_paste_and_a_reload_lose_nothing(name: str, agent: Agent) -> None:
    write_own(agent)
    agent.fill("customer_name", name)
    agent.pick("variant", "vip")
    agent.send_on("sms")
    press_paste_over(agent, NOTHING)
    expect(agent.text).to_have_count(0)
    agent.page.keyboard.press("Control+Z")
    expect(agent.message).to_have_value(LATE)
    reload(agent.page)
    expect(agent.message).to_have_value(LATE)
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("is back")
    expect(agent.page.locator("[data-pick=variant]")).to_have_value("vip")
    expect(field_of(agent.page, "order_id")).to_have_value("SS104829")
    expect(agent.page.locator(".kb-desk__reply select").first).to_have_value("sms")
    own(agent).first.click()
    expect(agent.text).to_have_value(OWN)
    agent.send_on("livechat")
    expect(field_of(agent.page, "customer_name")).to_have_value(name)


def test_another_page_of_the_tab_and_another_language_of_the_desk_come_back_to_it(agent: Agent) -> None:
    write_own(agent)
    url = agent.page.url
    agent.page.goto(url.replace("/desk/", "/tools/start/"))
    agent.page.goto(url.replace("/desk/", "/vi/desk/"))
    agent.page.locator("[data-kb-desk][data-whole]").wait_for()
    expect(agent.message).to_have_value(LATE)
    expect(agent.text).to_have_value(OWN)


STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}])"


def test_what_belongs_to_one_customer_leaves_the_tab_with_them(agent: Agent) -> None:
    write_own(agent)
    assert OWN in agent.page.evaluate(STORED)
    press_paste_over(agent, NOTHING)
    assert OWN not in agent.page.evaluate(STORED)
    reload(agent.page)
    expect(agent.message).to_have_value(NOTHING)
    expect(agent.page.locator("[data-kb-desk-undo]")).to_be_hidden()
    agent.message.fill("")
    assert NOTHING not in agent.page.evaluate(STORED)


def press_paste_over(agent: Agent, text: str) -> None:
    agent.message.focus()
    press_paste(agent, text)


def test_a_tab_that_the_browser_duplicates_begins_with_nothing(agent: Agent) -> None:
    write_own(agent)
    with agent.visit.context.expect_page() as opened:
        agent.page.evaluate("window.open(location.href)")  # as a duplicate, it gets a copy of this tab's storage
    copy = opened.value
    copy.locator("[data-kb-desk][data-whole]").wait_for()
    expect(copy.locator("#kb-desk-message")).to_have_value("")
    copy.locator("#kb-desk-message").fill("refund")
    reload(copy)
    expect(copy.locator("#kb-desk-message")).to_have_value("refund")
    reload(agent.page)
    expect(agent.message).to_have_value(LATE)
    expect(agent.text).to_have_value(OWN)


DAMAGED = ["{", "null", '{"format": 1, "at": 9e15, "state": {"picks": 5, "reply": {"drafts": "x"}}}', "[]"]


@pytest.mark.parametrize("damaged", DAMAGED)
def test_a_desk_opens_whatever_the_tab_kept(damaged: str, agent: Agent) -> None:
    write_own(agent)
    key = agent.page.evaluate("Object.keys(sessionStorage).find((key) => key.startsWith('kb.desk now'))")
    agent.page.add_init_script(f"sessionStorage.setItem({key!r}, {damaged!r})")
    reload(agent.page)
    agent.paste(LATE)
    expect(agent.picks.first).to_be_visible()


REFUSALS = {
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    "refused": "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, "
    "{ get() { throw new DOMException('no', 'SecurityError'); } });",
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_without_storage_the_desk_works_and_says_what_is_lost(
    refusal: str, visitor: Visitors, shop_agents_host: Host
) -> None:
    visit = visitor()
    visit.page.add_init_script(refusal)
    agent = Agent(visit, shop_agents_host.url)
    write_own(agent)
    expect(agent.page.locator(".kb-desk__foot")).to_contain_text("keeps nothing here")
    agent.send_on("sms")
    own(agent).click()
    expect(agent.text).to_have_value(OWN)
    agent.page.get_by_role("button", name="Forget them").click()
    expect(agent.message).to_have_value("")


def test_a_clipboard_that_refuses_leaves_the_text_selected(visitor: Visitors, shop_agents_host: Host) -> None:
    visit = visitor()
    visit.page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));"
        "document.execCommand = () => false;"
    )
    agent = Agent(visit, shop_agents_host.url, fragment="#message=my%20parcel%20is%20very%20late,%20where%20is%20it")
    open_script(agent)
    agent.text.fill(OWN)
    agent.page.keyboard.press("Control+Enter")
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("press Ctrl+C")
    assert agent.page.evaluate("getSelection().toString()") == OWN
    expect(agent.text).to_have_value(OWN)

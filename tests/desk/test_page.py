"""The desk's page in a real browser, on the frozen shop's agent edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from kb.desk.model import Suggestion
from kb.help_centre import HelpCentre, open_help_centre
from tests.desk.test_suggest import MESSAGES
from tests.sites import FROZEN, Sites
from tests.visitors import Host, Visit, Visitors

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
LATE = "hi, my parcel is very late, where is it?"
TWO = "my parcel is very late, where is it? also how do i use my points, do they expire?"
SECRET = "Zorbulax Quimpery 0912345678"
"""Words that stand nowhere else: a request with one of them would have carried the message."""

SHOWN = """[...document.querySelectorAll('.kb-desk__pick')]
    .map(one => [one.dataset.id, one.querySelector('.kb-desk__sure')?.dataset.certainty ?? ''])"""


@pytest.fixture(scope="session")
def centre() -> HelpCentre:
    return open_help_centre(FROZEN)


class Agent:
    """An agent at the desk, with the keyboard."""

    def __init__(self, visit: Visit, url: str, path: str = "desk/", fragment: str = "") -> None:
        self.visit = visit
        self.asked: list[str] = []
        """Everything that the browser asked of any host: addresses and bodies."""
        visit.context.on("request", self._note)
        visit.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url.rstrip("/"))
        self.page: Page = visit.open(url + path + fragment)
        self.page.locator("[data-kb-desk][data-whole]").wait_for()
        self.message = self.page.locator("#kb-desk-message")
        self.text = self.page.locator(".kb-desk__text")
        self.picks = self.page.locator(".kb-desk__pick")

    def _note(self, request: Request) -> None:
        self.asked.append(f"{request.method} {request.url} {request.post_data or ''} {request.headers}")

    def paste(self, text: str) -> None:
        """Ctrl+V over whatever is in the message; waits until the desk has answered."""
        before = self.answered()
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.message.focus()
        self.message.select_text()
        self.page.keyboard.press("Control+V")
        self.page.wait_for_function("count => performance.getEntriesByName('kb-desk').length > count", arg=before)

    def answered(self) -> int:
        return int(self.page.evaluate("performance.getEntriesByName('kb-desk').length"))

    def pick(self, name: str, value: str) -> None:
        self.page.locator(f"[data-pick={name}]").select_option(value)

    def fill(self, name: str, value: str) -> None:
        self.page.locator(f".kb-desk__fields input[name={name}]").fill(value)

    def send_on(self, channel: str) -> None:
        self.page.locator(".kb-desk__reply select").first.select_option(channel)

    def clipboard(self) -> str:
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def shown(self) -> list[tuple[str, str]]:
        """Id and certainty of each answer, in the order of the list; "" of those that are not offered."""
        rows = self.page.evaluate(SHOWN)
        return [(id, sure) for id, sure in rows]


@pytest.fixture
def agent(visitor: Visitors, shop_agents_host: Host) -> Iterator[Agent]:
    made = Agent(visitor(), shop_agents_host.url)
    yield made
    assert made.visit.trouble == []
    assert made.visit.foreign == []


ANSWERED = [message for message in MESSAGES if any((FROZEN / "docs" / f"{id}.md").exists() or
            (FROZEN / "agents" / f"{id}.md").exists() for id in message["right"])]  # fmt: skip
"""Labelled messages that the frozen shop has an answer to."""


def of_languages(count: int) -> list[str]:
    found = []
    for language in ("en", "vi", "ms"):
        found += [message["text"] for message in ANSWERED if message["language"] == language][3 : 3 + count]
    return found


def in_shown_order(made: Suggestion) -> list[tuple[str, str]]:
    """What the page shows of a suggestion: id and certainty."""
    if made.short_reply:
        return [(f"short/{made.small_talk}", "")]
    if not made.answers:
        return [(answer.id, "") for answer in made.closest]
    return [(answer.id, answer.certainty) for answer in sorted(made.answers, key=lambda answer: answer.part)]


def test_the_page_suggests_what_python_suggests(agent: Agent, centre: HelpCentre) -> None:
    for message in (*of_languages(4), TWO, "xyzzy plugh frotz", "   ??  ", "{{ 7*7 }} return <b>size</b>"):
        agent.paste(message)
        made = centre.suggest(message)
        assert agent.shown() == in_shown_order(made), message
        if not made.answers:
            expect(agent.page.locator(".kb-desk__nothing")).to_be_visible()


def test_small_talk_has_a_short_reply_to_copy(agent: Agent) -> None:
    agent.paste("cảm ơn shop nhiều nha ❤️")
    assert agent.shown() == [("short/thanks", "")]
    agent.page.keyboard.press("1")
    expect(agent.text).to_have_value(re.compile("không có gì"))
    agent.page.keyboard.press("Control+Enter")
    assert "không có gì" in agent.clipboard()


def test_where_two_languages_come_into_question_the_agent_says_which(agent: Agent, centre: HelpCentre) -> None:
    message = "warranty?"
    made = centre.suggest(message)
    assert len(made.languages) == 2
    agent.paste(message)
    other = made.languages[1]
    agent.page.locator(f"[data-language={other}]").click()
    expect(agent.page.locator("[data-pick=language]")).to_have_value(other)
    agent.paste("where is my parcel, ordered on monday")
    expect(agent.page.locator("[data-pick=language]")).to_have_value("")


def test_anger_is_marked(agent: Agent) -> None:
    agent.paste("worst shop ever, my parcel is late, i will go to my lawyer")
    expect(agent.page.locator("[data-kb-desk-summary] .kb-mark--now").first).to_be_visible()


def test_the_pickers_say_the_same_as_pythons_options(agent: Agent, centre: HelpCentre) -> None:
    message = "i want to cancel my order"
    agent.pick("channel", "shopee")
    agent.pick("language", "en")
    agent.pick("stage", "ordering")
    agent.paste(message)
    made = centre.suggest(message, language="en", channel="shopee", stage="ordering")
    assert agent.shown() == in_shown_order(made)


def test_a_conversation_with_named_speakers_is_read_as_turns(agent: Agent, centre: HelpCentre) -> None:
    agent.pick("language", "en")
    pasted = "Customer: can I pay by cash on delivery?\nShop: Yes you can.\nCustomer: what is the limit"
    agent.paste(pasted)
    expect(agent.page.locator("[data-kb-desk-summary]")).to_contain_text("English")
    made = centre.suggest(pasted, language="en")
    assert agent.shown() == in_shown_order(made)


def test_paste_one_key_fill_and_copy(agent: Agent) -> None:
    agent.paste(LATE)
    page = agent.page
    page.keyboard.press("1")
    expect(page.locator(".kb-desk__fields input[name=order_id]")).to_be_focused()
    page.keyboard.type("SS104829")
    page.keyboard.press("Tab")
    page.keyboard.type("25 November")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-kb-desk-status]")).to_contain_text("Copied")
    copied = agent.clipboard()
    assert "order SS104829" in copied and "25 November" in copied and "{{" not in copied
    expect(agent.message).to_be_focused()


def test_numbers_are_text_while_one_types_and_keys_after_escape(agent: Agent) -> None:
    agent.message.focus()
    agent.page.evaluate("addEventListener('input', () => { window.typedAt = performance.now(); })")
    agent.page.keyboard.type("my parcel is very late 1")
    agent.page.wait_for_function("() => performance.getEntriesByName('kb-desk').at(-1)?.startTime > window.typedAt")
    assert agent.message.input_value().endswith("late 1")
    expect(agent.text).to_have_count(0)
    agent.page.keyboard.press("Escape")
    agent.page.keyboard.press("2")
    expect(agent.picks.nth(1)).to_have_attribute("aria-current", "true")
    agent.page.keyboard.press("Escape")
    expect(agent.message).to_be_focused()


NOTHING = "xyzzy plugh frotz"


def press_paste(agent: Agent, text: str) -> None:
    """Ctrl+V wherever the cursor stands now; waits until the desk has answered."""
    before = agent.answered()
    agent.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    agent.page.keyboard.press("Control+V")
    agent.page.wait_for_function("count => performance.getEntriesByName('kb-desk').length > count", arg=before)


def test_after_nothing_fits_too_a_paste_is_the_next_message(agent: Agent) -> None:
    for message in (NOTHING, "   ok shop", "how long does a refund take"):
        press_paste(agent, message)
        expect(agent.message).to_have_value(message)


PLACES = {
    "a picker": "document.querySelector('[data-pick=channel]').focus()",
    "the reply's channel": "document.querySelector('.kb-desk__reply select').focus()",
    "a button": "document.querySelector('.kb-desk__foot button').focus()",
    "nowhere": "document.activeElement.blur()",
    "the middle of the message": "document.querySelector('textarea').setSelectionRange(3, 3)",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_paste_is_the_next_message_wherever_the_cursor_stands(place: str, agent: Agent) -> None:
    press_paste(agent, LATE)
    agent.page.keyboard.press("1")
    agent.fill("order_id", "OF-ANOTHER")
    agent.message.focus()
    agent.page.evaluate(place)
    press_paste(agent, "how long does a refund take")
    expect(agent.message).to_have_value("how long does a refund take")
    expect(agent.text).to_have_count(0)


def test_a_paste_into_a_field_or_the_text_of_the_reply_stays_there(agent: Agent) -> None:
    agent.paste(LATE)
    agent.page.keyboard.press("1")
    agent.page.evaluate("navigator.clipboard.writeText('SS104829')")
    for field in (agent.page.locator(".kb-desk__fields input[name=order_id]"), agent.text):
        field.fill("")
        agent.page.keyboard.press("Control+V")
        expect(field).to_have_value("SS104829")
        agent.page.keyboard.press("Control+Z")
        expect(field).to_have_value("")
    expect(agent.message).to_have_value(LATE)


def test_a_conversation_pasted_into_a_field_is_the_next_customers(agent: Agent) -> None:
    agent.paste(LATE)
    agent.page.keyboard.press("1")
    expect(agent.page.locator(".kb-desk__fields input[name=order_id]")).to_be_focused()
    talk = "[20/11/26, 09:14:02] Linh: how long does a refund take\n[20/11/26, 09:15:10] Linh: order 2411185ABCDE12"
    press_paste(agent, talk)
    expect(agent.message).to_have_value(talk)
    expect(agent.text).to_have_count(0)
    agent.page.keyboard.press("Control+Z")
    expect(agent.message).to_have_value(LATE)
    expect(agent.page.locator(".kb-desk__fields input[name=order_id]")).to_have_value("")


def test_a_whole_message_in_a_field_looks_odd_and_is_not_remembered_as_a_name(agent: Agent) -> None:
    agent.paste(LATE)
    agent.page.locator(".kb-desk__pick[data-id='scripts/delivery-delay']").click()
    agent.fill("order_id", "SS104829")
    agent.fill("check_on", "shop oi cho minh doi size ao tu M sang L duoc khong, don 104829 nha shop")
    expect(agent.page.locator(".kb-desk__fields input[name=check_on]")).to_have_attribute("aria-invalid", "true")
    agent.paste("hello, my item arrived broken")
    agent.page.locator(".kb-desk__pick[data-id='scripts/damaged-item']").click()
    agent.send_on("email")
    for name in ("An Vu", "order 2411185ABCDE12 is late"):
        agent.fill("agent_name", name)
    agent.paste("hello, my item arrived broken")
    agent.page.locator(".kb-desk__pick[data-id='scripts/damaged-item']").click()
    expect(agent.page.locator(".kb-desk__fields input[name=agent_name]")).to_have_value("An Vu")


def test_the_cursor_goes_to_what_the_text_needs_and_the_shops_own_number_is_known_by_its_example(agent: Agent) -> None:
    agent.pick("channel", "shopee")
    agent.paste("hello, my item arrived broken, ss104829")
    agent.page.locator(".kb-desk__pick[data-id='scripts/damaged-item']").click()
    expect(agent.page.locator(".kb-desk__fields input[name=order_id]")).to_have_value("ss104829")
    expect(agent.text).not_to_have_value(re.compile("agent_name"))
    expect(agent.page.locator(".kb-desk__reply .kb-button--main")).to_be_focused()


def test_the_cursor_stays_in_the_reply_where_the_channel_shows_steps(agent: Agent) -> None:
    agent.paste(LATE)
    agent.page.locator(".kb-desk__pick[data-id='scripts/delivery-delay']").click()
    agent.send_on("hotline")
    expect(agent.page.locator(".kb-desk__preview")).to_be_focused()


def test_ctrl_z_and_a_button_bring_back_what_a_paste_replaced(agent: Agent) -> None:
    undo = agent.page.locator("[data-kb-desk-undo]")
    agent.paste(LATE)
    expect(undo).to_be_hidden()
    agent.pick("variant", "vip")
    agent.page.locator(".kb-desk__pick[data-id='scripts/delivery-delay']").click()
    agent.fill("order_id", "SS104829")
    agent.text.fill("My own words about SS104829")
    agent.paste(NOTHING)
    expect(agent.text).to_have_count(0)
    press_paste(agent, "how long does a refund take")
    agent.page.keyboard.press("Control+Z")
    expect(agent.message).to_have_value(NOTHING)
    undo.click()
    expect(agent.message).to_have_value(LATE)
    expect(agent.text).to_have_value("My own words about SS104829")
    expect(agent.page.locator(".kb-desk__fields input[name=order_id]")).to_have_value("SS104829")
    expect(agent.page.locator("[data-pick=variant]")).to_have_value("vip")
    expect(undo).to_be_hidden()


def test_ctrl_z_in_the_message_first_takes_back_what_was_typed(agent: Agent) -> None:
    agent.paste(LATE)
    press_paste(agent, NOTHING)
    agent.message.focus()
    agent.page.keyboard.press("End")
    agent.page.keyboard.type("!")
    expect(agent.message).to_have_value(NOTHING + "!")
    agent.page.keyboard.press("Control+Z")
    expect(agent.message).to_have_value(NOTHING)
    agent.page.keyboard.press("Control+Z")
    expect(agent.message).to_have_value(LATE)


def test_a_message_typed_over_the_last_one_is_another_customers(agent: Agent) -> None:
    agent.paste(LATE)
    agent.pick("variant", "vip")
    agent.page.keyboard.press("1")
    agent.fill("order_id", "OF-ANOTHER")
    agent.message.select_text()
    agent.page.keyboard.type("refund")
    expect(agent.message).to_have_value("refund")
    expect(agent.text).to_have_count(0)
    expect(agent.page.locator("[data-pick=variant]")).to_have_value("")
    agent.page.locator("[data-kb-desk-undo]").click()
    expect(agent.message).to_have_value(LATE)
    expect(agent.page.locator(".kb-desk__fields input[name=order_id]")).to_have_value("OF-ANOTHER")


def test_language_class_and_stage_are_one_customers_and_the_channel_is_the_agents(agent: Agent) -> None:
    for name, value in (("language", "en"), ("channel", "sms"), ("variant", "vip"), ("stage", "delivery")):
        agent.pick(name, value)
    agent.paste(LATE)  # they were picked for the customer who comes first

    def picked() -> list[str]:
        names = ("language", "channel", "variant", "stage")
        return [agent.page.locator(f"[data-pick={name}]").input_value() for name in names]

    assert picked() == ["en", "sms", "vip", "delivery"]
    agent.paste("how long does a refund take")
    assert picked() == ["", "sms", "", ""]
    agent.pick("variant", "vip")
    agent.pick("language", "vi")
    other = agent.visit.context.new_page()
    other.goto(agent.page.url)
    other.locator("[data-kb-desk][data-whole]").wait_for()
    agent.page = other
    assert picked() == ["", "sms", "", ""]


@pytest.mark.parametrize("with_message", [True, False], ids=["with a message", "without one"])
def test_what_a_link_picks_holds_for_one_message(with_message: bool, visitor: Visitors, shop_agents_host: Host) -> None:
    message = "message=my%20parcel%20is%20very%20late&" if with_message else ""
    agent = Agent(visitor(), shop_agents_host.url, fragment=f"#{message}lang=en&channel=sms")
    if not with_message:
        agent.paste(LATE)
    expect(agent.page.locator("[data-pick=language]")).to_have_value("en")
    expect(agent.page.locator("[data-pick=channel]")).to_have_value("sms")
    agent.paste("hàng giao trễ quá, đơn đâu rồi shop")
    expect(agent.page.locator("[data-pick=language]")).to_have_value("")
    expect(agent.page.locator("[data-pick=channel]")).to_have_value("")
    expect(agent.page.locator("[data-kb-desk-summary]")).to_contain_text("Tiếng Việt")
    assert agent.picks.count() and agent.visit.trouble == []


@pytest.mark.parametrize("word", ["constructor", "toString", "hasOwnProperty", "valueOf"])
def test_a_link_may_name_what_no_shop_has(word: str, visitor: Visitors, shop_agents_host: Host) -> None:
    """Words that every object of the browser knows are no channel and no language."""
    fragment = f"#message=my%20parcel%20is%20very%20late&lang={word}&channel={word}"
    agent = Agent(visitor(), shop_agents_host.url, fragment=fragment)
    expect(agent.page.locator("[data-pick=language]")).to_have_value("")
    expect(agent.page.locator("[data-pick=channel]")).to_have_value("")
    agent.page.evaluate(f"location.hash = 'channel={word}'")
    agent.paste(LATE)
    assert agent.picks.count() and agent.visit.trouble == []
    agent.page.keyboard.press("1")
    expect(agent.page.locator(".kb-desk__text")).not_to_have_value("")
    assert agent.visit.trouble == []


def test_the_one_order_number_of_a_message_fills_its_field_and_a_phone_number_none(agent: Agent) -> None:
    agent.paste(f"{LATE} order MY-20418, call 0912 345 678 or 12-345")
    agent.page.keyboard.press("1")
    field = agent.page.locator(".kb-desk__fields input[name=order_id]")
    expect(field).to_have_value("MY-20418")
    said = agent.page.locator(f"#{field.get_attribute('id')}-found-in")
    expect(said).to_have_text("From the message")
    expect(agent.text).to_have_value(re.compile("MY-20418"))
    field.focus()
    agent.page.keyboard.press("Backspace")
    expect(field).to_have_value("")
    expect(said).to_be_hidden()
    agent.paste(f"{LATE} call 0912 345 678 or 12-345, MY-20418 and MY-20419")
    agent.page.keyboard.press("1")
    expect(field).to_have_value("")
    offered = agent.page.locator(".kb-desk__chip[data-value^='MY-']")
    assert [one.inner_text() for one in offered.all()] == ["MY-20418", "MY-20419"]
    offered.nth(1).click()
    expect(field).to_have_value("MY-20419")
    expect(offered.nth(1)).to_have_attribute("aria-pressed", "true")
    field.press("ArrowUp")
    expect(field).to_have_value("MY-20418")
    expect(agent.page.locator("[data-kb-desk-status]")).to_have_text("MY-20418")


def test_what_is_not_filled_in_is_not_copied_by_accident(agent: Agent) -> None:
    agent.paste(LATE)
    agent.page.evaluate("navigator.clipboard.writeText('before')")
    agent.page.keyboard.press("1")
    agent.page.keyboard.press("Control+Enter")
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("Fill in")
    assert agent.clipboard() == "before"
    expect(agent.page.locator(".kb-desk__fields input[name=order_id]")).to_be_focused()


def test_a_text_that_breaks_a_rule_must_be_overridden_knowingly(agent: Agent) -> None:
    agent.pick("channel", "shopee")
    agent.paste("how long does a refund take")
    agent.page.keyboard.press("1")
    agent.text.fill("Please call 0901234567 for your refund.")
    page = agent.page
    expect(page.locator(".kb-desk__mirror mark")).to_have_text("0901234567")
    expect(page.locator(".kb-desk__faults")).to_contain_text("Keep the talk in this chat")
    page.evaluate("navigator.clipboard.writeText('before')")
    page.keyboard.press("Control+Enter")
    assert agent.clipboard() == "before"
    expect(page.locator(".kb-desk__consent input")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-kb-desk-status]")).to_contain_text("Copied")
    assert agent.clipboard() == "Please call 0901234567 for your refund."
    # Another fault needs another consent.
    agent.text.fill("Please call 0901234567 or 0901234568 for your refund.")
    expect(page.locator(".kb-desk__consent input")).not_to_be_checked()
    agent.text.fill("Please wait for your refund.")
    expect(page.locator(".kb-desk__faults")).to_be_hidden()


@pytest.mark.parametrize("left", ["{{ticket.id}}", "{% if vip %}", "[[x]]", "#{x.y}", "%%x%%", "<<x>>"])
def test_what_another_system_left_is_not_copied_at_all(agent: Agent, left: str) -> None:
    page = agent.page
    agent.pick("language", "en")
    agent.paste(LATE)
    page.locator(".kb-desk__pick[data-id='scripts/delivery-delay']").click()
    agent.send_on("livechat")
    page.evaluate("navigator.clipboard.writeText('before')")
    agent.fill("order_id", f"A1 {left}")
    agent.fill("check_on", "25 November")
    expect(page.locator(".kb-desk__mirror mark")).to_contain_text(left)  # the value around it is odd too
    expect(page.locator(".kb-desk__faults")).to_contain_text("take out what is marked")
    expect(page.locator(".kb-desk__consent")).to_have_count(0)
    for key in ("Control+Enter", "Control+Shift+Enter"):
        page.keyboard.press(key)
        expect(page.locator("[data-kb-desk-status]")).to_contain_text("Not copied")
        assert agent.clipboard() == "before"
    agent.fill("order_id", "A1")
    expect(page.locator(".kb-desk__faults")).to_be_hidden()
    agent.text.fill(f"Mine {left}")
    page.keyboard.press("Control+Enter")
    assert agent.clipboard() == "before"
    agent.text.fill("Mine")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-kb-desk-status]")).to_contain_text("Copied")
    assert agent.clipboard() == "Mine"


def test_what_may_be_a_gap_to_fill_is_asked_for(agent: Agent) -> None:
    page = agent.page
    agent.pick("language", "en")
    agent.paste(LATE)
    page.locator(".kb-desk__pick[data-id='scripts/delivery-delay']").click()
    agent.send_on("livechat")
    agent.text.fill("Hello [Your name], {code}")
    page.evaluate("navigator.clipboard.writeText('before')")
    page.keyboard.press("Control+Enter")
    assert agent.clipboard() == "before"
    expect(page.locator(".kb-desk__consent input")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-kb-desk-status]")).to_contain_text("Copied")
    assert agent.clipboard() == "Hello [Your name], {code}"


def test_each_channel_has_its_own_form_and_counter(agent: Agent) -> None:
    agent.pick("language", "vi")
    agent.paste("hàng giao trễ quá, đơn đâu rồi shop")
    agent.page.locator(".kb-desk__pick[data-id='scripts/delivery-delay']").click()
    agent.send_on("sms")
    assert "Đ" not in agent.text.input_value() and "đ" not in agent.text.input_value()
    expect(agent.page.locator(".kb-desk__counter")).to_contain_text("SMS (GSM-7)")
    agent.text.fill("Đơn đang giao")
    expect(agent.page.locator(".kb-desk__counter")).to_contain_text("UCS-2")
    expect(agent.page.locator(".kb-desk__counter")).to_contain_text("Đ ơ đ")
    agent.page.get_by_role("button", name="Drop accents").click()
    expect(agent.text).to_have_value("Don dang giao")
    agent.send_on("hotline")
    expect(agent.page.locator(".kb-desk__preview ol > li").first).to_be_visible()
    agent.send_on("email")
    expect(agent.page.locator(".kb-desk__preview p").first).to_be_visible()


def test_an_article_gives_its_link_only_where_the_channel_permits_it(agent: Agent) -> None:
    agent.pick("language", "en")
    agent.paste("how long does a refund take")
    agent.page.locator(".kb-desk__pick[data-id='faq/refund-time']").click()
    agent.send_on("email")
    assert "https://help.senserai.example/faq/refund-time/" in agent.text.input_value()
    agent.send_on("shopee")
    assert "http" not in agent.text.input_value() and agent.text.input_value()


def test_copying_with_formatting_gives_both_forms(agent: Agent) -> None:
    agent.pick("language", "en")
    agent.paste("how long does a refund take")
    agent.page.locator(".kb-desk__pick[data-id='faq/refund-time']").click()
    agent.send_on("email")
    agent.page.keyboard.press("Control+Shift+Enter")
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("formatting")
    html = agent.page.evaluate(
        "navigator.clipboard.read().then(items => items[0].getType('text/html')).then(blob => blob.text())"
    )
    assert 'href="https://help.senserai.example/faq/refund-time/"' in html
    assert agent.clipboard() == agent.text.input_value()


def test_no_request_carries_the_message_and_none_is_made_after_loading(
    visitor: Visitors, shop_agents_host: Host
) -> None:
    told = "#message=my%20parcel%20is%20very%20late,%20where%20is%20it?%20Zorbulax&lang=en&channel=sms"
    deep = Agent(visitor(), shop_agents_host.url, fragment=told)
    expect(deep.picks.first).to_be_visible()
    assert "Zorbulax" in deep.message.input_value() and "#" not in deep.page.url
    assert deep.page.locator("[data-pick=channel]").input_value() == "sms"
    deep.page.locator("[data-kb-desk][data-kept]").wait_for()
    before = len(deep.asked)
    for message in (*of_languages(2), f"my parcel is late, I am {SECRET}", f"don cua toi {SECRET} dau roi", SECRET):
        deep.paste(message)
        if deep.picks.count():
            deep.page.keyboard.press("1")
            for field in deep.page.locator(".kb-desk__fields input").all():
                field.fill(SECRET)
            deep.send_on("email")
            deep.page.keyboard.press("Control+Enter")
    assert deep.asked[before:] == []
    assert not [asked for asked in deep.asked for word in (*SECRET.split(), "Zorbulax") if word in asked]
    stored = deep.page.evaluate("JSON.stringify([{...localStorage}, document.cookie])")
    assert not [word for word in SECRET.split() if word in stored]
    deep.message.fill("")
    assert not [word for word in SECRET.split() if word in deep.page.evaluate("JSON.stringify({...sessionStorage})")]
    assert deep.visit.trouble == []


def test_everything_works_with_the_network_gone(visitor: Visitors, shop_agents_host: Host, centre: HelpCentre) -> None:
    agent = Agent(visitor(), shop_agents_host.url)
    agent.page.locator("[data-kb-desk][data-kept]").wait_for()
    agent.visit.context.set_offline(True)
    agent.visit.context.route("**/*", lambda route: route.abort())
    for message in of_languages(3):
        agent.paste(message)
        made = centre.suggest(message)
        assert agent.shown() == in_shown_order(made), message
        agent.page.keyboard.press("1")
        for field in agent.page.locator(".kb-desk__fields input").all():
            field.fill("A1")
        for channel in ("sms", "email", "hotline", "livechat"):
            agent.send_on(channel)
        agent.page.keyboard.press("Control+Enter")
        for box in agent.page.locator(".kb-desk__consent input").all():  # “A1” is an odd day, and meant
            box.check()
            agent.page.keyboard.press("Control+Enter")
        expect(agent.page.locator("[data-kb-desk-status]")).to_have_text(re.compile("^Copied"))
    assert agent.visit.trouble == []


@pytest.mark.parametrize("path", ["desk/", "vi/desk/"])
def test_the_desk_opens_again_without_a_network(path: str, visitor: Visitors, shop_agents_host: Host) -> None:
    agent = Agent(visitor(), shop_agents_host.url, path)
    agent.page.locator("[data-kb-desk][data-kept]").wait_for()
    agent.visit.context.set_offline(True)
    agent.page.reload(wait_until="load")
    agent.page.locator("[data-kb-desk][data-whole]").wait_for()
    agent.paste(LATE)
    expect(agent.picks.first).to_be_visible()


def test_recent_and_favourite_replies_are_kept_until_forgotten(agent: Agent) -> None:
    agent.pick("language", "en")
    agent.paste(LATE)
    agent.page.locator(".kb-desk__pick[data-id='scripts/delivery-delay']").click()
    agent.page.locator(".kb-desk__star").click()
    expect(agent.page.locator(".kb-desk__star")).to_have_attribute("aria-pressed", "true")
    agent.message.fill("")
    agent.page.reload()
    agent.page.locator("[data-kb-desk][data-whole]").wait_for()
    expect(agent.picks).to_have_count(1)
    agent.page.evaluate("document.activeElement.blur()")
    agent.page.keyboard.press("1")
    expect(agent.page.locator(".kb-desk__head h3")).to_have_text("Parcel is late")
    stored = agent.page.evaluate("localStorage['kb.desk /']")
    assert "parcel is very late" not in stored
    agent.page.get_by_role("button", name="Forget them").click()
    assert agent.page.evaluate("localStorage['kb.desk /'] ?? ''") == ""
    expect(agent.picks).to_have_count(0)


HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>{{ 7*7 }}'


def test_markup_is_text_wherever_it_comes_from(agent: Agent) -> None:
    agent.pick("language", "en")
    agent.paste(f"my parcel is late where is it {HOSTILE}? {HOSTILE} how do i use my points, do they expire {HOSTILE}")
    agent.page.locator(".kb-desk__pick[data-id='scripts/delivery-delay']").click()
    for field in agent.page.locator(".kb-desk__fields input").all():
        field.fill(HOSTILE)
    for channel in ("email", "hotline", "sms", "livechat"):
        agent.send_on(channel)
        assert "onerror" in agent.text.input_value()
    agent.send_on("email")
    agent.text.fill(f"{HOSTILE} https://x.example/?a=<b>&\"'")
    assert agent.page.locator(".kb-desk img, .kb-desk script").count() == 0
    assert agent.page.evaluate("window.hit") is None
    assert "49" not in agent.page.locator(".kb-desk__preview").inner_text()


LARGE = (
    "đổi trả hàng lỗi " * 6_000,
    "<b>" * 34_000,
    "a" * 100_000,
    "\x01\x02\ufffd\u202e size? " * 9_000,
    "Customer: x\nShop: y\n" * 4_000,
)


def test_a_message_of_100_kilobytes_is_answered_and_so_is_the_next(agent: Agent) -> None:
    for text in LARGE:
        agent.paste(text)
        assert len(agent.message.input_value()) <= 100_000
        expect(agent.page.locator("[data-kb-desk-summary]")).to_contain_text("20,000")
        agent.paste(LATE)
        expect(agent.picks.first).to_be_visible()


@pytest.mark.parametrize(("width", "path"), [(360, "desk/"), (360, "vi/desk/"), (300, "ms/desk/")])
def test_nothing_is_wider_than_a_phone(width: int, path: str, visitor: Visitors, shop_agents_host: Host) -> None:
    agent = Agent(visitor(width=width), shop_agents_host.url, path)
    agent.paste(f"{LATE} {'w' * 300}")
    agent.page.keyboard.press("1")
    for channel in ("email", "hotline", "sms"):
        agent.send_on(channel)
        assert agent.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_the_desk(width: int, scheme: str, visitor: Visitors, shop_agents_host: Host) -> None:
    agent = Agent(visitor(width=width, scheme=scheme), shop_agents_host.url)
    agent.pick("channel", "shopee")
    agent.paste(TWO)
    agent.page.keyboard.press("1")
    agent.text.fill("Call 0901234567 {{ order_id }}")
    # Words that are fading have another contrast for a moment.
    agent.page.wait_for_function(
        "() => !document.querySelector('.kb-desk__toast--on') && document.getAnimations().every("
        "(one) => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)"
    )
    agent.page.evaluate(AXE)
    found = agent.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(rule["id"], node["target"]) for rule in found["violations"] for node in rule["nodes"]] == []


def test_nothing_of_the_desk_is_in_the_public_edition(shop: Sites) -> None:
    assert not (shop.public / "desk").exists()
    for path in shop.public.rglob("*"):
        if path.is_file() and path.suffix in {".html", ".js", ".css", ".json"}:
            content: Any = path.read_bytes()
            assert b"data-kb-desk" not in content and b"kb-desk__" not in content, path

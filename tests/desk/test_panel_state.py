"""The panel by the ids of conversations: each goes on where it was left, and none gets anything of another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.desk.test_kept_texts import REFUSALS
from tests.desk.test_panel import DESK, GREETING, Helpdesk, context, serve
from tests.locking.static_host import StaticHost
from tests.locking.visits import KEYS, fill_in
from tests.visitors import Visitors

MINE = context("my parcel is late")
OTHER = context("where is my parcel", name="Lan", channel="Channel::Sms", id=8, contact=2)


def write_own(helpdesk: Helpdesk, order: str, text: str) -> None:
    helpdesk.frame.locator(".kb-desk__pick").first.click()
    helpdesk.frame.locator("input[name=order_id]").fill(order)
    helpdesk.frame.locator(".kb-desk__text").fill(text)


def holds(helpdesk: Helpdesk, order: str, text: str) -> None:
    expect(helpdesk.frame.locator("input[name=order_id]")).to_have_value(order)
    expect(helpdesk.frame.locator(".kb-desk__text")).to_have_value(text)


def test_each_conversation_goes_on_where_it_was_left(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand(MINE)
    helpdesk.frame.locator("[data-pick=variant]").select_option("vip")
    write_own(helpdesk, "A-77", "To Mai about A-77")
    helpdesk.hand(OTHER)
    expect(helpdesk.message).to_have_value("where is my parcel")
    expect(helpdesk.frame.locator(".kb-desk__text")).to_have_count(0)
    expect(helpdesk.frame.locator("[data-pick=variant]")).to_have_value("")
    write_own(helpdesk, "B-88", "To Lan about B-88")
    helpdesk.hand(context("my parcel is late", "hello?"))
    expect(helpdesk.message).to_have_value("Customer: my parcel is late\nCustomer: hello?")
    holds(helpdesk, "A-77", "To Mai about A-77")
    expect(helpdesk.frame.locator("[data-pick=variant]")).to_have_value("vip")
    helpdesk.hand(OTHER)
    holds(helpdesk, "B-88", "To Lan about B-88")


def test_a_panel_that_is_loaded_again_goes_on_with_the_conversation_in_view(
    visitor: Visitors, small_desk: Path
) -> None:
    """Helpdesks load the frame anew when another conversation is opened. Those of another site keep nothing."""
    helpdesk = Helpdesk(visitor, small_desk, "https://chat.small.example").wait()
    for told, order in ((MINE, "A-77"), (OTHER, "B-88")):
        helpdesk.hand(told)
        write_own(helpdesk, order, f"About {order}")
    for told, order in ((MINE, "A-77"), (OTHER, "B-88"), (MINE, "A-77")):
        helpdesk.page.evaluate("window.heard = []; document.querySelector('iframe').src += ''")
        helpdesk.page.wait_for_function("() => window.heard.includes('chatwoot-dashboard-app:fetch-info')")
        expect(helpdesk.message).to_have_value("")
        helpdesk.hand(told)
        holds(helpdesk, order, f"About {order}")
    helpdesk.hand(context("my parcel is late", id=51, contact=501))
    expect(helpdesk.frame.locator(".kb-desk__text")).to_have_count(0)


def test_a_panel_that_may_keep_nothing_says_so(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk, refusal=REFUSALS["refused"]).wait()
    helpdesk.hand(MINE)
    write_own(helpdesk, "A-77", "To Mai")
    expect(helpdesk.frame.locator(".kb-desk__foot")).to_contain_text("keeps nothing here")


def test_a_conversation_that_is_resolved_is_over_when_it_is_left(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand(MINE)
    write_own(helpdesk, "A-77", "To Mai")
    over = json.loads(MINE)
    over["data"]["conversation"]["status"] = "resolved"
    helpdesk.hand(json.dumps(over))
    holds(helpdesk, "A-77", "To Mai")
    helpdesk.hand(OTHER)
    helpdesk.hand(MINE)
    expect(helpdesk.message).to_have_value("my parcel is late")
    expect(helpdesk.frame.locator(".kb-desk__text")).to_have_count(0)


def test_a_stray_paste_in_the_panel_is_not_written_over_by_the_next_message(
    visitor: Visitors, small_desk: Path
) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand(MINE)
    write_own(helpdesk, "A-77", "To Mai")
    paste(helpdesk, "of somebody else")
    expect(helpdesk.message).to_have_value("of somebody else")
    helpdesk.hand(context("my parcel is late", "hello?"))
    helpdesk.frame.locator("[data-kb-desk-undo]").click()
    expect(helpdesk.message).to_have_value("Customer: my parcel is late\nCustomer: hello?")
    holds(helpdesk, "A-77", "To Mai")


def paste(helpdesk: Helpdesk, text: str) -> None:
    helpdesk.message.evaluate(
        """(field, text) => { const data = new DataTransfer(); data.setData("text/plain", text);
        field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )


def test_a_message_that_the_agent_changed_stays_while_nothing_new_is_said(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand(MINE)
    expect(helpdesk.message).to_have_value("my parcel is late")
    helpdesk.message.press("End")
    helpdesk.message.press_sequentially(" refund?")
    helpdesk.hand(MINE)
    helpdesk.hand(context(id=7))  # only to be heard after it
    expect(helpdesk.frame.locator("[data-kb-desk-banner]")).to_contain_text("no text from the customer")
    expect(helpdesk.message).to_have_value("my parcel is late refund?")


def test_a_panel_that_switches_all_the_time_ends_where_the_helpdesk_is(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand(MINE)
    write_own(helpdesk, "A-77", "To Mai")
    last = context("parcel has not come", name="Ý “Nhi” 🌸", channel="Channel::WebWidget", id=99, contact=99)
    helpdesk.page.evaluate(
        "([one, other, last]) => { for (let n = 0; n < 60; n += 1) hand(n % 2 ? one : other); hand(last); }",
        [MINE, OTHER, last],
    )
    expect(helpdesk.message).to_have_value("parcel has not come")
    expect(helpdesk.frame.locator("[data-pick=channel]")).to_have_value("livechat")
    helpdesk.frame.locator(".kb-desk__pick").first.click()
    expect(helpdesk.frame.locator("input[name=customer_name]")).to_have_value("Ý “Nhi” 🌸")
    expect(helpdesk.frame.locator("input[name=order_id]")).to_have_value("")
    helpdesk.hand(MINE)
    holds(helpdesk, "A-77", "To Mai")


INBOXES = {
    "by its name": ("Channel::Api", 13, [{"inbox": {"id": 13, "name": "Zalo  oa"}}], "zalo"),
    "by its number": ("Channel::Api", 13, [{"inbox": {"id": 9, "name": "Zalo OA"}}, 5, {"inbox": None}], "livechat"),
    "by its type": ("Channel::Line", 14, "none", "sms"),
    "by what Chatwoot calls it": ("Channel::Email", 14, [], "email"),
}


@pytest.mark.parametrize(("kind", "number", "inboxes", "channel"), INBOXES.values(), ids=INBOXES)
def test_mkdocs_yml_says_which_channel_an_inbox_is(
    kind: str, number: int, inboxes: Any, channel: str, visitor: Visitors, small_desk: Path
) -> None:
    told = json.loads(context("my parcel is late", channel=kind))
    told["data"]["conversation"]["inbox_id"] = number
    told["data"]["contact"]["contact_inboxes"] = inboxes
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand(json.dumps(told))
    expect(helpdesk.frame.locator("[data-pick=channel]")).to_have_value(channel)
    expect(helpdesk.frame.locator("[data-kb-desk-banner]")).to_be_hidden()


def open_desk(visitor: Visitors, small_desk: Path, fragment: str) -> Page:
    visit = visitor()
    serve(visit.context, small_desk)
    page = visit.open(f"{DESK}/desk/{fragment}")
    page.locator("[data-kb-desk][data-whole]").wait_for()
    return page


def test_a_link_that_names_its_conversation_is_known_by_it(visitor: Visitors, small_desk: Path) -> None:
    page = open_desk(visitor, small_desk, "#message=my%20parcel%20is%20late&conversation=4711&inbox=13")
    expect(page.locator("[data-pick=channel]")).to_have_value("livechat")
    page.locator(".kb-desk__pick").first.click()
    page.locator("input[name=order_id]").fill("A-77")
    page.evaluate("location.hash = 'message=my%20parcel%20is%20late,%20hello&conversation=4711'")
    expect(page.locator("#kb-desk-message")).to_have_value("my parcel is late, hello")
    expect(page.locator("input[name=order_id]")).to_have_value("A-77")
    page.evaluate("location.hash = 'message=my%20parcel%20is%20late&conversation=4712&inbox=unheard'")
    expect(page.locator("input[name=order_id]")).to_have_count(0)
    expect(page.locator("[data-pick=channel]")).to_have_value("")
    expect(page.locator("[data-kb-desk-banner]")).to_contain_text("no channel for this inbox")
    page.evaluate("location.hash = 'message=my%20parcel%20is%20late&conversation=4711'")
    expect(page.locator("input[name=order_id]")).to_have_value("A-77")
    assert "4711" not in page.url


def test_right_to_left_text_is_read_from_the_right(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    name = "سارة “نور” 🌸"
    helpdesk.hand(context("طردي متأخر my parcel is late", name=name))
    expect(helpdesk.message).to_have_css("direction", "rtl")
    helpdesk.frame.locator(".kb-desk__pick").first.click()
    expect(helpdesk.frame.locator("input[name=customer_name]")).to_have_value(name)
    expect(helpdesk.frame.locator("input[name=customer_name]")).to_have_css("direction", "rtl")
    expect(helpdesk.frame.locator(".kb-desk__text")).to_have_css("direction", "ltr")
    helpdesk.frame.locator(".kb-desk__text").fill("نأسف للتأخير 12:30")
    expect(helpdesk.frame.locator(".kb-desk__text")).to_have_css("direction", "rtl")
    expect(helpdesk.frame.locator(".kb-desk__mirror")).to_have_css("direction", "rtl")


@pytest.fixture
def locked(tmp_path: Path, small_desk: Path) -> Iterator[StaticHost]:
    from kb.locking.lock import lock_site

    host = StaticHost(tmp_path / "live", "/team/")
    assert lock_site(small_desk, host.folder, KEYS).is_locked
    host.start()
    yield host
    host.stop()


def test_in_a_locked_edition_the_tab_keeps_only_ciphertext_until_sign_out(
    visitor: Visitors, locked: StaticHost
) -> None:
    page = visitor().page
    page.goto(locked.url)
    fill_in(page)
    ready = page.locator("[data-kb-desk][data-whole]")
    ready.wait_for()
    assert page.url == f"{locked.url}desk/", "the edition opens at the desk, locked too"
    page.locator("#kb-desk-message").fill("my parcel is late")
    page.locator(".kb-desk__pick").first.click()
    page.locator("input[name=order_id]").fill("SECRET-77")
    page.locator(".kb-desk__text").fill(f"My own words, {GREETING} SECRET-77")
    page.wait_for_function("() => Object.keys(sessionStorage).some((key) => key.startsWith('kb.desk now'))")
    page.reload()
    ready.wait_for()
    expect(page.locator(".kb-desk__text")).to_have_value(f"My own words, {GREETING} SECRET-77")
    expect(page.locator("#kb-desk-message")).to_have_value("my parcel is late")
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "kb.desk now" in stored
    assert not [word for word in ("SECRET", "parcel", "own words", "order_id") if word in stored]
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Passphrase", exact=True).wait_for()
    assert "kb.desk" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")

"""The desk as a panel in a helpdesk: a stand-in for Chatwoot around the real page, at another origin."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, Route, expect

from tests.visitors import Visitors

DESK = "https://desk.small.example"
HELPDESK = "https://app.chatwoot.example"
FORGER = "https://evil.example"
CONFIG = """\
site_name: Small shop
site_url: https://help.small.example/
theme: {name: material}
plugins:
  - kb:
      languages: {en: {name: English, markets: [VN]}}
      markets: {VN: {currency: VND, name: {en: Vietnam}}}
      topics: {delivery: {team: logistics, severity: high, name: {en: Delivery}}}
      frame_ancestors: ["https://app.chatwoot.example", "https://*.desk.example", "https://chat.small.example"]
      channels: [whatsapp, livechat, sms, email, messenger, instagram, zalo]
      inboxes: {Zalo OA: zalo, 13: livechat, "Channel::Line": sms}
"""
SCRIPT = """\
---
title: Late parcel
topic: delivery
channels: [whatsapp, livechat, sms]
questions: [where is my parcel, my parcel is late, parcel has not come]
placeholders:
  customer_name: {type: name, example: Mai, required: false}
  order_id: {type: code, example: A1, required: true}
  agent_name: {type: name, example: An, required: false}
---
Hi {{ customer_name }}, order {{ order_id }} is late, sorry. {{ agent_name }}
"""

PARENT = """\
<!doctype html><title>Helpdesk</title><body>
<textarea id="composer"></textarea>
<iframe src="%s" style="width:%dpx;height:700px;border:0"></iframe>
<script>
window.heard = [];
addEventListener("message", (event) => window.heard.push(event.data));
window.hand = (data) => document.querySelector("iframe").contentWindow.postMessage(data, "*");
</script>
"""


def context(
    *texts: str, name: str = "Mai", channel: str = "Channel::Whatsapp", id: int = 7, contact: int = 1, **more: Any
) -> str:
    """What Chatwoot posts, as documented (a JSON string), with fields that newer versions add."""
    messages = [
        {"id": place, "content": text, "message_type": 0, "created_at": 1, "attachments": []}
        for place, text in enumerate(texts)
    ]
    return json.dumps({
        "event": "appContext", "theme": "dark",
        "data": {
            "conversation": {
                "id": id, "account_id": 1, "messages": messages,
                "meta": {"sender": {"name": name}, "channel": channel, "assignee": None},
            },
            "contact": {"id": contact, "name": name, "email": "x@example.org"},
            "currentAgent": {"id": 2, "name": "An", "email": "an@example.org"},
        },
        **more,
    })  # fmt: skip


def serve(context: BrowserContext, site: Path) -> None:
    """Answer for `DESK` as a host does: the files of `site`, with what its `_headers` says for every page.

    Not from a port of this machine: browsers keep public pages from framing local ones.
    """
    rules = (site / "_headers").read_text("utf-8").split("\n/")[0].splitlines()[1:]
    headers = dict(rule.strip().split(": ", 1) for rule in rules)

    def answer(route: Route) -> None:
        path = site / urlsplit(route.request.url).path.lstrip("/")
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            route.fulfill(status=404)
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), headers={**headers, "Content-Type": kind})

    context.route(f"{DESK}/**", answer)


class Helpdesk:
    """A page of another origin with the desk in a frame."""

    def __init__(
        self, visitor: Visitors, site: Path, origin: str = HELPDESK, width: int = 320, refusal: str = ""
    ) -> None:
        """`refusal` is what the browser runs in each frame before its page, to deny it something."""
        self.visit = visitor(width=1000)
        if refusal:
            self.visit.context.add_init_script(refusal)
        self.page: Page = self.visit.page
        serve(self.visit.context, site)
        parent = PARENT % (f"{DESK}/desk/", width)
        self.page.route(f"{origin}/**", lambda route: route.fulfill(body=parent, content_type="text/html"))
        self.page.goto(f"{origin}/app", wait_until="load")
        self.frame: FrameLocator = self.page.frame_locator("iframe")

    def wait(self) -> Helpdesk:
        self.frame.locator("[data-kb-desk][data-whole]").wait_for()
        return self

    def hand(self, data: str) -> None:
        self.page.evaluate("data => window.hand(data)", data)

    @property
    def message(self) -> Any:
        return self.frame.locator("#kb-desk-message")


def test_the_desk_asks_for_the_conversation_and_answers_it(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    assert "chatwoot-dashboard-app:fetch-info" in helpdesk.page.evaluate("window.heard")
    helpdesk.hand(context("where is my parcel, it is late"))
    expect(helpdesk.message).to_have_value("where is my parcel, it is late")
    expect(helpdesk.frame.locator("[data-pick=channel]")).to_have_value("whatsapp")
    helpdesk.frame.locator(".kb-desk__pick").first.click()
    expect(helpdesk.frame.locator("input[name=customer_name]")).to_have_value("Mai")
    expect(helpdesk.frame.locator("input[name=agent_name]")).to_have_value("An")
    expect(helpdesk.frame.locator("input[name=order_id]")).to_be_focused()
    expect(helpdesk.frame.locator("header.md-header")).to_be_hidden()


def test_copying_works_where_the_frame_has_no_clipboard_of_its_own(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand(context("where is my parcel, it is late"))
    helpdesk.frame.locator(".kb-desk__pick").first.click()
    helpdesk.frame.locator("input[name=order_id]").fill("A77")
    helpdesk.page.keyboard.press("Control+Enter")
    expect(helpdesk.frame.locator("[data-kb-desk-status]")).to_contain_text("Copied")
    helpdesk.page.locator("#composer").focus()
    helpdesk.page.keyboard.press("Control+V")
    assert helpdesk.page.locator("#composer").input_value() == "Hi Mai, order A77 is late, sorry. An"


def test_a_new_conversation_clears_the_reply_and_more_of_the_same_keeps_it(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand(context("where is my parcel, it is late"))
    helpdesk.frame.locator(".kb-desk__pick").first.click()
    helpdesk.frame.locator("input[name=order_id]").fill("A77")
    helpdesk.hand(context("where is my parcel, it is late", "my parcel has not come"))
    expect(helpdesk.message).to_have_value("Customer: where is my parcel, it is late\nCustomer: my parcel has not come")
    expect(helpdesk.frame.locator("input[name=order_id]")).to_have_value("A77")
    helpdesk.hand(context("my parcel is late too", name="Lan", channel="Channel::Sms", id=8, contact=2))
    expect(helpdesk.message).to_have_value("my parcel is late too")
    expect(helpdesk.frame.locator("input[name=order_id]")).to_have_count(0)
    expect(helpdesk.frame.locator("[data-pick=channel]")).to_have_value("sms")


GREETING = "Hi, how can we help?"
NEXT = {
    "the same name and one line in common": context(GREETING, "where is my refund", id=51, contact=501),
    "the very same text": context("my parcel is late", GREETING, id=51, contact=501),
    "another contact in a conversation of that number": context(GREETING, "more", id=7, contact=501),
    "no ids at all": context("my parcel is late", GREETING).replace('"id"', '"was"'),
    "no text from the customer": context(id=51, contact=501),
    "nothing that could be read": '{"event": "appContext", "data": {"conversation": {"id": 51}}}',
}


@pytest.mark.parametrize("following", NEXT.values(), ids=NEXT)
def test_nothing_of_one_conversation_stays_for_another(following: str, visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand(context("my parcel is late", GREETING))
    expect(helpdesk.frame.locator(".kb-desk__pick")).not_to_have_count(0)
    for name, value in (("language", "en"), ("variant", "vip"), ("stage", "delivery"), ("channel", "sms")):
        helpdesk.frame.locator(f"[data-pick={name}]").select_option(value)
    helpdesk.frame.locator(".kb-desk__pick").first.click()
    helpdesk.frame.locator("input[name=order_id]").fill("OF-ANOTHER")
    helpdesk.frame.locator(".kb-desk__text").fill("My own words to OF-ANOTHER")
    helpdesk.hand(following.replace("Channel::Whatsapp", "Channel::WebWidget"))
    expect(helpdesk.frame.locator(".kb-desk__text")).to_have_count(0)
    expect(helpdesk.frame.locator("input[name=order_id]")).to_have_count(0)
    for name in ("language", "variant", "stage"):
        expect(helpdesk.frame.locator(f"[data-pick={name}]")).to_have_value("")
    assert helpdesk.frame.locator("[data-pick=channel]").input_value() in ("", "livechat")
    expect(helpdesk.frame.locator("[data-kb-desk-undo]")).to_be_hidden()


def test_what_is_said_in_one_conversation_keeps_fields_text_and_pickers(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand(context("my parcel is late", name=""))
    helpdesk.frame.locator("[data-pick=channel]").select_option("sms")
    helpdesk.frame.locator("[data-pick=variant]").select_option("vip")
    helpdesk.frame.locator(".kb-desk__pick").first.click()
    helpdesk.frame.locator("input[name=order_id]").fill("A77")
    helpdesk.frame.locator(".kb-desk__text").fill("My own words")
    for texts in (("my parcel is late", "hello?"), ("something quite different",), ()):
        helpdesk.hand(context(*texts, name="Mai"))
    expect(helpdesk.frame.locator("[data-kb-desk-banner]")).to_contain_text("no text from the customer")
    expect(helpdesk.message).to_have_value("something quite different")
    expect(helpdesk.frame.locator(".kb-desk__text")).to_have_value("My own words")
    expect(helpdesk.frame.locator("input[name=order_id]")).to_have_value("A77")
    expect(helpdesk.frame.locator("[data-pick=channel]")).to_have_value("sms")
    expect(helpdesk.frame.locator("[data-pick=variant]")).to_have_value("vip")


@pytest.mark.parametrize("channel", ["Channel::Api", "Channel::Instagram", "constructor", ""])
def test_an_inbox_that_no_channel_fits_is_any_channel_and_says_so(
    channel: str, visitor: Visitors, small_desk: Path
) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand(context("my parcel is late"))
    expect(helpdesk.frame.locator("[data-pick=channel]")).to_have_value("whatsapp")
    helpdesk.hand(context("my parcel is late", id=8, contact=2, channel=channel))
    expect(helpdesk.frame.locator("[data-pick=channel]")).to_have_value("instagram" if "Insta" in channel else "")
    banner = helpdesk.frame.locator("[data-kb-desk-banner]")
    if "Insta" in channel:
        expect(banner).to_be_hidden()
        return
    expect(banner).to_contain_text("no channel for this inbox")
    helpdesk.hand(context("my parcel is late", "hello?", id=8, contact=2, channel=channel))
    expect(helpdesk.message).to_have_value("Customer: my parcel is late\nCustomer: hello?")
    expect(banner).to_contain_text("no channel for this inbox")
    helpdesk.frame.locator("[data-pick=channel]").select_option("sms")
    expect(banner).to_be_hidden()


def test_a_subdomain_that_a_star_names_is_listened_to(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk, "https://eu.desk.example").wait()
    helpdesk.hand(context("my parcel is late"))
    expect(helpdesk.message).to_have_value("my parcel is late")


def test_another_origin_may_not_frame_the_desk(visitor: Visitors, small_desk: Path) -> None:
    forger = Helpdesk(visitor, small_desk, FORGER)
    forger.page.wait_for_function("() => document.querySelector('iframe').contentDocument === null")  # it has loaded
    assert forger.page.frames[-1].url == "chrome-error://chromewebdata/"
    expect(forger.frame.locator("[data-kb-desk]")).to_have_count(0)


def test_a_message_from_another_origin_is_refused_with_a_word(visitor: Visitors, small_desk: Path) -> None:
    """A page that opened the desk in a window of its own can post to it; it is told apart by its origin."""
    visit = visitor()
    serve(visit.context, small_desk)
    opening = f"<button onclick=\"w = window.open('{DESK}/desk/')\">open</button>"
    visit.page.route(f"{FORGER}/**", lambda route: route.fulfill(body=opening, content_type="text/html"))
    visit.page.goto(f"{FORGER}/x", wait_until="load")
    with visit.context.expect_page() as opened:
        visit.page.get_by_role("button").click()
    desk = opened.value
    desk.locator("[data-kb-desk][data-whole]").wait_for()
    visit.page.evaluate("data => w.postMessage(data, '*')", context("my parcel is late"))
    expect(desk.locator("[data-kb-desk-banner]")).to_contain_text(FORGER)
    expect(desk.locator("#kb-desk-message")).to_have_value("")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("{appContext", "could not be read"),
        ('{"event":"appContext","data":{"conversation":{"messages":"x"}}}', "could not be read"),
        ('{"event":"appContext","data":{"conversation":{"messages":[]}}}', "no text from the customer"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_word(data: str, word: str, visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    helpdesk.hand("hello")
    expect(helpdesk.frame.locator("[data-kb-desk-banner]")).to_be_hidden()
    helpdesk.hand(data)
    expect(helpdesk.frame.locator("[data-kb-desk-banner]")).to_contain_text(word)


def test_a_hostile_payload_is_text(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk).wait()
    markup = '<img src=x onerror="parent.postMessage(1,String.fromCharCode(42))">'
    message = f"where is my parcel, my parcel is late, parcel has not come. {markup}"
    helpdesk.hand(context(message, name=markup, channel="__proto__", constructor=1))
    expect(helpdesk.message).to_have_value(message)
    helpdesk.frame.locator(".kb-desk__pick").first.click()
    expect(helpdesk.frame.locator("input[name=customer_name]")).to_have_value(markup)
    assert helpdesk.frame.locator(".kb-desk img").count() == 0
    assert 1 not in helpdesk.page.evaluate("window.heard")


def test_a_panel_of_300_pixels_holds_everything(visitor: Visitors, small_desk: Path) -> None:
    helpdesk = Helpdesk(visitor, small_desk, width=300).wait()
    helpdesk.hand(context("where is my parcel, it is late"))
    helpdesk.frame.locator(".kb-desk__pick").first.click()
    frame = next(one for one in helpdesk.page.frames if one.url.startswith(DESK))
    assert frame.evaluate("document.documentElement.scrollWidth") <= 300

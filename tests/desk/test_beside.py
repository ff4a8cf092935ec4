"""What the desk keeps beside a reply: lines for the agent alone, what was copied, promises, counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from kb.reports.usage import merge, read_exports
from tests.desk.test_kept_texts import field_of, open_script, press_paste_over, reload
from tests.desk.test_page import AXE, LATE, NOTHING, Agent
from tests.visitors import Host, Visitors, serve_folder

NOW = datetime(2027, 2, 1, 3, 0, tzinfo=UTC)
"""A Monday, in the days of the shop's notice about Tết."""
REFUND = "scripts/refund-late"
DELAY = "scripts/delivery-delay"
WHERE_IS_MY_MONEY = "refund not received yet, when will the money come back"
RULE_BREAKER = "add me on zalo 0912345678"


def set_clock(page: Page, now: datetime) -> None:
    """From the next page on the day is another one. Playwright's own clock would stand in for `performance` too."""
    page.add_init_script(
        f"{{ const Real = globalThis.realDate ??= Date; const shift = {now.timestamp() * 1000} - Real.now();"
        " globalThis.Date = class extends Real { static now() { return Real.now() + shift; }"
        " constructor(...given) { given.length ? super(...given) : super(Date.now()); } }; }"
    )


@pytest.fixture
def agent(visitor: Visitors, shop_agents_host: Host) -> Iterator[Agent]:
    visit = visitor()
    set_clock(visit.page, NOW)
    made = Agent(visit, shop_agents_host.url)
    yield made
    assert made.visit.trouble == []
    assert made.visit.foreign == []


def panel(agent: Agent) -> Locator:
    return agent.page.locator("[data-kb-desk-beside]")


def promises(agent: Agent) -> Locator:
    return agent.page.locator(".kb-desk__promises li")


def copy(agent: Agent, key: str = "Control+Enter") -> None:
    agent.page.keyboard.press(key)
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("Copied")


def late_parcel(agent: Agent, message: str, order: str, check_on: str, *, is_odd: bool = False) -> None:
    """The late parcel's reply, copied with a day in it; `is_odd` where the desk asks whether it is meant."""
    agent.paste(message)
    open_script(agent, DELAY)
    agent.fill("order_id", order)
    agent.fill("check_on", check_on)
    if is_odd:
        agent.page.keyboard.press("Control+Enter")
        agent.page.locator(".kb-desk__consent input").check()
    copy(agent)


def counts(agent: Agent) -> dict[str, Any]:
    """What the agent's export says."""
    agent.page.get_by_role("button", name="Copy my counts").click()
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("numbers alone")
    told: dict[str, Any] = json.loads(agent.clipboard())
    return told


def test_internal_lines_stand_beside_the_reply_and_are_never_copied(agent: Agent) -> None:
    agent.paste(WHERE_IS_MY_MONEY)
    expect(panel(agent)).to_be_hidden()
    open_script(agent, REFUND)
    agent.send_on("email")
    expect(panel(agent)).to_contain_text("give a voucher of up to")
    expect(panel(agent)).to_contain_text("Vietnam: Over Tết, carriers")
    expect(panel(agent)).to_contain_text("Answer within")
    agent.page.evaluate(AXE)
    found = agent.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(rule["id"], node["target"]) for rule in found["violations"] for node in rule["nodes"]] == []
    link = panel(agent).locator("a").first
    assert agent.page.request.get(str(link.evaluate("one => one.href"))).ok
    for key in ("Control+Enter", "Control+Shift+Enter"):
        agent.page.locator(".kb-desk__text").focus()
        for name, value in {"order_id": "SS104829", "refunded_on": "18/11/2026", "agent_name": "An"}.items():
            agent.fill(name, value)
        copy(agent, key)
        sent = agent.clipboard() + agent.page.evaluate(
            "async () => (await Promise.all((await navigator.clipboard.read()).flatMap(one => one.types.map("
            "async type => (await one.getType(type)).text())))).join(' ')"
        )
        assert "SS104829" in sent
        for line in ("voucher", "carriers in Vietnam", "Answer within", "For you alone"):
            assert line not in sent
    agent.page.goto(agent.page.url.replace("/desk/", "/vi/desk/"))
    agent.page.locator("[data-kb-desk][data-whole]").wait_for()
    expect(panel(agent)).to_contain_text("45.000")


def test_what_was_copied_stays_with_its_customer(agent: Agent) -> None:
    late_parcel(agent, LATE, "SS104829", "5/2/2027")
    copies = panel(agent).locator(".kb-desk__copies li")
    expect(copies).to_have_count(1)
    expect(agent.page.locator(f".kb-desk__pick[data-id='{DELAY}'] .kb-desk__copied")).to_have_text("Copied already")
    reload(agent.page)
    expect(copies).to_have_count(1)
    expect(agent.page.locator(f".kb-desk__pick[data-id='{DELAY}'] .kb-desk__copied")).to_have_count(1)
    agent.picks.nth(1).click()
    copies.locator("button").click()
    expect(field_of(agent.page, "order_id")).to_have_value("SS104829")
    press_paste_over(agent, f"{LATE} hello?")
    expect(copies).to_have_count(0)
    expect(agent.page.locator(".kb-desk__copied")).to_have_count(0)
    agent.page.keyboard.press("Control+Z")
    expect(copies).to_have_count(1)


def test_a_day_to_come_is_a_promise_until_it_is_ticked(agent: Agent) -> None:
    late_parcel(agent, LATE, "SS104829", "5/2/2027")
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("promised by 5 February")
    late_parcel(agent, f"{LATE} hello", "SS2", "tomorrow", is_odd=True)
    late_parcel(agent, f"{LATE} hello", "SS3", "1/2/2027")  # today
    late_parcel(agent, f"{LATE} hello?", "SS104829", "2027-02-05")  # the same once more
    expect(promises(agent)).to_have_count(2)
    expect(promises(agent).first).to_contain_text("2 February")
    kept = agent.page.evaluate("localStorage.getItem('kb.desk.promises /')")
    assert "SS104829" in kept and LATE not in kept and "Mai" not in kept

    set_clock(agent.page, NOW.replace(day=2))
    reload(agent.page)
    expect(promises(agent).first).to_contain_text("Due")
    expect(promises(agent).first).to_be_visible()
    promises(agent).first.locator("input").press("Space")
    expect(promises(agent)).to_have_count(1)
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("Done")
    agent.page.get_by_role("button", name="Forget them").click()
    expect(promises(agent)).to_have_count(0)
    assert agent.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kb.desk'))") == []


def test_counts_are_numbers_and_leave_when_the_agent_copies_them(agent: Agent, tmp_path: Path) -> None:
    expect(agent.page.locator(".kb-desk__counts")).to_be_hidden()
    agent.paste(LATE)
    first, second = (agent.picks.nth(place).get_attribute("data-id") for place in (0, 1))
    agent.picks.nth(1).click()
    agent.text.fill(f"My own words. {RULE_BREAKER}")
    agent.send_on("shopee")
    agent.text.fill(f"My own words. {RULE_BREAKER}")
    agent.page.locator(".kb-desk__consent input").check()
    agent.text.focus()
    copy(agent)
    copy(agent)  # once more for the same customer
    told = counts(agent)
    (day,) = told["days"]
    assert day == "2027-02-01"
    assert told["days"][day]["taken"] == {second: 1}
    assert told["days"][day]["passed_over"] == {first: 1}
    assert told["days"][day]["overridden"] == {second: 2}
    assert all(n == 2 for n in told["days"][day]["rules"].values())
    assert told["days"][day]["rules"]

    agent.picks.nth(0).click()  # it is sent after all
    agent.send_on("livechat")
    agent.text.fill("Hello")
    agent.text.focus()
    copy(agent)
    agent.paste(NOTHING)
    agent.paste(LATE)
    agent.page.keyboard.press("Control+Z")  # back to the one that nothing fits: it counts once
    agent.paste(LATE)
    told = counts(agent)
    assert told["days"][day]["passed_over"] == {}
    assert told["days"][day]["nothing"] == {"en -": 1}
    words = json.dumps(told, ensure_ascii=False)
    for text in ("My own words", "0912345678", LATE, NOTHING, "Hello"):
        assert text not in words
    with agent.page.expect_download() as saving:
        agent.page.get_by_role("button", name="Save as a file").click()
    saving.value.save_as(tmp_path / "mai.json")
    exports, refused = read_exports(tmp_path / "mai.json", "mai.json")
    assert refused == ()
    assert merge([*exports, *exports]).of("taken") == dict.fromkeys(sorted([str(first), str(second)]), 1)
    agent.page.get_by_role("button", name="Clear my counts").click()
    expect(agent.page.locator(".kb-desk__counts")).to_be_hidden()
    assert not [one for one in agent.asked if "counts" in one]


@pytest.fixture
def small_host(small_desk: Path) -> Iterator[Host]:
    yield from serve_folder(small_desk)


def test_a_shop_without_internal_texts_has_no_panel_but_what_a_channel_asks_for(
    visitor: Visitors, small_host: Host
) -> None:
    agent = Agent(visitor(), small_host.url)
    agent.paste("where is my parcel")
    agent.picks.first.click()
    expect(panel(agent).locator("h4")).to_have_text("WhatsApp")
    agent.send_on("sms")
    expect(panel(agent)).to_be_hidden()
    agent.fill("order_id", "A1")
    agent.text.focus()
    copy(agent)
    expect(panel(agent).locator("h3")).to_have_text("Copied for this customer")

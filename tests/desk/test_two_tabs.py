"""Two tabs of one desk: neither undoes what the other kept; and “Forget them” forgets all of it, everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import settle
from tests.desk.test_page import LATE, Agent
from tests.locking.visits import stop_worker
from tests.visitors import Host, Visitors

LATER = "scripts/delivery-delay"
MISSED = "scripts/missed-delivery"
TRACES = """async () => ({
    caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length,
    local: Object.keys(localStorage).filter((key) => key.startsWith("kb.desk")),
    tab: Object.keys(sessionStorage).filter((key) => /^kb\\.desk (now|others)/.test(key)) })"""
NOTHING = '{"caches":[],"workers":0,"local":[],"tab":[]}'


@pytest.fixture
def agent(visitor: Visitors, shop_agents_host: Host) -> Iterator[Agent]:
    made = Agent(visitor(), shop_agents_host.url)
    yield made
    assert made.visit.trouble == []


def second_tab(agent: Agent) -> Page:
    page = agent.visit.context.new_page()
    page.goto(agent.page.url)
    page.locator("[data-kb-desk][data-whole]").wait_for()
    return page


def star(page: Page, message: str, script: str) -> None:
    page.locator("#kb-desk-message").fill(message)
    page.locator(f".kb-desk__pick[data-id='{script}']").click()
    page.locator(".kb-desk__star").click()
    expect(page.locator(".kb-desk__star")).to_have_attribute("aria-pressed", "true")


def kept(page: Page) -> None:
    """Both favourites stand on the empty desk."""
    page.locator("#kb-desk-message").fill("")
    for script in (LATER, MISSED):
        expect(page.locator(f".kb-desk__pick[data-id='{script}']")).to_have_count(1)


def test_favourites_of_two_tabs_are_all_kept(agent: Agent) -> None:
    other = second_tab(agent)
    star(agent.page, LATE, LATER)
    star(other, "the courier came but i was not at home, missed delivery", MISSED)
    for page in (agent.page, other):
        kept(page)
    third = second_tab(agent)
    kept(third)
    third.locator(f".kb-desk__pick[data-id='{LATER}']").click()
    third.locator(".kb-desk__star").click()
    for page in (agent.page, other, third):
        page.locator("#kb-desk-message").fill("")
        expect(page.locator(f".kb-desk__pick[data-id='{LATER}']")).to_have_count(0)
        expect(page.locator(f".kb-desk__pick[data-id='{MISSED}']")).to_have_count(1)


def test_each_tab_keeps_its_own_channel(agent: Agent) -> None:
    other = second_tab(agent)
    agent.pick("channel", "sms")
    other.locator("[data-pick=channel]").select_option("email")
    for page, channel in ((agent.page, "sms"), (other, "email")):
        page.locator("#kb-desk-message").fill(LATE)
        page.locator("#kb-desk-message").select_text()
        page.keyboard.type("refund")
        expect(page.locator("[data-pick=channel]")).to_have_value(channel)


def test_favourites_that_an_older_desk_kept_are_still_there(agent: Agent) -> None:
    kept_before = {"channel": "sms", "recent": [], "favourites": [LATER, MISSED]}
    agent.page.evaluate("kept => { localStorage['kb.desk'] = JSON.stringify(kept); }", kept_before)
    page = second_tab(agent)
    kept(page)
    expect(page.locator("[data-pick=channel]")).to_have_value("sms")
    # Another shop of the host would find it otherwise.
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kb.desk'))") == ["kb.desk /"]


def test_forget_them_leaves_nothing_in_any_tab(agent: Agent) -> None:
    agent.page.locator("[data-kb-desk][data-kept]").wait_for()
    other = second_tab(agent)
    star(agent.page, LATE, LATER)
    other.locator("#kb-desk-message").fill("my secret message")
    agent.page.get_by_role("button", name="Forget them").click()
    for page in (agent.page, other):
        expect(page.locator("#kb-desk-message")).to_have_value("")
        expect(page.locator(".kb-desk__text")).to_have_count(0)
        wait_for_nothing(page)
        expect(page.locator("[data-kb-desk-undo]")).to_be_hidden()
        expect(page.locator(".kb-desk__pick")).to_have_count(0)


def wait_for_nothing(page: Page) -> None:
    """Until nothing of the desk is left on the machine, and nothing that was under way brings it back."""
    page.wait_for_function(f"async () => JSON.stringify(await ({TRACES})()) === '{NOTHING}'")
    settle(page)
    assert page.evaluate(f"async () => JSON.stringify(await ({TRACES})())") == NOTHING


SLOW = """
    const register = navigator.serviceWorker.register.bind(navigator.serviceWorker);
    navigator.serviceWorker.register = async (...given) => {
        await new Promise((go) => { window.registerNow = go; });
        return register(...given);
    };"""


@pytest.mark.parametrize("is_offline", [False, True], ids=["online", "offline"])
def test_forget_them_holds_for_a_worker_that_is_registered_later(
    is_offline: bool, visitor: Visitors, shop_agents_host: Host
) -> None:
    """The offline copy is made when all has been loaded; who is quicker must not find it there afterwards."""
    visit = visitor()
    visit.page.add_init_script(SLOW)
    agent = Agent(visit, shop_agents_host.url)
    agent.page.wait_for_function("() => window.registerNow")
    visit.context.set_offline(is_offline)
    agent.page.get_by_role("button", name="Forget them").click()
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("Forgotten")
    agent.page.evaluate("window.registerNow()")
    settle(agent.page)
    visit.context.set_offline(False)
    wait_for_nothing(agent.page)
    expect(agent.page.locator("[data-kb-desk][data-kept]")).to_have_count(0)


def test_forget_them_works_without_a_network(agent: Agent) -> None:
    agent.page.locator("[data-kb-desk][data-kept]").wait_for()
    star(agent.page, LATE, LATER)
    agent.visit.context.set_offline(True)
    agent.page.get_by_role("button", name="Forget them").click()
    expect(agent.page.locator("[data-kb-desk-status]")).to_contain_text("Forgotten")
    agent.page.wait_for_function(f"async () => JSON.stringify(await ({TRACES})()) === '{NOTHING}'")
    agent.visit.context.set_offline(False)
    wait_for_nothing(agent.page)


def test_a_worker_that_was_stopped_starts_again_without_a_network(agent: Agent) -> None:
    agent.page.locator("[data-kb-desk][data-kept]").wait_for()
    agent.visit.context.set_offline(True)
    stop_worker(agent.page)
    agent.page.reload(wait_until="load")
    agent.page.locator("[data-kb-desk][data-whole]").wait_for()
    agent.paste(LATE)
    expect(agent.picks.first).to_be_visible()

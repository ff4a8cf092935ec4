"""Staying signed in: tabs, restarts, no connection, new releases, and the ways out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.locking.desk import OTHER_PASSPHRASE, agent_of
from tests.locking.static_host import StaticHost
from tests.locking.visits import KEYS, NOTHING, enter_desk, left_on_device, publish, sign_in, stop_worker, wait_for_copy


def test_a_second_tab_is_signed_in_and_a_waiting_one_comes_along(
    page: Page, context: BrowserContext, host: StaticHost
) -> None:
    waiting = context.new_page()
    waiting.goto(host.url + "#/scripts/delay/")
    expect(waiting.get_by_label("Name")).to_be_visible()
    enter_desk(page, host)
    expect(waiting.locator("#reply")).to_be_visible()
    third = context.new_page()
    third.goto(host.url + "scripts/delay/")
    expect(third.locator("#reply")).to_be_visible()


def test_the_worker_starts_again_from_what_the_device_keeps(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    for _ in range(3):
        stop_worker(page)
        page.goto(host.url + "scripts/delay/")
        expect(page.locator("#reply")).to_be_visible()
        stop_worker(page)
        page.goto(host.url)
        expect(page.locator("#out")).to_have_text("chậm giao hàng")


def test_a_forced_reload_past_the_worker_comes_back_to_the_desk(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    session = page.context.new_cdp_session(page)
    session.send("Page.reload", {"ignoreCache": True})
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
    expect(page.locator("#out")).to_have_text("chậm giao hàng")


def test_without_a_connection_every_page_works_even_unvisited(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    wait_for_copy(page)
    host.stop()
    stop_worker(page)
    page.goto(host.url + "scripts/delay/")
    expect(page.locator("#reply")).to_be_visible()
    assert page.evaluate("document.images[0].naturalWidth") == 3
    page.goto(host.url)
    expect(page.locator("#out")).to_have_text("chậm giao hàng")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_without_a_connection_and_without_a_copy_the_page_says_why(page: Page, host: StaticHost) -> None:
    enter_desk(page, host, keeps_copy=False)
    host.stop()
    answer = page.goto(host.url + "scripts/delay/")
    assert answer is not None
    assert answer.status == 503
    expect(page.get_by_text("The desk cannot be reached").first).to_be_visible()


def test_signing_out_clears_the_device_in_every_tab(page: Page, context: BrowserContext, host: StaticHost) -> None:
    enter_desk(page, host)
    page.evaluate("localStorage.setItem('kb-recent', 'zebracorn'); localStorage.setItem('other', 'kept')")
    other = context.new_page()
    other.goto(host.url + "scripts/delay/")
    expect(other.locator("#reply")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_contain_text("You are signed out")
    expect(other.get_by_role("status")).to_contain_text("You are signed out")
    assert left_on_device(page) == {**NOTHING, "stored": ["other"]}
    page.goto(host.url + "scripts/delay/")
    expect(page.get_by_label("Name")).to_be_visible()
    assert page.evaluate("(url) => fetch(url).then((r) => r.status)", host.url + "scripts/delay/") == 404
    sign_in(page, page.url)
    expect(page.locator("#reply")).to_be_visible()


def test_signing_out_leaves_what_other_shops_of_the_host_keep(page: Page, host: StaticHost) -> None:
    host.prefix = "/desk/"
    page.goto(host.url)
    kept = dict.fromkeys(("kb.desk", "kb.desk /desk/", "/desk/.__palette", "kb-recent"), "zebracorn")
    others = dict.fromkeys(("kb.desk /", "kb.theme /shop/", "kb.changes /shop/de/tools/"), "kept")
    page.evaluate("rows => Object.entries(rows).forEach((row) => localStorage.setItem(...row))", kept | others)
    enter_desk(page, host, keeps_copy=False)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_contain_text("You are signed out")
    assert set(left_on_device(page)["stored"]) == others.keys()


def test_a_new_release_opens_without_asking_for_the_passphrase_again(page: Page, host: StaticHost) -> None:
    enter_desk(page, host, keeps_copy=False)
    publish(host, KEYS, {"scripts/delay/index.html": "<!doctype html><title>x</title><p id=reply>the newest words"})
    page.goto(host.url + "scripts/delay/")  # of the old release, this page is on no host any more
    expect(page.locator("#reply")).to_have_text("the newest words")
    names = page.evaluate("caches.keys()")
    assert len([name for name in names if not name.endswith("shell")]) == 1, "the old release's copies are gone"


def test_a_kept_release_is_left_for_a_new_one_when_the_worker_starts(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    wait_for_copy(page)
    publish(host, KEYS, {"scripts/delay/index.html": "<!doctype html><title>x</title><p id=reply>the newest words"})
    stop_worker(page)
    page.goto(host.url + "scripts/delay/")
    expect(page.get_by_text("A new edition of the desk is here.")).to_be_visible()
    page.get_by_role("button", name="Load it").click()
    expect(page.locator("#reply")).to_have_text("the newest words")


def test_a_half_uploaded_release_changes_nothing(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    wait_for_copy(page)
    publish(host, KEYS)
    shutil.rmtree(host.folder / "kb-lock/files")
    stop_worker(page)
    page.goto(host.url + "scripts/delay/")
    expect(page.locator("#reply")).to_contain_text("zebracorn")
    stop_worker(page)
    page.reload()
    expect(page.locator("#reply")).to_contain_text("zebracorn")


@pytest.mark.parametrize("keeps_copy", [True, False])
def test_a_removed_agent_is_signed_out_by_the_next_release_and_cannot_come_back(
    page: Page, host: StaticHost, keeps_copy: bool
) -> None:
    enter_desk(page, host, keeps_copy=keeps_copy)
    if keeps_copy:
        wait_for_copy(page)
    publish(host, KEYS.without_agent("lan"))
    stop_worker(page)
    page.goto(host.url)
    expect(page.get_by_label("Name")).to_be_visible()
    left = left_on_device(page)
    assert {**left, "stored": []} == NOTHING
    sign_in(page, host.url)
    expect(page.get_by_role("status")).to_contain_text("is wrong")
    sign_in(page, host.url, name="mai")
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def test_a_rotated_key_ends_the_session_that_the_old_one_opened(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    publish(host, KEYS.with_agent(agent_of("lan", OTHER_PASSPHRASE)))
    stop_worker(page)
    page.goto(host.url)
    expect(page.get_by_role("status")).to_contain_text("your key does not open it")
    sign_in(page, host.url, passphrase=OTHER_PASSPHRASE)
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def test_a_host_that_asks_for_its_own_sign_in_again_ends_no_session(page: Page, host: StaticHost) -> None:
    enter_desk(page, host, keeps_copy=False)
    host.turns_away = True
    stop_worker(page)
    page.goto(host.url + "scripts/delay/")
    expect(page.get_by_text("if your team uses a company sign-in").first).to_be_visible()
    host.turns_away = False
    page.goto(host.url + "scripts/delay/")
    expect(page.locator("#reply")).to_be_visible()


def test_two_desks_on_one_host_do_not_meet(page: Page, host: StaticHost, tmp_path: Path) -> None:
    other = StaticHost(tmp_path / "other", "/team/other/")
    publish(other, KEYS)
    enter_desk(page, host)
    host.others = (other,)
    second = host.url.replace(host.prefix, other.prefix)
    page.goto(second)
    expect(page.get_by_label("Name")).to_be_visible()
    sign_in(page, second)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_contain_text("You are signed out")
    page.goto(host.url + "scripts/delay/")
    expect(page.locator("#reply")).to_be_visible()


def test_no_title_of_a_page_reaches_the_browsers_history(page: Page, host: StaticHost) -> None:
    """A history cannot be emptied by a page, so none of its titles may be of what lies inside."""
    publish(
        host,
        KEYS,
        {"scripts/delay/index.html": "<!doctype html><html lang=vi><title>A\n$& secret</title><p id=reply>đổi"},
    )
    enter_desk(page, host)
    expect(page).to_have_title("Help desk")
    for path, title in {"scripts/delay/": "Bàn hỗ trợ", "no/such/": "Help desk", "": "Help desk"}.items():
        page.goto(host.url + path)
        expect(page).to_have_title(title)
    page.goto(host.url + "scripts/delay/")
    expect(page.locator("#reply")).to_have_text("đổi")
    page.goto(host.url)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("history still lists")).to_be_visible()

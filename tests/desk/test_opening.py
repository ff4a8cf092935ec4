"""The desk is used while the rest of it is on its way, and opens from its copy at once."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.sites import Sites
from tests.visitors import Host, Visitors, serve_folder

MESSAGE = "#kb-desk-message"
LATE = "my parcel is late, where is it"
READY, WHOLE, KEPT = (f"[data-kb-desk][data-{name}]" for name in ("ready", "whole", "kept"))
MOST_BEFORE_USE = 250_000
"""Bytes, compressed."""


class Held:
    """Requests of a page that are not answered until they may go on."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.routes: list[Route] = []
        self.is_free = False
        page.route(re.compile(pattern), lambda route: route.continue_() if self.is_free else self.routes.append(route))

    def let_go(self) -> None:
        self.is_free = True
        for route in self.routes:
            route.continue_()


def test_an_answer_is_not_called_sure_before_all_of_its_language_is_there(
    visitor: Visitors, shop_agents_host: Host
) -> None:
    page = visitor().context.new_page()
    rest = Held(page, "/rest-")
    page.goto(f"{shop_agents_host.url}desk/")
    page.locator(READY).wait_for()
    page.locator(MESSAGE).fill(LATE)
    expect(page.locator(".kb-desk__pick").first).to_be_visible()
    expect(page.locator("[data-certainty]")).to_have_count(0)
    expect(page.locator(".kb-desk__first")).to_have_count(0)
    rest.let_go()
    expect(page.locator("[data-certainty]").first).to_be_visible()
    page.locator(WHOLE).wait_for()


def test_a_message_in_a_language_that_is_on_its_way_is_answered_when_it_has_come(
    visitor: Visitors, shop_agents_host: Host
) -> None:
    page = visitor().context.new_page()
    index = Held(page, "/index-vi")
    page.goto(f"{shop_agents_host.url}desk/")
    page.locator(READY).wait_for()
    page.locator(MESSAGE).fill("đơn hàng của mình giao chậm quá, bao giờ mới tới")
    expect(page.locator("[data-kb-desk-summary]")).to_have_text("The desk is being loaded …")
    expect(page.locator(".kb-desk__pick")).to_have_count(0)
    index.let_go()
    expect(page.locator(".kb-desk__title").first).to_have_attribute("lang", "vi")


@pytest.mark.parametrize("file", ["/texts-en", "/replies-"])
def test_a_reply_opens_when_what_it_says_has_come(file: str, visitor: Visitors, shop_agents_host: Host) -> None:
    page = visitor().context.new_page()
    texts = Held(page, file)
    page.goto(f"{shop_agents_host.url}desk/")
    page.locator(READY).wait_for()
    page.locator(MESSAGE).fill(LATE)
    pick = page.locator(".kb-desk__pick[data-id='scripts/delivery-delay']")
    pick.click()
    expect(page.locator("[data-kb-desk-status]")).to_have_text("The desk is being loaded …")
    expect(page.locator(".kb-desk__text")).to_have_count(0)
    texts.let_go()
    expect(page.locator(".kb-desk__text")).to_be_visible()


def test_another_message_is_not_given_the_reply_that_was_waited_for(visitor: Visitors, shop_agents_host: Host) -> None:
    page = visitor().context.new_page()
    texts = Held(page, "/texts-en")
    page.goto(f"{shop_agents_host.url}desk/")
    page.locator(READY).wait_for()
    page.locator(MESSAGE).fill(LATE)
    page.locator(".kb-desk__pick[data-id='scripts/delivery-delay']").click()
    page.locator(MESSAGE).fill("how do i use my points")
    texts.let_go()
    page.locator(WHOLE).wait_for()
    expect(page.locator(".kb-desk__text")).to_have_count(0)


def test_a_later_visit_opens_from_the_copy_and_is_renewed_where_the_host_has_another(
    visitor: Visitors, shop: Sites, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    shutil.copytree(shop.agents, site)
    with contextmanager(serve_folder)(site) as host:
        page = visitor().context.new_page()
        page.goto(f"{host.url}desk/")
        page.locator(KEPT).wait_for()
        page.goto(f"{host.url}desk/")
        page.locator(WHOLE).wait_for()
        assert page.evaluate("performance.getEntriesByType('navigation')[0].workerStart") > 0
        page.locator(KEPT).wait_for()
        shown = site / "desk/index.html"
        title = page.locator("h1").inner_text()
        shown.write_text(shown.read_text("utf-8").replace(f">{title}</h1>", ">Another desk</h1>"), "utf-8")
        page.goto(f"{host.url}desk/")
        expect(page.locator("h1")).to_have_text("Another desk")
        page.locator(WHOLE).wait_for()


def test_what_the_first_answer_needs_weighs_little(shop: Sites) -> None:
    desk = shop.agents / "desk"
    page = (desk / "index.html").read_text("utf-8")
    files = [desk / name for name in re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^":]+\.(?:js|css))"', page)]
    assert len(files) > 8
    names = json.loads((desk / "desk.json").read_text("utf-8"))
    (answering,) = desk.glob("code-*/answering.js")
    files += [
        desk / "index.html",
        answering,
        desk / names["data"],
        desk / names["suggestions"],
        desk / names["index"]["en"],
    ]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) < MOST_BEFORE_USE

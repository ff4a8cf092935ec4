"""Signing in, in a real browser: who gets in, where they land, and what they see of the page."""

from __future__ import annotations

import unicodedata

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.locking.desk import INTERNAL_WORDS, OTHER_PASSPHRASE, PASSPHRASE
from tests.locking.static_host import StaticHost
from tests.locking.visits import NOTHING, enter_desk, left_on_device, sign_in


def test_a_wrong_passphrase_is_said_and_leaves_nothing(page: Page, host: StaticHost) -> None:
    for name, passphrase in (("lan", OTHER_PASSPHRASE), ("nobody", PASSPHRASE), ("lan", "x")):
        sign_in(page, host.url, name=name, passphrase=passphrase)
        expect(page.get_by_role("status")).to_contain_text("is wrong")
    assert left_on_device(page) == NOTHING


def test_the_right_passphrase_opens_pages_images_and_search(page: Page, host: StaticHost) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    enter_desk(page, host)
    expect(page.locator("#out")).to_have_text("chậm giao hàng")  # a worker of the page, which fetched the index
    assert page.evaluate("document.images[0].naturalWidth") == 1
    page.get_by_role("link", name="delay").click()
    expect(page.locator("#reply")).to_contain_text("zebracorn")
    assert page.evaluate("document.images[0].naturalWidth") == 3
    expect(page.get_by_text("Signed in as lan")).to_be_visible()
    assert errors == []
    for word in INTERNAL_WORDS:
        assert not [path for path in host.asked if word in path]


def test_the_name_may_be_typed_in_capitals_and_the_passphrase_with_marks_apart(page: Page, host: StaticHost) -> None:
    sign_in(page, host.url, name=" Lan ", passphrase=unicodedata.normalize("NFD", PASSPHRASE) + " ")
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def test_a_deep_link_leads_through_the_hosts_404_page_to_its_page(page: Page, host: StaticHost) -> None:
    page.goto(host.url + "scripts/delay/?from=mail#reply")
    expect(page.get_by_label("Name")).to_be_visible()
    assert page.url == host.url + "#/scripts/delay/?from=mail#reply"
    sign_in(page, page.url)
    expect(page.locator("#reply")).to_be_visible()
    assert page.url == host.url + "scripts/delay/?from=mail#reply"


def test_a_link_with_a_fragment_path_works_while_signed_in(page: Page, host: StaticHost) -> None:
    enter_desk(page, host)
    page.goto("about:blank")
    page.goto(host.url + "#/scripts/delay/")
    expect(page.locator("#reply")).to_be_visible()


@pytest.mark.parametrize(
    "fragment",
    ["#//evil.example/", "#/https://evil.example/", "#/\\evil.example", "#/javascript:alert(1)", "#/../../other/"],
)
def test_a_deep_link_never_leads_out_of_the_desk(page: Page, host: StaticHost, fragment: str) -> None:
    sign_in(page, host.url + fragment)
    page.wait_for_url(lambda url: not url.startswith(host.url + "#"))
    assert page.url.startswith(host.url)


def test_a_frame_that_refuses_workers_offers_a_tab(page: Page, host: StaticHost) -> None:
    host.extra["/helpdesk"] = (
        f'<iframe title="desk" sandbox="allow-scripts allow-popups" src="{host.url}#/scripts/delay/"></iframe>'.encode()
    )
    page.goto(host.url.removesuffix(host.prefix) + "/helpdesk")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("status")).to_contain_text("cannot work inside this frame")
    expect(frame.get_by_label("Name")).to_be_hidden()
    link = frame.get_by_role("link", name="Open the desk in a tab")
    assert link.get_attribute("href") == host.url + "#/scripts/delay/"
    assert link.get_attribute("target") == "_blank"


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("vi-VN", "Đăng nhập bàn hỗ trợ"),
        ("ms-MY", "Log masuk ke meja bantuan"),
        ("de-AT", "Beim Support-Desk anmelden"),
        ("ar-EG", "تسجيل الدخول إلى مكتب الدعم"),
        ("sv-SE", "Sign in to the help desk"),
    ],
)
def test_the_sign_in_page_speaks_the_browsers_language_or_the_chosen_one(
    browser: Browser, host: StaticHost, locale: str, title: str
) -> None:
    with browser.new_context(locale=locale) as context:
        page = context.new_page()
        page.goto(host.url)
        expect(page.get_by_role("heading")).to_have_text(title)
        page.get_by_role("button", name="Tiếng Việt").click()
        expect(page.get_by_role("heading")).to_have_text("Đăng nhập bàn hỗ trợ")
        assert page.evaluate("document.documentElement.lang") == "vi"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_and_the_strip_have_no_barriers(browser: Browser, host: StaticHost, scheme: str) -> None:
    axe = Axe()
    for width in (360, 1280):
        with browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 700}, locale="ms-MY"
        ) as context:
            page = context.new_page()
            page.goto(host.url)
            page.get_by_label("Nama").fill("lan")
            page.get_by_label("Frasa laluan", exact=True).fill("salah")
            page.get_by_role("button", name="Log masuk").click()
            expect(page.get_by_role("status")).to_contain_text("salah")
            assert axe.run(page).response["violations"] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.get_by_label("Frasa laluan", exact=True).fill(PASSPHRASE)
            page.get_by_role("button", name="Log masuk").click()
            expect(page.get_by_text("Signed in as lan")).to_be_visible()
            assert axe.run(page).response["violations"] == []

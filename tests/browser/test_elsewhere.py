"""Content of other hosts in a real browser: nothing is asked of them before a reader wants it, and then it works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from kb.website.build.editions import build_editions
from tests.chromium import settle
from tests.conftest import TODAY
from tests.visitors import Visit, Visitors

HOME = "https://help.shop.example/"
CONFIG = """\
site_name: Shop
site_url: https://help.shop.example/
theme: {name: material}
plugins:
  - kb:
      languages: {en: English}
      allow_hosts: {images: [cdn.shop.example]}
      video: [youtube]
      statistics: {service: SERVICE}
      chat: {script: "https://chat.shop.example/sdk.js", hosts: [api.shop.example], attributes: {data-id: abc}}
"""
ARTICLE = """\
# Packing

![Two boxes](https://cdn.shop.example/boxes.png)

![How to pack](https://youtu.be/dQw4w9WgXcQ "The lamp goes in first.")

![Elsewhere](https://vimeo.com/1 "It leads away.")
"""
FILM = """
![Packing a lamp](pack.mp4 "The lamp goes in first.")
"""
SERVICES = {
    "plausible": "plausible, id: shop.example",
    "ga4": "ga4, id: G-ABC123",
    "matomo": "matomo, id: 7, host: stats.shop.example",
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Service → the folder of its public edition."""
    found = {}
    for name, written in SERVICES.items():
        root = tmp_path_factory.mktemp(name)
        (root / "docs" / "faq").mkdir(parents=True)
        (root / "mkdocs.yml").write_text(CONFIG.replace("SERVICE", written))
        (root / "docs" / "faq" / "pack.md").write_text(ARTICLE + FILM)
        (root / "docs" / "faq" / "pack.mp4").write_bytes(b"")
        (report,) = build_editions(root, ("public",), root / "site", today=TODAY)
        assert report.is_whole, report.problems
        found[name] = root / "site" / "public"
    return found


OpenSite = Callable[..., tuple[Page, list[str], Visit]]


@pytest.fixture
def open_site(sites: dict[str, Path], visitor: Visitors) -> OpenSite:
    """Opens the article of a site; every other host answers, and is noted."""

    def opened(service: str, before: str = "") -> tuple[Page, list[str], Visit]:
        visit = visitor()
        asked: list[str] = []

        def answer(route: Any, request: Any) -> None:
            if request.url.startswith(HOME):
                file = sites[service] / urlsplit(request.url).path.lstrip("/")
                route.fulfill(path=file / "index.html" if file.is_dir() else file)
                return
            asked.append(request.url)
            is_page = request.resource_type == "document"
            body = "<p>player" if is_page else "window.loaded = document.currentScript.dataset;"
            route.fulfill(body=body, content_type="text/html" if is_page else "text/javascript")

        visit.context.route("**/*", answer)
        if before:
            visit.context.add_init_script(before)
        page = visit.open(f"{HOME}faq/pack/")
        settle(page)
        return page, asked, visit

    return opened


def test_a_video_is_a_link_until_it_is_clicked_and_then_plays_in_its_place(open_site: OpenSite) -> None:
    page, asked, visit = open_site("ga4")
    assert asked == ["https://cdn.shop.example/boxes.png"]  # a picture that the shop allows, and nothing else
    link = page.get_by_role("link", name="How to pack")
    expect(link).to_have_attribute("href", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    expect(link).to_contain_text("Play (loads from YouTube)")
    expect(page.locator(".kb-video__text").first).to_have_text("The lamp goes in first.")
    link.focus()
    page.keyboard.press("Enter")
    frame = page.locator("iframe[title='How to pack']")
    expect(frame).to_be_focused()
    expect(page.frame_locator("iframe[title='How to pack']").locator("p")).to_have_text("player")
    expect(page.get_by_role("link", name="Watch on YouTube")).to_be_visible()
    assert asked[1:] == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"]
    assert [one for one in visit.trouble if "CSP" in one] == []


def test_a_film_without_a_poster_keeps_the_place_of_16_to_9_and_is_not_asked_for(open_site: OpenSite) -> None:
    page, _, _ = open_site("ga4")
    film = page.locator("video.kb-video__film")
    box = film.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.01)
    assert film.evaluate("film => film.networkState") == 1  # idle: preload="none"


def test_a_video_of_a_service_that_the_shop_does_not_name_stays_a_link(open_site: OpenSite) -> None:
    page, _, _ = open_site("ga4")
    expect(page.get_by_role("link", name="Elsewhere")).to_contain_text("Watch on Vimeo")


def test_a_chat_is_loaded_when_its_button_is_pressed(open_site: OpenSite) -> None:
    page, asked, visit = open_site("ga4", "addEventListener('kb-chat', () => { window.told = true; }, true)")
    page.get_by_role("button", name="Chat with us").click()
    page.wait_for_function("() => window.told && window.loaded.id === 'abc'")
    assert asked[1:] == ["https://chat.shop.example/sdk.js"]
    expect(page.locator("[data-kb-chat]")).to_be_hidden()
    assert [one for one in visit.trouble if "CSP" in one] == []


def test_statistics_begin_at_once_where_nothing_is_asked(open_site: OpenSite) -> None:
    page, asked, visit = open_site("plausible")
    page.wait_for_function("() => window.loaded && window.loaded.domain === 'shop.example'")
    assert "https://plausible.io/js/script.js" in asked
    assert [one for one in visit.trouble if "CSP" in one] == []


def test_matomo_keeps_no_cookies_of_readers_who_were_not_asked(open_site: OpenSite) -> None:
    page, asked, _ = open_site("matomo")
    page.wait_for_function("() => window.loaded")
    assert "https://stats.shop.example/matomo.js" in asked
    assert page.evaluate("window._paq.slice(0, 3)") == [
        ["disableCookies"], ["setTrackerUrl", "https://stats.shop.example/matomo.php"], ["setSiteId", "7"],
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["doNotTrack', {get: () => '1'}", "globalPrivacyControl', {get: () => true}"])
def test_who_objects_is_counted_by_nobody(sign: str, open_site: OpenSite) -> None:
    _, asked, _ = open_site("plausible", f"Object.defineProperty(navigator, '{sign})")
    assert not any("plausible" in one for one in asked)


@pytest.mark.parametrize(("answer", "is_counted"), [("Yes", True), ("No", False)])
def test_readers_are_asked_first_and_once(answer: str, is_counted: bool, open_site: OpenSite) -> None:
    page, asked, visit = open_site("ga4")
    assert not any("googletagmanager" in one for one in asked)
    page.locator(".kb-ask").get_by_role("button", name=answer).click()
    settle(page)
    assert ("https://www.googletagmanager.com/gtag/js?id=G-ABC123" in asked) is is_counted
    page = visit.open(f"{HOME}faq/pack/")
    expect(page.locator(".kb-ask")).to_have_count(0)


def test_a_yes_to_another_shop_of_the_host_is_none_to_this_one(open_site: OpenSite) -> None:
    for_others = "for (const name of ['kb.statistics', 'kb.counted /shop/']) localStorage.setItem(name, 'yes')"
    page, asked, _ = open_site("ga4", for_others)
    expect(page.locator(".kb-ask")).to_be_visible()
    assert not any("googletagmanager" in one for one in asked)

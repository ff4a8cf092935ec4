"""What a visitor sees and does, in a real browser under the policy that the site is served with."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import is_of_test, settle
from tests.visitors import Host, Visitors

SHOP_PAGES = (
    "",
    "vi/",
    "all/",
    "topics/returns/",
    "faq/damaged-item/",
    "guides/parcel-not-arrived/",
    "ms/policies/shipping/",
    "no/such/page/",
)
AWKWARD_PAGES = ("", "ur/", "faq/tree/", "ur/faq/tree/", "vi/policies/long/", "faq/hostile/", "topics/many/2/")
AGENT_PAGES = ("tools/start/", "desk/", "vi/scripts/delivery-delay/", "procedures/morning-shopee/", "sections/script/")


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def visible_box(page: Page, selector: str) -> list[dict[str, float]]:
    return page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility())
        .map(one => { const box = one.getBoundingClientRect(); return {width: box.width, height: box.height}; })""",
        selector,
    )


@pytest.mark.parametrize(
    ("host_name", "path"),
    [("shop_host", path) for path in SHOP_PAGES]
    + [("awkward_host", path) for path in AWKWARD_PAGES]
    + [("shop_agents_host", path) for path in AGENT_PAGES],
)
def test_nothing_overflows_nothing_is_blocked_and_nobody_else_is_asked(
    host_name: str, path: str, visitor: Visitors, request: pytest.FixtureRequest
) -> None:
    host: Host = request.getfixturevalue(host_name)
    visit = visitor(width=360)
    page = visit.open(host.url + path)
    assert overflow(page) <= 0
    page.set_viewport_size({"width": 1280, "height": 800})
    assert overflow(page) <= 0
    assert visit.trouble == []
    assert visit.foreign == []
    assert page.evaluate("window.hit") is None


def test_without_scripts_a_page_still_fits_and_says_everything(awkward_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360, scripts=False).open(awkward_host.url + "faq/tree/")
    expect(page.locator(".kb-tree__step")).to_have_count(5)
    for step in page.locator(".kb-tree__step").all():
        expect(step).to_be_visible()
    expect(page.locator(".kb-helped")).to_be_hidden()
    expect(page.locator("#kb-contact")).to_be_visible()
    page.locator("summary[aria-label='Menu']").click()
    expect(page.locator(".kb-menu").first).to_be_visible()


def test_the_search_box_leads_to_the_list_without_scripts(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(scripts=False).open(shop_host.url + "vi/")
    page.fill("#kb-search-home", "đổi trả")
    page.press("#kb-search-home", "Enter")
    expect(page).to_have_url(re.compile(r"/vi/all/\?q="))
    expect(page.locator("h1")).to_have_text("Tất cả bài viết")


def test_the_list_shows_what_the_question_in_its_address_asks_for(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(locale="vi").open(shop_host.url + "vi/all/?q=hoan tien")
    shown = page.locator("[data-kb-list] .kb-list > li:visible")
    assert 0 < shown.count() < 20
    assert all("hoàn" in text.lower() and "tiền" in text.lower() for text in shown.all_text_contents())
    page.fill("#kb-filter", "zzzz")
    expect(page.locator("[data-kb-found]")).to_contain_text("Không tìm thấy")


def test_a_tree_shows_one_step_goes_back_and_keeps_its_address(awkward_host: Host, visitor: Visitors) -> None:
    page = visitor().open(awkward_host.url + "faq/tree/")
    steps = page.locator(".kb-tree__step:visible")
    expect(steps).to_have_count(1)
    page.get_by_role("link", name="Yes").click()
    expect(steps).to_contain_text("Is the base warm?")
    expect(page).to_have_url(re.compile("#tree-base$"))
    assert page.evaluate("document.activeElement.id") == "tree-base"
    page.get_by_role("link", name="Warm").click()
    expect(steps.get_by_role("link", name="Ask us")).to_have_attribute("href", "#kb-contact")
    page.get_by_role("button", name="Back").click()
    expect(steps).to_contain_text("Is the base warm?")
    page.get_by_role("button", name="Start again").click()
    expect(steps).to_contain_text("Is the light on?")
    expect(page).to_have_url(re.compile("^[^#]*$"))


def test_an_address_leads_into_the_middle_of_a_tree_and_back_from_there(awkward_host: Host, visitor: Visitors) -> None:
    page = visitor().open(awkward_host.url + "faq/tree/#tree-fine")
    expect(page.locator(".kb-tree__step:visible")).to_contain_text("All is well.")
    page.get_by_role("button", name="Back").click()
    expect(page.locator(".kb-tree__step:visible")).to_contain_text("Is the base warm?")


def test_a_visitor_is_offered_the_language_of_the_browser_once_and_in_that_language(
    shop_host: Host, visitor: Visitors
) -> None:
    visit = visitor(locale="vi-VN")
    page = visit.open(shop_host.url + "faq/track-order/")
    offer = page.locator(".kb-offer")
    expect(offer).to_contain_text("Trang này có bản tiếng Việt.")
    expect(offer).to_have_attribute("lang", "vi")
    assert page.url.endswith("/faq/track-order/") and "/vi/" not in page.url
    offer.get_by_role("button").click()
    expect(offer).to_have_count(0)
    expect(visit.open(shop_host.url + "faq/refund-time/").locator(".kb-offer")).to_have_count(0)


def test_the_offer_leads_to_the_same_article_and_is_not_repeated(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(locale="ms-MY")
    page = visit.open(shop_host.url + "faq/track-order/")
    page.locator(".kb-offer a").click()
    expect(page).to_have_url(re.compile("/ms/faq/track-order/$"))
    expect(visit.open(shop_host.url + "faq/refund-time/").locator(".kb-offer")).to_have_count(0)


def test_a_language_that_has_no_such_article_is_not_offered(awkward_host: Host, visitor: Visitors) -> None:
    page = visitor(locale="vi-VN").open(awkward_host.url + "policies/long/")
    expect(page.locator(".kb-offer")).to_have_count(0)
    page = visitor(locale="de-DE").open(awkward_host.url + "faq/tree/")
    expect(page.locator(".kb-offer")).to_have_count(0)


def test_the_language_menu_stays_on_the_same_article(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).open(shop_host.url + "guides/pack-a-return/")
    page.locator("summary[aria-label='Choose a language']").click()
    page.get_by_role("link", name="Bahasa Melayu").click()
    expect(page).to_have_url(re.compile("/ms/guides/pack-a-return/$"))


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (datetime(2026, 12, 23, 23, 0), []),
        (datetime(2026, 12, 24, 0, 5), ["Closed <over> the holidays"]),
        (datetime(2026, 12, 26, 23, 50), ["Closed <over> the holidays"]),
        (datetime(2026, 12, 27, 0, 5), []),
        (datetime(2027, 1, 5, 12, 0), ["One day only"]),
    ],
)
def test_a_notice_is_shown_from_its_first_day_to_its_last(
    day: datetime, shown: list[str], awkward_host: Host, visitor: Visitors
) -> None:
    visit = visitor()
    visit.page.clock.set_fixed_time(f"{day.isoformat()}+07:00")
    page = visit.open(awkward_host.url)
    texts = page.locator("[data-kb-notice]:visible p").all_text_contents()
    assert [text.partition(" Read more: ")[0] for text in texts] == shown
    assert page.locator("[data-kb-notice]").count() == len(shown), "those of other days are no part of the page"


def test_a_closed_notice_stays_closed(awkward_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    visit.page.clock.set_fixed_time("2026-12-25T10:00:00+07:00")
    page = visit.open(awkward_host.url)
    page.get_by_role("button", name="Close this notice").click()
    expect(page.locator("[data-kb-notice]:visible")).to_have_count(0)
    page = visit.open(awkward_host.url + "faq/tree/")
    expect(page.locator("[data-kb-notices]")).to_be_hidden()


@pytest.mark.parametrize(
    ("clock", "hotline", "pigeons"),
    [
        ("2026-11-21T01:30:00Z", "Open now", "Closed now"),  # 08:30 in Vietnam
        ("2026-11-21T14:30:00Z", "Closed now", "Closed now"),  # 21:30
        ("2026-11-21T20:00:00Z", "Closed now", "Open now"),  # 03:00: hours over midnight
    ],
)
def test_hours_follow_the_clock_of_the_market_not_of_the_visitor(
    clock: str, hotline: str, pigeons: str, awkward_host: Host, visitor: Visitors
) -> None:
    visit = visitor(timezone="America/New_York")
    visit.page.clock.set_fixed_time(clock)
    page = visit.open(awkward_host.url)
    assert page.locator(".kb-way__hours .kb-state").all_text_contents() == [hotline, pigeons]


@pytest.mark.parametrize(
    ("timezone", "told"),
    [
        ("Asia/Ho_Chi_Minh", "· until 21:00"),
        ("Asia/Bangkok", "· until 21:00"),  # another zone, the same clock
        ("Europe/Berlin", "· until 21:00 (15:00 your time)"),
        ("Asia/Tokyo", "· until 21:00 (23:00 your time)"),
        ("Pacific/Auckland", "· until 21:00 (Sun 03:00 your time)"),
    ],
)
def test_the_next_change_is_told_by_both_clocks(
    timezone: str, told: str, awkward_host: Host, visitor: Visitors
) -> None:
    visit = visitor(timezone=timezone)
    visit.page.clock.set_fixed_time("2026-11-21T09:00:00Z")
    page = visit.open(awkward_host.url)
    expect(page.locator(".kb-way__hours .kb-state__more").first).to_have_text(told)


def test_did_this_help_is_remembered_and_sent_nowhere(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(shop_host.url + "faq/track-order/")
    requests: list[str] = []
    page.on("request", lambda request: None if request.url.endswith(".svg") else requests.append(request.url))
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.locator(".kb-helped__said")).to_have_text("Sorry about that. A person can help you.")
    expect(page.locator(".kb-helped").get_by_role("link", name="Ask us")).to_be_visible()
    settle(page)
    assert [url for url in requests if not is_of_test(url)] == [] and visit.foreign == []
    page = visit.open(shop_host.url + "faq/track-order/")
    expect(page.get_by_role("button", name="No", exact=True)).to_have_attribute("aria-pressed", "true")


def test_with_an_address_of_the_shops_own_the_answer_and_the_words_go_there(awkward: object, visitor: Visitors) -> None:
    """Served without the policy's default: the shop that sets an address names it in `connect-src` too."""
    visit = visitor()
    sent: list[dict[str, str]] = []

    def site(route: object, request: object) -> None:
        root = awkward.public  # type: ignore[attr-defined]
        path = request.url.removeprefix("https://help.awkward.example/desk/").split("?")[0]  # type: ignore[attr-defined]
        file = root / (f"{path}index.html" if path.endswith("/") else path)
        route.fulfill(path=file)  # type: ignore[attr-defined]

    visit.context.route("https://help.awkward.example/**", site)
    visit.context.route(
        "https://feedback.awkward.example/**",
        lambda route, request: (sent.append(json.loads(request.post_data or "{}")), route.fulfill(status=204))[1],
    )
    page = visit.open("https://help.awkward.example/desk/faq/tree/")
    page.get_by_role("button", name="No", exact=True).last.click()
    page.get_by_label("What was missing?").fill("Which plug?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".kb-helped__said")).to_contain_text("Thank you")
    settle(page)
    assert sent == [
        {"page": "faq/tree", "language": "en", "answer": "no", "text": text} for text in ("", "Which plug?")
    ]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("vi/khong/co/", "Không có trang này"),
        ("ms/tiada", "Halaman ini tidak wujud"),
        ("nothing/here/", "This page does not exist"),
    ],
)
def test_the_404_page_shows_the_language_that_the_address_asks_for(
    path: str, title: str, shop_host: Host, visitor: Visitors
) -> None:
    visit = visitor(locale="en-US")
    page = visit.open(shop_host.url + path)
    expect(page.locator("h1:visible")).to_have_text([title])
    assert page.title() == title
    page = visitor(scripts=False).open(shop_host.url + path)
    expect(page.locator("h1:visible")).to_have_count(3)


def test_the_404_page_works_below_a_folder(awkward_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(awkward_host.url + "ur/a/b/c/d/")
    expect(page.locator("section:visible")).to_have_attribute("dir", "rtl")
    page.locator("section:visible a").last.click()
    expect(page).to_have_url(awkward_host.url + "ur/all/")
    assert visit.trouble == []


@pytest.mark.parametrize("system", ["light", "dark"])
def test_light_and_dark_follow_the_system_then_the_reader_then_the_system_again(
    system: str, shop_host: Host, visitor: Visitors
) -> None:
    visit = visitor(scheme=system)
    page = visit.open(shop_host.url)

    def darkness() -> bool:
        return bool(page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every(x => x < 60)"))

    def choose(name: str) -> None:
        page.locator("summary[aria-label='Menu']").click()
        page.get_by_role("group", name="Colours").get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".kb-themes [aria-pressed=true]")).to_have_count(1)

    assert darkness() == (system == "dark")
    choose("Light" if system == "dark" else "Dark")
    assert darkness() == (system != "dark")
    page = visit.open(shop_host.url + "faq/track-order/")
    assert darkness() == (system != "dark")
    choose("As on this device")
    for asked in ("dark", "light"):
        page.emulate_media(color_scheme=asked)  # type: ignore[arg-type]
        assert darkness() == (asked == "dark")


def test_menus_open_and_close_from_the_keyboard(shop_host: Host, visitor: Visitors) -> None:
    page = visitor().open(shop_host.url)
    page.locator("summary[aria-label='Menu']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".kb-menu").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".kb-menu").first).to_be_hidden()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Menu"


def test_the_first_tab_stop_skips_to_the_content(shop_host: Host, visitor: Visitors) -> None:
    page = visitor().open(shop_host.url + "faq/track-order/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash") in ("kb-title", "#kb-title")


@pytest.mark.parametrize("path", ["", "faq/track-order/", "guides/parcel-not-arrived/", "all/"])
def test_what_is_touched_on_a_phone_is_44_pixels_high(path: str, shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).open(shop_host.url + path)
    boxes = visible_box(
        page,
        "header a, header summary, header button, main button, .kb-featured a, .kb-tree__choice, "
        ".kb-way, .kb-search, .kb-list > li > a, .md-footer a",
    )
    assert len(boxes) > 5
    assert [box for box in boxes if box["height"] < 43.5] == []


def test_no_page_load_asks_for_sitemaps(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open(shop_host.url + "faq/track-order/")
    settle(page)
    assert [url for url in asked if "sitemap" in url] == [] and visit.foreign == []
    assert page.locator("link[rel=alternate][hreflang]").count() == 4


def test_a_self_check_tells_right_from_wrong(awkward_agents_host: Host, visitor: Visitors) -> None:
    page = visitor().open(awkward_agents_host.url + "training/lamps/")
    page.get_by_label("That").check()
    expect(page.locator(".kb-quiz__said")).to_have_text("Not quite. Try again.")
    page.get_by_label("This", exact=True).check()
    expect(page.locator(".kb-quiz__said")).to_have_text("That is right.")
    expect(page.locator(".kb-quiz details")).to_have_attribute("open", "")

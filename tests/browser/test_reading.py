"""What a visitor sees and does, in a real browser under the policy that the site is served with."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.chromium import settle
from tests.sites import Sites
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


def test_the_browsers_way_back_goes_back_through_a_tree_step_by_step(awkward_host: Host, visitor: Visitors) -> None:
    page = visitor().open(awkward_host.url + "faq/tree/")
    step = page.locator(".kb-tree__step:visible")
    page.get_by_role("link", name="Yes").click()
    page.get_by_role("link", name="Cold").click()
    expect(step).to_contain_text("All is well.")
    page.go_back()
    expect(page.get_by_role("heading", name="Is the base warm?")).to_be_focused()
    expect(page).to_have_url(re.compile("#tree-base$"))
    page.go_back()
    expect(page.get_by_role("heading", name="Is the light on?")).to_be_focused()
    expect(page).to_have_url(re.compile("^[^#]*$"))
    page.go_forward()
    page.go_forward()
    expect(step).to_contain_text("All is well.")
    expect(page.get_by_role("list", name="Your answers").get_by_role("listitem")).to_have_text(
        ["Is the light on?YesChange", "Is the base warm?ColdChange"]
    )
    page.reload()
    expect(page.get_by_role("list", name="Your answers").get_by_role("listitem")).to_have_count(2)
    page.evaluate("location.hash = '#kb-contact'")
    expect(step).to_contain_text("All is well.")


def test_an_earlier_answer_of_a_tree_can_be_changed(awkward_host: Host, visitor: Visitors) -> None:
    page = visitor(width=320).open(awkward_host.url + "faq/tree/")
    page.get_by_role("link", name="Yes").click()
    page.get_by_role("link", name="Warm").click()
    assert overflow(page) <= 0
    page.get_by_role("link", name="Change: Is the light on?").click()
    expect(page.get_by_role("heading", name="Is the light on?")).to_be_focused()
    expect(page.get_by_role("list", name="Your answers")).to_have_count(0)
    page.get_by_role("link", name="No", exact=True).click()
    expect(page.get_by_role("region", name="Answer", exact=True)).to_contain_text("Put the plug in.")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("link", name="Ask us").first).to_be_visible()


def test_without_scripts_and_on_paper_each_choice_says_which_step_it_leads_to(
    awkward_host: Host, visitor: Visitors
) -> None:
    for scripts in (False, True):
        page = visitor(scripts=scripts).open(awkward_host.url + "faq/tree/")
        page.emulate_media(media="print")
        texts = [" ".join(text.split()) for text in page.locator(".kb-tree__step:visible").all_inner_texts()]
        assert texts[:2] == [
            "Step 1 Is the light on? Yes → step 2 No → step 3",
            "Step 2 Is the base warm? Warm → step 4 Cold → step 5",
        ]
        assert texts[2] == "Step 3 Answer Put the plug in."


def test_a_printed_page_says_whose_it_is_where_it_lies_and_when_it_was_printed(
    awkward_host: Host, visitor: Visitors
) -> None:
    visit = visitor(locale="de-DE")
    visit.page.clock.set_fixed_time("2026-12-24T10:00:00+07:00")
    page = visit.open(awkward_host.url + "faq/tree/")
    expect(page.locator(".kb-print")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".kb-print")).to_have_text(f"Awkward & Sons · {awkward_host.url}faq/tree/ · December 24, 2026")
    expect(page.locator(".kb-state:visible")).to_have_count(0)
    page = visitor(scripts=False).open(awkward_host.url + "faq/tree/")
    page.emulate_media(media="print")
    expect(page.locator(".kb-print")).to_have_text("Awkward & Sons · https://help.awkward.example/desk/faq/tree/")


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
    page.locator("summary[aria-label='EN: Choose a language']").click()
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


@pytest.mark.parametrize("scripts", [True, False])
def test_where_nobody_receives_answers_nobody_is_asked_and_the_way_on_is_shown(
    scripts: bool, shop_host: Host, visitor: Visitors
) -> None:
    page = visitor(scripts=scripts).open(shop_host.url + "faq/track-order/")
    box = page.locator(".kb-helped")
    expect(box).to_contain_text("Not what you were looking for?")
    expect(box.get_by_role("button")).to_have_count(0)
    assert [link.get_attribute("href") for link in box.get_by_role("link").all()] == ["#kb-related", "#kb-contact"]
    box.get_by_role("link", name="Ask us").click()
    expect(page.locator("#kb-contact")).to_be_in_viewport()


def _serve(sites: Sites, route: Route) -> None:
    path = route.request.url.removeprefix("https://help.awkward.example/desk/").split("?")[0]
    route.fulfill(path=sites.public / (f"{path}index.html" if path.endswith("/") else path))


def test_with_an_address_of_the_shops_own_the_answer_and_the_words_go_there(awkward: Sites, visitor: Visitors) -> None:
    """Served without the policy's default: the shop that sets an address names it in `connect-src` too."""
    visit = visitor()
    sent: list[dict[str, str]] = []

    visit.context.route("https://help.awkward.example/**", lambda route: _serve(awkward, route))
    visit.context.route(
        "https://feedback.awkward.example/**",
        lambda route, request: (sent.append(json.loads(request.post_data or "{}")), route.fulfill(status=204))[1],
    )
    page = visit.open("https://help.awkward.example/desk/faq/tree/")
    page.get_by_role("button", name="No", exact=True).last.click()
    expect(page.locator(".kb-helped__said")).to_contain_text("Sorry")
    expect(page.locator(".kb-helped").get_by_role("link", name="Ask us")).to_be_visible()
    page.get_by_label("What was missing?").fill("Which plug?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".kb-helped__said")).to_contain_text("Thank you")
    settle(page)
    assert sent == [
        {"page": "faq/tree", "language": "en", "answer": "no", "text": text} for text in ("", "Which plug?")
    ]


def test_a_no_asks_why_in_one_tap_and_thanks_only_for_what_was_sent(awkward: Sites, visitor: Visitors) -> None:
    visit = visitor(width=320)
    sent: list[dict[str, str]] = []
    is_down = [False]

    def receive(route: Route, request: Request) -> None:
        if is_down[0]:
            route.abort()
            return
        sent.append(json.loads(request.post_data or "{}"))
        route.fulfill(status=204)

    visit.context.route("https://help.awkward.example/**", lambda route: _serve(awkward, route))
    visit.context.route("https://feedback.awkward.example/**", receive)
    page = visit.open("https://help.awkward.example/desk/faq/tree/")
    said = page.locator(".kb-helped__said")
    no = page.locator(".kb-helped").get_by_role("button", name="No", exact=True)
    is_down[0] = True
    no.click()
    expect(said).to_have_text("That did not arrive. Please try again later.")
    is_down[0] = False
    no.click()
    expect(said).to_contain_text("Sorry")
    unclear = page.get_by_role("group", name="What was the problem?").get_by_role("button", name="It is not clear")
    unclear.click()
    expect(unclear).to_have_attribute("aria-pressed", "true")
    expect(said).to_contain_text("Thank you")
    expect(page.get_by_label("What was missing?")).to_have_accessible_description(re.compile("goes to the shop"))
    assert overflow(page) <= 0
    assert sent == [
        {"page": "faq/tree", "language": "en", "answer": "no", "text": ""} | more
        for more in ({}, {"reason": "unclear"})
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


def test_the_404_page_helps_on_in_its_language_and_offers_no_other(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(locale="vi-VN", width=360)
    page = visit.open(shop_host.url + "vi/khong/co/")
    part = page.locator(".kb-missing:visible")
    expect(page.locator(".kb-offer")).to_have_count(0)
    expect(part.get_by_role("link", name="Đổi trả và hoàn tiền")).to_have_attribute("href", re.compile("/vi/topics/"))
    expect(part.locator("#kb-contact h2")).to_have_text("Bạn vẫn cần hỗ trợ?")
    expect(part.locator("#kb-contact a").first).to_be_visible()
    assert page.evaluate("document.querySelector('[aria-label=Menu]').closest('[lang]').lang") == "en"
    page.locator(".kb-brand").click()
    expect(page).to_have_url(shop_host.url + "vi/")
    assert overflow(page) <= 0 and visit.trouble == []


def test_the_404_page_works_below_a_folder(awkward_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(awkward_host.url + "ur/a/b/c/d/")
    expect(page.locator(".kb-missing:visible")).to_have_attribute("dir", "rtl")
    page.locator(".kb-missing:visible > .kb-featured a").last.click()
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


def test_a_choice_at_another_site_of_the_host_is_none_here_and_an_old_one_is_kept(
    shop_host: Host, visitor: Visitors
) -> None:
    visit = visitor(scheme="light")
    page = visit.open(shop_host.url)
    page.evaluate("localStorage.setItem('kb.theme /another/', 'dark')")
    page = visit.open(shop_host.url)
    expect(page.locator("html:not([data-kb-theme])")).to_have_count(1)
    page.evaluate("localStorage.setItem('kb.theme', 'dark')")  # of an earlier version, which knew one site a host
    page = visit.open(shop_host.url)
    expect(page.locator("html[data-kb-theme=dark]")).to_have_count(1)
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kb.theme')).sort()")
    assert kept == ["kb.theme /", "kb.theme /another/"]


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


@pytest.mark.parametrize(
    "path", ["", "all/", "topics/returns/", "faq/damaged-item/", "guides/parcel-not-arrived/", "none/"]
)
def test_one_very_long_word_makes_no_page_wider_than_a_phone(path: str, shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=320).open(shop_host.url + path)
    page.evaluate(
        """for (const one of document.querySelectorAll("body :not(script, style, option, td, th, pre *)")) {
          const isText = !one.children.length && one.textContent.trim() && one.checkVisibility();
          if (isText) one.textContent += "Kette".repeat(20);
        }"""
    )
    assert overflow(page) <= 0
    page.locator("header summary").last.click()
    assert overflow(page) <= 0


def test_what_is_chosen_is_seen_in_forced_colours(shop_host: Host, visitor: Visitors) -> None:
    page = visitor().open(shop_host.url)
    page.emulate_media(forced_colors="active")
    page.fill("#kb-search-home", "return")
    page.locator("#kb-search-home ~ [role=option], [role=option]").first.wait_for()
    page.press("#kb-search-home", "ArrowDown")
    looks = page.locator("[role=option]").evaluate_all(
        "all => all.slice(0, 2).map(one => getComputedStyle(one).outlineStyle)"
    )
    assert looks == ["solid", "none"]
    mark, paper = page.locator(".kb-brand__mark").evaluate(
        "one => [getComputedStyle(one).backgroundColor, getComputedStyle(document.body).backgroundColor]"
    )
    assert mark != paper


@pytest.mark.parametrize("path", ["", "search/?q=return"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_was_asked_is_read_in_forced_colours(path: str, scheme: str, shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(scheme=scheme)
    visit.page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
    page = visit.open(shop_host.url + path)
    if not path:
        page.fill("#kb-search-home", "return")
    marks = page.locator(":is(.kb-result, .kb-hit) mark")
    marks.first.wait_for()
    looks = marks.evaluate_all("""all => all.map(one => {
        const { color, backgroundColor } = getComputedStyle(one);
        const isClear = /^rgba.*, 0\\)$/.test(backgroundColor);
        return [color, isClear ? getComputedStyle(document.body).backgroundColor : backgroundColor];
    })""")
    assert all(ink != paper for ink, paper in looks)


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

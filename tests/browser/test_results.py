"""What a shopper sees of search on a phone: nothing jumps, the best few first, no more marked than was asked."""

from __future__ import annotations

import itertools
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Route, expect

from tests.browser.test_accessibility import AXE
from tests.chromium import settle
from tests.visitors import Host, Visitors

PHONE = {"width": 360, "height": 640}
MOST_SHIFT = 0.02
WATCH_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


@pytest.mark.parametrize(
    "path",
    [
        "search/?q=return+an+item",
        "search/?q=zzxqywv",
        "search/?q=bảo+hành+ấm+đun",
        "vi/search/?q=doi+tra+hang",
        "ms/search/?q=refund&from=home",
    ],
)
def test_nothing_jumps_when_results_come(path: str, shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360, locale={"v": "vi-VN", "m": "ms-MY"}.get(path[0], "en-US"))
    page = visit.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    visit.context.add_init_script(WATCH_SHIFTS)
    held: list[Route] = []
    visit.context.route(re.compile(r"/search/\w+/(worker[.]js|texts-)"), lambda route: held.append(route))
    visit.open(shop_host.url + path)
    while page.locator(".kb-hit, .kb-results__help").count() == 0:
        page.evaluate(PAINTED)  # the page is drawn without what it waits for
        while held:
            held.pop().continue_()
    settle(page)
    assert page.locator("#kb-contact").is_visible()
    assert page.locator(".kb-footer").is_visible()
    assert page.evaluate("window.shifted") <= MOST_SHIFT


@pytest.mark.parametrize("lost", ["/assets/kb/kb[.]", "/assets/kb/search-worker[.]", "/search/en/first[.]json"])
def test_a_person_can_be_asked_where_search_does_not_come(lost: str, shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    stopped: list[str] = []

    def stop(route: Route) -> None:
        stopped.append(route.request.url)
        route.abort()

    visit.context.route(re.compile(lost), stop)
    page = visit.open(shop_host.url + "search/?q=refund")
    expect(page.locator("#kb-contact")).to_be_visible()
    assert stopped


def test_the_keyboard_of_a_phone_is_not_called_over_results(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).open(shop_host.url + "search/?q=refund")
    page.locator(".kb-hit").first.wait_for()
    expect(page.locator("#kb-search-page")).not_to_be_focused()
    page.goto(shop_host.url + "search/")
    expect(page.locator("#kb-search-page")).to_be_focused()


def test_the_best_few_are_shown_and_more_when_asked(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    page = visit.open(shop_host.url + "search/?q=return")
    page.locator(".kb-hit").first.wait_for()
    hits = page.locator(".kb-hit")
    count = page.locator("[data-kb-page-status]")
    more = page.locator(".kb-results__more")
    first = hits.count()
    assert 5 <= first <= 8
    (found,) = re.findall(rf"^Showing {first} of (\d+)$", count.inner_text())
    titles = page.locator(".kb-hit__title").all_inner_texts()
    more.focus()
    page.keyboard.press("Enter")
    expect(hits).not_to_have_count(first)
    expect(hits.nth(first).locator(".kb-hit__title a")).to_be_focused()
    while more.count():
        seen = hits.count()
        more.click()
        expect(hits).not_to_have_count(seen)
        settle(page)
    assert hits.count() == int(found)
    assert count.inner_text() == f"{found} results"
    after = page.locator(".kb-hit__title").all_inner_texts()
    assert after[:first] == titles and len(set(after)) == len(after)
    assert not visit.trouble


def test_few_results_are_counted_without_a_button(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).open(shop_host.url + "search/?q=reset+password")
    page.locator(".kb-hit").first.wait_for()
    shown = page.locator(".kb-hit").count()
    assert page.locator("[data-kb-page-status]").inner_text() == f"{shown} results"
    assert page.locator(".kb-results__more").count() == 0


def test_a_result_is_its_title_and_two_lines(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).open(shop_host.url + "vi/search/?q=doi+tra+hang")
    page.locator(".kb-hit").first.wait_for()
    lines = page.locator(".kb-hit__text").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight))"
    )
    assert lines and max(lines) < 2.1
    assert page.locator(".kb-hit").count() == len(lines)


def test_results_that_may_not_fit_lead_to_a_person_first(shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).open(shop_host.url + "search/?q=iphone+charger+refund+xylophone+zebra")
    page.locator(".kb-results__unsure a[href='#kb-contact']").wait_for()
    assert page.locator("#kb-contact").is_visible()
    above = page.evaluate("document.querySelector('[data-kb-page-results]').firstElementChild.className")
    assert above == "kb-results__unsure"
    assert "may not" in page.locator("[data-kb-search-page] [role=status]").inner_text()


def test_a_word_that_no_article_has_is_named(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    page = visit.open(shop_host.url + "search/?q=can+i+pay+with+bitcoin")
    line = page.locator(".kb-results__unsure")
    line.wait_for()
    assert "“bitcoin”" in line.inner_text() and "“bitcoin”" in page.locator(".kb-listing > [role=status]").inner_text()
    assert line.locator("a[href='#kb-contact']").count() == 1
    page.goto(shop_host.url + "search/?q=can+i+pay+with+cards")
    page.locator(".kb-hit").first.wait_for()
    assert page.locator(".kb-results__unsure").count() == 0
    assert not visit.trouble


@pytest.mark.parametrize(
    ("path", "query", "marked", "unmarked"),
    [
        ("vi/", "hàng lỗi", {"hàng", "lỗi"}, {"hạng", "hãng", "lời"}),
        ("vi/", "vỡ", {"vỡ"}, {"vỏ"}),
        ("vi/", "bảo hành ấm", {"bảo", "hành", "ấm"}, {"hàng", "bao", "âm"}),
        ("vi/", "đổi trả thì sao", {"đổi", "trả"}, {"thì", "sao", "tra", "đơi"}),
        ("vi/", "hang loi", {"hàng", "lỗi"}, {"hạng", "lời"}),
        ("vi/", "doi tra hang", {"đổi", "trả", "hàng"}, {"hạng", "tra", "đội"}),
        ("", "how do i return my order", {"return", "order"}, {"how", "do", "my", "i", "is"}),
        ("", "refnud", {"refund"}, set()),
        ("ms/", "nk return brg", {"barang"}, {"nak"}),
    ],
)
def test_only_what_was_asked_is_marked(
    path: str, query: str, marked: set[str], unmarked: set[str], shop_host: Host, visitor: Visitors
) -> None:
    page = visitor(width=360).open(f"{shop_host.url}{path}search/?q={quote(query)}")
    page.locator(".kb-hit mark").first.wait_for()
    while page.locator(".kb-results__more").count():
        seen = page.locator(".kb-hit").count()
        page.locator(".kb-results__more").click()
        expect(page.locator(".kb-hit")).not_to_have_count(seen)
        settle(page)
    found = {word.lower() for word in page.locator(".kb-hit mark").all_inner_texts()}
    assert marked <= found
    assert not unmarked & found


HEAR_ANSWERS = """
    window.answers = [];
    const Real = Worker;
    window.Worker = class extends Real {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => data.isPartial === false && window.answers.push(data));
      }
    };
"""
WATCH_ROWS = """() => {
    window.heights = new Set();
    window.emptied = 0;
    window.changes = 0;
    const panel = document.querySelector(".kb-results:not([hidden])");
    new MutationObserver((records) => {
      window.changes += records.filter((one) => one.addedNodes.length || one.removedNodes.length).length;
      for (const row of panel.querySelectorAll(".kb-result")) window.heights.add(row.offsetHeight);
      window.emptied += [...panel.querySelectorAll(".kb-result__text")].filter((one) => !one.textContent.trim()).length;
    }).observe(panel, { childList: true, subtree: true });
}"""
SHOWN = "() => [...document.querySelectorAll('.kb-result')].map((one) => new URL(one.href).pathname.split('vi/')[1])"
ANSWERED = "(query) => window.answers.some((one) => one.query === query)"


def test_rows_keep_their_height_and_order_while_one_types(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    visit.context.add_init_script(HEAR_ANSWERS)
    page = visit.open(f"{shop_host.url}vi/")
    box = page.locator("#kb-search-home")
    box.press_sequentially("do")
    page.wait_for_function(ANSWERED, arg="do")
    settle(page)
    page.evaluate(WATCH_ROWS)
    shown = page.evaluate(SHOWN)
    stayed = 0
    for typed in ("doi", "doi ", "doi t", "doi tr", "doi tra", "doi tra ", "doi tra h", "doi tra hang"):
        box.press_sequentially(typed[len(box.input_value()) :])
        page.wait_for_function(ANSWERED, arg=typed)
        settle(page)
        answers = page.evaluate("window.answers")
        score = {hit["id"]: hit["score"] for hit in next(one for one in answers if one["query"] == typed)["hits"]}
        now = page.evaluate(SHOWN)
        places = [one.strip("/") for one in now]
        assert sorted(places) == sorted(score)
        first = shown[0].strip("/")
        if first in score and score[first] * 100 >= max(score.values()) * 85:
            assert places[0] == first
            stayed += 1
        for above, below in itertools.pairwise(places):
            assert score[below] * 85 <= score[above] * 100
        shown = now
    assert stayed
    assert len(page.evaluate("[...window.heights]")) == 1
    assert page.evaluate("window.emptied") == 0
    assert not visit.trouble


def test_a_key_that_changes_nothing_redraws_no_row(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    visit.context.add_init_script(HEAR_ANSWERS)
    page = visit.open(shop_host.url)
    box = page.locator("#kb-search-home")
    box.press_sequentially("reset password")
    page.wait_for_function(ANSWERED, arg="reset password")
    settle(page)
    page.evaluate(WATCH_ROWS)
    page.evaluate("document.querySelector('.kb-result').dataset.same = 'yes'; 0")
    box.press_sequentially(" ")
    page.wait_for_function(ANSWERED, arg="reset password ")
    settle(page)
    assert page.evaluate("document.querySelectorAll('.kb-result').length") > 0
    assert page.evaluate("window.changes") <= 1  # the one that was written on


@pytest.mark.parametrize("path", ["", "vi/"])
def test_on_a_phone_results_lie_between_the_field_and_the_keyboard(
    path: str, shop_host: Host, visitor: Visitors
) -> None:
    visit = visitor(width=360)
    page = visit.page
    page.set_viewport_size({"width": 360, "height": 340})  # what a keyboard leaves
    visit.open(shop_host.url + path)
    box = page.locator("#kb-search-home")
    box.focus()
    box.press_sequentially("refund")
    page.locator(".kb-result mark").first.wait_for()
    seen = page.evaluate(
        """() => [...document.querySelectorAll(".kb-result")].filter((one) => {
            const { left, top, bottom, width } = one.getBoundingClientRect();
            return bottom <= 340 && one.contains(document.elementFromPoint(left + width / 2, (top + bottom) / 2));
        }).length"""
    )
    assert seen >= 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    close = page.locator(".kb-sheet__close:visible")
    close.click()
    expect(page.locator(".kb-sheet")).to_have_count(0)
    expect(page.locator(".kb-result").first).to_be_hidden()
    box.click()
    expect(page.locator(".kb-result").first).to_be_visible()
    box.press("Escape")
    expect(page.locator(".kb-sheet")).to_have_count(0)
    assert box.input_value() == "refund"
    assert not visit.trouble


def test_a_larger_screen_has_no_sheet(shop_host: Host, visitor: Visitors) -> None:
    page = visitor().open(shop_host.url)
    page.locator("#kb-search-home").press_sequentially("refund")
    page.locator(".kb-result").first.wait_for()
    assert page.locator(".kb-sheet, .kb-sheet__close:visible").count() == 0


@pytest.mark.parametrize("path", ["", "vi/"])
def test_nothing_found_leads_to_topics_and_to_a_person(path: str, shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    page = visit.open(f"{shop_host.url}{path}search/?q=zzxqywv")
    page.locator(".kb-results__help").wait_for()
    topics = page.locator(".kb-results__help a[href*='topics/']")
    assert topics.count() > 1
    assert page.locator(".kb-results__ways a").first.get_attribute("href") == "#kb-contact"
    assert "zzxqywv" in page.locator("[data-kb-search-page] [role=status]").inner_text()
    topics.first.click()
    page.wait_for_url(re.compile("/topics/"))
    assert not visit.trouble


@pytest.mark.parametrize(
    ("path", "query", "answer"),
    [
        ("", "hello", "Hello!"),
        ("", "ok", "What is it about?"),
        ("", "xin chào", "Hello!"),
        ("vi/", "cam on shop", "Không có gì ạ!"),
        ("vi/", "ok shop", "Bạn cần hỏi gì?"),
        ("ms/", "Terima kasih!!", "Sama-sama!"),
    ],
)
def test_small_talk_is_answered_without_a_list(
    path: str, query: str, answer: str, shop_host: Host, visitor: Visitors
) -> None:
    visit = visitor(width=360)
    page = visit.open(f"{shop_host.url}{path}search/?q={quote(query)}")
    place = page.locator(".kb-results__help")
    place.wait_for()
    assert place.inner_text().startswith(answer)
    assert page.locator(".kb-hit").count() == 0
    assert answer in page.locator("[data-kb-search-page] [role=status]").inner_text()
    assert place.locator("a[href*='topics/']").count() > 1
    place.locator("a[href='#kb-contact']").click()
    expect(page.locator("#kb-contact")).to_be_in_viewport()
    assert not visit.trouble


def test_the_box_answers_small_talk_and_goes_on_with_a_question(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    visit.context.add_init_script(HEAR_ANSWERS)
    page = visit.open(shop_host.url)
    box = page.locator("#kb-search-home")
    box.press_sequentially("hello")
    page.wait_for_function(ANSWERED, arg="hello")
    settle(page)
    assert page.locator(".kb-results__help:visible").inner_text().startswith("Hello!")
    assert page.locator(".kb-result").count() == 0
    box.press_sequentially(" where is my order")
    page.locator(".kb-result").first.wait_for()
    assert page.locator(".kb-results__help").count() == 0
    box.fill("no")  # may go on: "not received"
    page.wait_for_function(ANSWERED, arg="no")
    settle(page)
    assert "What is it about" not in page.locator("[data-kb-results]:visible").inner_text()
    expect(page.locator(".kb-results__head")).to_contain_text("These may not fit")
    box.fill("thanks")
    page.locator(".kb-results__help a[href='#kb-contact']").click()
    expect(page.locator("#kb-contact")).to_be_in_viewport()
    expect(page.locator(".kb-sheet")).to_have_count(0)
    assert not visit.trouble


def test_agents_find_replies_to_a_greeting(shop_agents_host: Host, visitor: Visitors) -> None:
    page = visitor().open(f"{shop_agents_host.url}search/?q=hello")
    page.locator(".kb-hit, .kb-results__help").first.wait_for()
    assert "What is it about" not in page.locator("[data-kb-page-results]").inner_text()


def test_what_may_be_meant_is_a_link_where_nothing_is_found(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    page = visit.open(f"{shop_host.url}search/?q=wxrrxnty")
    link = page.locator(".kb-results__meant a")
    link.wait_for()
    assert "“warranty”" in link.inner_text()
    link.click()
    page.wait_for_url(re.compile(r"[?]q=warranty$"))
    page.locator(".kb-hit__title", has_text=re.compile("warranty", re.IGNORECASE)).first.wait_for()
    assert not visit.trouble


def test_the_list_below_the_box_says_first_that_it_may_not_fit(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    page = visit.open(shop_host.url)
    page.locator("#kb-search-home").press_sequentially("iphone charger refund xylophone zebra")
    head = page.locator(".kb-results__head:has-text('These may not fit')")
    head.wait_for()
    tops = page.evaluate(
        "['.kb-results__head', '.kb-result'].map((one) => document.querySelector(one).getBoundingClientRect().top)"
    )
    assert tops[0] < tops[1]
    assert (
        "may not fit" in page.locator("#kb-search-home ~ [role=status], .kb-search ~ [role=status]").first.inner_text()
    )
    head.locator("a[href='#kb-contact']").click()
    expect(page.locator("#kb-contact")).to_be_in_viewport()
    expect(page.locator(".kb-result").first).to_be_hidden()
    assert not visit.trouble


PLACES = """() => [...document.querySelectorAll('.kb-result')].map((one) => {
    const { top, height } = one.getBoundingClientRect();
    return [Math.round(top), Math.round(height)];
})"""


@pytest.mark.parametrize(("path", "query"), [("vi/", "doi tra hang"), ("", "return an item")])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_row_stands_where_it_stood_with_every_key(
    path: str, query: str, width: int, shop_host: Host, visitor: Visitors
) -> None:
    visit = visitor(width=width)
    visit.context.add_init_script(HEAR_ANSWERS)
    page = visit.open(shop_host.url + path)
    box = page.locator("#kb-search-home")
    box.press_sequentially(query[:2])
    seen: list[list[int]] = []
    for end in range(3, len(query) + 1):
        box.press_sequentially(query[end - 1])
        page.wait_for_function(ANSWERED, arg=query[:end])
        settle(page)
        rows = page.evaluate(PLACES)
        assert rows, query[:end]
        shared = min(len(rows), len(seen))
        assert not seen or rows[:shared] == seen[:shared], query[:end]
        seen = max(rows, seen, key=len)
    assert not visit.trouble


@pytest.mark.parametrize(
    "query",
    [
        "vi/search/?q=doi+tra+hang",
        "search/?q=hello",
        "search/?q=wxrrxnty",
        "search/?q=zzxqywv",
        "search/?q=bảo+hành+ấm+đun",
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_results(query: str, scheme: str, shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360, scheme=scheme).open(shop_host.url + query)
    page.locator(".kb-hit, .kb-results__help").first.wait_for()
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]] == []


def test_who_comes_back_finds_the_results_as_they_were(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    page = visit.open(shop_host.url + "search/?q=return")
    hits = page.locator(".kb-hit")
    hits.first.wait_for()
    first = hits.count()
    page.locator(".kb-results__more").click()
    expect(hits).not_to_have_count(first)
    titles = page.locator(".kb-hit__title").all_inner_texts()
    link = page.locator(".kb-hit__title a").last
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 300
    page.evaluate("window.isThatPage = true")
    link.click()
    page.wait_for_url(re.compile("^((?!/search/).)*$"))
    page.go_back(wait_until="load")
    expect(hits).to_have_count(len(titles))
    assert page.evaluate("window.isThatPage") is None  # a browser that kept no page
    assert page.locator(".kb-hit__title").all_inner_texts() == titles
    page.wait_for_function("(place) => Math.abs(scrollY - place) < 3", arg=place)
    expect(page.locator("#kb-search-page")).to_have_value("return")
    expect(page.locator("#kb-search-page")).not_to_be_focused()
    page.locator("#kb-search-page").fill("refund")  # what was kept is of the other question alone
    page.wait_for_url(re.compile("q=refund$"))
    page.locator(".kb-hit__title", has_text=re.compile("refund", re.IGNORECASE)).first.wait_for()
    assert not visit.trouble


@pytest.mark.parametrize("leaves", ["option", "results"])
def test_the_box_keeps_its_question_for_who_comes_back(leaves: str, shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(shop_host.url)
    box = page.locator("#kb-search-home")
    box.press_sequentially("refund")
    page.locator(".kb-result").first.wait_for()
    if leaves == "option":
        box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile("/(faq|policies|guides|search)/"))
    page.go_back(wait_until="load")
    expect(box).to_have_value("refund")
    expect(box).not_to_be_focused()
    expect(page.locator(".kb-result")).to_have_count(0)
    box.click()
    page.locator(".kb-result").first.wait_for()
    assert not visit.trouble


@pytest.mark.parametrize("way", ["menu", "offer"])
def test_the_question_goes_along_to_another_language(way: str, shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360, locale="ms-MY")
    page = visit.open(shop_host.url + "search/?q=waranti")
    field = page.locator("#kb-search-page")
    field.fill("barang & rosak")
    page.wait_for_url(re.compile("q=barang"))
    if way == "menu":
        page.locator(".kb-header summary").first.click()
        page.locator(".kb-header a[data-kb-language=ms]").click()
    else:
        page.locator(".kb-offer a").click()
    page.wait_for_url(re.compile("/ms/search/"))
    expect(field).to_have_value("barang & rosak")
    page.locator(".kb-hit").first.wait_for()
    assert not visit.trouble


@pytest.mark.parametrize(
    "path", ["search/?q=change", "search/?q=address", "vi/search/?q=payment", "vi/search/?q=price"]
)
def test_no_button_hides_one_result_alone(path: str, shop_host: Host, visitor: Visitors) -> None:
    page = visitor(width=360).open(shop_host.url + path)
    expect(page.locator(".kb-hit")).to_have_count(6)
    expect(page.locator("[data-kb-page-status]")).to_have_text(re.compile(r"^6 \w"))
    assert page.locator(".kb-results__more").count() == 0

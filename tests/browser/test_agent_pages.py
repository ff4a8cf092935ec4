"""The agents' own pages in a real browser: what is due, what changed, filters, gaps; and without scripts."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Page, expect

from kb.ui_strings import ui_strings
from kb.website.agent_pages.pages import AGENT_PAGES
from tests.browser.test_accessibility import EVERYTHING, OTHER_SIZES, SIZES, faults_of
from tests.sites import Sites
from tests.visitors import Host, Visitors

REPORTS = [
    tool
    for tool in AGENT_PAGES
    if tool.template.startswith("kb/tools/")
    and tool.id.startswith("tools/")
    and tool.id.rpartition("/")[2]
    in {"timetable", "scripts", "changes", "journey", "sequences", "channels", "facts", "reviews", "translations"}
]
LANGUAGES = {"en": "", "vi": "vi/", "ms": "ms/"}


def at(page: Page, url: str, moment: str) -> Page:
    """Open `url` as if it were `moment` in Vietnam (`2026-11-20 08:30`)."""
    page.clock.install(time=datetime.datetime.fromisoformat(f"{moment}:00+07:00"))
    page.goto(url, wait_until="load")
    return page


def whole(page: Page) -> Page:
    """`page` once the rows of its other sheets have joined it."""
    expect(page.locator("[data-kb-sheets]")).to_have_count(0)
    return page


def states(page: Page) -> dict[str, str]:
    """Time and role of each duty → its state."""
    return dict(
        page.eval_on_selector_all("[data-kb-duty]", "rows => rows.map(row => [row.dataset.kbDuty, row.dataset.state])")
    )


def shown(page: Page) -> list[str]:
    """The titles of the rows that are shown."""
    return list(
        whole(page).eval_on_selector_all(
            "[data-kb-row]",
            "rows => rows.filter(row => row.offsetParent).map(row => row.querySelector('a, h2').textContent)",
        )
    )


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_every_tool_page_is_clean_fits_and_speaks_its_language(
    visitor: Visitors, shop_agents_host: Host, code: str, width: int
) -> None:
    assert len(REPORTS) == 9
    visit = visitor(width=width, locale=code)
    for tool in REPORTS:
        page = visit.open(f"{shop_agents_host.url}{LANGUAGES[code]}{tool.id}/")
        assert whole(page).locator("h1").inner_text() == ui_strings(code)[tool.title_word]
        assert page.locator(".kb-agent__lead").inner_text() == ui_strings(code)[f"{tool.title_word}_lead"]
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, tool.id
        assert not re.search(r"\btool_\w+|\{\w+\}", page.locator("article").inner_text()), tool.id
    assert visit.trouble == []
    assert visit.foreign == []


LOOKS = SIZES + OTHER_SIZES


@pytest.mark.parametrize(
    ("tool", "looks"), [(tool.id, LOOKS if EVERYTHING else [LOOKS[number % 4]]) for number, tool in enumerate(REPORTS)]
)
def test_axe_finds_nothing_on_tool_pages(
    visitor: Visitors, shop_agents_host: Host, tool: str, looks: list[tuple[int, str]]
) -> None:
    for width, scheme in looks:
        assert faults_of(visitor, f"{shop_agents_host.url}{tool}/", width, scheme) == []


def test_what_is_due_follows_the_clock(visitor: Visitors, shop_agents_host: Host) -> None:
    page = at(visitor().page, f"{shop_agents_host.url}tools/timetable/", "2026-11-20 08:30")
    found = states(page)
    assert found["procedures/morning-shopee  08:00"] == "now"
    assert found["procedures/midday-hotline  11:00"] == "next"
    assert found["procedures/afternoon-marketplaces  15:00"] == "later"
    assert found["procedures/weekly-report Fri 16:00"] == "later"
    assert "Shopee" in page.locator("[data-kb-now-list]").inner_text()
    assert "Next: 11:00" in page.locator("[data-kb-now-text]").inner_text()
    page.clock.fast_forward("02:00:00")
    assert states(page)["procedures/morning-shopee  08:00"] == "missed"
    page.clock.fast_forward("05:45:00")
    assert states(page)["procedures/weekly-report Fri 16:00"] == "now", "a Friday"


def test_a_weekly_duty_is_due_on_its_day_alone(visitor: Visitors, shop_agents_host: Host) -> None:
    page = at(visitor().page, f"{shop_agents_host.url}tools/timetable/", "2026-11-19 16:30")
    assert states(page)["procedures/weekly-report Fri 16:00"] == "other"


def test_a_tick_is_of_its_day_alone(visitor: Visitors, shop_agents_host: Host) -> None:
    page = at(visitor().page, f"{shop_agents_host.url}tools/timetable/", "2026-11-20 08:30")
    key = "procedures/morning-shopee  08:00"
    page.locator(f"[data-kb-duty='{key}'] input").check()
    assert states(page)[key] == "done"
    page.reload()
    assert states(page)[key] == "done"
    page.clock.fast_forward("24:00:00")
    assert states(page)[key] == "now"


def test_roles_and_channels_narrow_the_timetable(visitor: Visitors, shop_agents_host: Host) -> None:
    page = at(visitor().page, f"{shop_agents_host.url}tools/timetable/", "2026-11-20 08:30")
    page.select_option("select[name=channel]", "hotline")
    assert shown(page) == ["Midday: hotline, missed calls and texts"]
    assert page.locator("#weekly").is_hidden(), "a heading over nothing is taken away"
    assert page.locator("[data-kb-now-list]").is_hidden()
    expect(page).to_have_url(re.compile("channel=hotline"))


def test_changes_of_the_last_days_are_chosen_by_the_clock(visitor: Visitors, awkward_agents_host: Host) -> None:
    url = f"{awkward_agents_host.url}tools/changes/"
    for moment, days, expected in (
        ("2026-10-05 12:00", "7", 1),
        ("2026-10-07 12:00", "7", 1),
        ("2026-10-08 12:00", "7", 0),
        ("2026-10-30 12:00", "30", 1),
        ("2026-10-31 12:00", "30", 0),
    ):
        page = at(visitor().page, url, moment)
        page.check(f"input[name=days][value='{days}']")
        assert len(shown(page)) == expected, (moment, days)
        assert page.locator("[data-kb-none]").is_visible() == (expected == 0)
    page = at(visitor().page, url, "2030-01-01 12:00")
    page.check("input[name=days][value='']")
    assert len(shown(page)) > 1, "every change is there, however old"


def test_saved_replies_are_found_by_words_without_tones_and_by_filters(
    visitor: Visitors, shop_agents_host: Host
) -> None:
    page = visitor(locale="vi").open(f"{shop_agents_host.url}vi/tools/scripts/")
    everything = len(shown(page))
    page.fill("input[name=text]", "giao hang cham")
    assert "Giao hàng chậm" in shown(page)
    assert len(shown(page)) < everything
    page.fill("input[name=text]", "")
    page.select_option("select[name=channel]", "sms")
    page.select_option("select[name=variant]", "vip")
    narrowed = shown(page)
    assert 0 < len(narrowed) < everything
    assert page.locator("[data-kb-count]").inner_text() == f"Đang hiện {len(narrowed)}"
    page.reload()
    assert shown(page) == narrowed, "the choice stands in the address"
    page.fill("input[name=text]", "{{ 7*7 }} <b>zzz")
    assert shown(page) == []
    assert page.locator("[data-kb-none]").is_visible()


def test_the_list_of_saved_replies_works_from_the_keyboard(visitor: Visitors, shop_agents_host: Host) -> None:
    page = visitor().open(f"{shop_agents_host.url}tools/scripts/")
    page.focus("input[name=text]")
    page.keyboard.type("refund")
    assert page.input_value("input[name=text]") == "refund"
    titles = shown(page)
    assert len(titles) > 1
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == titles[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "text"


def test_a_topic_without_an_article_at_a_stage_shows_as_a_gap(visitor: Visitors, shop_agents_host: Host) -> None:
    page = whole(visitor().open(f"{shop_agents_host.url}tools/journey/"))
    assert page.locator("[data-kb-gap]:visible").count() == 0, "the shop says something at every stage"
    page.select_option("select[name=topic]", "payment")
    stop = page.locator(".kb-stop").filter(has=page.locator("#delivery"))
    assert stop.locator("[data-kb-gap]:visible").count() == 2
    paying = page.locator(".kb-stop").filter(has=page.locator("#paying"))
    assert paying.locator("[data-kb-gap]:visible").count() == 0


def test_sequences_can_show_one_class_of_customers(visitor: Visitors, shop_agents_host: Host) -> None:
    page = whole(visitor().open(f"{shop_agents_host.url}tools/sequences/"))
    assert "SMS" in page.locator(".kb-route").all_inner_texts()[0] or page.locator(".kb-route__then").count() > 0
    page.select_option("select[name=variant]", "vip")
    assert set(page.locator("th[data-kb-column]:visible").all_inner_texts()) == {ui_strings("en")["variant_vip"]}


def test_a_review_past_its_day_is_marked(visitor: Visitors, shop_agents_host: Host) -> None:
    page = at(visitor().page, f"{shop_agents_host.url}tools/reviews/", "2026-11-21 09:00")
    assert whole(page).locator("tr[data-state=overdue]").count() == 0
    page = at(visitor().page, f"{shop_agents_host.url}tools/reviews/", "2028-01-01 09:00")
    marks = whole(page).locator("tr[data-state=overdue] [data-kb-state]")
    assert marks.count() > 10
    assert set(marks.all_inner_texts()) == {"Overdue"}
    page.select_option("select[name=state]", "later")
    assert shown(page) == []


def test_everything_is_readable_without_scripts(visitor: Visitors, shop_agents_host: Host) -> None:
    visit = visitor(scripts=False, width=360)
    for tool in REPORTS:
        page = visit.open(f"{shop_agents_host.url}{tool.id}/")
        assert page.locator("[data-kb-filter]:visible").count() == 0, "no filter that does nothing"
        if page.locator("[data-kb-row]").count():
            assert page.locator("[data-kb-row]:visible").count() == page.locator("[data-kb-row]").count()


def test_tool_pages_depend_on_no_clock_and_stand_in_the_agent_edition_alone(shop: Sites) -> None:
    for tool in REPORTS:
        assert not (shop.public / tool.id).exists()
        text = shop.text(f"{tool.id}/", agents=True)
        assert "<script>" not in text
        assert " style=" not in text
        assert " onclick" not in text


def test_hostile_titles_stay_text(visitor: Visitors, awkward_agents_host: Host) -> None:
    visit = visitor()
    for tool in REPORTS:
        page = visit.open(f"{awkward_agents_host.url}{tool.id}/")
        assert page.evaluate("window.hit") is None
    assert visit.trouble == []

"""The agents' menu of five rooms, the way to the desk from everywhere, tools in the search box, self-checks done."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin

import lxml.html
import pytest
from playwright.sync_api import expect

from kb.ui_strings import shipped_strings, ui_strings
from kb.website.agent_pages.pages import AGENT_PAGES
from kb.website.build.editions import build_editions
from kb.website.views.rooms import ROOMS
from tests.conftest import TODAY, WriteProject
from tests.sites import Sites
from tests.visitors import Host, Visitors

LANGUAGES = {"en": "", "vi": "vi/", "ms": "ms/"}
FIVE = [f"tool_room_{name}" for name in ("replies", "today", "knowhow", "lead")]


def entries(page: lxml.html.HtmlElement) -> list[tuple[str, list[lxml.html.HtmlElement]]]:
    """Name of each entry of the bar, and its links."""
    found = []
    for item in page.xpath("//ul[contains(@class, 'kb-agentbar__rooms')]/li"):
        (name,) = item.xpath("./a | ./details/summary")
        found.append((name.text_content(), list(item.iter("a"))))
    return found


def rooms(page: lxml.html.HtmlElement) -> dict[str, list[str]]:
    """Name of each entry of the bar → the addresses below it, from the page's folder."""
    return {name: [one.get("href") for one in links] for name, links in entries(page)}


def parsed(text: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(text)


def test_every_tool_stands_in_one_room() -> None:
    placed = [id for pages in ROOMS.values() for id in pages]
    assert len(placed) == len(set(placed))
    assert {one.id for one in AGENT_PAGES} <= set(placed)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_bar_has_five_entries_on_every_page_and_the_public_edition_none(code: str, shop: Sites) -> None:
    words = ui_strings(code)
    for path in ("desk/", "tools/facts/", "sections/script/", "faq/refund-time/", "scripts/delivery-delay/"):
        page = parsed(shop.text(f"{LANGUAGES[code]}{path}", agents=True))
        assert list(rooms(page)) == [words["tool_desk"], *(words[name] for name in FIVE)], path
        linked = {urljoin(f"/{LANGUAGES[code]}{path}", url) for urls in rooms(page).values() for url in urls}
        assert {f"/{LANGUAGES[code]}{one.id}/" for one in AGENT_PAGES} <= linked
        for url in linked:
            assert (shop.agents / url.strip("/") / "index.html").is_file(), url
        menu = [one.text_content() for one in page.find_class("kb-menu__title")]
        assert menu[:4] == [words[name] for name in FIVE], "the phone's drawer has the same"
    page = shop.text(f"{LANGUAGES[code]}faq/refund-time/", agents=False)
    assert "kb-agentbar" not in page and "data-kb-find" not in page and "#script=" not in page


def test_a_room_shows_where_one_is(shop: Sites) -> None:
    for path, room, mark in (
        ("desk/", "tool_desk", "page"),
        ("tools/facts/", "tool_room_lead", "page"),
        ("tools/start/", "tool_room_knowhow", "page"),
        ("scripts/delivery-delay/", "tool_room_replies", "true"),
    ):
        page = parsed(shop.text(path, agents=True))
        marked = [(name, one.get("aria-current")) for name, links in entries(page) for one in links
                  if one.get("aria-current")]  # fmt: skip
        assert marked == [(ui_strings("en")[room], mark)], path
        summaries = [one.text_content() for one in page.iter("summary") if one.get("aria-current") == "true"]
        assert summaries == ([] if room == "tool_desk" else [ui_strings("en")[room]]), path


def test_rooms_without_pages_and_pages_with_nothing_on_them_are_left_out(write_project: WriteProject) -> None:
    config = (
        "site_name: Lampen\ntheme: {name: material}\nplugins:\n  - kb:\n      shop: Lampen\n"
        "      default_language: de\n      languages: {de: {name: Deutsch, markets: [DE]}}\n"
        "      markets: {DE: {currency: EUR}}\n"
    )
    root = write_project(
        {
            "mkdocs.yml": config,
            "docs/index.md": "# Hallo\n\n## Über uns\n",
            "docs/faq/a.md": "# A\n\n[x](../index.md#uber-uns)\n",
        }
    )
    (report,) = build_editions(root, ("agents",), root / "site", today=TODAY)
    assert report.is_whole, report.problems
    words, site = ui_strings("de"), root / "site/agents"
    page = parsed((site / "desk/index.html").read_text("utf-8"))
    found = rooms(page)
    assert list(found) == [
        words[name] for name in ("tool_desk", "tool_room_today", "tool_room_knowhow", "tool_room_lead")
    ]
    assert found[words["tool_room_today"]] == ["../tools/changes/"], "a room of one page is a link to it"
    assert not [url for urls in found.values() for url in urls if "translations" in url or "timetable" in url]
    assert "Über uns" in (site / "tools/start/index.html").read_text("utf-8"), "what the shop wrote for its start page"
    assert 'href="../../tools/start/#uber-uns"' in (site / "faq/a/index.html").read_text("utf-8")
    (root / "agents/scripts").mkdir(parents=True)
    (root / "agents/scripts/s.md").write_text("# S\n\nHallo.\n", "utf-8")
    (report,) = build_editions(root, ("agents",), root / "site", today=TODAY)
    assert words["tool_room_replies"] in rooms(parsed((site / "desk/index.html").read_text("utf-8")))


def test_every_language_that_ships_names_the_rooms() -> None:
    named = [*FIVE, "tool_use", "desk_to_message", "tool_quiz_done", "tool_quiz_count"]
    named += [f"{one.title_word}_find" for one in AGENT_PAGES]
    for code in ("ar", "de", "en", "es", "fr", "id", "ja", "ms", "pt", "th", "vi", "zh"):
        assert [name for name in named if name not in shipped_strings(code)] == [], code


@pytest.mark.parametrize(("path", "scripts"), [("", True), ("vi/", False), ("ms/", True)])
def test_the_edition_opens_at_the_desk(path: str, scripts: bool, visitor: Visitors, shop_agents_host: Host) -> None:
    visit = visitor(scripts=scripts)
    visit.page.goto(shop_agents_host.url + path)
    visit.page.wait_for_url(f"{shop_agents_host.url}{path}desk/")
    page = visit.open(f"{shop_agents_host.url}{path}tools/start/")
    assert page.locator("#kb-search-home").count() == 1
    page.locator(".kb-brand").click()
    page.wait_for_url(f"{shop_agents_host.url}{path}desk/")
    assert visit.trouble == []


@pytest.mark.parametrize("width", [360, 1366])
def test_a_room_opens_with_the_keyboard_and_fits(width: int, visitor: Visitors, shop_agents_host: Host) -> None:
    page = visitor(width=width).open(f"{shop_agents_host.url}vi/tools/facts/")
    last = page.locator(".kb-room > summary").last
    heights = page.locator(".kb-agentbar__rooms > li").evaluate_all(
        "all => new Set(all.map(one => one.offsetTop)).size"
    )
    assert heights == 1, "one row"
    last.focus()
    page.keyboard.press("Enter")
    panel = page.locator(".kb-room[open] .kb-drop__panel")
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.kb-room[open] .kb-drop__panel') !== null")
    page.keyboard.press("Escape")
    expect(page.locator(".kb-room[open]")).to_have_count(0)
    expect(last).to_be_focused()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_reply_is_taken_to_the_desk_from_its_page_the_list_and_a_search(
    code: str, visitor: Visitors, shop_agents_host: Host
) -> None:
    root, use = f"{shop_agents_host.url}{LANGUAGES[code]}", ui_strings(code)["tool_use"]
    wanted = f"{root}desk/#script=scripts/delivery-delay"
    page = visitor().open(f"{root}scripts/delivery-delay/")
    assert page.get_by_role("link", name=use).evaluate("one => one.href") == wanted
    title = page.locator("h1").inner_text()
    page.goto(f"{root}tools/scripts/")
    row = page.locator(".kb-row", has=page.get_by_role("link", name=title, exact=True))
    assert row.get_by_role("link", name=use).evaluate("one => one.href") == wanted
    page.goto(f"{root}search/?q={quote(title)}")
    hit = page.locator(".kb-hit", has=page.locator("a[href$='scripts/delivery-delay/']"))
    assert hit.get_by_role("link", name=use).evaluate("one => one.href") == wanted
    articles = page.locator(".kb-hit", has=page.locator(".kb-hit__title a[href*='/faq/']"))
    assert articles.get_by_role("link", name=use).count() == 0
    page.goto(f"{root}tools/facts/")
    page.locator("#kb-search-header").press_sequentially(title)
    page.get_by_role("option", name=f"{use}: {title}", exact=True).click()
    page.wait_for_url(re.compile(f"^{re.escape(root)}desk/"))


@pytest.mark.parametrize(
    ("code", "query", "tool"),
    [
        ("en", "timetable", "tool_timetable"),
        ("en", "Who is on duty?", "tool_timetable"),
        ("en", "desk", "tool_desk"),
        ("vi", "ai dang truc", "tool_timetable"),
        ("vi", "bàn trả lời", "tool_desk"),
        ("ms", "siapa bertugas", "tool_timetable"),
        ("ms", "jadual kerja", "tool_timetable"),
    ],
)
def test_search_finds_the_tools_by_what_agents_call_them(
    code: str, query: str, tool: str, visitor: Visitors, shop_agents_host: Host
) -> None:
    visit = visitor()
    page = visit.open(f"{shop_agents_host.url}{LANGUAGES[code]}search/?q={quote(query)}")
    first = page.locator(".kb-hits > li a").first
    expect(first).to_have_text(ui_strings(code)[tool])
    page.goto(f"{shop_agents_host.url}{LANGUAGES[code]}tools/facts/")
    page.locator("#kb-search-header").press_sequentially(query)
    option = page.locator("[role=option]").first
    expect(option).to_contain_text(ui_strings(code)[tool])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "tools/timetable" in url if tool == "tool_timetable" else "desk/" in url)
    assert visit.trouble == []


def test_a_question_that_names_no_tool_finds_none(visitor: Visitors, shop_agents_host: Host) -> None:
    page = visitor().open(f"{shop_agents_host.url}search/?q={quote('where is my parcel')}")
    page.locator(".kb-hit").first.wait_for()
    assert page.locator(".kb-hits a[href*='/tools/'], .kb-hits a[href$='/desk/']").count() == 0


def test_a_self_check_that_was_done_is_known_on_this_machine(visitor: Visitors, awkward_agents_host: Host) -> None:
    visit = visitor()
    page = visit.open(f"{awkward_agents_host.url}training/lamps/")
    done = page.locator(".kb-quiz__done")
    expect(done).to_be_hidden()
    page.get_by_label("That").check()
    expect(done).to_be_hidden()
    page.get_by_label("This", exact=True).check()
    expect(done).to_have_text(ui_strings("en")["tool_quiz_done"])
    page.reload()
    expect(done).to_be_visible()
    kept = page.evaluate("JSON.stringify(Object.entries(localStorage).filter(([key]) => key.startsWith('kb.quiz')))")
    assert kept != "[]" and "lamps" not in kept and "This" not in kept, "nothing of the page can be read out of it"
    assert visit.trouble == []

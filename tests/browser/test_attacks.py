"""Text that somebody hopes will be taken for markup, in every input of both editions, under the policy of the host.

Nothing runs (`window.hit` stays unset), nothing is blocked by the policy (nothing was there to block), and no element
is made of text.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html
from playwright.sync_api import Page, expect

from tests.chromium import settle
from tests.payloads import NAUGHTY, SCRIPTS
from tests.sites import Sites
from tests.visitors import Host, Visit, Visitors

FOUND = """() => [...document.querySelectorAll("*")].filter((element) =>
  element.classList.contains("attack") || element.closest("[src='x']")
  || [...element.attributes].some(({ name, value }) => /^on/i.test(name)
    || (/^(href|src|data|action|formaction|srcdoc)$/i.test(name) && /^[\\s\\0]*(javascript:|data:text)/i.test(value)))
).map((element) => element.outerHTML.slice(0, 200))"""
TYPED = """([selector, texts]) => {
  const field = document.querySelector(selector);
  for (const text of texts) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""
TYPED_SLOWLY = """async ([selector, texts, pause]) => {
  const field = document.querySelector(selector);
  for (const text of texts) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}"""
PAUSE = 70
"""Milliseconds: a little longer than a page waits for the next letter."""
ANSWERED = ".kb-result, .kb-hit, .kb-results__help, .kb-desk__pick"
ALL = " ".join(SCRIPTS)
TEXTS = (*SCRIPTS, *NAUGHTY)


def expect_text_only(visit: Visit) -> None:
    assert visit.page.evaluate(FOUND) == []
    assert visit.page.evaluate("window.hit") is None
    assert visit.trouble == []
    assert visit.foreign == []


def type_each(page: Page, selector: str) -> None:
    """Each text as if typed: payloads so slowly that each is searched for, the rest at once one after another."""
    page.locator(selector).focus()
    page.evaluate(TYPED_SLOWLY, [selector, SCRIPTS, PAUSE])
    page.evaluate(TYPED, [selector, [text for text in NAUGHTY if text != "\ud83d"]])
    page.locator(selector).fill("wombat " + ALL[:300])
    page.locator(ANSWERED).first.wait_for()
    settle(page)


START = {"awkward_host": "", "awkward_agents_host": "tools/start/"}
"""Where the page with the large search box is: the agents' edition opens at the desk."""


@pytest.mark.parametrize("selector", ["#kb-search-home", "#kb-search-page"])
@pytest.mark.parametrize("host_name", START)
def test_words_typed_into_a_search_box_are_words(
    host_name: str, selector: str, visitor: Visitors, request: pytest.FixtureRequest
) -> None:
    path = "search/" if selector == "#kb-search-page" else START[host_name]
    visit = visitor()
    page = visit.open(request.getfixturevalue(host_name).url + path)
    type_each(page, selector)
    expect_text_only(visit)


@pytest.mark.parametrize("host_name", ["awkward_host", "awkward_agents_host"])
@pytest.mark.parametrize("path", ["search/", "ur/search/", "all/"])
def test_words_in_the_address_of_a_search_are_words(
    host_name: str, path: str, visitor: Visitors, request: pytest.FixtureRequest
) -> None:
    host: Host = request.getfixturevalue(host_name)
    visit = visitor()
    for query in (*SCRIPTS[::12], ALL[:1_500], "%", "\u202e<b class=attack>"):
        page = visit.open(f"{host.url}{path}?q={quote(query)}")
        if "search/" in path and len(query) > 1:  # one letter asks nothing
            page.locator(ANSWERED).first.wait_for()
        settle(page)
        expect_text_only(visit)


@pytest.mark.parametrize("host_name", ["awkward_host", "awkward_agents_host"])
def test_results_with_hostile_titles_answers_and_passages_are_text(
    host_name: str, visitor: Visitors, request: pytest.FixtureRequest
) -> None:
    host: Host = request.getfixturevalue(host_name)
    visit = visitor()
    for query in ("wombat", "quokka", "window hit onerror", "script"):
        page = visit.open(f"{host.url}search/?q={quote(query)}")
        page.locator(".kb-hit").first.wait_for()
        expect_text_only(visit)
    page = visit.open(host.url + START[host_name])
    page.locator("#kb-search-home").press_sequentially("wombat")
    page.locator(".kb-result").first.wait_for()
    expect_text_only(visit)


@pytest.mark.parametrize("path", ["", "faq/tree/", "all/", "search/", "policies/long/"])
def test_a_fragment_is_never_markup(path: str, awkward_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    for payload in (*SCRIPTS[::8], "%22%3E", "__proto__", 'tree-fine"]'):
        page = visit.open(f"{awkward_host.url}{path}#{quote(payload)}")
        page.evaluate("fragment => { location.hash = fragment; }", payload.replace("%", "%25"))
    settle(page)
    expect_text_only(visit)


def test_what_arrives_in_the_desks_fragment_is_a_message(awkward_agents_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    for payload in (*SCRIPTS[::16], ALL, "wombat " + ALL[:300]):
        visit.open("about:blank")
        page = visit.open(f"{awkward_agents_host.url}desk/#message={quote(payload)}&lang={quote(payload)}&channel=%00")
        page.locator("[data-kb-desk][data-whole]").wait_for()
        page.wait_for_function("() => performance.getEntriesByName('kb-desk').length > 0")
        settle(page)
        expect_text_only(visit)


def test_what_is_typed_at_the_desk_is_text_in_answers_and_replies(awkward_agents_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(awkward_agents_host.url + "desk/")
    page.locator("[data-kb-desk][data-whole]").wait_for()
    type_each(page, "#kb-desk-message")
    page.locator("#kb-desk-message").fill("the wombat stands in order onerror img")
    picks = page.locator(".kb-desk__pick")
    expect(picks.first).to_have_attribute("data-id", re.compile("scripts/attack"))  # not the message before
    for number in range(picks.count()):
        picks.nth(number).click()
        field = page.locator(".kb-desk__fields input").first
        field.fill(ALL[:400])
        expect(page.locator(".kb-desk__text")).to_have_value(re.compile(re.escape(ALL[:40])))
        expect_text_only(visit)


@pytest.mark.parametrize(
    "path", ["tools/scripts/", "tools/facts/", "tools/changes/", "tools/reviews/", "tools/channels/"]
)
def test_the_filters_of_the_agents_tools_take_words(path: str, awkward_agents_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(
        f"{awkward_agents_host.url}{path}#text={quote(SCRIPTS[10])}&state={quote(SCRIPTS[17])}&__proto__=x"
    )
    expect_text_only(visit)
    if page.locator("input[type=search][data-kb-by]").count():
        page.evaluate(TYPED, ["input[type=search][data-kb-by]", [text for text in TEXTS if text != "\ud83d"]])
    expect_text_only(visit)


PAGES = (
    "topics/hostile/",
    "faq/attack-10/",
    "faq/attack-17/",
    "guides/hostile-tree/",
    "all/",
    "vi/faq/attack-14/",
    "no/page/",
)
AGENT_PAGES = (
    *PAGES,
    "scripts/attack-17/",
    "training/hostile/",
    "procedures/hostile/",
    "sections/script/",
    "tools/timetable/",
)


@pytest.mark.parametrize(
    ("host_name", "path"),
    [("awkward_host", path) for path in PAGES] + [("awkward_agents_host", path) for path in AGENT_PAGES],
)
def test_hostile_fields_topics_and_notices_are_text(
    host_name: str, path: str, visitor: Visitors, request: pytest.FixtureRequest
) -> None:
    host: Host = request.getfixturevalue(host_name)
    visit = visitor()
    visit.page.clock.set_fixed_time("2027-03-01T12:00:00+07:00")
    page = visit.open(host.url + path)
    page.mouse.move(300, 300)
    expect_text_only(visit)


def _markup_of_text(page: Path) -> list[str]:
    found = []
    for element in html.parse(str(page), html.HTMLParser(encoding="utf-8")).iter():
        if not isinstance(element.tag, str):
            continue
        names = [name for name in element.attrib if name.lower().startswith("on") or name.lower() == "srcdoc"]
        address = (element.get("href") or element.get("src") or "").strip().lower()
        runs = element.tag == "script" and not element.get("src") and "json" not in (element.get("type") or "")
        if names or runs or "attack" in (element.get("class") or "").split() or address.startswith("javascript:"):
            found.append(f"{page}: <{element.tag} {dict(element.attrib)}>"[:300])
    return found


@pytest.mark.parametrize("agents", [False, True], ids=["public", "agents"])
def test_no_page_holds_an_element_made_of_text(awkward: Sites, agents: bool) -> None:
    pages = [page for page in awkward.pages(agents=agents) if "attack" in str(page) or "hostile" in str(page)
             or "many" not in str(page)]  # fmt: skip
    assert len(pages) > len(SCRIPTS)
    assert [found for page in pages for found in _markup_of_text(page)] == []

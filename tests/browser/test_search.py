"""The search box and the page of results, in a real browser on the frozen shop."""

from __future__ import annotations

import json
import random
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from kb.search.ranking.scoring import search
from kb.search.shards.read import load_shards
from kb.search.shards.write import INDEX_FORMAT
from tests.chromium import settle
from tests.sites import FROZEN, Sites
from tests.visitors import Host, Visitors

QUERIES = {"en": 334, "vi": 333, "ms": 333}
"""Random queries a language: 1,000 in all."""
HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'

_ASK_ALL = """async ([folder, queries]) => {
  const { worker } = document.querySelector("[data-kb-search-settings]").dataset;
  const asked = new Worker(new URL(worker, location.href));
  asked.postMessage({ type: "kb-open", folder, first: await (await fetch(folder + "first.json")).text() });
  const found = [];
  for (const query of queries) {
    found.push(await new Promise((resolve) => {
      asked.onmessage = ({ data }) => {
        if (data.query === query && !data.isPartial) resolve(data.hits ?? data.reason);
      };
      asked.postMessage({ type: "kb-search", id: 1, query, limit: 8, isTyping: false });
    }));
  }
  return found.map((hits) => Array.isArray(hits) ? hits.map((hit) => [hit.id, hit.score, hit.confidence]) : hits);
}"""


def _random_queries(language: str) -> list[str]:
    """One to six words of the shop's own text, some folded, cut short, doubled or swapped, some made up."""
    chance = random.Random(f"queries {language}")
    suffix = "" if language == "en" else f".{language}"
    texts = [path.read_text("utf-8") for path in sorted((FROZEN / "docs").rglob(f"*{suffix}.md"))]
    words = sorted(set(re.findall(r"\w{2,12}", " ".join(texts))))

    def word() -> str:
        chosen = chance.choice(words)
        place = chance.randrange(len(chosen))
        change = chance.random()
        if change < 0.15:
            return chosen[:place] + chosen[place : place + 1] * 2 + chosen[place + 1 :]
        if change < 0.3:
            return chosen[: max(2, place)]
        return "".join(chance.choices("abcdeghiklmnoprstuvy", k=5)) if change < 0.35 else chosen

    return [" ".join(word() for _ in range(chance.randint(1, 6))) for _ in range(QUERIES[language])]


@pytest.mark.parametrize("language", ["en", "vi", "ms"])
def test_the_browser_and_python_answer_random_queries_alike(
    language: str, shop: Sites, shop_host: Host, visitor: Visitors
) -> None:
    folder = shop.public / "search" / language
    index = load_shards(folder, next(folder.glob("core-*.json")).name)
    queries = _random_queries(language)
    visit = visitor()
    visit.open(shop_host.url)
    found = visit.page.evaluate(_ASK_ALL, [f"{shop_host.url}search/{language}/", queries])
    for query, hits in zip(queries, found, strict=True):
        expected = [[hit.document.id, hit.score, hit.confidence] for hit in search(index, query, 8)]
        assert hits == expected, query


SAVES_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
"""Chromium's own switch is a setting of the device."""


def test_what_a_first_search_needs_is_fetched_while_the_page_is_idle(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    with visit.page.expect_response(re.compile("/search/en/terms-")):
        page = visit.open(shop_host.url)
    settle(page)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.locator("#kb-search-home").press_sequentially("refund")
    page.locator(".kb-result").first.wait_for()
    assert not [url for url in loaded if "worker" in url or "first.json" in url]
    assert not visit.trouble


def test_what_the_strongest_words_are_sure_of_costs_no_further_file(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    loaded: list[str] = []
    with visit.page.expect_response(re.compile("/search/ms/terms-first-")):
        page = visit.open(f"{shop_host.url}ms/")
    page.on("request", lambda request: loaded.append(request.url))
    field = page.locator("#kb-search-home")
    field.fill("Bila saya akan dapat bayaran balik?")
    page.locator(".kb-result").first.wait_for()
    expect(page.locator(".kb-result__title").first).to_have_text("Bila saya akan dapat bayaran balik?")
    settle(page)
    assert not [url for url in loaded if "/search/" in url]
    field.fill("xyzzy")  # nobody is sure of this: the whole index is asked
    page.locator(".kb-results__help").wait_for()
    assert [url for url in loaded if re.search("/search/ms/(terms|words)-[0-9]", url)]


def test_who_saves_data_gets_it_when_the_box_is_touched(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    visit.page.add_init_script(SAVES_DATA)
    loaded: list[str] = []
    visit.page.on("request", lambda request: loaded.append(request.url))
    page = visit.open(shop_host.url)
    settle(page)
    page.evaluate("new Promise((done) => requestIdleCallback(done, { timeout: 3000 }))")
    assert not [url for url in loaded if "/search/" in url]
    with page.expect_request(re.compile("/search/en/first[.]json$")):
        page.locator("#kb-search-home").focus()


def test_results_come_while_typing_and_are_reached_by_keys(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360)
    page = visit.open(f"{shop_host.url}vi/")
    box = page.locator("#kb-search-home")
    box.click()
    box.press_sequentially("doi tra")
    page.locator(".kb-result").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    chosen = page.locator('.kb-result[aria-selected="true"]')
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    target = chosen.get_attribute("href")
    box.press("Enter")
    page.wait_for_url(re.compile(re.escape((target or "").lstrip("./"))))
    assert not visit.trouble


def test_escape_closes_the_results_and_keeps_the_words(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(shop_host.url)
    box = page.locator("#kb-search-home")
    box.press_sequentially("refund")
    page.locator(".kb-result").first.wait_for()
    box.press("Escape")
    assert page.locator(".kb-result").first.is_hidden()
    assert box.input_value() == "refund"


def test_an_answer_on_its_way_does_not_open_what_escape_closed(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(shop_host.url)
    box = page.locator("#kb-search-home")
    panel = page.locator("[data-kb-results]:near(#kb-search-home)").first
    box.press_sequentially("refund")
    box.press("Escape")  # before the first answer is there
    page.locator(".kb-result").first.wait_for(state="attached")  # the answer came
    assert panel.is_hidden() and box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "refund"
    box.press("ArrowDown")
    page.locator(".kb-result").first.wait_for()


def test_the_page_of_results_has_an_address(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(f"{shop_host.url}ms/search/?q={quote('nk return brg')}")
    page.locator(".kb-hit").first.wait_for()
    assert page.locator("#kb-search-page").input_value() == "nk return brg"
    assert "pulang" in page.locator(".kb-hit__title").first.inner_text().lower()
    assert page.locator(".kb-hit mark").count() > 0
    page.locator("#kb-search-page").fill("waranti cerek")
    page.wait_for_url(re.compile("waranti"))
    assert not visit.trouble


def test_words_of_another_language_are_offered_there(shop_host: Host, visitor: Visitors) -> None:
    page = visitor().open(f"{shop_host.url}search/?q={quote('bảo hành ấm đun')}")
    page.locator('.kb-results__others a[lang="vi"]').first.wait_for()


@pytest.mark.parametrize("language", ["", "vi/"])
def test_agents_see_what_the_manual_knows_apart(
    language: str, shop: Sites, shop_agents_host: Host, visitor: Visitors
) -> None:
    visit = visitor()
    page = visit.open(f"{shop_agents_host.url}{language}search/?q={quote('locked edition')}")
    link = page.locator(".kb-results__manual a[lang=en]").first
    link.wait_for()
    assert page.locator(".kb-results__manual p").inner_text() == ("Trong sổ tay" if language else "In the manual")
    assert not page.locator(".kb-hit__title a[href*='manual/']").count()
    link.click()
    page.wait_for_url(re.compile(f"^{re.escape(shop_agents_host.url)}{language}manual/[a-z-]+/$"))
    assert page.locator(".kb-article h1").is_visible()
    assert not visit.trouble


def test_the_box_shows_the_manual_below_the_shops_own_results(shop_agents_host: Host, visitor: Visitors) -> None:
    page = visitor().open(f"{shop_agents_host.url}tools/start/")
    page.locator("#kb-search-home").press_sequentially("locked edition")
    page.locator(".kb-results__manual a").first.wait_for()
    assert not page.locator(".kb-result[href*='manual/']").count()


def test_shoppers_are_offered_no_manual(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(f"{shop_host.url}search/?q=refund")
    page.locator(".kb-hit").first.wait_for()
    assert not page.locator(".kb-results__manual").count()
    assert not visit.trouble


def test_nothing_found_says_so_and_leads_on(shop_host: Host, visitor: Visitors) -> None:
    page = visitor().open(f"{shop_host.url}search/?q=zzxqywv")
    page.locator(".kb-results__help").wait_for()
    assert "zzxqywv" in page.locator(".kb-results__help").inner_text()
    assert page.locator('.kb-results__help a[href$="all/"]').count() == 1


def test_a_query_is_never_markup(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(f"{shop_host.url}search/?q={quote(HOSTILE)}")
    page.locator(".kb-hit, .kb-results__help").first.wait_for()
    page.locator("#kb-search-page").fill(HOSTILE + " refund")
    page.locator(".kb-hit").first.wait_for()
    settle(page)
    assert page.evaluate("window.hit") is None
    assert page.locator("main img[src='x']").count() == 0
    assert not visit.trouble


def test_a_missing_shard_is_said_with_a_way_on(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    visit.context.route(re.compile(r"/search/en/(terms|texts|titles|words)-"), lambda route: route.abort())
    page = visit.open(f"{shop_host.url}search/?q=refund")
    page.locator('[role="alert"] a[href$="all/"]').wait_for()


@pytest.mark.parametrize(
    ("pattern", "body"),
    [
        (r"/search/en/terms-", "<!doctype html><title>Not found</title>"),
        (r"/search/en/terms-", '{"terms": "#a", "sizes": "%", "steps": "#", "impacts": ""}'),
        (r"/search/en/terms-", '{"terms": ["a"], "idfs": "#"}'),
        (r"/search/en/terms-", "null"),
        (r"/search/en/first[.]json", '{"core": {'),
        (r"/search/en/first[.]json", "<!doctype html>"),
        (r"/assets/kb/search-worker[.]", "const answer = {"),
        (r"/assets/kb/search-worker[.]", "<!doctype html>"),
    ],
    ids=[
        "foreign",
        "numbers missing",
        "older",
        "null",
        "first cut off",
        "first foreign",
        "worker cut off",
        "worker foreign",
    ],
)
def test_a_damaged_or_older_file_of_the_index_is_said_with_a_way_on(
    pattern: str, body: str, shop_host: Host, visitor: Visitors
) -> None:
    visit = visitor()
    visit.context.route(re.compile(pattern), lambda route: route.fulfill(body=body, content_type="application/json"))
    page = visit.open(f"{shop_host.url}search/?q=refund")
    page.locator('[role="alert"] a[href$="all/"]').wait_for()


def test_damaged_texts_are_said_with_a_way_on(shop: Sites, shop_agents_host: Host, visitor: Visitors) -> None:
    first = json.loads((shop.agents / "search/en/first.json").read_text("utf-8"))
    title = first["core"]["titles"]["titles"][first["answers"].index("")]  # its text is not at hand
    visit = visitor()
    visit.context.route(
        re.compile("/search/en/texts-"), lambda route: route.fulfill(body="[]", content_type="application/json")
    )
    page = visit.open(f"{shop_agents_host.url}search/?q={quote(title)}")
    page.locator('[role="alert"] a[href$="all/"]').wait_for()


def test_shoppers_search_fetches_no_text_where_answers_are_at_hand(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    loaded: list[str] = []
    visit.page.on("request", lambda request: loaded.append(request.url))
    page = visit.open(f"{shop_host.url}search/?q=refund")
    page.locator(".kb-hit__text").first.wait_for()
    settle(page)
    assert not [url for url in loaded if "/texts-" in url]


def test_an_index_of_an_older_format_is_said_with_a_way_on(shop: Sites, shop_host: Host, visitor: Visitors) -> None:
    written = (shop.public / "search/en/first.json").read_text("utf-8")
    first = written.replace(f'"format":{INDEX_FORMAT}', '"format":1', 1)
    assert first != written
    visit = visitor()
    visit.context.route(
        re.compile(r"/search/en/first[.]json"), lambda route: route.fulfill(body=first, content_type="application/json")
    )
    page = visit.open(f"{shop_host.url}search/?q=refund")
    page.locator('[role="alert"] a[href$="all/"]').wait_for()


def test_an_older_answer_never_replaces_a_newer_one(shop_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(f"{shop_host.url}search/")
    box = page.locator("#kb-search-page")
    for query in ("warranty", "delivery", "points", "where is my order"):
        box.fill(query)
    page.locator(".kb-hit__title", has_text="order").first.wait_for()
    settle(page)
    assert "order" in page.locator(".kb-hit__title").first.inner_text().lower()


def test_search_works_below_a_folder_of_the_host(awkward_host: Host, visitor: Visitors) -> None:
    visit = visitor()
    page = visit.open(f"{awkward_host.url}search/?q=tree")
    page.locator(".kb-hit a").first.wait_for()
    assert (page.locator(".kb-hit__title a").first.evaluate("link => link.href")).startswith(awkward_host.url)
    assert not visit.trouble

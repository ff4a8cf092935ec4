"""Lists on several sheets in a real browser: joined in order, found by fragment, plain links where that fails."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_agent_pages import whole
from tests.large import SCRIPTS
from tests.sites import Sites
from tests.visitors import Host, Visitors

LONG = ("scripts", "facts", "reviews", "sequences", "journey", "changes", "channels")


def rows(page: Page) -> list[str]:
    """The text of every row of the page's list, with the heading that it stands below."""
    return list(
        page.eval_on_selector_all(
            "[data-kb-sheet] [data-kb-row], [data-kb-sheet] tbody tr",
            """rows => rows.map(row => {
            const part = row.closest("[data-kb-part]");
            return (part ? part.dataset.kbPart + ": " : "") + row.textContent.replace(/\\s+/g, " ").trim();
        })""",
        )
    )


def links(page: Page) -> list[str]:
    return list(page.eval_on_selector_all("[data-kb-sheet] a", "links => links.map(link => link.href)"))


@pytest.mark.parametrize("tool", LONG)
def test_sheets_join_in_order_wherever_one_enters(
    visitor: Visitors, large_agents_host: Host, large: Sites, tool: str
) -> None:
    count = len(list((large.agents / "tools" / tool).rglob("index.html")))
    assert count > 1
    plain = visitor(scripts=False)
    first = f"{large_agents_host.url}tools/{tool}/"
    urls = [first, *(f"{first}{number}/" for number in range(2, count + 1))]
    expected: list[str] = []
    targets: list[str] = []
    for url in urls:
        page = plain.open(url)
        expected += rows(page)
        targets += links(page)
    visit = visitor()
    for url in (urls[0], urls[-1]):
        page = whole(visit.open(url))
        if tool == "changes":
            page.check("input[name=days][value='']")
        found = rows(page)
        assert len(found) == len(set(found)) or tool in {"journey", "changes"}
        assert [re.sub(r"(?<=\d{4} )(Due soon|Overdue|Later)", "", row) for row in found] == expected
        assert links(page) == targets, "links lead from here where they led from their own sheet"
        ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
        assert len(ids) == len(set(ids))
    assert visit.trouble == []
    assert visit.foreign == []


def test_a_fact_on_another_sheet_is_found_by_its_fragment(
    visitor: Visitors, large_agents_host: Host, large: Sites
) -> None:
    last = max((large.agents / "tools/facts").glob("*/index.html"), key=lambda path: int(path.parent.name))
    name = re.findall(r'<section class="kb-fact" data-kb-row id="([^"]+)"', last.read_text("utf-8"))[-1]
    page = whole(visitor().open(f"{large_agents_host.url}tools/facts/#{name}"))
    page.locator(f"#{name}").wait_for(state="visible")
    place = page.locator(f"#{name}").evaluate("one => one.getBoundingClientRect().top")
    assert 0 <= place < page.evaluate("innerHeight")


def test_sheets_that_cannot_be_fetched_stay_linked(visitor: Visitors, large_agents_host: Host) -> None:
    page = visitor().page

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/tools/scripts/3/", refuse)
    page.goto(f"{large_agents_host.url}tools/scripts/")
    page.locator("[data-kb-count]").filter(has_text=re.compile(r"\d")).wait_for()
    kept = len(rows(page))
    assert 0 < kept < SCRIPTS
    assert page.locator("[data-kb-sheets] a").count() > 2
    page.unroute("**/tools/scripts/3/")
    page.locator("[data-kb-sheets] a").nth(1).click()
    page.wait_for_url("**/tools/scripts/2/")
    assert len(rows(whole(page))) == SCRIPTS
    assert page.locator(".kb-agentbar [aria-current=page]").count() == 1


def test_without_scripts_links_lead_through_every_sheet(visitor: Visitors, large_agents_host: Host) -> None:
    page = visitor(scripts=False, width=360).open(f"{large_agents_host.url}tools/scripts/")
    found = rows(page)
    assert page.locator(".kb-sheets [aria-current=page]").inner_text() == "1"
    for number in range(2, int(page.locator(".kb-sheets a").last.inner_text()) + 1):
        page.locator(".kb-sheets a", has_text=re.compile(f"^{number}$")).click()
        page.wait_for_url(f"**/tools/scripts/{number}/", wait_until="load")  # all rows are there, not some
        expect(page.locator(".kb-sheets [aria-current=page]")).to_have_text(str(number))
        found += rows(page)
    assert len(found) == len(set(found)) == SCRIPTS

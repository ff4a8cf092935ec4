"""The page of search without JavaScript, and what browsers are told of the shop's search."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from playwright.sync_api import expect

from tests.sites import Sites
from tests.visitors import Host, Visitors


@pytest.mark.parametrize(("path", "said"), [("", "Search needs JavaScript"), ("vi/", "Tìm kiếm cần JavaScript")])
def test_the_page_says_how_to_find_things(path: str, said: str, shop_host: Host, visitor: Visitors) -> None:
    visit = visitor(width=360, scripts=False)
    page = visit.open(f"{shop_host.url}{path}search/?q=refund")
    ways = page.locator(".kb-results__help")
    expect(ways).to_contain_text(said)
    assert ways.locator("a[href*='topics/']").count() > 1
    assert ways.locator("a[href$='all/']").count() == 1
    expect(page.locator("#kb-contact")).to_be_visible()
    ways.locator("a[href='#kb-contact']").click()
    expect(page.locator("#kb-contact")).to_be_in_viewport()
    ways.locator("a[href*='topics/']").first.click()
    page.wait_for_url(re.compile("/topics/"))


@pytest.mark.parametrize(("language", "home"), [("en", ""), ("vi", "vi/"), ("ms", "ms/")])
def test_browsers_are_told_of_the_search_of_each_language(language: str, home: str, shop: Sites) -> None:
    for page in (f"{home}index.html", f"{home}search/index.html"):
        head = lxml.html.fromstring((shop.public / page).read_text("utf-8"))
        (link,) = head.xpath("//link[@rel='search']")
        told = shop.public / Path(page).parent / link.get("href")
        assert told.resolve() == (shop.public / home / "opensearch.xml").resolve()
    described = lxml.etree.fromstring((shop.public / home / "opensearch.xml").read_bytes())
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert len(described.findtext(f"{space}ShortName") or "") in range(1, 17)
    assert described.findtext(f"{space}Language") == language
    template = described.find(f"{space}Url").get("template")
    assert template.startswith("https://") and template.endswith(f"/{home}search/?q={{searchTerms}}")
    assert not (shop.agents / home / "opensearch.xml").exists()


def test_the_title_names_the_question_and_the_shop(shop_host: Host, visitor: Visitors) -> None:
    page = visitor().open(f"{shop_host.url}search/?q=refund")
    page.locator(".kb-hit").first.wait_for()
    assert page.title().startswith("refund · Search results · ") and "Sen & Serai" in page.title()

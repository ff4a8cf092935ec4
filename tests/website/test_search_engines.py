"""What search engines read, judged by parsers that are not ours: html5lib, lxml, Python's robots.txt reader."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser
from xml.etree.ElementTree import Element

import html5lib
import lxml.etree
import markdown
import pytest
import yaml

from tests.sites import FROZEN, Sites

SHOP = "https://help.senserai.example/"
AWKWARD = "https://help.awkward.example/desk/"
NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SITEMAP = lxml.etree.RelaxNG(
    lxml.etree.XML("""\
<element name="urlset" ns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns="http://relaxng.org/ns/structure/1.0"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><oneOrMore><element name="url">
  <element name="loc"><data type="anyURI"><param name="maxLength">2048</param></data></element>
  <optional><element name="lastmod"><data type="date"/></element></optional>
  <zeroOrMore><element name="link" ns="http://www.w3.org/1999/xhtml">
   <attribute name="rel"><value>alternate</value></attribute>
   <attribute name="hreflang"><data type="string">
    <param name="pattern">x-default|[a-z]{2,3}(-[A-Za-z]{2,4})?</param></data></attribute>
   <attribute name="href"><data type="anyURI"/></attribute></element></zeroOrMore>
 </element></oneOrMore></element>""")
)  # the protocol's own schema, without what nobody reads any more


@cache
def head(path: Path) -> Element:
    """The head of a page alone: html5lib takes its time, and nothing that search engines are told stands below."""
    above, body, below = path.read_text("utf-8").partition("<body")
    assert "application/ld+json" not in below and "<meta" not in below
    found = html5lib.parse(above + body + ">", namespaceHTMLElements=False).find("head")
    assert found is not None
    return found


def address(site: Sites, path: Path, base: str) -> str:
    return urljoin(base, path.relative_to(site.public).as_posix().removesuffix("index.html"))


@pytest.fixture(params=["shop", "awkward"])
def site(request: pytest.FixtureRequest) -> tuple[Sites, str]:
    sites: Sites = request.getfixturevalue(request.param)
    return sites, SHOP if request.param == "shop" else AWKWARD


def alternates(element: Element) -> dict[str, str]:
    return {
        link.get("hreflang", ""): link.get("href", "")
        for link in element.iter("link")
        if link.get("rel") == "alternate"
    }


def test_every_hreflang_is_answered_by_the_page_it_names(site: tuple[Sites, str]) -> None:
    sites, base = site
    found = {address(sites, path, base): alternates(head(path)) for path in sites.pages()}
    groups = {page: links for page, links in found.items() if links}
    assert len(groups) > 5
    for page, links in groups.items():
        assert page in links.values(), f"{page} does not name itself"
        assert "x-default" in links
        assert all(found[other] == links for other in links.values()), f"{page} and its others disagree"


def test_pages_that_repeat_another_language_are_in_no_group_and_name_the_original(awkward: Sites) -> None:
    page = head(awkward.public / "vi" / "policies" / "long" / "index.html")
    assert alternates(page) == {}
    assert [link.get("href") for link in page.iter("link") if link.get("rel") == "canonical"] == [
        f"{AWKWARD}policies/long/"]  # fmt: skip


def test_structured_data_is_valid_and_true_to_the_page(site: tuple[Sites, str]) -> None:
    sites, _ = site
    kinds = set()
    for path in sites.pages():
        scripts = [script for script in head(path).iter("script") if script.get("type") == "application/ld+json"]
        blocks = [script.text or "" for script in scripts]
        for block in blocks:
            data = json.loads(block)
            assert data["@context"] == "https://schema.org"
            for thing in data["@graph"]:
                kinds.add(thing["@type"])
                check_thing(thing, path)
    assert {"BreadcrumbList", "Article"} <= kinds <= {"BreadcrumbList", "Article", "WebPage", "FAQPage"}


def check_thing(thing: dict[str, object], path: Path) -> None:
    """The properties that schema.org and Google's guides require of these types, read 2026-11-21."""
    if thing["@type"] == "BreadcrumbList":
        steps = thing["itemListElement"]
        assert isinstance(steps, list)
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert all(step["@type"] == "ListItem" and step["name"] for step in steps)
        assert all(step["item"].startswith("https://") for step in steps[:-1]), path
    elif thing["@type"] == "FAQPage":
        questions = thing["mainEntity"]
        assert isinstance(questions, list)
        assert len(questions) > 1
        assert all(one["@type"] == "Question" and one["acceptedAnswer"]["text"] for one in questions)
    else:
        assert str(thing["url"]).startswith("https://")
        assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]+)?", str(thing["inLanguage"]))
        assert thing.get("headline") or thing.get("name")
        if "dateModified" in thing:
            date.fromisoformat(str(thing["dateModified"]))


def test_the_sitemap_fits_its_schema_and_names_pages_that_exist(site: tuple[Sites, str]) -> None:
    sites, base = site
    tree = lxml.etree.parse(sites.public / "sitemap.xml")
    SITEMAP.assertValid(tree)
    listed = [str(loc.text) for loc in tree.iterfind("s:url/s:loc", NAMESPACES)]
    assert len(listed) == len(set(listed)) > 20
    for url in listed:
        assert url.startswith(base)
        assert (sites.public / url.removeprefix(base) / "index.html").is_file(), url
    for entry in tree.iterfind("s:url", NAMESPACES):
        own = {link.get("hreflang"): link.get("href") for link in entry.iterfind("x:link", NAMESPACES)}
        page = sites.public / str(entry.findtext("s:loc", "", NAMESPACES)).removeprefix(base) / "index.html"
        assert own == alternates(head(page)), page


def test_the_sitemaps_dates_are_those_that_writers_wrote(shop: Sites) -> None:
    tree = lxml.etree.parse(shop.public / "sitemap.xml")
    dates = {
        str(entry.findtext("s:loc", "", NAMESPACES)).removeprefix(SHOP): entry.findtext("s:lastmod", None, NAMESPACES)
        for entry in tree.iterfind("s:url", NAMESPACES)
    }
    checked = 0
    for path in sorted((FROZEN / "docs" / "faq").glob("*.md")):
        if path.suffixes == [".md"]:
            written = yaml.safe_load(path.read_text("utf-8").split("\n---", 1)[0].removeprefix("---"))
            days = [written.get("reviewed_on"), *(change["on"] for change in written.get("changes", ()))]
            known = [str(day) for day in days if day]
            assert dates[f"faq/{path.stem}/"] in (known or [None]), path
            checked += 1
    assert checked > 10


def test_robots_may_read_the_public_edition_and_nothing_of_the_agents(site: tuple[Sites, str]) -> None:
    sites, base = site
    public, agents = RobotFileParser(), RobotFileParser()
    public.parse((sites.public / "robots.txt").read_text().splitlines())
    agents.parse((sites.agents / "robots.txt").read_text().splitlines())
    assert public.can_fetch("Googlebot", base)
    assert public.site_maps() == [f"{base}sitemap.xml"]
    assert not agents.can_fetch("Googlebot", base)
    assert agents.site_maps() is None
    assert not (sites.agents / "sitemap.xml").exists()


def test_every_page_for_agents_asks_not_to_be_indexed(site: tuple[Sites, str]) -> None:
    sites, _ = site
    for path in sites.pages(agents=True):
        metas = {meta.get("name"): meta.get("content", "") for meta in head(path).iter("meta")}
        assert "noindex" in metas.get("robots", "") or 'http-equiv="refresh"' in path.read_text("utf-8"), path


def test_llms_txt_is_a_title_and_lists_of_links_that_lead_somewhere(site: tuple[Sites, str]) -> None:
    sites, base = site
    text = (sites.public / "llms.txt").read_text("utf-8")
    assert re.match(r"# \S.*\n\n", text)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    page = html5lib.parseFragment(markdown.markdown(text), namespaceHTMLElements=False)
    links = [str(link.get("href")) for link in page.iter("a")]
    assert len(links) > 3
    for link in links:
        assert link.startswith(base)
        assert (sites.public / link.removeprefix(base) / "index.html").is_file(), link
    assert not (sites.agents / "llms.txt").exists()


def test_every_public_page_carries_the_policy_and_only_what_it_allows(site: tuple[Sites, str]) -> None:
    sites, _ = site
    for path in sites.pages():
        policies = [meta.get("content", "") for meta in head(path).iter("meta")
                    if meta.get("http-equiv") == "Content-Security-Policy"]  # fmt: skip
        assert len(policies) == 1, path
        assert "unsafe" not in policies[0]
        assert "frame-ancestors" not in policies[0]

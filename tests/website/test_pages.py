"""What is true of every page of a built site, read as a machine reads it."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from lxml import etree

from kb.ui_strings import ui_strings
from tests.sites import HOSTILE, Sites

MOST_ASSETS = 150 * 1024


def parsed(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(path.read_text("utf-8"))


def every_page(sites: Sites) -> list[tuple[Path, lxml.html.HtmlElement]]:
    return [(path, parsed(path)) for agents in (False, True) for path in sites.pages(agents=agents)]


@pytest.fixture(scope="module")
def own_pages(own: Sites) -> list[tuple[Path, lxml.html.HtmlElement]]:
    return every_page(own)


@pytest.fixture(scope="module")
def awkward_pages(awkward: Sites) -> list[tuple[Path, lxml.html.HtmlElement]]:
    return every_page(awkward)


@pytest.fixture(params=["own", "awkward"])
def pages(request: pytest.FixtureRequest) -> list[tuple[Path, lxml.html.HtmlElement]]:
    return request.getfixturevalue(f"{request.param}_pages")


def test_no_page_has_inline_scripts_styles_or_handlers(pages: list[tuple[Path, lxml.html.HtmlElement]]) -> None:
    faults = []
    for path, page in pages:
        faults += [
            f"{path}: {etree.tostring(one)[:120]!r}"
            for one in page.iter("script")
            if not one.get("src") and one.get("type") not in ("application/json", "application/ld+json")
        ]
        faults += [f"{path}: <style>" for _ in page.iter("style")]
        faults += [
            f"{path}: {name}" for one in page.iter() for name in one.attrib if name == "style" or name.startswith("on")
        ]
        faults += [
            f"{path}: {one.get('href')}" for one in page.iter("a") if (one.get("href") or "").startswith("javascript:")
        ]
    assert faults == []


def test_no_page_loads_anything_from_another_host(pages: list[tuple[Path, lxml.html.HtmlElement]]) -> None:
    faults = []
    for path, page in pages:
        loaded = [one.get("src") for one in page.xpath("//script|//img|//iframe|//source|//video|//audio")]
        loaded += [one.get("href") for one in page.xpath("//link[not(@rel='canonical' or @rel='alternate')]")]
        faults += [f"{path}: {url}" for url in loaded if url and urlsplit(url).netloc]
    assert faults == []


def test_every_link_and_asset_of_a_page_is_there(pages: list[tuple[Path, lxml.html.HtmlElement]]) -> None:
    faults = []
    for path, page in pages:
        root = next(parent for parent in path.parents if parent.name in ("public", "agents"))
        here = "https://site/" + path.relative_to(root).as_posix().removesuffix("index.html")
        prefix = "/desk" if path.name == "404.html" and "awkward" in path.parts else ""
        for one in page.xpath(
            "//a[@href]|//script[@src]|//link[@rel='stylesheet']|//link[@rel='icon']|//form[@action]|//img"
        ):
            url = one.get("href") or one.get("src") or one.get("action")
            target = urlsplit(urljoin(here, url))
            if target.scheme not in ("http", "https") or target.netloc != "site":
                continue
            name = target.path.removeprefix(prefix).lstrip("/")
            file = root / (f"{name}index.html" if name.endswith("/") or not name else name)
            if not file.is_file():
                faults.append(f"{path}: {url}")
    assert faults == []


def test_the_first_article_costs_few_bytes_of_styles_and_scripts(shop: Sites) -> None:
    page = parsed(shop.public / "faq/track-order/index.html")
    files = [
        shop.public / "faq/track-order" / url
        for url in [one.get("src") for one in page.iter("script") if one.get("src")]
        + [one.get("href") for one in page.xpath("//link[@rel='stylesheet']")]
    ]
    assert len(files) >= 4
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= MOST_ASSETS


def test_our_assets_carry_a_hash_in_their_names(shop: Sites) -> None:
    names = [path.name for path in (shop.public / "assets/kb").iterdir()]
    assert names and all(re.fullmatch(r"[\w-]+\.[0-9a-f]{10}\.\w+", name) for name in names), names


def test_every_page_has_one_title_one_h1_and_its_language(pages: list[tuple[Path, lxml.html.HtmlElement]]) -> None:
    faults = []
    for path, page in pages:
        if path.name == "404.html" or page.xpath("//meta[@http-equiv='refresh']"):
            continue
        root = next(parent for parent in path.parents if parent.name in ("public", "agents"))
        first = path.relative_to(root).parts[0]
        expected = first if first in ("vi", "ms", "ur") else "en"
        if page.get("lang") != expected or len(page.findall(".//h1")) != 1 or not page.findtext(".//title"):
            faults.append(f"{path}: lang {page.get('lang')}, {len(page.findall('.//h1'))} h1")
    assert faults == []


def test_ids_on_a_page_are_unique(pages: list[tuple[Path, lxml.html.HtmlElement]]) -> None:
    faults = []
    for path, page in pages:
        ids = page.xpath("//@id")
        faults += [f"{path}: {id}" for id in set(ids) if ids.count(id) > 1]
    assert faults == []


def alternates(page: lxml.html.HtmlElement) -> dict[str, str]:
    return {one.get("hreflang"): one.get("href") for one in page.xpath("//link[@rel='alternate'][@hreflang]")}


@pytest.mark.parametrize(
    ("name", "base"), [("own", "https://help.senserai.example/"), ("awkward", "https://help.awkward.example/desk/")]
)
def test_hreflang_is_absolute_mutual_and_names_itself(name: str, base: str, request: pytest.FixtureRequest) -> None:
    sites: Sites = request.getfixturevalue(name)
    by_url = {
        base + path.relative_to(sites.public).as_posix().removesuffix("index.html"): parsed(path)
        for path in sites.pages()
        if path.name == "index.html"
    }
    counted = 0
    for url, page in by_url.items():
        named = alternates(page)
        if not named:
            continue
        counted += 1
        assert url in named.values(), url
        for code, other in named.items():
            assert other.startswith(base), other
            assert alternates(by_url[other]) == named, (url, code)
        default = named.get("en")
        assert named.get("x-default") == default, url
    assert counted > 10


def test_canonical_is_the_page_itself_except_where_another_language_stands_in(awkward: Sites) -> None:
    own = parsed(awkward.public / "vi/faq/tree/index.html")
    fallback = parsed(awkward.public / "vi/policies/long/index.html")
    assert own.xpath("//link[@rel='canonical']/@href") == ["https://help.awkward.example/desk/vi/faq/tree/"]
    assert fallback.xpath("//link[@rel='canonical']/@href") == ["https://help.awkward.example/desk/policies/long/"]


def test_an_article_without_a_translation_says_so_in_the_readers_language(awkward: Sites) -> None:
    page = parsed(awkward.public / "vi/policies/long/index.html")
    article = page.find(".//article")
    assert page.get("lang") == "vi"
    assert (article.get("lang"), article.get("dir")) == ("en", "ltr")
    assert alternates(page) == {}
    assert "chưa có bản tiếng Việt" in page.xpath("string(//*[@class='kb-fallback'])")
    assert "tiếng Anh" in page.xpath("string(//*[@class='kb-fallback'])")


def test_a_right_to_left_language_runs_right_to_left_and_its_fallbacks_left_to_right(awkward: Sites) -> None:
    page = parsed(awkward.public / "ur/faq/tree/index.html")
    assert page.get("lang") == "ur"
    assert page.find("body").get("dir") == "rtl"
    assert page.find(".//article").get("dir") == "ltr"


def test_an_article_shows_its_dates_answer_related_pages_and_contacts(shop: Sites) -> None:
    page = parsed(shop.public / "policies/shipping/index.html")
    assert "In effect from September 1, 2026" in page.xpath("string(//*[@class='kb-facts'])")
    assert page.xpath("//*[@class='kb-reviewed']//time/@datetime") == ["2026-11-16"]
    assert page.xpath("//*[@class='kb-answer']")
    assert len(page.xpath("//*[@id='kb-related']//a")) == 5
    assert "1900 0199" in page.xpath("string(//*[@id='kb-contact'])")
    assert page.xpath("//*[@id='kb-contact']//a[starts-with(@href, 'tel:')]")
    assert [one.text for one in page.xpath("//nav[@class='kb-crumbs']//a")] == ["Home", "Delivery"]


def test_a_language_shows_only_the_ways_to_reach_a_person_in_its_markets(shop: Sites) -> None:
    contact = parsed(shop.public / "ms/faq/track-order/index.html").xpath("string(//*[@id='kb-contact'])")
    assert "WhatsApp" in contact and "1800 000 199" in contact
    assert "Zalo" not in contact and "1900 0199" not in contact


def test_text_from_front_matter_never_becomes_markup(awkward_pages: list[tuple[Path, lxml.html.HtmlElement]]) -> None:
    for path, page in awkward_pages:
        assert page.xpath("//img[@src='x']") == [], path
        assert page.xpath("//h3/a/b") == [], path
    shown = next(page for path, page in awkward_pages if path.parts[-2] == "hostile")
    assert shown.findtext(".//h1") == HOSTILE
    data = json.loads(shown.xpath("string(//script[@type='application/ld+json'])"))
    assert data["@graph"][1]["headline"] == HOSTILE


def test_structured_data_names_the_way_to_the_page(shop: Sites) -> None:
    data = json.loads(
        parsed(shop.public / "vi/faq/track-order/index.html").xpath("string(//script[@type='application/ld+json'])")
    )
    trail, article = data["@graph"]
    assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]
    assert article["inLanguage"] == "vi" and article["dateModified"] >= "2026-01-01"


def test_a_long_topic_is_cut_into_sheets_that_reach_every_article(awkward: Sites) -> None:
    sheets = [
        parsed(awkward.public / name / "index.html")
        for name in ["topics/many", *(f"topics/many/{number}" for number in range(2, 4))]
    ]
    linked = {url for page in sheets for url in page.xpath("//ul[contains(@class, 'kb-list')]/li/a/@href")}
    assert len(linked) == 111
    assert sheets[1].xpath("//link[@rel='canonical']/@href") == ["https://help.awkward.example/desk/topics/many/2/"]


def test_the_list_of_everything_reaches_every_topic_and_names_short_ones_whole(shop: Sites, awkward: Sites) -> None:
    short = parsed(shop.public / "all/index.html")
    articles = [path for path in shop.public.glob("*/*/index.html") if path.parts[-3] in ("faq", "guides", "policies")]
    assert len(short.xpath("//ul[@class='kb-list']/li")) == len(articles)
    long = parsed(awkward.public / "all/index.html")
    assert "../topics/many/" in long.xpath("//section//a/@href")


def test_the_404_page_speaks_all_languages_with_addresses_from_the_sites_root(awkward: Sites) -> None:
    page = parsed(awkward.public / "404.html")
    assert [one.get("lang") for one in page.xpath("//section[@data-kb-missing]")] == ["en", "vi", "ur"]
    links = "//section/ul[@class='kb-featured' or @class='kb-list']//a/@href"
    for url in page.xpath(f"//link[@rel='stylesheet']/@href|//script/@src|{links}|//form/@action"):
        assert url.startswith("/desk/"), url
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_the_sitemap_lists_what_is_truly_written_with_its_languages(awkward: Sites) -> None:
    tree = etree.fromstring((awkward.public / "sitemap.xml").read_bytes())
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = {one.findtext("s:loc", namespaces=spaces): one for one in tree.findall("s:url", spaces)}
    base = "https://help.awkward.example/desk/"
    assert base + "policies/long/" in urls and base + "vi/policies/long/" not in urls
    assert urls[base + "policies/long/"].findtext("s:lastmod", namespaces=spaces) == "2026-11-02"
    assert {one.get("hreflang") for one in urls[base + "vi/faq/tree/"].findall("x:link", spaces)} == {
        "en",
        "vi",
        "x-default",
    }
    assert len(urls) == len(set(urls))
    assert not (awkward.agents / "sitemap.xml").exists()
    assert (awkward.public / "robots.txt").read_text().endswith(f"Sitemap: {base}sitemap.xml\n")
    assert "Disallow: /" in (awkward.agents / "robots.txt").read_text()


def test_the_agents_edition_is_marked_in_colour_and_words_and_kept_from_search_engines(shop: Sites) -> None:
    for path in shop.pages(agents=True):
        page = parsed(path)
        if page.xpath("//meta[@http-equiv='refresh']"):
            continue
        words = ui_strings(page.get("lang"))
        assert words["internal_bar"] in page.xpath("string(//*[@class='kb-internal-bar'])"), path
        assert "noindex" in "".join(page.xpath("//meta[@name='robots']/@content")), path
        assert page.xpath("//link[@rel='canonical']") == [], path


def test_internal_pages_and_notes_bear_the_word_internal(awkward: Sites) -> None:
    script = parsed(awkward.agents / "scripts/late/index.html")
    assert "Internal" in script.xpath("string(//article)")
    noted = parsed(awkward.agents / "faq/tree/index.html").xpath("//aside[@id='kb-note']")[0]
    assert "Mind the plug" in noted.text_content() and "Internal" in noted.text_content()
    assert "Mind the plug" not in awkward.text("faq/tree/")


def test_a_saved_reply_shows_channels_placeholders_and_variants_in_words(awkward: Sites) -> None:
    page = parsed(awkward.agents / "scripts/late/index.html")
    assert "Shopee chat" in page.xpath("string(//dl)")
    assert [cell.text_content() for cell in page.xpath("//tbody/tr[1]/td")] == ["order_id", "Code", "A1", "Yes"]
    assert [one.text_content() for one in page.xpath("//article//h2")][-1] == "For: VIP customer"
    assert len(page.xpath("//div[@class='kb-body']//span[@class='kb-slot']")) == 2


def test_agents_read_the_history_of_an_article_and_shoppers_do_not(awkward: Sites) -> None:
    assert "Buyers asked for it" in awkward.text("policies/long/", agents=True)
    assert "Buyers asked for it" not in awkward.text("policies/long/")


@pytest.mark.parametrize("language", ["vi", "ms"])
def test_the_interface_speaks_this_language_throughout(language: str) -> None:
    own, english = ui_strings(language), ui_strings("en")
    same = {name for name in english if own.get(name) == english[name]}
    names_of_things = {name for name in same if name.startswith("channel_")} | {
        "menu",
        "kind_manual",
        "desk_form_link",
        "video",
    }
    assert same <= names_of_things, same - names_of_things


@pytest.mark.parametrize("language", ["vi", "ms"])
def test_materials_own_strings_are_complete(language: str) -> None:
    import material

    from kb.website.mkdocs.theme import THEME

    keys = re.compile(r'^  "([\w.]+)":', re.MULTILINE)
    english = Path(material.__file__).parent / "templates/partials/languages/en.html"
    ours = THEME / f"partials/languages/{language}.html"
    assert set(keys.findall(english.read_text("utf-8"))) <= set(keys.findall(ours.read_text("utf-8")))

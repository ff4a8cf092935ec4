"""A shop's own look on its pages: what was asked for is there, in every language, and follows a change."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import lxml.html
import pytest

from kb.project.colours import contrast
from tests.audit.packers import sfnt
from tests.cli.running import call_kb, said
from tests.sites import MARK

LOOK = """\
      look:
        logo: {light: img/logo.svg, dark: img/night.svg}
        favicon: img/logo.svg
        accent: {light: "#9b1d54"}
        font: {regular: fonts/a.ttf, bold: fonts/b.ttf}
        home_picture: img/logo.svg
        share_picture: img/share.png
        header_links: [{name: {de: Zum Laden, en: Our shop}, url: "https://blumen.example/"}]
        footer_links: [{article: policies/impressum}, {article: policies/impressum, name: Imprint}]
        social: [{icon: fontawesome/brands/instagram, url: "https://instagram.com/b"}]
        copyright: {de: "© Köln", en: "© Cologne"}
"""
CONFIG = """\
site_name: Blumen Hilfe
site_url: https://hilfe.blumen.example/
site_author: Rosa Rot
copyright: "<b>plain</b>"
theme: {name: material}
repo_url: https://git.example/blumen
edit_uri: edit/main/docs/
plugins:
  - kb:
      default_language: de
      languages: {de: Deutsch, en: English}
"""
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000004b0000002760802000000")
"""The head of a picture of 1200 × 630 pixels."""


def florist(root: Path, look: str = LOOK, *, theme: str = "{name: material}") -> Path:
    files: dict[str, str | bytes] = {
        "mkdocs.yml": CONFIG.replace("{name: material}", theme) + look,
        "docs/faq/strauss.md": "---\ntitle: Wann kommt mein Strauß?\n---\nAm Tag, den Sie wählen.\n",
        "docs/policies/impressum.md": "---\ntitle: Impressum\n---\nBlumen GmbH.\n",
        "docs/policies/impressum.en.md": "---\ntitle: Legal notice\n---\nBlumen GmbH.\n",
        "docs/img/logo.svg": MARK,
        "docs/img/night.svg": MARK,
        "docs/img/share.png": PNG,
        "docs/fonts/a.ttf": sfnt({b"head": b"a" * 54}),
        "docs/fonts/b.ttf": sfnt({b"head": b"b" * 54}),
        "agents/scripts/late.md": "---\ntitle: Late\nchannels: [email]\n---\nSoon.\n",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def build(root: Path, edition: str = "public") -> Path:
    done = call_kb(root, "build", "--edition", edition)
    assert done.returncode == 0, said(done)
    return root / "site" / edition


def parsed(site: Path, name: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((site / name).read_text("utf-8"))


def sheet_of(site: Path) -> str:
    """The style sheet of the look; "" where there is none."""
    found = sorted((site / "assets/kb").glob("look.*.css"))
    assert len(found) <= 1
    linked = [one.get("href") for one in parsed(site, "index.html").xpath("//link[@rel='stylesheet']")]
    assert [one for one in linked if "/look." in f"/{one}"] == [f"./assets/kb/{one.name}" for one in found]
    return found[0].read_text("utf-8") if found else ""


def test_pages_have_the_look_that_was_asked_for(tmp_path: Path) -> None:
    site = build(florist(tmp_path))
    home, article, english = (parsed(site, one) for one in ("index.html", "faq/strauss/index.html", "en/index.html"))
    assert home.xpath("//header//img/@src") == ["img/logo.svg", "img/night.svg"]
    assert article.xpath("//link[@rel='icon']/@href") == ["../../img/logo.svg"]
    assert home.xpath("//section[contains(@class, 'kb-hero')]//img/@src") == ["./img/logo.svg"]
    assert home.xpath("//header//ul[@class='kb-header__links']//a/text()") == ["Zum Laden"]
    assert english.xpath("//header//ul[@class='kb-header__links']//a/text()") == ["Our shop"]
    assert home.xpath("//footer//a/text()")[-2:] == ["Impressum", "Imprint"]
    assert english.xpath("//footer//a/text()")[-2:] == ["Legal notice", "Imprint"]
    assert home.xpath("//footer//ul[@class='kb-footer__social']//a/@href") == ["https://instagram.com/b"]
    assert home.xpath("//footer//ul[@class='kb-footer__social']//a/@aria-label") == ["instagram.com"]
    assert home.xpath("//footer//ul[@class='kb-footer__social']//svg")
    assert home.xpath("//p[@class='kb-footer__shop']/text()") == ["© Köln"]
    assert english.xpath("//p[@class='kb-footer__shop']/text()") == ["© Cologne"]
    said_of = {one.get("property") or one.get("name"): one.get("content") for one in article.xpath("//meta[@content]")}
    assert said_of["og:image"] == "https://hilfe.blumen.example/img/share.png"
    assert (said_of["og:image:width"], said_of["og:image:height"], said_of["author"]) == ("1200", "630", "Rosa Rot")
    sheet = sheet_of(site)
    assert "--kb-accent:#9b1d54;" in sheet and 'url("../../fonts/a.ttf") format("truetype");font-weight:400' in sheet
    dark = re.findall(r'data-kb-theme="dark"\]{--kb-accent:(#\w+)', sheet)
    assert contrast(dark[0], "#182322") >= 4.5
    assert {"fonts/a.ttf", "fonts/b.ttf", "img/share.png"} <= {
        one.relative_to(site).as_posix() for one in site.rglob("*")
    }


def test_without_a_look_nothing_is_added(tmp_path: Path) -> None:
    site = build(florist(tmp_path, ""))
    assert sheet_of(site) == ""
    page = parsed(site, "index.html")
    assert not page.xpath("//header//img | //ul[@class='kb-footer__social']")
    (share,) = page.xpath("//meta[@property='og:image']/@content")
    assert "/assets/kb/icon-512." in share, "the made icon, and no picture of anybody's"
    assert page.xpath("//p[@class='kb-footer__shop']/b/text()") == ["plain"]


@pytest.mark.parametrize(
    ("palette", "light", "dark"),
    [
        ("{primary: indigo}", "#4051b5", ""),
        ("{primary: deep purple}", "#7", ""),
        (
            "[{scheme: default, primary: teal, toggle: {icon: a, name: b}}, {scheme: slate, primary: amber}]",
            "#00",
            "#ffc105",
        ),
        ("{scheme: slate, primary: red}", "", "#ef5552"),
        ("{scheme: slate, primary: black}", "", ""),
    ],
)
def test_material_s_palette_gives_the_colours_made_readable(
    palette: str, light: str, dark: str, tmp_path: Path
) -> None:
    sheet = sheet_of(build(florist(tmp_path, "", theme=f"{{name: material, palette: {palette}}}")))
    in_light = re.findall(r':not\(\[data-kb-theme="dark"\]\){--kb-accent:(#\w+)', sheet)
    in_dark = re.findall(r'data-kb-theme="dark"\]{--kb-accent:(#\w+)', sheet)
    assert [one.startswith(light) for one in in_light] == [True] * bool(light), sheet
    assert not dark or in_dark[0].startswith(dark), sheet
    assert all(contrast(one, "#ffffff") >= 4.5 for one in in_light)
    assert all(contrast(one, "#182322") >= 4.5 for one in in_dark)


def test_material_s_logo_and_social_links_are_the_same(tmp_path: Path) -> None:
    root = florist(tmp_path, "", theme="{name: material, logo: img/logo.svg, favicon: img/night.svg}")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("extra: {social: [{icon: simple/line, link: https://line.example/, name: LINE}]}\n")
    page = parsed(build(root), "index.html")
    assert page.xpath("//header//img/@src") == ["img/logo.svg"] and page.xpath("//link[@rel='icon']/@href") == [
        "./img/night.svg"
    ]
    assert page.xpath("//footer//a[@aria-label='LINE']/@href") == ["https://line.example/"]


def test_a_changed_look_changes_every_page_as_a_build_from_nothing_does(tmp_path: Path) -> None:
    root = florist(tmp_path / "changed")
    build(root)
    new = LOOK.replace("#9b1d54", "#1d549b").replace("Imprint", "Wer wir sind")
    (root / "mkdocs.yml").write_text(CONFIG + new, "utf-8")
    (root / "docs/img/night.svg").write_text(MARK.replace("#123", "#345"), "utf-8")
    site = build(root)
    fresh = florist(tmp_path / "fresh", new)
    shutil.copy(root / "docs/img/night.svg", fresh / "docs/img/night.svg")
    other = build(fresh)
    assert {one.relative_to(site): one.read_bytes() for one in site.rglob("*") if one.is_file()} == {
        one.relative_to(other): one.read_bytes() for one in other.rglob("*") if one.is_file()
    }


def test_agents_find_where_a_page_is_edited(tmp_path: Path) -> None:
    root = florist(tmp_path)
    site = build(root, "agents")
    for page, file in (
        ("faq/strauss", "docs/faq/strauss.md"),
        ("en/policies/impressum", "docs/policies/impressum.en.md"),
        ("scripts/late", "agents/scripts/late.md"),
    ):
        found = parsed(site, f"{page}/index.html").xpath("//p[@class='kb-edit']/a/@href")
        assert found == [f"https://git.example/blumen/edit/main/{file}"]
    assert not parsed(site, "manual/start/index.html").xpath("//p[@class='kb-edit']")
    assert not parsed(build(root), "faq/strauss/index.html").xpath("//p[@class='kb-edit']")


def site_names(site: Path, page: str) -> set[str]:
    """What the header, the browser's tab and the preview of a link call the site."""
    home = parsed(site, page)
    header = home.xpath('string(//*[@class="kb-brand__name"])')
    return {header, home.findtext(".//title"), home.xpath('string(//meta[@property="og:site_name"]/@content)')}


@pytest.mark.parametrize(
    ("shop", "english"),
    [("", "Blumen Hilfe"), ("      shop: Blumen Köln\n", "Blumen Köln Help")],
)
def test_the_sites_name_is_said_in_the_language_of_the_page(tmp_path: Path, shop: str, english: str) -> None:
    site = build(florist(tmp_path, shop))
    assert site_names(site, "index.html") == {"Blumen Hilfe"}
    assert site_names(site, "en/index.html") == {english}

"""Our style sheets as pages load them: one a page, with the agents' rules in their edition alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.website.mkdocs.style_sheets import minified
from tests.cli.running import call_kb, said
from tests.conftest import WriteProject
from tests.sites import Sites

CONFIG = """\
site_name: Laden
theme: {name: material, custom_dir: overrides}
plugins:
  - kb:
      default_language: de
      languages: {de: Deutsch}
"""


def sheets_of(site: Path) -> dict[str, str]:
    """Name without its hash → text, of our sheets that a site's first page links, in their order."""
    page = (site / "index.html").read_text("utf-8")
    found = re.findall(r'<link rel="stylesheet" href="[^"]*(assets/kb/([\w-]+)\.[0-9a-f]{10}\.css)"', page)
    return {name: (site / address).read_text("utf-8") for address, name in found}


def test_a_page_has_one_sheet_of_ours_and_the_agents_rules_in_their_edition_alone(shop: Sites) -> None:
    public, agents = sheets_of(shop.public), sheets_of(shop.agents)
    assert list(public) == ["material", "kb"]
    assert ".kb-agentbar" not in public["kb"]
    assert ".kb-hits" in public["kb"]
    assert ".kb-agentbar" in agents["kb"]
    for site in (shop.public, shop.agents):
        assert not [*site.glob("assets/kb/search.*.css"), *site.glob("assets/kb/agents.*.css")]


def test_the_public_edition_has_no_style_or_script_that_none_of_its_pages_names(shop: Sites) -> None:
    pages = "".join(path.read_text("utf-8") for path in shop.public.rglob("*.html"))
    names = [path.name for path in (shop.public / "assets/kb").iterdir() if path.suffix in {".css", ".js"}]
    assert names
    assert [name for name in names if name not in pages] == []
    assert any(path.name.startswith("tools.") for path in (shop.agents / "assets/kb").glob("*.css"))


def test_a_part_of_the_shops_own_stays_a_sheet_as_it_was_written(write_project: WriteProject) -> None:
    own = '@import "more.css";\n/* Ours. */\n.kb-hits { color: red }\n'
    root = write_project(
        {"mkdocs.yml": CONFIG, "overrides/assets/kb/search.css": own, "docs/faq/a.md": "# Frage\n\nAntwort.\n"}
    )
    done = call_kb(root, "build", "--edition", "public", "--today", "2026-11-21")
    assert done.returncode == 0, said(done)
    sheets = sheets_of(root / "site/public")
    assert list(sheets) == ["material", "kb", "search"]
    assert sheets["search"] == own
    assert ".kb-header" in sheets["kb"]


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("a { color: red; }\n\nb > c { margin: 0 1px; }\n", "a{color:red}b > c{margin:0 1px}"),
        ("/* words; {and} 'quotes */ a { b: c }", "a{b:c}"),
        ('a::before { content: "/* ; */  {x}: y"; }', 'a::before{content:"/* ; */  {x}: y"}'),
        ("a { width: calc(1px + 2px); transition: a .1s, b .1s; }", "a{width:calc(1px + 2px);transition:a .1s,b .1s}"),
        ("@media (max-width: 3em) { a :is(b, c):hover d { e: f } }", "@media (max-width:3em){a :is(b,c):hover d{e:f}}"),
        ("a { background: url( x.svg ) no-repeat; --b: ; }", "a{background:url( x.svg ) no-repeat;--b:}"),
        ("a/* x */.b { c: d/* y */ }", "a/**/.b{c:d}"),
        (r'.a\, .b { c: d } .e\" , f { g: h }', r'.a\, .b{c:d}.e\",f{g:h}'),
        (r".a\2c  b { c: d }", r".a\2c  b{c:d}"),
        ("a { b: c } " + "url(" * 40_000, "a{b:c}" + "url(" * 40_000),
        ("@media screen and (min-width: 1em) { a::after { content: '' / ''; } }",
         "@media screen and (min-width:1em){a::after{content:'' / ''}}"),
    ],
)  # fmt: skip
def test_what_a_sheet_says_is_kept_when_what_people_read_is_cut(written: str, published: str) -> None:
    assert minified(written) == published

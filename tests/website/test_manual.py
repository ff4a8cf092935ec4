"""The product's manual: pages of the agents' edition, apart from what the shop wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

from kb import open_help_centre
from kb.content.generated_urls import MANUAL_PAGES
from kb.search.ranking.scoring import search
from kb.search.shards.read import load_shards
from kb.website.agent_pages.manual import manual_texts
from kb.website.build.editions import build_editions
from kb.workspace.workspace import open_workspace
from tests.cli.running import call_kb, run_kb, said
from tests.conftest import ROOT, TODAY, WriteProject

ABOUT_KB = ("rule pack of a channel", "what does kb build do", "passphrase of the locked edition")
VIETNAMESE = """\
site_name: Shop
theme: {name: material}
plugins:
  - kb:
      default_language: vi
      languages: {vi: {name: Tiếng Việt, markets: [VN]}}
      markets: {VN: {currency: VND, name: {vi: Việt Nam}}}
"""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `kb init` writes."""
    folder = tmp_path_factory.mktemp("fresh") / "shop"
    done = call_kb(folder.parent, "init", folder.name)
    assert done.returncode == 0, said(done)
    return folder


def _built(root: Path) -> Path:
    (report,) = build_editions(root, ("agents",), root / "site", today=TODAY)
    assert report.is_whole, report.problems
    return root / "site" / "agents"


def _manual_hits(site: Path, query: str) -> list[str]:
    folder = site / "search" / "manual"
    index = load_shards(folder, next(folder.glob("core-*.json")).name)
    return [hit.document.url for hit in search(index, query, 3)]


def _dead_links(site: Path, top: str) -> list[tuple[str, str]]:
    """(page, address) of each link from an article below `top` to a page or file that the site has not."""
    found = []
    for path in sorted((site / top).rglob("index.html")):
        place = f"/{path.parent.relative_to(site).as_posix()}/"
        for address in html.fromstring(path.read_text("utf-8")).xpath("//article//a/@href"):
            parts = urlsplit(urljoin(f"http://site{place}", address))
            target = site / unquote(parts.path).lstrip("/")
            if parts.netloc == "site" and not (target / "index.html" if target.is_dir() else target).is_file():
                found.append((place, address))
    return found


def test_a_new_shop_answers_a_return_with_its_own_article(fresh: Path) -> None:
    centre = open_help_centre(fresh)
    made = centre.suggest("i want to return this")
    assert made.answers[0].id == "faq/return-item"
    done = call_kb(fresh, "suggest", "i want to return this", "--json")
    assert json.loads(done.stdout)["answers"][0]["id"] == "faq/return-item", said(done)


def test_no_index_of_the_shop_holds_a_page_of_the_manual(fresh: Path) -> None:
    centre = open_help_centre(fresh)
    written = {path.relative_to(fresh).as_posix() for top in ("docs", "agents") for path in (fresh / top).rglob("*.md")}
    for index in centre.desk.indexes.values():
        assert 0 < len(index.documents) <= len(written)
        assert not [one.id for one in index.documents if one.id.split("/")[0] == "manual"]
    for query in ABOUT_KB:
        done = call_kb(fresh, "search", "--edition", "agents", query)
        assert "manual/" not in said(done)
        assert not [hit for hit in centre.search(query) if hit.document.url.startswith("manual")]
    assert f"{len(written)} files" in said(call_kb(fresh, "check"))


def test_a_suggestion_loads_neither_commands_nor_locks_nor_importers(fresh: Path) -> None:
    program = (
        "import json, sys, kb\n"
        "kb.suggest('i want to return this')\n"
        "kb.open_help_centre().search('return')\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('kb.')]))\n"
    )
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", program], cwd=fresh, env=environment, capture_output=True, check=True)
    loaded = json.loads(done.stdout)
    assert "kb.desk.suggest" in loaded
    others = {"cli", "locking", "importers", "reports", "audit", "plugin"}
    assert not [name for name in loaded if name.split(".")[1] in others]


def test_the_agents_read_and_search_the_manual_apart(write_project: WriteProject) -> None:
    root = write_project({"docs/faq/a.md": "# A\n\nWords.\n"})
    done = run_kb(root, "build")
    assert done.returncode == 0, said(done)
    public, agents = root / "site" / "public", root / "site" / "agents"
    assert not list(public.rglob("*manual*"))
    listed = set()
    for sheet in (agents / "sections/manual").rglob("index.html"):
        here = f"/{sheet.parent.relative_to(agents).as_posix()}/"
        links = html.fromstring(sheet.read_text("utf-8")).xpath("//main//ul//a/@href")
        listed |= {urljoin(here, one).strip("/") for one in links}
    for name in manual_texts():
        address = f"manual/{name.removesuffix('.md')}".removesuffix("/index")
        assert (agents / address / "index.html").is_file() and address in listed
        assert (agents / "vi" / address / "index.html").is_file()
    assert "manual/locking/" in _manual_hits(agents, "passphrase of the locked edition")
    assert _dead_links(agents, "manual") == _dead_links(agents, "vi/manual") == []


def test_the_addresses_of_the_manual_are_known() -> None:
    names = {name.removesuffix(".md") for name in manual_texts()}
    assert {name or "index" for name in MANUAL_PAGES} == names


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/manual/start.md", "# Kettle: first steps\n\nFill it.\n"),
        ("docs/manual.md", "# Manuals of our kettles\n\nAll of them.\n"),
        ("agents/manual/kettle.md", "# Kettle, for agents\n\nAsk for the number.\n"),
        ("docs/faq/kettle.md", "---\nredirect_from: [manual/start]\n---\n# Kettle\n\nFill it.\n"),
    ],
)
def test_a_shop_with_manuals_of_its_own_keeps_their_addresses(
    path: str, text: str, write_project: WriteProject
) -> None:
    root = write_project({path: text, "docs/faq/a.md": "# A\n\nWords.\n"})
    assert not [one for one in open_workspace(root, "agents", today=TODAY).problems if one.is_error]
    site = _built(root)
    title = text.partition("# ")[2].partition("\n")[0]
    address = "manual/start" if "redirect" in text else path.partition("/")[2].removesuffix(".md")
    assert title in (site / address / "index.html").read_text("utf-8")
    assert (site / "kb-manual/start/index.html").is_file() and not (site / "manual/facts").exists()
    assert "kb-manual/locking/" in _manual_hits(site, "passphrase of the locked edition")
    assert _dead_links(site, "kb-manual") == []


def test_a_shop_without_english_reads_an_english_manual(write_project: WriteProject) -> None:
    site = _built(write_project({"mkdocs.yml": VIETNAMESE, "docs/faq/a.md": "# Đổi trả\n\nTrong 7 ngày.\n"}))
    page = html.fromstring((site / "manual/start/index.html").read_text("utf-8"))
    assert page.xpath("string(/html/@lang)") == "vi"
    assert page.xpath("string(//article/@lang)") == "en"
    assert "manual/locking/" in _manual_hits(site, "passphrase of the locked edition")


def test_agents_texts_may_link_to_the_manual_and_shoppers_texts_may_not(write_project: WriteProject) -> None:
    link = "See [the manual](/manual/facts/#units).\n"
    root = write_project({"docs/faq/a.md": f"# A\n\n{link}", "agents/procedures/p.md": f"# P\n\n{link}"})
    found = {(one.path, one.code) for one in open_workspace(root, "agents", today=TODAY).problems if one.code < "KB5"}
    assert found == {("docs/faq/a.md", "KB203")}
    found = {(one.path, one.code) for one in open_workspace(root, "public", today=TODAY).problems if one.code < "KB5"}
    assert found == {("docs/faq/a.md", "KB201")}


def test_a_second_build_gives_the_same_bytes(write_project: WriteProject) -> None:
    root = write_project({"docs/faq/a.md": "# A\n\nWords.\n"})
    first = {path: path.read_bytes() for path in _built(root).rglob("*") if path.is_file()}
    second = {path: path.read_bytes() for path in _built(root).rglob("*") if path.is_file()}
    assert first == second

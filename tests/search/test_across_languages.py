"""A question in one language finds an article that is written in another alone, and its language is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.search.indexing.index import build_index
from kb.search.ranking.scoring import search
from kb.search.shards.read import load_shards
from kb.search.shards.write import write_shards
from kb.workspace.indexes import build_index_of
from kb.workspace.workspace import open_workspace
from tests.cli.running import call_kb, said
from tests.conftest import TODAY, WriteProject

FILES = {
    "mkdocs.yml": "site_name: S\nplugins: [{kb: {default_language: de, languages: {de: D, en: E, vi: V}}}]\n",
    "docs/faq/garantie.md": "---\ntitle: Wie lange gilt die Garantie?\n---\n\nZwölf Monate.\n",
    "docs/faq/gift.en.md": "---\ntitle: Tracking engraved gifts\nquestions: [meine Gravur, khắc tên]\n---\n\nNames.\n",
    "docs/faq/gift2.vi.md": "---\ntitle: Gói quà tặng\n---\n\nGói quà bằng giấy.\n",
    "agents/scripts/hello.en.md": "---\ntitle: Hello engraved\n---\n\nHello there.\n",
}  # fmt: skip


@pytest.fixture
def shop(write_project: WriteProject) -> Path:
    return write_project(FILES)


@pytest.mark.parametrize(
    ("language", "query", "id", "written"),
    [
        ("de", "gravur verschickt", "faq/gift", "en"),
        ("de", "tracking engraved", "faq/gift", "en"),
        ("vi", "khac ten len do", "faq/gift", "en"),
        ("vi", "khắc tên", "faq/gift", "en"),
        ("en", "garantie monate", "faq/garantie", "de"),
        ("de", "gói quà", "faq/gift2", "vi"),
        ("en", "goi qua tang", "faq/gift2", "vi"),
        ("en", "engraving tracked", "faq/gift", "en"),
    ],
)
def test_it_is_found_by_what_its_writer_gave(shop: Path, language: str, query: str, id: str, written: str) -> None:
    index = build_index_of(open_workspace(shop, "public", today=TODAY, with_checks=False), language)
    hit = search(index, query)[0].document
    assert (hit.id, hit.language, hit.is_fallback) == (id, written, written != language)
    folder = shop / "written"
    read = load_shards(folder, write_shards(index, folder))
    assert next((one.document.id, one.document.language) for one in search(read, query)) == (id, written)
    assert one_line(call_kb(shop, "search", query, "--lang", language)).count(f"[{written}]") == (written != language)


def one_line(done: object) -> str:
    return said(done).splitlines()[0]  # type: ignore[arg-type]


def test_a_page_that_the_language_has_comes_once_and_replies_stay_in_their_language(shop: Path) -> None:
    for edition in ("public", "agents"):
        for code in ("de", "en", "vi"):
            done = call_kb(shop, "search", "--facets", "--lang", code, "--edition", edition, "--json")
            kinds = json.loads(done.stdout)["facets"]["kind"]
            assert kinds["faq"] == 3
            assert kinds.get("script", 0) == (code == "en" and edition == "agents")


def test_an_article_in_the_readers_language_is_read_in_it_alone(shop: Path) -> None:
    workspace = open_workspace(shop, "public", today=TODAY, with_checks=False)
    german = [one for one in build_index_of(workspace, "de").documents if one.language == "de"]
    assert build_index(german, "de").postings.keys().isdisjoint({"gift", "engrav"})

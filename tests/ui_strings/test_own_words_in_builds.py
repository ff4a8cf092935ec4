"""The shop's own words reach its pages, again after each change, and the audit takes them for public."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.ui_strings import ui_strings
from tests.cli.running import call_kb, said
from tests.conftest import WriteProject
from tests.serving import start_serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CONFIG = """\
site_name: Laden
site_url: https://help.example.com/
theme: {name: material}
plugins:
  - kb:
      default_language: de
      languages: {de: Deutsch, ar: العربية}
"""
SECRET = "Ruf bei Ärger zuerst die stille Nummer von Frau Zwetschgenbaum an"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which the files of `folder` are served."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = start_serving(server)
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def build(root: Path, *arguments: str) -> str:
    done = call_kb(root, "build", "--today", "2026-11-21", *arguments)
    assert done.returncode == 0, said(done)
    return (root / "site/public/index.html").read_text("utf-8")


def test_a_change_of_the_words_reaches_pages_of_the_next_build(write_project: WriteProject) -> None:
    root = write_project({"mkdocs.yml": CONFIG, "docs/faq/a.md": "# Frage\n\nAntwort.\n"})
    assert ui_strings("de")["home_title"] in build(root)
    (root / "words").mkdir()
    for words in ("Na, was gibt’s?", "Was brauchst du?"):
        (root / "words/de.yml").write_text(f"home_title: {words}\n", "utf-8")
        assert words in build(root)
        assert words in build(root)
    (root / "words/de.yml").unlink()
    assert ui_strings("de")["home_title"] in build(root)


def test_own_words_are_public_for_the_audit_and_sentences_of_agents_in_them_are_told(
    write_project: WriteProject,
) -> None:
    agents = f"---\ntitle: Ton\n---\n{SECRET}.\n"
    files = {"mkdocs.yml": CONFIG, "docs/faq/a.md": "# Frage\n\nAntwort.\n", "agents/training/tone.md": agents}
    root = write_project({**files, "words/de.yml": f"home_title: {SECRET}\n"})
    done = call_kb(root, "build", "--today", "2026-11-21")
    assert "words/de.yml:1" in said(done), said(done)
    assert "agents/training/tone.md:4" in said(done), said(done)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_scripts_count_in_the_plural_forms_of_the_language(
    browser: Browser, write_project: WriteProject, language: str
) -> None:
    titles = {f"docs/faq/{n}.md": f"# Kettle {'blue' * (n < 2)} {'red' * (n < 3)} {n}\n\nWater.\n" for n in range(1, 4)}
    copies = {path.replace(".md", ".ar.md"): text for path, text in titles.items()}
    root = write_project({"mkdocs.yml": CONFIG, **titles, **copies})
    build(root, "--edition", "public")
    words = ui_strings(language)
    first = "" if language == "de" else "ar/"
    with serving(root / "site/public") as address:
        page = browser.new_page()
        for query, key in (("blue", "search_count_one"), ("red", "search_count_two"), ("water", "search_count_few")):
            page.goto(f"{address}/{first}search/?q={query}")
            n = {"blue": 1, "red": 2, "water": 3}[query]
            expected = words.get(key, words["search_count"]).replace("{n}", str(n))
            page.get_by_text(expected, exact=True).first.wait_for(state="attached")
        assert page.locator("body").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        page.close()

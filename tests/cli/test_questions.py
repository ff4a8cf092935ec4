"""`kb questions` in a shop whose language has no word lists: proposals, and what is written when it is accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import call_kb, said
from tests.conftest import WriteProject

PAGE = "docs/faq/kaputt.md"
FILES = {
    "mkdocs.yml": "site_name: S\nplugins: [{kb: {default_language: de, languages: {de: Deutsch, en: English}}}]\n",
    PAGE: "---\ntitle: Beschädigte Ware\nquestions: [was ankam ist kaputt]\n---\n\nEin Bild vom Artikel, bitte.\n",
    "docs/faq/rueckgabe.md": "---\ntitle: Artikel zurückgeben\nquestions: [Artikel zurück wie]\n---\n\nIn 14 Tagen.\n",
    "docs/faq/entwurf.md": "---\ntitle: Kaputte Dinge und Schäden\ndraft: true\n---\n\nNoch nicht.\n",
    "agents/scripts/kaputt.md": "---\ntitle: Kaputt angekommen\n---\n\nGuten Tag, das tut uns leid.\n",
    "asked.txt": "Artikel zurück weil kaputt\nArtikel 12345 zurück kaputt\n",
}  # fmt: skip


@pytest.fixture
def shop(write_project: WriteProject) -> Path:
    return write_project(FILES)


def proposals(shop: Path, *arguments: str) -> dict[str, Any]:
    done = call_kb(shop, "questions", *arguments, "--json")
    assert done.returncode == 0, said(done)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_wording_of_shoppers_is_proposed_with_what_stands_in_its_place_and_written_when_accepted(shop: Path) -> None:
    told = proposals(shop, "faq/kaputt", "--asked", "asked.txt")
    assert [(one["text"], one["kind"], one["first"], one["rank"]) for one in told["proposals"]] == [
        ("Artikel zurück weil kaputt", "asked", "faq/rueckgabe", 2)
    ]
    shown = said(call_kb(shop, "questions", "faq/kaputt", "--asked", "asked.txt"))
    assert '  - "was ankam ist kaputt"\n  - "Artikel zurück weil kaputt"' in shown
    assert (shop / PAGE).read_text("utf-8") == FILES[PAGE]
    done = call_kb(shop, "questions", "faq/kaputt", "--asked", "asked.txt", "--accept", "1")
    assert done.returncode == 0, said(done)
    assert 'questions: [was ankam ist kaputt, "Artikel zurück weil kaputt"]' in (shop / PAGE).read_text("utf-8")
    assert proposals(shop, "faq/kaputt", "--asked", "asked.txt")["proposals"] == []


@pytest.mark.parametrize(
    ("named", "id"),
    [
        ("faq/kaputt", "faq/kaputt"),
        (PAGE, "faq/kaputt"),
        ("./docs/faq/kaputt.md", "faq/kaputt"),
        ("beschadigte ware", "faq/kaputt"),
        ("rueckgabe", "faq/rueckgabe"),
        ("scripts/kaputt", "scripts/kaputt"),
        ("agents/scripts/kaputt.md", "scripts/kaputt"),
        ("faq/entwurf", "faq/entwurf"),
    ],
)
def test_a_page_is_named_by_id_path_or_title(shop: Path, named: str, id: str) -> None:
    assert proposals(shop, named)["id"] == id


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["faq/kaput"], "did you mean faq/kaputt?"),
        (["Beschädigte Waren"], "did you mean faq/kaputt?"),
        (["kaputt"], "names 2 pages: choose from faq/kaputt, scripts/kaputt"),
        (["zzzz"], "there is no page “zzzz”"),
        (["faq/kaputt", "--language", "en"], "not written in en, only in de"),
        (["faq/kaputt", "--language", "fr"], "no language “fr”"),
        (["faq/kaputt", "--accept", "7"], "--accept 7: the list has 0 wordings"),
        (["faq/kaputt", "--accept", "Artikel"], "none of the wordings"),
        (["faq/kaputt", "--asked", PAGE + "x"], "cannot be read"),
        (["faq/kaputt", "--limit", "0"], "at least"),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_written(shop: Path, arguments: list[str], reason: str) -> None:
    done = call_kb(shop, "questions", *arguments)
    assert done.returncode == 2 and reason in said(done), said(done)
    assert (shop / PAGE).read_text("utf-8") == FILES[PAGE]


def test_evaluate_names_words_of_no_page_and_questions_on_two(shop: Path) -> None:
    (shop / "docs/faq/zwei.md").write_text(
        "---\ntitle: Zwei\nquestions: [Was ankam ist kaputt?]\n---\n\nText.\n", "utf-8"
    )
    (shop / "asked.txt").write_text("Gravur bitte\nist Gravur frei\n", "utf-8")
    done = call_kb(shop, "evaluate", "--asked", "asked.txt", "--json")
    assert done.returncode == 0, said(done)
    told = json.loads(done.stdout)
    assert told["languages"]["de"]["questions"] == 3 and told["languages"]["en"]["questions"] == 0
    found = [(one["path"], one["line"], one["code"]) for one in told["problems"]]
    assert {("docs/faq/zwei.md", 3, "KB710"), (PAGE, 3, "KB710"), ("asked.txt", 1, "KB713")} <= set(found)


def test_a_question_on_two_pages_stops_a_strict_shop_and_what_ranking_decides_does_not(shop: Path) -> None:
    lonely = "---\ntitle: Zwei\nquestions: [zebrastreifen gelb]\n---\n\nText.\n"
    (shop / "docs/faq/zwei.md").write_text(lonely, "utf-8")
    rows = {one["code"]: one["severity"] for one in json.loads(call_kb(shop, "check", "--json").stdout)}
    assert rows["KB701"] == "hint" and "KB710" not in rows
    (shop / "docs/faq/zwei.md").write_text(lonely.replace("zebrastreifen gelb", "Was ankam ist kaputt?"), "utf-8")
    rows = {one["code"]: one["severity"] for one in json.loads(call_kb(shop, "check", "--json").stdout)}
    assert rows["KB710"] == "warning"

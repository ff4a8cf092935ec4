"""`kb search --site`: the index that a built folder holds, without the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.website.output.search_index import write_search
from kb.workspace.workspace import open_workspace
from tests.cli.running import call_kb, said
from tests.conftest import TODAY, WriteProject

FILES = {
    "mkdocs.yml": "site_name: S\nplugins: [{kb: {default_language: sv, languages: {sv: Svenska, de: Deutsch}}}]\n",
    "docs/faq/byta.md": "---\ntitle: Hur byter jag storlek?\n---\n\nSkicka tillbaka varan inom fjorton dagar.\n",
    "docs/faq/frakt.md": "---\ntitle: Vad kostar frakten?\n---\n\nFrakten är fri över 500 kronor.\n",
    "docs/faq/frakt.de.md": "---\ntitle: Was kostet der Versand?\n---\n\nAb 500 Kronen nichts.\n",
}


@pytest.fixture
def site(write_project: WriteProject) -> Path:
    root = write_project(FILES)
    write_search(open_workspace(root, "public", today=TODAY), root / "site")
    return root / "site"


def test_a_built_folder_answers_as_its_project_does(site: Path) -> None:
    for language, query in (("sv", "byta storlek"), ("sv", "frakt"), ("de", "versand kosten"), ("de", "nichts davon")):
        ours = call_kb(site.parent, "search", query, "--lang", language, "--json")
        built = call_kb(site, "search", query, "--lang", language, "--json", "--site", ".")
        assert built.returncode == ours.returncode == 0, said(built)
        assert json.loads(built.stdout) == json.loads(ours.stdout)


def test_what_a_built_folder_cannot_answer_is_said(site: Path) -> None:
    core = next((site / "search" / "sv").glob("terms-*.json"))
    core.write_text("{", encoding="utf-8")
    for arguments, reason in {
        ("frakt", "--lang", "sv"): "cannot be read",
        ("frakt",): "choose one with --lang: de, sv",
        ("frakt", "--lang", "fi"): "no index for “fi”",
        ("topic:returns", "--lang", "de"): "plain words alone",
    }.items():
        done = call_kb(site, "search", *arguments, "--site", ".")
        assert done.returncode == 2, said(done)
        assert reason in said(done)

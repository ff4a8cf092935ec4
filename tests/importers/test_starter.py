"""A new project is whole from its first minute, and a new document is one that the checks accept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kb.content.model import MOODS, Kind
from kb.importers.common.choices import Choices
from kb.importers.scaffold.new_document import FORMS, KINDS, new_document
from kb.importers.scaffold.starter import create_project
from kb.project.project import NoProjectError, load_project
from tests.conftest import TODAY, WriteProject
from tests.importers.conftest import load, snapshot


def test_the_starter_is_complete_in_three_languages_without_a_problem(tmp_path: Path) -> None:
    report = create_project(tmp_path / "my-shop", today=TODAY)
    assert report.refused == ""
    loaded = load(tmp_path / "my-shop")
    assert loaded.problems == ()
    ids = {id for id, _ in loaded.library.articles}
    assert {
        kind: sum(article.kind is kind for article in loaded.library.articles.values())
        for kind in (Kind.FAQ, Kind.GUIDE, Kind.POLICY, Kind.PROCEDURE)
    } == {Kind.FAQ: 9, Kind.GUIDE: 3, Kind.POLICY: 3, Kind.PROCEDURE: 6}
    for documents in (loaded.library.articles, loaded.library.scripts, loaded.library.notes):
        assert {language for _, language in documents} == {"en", "vi", "ms"}
    assert all((id, language) in loaded.library.articles for id in ids for language in ("en", "vi", "ms"))
    for language in ("en", "vi", "ms"):  # who is angry, threatens or goes to law has a reply and a rule
        assert set(loaded.library.scripts["scripts/angry-customer", language].moods) == set(MOODS)
        assert set(loaded.library.articles["procedures/escalation", language].moods) == set(MOODS)
    assert "```tree" in loaded.library.articles["guides/parcel-not-arrived", "vi"].body
    assert loaded.library.articles["policies/returns", "ms"].effective_from == TODAY
    for name in ("README.md", ".gitignore", "overrides/.gitkeep", "agents/facts.yml"):
        assert (tmp_path / "my-shop" / name).is_file()
    assert set(report.written) == set(snapshot(tmp_path / "my-shop"))


@pytest.mark.parametrize("shop", ['Sen "&" Serai: {a}', "Cửa hàng Mây", "a\\b", "Shop\nOne", "# x", "@TODAY@"])
def test_any_name_of_a_shop_is_only_a_name(shop: str, tmp_path: Path) -> None:
    create_project(tmp_path / "x", choices=Choices(name=shop), today=date(2026, 1, 2))
    project = load_project(tmp_path / "x")
    assert project.problems == ()
    assert project.options.shop == " ".join(shop.split())


def test_a_folder_gives_the_shop_its_name(tmp_path: Path) -> None:
    create_project(tmp_path / "my-little_shop", today=TODAY)
    assert load_project(tmp_path / "my-little_shop").options.shop == "My Little Shop"


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    assert "is not empty" in create_project(tmp_path, today=TODAY).refused
    assert snapshot(tmp_path) == {"x": b"mine"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_document_of_every_kind_is_a_draft_that_reads_without_a_problem(
    kind: str, write_project: WriteProject
) -> None:
    project = write_project({"docs/faq/doi-tra.md": "Đổi trả"}) if kind == "note" else write_project({})
    title = 'Đổi trả "size": {{ x }}?'
    made = new_document(project, kind, title, today=TODAY, languages=("vi",))
    folder = FORMS[Kind(kind)].folder
    top = "agents" if FORMS[Kind(kind)].is_internal else "docs"
    stem = "/".join(filter(None, (top, folder, "doi-tra-size-x")))
    assert made.paths == (f"{stem}.md", f"{stem}.vi.md")
    loaded = load(project)
    assert [problem for problem in loaded.problems if problem.code != "KB205"] == []
    new = [document for document in loaded.library.documents() if document.path in made.paths]
    assert len(new) == 2 and all(document.is_draft and document.title == title for document in new)
    assert {document.kind.value for document in new} == {kind}


def test_a_note_lies_over_the_article_it_names(write_project: WriteProject) -> None:
    project = write_project({"docs/faq/size.md": "# Size"})
    assert new_document(project, "note", "faq/size", today=TODAY).paths == ("agents/notes/faq/size.md",)
    assert load(project).library.notes["notes/faq/size", "en"].target == "faq/size"


def test_a_title_in_letters_without_a_latin_form_keeps_them(write_project: WriteProject) -> None:
    assert new_document(write_project({}), "faq", "সংজ্ঞা?", today=TODAY).paths == ("docs/faq/সংজ্ঞা.md",)


def test_folders_of_languages_are_followed(write_project: WriteProject) -> None:
    config = "site_name: X\nplugins:\n- kb:\n    layout: folder\n    languages: {en: English, vi: Tiếng Việt}\n"
    project = write_project({"mkdocs.yml": config})
    assert new_document(project, "faq", "Size", today=TODAY, languages=("vi",)).paths == (
        "docs/en/faq/size.md",
        "docs/vi/faq/size.md",
    )


@pytest.mark.parametrize(
    ("kind", "title", "languages", "why"),
    [
        ("poem", "A", (), "is no kind of document"),
        ("faq", "", (), "needs a letter"),
        ("faq", "???", (), "needs a letter"),
        ("faq", "A", ("fr",), "declares no language fr"),
        ("faq", "Taken", (), "exists already"),
    ],
)
def test_what_cannot_be_made_is_said(
    kind: str, title: str, languages: tuple[str, ...], why: str, write_project: WriteProject
) -> None:
    project = write_project({"docs/faq/taken.md": "Mine"})
    before = snapshot(project)
    assert why in new_document(project, kind, title, today=TODAY, languages=languages).refused
    assert snapshot(project) == before


@pytest.mark.parametrize(
    "title", ["../../evil", "/etc/passwd", "a" * 300, "index", "CON", "a\0b", "x\ny: z", "--- ---"]
)
def test_no_title_leads_out_of_its_folder(title: str, write_project: WriteProject) -> None:
    project = write_project({})
    made = new_document(project, "note", title, today=TODAY)
    assert all((project / path).resolve().is_relative_to(project / "agents/notes") for path in made.paths)
    assert [problem for problem in load(project).problems if problem.is_error] == []


def test_outside_a_project_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(NoProjectError):
        new_document(tmp_path, "faq", "A", today=TODAY)
    assert list(tmp_path.iterdir()) == []

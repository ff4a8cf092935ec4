"""Zendesk exports that are the wrong file, damaged or hostile."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.importers.helpdesks.zendesk import import_zendesk
from tests.conftest import WriteProject
from tests.importers.conftest import load, snapshot
from tests.importers.zendesk_article import SECTION, article

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (
            {
                "zendesk_tickets": [
                    {"id": "1", "subject": "s", "description": "d", "status": "open", "requester_id": "1"}
                ]
            },
            "1 tickets",
        ),
        ({"tickets": [{"id": 1}], "users": [{"id": 2}]}, "1 tickets, 1 users"),
        ([{"id": 1, "ticket_id": 2, "author_id": 3, "body": "private words", "public": False}], "1 comments"),
        ([{"id": 1, "name": "A B", "email": "a@b.c", "role": "end-user"}], "1 users"),
        ([{"id": 1, "author_id": 3, "body": "private words", "public": True, "created_at": "x"}], "1 comments"),
        (
            {"articles": [{"id": 1, "ticket_id": 2, "author_id": 3, "body": "private words", "public": False}]},
            "1 comments",
        ),
    ],
)
def test_customers_messages_never_become_pages(
    value: object, what: str, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    before = snapshot(project)
    report = import_zendesk(write_export(value, "given.json"), project)
    assert f"given.json holds {what}, no help-centre articles" in report.refused
    assert snapshot(project) == before


def test_a_project_or_file_that_is_missing_is_said(
    write_project: WriteProject, write_export: Write, tmp_path: Path
) -> None:
    assert "is no file" in import_zendesk(tmp_path / "none.json", write_project({})).refused
    assert "has no mkdocs.yml" in import_zendesk(write_export([article()]), tmp_path / "docs").refused


@pytest.mark.parametrize("cut", range(5, 96, 5))
def test_a_cut_export_gives_what_is_whole_and_names_the_rest(
    cut: int, write_project: WriteProject, write_export: Write
) -> None:
    articles = [article(id, title=f"Title {id}") for id in range(1, 6)]
    text = json.dumps({"articles": articles}, indent=1)
    text = text[: len(text) * cut // 100]
    project = write_project({})
    report = import_zendesk(write_export(text), project)
    whole = text.count('-Kettle"\n  }')
    pages = load(project).library.articles
    assert {title.title for title in pages.values()} == {f"Title {id}" for id in range(1, whole + 1)}
    assert any("is damaged or cut short here" in finding.message for finding in report.findings) or report.refused
    started = text.count('"title"')
    assert sum("was not imported" in finding.message for finding in report.findings) >= started - whole


def test_a_damaged_record_in_the_middle_costs_only_itself(write_project: WriteProject, write_export: Write) -> None:
    lines = [json.dumps(article(id, title=f"Title {id}", user_segment_id=5 if id == 2 else None)) for id in range(1, 5)]
    lines[1] = lines[1].replace('"locale"', "locale")
    project = write_project({})
    report = import_zendesk(write_export('{"articles": [\n' + ",\n".join(lines) + "\n]}"), project)
    assert {page.title for page in load(project).library.articles.values()} == {"Title 1", "Title 3", "Title 4"}
    assert [str(finding) for finding in report.findings if "was not imported" in finding.message] == [
        "export.json:3: is damaged: id 2 “Title 2” was not imported"
    ]
    report = import_zendesk(write_export("\n".join(lines)), project)
    assert "export.json:2: is damaged: id 2 “Title 2” was not imported" in map(str, report.findings)


def test_an_export_of_one_page_of_many_says_so(write_project: WriteProject, write_export: Write) -> None:
    report = import_zendesk(
        write_export({"articles": [article()], "count": 250, "page": 1, "next_page": "https://x.example/2"}),
        write_project({}),
    )
    assert any("holds 1 of 250 articles" in finding.message for finding in report.findings)


HOSTILE = [
    "../../../etc/passwd",
    "..\\..\\evil",
    "/abs/path",
    "CON",
    "index",
    "README",
    "a" * 400,
    "---\ntitle: x\n---",
    "{{ fact.hotline }}",
    "<script>alert(1)</script>",
    ": # [a] {b} & *c !d |e >f %g @h `i",
    "yes",
    "2024-01-01",
    "\u202egnp.exe",
    "\ud800",
    "a\0b",
    "đ" * 50,
    "👍",
    "'\"\\",
    "null",
    "~",
    "# imported: zendesk article 5 en-us | 0123456789",
    "\x85\u2028line",
    "- on: x",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_words_are_only_words(title: str, write_project: WriteProject, write_export: Write) -> None:
    hostile = article(
        5,
        title=title,
        label_names=[title, 3, None, {"a": 1}],
        html_url="https://x.example/../../" + title.replace("\ud800", ""),
        position=title,
        locale="en-us",
        body="<p>words</p>",
    )
    project = write_project({})
    export = write_export(json.dumps({"articles": [hostile, article(6)], "sections": [SECTION | {"name": title}]}))
    report = import_zendesk(export, project)
    assert all(path.startswith("docs/faq/") and path.count("/") == 2 for path in report.written)
    loaded = load(project)
    assert [problem for problem in loaded.problems if problem.is_error] == []
    assert len(loaded.library.articles) == 2
    assert all(
        page.body.strip() in {"words", "Send it **back** within a week."} for page in loaded.library.articles.values()
    )
    before = snapshot(project)
    import_zendesk(export, project)
    assert snapshot(project) == before


ODD_VALUES = [None, 3, 1.5, True, "", [], {}, ["x"], {"a": {"b": []}}, "x" * 3, 10**30, -1]


@pytest.mark.parametrize("field", sorted(article()))
def test_a_field_of_any_type_never_crashes_the_import(
    field: str, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    values = [
        article(number + 1, **{field: value}) if field != "id" else article(value)
        for number, value in enumerate(ODD_VALUES)
    ]
    report = import_zendesk(write_export(values), project)
    assert report.refused == ""
    assert [problem for problem in load(project).problems if problem.is_error] == []
    before = snapshot(project)
    import_zendesk(write_export(values), project)
    assert snapshot(project) == before


def test_folders_that_lead_out_of_the_project_are_refused(
    write_project: WriteProject, write_export: Write, tmp_path: Path
) -> None:
    project = write_project({})
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (project / "agents").symlink_to(outside)
    report = import_zendesk(write_export([article(user_segment_id=5)]), project)
    assert "leads out of the project" in report.refused
    assert list(outside.iterdir()) == []


def test_a_folder_inside_that_leads_out_is_refused_too(
    write_project: WriteProject, write_export: Write, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project, outside = write_project({}), tmp_path_factory.mktemp("outside")
    (project / "docs/faq").symlink_to(outside)
    before = snapshot(project)
    assert "leads out of the project" in import_zendesk(write_export([article()]), project).refused
    assert list(outside.iterdir()) == [] and snapshot(project) == before


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.integers(0, 10**6),
    instead=st.sampled_from(["", "x", '"', "}", "{", ",", "]", "0", "\\", "\n"]),
    is_cut=st.booleans(),
)
def test_no_damage_makes_a_restricted_article_public(
    place: int, instead: str, is_cut: bool, write_project: WriteProject, write_export: Write
) -> None:
    """One character changed, or the end cut off, anywhere."""
    inner = {"id": 9, "locale": "vi", "title": "Secret margins", "body": "<p>zebra</p>"}
    secret = article(2, title="Secret margins", body="<p>zebra</p>", user_segment_id=5, translations=[inner])
    text = json.dumps({"articles": [secret, article(1, title="Open")], "sections": [SECTION]})
    place %= len(text)
    text = text[:place] + (instead if is_cut else instead + text[place + 1 :])
    project = write_project({})
    import_zendesk(write_export(text), project)
    for path in [*(project / "docs").rglob("*.md"), project / "mkdocs.yml"]:
        assert "zebra" not in path.read_text("utf-8") and "Secret" not in path.read_text("utf-8")
    for path in [*(project / "docs").rglob("*.md"), *(project / "agents").rglob("*.md")]:
        path.unlink()


def test_articles_without_a_number_are_told_apart_and_found_again(
    write_project: WriteProject, write_export: Write
) -> None:
    values = [article(None, title="One"), article(None, title="Two", user_segment_id=5, body="<p>zebra</p>")]
    project = write_project({})
    export = write_export(values)
    assert import_zendesk(export, project).written == ("agents/procedures/two.md", "docs/faq/one.md")
    before = snapshot(project)
    import_zendesk(export, project)
    assert snapshot(project) == before

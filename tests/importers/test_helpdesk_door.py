"""The wrong file: each helpdesk says whose a file is, or what it holds, in one sentence, and writes nothing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.importers.helpdesks.all_helpdesks import HELPDESKS
from kb.importers.helpdesks.door import import_export
from tests.conftest import WriteProject
from tests.importers.conftest import snapshot
from tests.importers.helpdesk_exports import (
    FRESHDESK_XML,
    freshdesk_article,
    freshdesk_folder,
    gorgias_macro,
    help_scout_article,
    intercom_article,
    intercom_list,
)
from tests.importers.zendesk_article import article

Write = Callable[..., Path]
CHATWOOT = {"id": 1, "short_code": "hi", "content": "Hello", "account_id": 1}
OWN = {
    "zendesk": {"articles": [article()]},
    "chatwoot": [CHATWOOT],
    "intercom": intercom_list(intercom_article()),
    "freshdesk": [freshdesk_article()],
    "helpscout": {"article": help_scout_article()},
    "gorgias": {"data": [gorgias_macro()]},
}
FOREIGN = {
    "tickets": [{"id": 1, "subject": "Where is it?", "status": "open", "requester_id": 4, "description": "Help"}],
    "conversations": {
        "type": "conversation.list",
        "conversations": [{"type": "conversation", "id": "1", "title": None}],
    },
    "contacts": {"type": "list", "data": [{"type": "contact", "id": "1", "email": "a@b.example", "name": "An"}]},
    "Help Scout's conversations": {
        "_embedded": {"conversations": [{"id": 1, "subject": "x", "status": "active", "threads": 1}]}
    },
    "Help Scout's customers": {"_embedded": {"customers": [{"id": 1, "firstName": "An", "lastName": "Tran"}]}},
    "Gorgias' tickets": {"data": [{"id": 1, "channel": "email", "subject": "x", "status": "open", "messages": []}]},
    "messages": [{"id": 1, "content": "My phone is …", "message_type": 0, "conversation_id": 4}],
}


@pytest.mark.parametrize("system", HELPDESKS)
@pytest.mark.parametrize("other", OWN)
def test_a_file_of_another_helpdesk_names_the_command_that_takes_it(
    system: str, other: str, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    before = snapshot(project)
    report = import_export(HELPDESKS[system], [write_export(OWN[other])], project)
    if system == other:
        assert not report.is_refused and report.written
        return
    assert f"run kb import {other} export.json; nothing was imported" in report.refused
    assert snapshot(project) == before


@pytest.mark.parametrize("system", HELPDESKS)
@pytest.mark.parametrize("kind", FOREIGN)
def test_customers_messages_and_names_are_refused(
    kind: str, system: str, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    before = snapshot(project)
    report = import_export(HELPDESKS[system], [write_export(FOREIGN[kind])], project)
    assert "nothing was imported" in report.refused
    assert snapshot(project) == before


@pytest.mark.parametrize("system", HELPDESKS)
@pytest.mark.parametrize(
    "head", ["name,email,message", "Name,Customer Email,Body", "id,subject,status,text", "conversation_id,name,content"]
)
def test_a_table_of_customers_messages_is_refused(
    head: str, system: str, write_project: WriteProject, write_export: Write
) -> None:
    row = ",".join("An" for _ in head.split(","))
    report = import_export(HELPDESKS[system], [write_export(f"{head}\n{row}\n", "messages.csv")], write_project({}))
    assert "nothing was imported" in report.refused


def test_articles_and_sections_of_zendesk_may_be_two_files(write_project: WriteProject, write_export: Write) -> None:
    section = {"id": 7, "name": "Staff", "locale": "en-us", "category_id": 1, "user_segment_id": 5}
    files = [write_export({"articles": [article()]}, "a.json"), write_export({"sections": [section]}, "s.json")]
    report = import_export(HELPDESKS["zendesk"], files, write_project({}))
    assert report.written == ("agents/procedures/how-do-i-return-a-kettle.md",)


@pytest.mark.parametrize("system", HELPDESKS)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "a web page (HTML)"),
        ("", "is empty"),
        ('{"type": "error.list", "errors": [{"code": "unauthorized", "message": "Access Token Invalid"}]}', "an error"),
        ('{"code": "invalid_credentials", "message": "You have to be logged in"}', "an error of the API"),
        ('{"data": [{"ty', "cannot be read as JSON"),
        ("just words", "is no JSON"),
        ('<?xml version="1.0"?><rss><channel/></rss>', "<rss>"),
        ('<?xml version="1.0"?><a', "no XML that can be read"),
        ("PK\x03\x04 broken", "a ZIP that cannot be opened"),
    ],
)
def test_what_is_no_export_is_refused(
    text: str, said: str, system: str, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    report = import_export(HELPDESKS[system], [write_export(text)], project)
    assert said in report.refused and not list((project / "docs").iterdir())


@pytest.mark.parametrize("system", ["intercom", "freshdesk", "helpscout", "gorgias"])
@pytest.mark.parametrize(
    "wrap",
    [
        lambda value: json.dumps(value),
        lambda value: json.dumps([value, value]) if isinstance(value, dict) else json.dumps(value),
        lambda value: json.dumps(value) + "\n" + json.dumps(value) + "\n",
        lambda value: "\ufeff" + json.dumps(value, indent=2).replace("\n", "\r\n"),
    ],
)
def test_pages_lines_and_byte_marks_are_read(
    wrap: Callable[[object], str], system: str, write_project: WriteProject, write_export: Write
) -> None:
    value = OWN[system] if system != "freshdesk" else {"article": freshdesk_article()}
    report = import_export(HELPDESKS[system], [write_export(wrap(value))], write_project({}))
    assert len(report.written) == 1, report.lines()


@pytest.mark.parametrize("system", HELPDESKS)
def test_a_file_cut_in_its_first_record_names_that_and_writes_nothing(
    system: str, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    before = snapshot(project)
    report = import_export(HELPDESKS[system], [write_export('{"data": [{"id": "7", "ty')], project)
    assert report.is_open and "export.json:1: is damaged: id 7 was not imported" in report.lines()
    assert snapshot(project) == before


def test_what_a_cut_file_still_holds_is_imported_and_the_rest_is_named(
    write_project: WriteProject, write_export: Write
) -> None:
    text = json.dumps(intercom_list(intercom_article("1"), intercom_article("2", title="Zwei")), indent=1)
    report = import_export(HELPDESKS["intercom"], [write_export(text[:-330])], write_project({}))
    assert len(report.written) == 1 and report.is_open
    assert any("is damaged" in line for line in report.lines())


def _zip(**files: object) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, value in files.items():
            archive.writestr(name.replace("__", "."), value if isinstance(value, str) else json.dumps(value))
    return data.getvalue()


def test_an_archive_is_opened_and_what_is_not_wanted_in_it_is_named(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    data = _zip(
        Solutions__xml=FRESHDESK_XML,
        Tickets0__json=FOREIGN["tickets"],
        logo__png="x",
        folders__json=[freshdesk_folder(9)],
    )
    report = import_export(HELPDESKS["freshdesk"], [write_export(data, "export.zip")], project)
    assert report.written == ("agents/procedures/refund-limits.md", "docs/faq/where-is-my-parcel.md")
    lines = report.lines()
    assert "Tickets0.json:1: holds nothing that can be imported: left out" in lines
    assert "logo.png:1: is no JSON, CSV or XML: left out" in lines


def test_an_archive_of_tickets_alone_is_refused(write_project: WriteProject, write_export: Write) -> None:
    data = _zip(Tickets0__json=FOREIGN["tickets"])
    report = import_export(HELPDESKS["freshdesk"], [write_export(data, "export.zip")], write_project({}))
    assert "nothing was imported" in report.refused


@pytest.mark.parametrize("system", ["zendesk", "chatwoot"])
def test_a_table_for_a_helpdesk_without_tables_names_the_other_command(
    system: str, write_project: WriteProject, write_export: Write
) -> None:
    report = import_export(HELPDESKS[system], [write_export("name,body\na,b\n", "macros.csv")], write_project({}))
    assert "run kb import table macros.csv" in report.refused

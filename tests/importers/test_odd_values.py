"""Odd values in an export: whatever they are, the project loads, and nothing lies outside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.cli.main import main
from kb.importers.common.report import ImportReport
from kb.importers.helpdesks.chatwoot import import_chatwoot
from kb.importers.helpdesks.zendesk import import_zendesk
from tests.conftest import WriteProject
from tests.importers.conftest import load, snapshot
from tests.importers.zendesk_article import article

Write = Callable[..., Path]
Import = Callable[[Path, Path], ImportReport]

ODD_LOCALES = [
    *("\u0001", "\x7f", "\x00", "\ud800", "\u202e", " ", "", "zh-hant-tw", "EN_us", "../x", "/", "a b", "a|b", "vi "),
    *("---", "#", "vi\nen", "x" * 300, "👍", "con", "index", "\u0001vi", "xx", "en-us-posix"),
    *(1, 2.5, None, True, [], {}),
]
ODD_TITLES = [
    *("", "#", "👍", "a" * 300, "---", "...", "\u0001", "a\u0085b", "\ud83d", "title: x", "- x", "'", '"', "{{x}}"),
    *("{% if %}", "../../x", "index", "README", "con", "\n\n", "<b>x</b>", "@x", "%x", "!x", "|", ">", "`", "null", 5),
    *("Ế" * 200, "\ufeffx", "vi.md", "a.vi", "x.md"),
]
ODD_IDS = ["1", 1.0, 10**20, 1e300, "a b", "../x", "\u0001", "", None, -1, "x" * 300, "1|2", [], {}, True]
ODD_BODIES = [
    *(
        "---\ntitle: x\ndraft: true\n---\nText",
        "+++\ntitle = 'x'\n+++\nText",
        "title: x\n\nText",
        "<p>---</p><p>a: b</p>",
    ),
    *("<pre>```\n# x\n```</pre>", "<p>{{order.id}} {% if x %}a{% endif %}</p>", "<p>{{ fact.x }} { fact.x }</p>"),
    *("<p>\u0001\u0000\ud800</p>", "<p># Heading</p>", "<p>!!! note</p>", "<p>```tree\nstart: x\n```</p>", "<h1></h1>"),
    *(
        "<p>[[x]] #{x} %%x%% &lt;&lt;x&gt;&gt;</p>",
        "<p>&lt;!-- x --&gt;</p>",
        "<!-- x",
        "<p>&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD</p>",
    ),
    *("<p>~~~</p>", "<p>```</p>", "<a href='#x'>y</a>", "<a href='\u0001javascript:x'>y</a>", "<table><td></table>"),
]


def _judged(project: Path, export: Path, take_in: Import, capsys: pytest.CaptureFixture[str]) -> None:
    """Import twice, then check as a writer does: no error but what the report has named."""
    report = take_in(export, project)
    assert not report.is_refused
    assert all(line.isprintable() for line in report.lines())
    errors = [problem for problem in load(project).problems if problem.is_error]
    told = {(finding.path, finding.line) for finding in report.findings if finding.is_open}
    assert [str(problem) for problem in errors if (problem.path, problem.line) not in told] == []
    before = snapshot(project)
    rerender = take_in(export, project)
    assert snapshot(project) == before
    assert (rerender.written, rerender.updated, rerender.kept) == ((), (), ())
    capsys.readouterr()
    assert main(["-C", str(project), "check"]) == (1 if errors else 0), capsys.readouterr()


def test_odd_locales_give_a_project_that_loads(
    write_project: WriteProject, write_export: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    records: dict[str, list[object]] = {"articles": [], "translations": [], "macros": []}
    for number, locale in enumerate(ODD_LOCALES):
        records["articles"] += [
            article(number, title=f"One {number}", locale=locale),
            article(900 + number, title=f"Two {number}", locale=locale, user_segment_id=4),
        ]
        records["translations"].append({"source_id": number, "locale": locale, "title": "T", "body": "b"})
        reply = {"field": "comment_value", "value": "x"}
        records["macros"].append({"id": number, "title": f"M {number}", "locale": locale, "actions": [reply]})
    _judged(write_project({}), write_export(json.dumps(records)), import_zendesk, capsys)


def test_a_locale_that_is_a_control_character_gives_a_project_that_loads(
    write_project: WriteProject, write_export: Write
) -> None:
    """Found by the fuzz suite: the character stood in the file's mark, and no YAML reads that."""
    project = write_project({})
    import_zendesk(write_export([article(locale="\u0001")]), project)
    assert not [problem for problem in load(project).problems if problem.is_error]
    assert "within a week" in (project / "imported/how-do-i-return-a-kettle.unknown.md").read_text("utf-8")


def test_odd_titles_give_a_project_that_loads(
    write_project: WriteProject, write_export: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    records: dict[str, list[object]] = {"articles": [], "sections": [], "macros": []}
    for number, title in enumerate(ODD_TITLES):
        records["articles"] += [
            article(number, title=title, section_id=number),
            article(900 + number, title=title, user_segment_id=4),
        ]
        records["sections"].append({"id": number, "name": title, "locale": "en-us", "category_id": 1})
        reply = {"field": "comment_value", "value": "x"}
        records["macros"].append({"id": number, "title": title, "actions": [reply]})
    _judged(write_project({}), write_export(json.dumps(records)), import_zendesk, capsys)


def test_odd_ids_give_a_project_that_loads(
    write_project: WriteProject, write_export: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [
        article(id, title=f"Title {number}", body=f"<p>{copy}</p>")
        for number, id in enumerate(ODD_IDS)
        for copy in ("one", "another")
    ]
    _judged(write_project({}), write_export(json.dumps(records)), import_zendesk, capsys)


def test_odd_bodies_of_zendesk_give_a_project_that_loads(
    write_project: WriteProject, write_export: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [article(number, title=f"T {number}", body=body) for number, body in enumerate(ODD_BODIES)]
    _judged(write_project({}), write_export(json.dumps(records)), import_zendesk, capsys)


def test_odd_bodies_of_chatwoot_give_a_project_that_loads(
    write_project: WriteProject, write_export: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [
        {"id": number, "title": f"T {number}", "slug": f"t-{number}", "content": body, "status": "published"}
        | {"locale": "en", "portal": {"slug": "p"}}
        for number, body in enumerate(ODD_BODIES)
    ]
    _judged(write_project({}), write_export(json.dumps({"payload": records})), import_chatwoot, capsys)


def test_an_id_is_one_id_in_every_spelling(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    for id in (101, "101", 101.0):
        import_zendesk(write_export([article(id)]), project)
    assert set(load(project).library.articles) == {("faq/how-do-i-return-a-kettle", "en")}

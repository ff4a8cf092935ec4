"""Reports and exit codes: whatever was changed, lost or left is named, and 0 is said only where all is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.cli.main import main
from kb.importers.helpdesks.zendesk import import_zendesk
from tests.conftest import WriteProject
from tests.importers.conftest import load, snapshot
from tests.importers.zendesk_article import SECTION, article

Write = Callable[..., Path]

CHATWOOT = {"payload": [{"id": 1, "title": "A", "content": "x", "portal": {"slug": "p"}, "status": "published"}]}
ZENDESK = {"articles": [article()], "sections": [SECTION]}
PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>{}</body></html>"

UNREADABLE: dict[str, tuple[str, object, str]] = {
    "a sign-in page": ("zendesk", PAGE, "holds a web page (HTML), no JSON"),
    "a sign-in page with JSON in it": ("chatwoot", PAGE.format('<script>{"id": 1}</script>'), "holds a web page"),
    "a page after a byte-order mark": ("zendesk", b"\xef\xbb\xbf\n <html></html>", "holds a web page (HTML)"),
    "XML": ("zendesk", '<?xml version="1.0"?><articles/>', "holds XML or HTML"),
    "nothing": ("zendesk", "", "is empty"),
    "spaces": ("zendesk", " \n", "is empty"),
    "words": ("chatwoot", "Not found", "is no JSON"),
    "a number": ("zendesk", "5", "is no JSON"),
    "an error": ("zendesk", {"error": "Couldn't authenticate you"}, "holds an error of the API"),
    "errors": ("chatwoot", {"errors": ["You need to sign in"]}, "holds an error of the API"),
    "half a bracket": ("zendesk", "[", "cannot be read as JSON"),
    "Chatwoot's articles": ("zendesk", CHATWOOT, "is an export of Chatwoot: run kb import chatwoot"),
    "Chatwoot's macros": (
        "zendesk",
        [{"id": 1, "name": "A", "actions": [{"action_name": "send_message", "action_params": ["x"]}]}],
        "run kb import chatwoot",
    ),
    "Chatwoot's canned responses": ("zendesk", [{"id": 1, "short_code": "a", "content": "x"}], "kb import chatwoot"),
    "Zendesk's articles": ("chatwoot", ZENDESK, "is an export of Zendesk: run kb import zendesk"),
    "Zendesk's macros": (
        "chatwoot",
        {"macros": [{"id": 1, "title": "A", "actions": [{"field": "comment_value", "value": "x"}]}]},
        "run kb import zendesk",
    ),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_is_no_export_is_refused_with_2(
    what: str, write_project: WriteProject, write_export: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    system, value, said = UNREADABLE[what]
    project = write_project({})
    before = snapshot(project)
    assert main(["-C", str(project), "import", system, str(write_export(value))]) == 2
    assert said in capsys.readouterr().err
    assert snapshot(project) == before


CODES: dict[str, tuple[object, int]] = {
    "all is there": (ZENDESK, 0),
    "no articles yet": ({"articles": [], "count": 0}, 0),
    "a macro kept inside": (
        {
            "macros": [
                {"id": 1, "title": "A", "actions": [{"field": "comment_value", "value": "x"}], "restriction": {"id": 1}}
            ]
        },
        0,
    ),
    "a picture to fetch": ({"articles": [article(body='<img src="https://a.example/b.png">')]}, 1),
    "a damaged record": ('{"articles": [{"id": 1, "title": "A"', 1),
    "a page is missing": ({"articles": [article()], "count": 9}, 1),
    "a translation waits": ({"translations": [{"source_id": 1, "locale": "vi", "title": "A", "body": "x"}]}, 1),
    "nobody says who may read": (
        {"articles": [{key: value for key, value in article().items() if key != "user_segment_id"}]},
        1,
    ),
}


@pytest.mark.parametrize("what", CODES)
def test_the_exit_code_says_whether_all_is_there(
    what: str, write_project: WriteProject, write_export: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    value, code = CODES[what]
    export = write_export(value)
    assert main(["-C", str(write_project({})), "import", "zendesk", str(export)]) == code, capsys.readouterr()


def lines_of(write_project: WriteProject, write_export: Write, value: object) -> tuple[str, ...]:
    return import_zendesk(write_export(value), write_project({})).lines()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({**ZENDESK, "categories": [{"id": 1, "name": "Everything"}]}, "category “Everything” is not carried over"),
        ({"articles": [article(promoted=True)]}, "article 101 is promoted: kept as a comment"),
        ({"articles": [article(comments_disabled=True, author="x")]}, "no place here: author, comments_disabled"),
        (
            {"sections": [SECTION | {"access_policy": {"viewable_by": "staff"}}]},
            "section “Care and repair” is not for everybody",
        ),
    ],
)
def test_what_has_no_place_here_is_named(
    value: dict[str, Any], said: str, write_project: WriteProject, write_export: Write
) -> None:
    assert any(said in line for line in lines_of(write_project, write_export, value))


def test_a_label_of_several_articles_is_no_question(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    value = {
        "articles": [
            article(1, title="One", label_names=["returns", "kettle"]),
            article(2, title="Two", label_names=["Returns", "pan"]),
        ]
    }
    report = import_zendesk(write_export(value), project)
    articles = load(project).library.articles
    assert articles["faq/one", "en"].questions == ("kettle",)
    assert articles["faq/two", "en"].questions == ("pan",)
    assert "# labels: returns" in (project / "docs/faq/one.md").read_text("utf-8")
    assert sum("labels that other articles carry too" in line for line in report.lines()) == 2


def test_a_section_that_is_named_later_is_named(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    import_zendesk(write_export({"articles": [article()]}), project)
    report = import_zendesk(write_export({"sections": [SECTION]}), project)
    assert any("section 7 is called “Care and repair”: name the topic “section-7”" in one for one in report.lines())


def test_one_is_one_and_two_are_two(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    one = import_zendesk(write_export([article(label_names=[])]), project).summary()[0]
    assert one == "1 page found: 1 file written, 1 file updated"
    two = import_zendesk(
        write_export([article(label_names=[]), article(2, title="B", label_names=[])]), project
    ).summary()[0]
    assert two == "2 pages found: 1 file written, 1 file unchanged"


def test_an_import_that_stopped_half_way_is_finished_by_the_next(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    export = write_export({"articles": [article(n, title=f"T {n}") for n in range(5)], "sections": [SECTION]})
    start = snapshot(project)
    import_zendesk(export, project)
    whole = snapshot(project)
    for kept in range(len(whole)):  # the files are written in the order of their names
        for path in set(whole) - set(start):
            (project / path).unlink(missing_ok=True)
        for path in [*sorted(whole)[:kept], *start]:
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_bytes(start.get(path, whole[path]) if path in start else whole[path])
        report = import_zendesk(export, project)
        assert snapshot(project) == whole
        assert report.kept == ()

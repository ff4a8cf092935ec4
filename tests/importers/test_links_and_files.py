"""Links of an export: to articles wherever they are imported, to places within them, to files of the old helpdesk."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.importers.helpdesks.chatwoot import import_chatwoot
from kb.importers.helpdesks.zendesk import import_zendesk
from tests.conftest import MINIMAL_CONFIG, WriteProject
from tests.importers.conftest import load
from tests.importers.zendesk_article import article

Write = Callable[..., Path]

URL = "https://shop.zendesk.com/hc/en-us/articles/101-How-do-I-return"
WITH_IDS = MINIMAL_CONFIG + "markdown_extensions: [attr_list]\n"


def macro(text: str, field: str = "comment_value") -> dict[str, Any]:
    return {"macros": [{"id": 5, "title": "Send back", "actions": [{"field": field, "value": text}]}]}


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (macro(f"Read {URL}. Thanks"), "Read {{ link.faq/how-do-i-return-a-kettle }}. Thanks"),
        (
            macro(f'<p>Read <a href="{URL}">this page</a></p>', "comment_value_html"),
            "Read this page ({{ link.faq/how-do-i-return-a-kettle }})",
        ),
        (
            macro(f'<p><a href="{URL}">{URL}</a></p>', "comment_value_html"),
            "{{ link.faq/how-do-i-return-a-kettle }}",
        ),
    ],
)
@pytest.mark.parametrize("is_together", [True, False])
def test_a_macro_links_the_article_that_is_here(
    reply: dict[str, Any], expected: str, is_together: bool, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    if not is_together:
        import_zendesk(write_export({"articles": [article()]}), project)
    import_zendesk(write_export({"articles": [article()], **reply} if is_together else reply), project)
    assert load(project).library.scripts["scripts/send-back", "en"].body.strip() == expected


def test_a_macro_never_links_what_is_restricted(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    value = {"articles": [article(user_segment_id=4)], **macro(f"Read {URL} now")}
    report = import_zendesk(write_export(value), project)
    assert load(project).library.scripts["scripts/send-back", "en"].body.strip() == "Read  now"
    assert any("link to the restricted article 101" in line for line in report.lines())


def test_a_link_to_an_article_that_is_not_here_is_named(write_project: WriteProject, write_export: Write) -> None:
    report = import_zendesk(write_export(macro(f"Read {URL}")), write_project({}))
    assert any("of the old help centre, which is not here" in line for line in report.lines())
    assert report.is_open


@pytest.mark.parametrize("order", list(itertools.permutations([0, 1])))
def test_articles_of_two_exports_link_each_other(
    order: tuple[int, ...], write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    values = [{"articles": [article()]}, {"articles": [article(102, title="Two", body=f"<a href='{URL}'>one</a>")]}]
    for number in (*order, *order):
        import_zendesk(write_export(values[number]), project)
    assert load(project).library.articles["faq/two", "en"].body.strip() == "[one](how-do-i-return-a-kettle.md)"


def test_places_within_a_text_keep_their_names(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({"mkdocs.yml": WITH_IDS})
    body = '<p><a href="#h_01">Jump</a> <a href="#gone">away</a></p><h2 id="h_01">Fee</h2><p>None.</p><h2 id="x">B</h2>'
    other = f"<a href='{URL}#h_01'>fee</a> <a href='{URL}#nowhere'>odd</a>"
    report = import_zendesk(write_export([article(body=body), article(102, title="Two", body=other)]), project)
    articles = load(project).library.articles
    assert "[Jump](#h_01) away" in articles["faq/how-do-i-return-a-kettle", "en"].body
    assert "## Fee { #h_01 }\n" in articles["faq/how-do-i-return-a-kettle", "en"].body
    assert "## B\n" in articles["faq/how-do-i-return-a-kettle", "en"].body + "\n"
    assert "[fee](how-do-i-return-a-kettle.md#h_01)" in articles["faq/two", "en"].body
    assert sum("the place “#" in line for line in report.lines()) == 2


def test_a_named_anchor_goes_to_its_heading(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({"mkdocs.yml": WITH_IDS})
    body = '<a href="#fee">Jump</a><p><a name="fee"></a></p><h2>Fee</h2>'
    import_zendesk(write_export([article(body=body)]), project)
    assert "## Fee { #fee }" in load(project).library.articles["faq/how-do-i-return-a-kettle", "en"].body


def test_a_project_that_reads_no_attributes_gets_none(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    import_zendesk(write_export([article(body='<a href="#fee">Jump</a><h2 id="fee">Fee</h2>')]), project)
    assert "{" not in load(project).library.articles["faq/how-do-i-return-a-kettle", "en"].body


@pytest.mark.parametrize(("segment", "folder"), [(None, "docs/files/imported"), (4, "agents/files/internal")])
def test_an_attachment_is_to_be_fetched(
    segment: int | None, folder: str, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    body = '<a href="https://shop.zendesk.com/hc/en-us/article_attachments/36/form.pdf">form</a>'
    report = import_zendesk(write_export([article(body=body, user_segment_id=segment)]), project)
    (download,) = report.downloads
    assert (download.what, download.path.rpartition("/")[0]) == ("file", folder)
    (page,) = load(project).library.articles.values()
    assert page.body.strip() == f"[form](../{download.path.partition('/')[2]})"
    assert report.is_open


@pytest.mark.parametrize("name", ["360012", "page.html", "run.js"])
def test_an_attachment_of_unknown_or_active_kind_is_named(
    name: str, write_project: WriteProject, write_export: Write
) -> None:
    address = f"https://shop.zendesk.com/hc/article_attachments/{name}"
    report = import_zendesk(write_export([article(body=f'<a href="{address}">x</a>')]), write_project({}))
    assert report.downloads == ()
    assert any(
        f"links a file that lies with the old helpdesk and goes with it: {address}" in one for one in report.lines()
    )


def test_links_between_articles_of_chatwoot_follow_them(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    base = {"status": "published", "locale": "en", "portal": {"slug": "shop"}}
    file = "https://app.chatwoot.com/rails/active_storage/blobs/redirect/abc/form.pdf"
    records = [
        base | {"id": 1, "title": "One", "slug": "170-one", "content": "Text."},
        base
        | {"id": 2, "title": "Two", "slug": "171-two"}
        | {"content": f"[one](https://help.shop.example/hc/shop/articles/170-one) [form]({file})"},
    ]
    report = import_chatwoot(write_export({"payload": records}), project)
    (download,) = report.downloads
    body = load(project).library.articles["faq/171-two", "en"].body
    assert body.strip() == f"[one](170-one.md) [form](../{download.path.partition('/')[2]})"


def test_a_folding_part_stands_open(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    body = "<details><summary>What does it <i>cost</i>?</summary><p>Nothing.</p></details><p>After.</p>"
    report = import_zendesk(write_export([article(body=body)]), project)
    (page,) = load(project).library.articles.values()
    assert page.body.strip() == "**What does it cost?**\n\nNothing.\n\nAfter."
    assert any("<details>" in line for line in report.lines())

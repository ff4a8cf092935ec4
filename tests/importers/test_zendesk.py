"""Zendesk exports of every shape, whole, damaged, repeated and hostile."""

# ruff: noqa: E501  (other systems' files, readable as they are)

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.importers.helpdesks.zendesk import import_zendesk
from kb.project.project import load_project
from tests.conftest import WriteProject
from tests.importers.conftest import load, snapshot
from tests.importers.zendesk_article import SECTION, article

Write = Callable[..., Path]


def texts(project: Path) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(project.rglob("*.md")))


def test_an_article_brings_its_topic_words_dates_and_votes(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    report = import_zendesk(write_export({"articles": [article()], "sections": [SECTION], "count": 1}), project)
    assert report.written == ("docs/faq/how-do-i-return-a-kettle.md",)
    page = load(project).library.articles["faq/how-do-i-return-a-kettle", "en"]
    assert page.title == "How do I return a kettle?"
    assert page.questions == ("return kettle", "send back")
    assert page.topic == "care-and-repair"
    assert load_project(project).options.topics["care-and-repair"].name == {"en": "Care and repair"}
    assert {(str(change.on), change.what) for change in page.changes} == {
        ("2024-02-15", "Written in Zendesk"),
        ("2024-03-04", "Last edited in Zendesk"),
    }
    assert page.redirect_from == ("hc/en-us/articles/101-Kettle",)
    assert page.body.strip() == "Send it **back** within a week."
    assert "vote_sum: 12, vote_count: 20" in texts(project)
    assert not page.is_draft


def test_a_section_that_the_shop_has_already_is_used(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    before = (project / "mkdocs.yml").read_bytes()
    import_zendesk(write_export({"articles": [article()], "sections": [SECTION | {"name": "Đổi trả"}]}), project)
    assert load(project).library.articles["faq/how-do-i-return-a-kettle", "en"].topic == "returns"
    assert (project / "mkdocs.yml").read_bytes() == before


SHAPES: dict[str, Any] = {
    "a list": [article()],
    "articles": {"articles": [article()], "page": 1},
    "zendesk_articles": {"zendesk_articles": [article()]},
    "JSON lines": json.dumps(article()) + "\n\n" + json.dumps(article(102, title="Another")) + "\n",
    "one article alone": article(),
    "with a byte-order mark": b"\xef\xbb\xbf" + json.dumps([article()]).encode(),
    "UTF-16": json.dumps([article()]).encode("utf-16"),
    "nested": {"help_center": {"articles": [article()]}},
    "translations alone have the text": [
        {
            "id": 101,
            "user_segment_id": None,
            "source_locale": "en-us",
            "translations": [
                {
                    "locale": "en-us",
                    "title": "How do I return a kettle?",
                    "body": "<p>Send it <b>back</b> within a week.</p>",
                }
            ],
        }
    ],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_an_export_is_read(shape: str, write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    report = import_zendesk(write_export(SHAPES[shape]), project)
    assert report.refused == ""
    assert (
        load(project).library.articles["faq/how-do-i-return-a-kettle", "en"].body.strip()
        == "Send it **back** within a week."
    )


def test_translations_go_beside_their_article_wherever_they_stand(
    write_project: WriteProject, write_export: Write
) -> None:
    translation = {
        "id": 1,
        "source_id": 101,
        "source_type": "Article",
        "locale": "vi",
        "title": "Trả ấm đun?",
        "body": "<p>Gửi lại.</p>",
        "draft": True,
    }
    for value in (
        {"articles": [article()], "translations": [translation]},
        [article(translations=[translation])],
        [article(), article(locale="vi", title="Trả ấm đun?", body="<p>Gửi lại.</p>", draft=True)],
    ):
        project = write_project({})
        for path in (project / "docs").rglob("*.md"):
            path.unlink()
        import_zendesk(write_export(value), project)
        page = load(project).library.articles["faq/how-do-i-return-a-kettle", "vi"]
        assert (page.title, page.body.strip(), page.is_draft) == ("Trả ấm đun?", "Gửi lại.", True)


def test_a_language_the_shop_lacks_is_kept_out_of_both_editions(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    report = import_zendesk(
        write_export([article(), article(locale="fr", title="La bouilloire", body="<p>Renvoyez-la.</p>")]), project
    )
    assert "Renvoyez-la" in (project / "imported/how-do-i-return-a-kettle.fr.md").read_text("utf-8")
    assert set(load(project).library.articles) == {("faq/how-do-i-return-a-kettle", "en")}
    assert any("which mkdocs.yml does not declare" in finding.message for finding in report.findings)


def test_drafts_stay_drafts(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    import_zendesk(write_export([article(draft=True)]), project)
    assert load(project).library.articles["faq/how-do-i-return-a-kettle", "en"].is_draft


RESTRICTED: dict[str, Any] = {
    "a segment": [article(user_segment_id=5, title="Secret margins", body="<p>zebra</p>")],
    "a segment that is zero": [article(user_segment_id=0, title="Secret margins", body="<p>zebra</p>")],
    "a list of segments": [article(user_segment_ids=[5], title="Secret margins", body="<p>zebra</p>")],
    "a section for staff": {
        "articles": [article(title="Secret margins", body="<p>zebra</p>")],
        "sections": [SECTION | {"access_policy": {"viewable_by": "staff"}}],
    },
    "a copy in another language says so": [
        article(title="Secret margins", body="<p>zebra</p>"),
        article(locale="vi", title="Bí mật", body="<p>zebra</p>", user_segment_id=5),
    ],
    "the others say, this one does not": [
        article(1, title="Open"),
        {"id": 2, "title": "Secret margins", "body": "<p>zebra</p>", "locale": "en-us"},
    ],
    "a translation without its article": {
        "articles": [article(1, title="Open")],
        "translations": [{"source_id": 2, "locale": "en-us", "title": "Secret margins", "body": "<p>zebra</p>"}],
    },
}


@pytest.mark.parametrize("why", RESTRICTED)
def test_restricted_articles_are_in_agents_and_nowhere_else(
    why: str, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    import_zendesk(write_export(RESTRICTED[why]), project)
    assert "zebra" in (project / "agents/procedures/secret-margins.md").read_text("utf-8")
    for path, data in snapshot(project).items():
        if not path.startswith("agents/"):
            assert b"zebra" not in data and b"ecret margins" not in data and "secret" not in path, path


def test_a_section_of_restricted_articles_is_not_named_on_the_public_site(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    import_zendesk(
        write_export({"articles": [article(user_segment_id=5)], "sections": [SECTION | {"name": "Fraud rings"}]}),
        project,
    )
    assert "Fraud" not in (project / "mkdocs.yml").read_text("utf-8")


def test_an_article_that_becomes_restricted_leaves_the_public_site_edited_or_not(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    import_zendesk(write_export([article(1, title="One"), article(2, title="Two")]), project)
    two = project / "docs/faq/two.md"
    two.write_text(two.read_text("utf-8") + "\nA writer's line.\n", "utf-8")
    report = import_zendesk(
        write_export([article(1, title="One", user_segment_id=5), article(2, title="Two", user_segment_id=5)]), project
    )
    assert sorted(path.name for path in (project / "docs").rglob("*.md")) == []
    assert "A writer's line." in (project / "agents/procedures/two.md").read_text("utf-8")
    assert (project / "agents/procedures/one.md").is_file()
    assert sum("is restricted now" in finding.message for finding in report.findings) == 2


def test_a_translation_that_the_new_export_lacks_is_withdrawn_with_its_article(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    import_zendesk(write_export([article(), article(locale="vi", title="Trả ấm đun?")]), project)
    import_zendesk(write_export([article(user_segment_id=5)]), project)
    assert not list((project / "docs").rglob("*.md"))
    assert len(list((project / "agents/procedures").iterdir())) == 2


def test_pictures_of_an_article_that_became_restricted_are_named(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    body = '<img src="https://old.example/margin.png">'
    (download,) = import_zendesk(write_export([article(body=body)]), project).downloads
    report = import_zendesk(write_export([article(body=body, user_segment_id=5)]), project)
    name = download.path.rpartition("/")[2]
    assert any(f"delete its pictures from docs/img/imported: {name}" in finding.message for finding in report.findings)


def test_a_copy_that_a_writer_made_is_left_alone(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    export = write_export([article()])
    import_zendesk(export, project)
    text = (project / "docs/faq/how-do-i-return-a-kettle.md").read_bytes()
    (project / "docs/faq/template.md").write_bytes(text)
    before = snapshot(project)
    import_zendesk(export, project)
    assert snapshot(project) == before


def test_an_article_that_becomes_public_stays_internal_until_somebody_moves_it(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    import_zendesk(write_export([article(user_segment_id=5)]), project)
    report = import_zendesk(write_export([article()]), project)
    assert not list((project / "docs").rglob("*.md"))
    assert any("is public in the export, but stays internal" in finding.message for finding in report.findings)


def test_a_second_run_changes_nothing(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    export = write_export(
        {
            "articles": [
                article(1, title="Same title"),
                article(2, title="Same title"),
                article(3, user_segment_id=5),
                article(4, locale="vi", source_locale="vi"),
                article(5, locale="xx", title="Elsewhere"),
                article(6, title="???"),
                article(7, body='<img src="https://old.example/a.png"><img src="data:image/png;base64,aGk=">'),
            ],
            "sections": [SECTION],
            "macros": [
                {
                    "id": 1,
                    "title": "Late::Ask",
                    "actions": [{"field": "comment_value", "value": "Hi {{ticket.requester.name}}"}],
                }
            ],
        }
    )
    first = import_zendesk(export, project)
    before = snapshot(project)
    second = import_zendesk(export, project)
    assert snapshot(project) == before
    assert (second.written, second.updated, second.kept) == ((), (), ())
    assert len(second.unchanged) == second.pages == first.pages == 8


def test_a_new_export_updates_what_nobody_edited_and_leaves_the_rest(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    import_zendesk(write_export([article(1, title="One"), article(2, title="Two")]), project)
    two = project / "docs/faq/two.md"
    two.write_bytes(two.read_bytes().replace(b"back", b"back by post"))
    one = project / "docs/faq/one.md"
    one.write_bytes(one.read_bytes().replace(b"\n", b"\r\n"))  # as git does on Windows
    report = import_zendesk(
        write_export(
            [article(1, title="One new", body="<p>New words.</p>"), article(2, title="Two", body="<p>New.</p>")]
        ),
        project,
    )
    assert "New words." in one.read_text("utf-8")
    assert "back by post" in two.read_text("utf-8")
    assert (report.updated, report.kept) == (("docs/faq/one.md",), ("docs/faq/two.md",))
    assert any("was edited here" in finding.message for finding in report.findings)


def test_a_file_that_was_moved_or_renamed_is_found_again(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    export = write_export([article(), article(locale="vi", title="Trả ấm đun?")])
    import_zendesk(export, project)
    (project / "docs/policies").mkdir()
    (project / "docs/faq/how-do-i-return-a-kettle.md").rename(project / "docs/policies/kettles.md")
    (project / "docs/faq/how-do-i-return-a-kettle.vi.md").rename(project / "docs/policies/kettles.vi.md")
    before = snapshot(project)
    assert len(import_zendesk(export, project).unchanged) == 2
    assert snapshot(project) == before


def test_a_language_that_the_shop_adds_later_gets_its_files(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    export = write_export([article(), article(locale="ms", title="Cerek", body="<p>Pulangkan.</p>")])
    import_zendesk(export, project)
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("languages: {", "languages: {ms: Bahasa Melayu, "), "utf-8")
    import_zendesk(export, project)
    assert load(project).library.articles["faq/how-do-i-return-a-kettle", "ms"].body.strip() == "Pulangkan."
    assert not list((project / "imported").iterdir())


def test_a_shop_with_folders_of_languages_gets_its_files_there(
    write_project: WriteProject, write_export: Write
) -> None:
    config = "site_name: X\nplugins:\n- kb:\n    layout: folder\n    languages: {en: English, vi: Tiếng Việt}\n"
    project = write_project({"mkdocs.yml": config})
    secret = article(5, title="Margins", user_segment_id=5)
    export = write_export([article(), article(locale="vi", title="Trả ấm đun?"), secret])
    report = import_zendesk(export, project)
    assert set(report.written) == {
        "docs/en/faq/how-do-i-return-a-kettle.md",
        "docs/vi/faq/how-do-i-return-a-kettle.md",
        "agents/en/procedures/margins.md",
    }
    assert set(load(project).library.articles) == {
        ("faq/how-do-i-return-a-kettle", "en"),
        ("faq/how-do-i-return-a-kettle", "vi"),
        ("procedures/margins", "en"),
    }
    before = snapshot(project)
    assert len(import_zendesk(export, project).unchanged) == 3
    assert snapshot(project) == before


def test_nothing_of_the_shop_is_overwritten(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({"docs/faq/how-do-i-return-a-kettle.md": "Mine"})
    report = import_zendesk(write_export([article()]), project)
    assert (project / "docs/faq/how-do-i-return-a-kettle.md").read_text() == "Mine"
    assert report.written == ("docs/faq/how-do-i-return-a-kettle-article-101.md",)


def test_macros_become_scripts_with_our_placeholders(write_project: WriteProject, write_export: Write) -> None:
    macros = {
        "macros": [
            {
                "id": 1,
                "title": "Returns::Late parcel",
                "active": True,
                "actions": [
                    {"field": "status", "value": "pending"},
                    {
                        "field": "comment_value_html",
                        "value": "<p>Hi {{ticket.requester.first_name}}, see <b>{{ticket.id}}</b> {{ticket.ticket_field_42}} "
                        "{{dc.sign_off | upcase}}</p>",
                    },
                ],
            },
            {"id": 2, "title": "Tag only", "actions": [{"field": "set_tags", "value": "vip"}]},
            {
                "id": 3,
                "title": "Old one",
                "active": False,
                "actions": [
                    {"field": "comment_value", "value": ["channel:all", "{{current_user.name}}\n## variant: vip\nx"]}
                ],
            },
        ]
    }
    project = write_project({})
    report = import_zendesk(write_export(macros), project)
    scripts = load(project).library.scripts
    late = scripts["scripts/returns-late-parcel", "en"]
    assert (
        late.body.strip()
        == "Hi {{ customer_name }}, see **{{ ticket_id }}** {{ ticket_ticket_field_42 }} {{ dc_sign_off }}"
    )
    assert [placeholder.name for placeholder in late.placeholders] == [
        "customer_name",
        "ticket_id",
        "ticket_ticket_field_42",
        "dc_sign_off",
    ]
    assert scripts["scripts/old-one", "en"].is_draft
    assert [part.variant for part in scripts["scripts/old-one", "en"].parts] == [""]
    messages = " ".join(map(str, report.findings))
    for named in (
        "“ticket.ticket_field_42” is not known",
        "“dc.sign_off” is not known",
        "“Tag only” sends no text",
        "not carried over: status",
    ):
        assert named in messages
    assert [problem for problem in load(project).problems if problem.is_error] == []


def test_text_modules_of_zammad_become_scripts_too(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    import_zendesk(
        write_export(
            {
                "text_modules": [
                    {
                        "id": 9,
                        "name": "Greeting",
                        "keywords": "hi, hello",
                        "active": True,
                        "content": "<div>Dear #{ticket.customer.firstname}</div>",
                    }
                ]
            }
        ),
        project,
    )
    script = load(project).library.scripts["scripts/greeting", "en"]
    assert (script.body.strip(), script.questions) == ("Dear {{ customer_name }}", ("hi", "hello"))


def test_pictures_are_named_for_download_and_kept_apart_by_audience(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    report = import_zendesk(
        write_export(
            [
                article(
                    1, title="One", body='<p><img src="https://old.example/att/1/Nút%20trả.PNG?x=1" alt="Return"></p>'
                ),
                article(2, title="Two", user_segment_id=5, body='<p><img src="//old.example/att/2/../../x.exe"></p>'),
            ]
        ),
        project,
    )
    (public, internal) = report.downloads
    assert {download.url for download in report.downloads} == {
        "https://old.example/att/1/Nút%20trả.PNG?x=1",
        "//old.example/att/2/../../x.exe",
    }
    by_folder = {download.path.rpartition("/")[0]: download.path for download in (public, internal)}
    assert set(by_folder) == {"docs/img/imported", "agents/img/internal"}
    assert by_folder["docs/img/imported"].startswith("docs/img/imported/nut-tra-") and by_folder[
        "docs/img/imported"
    ].endswith(".png")
    assert f"![Return](../img/imported/{by_folder['docs/img/imported'].rpartition('/')[2]})" in texts(project)


def test_links_between_articles_follow_them_and_never_lead_inside(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    body = (
        '<p><a href="/hc/en-us/articles/2-Two#fee">two</a> <a href="https://old.example/hc/vi/articles/3">three</a> '
        '<a href="https://old.example/hc/en-us/articles/999">gone</a></p>'
    )
    report = import_zendesk(
        write_export(
            [article(1, title="One", body=body), article(2, title="Two"), article(3, title="Three", user_segment_id=5)]
        ),
        project,
    )
    text = (project / "docs/faq/one.md").read_text("utf-8")
    assert "[two](two.md#fee) three [gone](https://old.example/hc/en-us/articles/999)" in text
    assert any("link to the restricted article 3" in finding.message for finding in report.findings)

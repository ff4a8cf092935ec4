"""Chatwoot's portals, canned responses and macros."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.importers.helpdesks.chatwoot import import_chatwoot
from kb.project.project import load_project
from tests.conftest import WriteProject
from tests.importers.conftest import load, snapshot

Write = Callable[..., Path]


def article(id: int = 1, **changes: Any) -> dict[str, Any]:
    """An article as the portal's API gives it."""
    return {
        "id": id,
        "title": "Track an order",
        "slug": f"170000-track-{id}",
        "content": "## Steps\n\n1. Open the **link**.\n",
        "status": "published",
        "locale": "en",
        "category_id": 3,
        "category": {"id": 3, "name": "Shipping", "slug": "shipping", "locale": "en"},
        "position": 10,
        "description": "Follow a parcel",
        "meta": {"title": "x", "description": "y", "tags": ["tracking", "where_is_it"]},
        "views": 55,
        "created_at": 1707984000,
        "updated_at": 1709568000,
        "associated_article_id": None,
    } | changes


def test_an_article_keeps_its_markdown_words_and_dates(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    report = import_chatwoot(write_export({"payload": [article()], "meta": {"articles_count": 1}}), project)
    assert report.written == ("docs/faq/170000-track-1.md",)
    page = load(project).library.articles["faq/170000-track-1", "en"]
    assert (page.title, page.summary, page.topic) == ("Track an order", "Follow a parcel", "shipping")
    assert page.questions == ("tracking", "where is it")
    assert page.body.strip() == "## Steps\n\n1. Open the **link**."
    assert {str(change.on) for change in page.changes} == {"2024-02-15", "2024-03-04"}
    assert "views: 55" in (project / report.written[0]).read_text("utf-8")
    assert load_project(project).options.topics["shipping"].name == {"en": "Shipping"}


@pytest.mark.parametrize(
    ("status", "is_draft"),
    [
        ("published", False),
        (1, False),
        ("draft", True),
        (0, True),
        ("archived", True),
        (2, True),
        (None, True),
        ("odd", True),
    ],
)
def test_only_what_was_published_is_published(
    status: object, is_draft: bool, write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    import_chatwoot(write_export([article(status=status)]), project)
    assert load(project).library.articles["faq/170000-track-1", "en"].is_draft is is_draft


def test_an_associated_article_is_a_translation(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    export = write_export(
        [
            article(
                2,
                locale="vi",
                title="Theo dõi đơn",
                content="Mở đường dẫn.",
                associated_article_id=1,
                category={"id": 4, "name": "Giao hàng", "slug": "shipping", "locale": "vi"},
            ),
            article(1),
        ]
    )
    import_chatwoot(export, project)
    loaded = load(project).library.articles
    assert set(loaded) == {("faq/170000-track-1", "en"), ("faq/170000-track-1", "vi")}
    assert load_project(project).options.topics["shipping"].name == {"en": "Shipping", "vi": "Giao hàng"}
    before = snapshot(project)
    second = import_chatwoot(export, project)
    assert snapshot(project) == before and len(second.unchanged) == 2


def test_canned_responses_and_macros_become_scripts(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    report = import_chatwoot(
        write_export(
            [
                {
                    "id": 7,
                    "account_id": 1,
                    "short_code": "late",
                    "content": "Hi {{contact.first_name}}, <script>x</script> {{conversation.custom.x}}",
                },
                {
                    "id": 8,
                    "name": "Close",
                    "actions": [
                        {"action_name": "send_message", "action_params": ["Bye {{agent.name}}"]},
                        {"action_name": "resolve_conversation", "action_params": []},
                    ],
                },
            ]
        ),
        project,
    )
    scripts = load(project).library.scripts
    assert (
        scripts["scripts/late", "en"].body.strip()
        == "Hi {{ customer_name }}, &lt;script>x&lt;/script> {{ conversation_custom_x }}"
    )
    assert scripts["scripts/close", "en"].body.strip() == "Bye {{ agent_name }}"
    messages = " ".join(map(str, report.findings))
    assert "“conversation.custom.x” is not known" in messages and "resolve_conversation" in messages


def test_a_circle_of_associated_articles_ends(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    report = import_chatwoot(
        write_export([article(1, associated_article_id=2), article(2, associated_article_id=1, locale="vi")]), project
    )
    assert len(report.written) == 2


@pytest.mark.parametrize(
    "value",
    [
        {"data": {"payload": [{"id": 1, "messages": [{"content": "private"}], "meta": {"sender": {}}}]}},
        [{"id": 1, "conversation_id": 4, "message_type": 0, "content": "private words"}],
        {"contacts": [{"id": 1, "name": "A", "email": "a@b.c", "phone_number": "1", "identifier": None}]},
    ],
)
def test_conversations_never_become_pages(value: object, write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    before = snapshot(project)
    assert "nothing was imported" in import_chatwoot(write_export(value), project).refused
    assert snapshot(project) == before


def test_pictures_of_articles_are_named_for_download(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    report = import_chatwoot(
        write_export([article(content="![Button](https://old.example/rails/blob/b.jpeg)")]), project
    )
    (download,) = report.downloads
    assert download.url == "https://old.example/rails/blob/b.jpeg"
    assert f"![Button](../img/imported/{download.path.rpartition('/')[2]})" in (project / report.written[0]).read_text(
        "utf-8"
    )

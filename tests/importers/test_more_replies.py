"""Saved replies of Intercom, Freshdesk, Help Scout and Gorgias; and what an import of theirs tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.importers.common.report import ImportReport
from tests.importers.conftest import load
from tests.importers.helpdesk_exports import (
    FRESHDESK_XML,
    freshdesk_article,
    freshdesk_reply,
    gorgias_action,
    gorgias_macro,
    help_scout_article,
    help_scout_page,
    intercom_article,
    intercom_list,
    intercom_macro,
)


@pytest.mark.parametrize(
    ("system", "value", "body"),
    [
        ("intercom", intercom_list(intercom_macro()), "Hi {{ customer_name }}, your order is ready!"),
        ("freshdesk", [freshdesk_reply()], "Chào {{ customer_name }}, mã {{ ticket_id }}"),
        (
            "helpscout",
            {
                "_embedded": {
                    "saved-replies": [{"id": 5, "name": "Salam", "text": "Hai {%customer.firstName,fallback=kawan%}"}]
                }
            },
            "Hai {{ customer_name }}",
        ),
        (
            "helpscout",
            {"id": 5, "name": "Salam", "text": "", "chatText": "Hai {%user.firstName%}"},
            "Hai {{ agent_name }}",
        ),
        ("gorgias", {"data": [gorgias_macro()]}, "Hi {{ customer_name }},\n\nYour order has been delivered."),
        ("gorgias", [gorgias_macro()], "Hi {{ customer_name }},\n\nYour order has been delivered."),
    ],
)
def test_a_saved_reply_becomes_a_script_with_our_placeholders(
    system: str, value: object, body: str, bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    (path,) = bring(system, value).written
    assert path.startswith("agents/scripts/")
    (script,) = load(tmp_path).library.scripts.values()
    assert script.body.strip() == body


@pytest.mark.parametrize(
    ("system", "value", "why"),
    [
        ("intercom", [intercom_macro(visible_to="specific_teams", visible_to_team_ids=["4"])], "specific_teams"),
        ("intercom", [intercom_macro(visible_to_team_ids=["4"])], "visible_to_team_ids"),
        ("freshdesk", [freshdesk_reply(visibility=1)], "one agent"),
        ("freshdesk", [freshdesk_reply(visibility=2, group_ids=[3])], "groups"),
        (
            "freshdesk",
            {"id": 1, "name": "Personal", "personal": True, "canned_responses": [freshdesk_reply()]},
            "personal",
        ),
        (
            "gorgias",
            [gorgias_macro(actions=[gorgias_action("addInternalNote", body_text="Not above 20")])],
            "addInternalNote",
        ),
        (
            "gorgias",
            [gorgias_macro(actions=[gorgias_action("forwardByEmail", body_text="To the supplier")])],
            "forward",
        ),
        ("gorgias", [gorgias_macro(private=True)], "private"),
    ],
)
def test_what_is_for_colleagues_is_never_a_script(
    system: str, value: object, why: str, bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    report = bring(system, value)
    assert report.written and all(path.startswith("agents/procedures/") for path in report.written)
    assert not load(tmp_path).library.scripts
    assert any(why in line and "not for customers" in line for line in report.lines())


@pytest.mark.parametrize(
    ("system", "value", "said"),
    [
        (
            "intercom",
            intercom_list(intercom_article(body='<iframe src="https://www.youtube.com/embed/x"></iframe>')),
            "https://www.youtube.com/embed/x",
        ),
        ("intercom", intercom_list(intercom_article()) | {"total_count": 60}, "holds 1 of 60 articles"),
        (
            "intercom",
            {
                "type": "list",
                "data": [intercom_article()],
                "pages": {"page": 1, "next": {"page": 2, "starting_after": "abc"}},
            },
            "more follows at abc",
        ),
        ("gorgias", {"data": [gorgias_macro()], "meta": {"next_cursor": "abc"}}, "more follows at abc"),
        ("gorgias", [gorgias_macro()], "addTags (question, order-status)"),
        ("gorgias", [gorgias_macro(archived_datetime="2024-01-01T00:00:00Z")], "is not active"),
        (
            "gorgias",
            [
                gorgias_macro(
                    actions=[
                        gorgias_action("setResponseText", body_text="x"),
                        gorgias_action("addAttachments", attachments=[{"name": "size.pdf", "url": "https://x"}]),
                    ]
                )
            ],
            "addAttachments (size.pdf)",
        ),
        (
            "gorgias",
            [gorgias_macro(actions=[gorgias_action("setResponseText", body_text="{{ticket.channel}}")])],
            "“ticket.channel” is not known here",
        ),
        ("freshdesk", [freshdesk_reply(attachments=[{"name": "a.pdf"}])], "attachments"),
        ("freshdesk", [freshdesk_article()], "not in the export: kept internal"),
        (
            "helpscout",
            {"articles": {"page": 1, "pages": 3, "count": 1, "items": [help_scout_article()]}},
            "more follows at page 2",
        ),
        (
            "helpscout",
            help_scout_page("articles", {key: value for key, value in help_scout_article().items() if key != "text"}),
            "without its text: save GET /articles/121",
        ),
        ("helpscout", [{"id": 6, "name": "Salam", "preview": "Hi there"}], "save GET …/saved-replies/6"),
        ("helpscout", {"article": help_scout_article(hasDraft=True)}, "has a draft beside it"),
    ],
)
def test_a_loss_is_told_with_its_place(
    system: str, value: object, said: str, bring: Callable[..., ImportReport]
) -> None:
    assert any(line.startswith("file0.json:") and said in line for line in bring(system, value).lines())


def test_a_finding_in_one_of_several_files_names_that_file_and_line(bring: Callable[..., ImportReport]) -> None:
    report = bring(
        "intercom",
        intercom_list(intercom_article()),
        '{"data": [\n' + '{"id": "7", "type": "article",\n "title": "T"}]}',
    )
    assert any(line.startswith("file1.json:2: article 7 “T” has no text") for line in report.lines())


def test_freshdesks_xml_is_read_with_its_folders(bring: Callable[..., ImportReport], tmp_path: Path) -> None:
    report = bring("freshdesk", FRESHDESK_XML, endings="xml")
    assert report.written == ("agents/procedures/refund-limits.md", "docs/faq/where-is-my-parcel.md")
    assert load(tmp_path).library.articles["faq/where-is-my-parcel", "en"].body.strip() == "Open the **link**."
    assert "77" not in (tmp_path / "docs/faq/where-is-my-parcel.md").read_text("utf-8")


def test_macros_come_as_a_table_too(bring: Callable[..., ImportReport], tmp_path: Path) -> None:
    table = 'Id,Name,Language,Body HTML\n1,Versand,de,"<p>Hallo {{ticket.customer.firstname}},</p><p>unterwegs.</p>"\n'
    assert bring("gorgias", table, endings="csv").written == ("agents/scripts/versand.de.md",)
    (script,) = load(tmp_path).library.scripts.values()
    assert script.body.strip() == "Hallo {{ customer_name }},\n\nunterwegs."

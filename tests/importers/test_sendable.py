"""Only what an export clearly means for customers becomes a script; the rest is kept for agents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.importers.common.report import ImportReport
from kb.importers.helpdesks.chatwoot import import_chatwoot
from kb.importers.helpdesks.zendesk import import_zendesk
from tests.conftest import WriteProject
from tests.importers.conftest import load, snapshot

Write = Callable[..., Path]
Import = Callable[[Path, Path], ImportReport]

SECRET = "On the fraud list"
REPLY = {"field": "comment_value", "value": SECRET}


def mode(value: object) -> dict[str, object]:
    return {"field": "comment_mode_is_public", "value": value}


def macro(*actions: object, **changes: Any) -> dict[str, Any]:
    return {"macros": [{"id": 5, "title": "Escalate", "active": True, "actions": list(actions)} | changes]}


def chatwoot_macro(*actions: object, **changes: Any) -> dict[str, Any]:
    return {"payload": [{"id": 5, "name": "Escalate", "visibility": "global", "actions": list(actions)} | changes]}


def sends(text: str, name: str = "send_message") -> dict[str, object]:
    return {"action_name": name, "action_params": [text]}


KEPT_INSIDE: dict[str, tuple[Import, object]] = {
    **{
        f"comment_mode_is_public: {value!r}": (import_zendesk, macro(REPLY, mode(value)))
        for value in ("false", False, "0", 0, "no", None, "", "maybe", ["false"], ["true", "false"], {}, 2)
    },
    "the mode stands first": (import_zendesk, macro(mode("false"), REPLY)),
    "two modes that disagree": (import_zendesk, macro(mode("true"), REPLY, mode("false"))),
    "HTML": (import_zendesk, macro({"field": "comment_value_html", "value": f"<p>{SECRET}</p>"}, mode(False))),
    "with a channel": (
        import_zendesk,
        macro({"field": "comment_value", "value": ["channel:all", SECRET]}, mode("false")),
    ),
    "a side conversation": (
        import_zendesk,
        macro({"field": "side_conversation", "value": ["Ask", f"<p>{SECRET}</p>", "a@b.example", "text/html"]}),
    ),
    "a group's own": (import_zendesk, macro(REPLY, restriction={"type": "Group", "id": 4, "ids": [4]})),
    "an agent's own": (import_zendesk, macro(REPLY, restriction={"type": "User", "id": 4})),
    "a private note": (import_chatwoot, chatwoot_macro(sends(SECRET, "add_private_note"))),
    "a personal macro": (import_chatwoot, chatwoot_macro(sends(SECRET), visibility="personal")),
    "a personal macro by number": (import_chatwoot, chatwoot_macro(sends(SECRET), visibility=0)),
    "a visibility nobody knows": (import_chatwoot, chatwoot_macro(sends(SECRET), visibility="team")),
    **{
        f"private: {value!r}": (
            import_chatwoot,
            {"canned_responses": [{"id": 5, "short_code": "Escalate", "content": SECRET, "private": value}]},
        )
        for value in (True, "true", 1, "yes", "maybe", [1, 2])
    },
}


@pytest.mark.parametrize("why", KEPT_INSIDE)
def test_what_is_for_colleagues_is_a_procedure_and_no_script(
    why: str, write_project: WriteProject, write_export: Write
) -> None:
    take_in, value = KEPT_INSIDE[why]
    project, export = write_project({}), write_export(value)
    report = take_in(export, project)
    library = load(project).library
    assert not library.scripts
    assert SECRET in library.articles["procedures/escalate", "en"].body
    assert "never send" in library.articles["procedures/escalate", "en"].summary
    assert any("kept for agents in agents/procedures/escalate.md" in line for line in report.lines())
    assert not [path for path, data in snapshot(project / "docs").items() if SECRET.encode() in data]
    before = snapshot(project)
    take_in(export, project)
    assert snapshot(project) == before


SENDABLE: dict[str, tuple[Import, object]] = {
    "no mode": (import_zendesk, macro(REPLY)),
    **{
        f"comment_mode_is_public: {value!r}": (import_zendesk, macro(mode(value), REPLY))
        for value in ("true", True, "1", 1, "yes", ["true"])
    },
    "no restriction": (import_zendesk, macro(REPLY, restriction=None)),
    "a macro of everybody": (import_chatwoot, chatwoot_macro(sends(SECRET))),
    "private: false": (
        import_chatwoot,
        {"canned_responses": [{"id": 5, "short_code": "Escalate", "content": SECRET, "private": "false"}]},
    ),
}


@pytest.mark.parametrize("why", SENDABLE)
def test_what_is_for_customers_is_a_script(why: str, write_project: WriteProject, write_export: Write) -> None:
    take_in, value = SENDABLE[why]
    project = write_project({})
    take_in(write_export(value), project)
    library = load(project).library
    assert SECRET in library.scripts["scripts/escalate", "en"].body
    assert not library.articles


def test_a_private_note_beside_a_reply_is_parted_from_it(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    value = chatwoot_macro(sends(SECRET, "add_private_note"), sends("We are checking."), sends("Soon more."))
    report = import_chatwoot(write_export(value), project)
    library = load(project).library
    assert library.scripts["scripts/escalate", "en"].body.strip() == "We are checking.\n\nSoon more."
    assert library.articles["procedures/escalate-internal-note", "en"].body.strip() == SECRET
    assert any("agents/procedures/escalate-internal-note.md" in line for line in report.lines())


@pytest.mark.parametrize("active", [False, "false", 0, "0", "no", "maybe"])
def test_an_inactive_macro_is_a_draft(active: object, write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    report = import_zendesk(write_export(macro(REPLY, active=active)), project)
    assert load(project).library.scripts["scripts/escalate", "en"].is_draft
    assert any("is not active" in line for line in report.lines())


def test_several_comments_of_a_macro_are_all_kept(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    actions = [
        {"field": "comment_value_html", "value": "<p>One <b>bold</b></p>"},
        {"field": "comment_value_html", "value": "<p>Two</p>"},
        {"field": "comment_value", "value": ["channel:chat", "Three < four"]},
    ]
    import_zendesk(write_export(macro(*actions)), project)
    assert load(project).library.scripts["scripts/escalate", "en"].body.strip() == (
        "One **bold**\n\nTwo\n\nThree &lt; four"
    )


def test_a_script_that_turns_out_private_is_taken_back(write_project: WriteProject, write_export: Write) -> None:
    project = write_project({})
    import_zendesk(write_export(macro(REPLY)), project)
    report = import_zendesk(write_export(macro(REPLY, mode("false"))), project)
    library = load(project).library
    assert not library.scripts
    assert SECRET in library.articles["procedures/escalate", "en"].body
    assert report.is_open


def test_an_edited_script_that_turns_out_private_becomes_a_draft(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    import_zendesk(write_export(macro(REPLY)), project)
    script = project / "agents/scripts/escalate.md"
    script.write_text(script.read_text("utf-8") + "\nA writer's line.\n", "utf-8")
    export = write_export(macro(REPLY, mode("false")))
    report = import_zendesk(export, project)
    library = load(project).library
    assert library.scripts["scripts/escalate", "en"].is_draft
    assert "A writer's line." in library.scripts["scripts/escalate", "en"].body
    assert SECRET in library.articles["procedures/escalate", "en"].body
    assert any("stays there as a draft" in line for line in report.lines())
    before = snapshot(project)
    import_zendesk(export, project)
    assert snapshot(project) == before


def test_a_reply_kept_inside_stays_there_when_the_export_changes_its_mind(
    write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    import_zendesk(write_export(macro(REPLY, mode("false"))), project)
    report = import_zendesk(write_export(macro(REPLY)), project)
    assert not load(project).library.scripts
    assert any("may be sent by the export, and stays in agents/procedures/escalate.md" in one for one in report.lines())


@pytest.mark.parametrize(
    "record",
    [
        {"id": 1, "content": SECRET, "message_type": 1, "private": True, "created_at": 1700000000},
        {"id": 1, "content": SECRET, "message_type": "outgoing", "sender": {"name": "A"}, "inbox_id": 3},
        {"id": 1, "content": SECRET, "private": True, "conversation_id": 4},
    ],
)
def test_messages_of_conversations_are_refused(
    record: dict[str, object], write_project: WriteProject, write_export: Write
) -> None:
    project = write_project({})
    before = snapshot(project)
    report = import_chatwoot(write_export({"meta": {}, "payload": [record]}), project)
    assert report.is_refused
    assert snapshot(project) == before

"""Macros, text modules and canned responses: three names for a saved reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.importers.export_file import Record
from kb.importers.records import ImportedText, labels_of, text_of
from kb.importers.report import ImportFindings

HTML_FIELDS = ("comment_value_html",)
TEXT_FIELDS = ("comment_value",)
CHATWOOT_ACTIONS = ("send_message", "add_private_note")


def read_saved_reply(
    record: Record, shape: str, system: str, name: str, findings: ImportFindings
) -> ImportedText | None:
    """A reply as a script; None when there is nothing to send, and a finding says so."""
    value = record.value
    id = text_of(value, "id") or text_of(value, "short_code", "title", "name")
    title = (
        " ".join(text_of(value, "title", "name", "short_code", "raw_title").replace("::", ": ").split())
        or f"Reply {id}"
    )
    body, is_html, others = (
        _macro_text(value) if shape == "macro" else (text_of(value, "content", "body"), shape == "text module", [])
    )
    if not body:
        findings.add(
            name,
            record.line,
            f"{shape} “{title}” sends no text: left out ({', '.join(others) or 'no action'})",
            f"{shape} without text",
        )
        return None
    if others:
        findings.add(
            name,
            record.line,
            f"{shape} “{title}”: these actions are not carried over: {', '.join(others)}",
            "action not carried over",
        )
    comments = tuple(
        f"{key}: {value[key]}" for key in ("description", "usage_7d", "usage_30d", "position") if text_of(value, key)
    )
    return ImportedText(
        key=f"{system} {shape} {id}",
        locale=text_of(value, "locale"),
        title=title,
        body=body,
        line=record.line,
        is_html=is_html,
        is_script=True,
        is_internal=True,
        is_draft=value.get("active") is False,
        questions=labels_of([word for word in text_of(value, "keywords").split(",") if word.strip()]),
        comments=(f"{system} {shape} {id}", *comments),
    )


def _macro_text(value: Mapping[str, Any]) -> tuple[str, bool, list[str]]:
    """(text, whether it is HTML, the other actions) of a Zendesk or Chatwoot macro."""
    html = plain = ""
    others = []
    actions = value.get("actions")
    for action in actions if isinstance(actions, list) else []:
        if not isinstance(action, Mapping):
            continue
        field, content = text_of(action, "field", "action_name"), action.get("value", action.get("action_params"))
        words = (
            [word for word in content if isinstance(word, str)]
            if isinstance(content, list)
            else [content]
            if isinstance(content, str)
            else []
        )
        text = text_of({"text": words[-1]}, "text") if words else ""
        if field in HTML_FIELDS and text:
            html = text
        elif field in (*TEXT_FIELDS, *CHATWOOT_ACTIONS) and text:
            plain = f"{plain}\n\n{text}" if plain else text
            others += ["add_private_note as a reply"] if field == "add_private_note" else []
        elif field:
            others.append(field)
    return (html, True, others) if html else (plain, False, others)

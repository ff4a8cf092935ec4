"""What a record of an export is: an article, a macro, or something that must never become a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kb.importers.export_file import Record

BY_KEY = {
    "articles": "article",
    "zendesk_articles": "article",
    "results": "article",
    "sections": "section",
    "zendesk_sections": "section",
    "categories": "category",
    "zendesk_categories": "category",
    "translations": "translation",
    "zendesk_translations": "translation",
    "macros": "macro",
    "zendesk_macros": "macro",
    "text_modules": "text module",
    "canned_responses": "canned response",
}
FOREIGN_KEYS = {
    "tickets": "tickets",
    "zendesk_tickets": "tickets",
    "comments": "comments",
    "zendesk_comments": "comments",
    "zendesk_ticket_comments": "comments",
    "ticket_comments": "comments",
    "users": "users",
    "zendesk_users": "users",
    "organizations": "organizations",
    "zendesk_organizations": "organizations",
    "conversations": "conversations",
    "messages": "messages",
    "contacts": "contacts",
    "groups": "groups",
    "brands": "brands",
    "views": "views",
    "triggers": "triggers",
    "votes": "votes",
    "subscriptions": "subscriptions",
    "user_segments": "user segments",
}


def shape_of(record: Record) -> str:
    """article, translation, section, category, macro, text module, canned response; else what it is instead."""
    value = record.value
    if record.listed_in in FOREIGN_KEYS:
        return FOREIGN_KEYS[record.listed_in]
    if foreign := _foreign_shape(value):
        return foreign
    if record.listed_in in BY_KEY:
        return BY_KEY[record.listed_in]
    return _own_shape(value)


def _foreign_shape(value: Mapping[str, Any]) -> str:
    keys = value.keys()
    if (
        "ticket_id" in keys
        or {"conversation_id", "message_type"} <= keys
        or ({"public", "body", "author_id"} <= keys and "title" not in keys)
    ):
        return "comments"
    if "requester_id" in keys or ({"subject", "status"} <= keys and "section_id" not in keys and "content" not in keys):
        return "tickets"
    if "email" in keys and keys & {"role", "phone", "organization_id", "identifier"} and "body" not in keys:
        return "users"
    if "domain_names" in keys:
        return "organizations"
    if {"messages", "meta"} <= keys and "title" not in keys:
        return "conversations"
    return ""


def _own_shape(value: Mapping[str, Any]) -> str:
    keys = value.keys()
    if isinstance(value.get("actions"), list):
        return "macro"
    if "short_code" in keys:
        return "canned response"
    if "keywords" in keys and "content" in keys:
        return "text module"
    if keys & {"source_id", "source_type"} and "locale" in keys and "section_id" not in keys:
        return "translation"
    if "category_id" in keys and not keys & {"body", "content", "section_id", "translations"}:
        return "section"
    if keys & {"body", "content", "section_id", "user_segment_id", "translations"} and keys & {"title", "name", "id"}:
        return "article"
    return "unknown"


def foreign_refusal(shapes: Iterable[str], name: str, wanted: str) -> str:
    """Why a file that holds nothing of ours is refused; empty when something of it can be imported."""
    counts = Counter(shapes)
    ours = {*BY_KEY.values()}
    if not counts or any(shape in ours for shape in counts):
        return ""
    what = ", ".join(
        f"{count} {shape if shape != 'unknown' else 'records of an unknown kind'}"
        for shape, count in sorted(counts.items())
    )
    return (
        f"{name} holds {what}, no help-centre articles: nothing was imported. "
        f"Export {wanted} instead; customers' messages never become pages"
    )

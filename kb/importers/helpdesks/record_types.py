"""What a record of an export is: an article, a macro, or something that must never become a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kb.importers.helpdesks.export_file import Record

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


PERSONAL = frozenset(
    {
        "customer_email",
        "contact_email",
        "requester_email",
        "customer_name",
        "contact_name",
        "requester_name",
        "from_email",
    }
)
MESSAGE = frozenset({"message", "body", "content", "text", "body_text", "comment"})
"""A table of messages has a column of people beside one of words; a saved reply has none."""


def shape_of(record: Record) -> str:
    """article, translation, section, category, macro, text module, canned response; else what it is instead."""
    value = record.value
    if record.listed_in in FOREIGN_KEYS:
        return FOREIGN_KEYS[record.listed_in]
    if foreign := foreign_shape(value):
        return foreign
    if record.listed_in in BY_KEY:
        return BY_KEY[record.listed_in]
    return _own_shape(value)


def foreign_shape(value: Mapping[str, Any]) -> str:
    """What a record is that must never become a page: tickets, messages, users; empty for any other."""
    keys = value.keys()
    if keys & {"message_type", "conversation_id"} or (
        "content" in keys
        and keys & {"private", "sender", "sender_id"}
        and not keys & {"title", "short_code", "keywords"}
    ):
        return "messages"
    if keys & PERSONAL or ("email" in keys and keys & MESSAGE and not keys & {"title", "actions"}):
        return "messages"
    if "ticket_id" in keys or ({"public", "body", "author_id"} <= keys and "title" not in keys):
        return "comments"
    if "requester_id" in keys or ({"subject", "status"} <= keys and "section_id" not in keys and "content" not in keys):
        return "tickets"
    if "email" in keys and keys & {"role", "phone", "organization_id", "identifier"} and "body" not in keys:
        return "users"
    if "domain_names" in keys:
        return "organizations"
    if value.get("type") in {"conversation", "ticket", "contact", "user", "lead", "company", "admin", "team", "tag"}:
        return f"{value['type']}s"
    if "threads" in keys or "primaryCustomer" in keys or ("customer" in keys and "messages_count" in keys):
        return "conversations"
    if {"firstName", "lastName"} <= keys or ({"firstname", "lastname", "email"} & keys and "channels" in keys):
        return "customers"
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


SIGNS = {
    "zendesk": frozenset(
        {
            *("section_id", "user_segment_id", "user_segment_ids", "permission_group_id", "source_locale"),
            *("label_names", "outdated_locales", "source_id", "source_type", "restriction"),
        }
    ),
    "chatwoot": frozenset({"short_code", "associated_article_id", "portal", "portal_id", "account_id"}),
    "intercom": frozenset(
        {"workspace_id", "translated_content", "parent_type", "visible_to", "visible_to_team_ids", "available_on"}
    ),
    "freshdesk": frozenset(
        {
            *("folder_id", "description_text", "thumbs_up", "thumbs_down", "hierarchy", "seo_data", "content_html"),
            *("folders", "articles_count", "sub_folders_count", "visible_in_portals", "canned_responses"),
        }
    ),
    "helpscout": frozenset(
        {
            "collectionId",
            "siteId",
            "publicUrl",
            "hasDraft",
            "lastPublishedAt",
            "chatText",
            "chatPreview",
            "articleCount",
        }
    ),
    "gorgias": frozenset({"created_datetime", "updated_datetime", "archived_datetime", "available_locales"}),
}
"""Fields that one of the helpdesks alone has."""
ACTIONS = {"zendesk": "field", "chatwoot": "action_name", "gorgias": "arguments"}
TYPES = {"article": "intercom", "internal_article": "intercom", "collection": "intercom", "macro": "intercom"}
"""Words of the field `type`, which one helpdesk has in all its records."""
TITLES = {
    "zendesk": "Zendesk",
    "chatwoot": "Chatwoot",
    "intercom": "Intercom",
    "freshdesk": "Freshdesk",
    "helpscout": "Help Scout",
    "gorgias": "Gorgias",
}
"""How the helpdesks write their names."""


def system_of(value: Mapping[str, Any]) -> str:
    """The helpdesk that a record comes from, where it shows; else empty."""
    actions = value.get("actions")
    first = next((one for one in (actions if isinstance(actions, list) else []) if isinstance(one, Mapping)), {})
    found = [system for system, keys in SIGNS.items() if keys & value.keys() or ACTIONS.get(system) in first]
    kind = value.get("type")
    if not found and isinstance(kind, str) and kind in TYPES:
        return TYPES[kind]
    return found[0] if len(found) == 1 else ""


def other_system_refusal(records: Iterable[Record], name: str, system: str) -> str:
    """Why a file of another helpdesk is refused, and the command that takes it; empty for one of `system`."""
    systems = {system_of(record.value) for record in records} - {""}
    if len(systems) != 1 or system in systems:
        return ""
    other = systems.pop()
    return f"{name} is an export of {TITLES[other]}: run kb import {other} {name}; nothing was imported"


def foreign_refusal(shapes: Iterable[str], ours: frozenset[str], name: str, wanted: str) -> str:
    """Why a file that holds nothing of `ours` is refused; empty when something of it can be imported."""
    counts = Counter(shapes)
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

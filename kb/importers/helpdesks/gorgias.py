"""Gorgias' macros and help-centre articles → scripts, articles and topics.

The answers of its API (`GET /api/macros`, the help centre's articles and categories), or macros as CSV.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_table
from kb.importers.helpdesks.article_records import DRAFT, PUBLISHED, UNKNOWN, Reading, by_shape, files_of
from kb.importers.helpdesks.door import Helpdesk
from kb.importers.helpdesks.export_file import Export, Record
from kb.importers.helpdesks.opened_files import TABLE
from kb.importers.helpdesks.record_types import foreign_shape
from kb.importers.helpdesks.records import Imported, ImportedText, address_of, article_id, host_of, text_of
from kb.importers.helpdesks.reply_words import as_words, reply_words
from kb.importers.helpdesks.saved_replies import read_saved_reply
from kb.importers.helpdesks.sendable import MacroWords
from kb.importers.sites.field_map import is_address

SYSTEM = "gorgias"
SHAPES = frozenset({"macro", "article", "category"})
REPLY, NOTES = "setResponseText", frozenset({"addInternalNote", "forwardByEmail"})
CLOSING = ("customer_visibility", "visibility_status")


def shape_of(record: Record) -> str:
    """macro, article or category; else what it is instead."""
    value, keys = record.value, record.value.keys()
    if isinstance(value.get("actions"), list):
        return "macro"
    if foreign := foreign_shape(value):
        return foreign
    if record.listed_in == TABLE:
        return "macro" if "name" in keys and reply_words(value).public else "unknown"
    if keys & {"channel", "via", "messages", "last_message_datetime"}:
        return "tickets"
    if any("content" in one or "html" in one for _, one in _translations(value)):
        return "article"
    if keys & {"help_center_id", "parent_category_id", "translation", "translations"}:
        return "category"
    return "article" if "title" in keys and "content" in keys else "unknown"


def _translations(value: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(locale, text) of every language of an article or category; the main one first."""
    entries = [value.get("translation")]
    listed = value.get("translations")
    entries += listed if isinstance(listed, list) else list(listed.values()) if isinstance(listed, Mapping) else []
    seen = set()
    for one in entries:
        if isinstance(one, Mapping) and (locale := text_of(one, "locale")) not in seen:
            seen.add(locale)
            yield locale, one


def read_gorgias(export: Export, name: str, findings: ImportFindings) -> Imported:
    """The records of an export as scripts, articles and topics."""
    reading = Reading(SYSTEM, name, findings)
    shapes = [(shape_of(record), record) for record in export.records]
    found = by_shape(shapes)
    closed = set()
    for record in found.get("category", []):
        id = text_of(record.value, "id")
        names = {locale: text_of(one, "title", "name") for locale, one in _translations(record.value)}
        reading.name_topic(id, {locale: word for locale, word in names.items() if word})
        if any(_is_closed(one) for one in (record.value, *(one for _, one in _translations(record.value)))):
            closed.add(id)
    for record in found.get("article", []):
        _read_article(record, closed, reading)
    for record in found.get("macro", []):
        _read_macro(record, reading)
    reading.leave_out((shape, record) for shape, record in shapes if shape not in SHAPES)
    return reading.done()


def _is_closed(value: Mapping[str, Any]) -> bool:
    return any(text_of(value, key).upper() not in {"", "PUBLIC"} for key in CLOSING)


def _read_article(record: Record, closed: set[str], reading: Reading) -> None:
    value = record.value
    id, topic = article_id(value), text_of(value, "category_id")
    contents = list(_translations(value)) or [(text_of(value, "locale"), value)]
    title = text_of(contents[0][1], "title")
    is_internal = reading.closed_by(record, id, title) or topic in closed or _is_closed(value)
    is_internal = is_internal or any(_is_closed(one) for _, one in contents)
    if is_internal:
        reading.tell(
            record, f"article {id} “{title}” is not listed for everybody: kept internal", "article kept internal"
        )
    if topic:
        reading.name_topic(topic, {})
    for number, (locale, content) in enumerate(contents):
        body, own_title, slug = text_of(content, "content", "html"), text_of(content, "title"), text_of(content, "slug")
        state = DRAFT if _is_deleted(value, content) else _state(value, content)
        address = f"{locale}/{slug}-{id}" if slug and locale else ""
        addresses = (address, f"{slug}-{id}" if slug and not number else "", address_of(text_of(content, "url")))
        reading.texts.append(
            ImportedText(
                key=reading.key(id),
                locale=locale,
                title=own_title or f"Article {id}",
                body=body,
                line=record.line,
                is_internal=is_internal,
                is_draft=reading.state(record, id, state, body, own_title),
                is_source=number == 0,
                summary=text_of(content, "excerpt") or text_of(plain_table(content.get("seo_meta")), "description"),
                slug=slug if number == 0 else "",
                topic_key=topic,
                changes=reading.changes(
                    content.get("created_datetime") or value.get("created_datetime"),
                    content.get("updated_datetime") or value.get("updated_datetime"),
                ),
                comments=(f"{SYSTEM} article {id}",) if number == 0 else (),
                host=host_of(text_of(content, "url")),
                addresses=tuple(one for one in dict.fromkeys(addresses) if one and is_address(one)),
            )
        )


def _is_deleted(*values: Mapping[str, Any]) -> bool:
    return any(text_of(value, "deleted_datetime", "archived_datetime") for value in values)


def _state(*values: Mapping[str, Any]) -> str:
    """Published only where a word says so: a public listing, or a version that is the current one."""
    for value in values:
        if value.get("is_current") is False or ("published_version_id" in value and not value["published_version_id"]):
            return DRAFT
    is_out = any(text_of(value, key) for value in values for key in (*CLOSING, "published_version_id"))
    return PUBLISHED if is_out or any(value.get("is_current") is True for value in values) else UNKNOWN


def _read_macro(record: Record, reading: Reading) -> None:
    value = record.value
    words = _words(value) if isinstance(value.get("actions"), list) else reply_words(value)
    fields = dict(value) | {"locale": text_of(value, "language", "locale")}
    if text_of(value, "archived_datetime") or text_of(value, "deleted_datetime"):
        fields["active"] = False
    bare = replace(record, value=fields)
    reading.texts += read_saved_reply(bare, "macro", SYSTEM, reading.name, reading.findings, words)


def _words(value: Mapping[str, Any]) -> MacroWords:
    words = MacroWords()
    for action in value["actions"]:
        if not isinstance(action, Mapping):
            continue
        name, said = text_of(action, "name"), plain_table(action.get("arguments"))
        text = text_of(said, "body_html", "body_text")
        if name == REPLY:
            words.public += [as_words(text)] if text else []
        elif name in NOTES and text:
            words.private.append(as_words(text))
            words.why_private.append(name)
        elif name:
            files = ", ".join(word for word, _ in files_of(said.get("attachments")))
            tags = text_of(said, "tags")
            words.others.append(f"{name} ({(files or tags)[:100]})" if files or tags else name)
    return words


GORGIAS = Helpdesk(
    name=SYSTEM,
    wanted="the macros (GET /api/macros) or the help centre's articles and categories",
    read=read_gorgias,
    shape_of=shape_of,
    shapes=SHAPES,
    has_tables=True,
)

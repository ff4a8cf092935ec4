"""Help Scout's Docs articles, collections, categories and saved replies → articles, topics and scripts.

The answers of its two APIs: `{"articles": {"items": […]}}`, `{"article": {…}}`, `{"_embedded": {…}}`, bare lists.
Only a collection says who may read its articles: without it, they are kept inside until it is imported with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kb.importers.common.report import ImportFindings
from kb.importers.helpdesks.article_records import DRAFT, PUBLISHED, UNKNOWN, Reading, by_shape, tags_of
from kb.importers.helpdesks.door import Helpdesk
from kb.importers.helpdesks.export_file import Export, Record
from kb.importers.helpdesks.opened_files import TABLE
from kb.importers.helpdesks.record_types import foreign_shape
from kb.importers.helpdesks.records import Imported, ImportedText, address_of, article_id, host_of, labels_of, text_of
from kb.importers.helpdesks.reply_words import as_words, reply_words
from kb.importers.helpdesks.saved_replies import read_saved_reply
from kb.importers.helpdesks.sendable import MacroWords

SYSTEM = "helpscout"
SHAPES = frozenset({"article", "collection", "category", "saved reply"})
STATES = {"published": PUBLISHED, "notpublished": DRAFT, "draft": DRAFT}
OPEN, CLOSED = "public", "private"


def shape_of(record: Record) -> str:
    """article, collection, category or saved reply; else what it is instead."""
    value, keys = record.value, record.value.keys()
    if foreign := foreign_shape(value):
        return foreign
    if record.listed_in == "conversations" or "subject" in keys:
        return "conversations"
    if record.listed_in == "customers":
        return "customers"
    if "siteId" in keys or record.listed_in == "collections":
        return "collection"
    if "collectionId" in keys:
        return "article" if keys & {"text", "status", "hasDraft"} else "category"
    if "name" in keys and (
        keys & {"text", "chatText", "preview", "chatPreview"}
        or (record.listed_in == TABLE and keys & {"content", "body"})
    ):
        return "saved reply"
    return "unknown"


def read_help_scout(export: Export, name: str, findings: ImportFindings) -> Imported:
    """The records of an export as articles, scripts and topics."""
    reading = Reading(SYSTEM, name, findings)
    shapes = [(shape_of(record), record) for record in export.records]
    found = by_shape(shapes)
    groups = {
        text_of(record.value, "id"): record.value
        for shape in ("collection", "category")
        for record in found.get(shape, [])
    }
    for shape in ("collection", "category"):
        for record in found.get(shape, []):
            word = text_of(record.value, "name")
            reading.name_topic(text_of(record.value, "id"), {"": word} if word else {})
    for record in found.get("article", []):
        _read_article(record, groups, reading)
    for record in found.get("saved reply", []):
        _read_reply(record, reading)
    reading.leave_out((shape, record) for shape, record in shapes if shape not in SHAPES)
    return reading.done()


def _read_article(record: Record, groups: Mapping[str, Mapping[str, Any]], reading: Reading) -> None:
    value = record.value
    id = text_of(value, "number") or article_id(value)
    title = text_of(value, "name", "title")
    if "text" not in value:
        message = f"article {id} “{title}” stands here without its text: save GET /articles/{id} and import that"
        reading.tell(record, message, "article in a list without its text", is_open=True)
        return
    body = text_of(value, "text")
    listed = value.get("categories")
    categories = [str(one) for one in listed if isinstance(one, str | int)] if isinstance(listed, list) else []
    named = [key for key in categories if key in reading.topics and reading.topics[key].names]
    collection = text_of(value, "collectionId")
    topic = next(iter(named), collection if collection in reading.topics else next(iter(categories), collection))
    if topic:
        reading.name_topic(topic, {})
    if len(named) > 1:
        others = ", ".join(next(iter(reading.topics[key].names.values())) for key in named[1:])
        reading.tell(
            record,
            f"article {id} “{title}” lies in {others} as well: it has one topic",
            "article in several categories",
        )
    is_closed = reading.closed_by(record, id, title)
    seen = [text_of(groups.get(key, {}), "visibility").lower() for key in (collection, *categories)]
    closed = next((word for word in seen if word not in {"", OPEN}), "")
    if closed:
        reading.tell(
            record, f"article {id} “{title}” lies in a {closed} collection: kept internal", "article kept internal"
        )
    is_unsure = not is_closed and not closed and seen[0] != OPEN
    if value.get("hasDraft") is True:
        reading.tell(
            record, f"article {id} “{title}” has a draft beside it: left out", "draft of a published article left out"
        )
    views = text_of(value, "viewCount")
    reading.texts.append(
        ImportedText(
            key=reading.key(id),
            locale=text_of(value, "language", "locale"),
            title=title or f"Article {id}",
            body=body,
            line=record.line,
            is_internal=is_closed or bool(closed),
            is_unsure=is_unsure,
            waits_for_article=is_unsure,
            is_draft=reading.state(record, id, STATES.get(text_of(value, "status").lower(), UNKNOWN), body, title),
            summary=text_of(value, "metaDescription"),
            slug=text_of(value, "slug"),
            topic_key=topic,
            questions=labels_of(tags_of(value.get("keywords"))),
            changes=reading.changes(value.get("createdAt"), value.get("updatedAt") or value.get("lastPublishedAt")),
            comments=(f"{SYSTEM} article {id}" + (f": views: {views}" if views else ""),),
            host=host_of(text_of(value, "publicUrl")),
            addresses=tuple(filter(None, (address_of(text_of(value, "publicUrl")),))),
        )
    )


def _read_reply(record: Record, reading: Reading) -> None:
    value = record.value
    chat, words = text_of(value, "chatText"), reply_words(value)
    id, name = text_of(value, "id"), text_of(value, "name")
    if not words.public and not words.private and not chat:
        message = (
            f"saved reply “{name}” stands here with its beginning alone: save GET …/saved-replies/{id} and import that"
        )
        reading.tell(record, message, "saved reply without its text", is_open=True)
        return
    if not words.public and not words.private:
        words = MacroWords([as_words(chat)], [], [], words.others)
    elif chat and words.public and _letters(chat) != _letters(text_of(value, "text")):
        second = replace(record, value={**value, "id": f"{id} chat", "name": f"{name} (chat)"})
        chat_words = MacroWords([as_words(chat)])
        reading.texts += read_saved_reply(second, "saved reply", SYSTEM, reading.name, reading.findings, chat_words)
    reading.texts += read_saved_reply(record, "saved reply", SYSTEM, reading.name, reading.findings, words)


def _letters(text: str) -> str:
    """A text without its marks and spaces, to see whether two say the same."""
    return "".join(
        filter(str.isalnum, text.replace("<br />", "").replace("<br>", "").replace("<p>", "").replace("</p>", ""))
    )


HELP_SCOUT = Helpdesk(
    name=SYSTEM,
    wanted="the articles (Docs API, GET /articles/ID) with their collections, or saved replies",
    read=read_help_scout,
    shape_of=shape_of,
    shapes=SHAPES,
    has_tables=True,
)

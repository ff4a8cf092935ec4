"""Intercom's articles, internal articles, collections and macros → articles, procedures, topics and scripts.

The answers of its API (`GET /articles`, `/internal_articles`, `/help_center/collections`, `/macros`); macros as CSV.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_table
from kb.importers.helpdesks.article_records import DRAFT, PUBLISHED, UNKNOWN, Reading, by_shape, not_for_all, tags_of
from kb.importers.helpdesks.door import Helpdesk
from kb.importers.helpdesks.export_file import Export, Record
from kb.importers.helpdesks.opened_files import TABLE
from kb.importers.helpdesks.record_types import foreign_shape
from kb.importers.helpdesks.records import Imported, ImportedText, address_of, article_id, host_of, labels_of, text_of
from kb.importers.helpdesks.reply_words import reply_words
from kb.importers.helpdesks.saved_replies import read_saved_reply

SYSTEM = "intercom"
SHAPES = frozenset({"article", "internal article", "collection", "macro"})
BY_TYPE = {
    "article": "article",
    "internal_article": "internal article",
    "collection": "collection",
    "section": "collection",
}
CLOSING = ("visible_to", "visible_to_team_ids", "audience", "audience_ids", "targeting", "segments")
"""Fields that name who alone may see a record."""
LOCALE_IN_ADDRESS = re.compile(r"/(?P<code>[a-z]{2}(?:-[A-Za-z]{2,4})?)/articles/")


def shape_of(record: Record) -> str:
    """article, internal article, collection or macro; else what it is instead."""
    value = record.value
    kind = text_of(value, "type").lower()
    if foreign := foreign_shape(value):
        return foreign
    if kind in BY_TYPE:
        return BY_TYPE[kind]
    if kind in {"macro", "saved_reply"} or record.listed_in in {TABLE, "macros", "saved_replies"}:
        return "macro" if _has_words(value) else "unknown"
    if "title" in value and ("body" in value or "translated_content" in value):
        return "article"
    if "name" in value and _has_words(value):
        return "macro"
    return "collection" if "name" in value and value.keys() & {"help_center_id", "parent_id", "icon"} else "unknown"


def _has_words(value: Mapping[str, Any]) -> bool:
    return bool(value.keys() & {"body", "body_text", "body_html", "text", "content", "message"})


def read_intercom(export: Export, name: str, findings: ImportFindings) -> Imported:
    """The records of an export as articles, scripts and topics."""
    reading = Reading(SYSTEM, name, findings)
    shapes = [(shape_of(record), record) for record in export.records]
    found = by_shape(shapes)
    for record in found.get("collection", []):
        _read_collection(record, reading)
    for shape in ("article", "internal article"):
        for record in found.get(shape, []):
            _read_article(record, reading, is_internal=shape != "article")
    for record in found.get("macro", []):
        closed = not_for_all(record.value, CLOSING)
        words = reply_words(record.value, [closed] if closed else [])
        reading.texts += read_saved_reply(record, "macro", SYSTEM, name, findings, words)
    reading.leave_out((shape, record) for shape, record in shapes if shape not in SHAPES)
    return reading.done()


def _read_collection(record: Record, reading: Reading) -> None:
    value = record.value
    names = {text_of(value, "default_locale"): text_of(value, "name")}
    for locale, entry in plain_table(value.get("translated_content")).items():
        if isinstance(entry, Mapping):
            names.setdefault(locale, text_of(entry, "name"))
    reading.name_topic(text_of(value, "id"), {locale: word for locale, word in names.items() if word})
    if text_of(value, "parent_id"):
        message = f"collection “{text_of(value, 'name')}” lies in another one: it is a topic beside it"
        reading.tell(record, message, "collection within a collection")


def _read_article(record: Record, reading: Reading, *, is_internal: bool) -> None:
    value = record.value
    id = article_id(value)
    url = text_of(value, "url")
    match = LOCALE_IN_ADDRESS.search(url)
    main_locale = text_of(value, "default_locale", "locale") or (match["code"] if match else "")
    title = text_of(value, "title")
    is_internal = reading.closed_by(record, id, title, CLOSING) or is_internal
    parents = value.get("parent_ids")
    parent = text_of(value, "parent_id") or (str(parents[0]) if isinstance(parents, list) and parents else "")
    topic = "" if parent in {"", "0"} else parent
    if topic:
        reading.name_topic(topic, {})
    contents = {
        locale: one for locale, one in plain_table(value.get("translated_content")).items() if isinstance(one, Mapping)
    }
    main = value if text_of(value, "body") or main_locale not in contents else contents[main_locale]
    for locale, content in [
        (main_locale, main),
        *((code, one) for code, one in contents.items() if code != main_locale),
    ]:
        body, state = text_of(content, "body"), text_of(content, "state").lower()
        is_source = content is main
        if not is_source and not body and not text_of(content, "title"):
            continue
        own_title = text_of(content, "title") or title
        state = PUBLISHED if is_internal and not state else state if state in {PUBLISHED, DRAFT} else UNKNOWN
        reading.texts.append(
            ImportedText(
                key=reading.key(id) if not _is_internal_kind(value) else f"{SYSTEM} internal {id}",
                locale=locale,
                title=own_title or f"Article {id}",
                body=body,
                line=record.line,
                is_internal=is_internal,
                is_draft=reading.state(record, id, state, body, own_title),
                is_source=is_source,
                summary=text_of(content, "description"),
                topic_key=topic,
                questions=labels_of(tags_of(plain_table(value.get("tags")).get("tags", value.get("tags"))))
                if is_source
                else (),
                changes=reading.changes(
                    content.get("created_at") or value.get("created_at"), content.get("updated_at")
                ),
                comments=(f"{SYSTEM} article {id}",) if is_source else (),
                host=host_of(text_of(content, "url")),
                addresses=tuple(filter(None, (address_of(text_of(content, "url")),))),
            )
        )


def _is_internal_kind(value: Mapping[str, Any]) -> bool:
    """Whether it is no article of the help centre: internal articles are counted on their own there."""
    return text_of(value, "type") == "internal_article"


INTERCOM = Helpdesk(
    name=SYSTEM,
    wanted="the articles (GET /articles), internal articles, collections or macros",
    read=read_intercom,
    shape_of=shape_of,
    shapes=SHAPES,
    has_tables=True,
)

"""Freshdesk's solutions and canned responses → articles, topics and scripts.

Its API's answers (articles, folders, categories, canned responses, of version 1 too), or the XML of its data export.
Only a folder says who may read its articles: without it, they are kept inside until it is imported with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_table
from kb.importers.helpdesks.article_records import DRAFT, PUBLISHED, UNKNOWN, Reading, by_shape, files_of, tags_of
from kb.importers.helpdesks.door import Helpdesk
from kb.importers.helpdesks.export_file import Export, Record
from kb.importers.helpdesks.opened_files import TABLE
from kb.importers.helpdesks.record_types import foreign_shape
from kb.importers.helpdesks.records import Imported, ImportedText, article_id, labels_of, number_text, text_of
from kb.importers.helpdesks.reply_words import reply_words
from kb.importers.helpdesks.saved_replies import read_saved_reply
from kb.importers.helpdesks.sendable import is_yes
from kb.importers.sites.field_map import is_address

SYSTEM = "freshdesk"
SHAPES = frozenset({"article", "folder", "category", "canned response", "response folder"})
BY_LIST = {"folders": "folder", "categories": "category", "articles": "article"}
STATES = {"1": DRAFT, "2": PUBLISHED, "draft": DRAFT, "published": PUBLISHED}
READERS = {
    "2": "customers who are signed in",
    "3": "agents",
    "4": "some companies",
    "5": "bots",
    "6": "some contacts",
    "7": "some companies",
}
"""Freshdesk's `visibility` of a folder; 1 is everybody."""
USERS = {"1": "one agent", "2": "some groups of agents"}
"""Its `visibility` of a canned response; 0 is every agent."""
REPLY_FIELDS = frozenset({"content", "content_html"})


def shape_of(record: Record) -> str:
    """article, folder, category, canned response, response folder; else what it is instead."""
    value = record.value
    if foreign := foreign_shape(value):
        return foreign
    if record.listed_in in {"tickets", "users", "organizations", "conversations"}:
        return record.listed_in
    keys = value.keys()
    if ("title" in keys and keys & REPLY_FIELDS) or (record.listed_in == TABLE and "content" in keys):
        return "canned response"
    if "title" in keys and keys & {"description", "description_text", "folder_id"}:
        return "article"
    if "name" in keys and keys & {"personal", "responses_count", "canned_responses"}:
        return "response folder"
    if "name" in keys and keys & {"visibility", "category_id", "parent_folder_id", "articles", "hierarchy"}:
        return "folder"
    return BY_LIST.get(record.listed_in, "category") if "name" in keys and "id" in keys else "unknown"


def expand(records: Sequence[Record]) -> list[Record]:
    """Folders within categories, articles and responses within folders, each with the id of what holds it."""
    found: list[Record] = []
    waiting = list(reversed(records))
    while waiting:
        record = waiting.pop()
        value = record.value
        for wrapper in ("category", "folder", "article"):
            if len(value) == 1 and isinstance(value.get(wrapper), Mapping):
                value = value[wrapper]
        found.append(replace(record, value=value))
        id, inner = text_of(value, "id"), []
        owner = "category_id" if "folders" in value else "folder_id"
        extra = {"personal": value["personal"]} if "personal" in value else {}
        for key in ("folders", "sub_folders", "articles", "canned_responses", "responses"):
            own = "parent_folder_id" if key == "sub_folders" else owner
            entries = value.get(key)
            inner += [
                Record({own: id, **extra, **one}, record.line, key)
                for one in (entries if isinstance(entries, list) else [])
                if isinstance(one, Mapping)
            ]
        waiting += reversed(inner)
    return found


def read_freshdesk(export: Export, name: str, findings: ImportFindings) -> Imported:
    """The records of an export as articles, scripts and topics."""
    reading = Reading(SYSTEM, name, findings)
    shapes = [(shape_of(record), record) for record in export.records]
    found = by_shape(shapes)
    folders = {text_of(record.value, "id"): record.value for record in found.get("folder", [])}
    for record in found.get("folder", []):
        _read_folder(record, reading)
    for record in found.get("category", []):
        message = f"category “{text_of(record.value, 'name')}” is not carried over: its folders are topics side by side"
        reading.tell(record, message, "category not carried over")
    for record in found.get("article", []):
        _read_article(record, folders, reading)
    personal = {
        text_of(one.value, "id") for one in found.get("response folder", []) if is_yes(one.value.get("personal"))
    }
    for record in found.get("canned response", []):
        _read_reply(record, personal, reading)
    reading.leave_out((shape, record) for shape, record in shapes if shape not in SHAPES)
    return reading.done()


def _read_folder(record: Record, reading: Reading) -> None:
    value = record.value
    word = text_of(value, "name")
    reading.name_topic(text_of(value, "id"), {_locale(value): word} if word else {})
    if text_of(value, "parent_folder_id"):
        message = f"folder “{word}” lies in another one: it is a topic beside it"
        reading.tell(record, message, "folder within a folder")


def _readers(folder_id: str, folders: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Who alone may read what a folder holds; empty for everybody, None where nothing says."""
    seen: set[str] = set()
    said: str | None = None
    while folder_id in folders and folder_id not in seen:
        seen.add(folder_id)
        folder = folders[folder_id]
        word = text_of(folder, "visibility").lower()
        if word not in {"1", "all", "all users", "everyone", "public"}:
            return READERS.get(word, f"visibility: {word[:40]}") if word else None
        said = ""
        folder_id = text_of(folder, "parent_folder_id")
    return said if not folder_id or folder_id in seen else None if said is None else said


def _read_article(record: Record, folders: Mapping[str, Mapping[str, Any]], reading: Reading) -> None:
    value = record.value
    id, title = article_id(value), text_of(value, "title")
    hierarchy = _hierarchy(value)
    folder_id = text_of(value, "folder_id") or text_of(hierarchy, "id")
    if hierarchy and folder_id not in folders:
        folders = {**folders, folder_id: hierarchy} if "visibility" in hierarchy else folders
        word = text_of(hierarchy, "name")
        reading.name_topic(folder_id, {_locale(hierarchy): word} if word else {})
    readers = _readers(folder_id, folders)
    is_closed = reading.closed_by(record, id, title, ("company_ids", "contact_segment_ids"))
    if readers:
        reading.tell(
            record, f"article {id} “{title}” lies in a folder for {readers}: kept internal", "article kept internal"
        )
    locale = _locale(value) or _locale(hierarchy)
    body = text_of(value, "description")
    files = files_of(value.get("attachments"))
    links = "".join(f'<p><a href="{escape(address)}">{escape(word)}</a></p>' for word, address in files if address)
    state = STATES.get(text_of(value, "status").lower(), UNKNOWN)
    if folder_id:
        reading.name_topic(folder_id, {})
    seo = plain_table(value.get("seo_data"))
    reading.texts.append(
        ImportedText(
            key=reading.key(id),
            locale=locale,
            title=title or f"Article {id}",
            body=body + links,
            line=record.line,
            is_internal=is_closed or bool(readers),
            is_unsure=not is_closed and readers is None,
            waits_for_article=not is_closed and readers is None,
            is_draft=reading.state(record, id, state, body, title),
            summary=text_of(seo, "meta_description"),
            topic_key=folder_id,
            questions=labels_of(tags_of(value.get("tags"))),
            changes=reading.changes(value.get("created_at"), value.get("updated_at")),
            comments=(_comment(value, id),),
            addresses=_addresses(id, title, locale),
        )
    )


def _hierarchy(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The nearest folder that an article's `hierarchy` names."""
    levels = (
        [one for one in value["hierarchy"] if isinstance(one, Mapping)]
        if isinstance(value.get("hierarchy"), list)
        else []
    )
    folders = [plain_table(one.get("data")) for one in levels if text_of(one, "type") == "folder"]
    return folders[-1] if folders else {}


def _locale(value: Mapping[str, Any]) -> str:
    return text_of(value, "language", "language_code", "locale")


def _comment(value: Mapping[str, Any], id: str) -> str:
    kept = [f"{key}: {number_text(value[key])}" for key in ("thumbs_up", "thumbs_down", "hits") if value.get(key)]
    return f"{SYSTEM} article {id}" + (": " + ", ".join(kept) if kept else "")


def _addresses(id: str, title: str, locale: str) -> tuple[str, ...]:
    """Where a portal has an article: by its number, and by the number with its title as Freshdesk writes it."""
    slug = re.sub(r"[^a-z0-9]+", "-", title[:101].lower(), flags=re.IGNORECASE)
    ends = [id, *([f"{id}-{slug}"] if slug.strip("-") else [])]
    portals = ["", *([f"{locale}/"] if locale else [])]
    found = [f"{portal}support/solutions/articles/{end}" for portal in portals for end in ends]
    return tuple(address for address in found if is_address(address))


def _read_reply(record: Record, personal: set[str], reading: Reading) -> None:
    value = record.value
    word = text_of(value, "visibility")
    reasons = [f"for {USERS.get(word, f'visibility: {word[:40]}')} alone"] if word not in {"", "0"} else []
    if is_yes(value.get("personal")) or text_of(value, "folder_id") in personal:
        reasons.append("a personal folder")
    elif value.get("group_ids") and not reasons:
        reasons.append("for some groups of agents alone")
    bare = replace(record, value={key: entry for key, entry in value.items() if key not in {"visibility", "personal"}})
    words = reply_words(value, reasons)
    reading.texts += read_saved_reply(bare, "canned response", SYSTEM, reading.name, reading.findings, words)


FRESHDESK = Helpdesk(
    name=SYSTEM,
    wanted="the solution articles with their folders (GET /solutions/…, or Solutions.xml), or canned responses",
    read=read_freshdesk,
    shape_of=shape_of,
    shapes=SHAPES,
    expand=expand,
    has_tables=True,
)

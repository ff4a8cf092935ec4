"""What Zendesk's records mean: who may read an article, which language it is in, what it was called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_day, plain_table
from kb.importers.helpdesks.export_file import Export, Record
from kb.importers.helpdesks.record_types import BY_KEY, shape_of
from kb.importers.helpdesks.records import (
    Imported,
    ImportedText,
    ImportedTopic,
    address_of,
    article_id,
    labels_of,
    text_of,
)
from kb.importers.helpdesks.saved_replies import read_saved_reply
from kb.importers.helpdesks.sendable import held_back, is_no, is_yes
from kb.importers.helpdesks.shared_labels import shared_labels_left

SYSTEM = "zendesk"
REPLIES = ("macro", "text module", "canned response")
KEPT_AS_COMMENT = (
    "vote_sum",
    "vote_count",
    "position",
    "promoted",
    "content_tag_ids",
    "permission_group_id",
    "author_id",
)


def read_zendesk(export: Export, name: str, findings: ImportFindings) -> Imported:
    """The records of an export as articles, scripts and topics."""
    by_shape: dict[str, list[Record]] = {}
    for record in export.records:
        by_shape.setdefault(shape_of(record), []).append(record)
    for shape, records in by_shape.items():
        if shape not in BY_KEY.values():
            findings.add(name, records[0].line, f"{len(records)} {shape}: not articles, left out", f"{shape} left out")
    _report_left(by_shape, name, findings)
    sections = {text_of(record.value, "id"): record.value for record in by_shape.get("section", [])}
    articles = by_shape.get("article", [])
    audiences = _audiences(articles, sections, name, findings, is_damaged=export.is_damaged)
    texts: list[ImportedText] = []
    for record in articles:
        texts += _read_article(record, audiences, name, findings)
    parents = {text.key: text for text in texts}
    for record in by_shape.get("translation", []):
        texts += _read_translation(record, parents, name, findings)
    for shape in REPLIES:
        for record in by_shape.get(shape, []):
            texts += read_saved_reply(record, shape, SYSTEM, name, findings)
    return Imported(SYSTEM, tuple(shared_labels_left(texts, name, findings)), _topics(sections, articles))


READ_FIELDS = {
    "article": frozenset(
        {
            *("id", "title", "name", "body", "locale", "source_locale", "draft", "section_id", "section"),
            *("section_name", "label_names", "user_segment_id", "user_segment_ids", "created_at", "edited_at"),
            *("updated_at", "html_url", "translations", "outdated", "outdated_locales", "url", *KEPT_AS_COMMENT),
        }
    ),
    "macro": frozenset(
        {
            *("id", "title", "name", "raw_title", "active", "actions", "restriction", "description", "usage_7d"),
            *("usage_30d", "position", "locale", "url", "created_at", "updated_at"),
        }
    ),
}
"""What is read of each kind of record; of the rest, the report says that it has no place here."""


def _report_left(by_shape: Mapping[str, list[Record]], name: str, findings: ImportFindings) -> None:
    """Name once for each kind of record the fields that are left out, and the categories."""
    for shape, read in READ_FIELDS.items():
        records = by_shape.get(shape, [])
        left = {key for record in records for key, value in record.value.items() if value not in (None, "", [], {})}
        if left := left - read:
            message = f"fields of its {shape}s that have no place here: {', '.join(sorted(left))}"
            findings.add(name, records[0].line, message, "fields left out")
    for record in by_shape.get("category", []):
        title = text_of(record.value, "name", "title")
        message = f"category “{title}” is not carried over: its sections are topics side by side"
        findings.add(name, record.line, message, "category not carried over")
    held = {text_of(record.value, "section_id") for record in by_shape.get("article", [])}
    for record in by_shape.get("section", []):
        if _is_restricted(record.value) and text_of(record.value, "id") not in held:
            message = (
                f"section “{text_of(record.value, 'name', 'title')}” is not for everybody, and its articles are not in "
                "this file: import articles and sections together, so that none of them is public"
            )
            findings.add(name, record.line, message, "restricted section without its articles", is_open=True)
    for record in by_shape.get("article", []):
        if is_yes(record.value.get("promoted")):
            message = f"article {article_id(record.value)} is promoted: kept as a comment; list it under `featured`"
            findings.add(name, record.line, message, "promoted article")


def _audiences(
    articles: list[Record],
    sections: Mapping[str, Mapping[str, Any]],
    name: str,
    findings: ImportFindings,
    *,
    is_damaged: bool,
) -> dict[str, str]:
    """Id → internal, or unsure; articles that everybody may read are not in it."""
    must_say = is_damaged or any(_segments(record.value) is not None for record in articles)
    if articles and not must_say:
        message = "names no user_segment_id: every article was taken for public; check before you publish"
        findings.add(name, 1, message, "export without user segments", is_open=True)
    found = {}
    for record in articles:
        id = article_id(record.value)
        section = sections.get(text_of(record.value, "section_id"))
        segments = _segments(record.value)
        if segments or (section is not None and _is_restricted(section)) or held_back(record.value):
            found[id] = "internal"
        elif must_say and (segments is None or (is_damaged and sections and section is None)):
            found.setdefault(id, "unsure")
    return found


def _is_restricted(section: Mapping[str, Any]) -> bool:
    viewers = text_of(plain_table(section.get("access_policy")), "viewable_by")
    return viewers not in {"", "everybody"} or section.get("user_segment_id") not in (None, "")


def _segments(value: Mapping[str, Any]) -> list[object] | None:
    """The groups that an article is shown to: none means everybody; None when the article does not say."""
    keys = [key for key in ("user_segment_id", "user_segment_ids") if key in value]
    return [value[key] for key in keys if value[key] is not None and value[key] != []] if keys else None


def _read_article(
    record: Record, audiences: Mapping[str, str], name: str, findings: ImportFindings
) -> list[ImportedText]:
    value = record.value
    id = article_id(value)
    locale = text_of(value, "locale") or text_of(value, "source_locale")
    title = text_of(value, "title", "name")
    if not title:
        findings.add(
            name, record.line, f"article {id} has no title: it is named after its number", "article without a title"
        )
    if not text_of(value, "body") and not isinstance(value.get("translations"), list):
        findings.add(
            name, record.line, f"article {id} “{title}” has no text: imported as an empty draft", "article without text"
        )
    if value.get("outdated") is True or value.get("outdated_locales"):
        findings.add(
            name,
            record.line,
            f"article {id} has translations that Zendesk calls outdated: read them again",
            "outdated translation",
        )
    main = ImportedText(
        key=f"{SYSTEM} article {id}",
        locale=locale,
        title=title or f"Article {id}",
        body=text_of(value, "body"),
        line=record.line,
        is_internal=audiences.get(id) == "internal",
        is_unsure=audiences.get(id) == "unsure",
        is_draft=_is_draft(value) or not text_of(value, "body"),
        is_source=locale == (text_of(value, "source_locale") or locale),
        topic_key=text_of(value, "section_id"),
        questions=labels_of(value.get("label_names")),
        changes=_changes(value),
        comments=_comments(value, id),
        addresses=_addresses(value),
    )
    inner = value.get("translations")
    texts = [] if isinstance(inner, list) and not main.body else [main]
    for entry in inner if isinstance(inner, list) else []:
        if isinstance(entry, Mapping):
            texts += _translated(main, entry, record.line)
        else:
            findings.add(
                name, record.line, f"article {id}: a translation is no object: left out", "entry that is no object"
            )
    return texts or [main]


def _is_draft(value: Mapping[str, Any]) -> bool:
    """A draft, unless the export clearly says that it is none; without a word it is none."""
    return not is_no(value.get("draft"))


def _translated(main: ImportedText, value: Mapping[str, Any], line: int) -> list[ImportedText]:
    locale = text_of(value, "locale")
    body = text_of(value, "body")
    if main.body and locale == main.locale and (body == main.body or not body):
        return []
    return [
        ImportedText(
            key=main.key,
            locale=locale,
            title=text_of(value, "title") or main.title,
            body=body,
            line=line,
            is_internal=main.is_internal,
            is_unsure=main.is_unsure,
            waits_for_article=main.waits_for_article,
            is_draft=_is_draft(value) or not body,
            is_source=bool(main.locale) and locale == main.locale,
            topic_key=main.topic_key,
            questions=main.questions if locale == main.locale else (),
            changes=_changes(value) or main.changes,
            comments=main.comments if locale == main.locale else (),
            addresses=_addresses(value),
        )
    ]


def _read_translation(
    record: Record, parents: Mapping[str, ImportedText], name: str, findings: ImportFindings
) -> list[ImportedText]:
    value = record.value
    if text_of(value, "source_type") not in {"", "Article"}:
        return []
    id = text_of(value, "source_id") or text_of(value, "article_id")
    parent = parents.get(f"{SYSTEM} article {id}")
    if parent is None:
        parent = ImportedText(
            key=f"{SYSTEM} article {id}",
            locale="",
            title=text_of(value, "title") or f"Article {id}",
            body="",
            is_unsure=True,
            waits_for_article=True,
        )
    if reason := held_back(value):
        parent = replace(parent, is_internal=True, is_unsure=False, waits_for_article=False)
        message = f"a translation of article {id} says {reason}: kept internal"
        findings.add(name, record.line, message, "article kept internal")
    return _translated(parent, value, record.line)


def _changes(value: Mapping[str, Any]) -> tuple[tuple[date, str], ...]:
    created, edited = plain_day(value.get("created_at")), plain_day(value.get("edited_at") or value.get("updated_at"))
    changes = [(created, "Written in Zendesk")] if created else []
    return (*changes, (edited, "Last edited in Zendesk")) if edited and edited != created else tuple(changes)


def _comments(value: Mapping[str, Any], id: str) -> tuple[str, ...]:
    kept = [f"{key}: {value[key]}" for key in KEPT_AS_COMMENT if value.get(key) not in (None, "", [], False)]
    return (f"zendesk article {id}: " + ", ".join(kept),) if kept else ()


def _addresses(value: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(filter(None, (address_of(text_of(value, "html_url")),)))


def _topics(sections: Mapping[str, Mapping[str, Any]], articles: list[Record]) -> dict[str, ImportedTopic]:
    topics = {}
    for id, section in sections.items():
        names = {text_of(section, "locale"): text_of(section, "name", "title")}
        inner = section.get("translations")
        for entry in inner if isinstance(inner, list) else []:
            if isinstance(entry, Mapping):
                names[text_of(entry, "locale")] = text_of(entry, "title", "name")
        topics[id] = ImportedTopic(id, {locale: word for locale, word in names.items() if word})
    for record in articles:
        id = text_of(record.value, "section_id")
        if id and id not in topics:
            inner = plain_table(record.value.get("section"))
            named = text_of(inner, "name", "title") or text_of(record.value, "section_name")
            topics[id] = ImportedTopic(id, {text_of(record.value, "locale"): named} if named else {})
    return topics

"""Chatwoot's articles, categories, canned responses and macros → articles, topics and scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.importers.common.report import ImportFindings, ImportReport
from kb.importers.common.settings import plain_day, plain_table
from kb.importers.helpdesks.door import Helpdesk, import_export
from kb.importers.helpdesks.export_file import Export, Record
from kb.importers.helpdesks.record_types import BY_KEY, shape_of
from kb.importers.helpdesks.records import Imported, ImportedText, ImportedTopic, article_id, labels_of, text_of
from kb.importers.helpdesks.saved_replies import read_saved_reply
from kb.importers.helpdesks.sendable import held_back
from kb.importers.helpdesks.shared_labels import shared_labels_left
from kb.importers.sites.field_map import is_address

SYSTEM = "chatwoot"
REPLIES = ("canned response", "macro", "text module")
STATUSES = {"0": "draft", "1": "published", "2": "archived"}


def read_chatwoot(export: Export, name: str, findings: ImportFindings) -> Imported:
    """The records of an export as articles, scripts and topics."""
    texts: list[ImportedText] = []
    topics: dict[str, ImportedTopic] = {}
    records = [(shape_of(record), record) for record in export.records]
    articles = {text_of(record.value, "id"): record.value for shape, record in records if shape == "article"}
    for shape, record in records:
        if shape == "category" or (shape == "section" and record.listed_in):
            _name_topic(topics, record.value)
    for shape, record in records:
        if shape == "article":
            texts.append(_read_article(record, articles, name, findings))
            category = plain_table(record.value.get("category"))
            if category:
                _name_topic(topics, category)
            elif (key := _topic_key(record.value)) and key not in topics:
                topics[key] = ImportedTopic(key)
        elif shape in REPLIES:
            texts += read_saved_reply(record, shape, SYSTEM, name, findings)
        elif shape not in BY_KEY.values():
            findings.add(name, record.line, f"a record of the kind “{shape}”: left out", f"{shape} left out")
    joined = shared_labels_left(_join_topics(texts, topics), name, findings)
    return Imported(SYSTEM, tuple(joined), topics)


def _join_topics(texts: list[ImportedText], topics: dict[str, ImportedTopic]) -> list[ImportedText]:
    """Each language has categories of its own there: a translation belongs to the topic of its article."""
    of_source = {text.key: text.topic_key for text in texts if text.is_source and not text.is_script}
    joined = []
    for text in texts:
        if text.is_source or text.is_script or not text.topic_key:
            joined.append(text)
            continue
        topic = of_source.get(text.key, "")
        if topic in topics and topic != text.topic_key:
            names = dict(topics[text.topic_key].names)
            topics[topic] = ImportedTopic(topic, names | dict(topics[topic].names))
        joined.append(replace(text, topic_key=topic))
    return joined


def _name_topic(topics: dict[str, ImportedTopic], category: Mapping[str, Any]) -> None:
    """A category in two languages is two records with one slug."""
    key = text_of(category, "slug") or text_of(category, "id")
    names = dict(topics[key].names) if key in topics else {}
    if word := text_of(category, "name", "title"):
        names.setdefault(text_of(category, "locale"), word)
    topics[key] = ImportedTopic(key, names)


def _topic_key(value: Mapping[str, Any]) -> str:
    category = plain_table(value.get("category"))
    return text_of(category, "slug") or text_of(category, "id") or text_of(value, "category_id")


def _read_article(
    record: Record, articles: Mapping[str, Mapping[str, Any]], name: str, findings: ImportFindings
) -> ImportedText:
    value, meta = record.value, plain_table(record.value.get("meta"))
    id = text_of(value, "id") or text_of(value, "slug") or article_id(value)
    root, seen = id, {id}
    while (parent := text_of(articles.get(root, {}), "associated_article_id")) and parent not in seen:
        root = parent
        seen.add(parent)
    title = text_of(value, "title") or text_of(meta, "title")
    body = text_of(value, "content", "body")
    status = text_of(value, "status") if not isinstance(value.get("status"), bool) else ""
    status = STATUSES.get(status, status)
    if not title:
        findings.add(
            name, record.line, f"article {id} has no title: it is named after its number", "article without a title"
        )
    if not body:
        findings.add(
            name, record.line, f"article {id} “{title}” has no text: imported as an empty draft", "article without text"
        )
    if status == "archived":
        findings.add(name, record.line, f"article {id} “{title}” is archived: imported as a draft", "archived article")
    elif status not in {"draft", "published"}:
        findings.add(
            name,
            record.line,
            f"article {id} has no status that is known (“{status}”): imported as a draft",
            "unknown status",
        )
    changes = tuple(
        (day, what)
        for key, what in (("created_at", "Written in Chatwoot"), ("updated_at", "Last edited in Chatwoot"))
        if (day := plain_day(value.get(key)))
    )
    if reason := held_back(value):
        findings.add(name, record.line, f"article {id} “{title}” says {reason}: kept internal", "article kept internal")
    views = text_of(value, "views")
    slug = text_of(value, "slug")
    portal = text_of(plain_table(value.get("portal")), "slug")
    return ImportedText(
        key=f"{SYSTEM} article {root}",
        locale=text_of(value, "locale"),
        title=title or f"Article {id}",
        body=body,
        line=record.line,
        is_html=False,
        is_internal=bool(reason),
        is_draft=status != "published" or not body,
        is_source=root == id,
        summary=text_of(value, "description") or text_of(meta, "description"),
        slug=slug if root == id else "",
        topic_key=_topic_key(value),
        questions=labels_of(meta.get("tags")),
        changes=changes[:1] if len(changes) == 2 and changes[0][0] == changes[1][0] else changes,
        comments=(f"chatwoot article {id}: status: {status}" + (f", views: {views}" if views else ""),),
        addresses=(f"hc/{portal}/articles/{slug}",) if portal and is_address(f"{portal}/{slug}") and slug else (),
    )


CHATWOOT = Helpdesk(name=SYSTEM, wanted="the portal's articles, canned_responses or macros", read=read_chatwoot)


def import_chatwoot(export: Path, project: Path) -> ImportReport:
    """Write what one file of Chatwoot holds into `project`, as `import_export` does; archived ones as drafts."""
    return import_export(CHATWOOT, [export], project)

"""Front matter of Hugo, Jekyll, MkDocs, GitBook and Docusaurus → ours.

`FIELD_MAP` is the table. A field that is not in it, or whose value does not fit, is not lost: it becomes a comment in
the front matter of the new file (comments never reach a page) and a finding in the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kb.importers.common.front_matter import FrontMatter, comment_for
from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_day, plain_text, plain_texts

ADDRESS = re.compile(r"(?:https?://[^/\s]+)?/?(?P<path>[^\s?#]*?)/?(?:index\.html)?")


UNFIT_ADDRESS = re.compile(r"[:\\?#\s<>\"']|(^|/)\.\.?(/|$)")


def is_address(text: str) -> bool:
    """Whether `redirect_from` takes it: a path within the site, without query or anchor."""
    return bool(text) and not UNFIT_ADDRESS.search(text)


@dataclass(slots=True)
class MappedFields:
    """What one file's front matter became."""

    fields: dict[str, object] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    tags: tuple[str, ...] = ()
    """Words that the site files the page under."""
    category: str = ""
    """The one subject that the page itself names."""
    changes: list[dict[str, object]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    """Old addresses, without slashes at the ends, as the source gives them."""
    moved_to: str = ""
    """The page's address where the source sets it itself (`url`, `permalink`)."""
    slug: str = ""
    """The last part of the address where the source sets it itself."""


Take = Callable[[MappedFields, Any], bool]
"""Puts a value where it belongs; False when it does not fit there."""


def _text(name: str) -> Take:
    def take(mapped: MappedFields, value: Any) -> bool:
        word = plain_text(value)
        if not word or name in mapped.fields:
            return False
        mapped.fields[name] = word
        return True

    return take


def _texts(name: str) -> Take:
    def take(mapped: MappedFields, value: Any) -> bool:
        words = plain_texts(value)
        if not words or not isinstance(value, list | str):
            return False
        mapped.fields[name] = list(words)
        return True

    return take


def _take_draft(mapped: MappedFields, value: Any) -> bool:
    if value is True:
        mapped.fields["draft"] = True
    return isinstance(value, bool)


def _take_published(mapped: MappedFields, value: Any) -> bool:
    return isinstance(value, bool) and _take_draft(mapped, not value)


def _take_tags(mapped: MappedFields, value: Any) -> bool:
    mapped.tags += plain_texts(value.split(",") if isinstance(value, str) else value)
    return bool(plain_texts(value)) or isinstance(value, str) or (isinstance(value, list) and not any(value))


def _take_category(mapped: MappedFields, value: Any) -> bool:
    words = plain_texts(value)
    mapped.category = mapped.category or (words[0] if words else "")
    return len(words) == 1 or not value


def _take_addresses(mapped: MappedFields, value: Any) -> bool:
    words = plain_texts(value)
    found = [address["path"].strip("/") for word in words if (address := ADDRESS.fullmatch(word))]
    mapped.addresses += [path for path in found if path]
    return bool(words) and len(found) == len(words)


def _take_address(mapped: MappedFields, value: Any) -> bool:
    match = ADDRESS.fullmatch(plain_text(value))
    if not match or not match["path"] or ":" in match["path"]:  # Jekyll's `/:title/` is a pattern
        return False
    mapped.moved_to = match["path"].strip("/")
    return True


def _take_slug(mapped: MappedFields, value: Any) -> bool:
    slug = plain_text(value)
    if slug.startswith("/"):
        return _take_address(mapped, slug)
    mapped.slug = slug.strip("/")
    return bool(mapped.slug)


def _change(what: str) -> Take:
    def take(mapped: MappedFields, value: Any) -> bool:
        day = plain_day(value)
        if day is None:
            return False
        mapped.changes.append({"on": day, "what": what})
        return True

    return take


def _day(name: str) -> Take:
    def take(mapped: MappedFields, value: Any) -> bool:
        mapped.fields[name] = plain_day(value)
        return mapped.fields[name] is not None or not mapped.fields.pop(name, True)

    return take


def _take_whole_number(mapped: MappedFields, value: Any) -> bool:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        return False
    mapped.fields["review_every_days"] = value
    return True


FIELD_MAP: Mapping[str, Take] = {
    "title": _text("title"),
    "description": _text("summary"),
    "summary": _text("summary"),
    "draft": _take_draft,
    "published": _take_published,
    "publish": _take_published,
    "aliases": _take_addresses,
    "redirect_from": _take_addresses,
    "redirects": _take_addresses,
    "url": _take_address,
    "permalink": _take_address,
    "slug": _take_slug,
    "category": _take_category,
    "categories": _take_category,
    "tags": _take_tags,
    "keywords": _take_tags,
    "date": _change("First published, before the import"),
    "lastmod": _change("Last changed, before the import"),
    "last_modified_at": _change("Last changed, before the import"),
    "updated": _change("Last changed, before the import"),
    "answer": _text("answer"),
    "questions": _texts("questions"),
    "owner": _text("owner"),
    "reviewed_on": _day("reviewed_on"),
    "effective_from": _day("effective_from"),
    "review_every_days": _take_whole_number,
}


def map_fields(parts: FrontMatter, *, path: str, findings: ImportFindings) -> MappedFields:
    """The fields of one file in our words. `path` is the source's, for the findings."""
    mapped = MappedFields()
    if parts.error:
        findings.add(
            path,
            parts.error_line,
            f"front matter: {parts.error}; kept as a comment, mend it in the new file",
            "front matter that cannot be read",
        )
        mapped.comments += ["front matter that could not be read:", *parts.block.splitlines()]
    for name in parts.repeated:
        findings.add(
            path,
            parts.lines.get(name, 1),
            f"front matter: “{name}” stands twice; the last one counts",
            "field that stands twice",
        )
    for name, value in parts.fields.items():
        take = FIELD_MAP.get(name.lower())
        if value is None or (take and take(mapped, value)):
            continue
        why = "has a value that does not fit" if take else "has no field of ours"
        findings.add(
            path, parts.lines.get(name, 1), f"front matter: “{name}” {why}; kept as a comment", f"field “{name}” {why}"
        )
        mapped.comments.append(comment_for(name, value))
    mapped.changes.sort(key=lambda change: str(change["on"]))
    if mapped.changes:
        mapped.fields["changes"] = _each_day_once(mapped.changes)
    return mapped


def _each_day_once(changes: list[dict[str, object]]) -> list[dict[str, object]]:
    by_day: dict[date, dict[str, object]] = {}
    for change in changes:
        day = change["on"]
        if isinstance(day, date):
            by_day.setdefault(day, change)
    return list(by_day.values())

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
    moved_to: str | None = None
    """The page's address where the source sets it itself (`url`, `permalink`); empty is the front page."""
    is_slug: bool = False
    """Whether `moved_to` comes from a `slug`, which some systems count from their docs folder."""
    menu_title: str = ""
    """What the menu calls the page; its title where it has none."""
    held_back: str = ""
    """Why the page must not be public; empty where nothing speaks against it."""
    slug: str = ""
    """The last part of the address where the source sets it itself."""


_NO = frozenset({"false", "no", "off", "0"})
_YES = frozenset({"true", "yes", "on", "1"})
_INSIDE = (
    "draft drafts unpublished private internal hidden archived pending restricted staff employees agents team wip "
    "nháp ẩn draf dalaman intern entwurf brouillon borrador rascunho"
)
INSIDE = frozenset([*_INSIDE.split(), "bản nháp", "nội bộ", "in progress", "in review", "not published"])
"""Words of a page about itself that mean: not for readers."""
OUTSIDE = frozenset(["public", "published", "publish", "live", "everyone", "all", "customers", "visible", "công khai"])
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
    """A word that is neither yes nor no counts as yes: what is not clear is not public."""
    word = plain_text(value).lower()
    if word not in _NO and value is not None:
        mapped.fields["draft"] = True
    return word in _NO or word in _YES


def _take_published(mapped: MappedFields, value: Any) -> bool:
    word = plain_text(value).lower()
    if plain_day(value) is not None:  # a date says since when
        return _change("First published, before the import")(mapped, value)
    if word not in _YES:
        mapped.fields["draft"] = True
    return word in _NO or word in _YES


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
        mapped.is_slug = True
        mapped.moved_to = slug.strip("/")
        return is_address(mapped.moved_to) or not mapped.moved_to
    mapped.slug = slug.strip("/")
    return bool(mapped.slug)


def _hold_back(mapped: MappedFields, name: str, value: Any) -> None:
    mapped.fields["draft"] = True
    mapped.held_back = mapped.held_back or f"“{name}: {plain_text(value) or '…'}”"


def _take_state(name: str) -> Take:
    """A field that says who sees the page: the words of `INSIDE` hold it back, all others stay a comment."""

    def take(mapped: MappedFields, value: Any) -> bool:
        words = {word.casefold() for word in plain_texts(value)}
        if words & INSIDE:
            _hold_back(mapped, name, plain_texts(value)[0])
        return bool(words) and words <= OUTSIDE

    return take


def _take_switch(name: str) -> Take:
    """A field that hides a page, by yes or no; what is neither counts as yes."""

    def take(mapped: MappedFields, value: Any) -> bool:
        word = plain_text(value).lower()
        if word not in _NO:
            _hold_back(mapped, name, value)
        return word in _NO or word in _YES

    return take


def _take_build(mapped: MappedFields, value: Any) -> bool:
    """Hugo's `build: {render: never}`."""
    if isinstance(value, Mapping) and plain_text(value.get("render")).lower() in {"never", "false"}:
        _hold_back(mapped, "build: render", value.get("render"))
        return True
    return False


def _take_sidebar(mapped: MappedFields, value: Any) -> bool:
    """Starlight's; its label is the menu's, its place is not kept."""
    label = plain_text(value.get("label")) if isinstance(value, Mapping) else ""
    mapped.menu_title = mapped.menu_title or label
    return bool(label) and set(value) == {"label"}


def _take_menu_title(mapped: MappedFields, value: Any) -> bool:
    mapped.menu_title = mapped.menu_title or plain_text(value)
    return bool(mapped.menu_title)


def _take_front_page(mapped: MappedFields, value: Any) -> bool:
    """Its words go into the text of the page (`syntax.front_pages`); pictures and looks stay a comment."""
    keys = set().union(
        *(set(one) for one in (value if isinstance(value, list) else [value]) if isinstance(one, Mapping))
    )
    return bool(keys) and keys <= {"title", "text", "tagline", "actions", "details", "link"}


def _take_id(mapped: MappedFields, value: Any) -> bool:
    """Docusaurus' id is the last part of the address, unless a slug says otherwise."""
    mapped.slug = mapped.slug or plain_text(value)
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


def _whole_number(name: str) -> Take:
    def take(mapped: MappedFields, value: Any) -> bool:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            return False
        mapped.fields[name] = value
        return True

    return take


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
    "publishdate": _change("First published, before the import"),
    "lastmod": _change("Last changed, before the import"),
    "last_modified_at": _change("Last changed, before the import"),
    "updated": _change("Last changed, before the import"),
    "answer": _text("answer"),
    "questions": _texts("questions"),
    "owner": _text("owner"),
    "reviewed_on": _day("reviewed_on"),
    "effective_from": _day("effective_from"),
    "review_every_days": _whole_number("review_every_days"),
    "order": _whole_number("order"),
    "weight": _whole_number("order"),
    "nav_order": _whole_number("order"),
    "sidebar_position": _whole_number("order"),
    "private": _take_switch("private"),
    "internal": _take_switch("internal"),
    "hidden": _take_switch("hidden"),
    "headless": _take_switch("headless"),
    "visibility": _take_state("visibility"),
    "audience": _take_state("audience"),
    "status": _take_state("status"),
    "build": _take_build,
    "_build": _take_build,
    "linktitle": _take_menu_title,
    "sidebar_label": _take_menu_title,
    "sidebar": _take_sidebar,
}
LAST_FIELDS = ("id",)
"""Read after all others: they count only where nothing better is there."""
_STATES = frozenset({"visibility", "audience", "status"})
FIELDS_OF: Mapping[str, Mapping[str, Take]] = {
    "docusaurus": {"id": _take_id},
    "starlight": {"hero": _take_front_page},
    "vitepress": {"hero": _take_front_page, "features": _take_front_page},
}
"""Shape of a site → what else its pages say."""


def map_fields(
    parts: FrontMatter, *, path: str, findings: ImportFindings, shape: str = "plain", today: date | None = None
) -> MappedFields:
    """The fields of one file in our words. `path` is the source's, for the findings; `shape` the kind of its site.

    With `today`, a page of Hugo's that is not public yet, or no longer, is held back.
    """
    mapped = MappedFields()
    if parts.error:
        findings.add(
            path,
            parts.error_line,
            f"front matter: {parts.error}; kept as a comment, mend it in the new file",
            "front matter that cannot be read",
        )
        mapped.comments += ["front matter that could not be read:", *parts.block.splitlines()]
        mapped.fields["draft"] = True
        mapped.held_back = "front matter that cannot be read"
    for name in parts.repeated:
        findings.add(
            path,
            parts.lines.get(name, 1),
            f"front matter: “{name}” stands twice; the last one counts",
            "field that stands twice",
        )
    table = {**FIELD_MAP, **FIELDS_OF.get(shape, {})}
    for name, value in sorted(parts.fields.items(), key=lambda item: item[0].lower() in LAST_FIELDS):
        take = table.get(name.lower())
        if value is None or (take and take(mapped, value)):
            continue
        why = "has a value that does not fit" if take and name.lower() not in _STATES else "has no field of ours"
        findings.add(
            path, parts.lines.get(name, 1), f"front matter: “{name}” {why}; kept as a comment", f"field “{name}” {why}"
        )
        mapped.comments.append(comment_for(name, value))
    if today is not None and shape == "hugo":
        _hold_back_by_day(parts, mapped, today)
    if mapped.held_back:
        message = f"{mapped.held_back} says that readers do not see the page: it becomes a draft"
        findings.add(path, 1, message, "page held back as a draft", is_open=True)
    mapped.changes.sort(key=lambda change: str(change["on"]))
    if mapped.changes:
        mapped.fields["changes"] = _each_day_once(mapped.changes)
    return mapped


def _hold_back_by_day(parts: FrontMatter, mapped: MappedFields, today: date) -> None:
    """Hugo shows a page from `publishDate` (or `date`) on, and until `expiryDate`."""
    days = {name.lower(): value for name, value in parts.fields.items()}
    for name, value in days.items():
        day = plain_day(value)
        begins = name == "publishdate" or (name == "date" and "publishdate" not in days)
        if day and ((begins and day > today) or (name == "expirydate" and day <= today)):
            _hold_back(mapped, name, day)


def _each_day_once(changes: list[dict[str, object]]) -> list[dict[str, object]]:
    by_day: dict[date, dict[str, object]] = {}
    for change in changes:
        day = change["on"]
        if isinstance(day, date):
            by_day.setdefault(day, change)
    return list(by_day.values())

"""What a page says of other versions of its text, and of facts in it that will change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kb.content.model import Change, Document
from kb.editions.selection import Edition, Page
from kb.website.views.wording import long_date


@dataclass(frozen=True, slots=True)
class DayView:
    """A day as the page's language writes it, and as machines do; both "" for none."""

    text: str = ""
    iso: str = ""


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """One line of what a version changed, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version beside the page's own."""

    first: DayView
    last: DayView
    """The last day on which it holds; "" for the newest."""
    url: str
    changes: tuple[WhatChanged, ...] = ()
    """Of a coming version: what it changes. Of an earlier one: what the next one changed."""


@dataclass(frozen=True, slots=True)
class FactChangeView:
    """A fact of the page that changes."""

    first: DayView
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class VersionsView:
    """The page's own place in time. `state`: `in-force`, `coming` or `earlier`."""

    state: str
    first: DayView
    last: DayView
    url_in_force: str = ""
    coming: tuple[VersionView, ...] = ()
    """Soonest first."""
    earlier: tuple[VersionView, ...] = ()
    """Newest first."""


def versions_view(page: Page, edition: Edition) -> VersionsView | None:
    """What `page` says of its versions; None for a document that has one text."""
    own = page.document.version
    if own is None:
        return None
    code = page.language
    pages = [one for key, one in edition.versions.items() if key[1] == code]
    pages.append(in_force) if (in_force := edition.page(own.of, code)) else None
    family = [one for one in pages if one.document.version and one.document.version.of == own.of]
    family.sort(key=_first_of)
    held_from = _first_of(in_force) if in_force else own.first
    coming = [_view(one, _of_version(one.document), code) for one in family if _first_of(one) > held_from]
    followed = pairwise(family)
    earlier = [_view(one, _of_version(after.document), code) for one, after in followed if _first_of(one) < held_from]
    return VersionsView(
        "in-force" if own.is_in_force else "coming" if own.first > held_from else "earlier",
        day_view(own.first, code),
        day_view(own.last, code),
        in_force.url if in_force else "",
        tuple(coming),
        tuple(reversed(earlier)),
    )


def fact_changes(page: Page, edition: Edition) -> tuple[FactChangeView, ...]:
    """What the page will say otherwise because facts change, soonest first."""
    found = edition.coming.get((page.document.id, page.document.language), ())
    return tuple(FactChangeView(day_view(one.on, page.language), one.old, one.new) for one in found)


def day_view(day: date | None, language: str) -> DayView:
    """`day` for a page of `language`."""
    return DayView(long_date(day, language), day.isoformat() if day else "")


def _first_of(page: Page) -> date:
    return page.document.version.first if page.document.version else date.min


def _of_version(document: Document) -> Sequence[Change]:
    """What the version itself changed: lines of its history that carry its first day."""
    first = document.version.first if document.version else None
    return [one for one in document.changes if one.on == first]


def _view(page: Page, changes: Sequence[Change], language: str) -> VersionView:
    version = page.document.version
    first, last = (version.first, version.last) if version else (None, None)
    said = tuple(WhatChanged(one.what, one.why) for one in changes)
    return VersionView(day_view(first, language), day_view(last, language), page.url, said)

"""Old addresses of carried pages as `redirect_from`."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.content.generated_urls import FOR_AGENTS, FOR_ALL, below_language, is_made
from kb.content.urls import slug_of
from kb.importers.common.front_matter import FrontMatter
from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_table, plain_text
from kb.importers.sites.field_map import MappedFields, is_address
from kb.importers.sites.layout import Layout, plugin_options
from kb.importers.sites.plan import PlannedPage


@dataclass(slots=True)
class CarriedPage:
    """A page while it is being carried over."""

    plan: PlannedPage
    parts: FrontMatter
    mapped: MappedFields


def give_addresses(
    pages: Sequence[CarriedPage], layout: Layout, topics: Mapping[str, str], findings: ImportFindings
) -> None:
    """`redirect_from`: what the page was called before, unless a page of today is called so.

    `topics`: page (below `docs/`, without language) → topic id; kb makes a list of each topic, and of each folder
    whose pages have none.
    """
    listed = [page.plan.relative for page in pages if page.plan.relative != "index.md"]
    made = {*FOR_ALL, *FOR_AGENTS, *(f"topics/{_shelf(relative, topics)}" for relative in listed)}
    live = {slug_of(_id_of(page.plan.relative)) for page in pages}
    given: dict[str, str] = {}
    languages = {page.plan.language for page in pages}
    moved = _moved_pages(layout, findings)
    for page in pages:
        kept = []
        for old in _old_addresses(page, layout, moved):
            if problem := _redirect_problem(old, page, live, given):
                findings.add(page.plan.source, 1, problem, "old address without a redirect")
            elif old in live:  # the page's own, as ever
                continue
            elif why := _why_taken(below_language(old, languages), live, made):
                message = f"the old address “{old}” is that of {why}"
                findings.add(page.plan.source, 1, message, "old address without a redirect")
            else:
                kept.append(old)
        if kept:
            page.mapped.fields["redirect_from"] = kept


def _old_addresses(page: CarriedPage, layout: Layout, moved: Mapping[str, list[str]]) -> list[str]:
    """Below the language's root, without slashes at the ends."""
    mapped, address = page.mapped, page.plan.address
    if mapped.moved_to:
        address = mapped.moved_to
    elif mapped.slug:
        address = posixpath.join(posixpath.dirname(address), mapped.slug)
    below = page.plan.source.removeprefix((layout.root_of(page.plan.source) or "") + "/")
    old = [address, *mapped.addresses, *moved.get(below, ())]
    return list(
        dict.fromkeys(entry.removeprefix(f"{page.plan.language}/").strip("/") for entry in old if entry.strip("/"))
    )


def _shelf(relative: str, topics: Mapping[str, str]) -> str:
    """On which list a page will stand: as `kb.content.generated_urls.list_addresses` has it."""
    folder = relative.split("/")[0] if "/" in relative else ""
    return topics.get(relative) or slug_of(folder)


def _why_taken(below: str, live: set[str], made: set[str]) -> str:
    """Which page of today has an address, given below its language's root; empty if none has."""
    if below in live:
        return "a page in another language"
    return "a page that kb makes" if is_made(below, made) else ""


def _redirect_problem(old: str, page: CarriedPage, live: set[str], given: dict[str, str]) -> str:
    """Why `old` cannot lead to `page`; empty when it can, or when it is the page's own address."""
    if not is_address(old):
        return f"the old address “{old}” cannot be kept"
    if old in live:
        return (
            "" if old == slug_of(_id_of(page.plan.relative)) else f"the old address “{old}” now belongs to another page"
        )
    if given.setdefault(old, page.plan.relative) != page.plan.relative:
        return f"the old address “{old}” already leads to {given[old]}"
    return ""


def _moved_pages(layout: Layout, findings: ImportFindings) -> dict[str, list[str]]:
    """New file → old addresses, from the redirects plugin of MkDocs."""
    maps = plain_table((plugin_options(layout.settings, "redirects") or {}).get("redirect_maps"))
    moved: dict[str, list[str]] = {}
    for old, new in maps.items():
        target = plain_text(new).partition("#")[0]
        if target.endswith(".md") and old.endswith(".md"):
            moved.setdefault(target, []).append(old[:-3].removesuffix("/index").removesuffix("/README"))
        else:
            findings.add(
                layout.config,
                layout.settings.line_of("plugins"),
                f"redirects: {old} -> {target} is not carried over",
                "redirect not carried over",
            )
    return moved


def _id_of(relative: str) -> str:
    folder, name = posixpath.split(relative[:-3])
    return (folder or "index") if name.lower() in {"index", "readme"} else relative[:-3]

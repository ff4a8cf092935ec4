"""Old addresses of carried pages as `redirect_from`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.content.generated_urls import FOR_AGENTS, FOR_ALL, below_language, is_made
from kb.content.urls import slug_of
from kb.importers.common.front_matter import FrontMatter
from kb.importers.common.report import ImportFindings
from kb.importers.common.settings import plain_table, plain_text
from kb.importers.sites.field_map import MappedFields, is_address
from kb.importers.sites.layout import Layout, Move, plugin_options
from kb.importers.sites.plan import PlannedPage
from kb.importers.sites.syntax.line_text import LinedText


@dataclass(slots=True)
class CarriedPage:
    """A page while it is being carried over."""

    plan: PlannedPage
    parts: FrontMatter
    mapped: MappedFields
    body: LinedText
    """The text in plain Markdown."""


def give_addresses(
    pages: Sequence[CarriedPage], layout: Layout, topics: Mapping[str, str], findings: ImportFindings
) -> Mapping[str, Sequence[str]]:
    """Source path → all old addresses of the page.

    Each page gets its `redirect_from`: what it was called before, unless a page of today is called so.

    `topics`: page (below `docs/`, without language) → topic id; kb makes a list of each topic, and of each folder
    whose pages have none.
    """
    listed = [page.plan.relative for page in pages if page.plan.relative != "index.md"]
    made = {*FOR_ALL, *FOR_AGENTS, *(f"topics/{_shelf(relative, topics)}" for relative in listed)}
    live = {slug_of(_id_of(page.plan.relative)) for page in pages}
    given: dict[str, str] = {}
    languages = {page.plan.language for page in pages}
    olds = {page.plan.source: _old_addresses(page, layout) for page in pages}
    for source, more in _moved(pages, layout, olds, findings).items():
        olds[source] += [old for old in more if old not in olds[source]]
    _tell_front_pages(pages, layout, findings)
    for page in pages:
        kept = []
        for old in olds[page.plan.source]:
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
    return olds


def _tell_front_pages(pages: Sequence[CarriedPage], layout: Layout, findings: ImportFindings) -> None:
    for page in pages:
        was_front = page.mapped.moved_to == "" and not layout.bases.get(layout.root_of(page.plan.source) or "", "")
        if was_front and page.plan.relative != "index.md":
            message = "was the front page: kb makes one itself; call the file index.md to have its text there"
            findings.add(page.plan.source, 1, message, "front page", is_open=True)


def _old_addresses(page: CarriedPage, layout: Layout) -> list[str]:
    """Below the language's root, without slashes at the ends."""
    mapped, address = page.mapped, page.plan.address
    base = layout.bases.get(layout.root_of(page.plan.source) or "", "")
    if mapped.moved_to is not None:
        is_below_base = mapped.is_slug and layout.shape == "docusaurus"
        address = posixpath.join(base, mapped.moved_to) if is_below_base else mapped.moved_to
    elif mapped.slug:
        folder = address if layout.shape == "hugo" and _is_index(page.plan.relative) else posixpath.dirname(address)
        address = posixpath.join(folder, mapped.slug)
        if layout.shape == "starlight" and "/" in mapped.slug:
            address = mapped.slug
    spellings = [address, address.removesuffix(".html")] if layout.shape == "vitepress" else [address]
    own = [below(entry, page.plan.language, layout) for entry in (*spellings, *mapped.addresses)]
    return list(dict.fromkeys(entry for entry in own if entry))


def below(address: str, language: str, layout: Layout) -> str:
    """An address of the old site below the root of `language`, without slashes at the ends."""
    plain = address.strip("/")
    codes = [code for code, ours in layout.codes.items() if ours == language] + [language]
    head, _, rest = plain.partition("/")
    return rest if head in codes and rest else plain


def _moved(
    pages: Sequence[CarriedPage], layout: Layout, olds: Mapping[str, list[str]], findings: ImportFindings
) -> dict[str, list[str]]:
    """Source path → addresses that the site's configuration leads to it."""
    by_file = {page.plan.source: page for page in pages}
    by_address: dict[tuple[str, str], CarriedPage] = {}
    for page in pages:
        for old in olds[page.plan.source] or [""]:
            by_address.setdefault((page.plan.language, _plain(old)), page)
    moved: dict[str, list[str]] = {}
    for move in (*layout.moves, *_mkdocs_moves(layout)):
        found = _target_of(move.new, layout, by_file, by_address)
        olds_of = _plain(re.sub(r"(?:(?:^|/)(?:index|README))?\.md$", "", move.old), keeps_ending=True)
        if found is None or not olds_of or not is_address(olds_of):
            message = f"redirects: {move.old} -> {move.new} is not carried over"
            findings.add(move.path, move.line, message, "redirect not carried over")
        else:
            moved.setdefault(found.plan.source, []).append(below(olds_of, found.plan.language, layout))
    return moved


def _target_of(
    new: str, layout: Layout, by_file: Mapping[str, CarriedPage], by_address: Mapping[tuple[str, str], CarriedPage]
) -> CarriedPage | None:
    if re.match(r"[a-z][a-z0-9+.-]*:|//", new):
        return None
    path = new.partition("#")[0].partition("?")[0]
    for root in layout.roots:
        if found := by_file.get(posixpath.normpath(posixpath.join(root, path.lstrip("./")))):
            return found
    plain = _plain(path).removeprefix(f"{layout.site_path}/" if layout.site_path else "\0")
    head, _, rest = plain.partition("/")
    if (ours := layout.codes.get(head)) and (found := by_address.get((ours, rest))):
        return found
    return by_address.get((layout.default_language, plain))


def _plain(address: str, *, keeps_ending: bool = False) -> str:
    text = re.sub(r"(?:^|/)index(?:\.html)?$", "", address.partition("#")[0].strip("/")).strip("/")
    return text if keeps_ending else re.sub(r"\.html?$", "", text)


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


def _mkdocs_moves(layout: Layout) -> list[Move]:
    """Of the redirects plugin of MkDocs."""
    maps = plain_table((plugin_options(layout.settings, "redirects") or {}).get("redirect_maps"))
    line = layout.settings.line_of("plugins")
    return [Move(old, plain_text(new), layout.config, line) for old, new in maps.items()]


def _is_index(relative: str) -> bool:
    return posixpath.basename(relative)[:-3].lower() in {"index", "readme"}


def _id_of(relative: str) -> str:
    folder, name = posixpath.split(relative[:-3])
    return (folder or "index") if name.lower() in {"index", "readme"} else relative[:-3]

"""Where each file of a foreign site goes in ours. Names only: nothing is read or written but to compare pictures."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kb.content.urls import slug_of
from kb.importers.common.languages import read_code
from kb.importers.common.report import ImportFindings
from kb.importers.sites.excluded import pages_as_drafts, pages_left_out
from kb.importers.sites.language_layout import split_suffix
from kb.importers.sites.layout import HUGO_CONFIGS, HUGO_LANGUAGES, MKDOCS_OF_LANGUAGE, Layout
from kb.importers.sites.linked_files import STATIC_FOLDERS, linked_files
from kb.importers.sites.navigation import Navigation
from kb.importers.sites.old_addresses import is_index, old_address, public_name
from kb.importers.sites.source import GITBOOK_FOLDER, PAGE_ENDINGS, VITEPRESS_FOLDER, SiteSource

DOCS = "docs"
PICTURE_ENDINGS = frozenset(["avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"])
"""Taken along wherever they lie: front matter and shortcodes name them in too many ways to look for."""
_FILE_ENDINGS = (
    "csv doc docx epub ics json m4v mov mp3 mp4 odp ods odt ogg pdf ppt pptx rtf txt vtt wav webm xls xlsx zip"
)
FILE_ENDINGS = frozenset(_FILE_ENDINGS.split())
"""Taken along where a page links them, and not otherwise: a price list beside the pages is not meant for readers."""
IMPORTABLE = {
    **dict.fromkeys(("docx",), "; `kb import docx` makes pages of documents"),
    **dict.fromkeys(("csv", "xlsx", "ods", "xls"), "; `kb import table` makes pages of tables"),
    **dict.fromkeys(("html", "htm"), "; `kb import html` makes pages of web pages"),
}
"""Ending → what else to do with a file that was left out."""
PROGRAM = re.compile(
    r"(?:.*/)?(?:(?:astro|docusaurus|nuxt|next|vite|vue|gatsby|svelte|eleventy)[.-]config\.\w+|sidebars\.\w+|conf\.py)"
)
"""Configurations that are programs: they would have to be run to be read."""
CONFIGS = frozenset(
    {*HUGO_CONFIGS, "mkdocs.yml", "mkdocs.yaml", "book.json", "book.toml", ".gitbook.yaml", "LANGS.md", *HUGO_LANGUAGES}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPage:
    """One Markdown file on its way. Paths have forward slashes."""

    source: str
    """Relative to the source folder."""
    target: str
    """Relative to the project folder: `docs/faq/size.vi.md`."""
    relative: str
    """Below `docs/`, without language: `faq/size.md`; the same for all translations of a page."""
    language: str
    address: str
    """The old address below the language's root, without slashes at the ends; `""` is the front page."""
    why_draft: str = ""
    """Why readers of the old site do not see the page; empty where they do."""


@dataclass(slots=True)
class SitePlan:
    """Every file of the source that becomes one of ours."""

    pages: list[PlannedPage] = field(default_factory=list)
    assets: dict[str, str] = field(default_factory=dict)
    """Source path → path relative to the project folder."""

    def targets(self) -> dict[str, str]:
        """Source path → target, pages and assets."""
        return {page.source: page.target for page in self.pages} | self.assets


def make_plan(source: SiteSource, layout: Layout, navigation: Navigation, findings: ImportFindings) -> SitePlan:
    """Each page gets a place of its own; two that would share an address are told apart by a number."""
    plan = SitePlan()
    places = _Places()
    pages = [page for page in source.pages if page not in navigation.files and page not in CONFIGS]
    left_out = pages_left_out(source, layout)
    drafts = pages_as_drafts(source, layout, tuple(navigation.titles))
    placed = []
    root_of: dict[str, str] = {}
    for page in pages:
        root = layout.root_of(page)
        if root is None:
            findings.add(page, 1, "stands outside the site's pages: left out", "page outside the site's pages")
            continue
        root_of[page] = root
        relative, code = _relative(page, root, layout)
        if page in left_out:
            findings.add(page, 1, f"{left_out[page]}: left out", "page that the site does not show")
            continue
        placed.append((layout.codes.get(code, layout.default_language), relative, page, code))
    placed.sort(key=lambda item: (item[0] != layout.default_language, _is_readme(item[1]), item[1], item[3], item[2]))
    for language, relative, page, code in placed:
        final = places.take(relative, language)
        if final != relative:
            findings.add(page, 1, f"would have the address of another page: it becomes {final}", "address taken twice")
        target = f"{DOCS}/{final}" if language == layout.default_language else f"{DOCS}/{final[:-3]}.{language}.md"
        plan.pages.append(
            PlannedPage(
                source=page,
                target=target,
                relative=final,
                language=language,
                address=old_address(page, relative, code, root_of[page], layout),
                why_draft=drafts.get(page, ""),
            )
        )
    plan.pages.sort(key=lambda page: page.source)
    _plan_assets(plan, source, layout, navigation, findings)
    return plan


class _Places:
    """Addresses given away: one a page and language."""

    def __init__(self) -> None:
        self.owners: dict[str, str] = {}
        self.taken: set[tuple[str, str]] = set()

    def take(self, relative: str, language: str) -> str:
        for candidate in _numbered(relative):
            slug = slug_of(_id_of(candidate)).lower()
            if self.owners.setdefault(slug, relative) == relative and (slug, language) not in self.taken:
                self.taken.add((slug, language))
                return candidate
        raise AssertionError("numbers do not end")


def _numbered(relative: str) -> Iterator[str]:
    yield relative
    stem = relative[:-3]
    if is_index(relative):
        stem = stem + "-page" if "/" not in stem else posixpath.dirname(stem) + "-index"
    number = 1
    while True:
        number += 1
        yield f"{stem}-{number}.md"


def _is_readme(relative: str) -> bool:
    return posixpath.basename(relative)[:-3].lower() == "readme"


def _id_of(relative: str) -> str:
    return (posixpath.dirname(relative) or "index") if is_index(relative) else relative[:-3]


def safe_path(path: str) -> str:
    """`path` without what a file system or YAML chokes on: control characters, Windows' reserved ones."""
    parts = [re.sub(r'[\x00-\x1f\x7f\\:*?"<>|]+', "-", part).strip(" ") for part in path.split("/")]
    return "/".join(part.rstrip(".") or "page" for part in parts if part not in {"", ".", ".."})


def _relative(page: str, root: str, layout: Layout) -> tuple[str, str]:
    """(path below `docs/` in our spelling, code of the language that root or suffix names)."""
    below = page.removeprefix(root + "/") if root else page
    folder, name = posixpath.split(below)
    code = layout.roots[root]
    if not code:
        name, code = split_suffix(name, layout.suffixes, layout.named)
    ending = next(ending for ending in PAGE_ENDINGS if name.lower().endswith(ending))
    stem = name[: -len(ending)]
    if stem == "_index":
        stem = "index"
    if code and not layout.roots[root] and read_code(stem.rpartition(".")[2]) in layout.languages:
        stem = stem.replace(".", "-")
    return safe_path(public_name(posixpath.join(folder, stem + ".md"), layout.shape)), code


def _plan_assets(
    plan: SitePlan, source: SiteSource, layout: Layout, navigation: Navigation, findings: ImportFindings
) -> None:
    taken: dict[str, str] = {}
    pages = set(source.pages)
    linked = linked_files(source, layout)
    for path in source.files:
        if path in pages or path in CONFIGS or path == layout.config or MKDOCS_OF_LANGUAGE.fullmatch(path):
            continue
        if path in navigation.files or f"/{VITEPRESS_FOLDER}/" in f"/{path}":
            continue
        if path.rpartition("/")[2].startswith("sidebar") and layout.sidebars:
            continue
        if PROGRAM.fullmatch(path):
            message = "is a program, not data: not read; give the shop's name, menu and redirects in mkdocs.yml"
            findings.add(path, 1, message, "configuration not read")
            continue
        relative, language = _asset_place(path, layout)
        if relative is None or (why := _why_left(path, linked)):
            why = why if relative is not None else "stands outside the site's pages"
            message = f"{why}: left out" + ("" if path not in linked else ", though a page links it")
            message += IMPORTABLE.get(path.rpartition(".")[2].lower(), "")
            findings.add(path, 1, message, f"file that {why}", is_open=path in linked)
            continue
        target = f"{DOCS}/{safe_path(_shown(relative))}"
        if target in taken and source.files[taken[target]].read_bytes() != source.files[path].read_bytes():
            stem, dot, ending = target.rpartition(".")
            target = f"{stem}.{language}{dot}{ending}"
            findings.add(
                path,
                1,
                f"differs from {taken[f'{stem}{dot}{ending}']}: it becomes {target}",
                "picture that differs by language",
            )
        taken.setdefault(target, path)
        plan.assets[path] = target


def _shown(relative: str) -> str:
    """GitBook keeps its pictures in a hidden folder, which no site serves."""
    return "/".join(part.lstrip(".") if part == GITBOOK_FOLDER else part for part in relative.split("/"))


def _why_left(path: str, linked: frozenset[str]) -> str:
    """Why a file does not come along; empty when it does."""
    ending = path.rpartition(".")[2].lower()
    if ending in PICTURE_ENDINGS or (ending in FILE_ENDINGS and path in linked):
        return ""
    return "is linked by no page" if ending in FILE_ENDINGS else "is neither page nor picture"


def _asset_place(path: str, layout: Layout) -> tuple[str | None, str]:
    for static in STATIC_FOLDERS.get(layout.shape, ()):
        if path.startswith(static + "/"):
            return path.removeprefix(static + "/"), layout.default_language
    root = layout.root_of(path)
    if root is None:
        return None, ""
    language = layout.codes.get(layout.roots[root], layout.default_language)
    return (path.removeprefix(root + "/") if root else path), language

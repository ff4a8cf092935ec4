"""The product's manual: pages of the agents' edition that are no part of the shop's library, and their own index."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kb.cache.steps import StepCache, code_version, files_version
from kb.cache.store import key_of
from kb.cache.user_store import shared_steps
from kb.content.model import Article, Kind
from kb.content.parse import Parsed, SourceText, parse_sources
from kb.content.urls import Name, url_of
from kb.editions.generated_pages import MANUAL_SOURCES, manual_root
from kb.editions.selection import Edition, Page
from kb.markdown.rendering import Renderer, Renderings
from kb.project.options import Options
from kb.reports.reference import reference_pages
from kb.search.indexing.from_edition import documents_in
from kb.search.indexing.index import build_index
from kb.search.shards.write import write_file
from kb.source.package import PACKAGE
from kb.text.languages import load_language
from kb.website.output.search_index import FOLDER as SEARCH_FOLDER
from kb.website.output.search_index import write_index
from kb.workspace.workspace import Workspace, texts_of

LANGUAGE = "en"
"""What the manual is written in, whatever the shop's languages are."""
_TEXTS = "manual"
"""The namespace of the texts in a store."""
INDEX_NAME = "manual"
"""Of its index among those of the languages."""


@dataclass(frozen=True)
class Manual:
    """The manual as an edition of its own, rendered with the shop's extensions."""

    edition: Edition
    renderings: Renderings


def open_manual(workspace: Workspace) -> Manual | None:
    """The manual's pages beside the edition of `workspace`, in English under every language; none for shoppers."""
    if workspace.edition.name != "agents":
        return None
    project, root = workspace.project, manual_root(workspace.edition)
    if workspace.step_cache:
        with shared_steps(workspace.step_cache, os.environ) as steps:
            edition = manual_edition(root, project.options, _kept_texts(steps), parse=steps.parse)
            return Manual(edition, steps.renderings(project, texts_of(edition)))
    edition = manual_edition(root, project.options, manual_texts())
    return Manual(edition, Renderings(Renderer(project.extensions, project.extension_configs)))


def write_manual_search(manual: Manual, workspace: Workspace, site: Path) -> None:
    """Write the manual's index below the folder `site`."""
    own = load_language(LANGUAGE)
    words = {LANGUAGE: manual.edition.options.ui_strings(LANGUAGE)}
    documents = documents_in(manual.edition, manual.edition.options.default_language, manual.renderings, words)
    folder = site / SEARCH_FOLDER / INDEX_NAME
    if not workspace.step_cache:
        write_index(build_index(documents, own), site, name=INDEX_NAME)
        return

    def make() -> dict[str, str]:
        write_index(build_index(documents, own), site, name=INDEX_NAME)
        return {path.name: path.read_text("utf-8") for path in folder.iterdir()}

    key = key_of(code_version(), *map(repr, documents))
    with shared_steps(workspace.step_cache, os.environ) as steps:
        files = steps.kept("manual-index", key, make)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_file(folder / name, text)


def manual_folder() -> Path | None:
    """Where the written pages and their pictures lie: beside the package in a checkout, inside it when installed."""
    folders = (PACKAGE / "manual", PACKAGE.parent / "manual")
    return next((one for one in folders if (one / "index.md").is_file()), None)


@cache
def manual_texts() -> Mapping[str, str]:
    """File name within the manual → Markdown, of every page; one that is written stands before a generated one."""
    folder = manual_folder()
    written = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")} if folder else {}
    return MappingProxyType(dict(sorted({**reference_pages(), **written}.items())))


def _kept_texts(steps: StepCache) -> Mapping[str, str]:
    """As `manual_texts`, kept: the generated pages need every command and every rule, a tenth of a small build."""
    folder = manual_folder()
    key = key_of(*map(files_version, (PACKAGE, folder) if folder else (PACKAGE,)))
    kept = steps.store.get_many(_TEXTS, [key])
    if key not in kept:
        kept[key] = dict(manual_texts())
        steps.store.put_many(_TEXTS, kept)
    return MappingProxyType(kept[key])


def manual_edition(
    root: str,
    options: Options,
    texts: Mapping[str, str],
    *,
    parse: Callable[[Sequence[SourceText], Options], Sequence[Parsed]] = parse_sources,
) -> Edition:
    """The manual of `texts` below the address `root` of every language. `parse` may take documents from a cache."""
    sources = []
    for name, text in texts.items():
        id = root if name == "index.md" else f"{root}/{name.removesuffix('.md')}"
        sources.append(SourceText(text, f"{MANUAL_SOURCES}/{root}/{name}", Name(id, LANGUAGE, Kind.INTERNAL)))
    pages: dict[tuple[str, str], Page] = {}
    for document, _ in parse(sources, options):
        assert isinstance(document, Article)
        for code in options.languages:
            pages[document.id, code] = Page(document, code, url_of(document.id, code, options))
    return Edition(
        name="agents",
        options=options,
        pages=MappingProxyType(dict(sorted(pages.items()))),
        notes=MappingProxyType({}),
        facts=MappingProxyType({}),
        fact_texts=MappingProxyType({}),
        notices=(),
        assets=MappingProxyType({}),
    )

"""An edition → the files and pages of one MkDocs build: all languages in one pass."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import is_markdown_file

from kb.content.generated_urls import AGENTS_START
from kb.content.model import Document, Kind
from kb.editions.generated_pages import MANUAL_SOURCES
from kb.editions.selection import Edition, Page
from kb.markdown.rendering import Rendered, Renderings
from kb.project.project import CONFIG
from kb.website.html.article_html import PageTexts
from kb.website.html.heading_links import makes_heading_links
from kb.website.html.images import Size, picture_size
from kb.website.mkdocs.icons import manifest_file
from kb.website.mkdocs.open_search import has_open_search, open_search_file
from kb.website.mkdocs.pages import KbFile, KbPage
from kb.website.mkdocs.theme import settle_theme_files
from kb.website.output.search_index import write_search
from kb.website.views.rooms import DESK
from kb.website.views.site_views import SiteViews
from kb.website.views.types import Listing, PageView
from kb.workspace.workspace import Workspace

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from kb.website.agent_pages.agent_page import AgentPage
    from kb.website.agent_pages.manual import Manual


def _for_agents(workspace: Workspace) -> tuple[Manual | None, tuple[AgentPage, ...]]:
    """The product's manual and the agents' own pages; of the public edition neither is loaded."""
    from kb.website.agent_pages.manual import open_manual
    from kb.website.agent_pages.pages import agent_pages

    return open_manual(workspace), agent_pages(workspace)


ARTICLE_TEMPLATE = "kb/article.html"
TEMPLATES = {Kind.SCRIPT: "kb/script.html"}


@dataclass(frozen=True, slots=True)
class SpecialPage:
    """A page that is made, not written."""

    id: str
    template: str
    title_word: str
    kind: str = ""
    """What the templates know it by, where that is not its address."""
    text: str = ""
    """The id of the document that a shop may write for it, where that is not its address."""
    source: str = ""
    """What MkDocs takes for its source, below the language's folder; then no document is it."""


_LISTS = (SpecialPage("all", "kb/all.html", "all_title"), SpecialPage("search", "kb/search.html", "search_title"))
SPECIAL_PAGES: Mapping[str, tuple[SpecialPage, ...]] = {
    "public": (SpecialPage("index", "kb/home.html", "home_title"), *_LISTS),
    "agents": (
        SpecialPage("index", "kb/to_desk.html", "tool_desk", kind=DESK, source="to-desk.md"),
        SpecialPage(AGENTS_START, "kb/home.html", "home_title", kind="index", text="index"),
        *_LISTS,
    ),
}
"""Edition → pages that are made. The agents' edition opens at the desk, and has the start page beside it."""


class SiteFiles:
    """One edition on its way to becoming files: views, link addresses and rendering in one place."""

    def __init__(self, workspace: Workspace, *, site_name: str) -> None:
        edition, project = workspace.edition, workspace.project
        self.workspace = workspace
        self.edition = edition
        self.project = project
        self.manual, self.tools = _for_agents(workspace) if edition.name == "agents" else (None, ())
        shown_beside = self.manual.edition if self.manual else None
        look = project.options.look
        shown = {
            name: edition.assets[name] for name in (look.home_picture, look.share_picture) if name in edition.assets
        }
        self.views = SiteViews(
            edition,
            site_name=site_name,
            channels=workspace.channels,
            tools=self.tools,
            manual=shown_beside,
            sizes={name: size for name, path in shown.items() if (size := picture_size(project.root / path))},
        )
        self._texts = self._texts_of(edition, workspace.renderings, project.docs)
        if self.manual:
            self._manual_texts = self._texts_of(self.manual.edition, self.manual.renderings, MANUAL_SOURCES)

    def _texts_of(self, edition: Edition, renderings: Renderings, docs: str) -> PageTexts:
        return PageTexts(
            edition,
            renderings,
            docs=docs,
            site_url=self.project.site_url,
            sizes=lambda: self.picture_sizes,
            channel_name=self.views.channel_name,
            links_headings=makes_heading_links(self.project.extension_configs),
        )

    def files(self, found: Files, config: MkDocsConfig, *, with_search: bool = True) -> Files:
        """MkDocs' files with the Markdown it found replaced by our pages, internal assets added."""
        settle_theme_files(found, config, self.workspace.edition.name)
        if with_search:
            write_search(self.workspace, Path(config.site_dir))
        self._settle_docs(found, config)
        for site in self.views.sites.values() if config.extra["kb_icons"] else ():
            found.append(manifest_file(config, site))
        for site in self.views.sites.values():
            if has_open_search(config, site):
                told = open_search_file(config, site)
                if found.get_file_from_path(told.src_uri) is None:  # a shop may have written its own
                    found.append(told)
        for page in self._pages(config):
            if found.get_file_from_path(page.file.src_uri):
                found.remove(found.src_uris[page.file.src_uri])
            found.append(page.file)
        for name, path in self.edition.assets.items():
            if not path.startswith(f"{self.project.docs}/") and found.get_file_from_path(name) is None:
                top = path[: -len(name) - 1]
                found.append(
                    File(name, str(self.project.root / top), config.site_dir, True, inclusion=InclusionLevel.INCLUDED)
                )
        return found

    def _settle_docs(self, found: Files, config: MkDocsConfig) -> None:
        """Of the files that MkDocs found in the folder of articles only those stay that the edition has as files.

        Raises `PluginError` where MkDocs, a hook or a plugin leaves out what the edition would publish.
        """
        docs, top = Path(config.docs_dir), f"{self.project.docs}/"
        shown = (*self.edition.pages.values(), *self.edition.versions.values())
        left = {page.document.path for page in shown if page.document.path.startswith(top)}
        for file in list(found):
            if not file.src_dir or Path(file.src_dir) != docs:
                continue
            path, name = top + file.src_uri, unicodedata.normalize("NFC", file.src_uri)
            least = InclusionLevel.DRAFT if self.workspace.with_drafts else InclusionLevel.NOT_IN_NAV
            is_known = file.inclusion.value >= least.value
            if self.edition.assets.get(name) == path:
                file.inclusion = InclusionLevel.INCLUDED if is_known else file.inclusion
                continue
            found.remove(file)
            if is_known:
                left.discard(path)
        if left:
            raise PluginError(
                f"{min(left)}: a hook, a plugin or a file named by INHERIT leaves this page out, and kb cannot know: "
                f"write it under exclude_docs or draft_docs in {CONFIG} itself, or take the plugin out"
            )

    def _pages(self, config: MkDocsConfig) -> Iterator[KbPage]:
        for page in (*self.edition.pages.values(), *self.edition.versions.values()):
            if page.id != "index":
                yield self.article(page, config)
        for page in self.manual.edition.pages.values() if self.manual else ():
            yield self._manual_page(page, config)
        for language in self.edition.options.languages:
            for special in SPECIAL_PAGES[self.edition.name]:
                yield self._special(special, language, config)
            if self.edition.name == "agents":
                for tool in self.tools:
                    yield from self._tool(tool, language, config)
            site = self.views.sites[language]
            for section in (*site.sections, *site.internal_sections):
                for view in self.views.section_pages(section, language):
                    yield self._made(view, "kb/section.html", config)

    @cached_property
    def picture_sizes(self) -> Mapping[str, Size]:
        """Asset → its size in pixels, for every picture whose file tells it."""
        root = self.project.root
        found = {name: picture_size(root / path) for name, path in self.edition.assets.items()}
        return {name: size for name, size in found.items() if size}

    def article(self, page: Page, config: MkDocsConfig) -> KbPage:
        """The MkDocs page of one article or script."""
        document = page.document
        note = self.edition.notes.get((page.id, page.language)) or self.edition.notes.get((page.id, document.language))
        note_html = self._texts.render(note.body, note, page.url, page.language).html if note else ""
        view = self.views.page(page, note=note_html, note_title=note.title if note else "")
        file = KbFile(self._src_uri(page), page.url, config, source=self._source(document))
        return KbPage(
            file,
            config,
            view=view,
            template=TEMPLATES.get(document.kind, ARTICLE_TEMPLATE),
            body=document.body,
            source=document.path,
            render=lambda text, _: _titled(self._texts.render(text, document, page.url, page.language), view),
        )

    def _manual_page(self, page: Page, config: MkDocsConfig) -> KbPage:
        """A page of the product's manual: an article that nobody in the shop wrote, and none can edit."""
        document, view = page.document, self.views.page(page)
        return KbPage(
            KbFile(_src_uri(page.url, page.id), page.url, config),
            config,
            view=view,
            template=ARTICLE_TEMPLATE,
            body=document.body,
            render=lambda text, _: _titled(self._manual_texts.render(text, document, page.url, page.language), view),
        )

    def _src_uri(self, page: Page) -> str:
        """What MkDocs and other plugins take for the page's source: its file below the folder of articles.

        Where that is another page's file or lies elsewhere, its address with `.md`.
        """
        top = f"{self.project.docs}/"
        path = page.document.path
        is_own = path.startswith(top) and is_markdown_file(path) and not page.is_fallback
        return path.removeprefix(top) if is_own else _src_uri(page.url, page.id)

    def _source(self, document: Document) -> Path:
        """The file on the disk."""
        return (self.project.root / document.path).absolute()

    def _special(self, special: SpecialPage, language: str, config: MkDocsConfig) -> KbPage:
        words = self.project.options.ui_strings(language)
        written = None if special.source else self.edition.pages.get((special.text or special.id, language))
        view = self.views.special(
            special.id,
            special.kind or special.id,
            written.document.title if written else words[special.title_word],
            language,
            summary=written.document.summary if written else "",
        )
        if written is None:
            own = f"{view.canonical_url}{special.source}" if special.source else ""
            return self._made(view, special.template, config, src_uri=own)
        document = written.document
        src_uri = self._src_uri(replace(written, url=view.canonical_url))
        file = KbFile(src_uri, view.canonical_url, config, source=self._source(document))
        return KbPage(
            file,
            config,
            view=view,
            template=special.template,
            body=document.body,
            source=document.path,
            render=lambda text, _: _titled(self._texts.render(text, document, view.canonical_url, language), view),
        )

    def _tool(self, tool: AgentPage, language: str, config: MkDocsConfig) -> Iterator[KbPage]:
        """The sheets of one of the agents' own pages; the first one's address is the page's."""
        words = self.project.options.ui_strings(language)
        title = tool.title(self.workspace, language) if tool.title else words.get(tool.title_word, tool.title_word)
        view = self.views.special(tool.id, tool.kind or tool.id, title, language, is_internal=True)
        sheets = tool.make(self.workspace, self.views, language)
        first = view.canonical_url
        urls = (first, *(f"{first}{number}/" for number in range(2, len(sheets) + 1)))
        for number, extra in enumerate(sheets, 1):
            sheet = replace(view, extra=extra, listing=Listing((), number, urls))
            if number > 1:
                sheet = replace(sheet, id=f"{tool.id}/{number}", canonical_url=urls[number - 1], hreflang=())
            yield self._made(sheet, tool.template, config)

    def _made(self, view: PageView, template: str, config: MkDocsConfig, *, src_uri: str = "") -> KbPage:
        """A page without a text of its own."""
        file = KbFile(src_uri or _src_uri(view.canonical_url, view.id), view.canonical_url, config)
        return KbPage(file, config, view=view, template=template, render=lambda text, _: _titled(NOTHING, view))


NOTHING = Rendered("", (), ())


def _titled(rendered: Rendered, view: PageView) -> Rendered:
    """`rendered` with the page's title at the top of its contents: where “skip to content” leads."""
    tokens = rendered.toc_tokens
    if tokens and tokens[0].get("level") == 1:
        return rendered
    title = {
        "level": 1,
        "id": "kb-title",
        "name": view.title,
        "html": view.title,
        "data-toc-label": "",
        "children": list(tokens),
    }
    return Rendered(rendered.html, (title,), rendered.passages)


def _src_uri(url: str, id: str) -> str:
    """What MkDocs and other plugins take for the page's source: its address with `.md`."""
    return f"{url.rstrip('/')}.md" if url.strip("/") and id != "index" else f"{url}index.md"

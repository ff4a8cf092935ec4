"""The manual as pages of its own, without a project: what `kb manual` shows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from types import MappingProxyType
from urllib.parse import quote

from kb.content.model import Article
from kb.markdown.rendering import Renderer, Renderings
from kb.project.options import Options
from kb.search.indexing.from_edition import documents_in
from kb.search.indexing.index import Index, build_index
from kb.search.ranking.scoring import Hit, search
from kb.text.languages import load_language
from kb.website.agent_pages.manual import LANGUAGE, manual_edition, manual_folder, manual_texts

ROOT = "manual"
START = "index"
"""The page that is shown first."""
MOST_HITS = 20
STYLE = "manual.css"
_LINK = re.compile(r'href="([^":?#]*?)([\w-]+)\.md(#[^"]*)?"')
_CODE = re.compile(r"KB\d{3}", re.IGNORECASE)
_REFERENCE = "reference-"


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page: its name in addresses, its title, and its text as HTML."""

    name: str
    title: str
    body: str
    anchors: frozenset[str]


class ManualReader:
    """Every page of the manual, its pictures and its search. Pages are made when they are first asked for."""

    def __init__(self) -> None:
        self._edition = manual_edition(ROOT, Options(), manual_texts())
        self._renderings = Renderings(Renderer(("admonition", "attr_list", "tables", "pymdownx.superfences")))
        self._words: Mapping[str, str] = self._edition.options.ui_strings(LANGUAGE)
        self._articles = {
            page.id.removeprefix(ROOT).strip("/") or START: page.document
            for page in self._edition.pages.values()
            if isinstance(page.document, Article)
        }

    @property
    def names(self) -> tuple[str, ...]:
        """Every page, in the order of the list beside the text: as the first page links them, then the reference."""
        linked = [name for name in _linked(self._articles[START].body) if name in self._articles]
        rest = sorted(self._articles.keys() - {START, *linked}, key=lambda name: (name.startswith(_REFERENCE), name))
        return tuple(dict.fromkeys([START, *linked, *rest]))

    def title(self, name: str) -> str:
        """The title of the page `name`."""
        return self._articles[name].title

    def page(self, name: str) -> ManualPage | None:
        """The page `name`, or None."""
        article = self._articles.get(name)
        if article is None:
            return None
        rendered = self._renderings.of(article.body, self._words)
        body = rendered.html
        if "<h1" not in body:
            body = f"<h1>{html.escape(article.title)}</h1>\n{body}"
        return ManualPage(name, article.title, _LINK.sub(_local, body), rendered.anchors)

    def picture(self, name: str) -> bytes | None:
        """The picture `img/NAME` beside the manual, or None."""
        folder = manual_folder()
        known = {one.name: one for one in (folder / "img").iterdir()} if folder and (folder / "img").is_dir() else {}
        return known[name].read_bytes() if name in known else None

    def find(self, words: str) -> str:
        """The address, below the root, that answers `words` best: a page's name, a rule's code, or a search.

        Empty if nothing in the manual answers them.
        """
        asked = words.strip().lower().removesuffix(".md")
        for name in (asked, asked.replace(" ", "-"), f"{_REFERENCE}{asked.replace(' ', '-')}"):
            if name in self._articles:
                return name
        if _CODE.fullmatch(asked):
            return self._rule(asked)
        hits = self.search(words)
        return self.address(hits[0]) if len(hits) == 1 else f"?q={quote(words)}" if hits else ""

    def _rule(self, code: str) -> str:
        """The heading of the rule `code` (`kb301`)."""
        name = f"{_REFERENCE}rules-{code[:3]}"
        page = self.page(name)
        anchor = next((one for one in sorted(page.anchors) if one.startswith(f"{code}-")), "") if page else ""
        return f"{name}#{anchor}" if anchor else ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code of a rule that the manual describes."""
        pages = (self.page(name) for name in self._articles if name.startswith(f"{_REFERENCE}rules-"))
        anchors = (anchor for page in pages if page for anchor in page.anchors)
        return tuple(sorted(anchor[:5].upper() for anchor in anchors if _CODE.fullmatch(anchor[:5])))

    def search(self, words: str) -> tuple[Hit, ...]:
        """What the manual says about `words`, best first."""
        return search(self._index, words, MOST_HITS)

    def address(self, hit: Hit) -> str:
        """The address of a hit below the root."""
        name = hit.document.id.removeprefix(f"{ROOT}/")
        return name + (f"#{hit.anchor}" if hit.anchor else "")

    @cached_property
    def _index(self) -> Index:
        language = self._edition.options.default_language
        documents = documents_in(self._edition, language, self._renderings, MappingProxyType({LANGUAGE: self._words}))
        return build_index(documents, load_language(LANGUAGE), {})


def _linked(text: str) -> Iterator[str]:
    """The pages that Markdown links, in order."""
    return (found[1] for found in re.finditer(r"\]\(([\w-]+)\.md[)#]", text))


def _local(link: re.Match[str]) -> str:
    name = "" if link[2] == START else link[2]
    return f'href="{link[1]}{name or "./"}{link[3] or ""}"'


def page_html(reader: ManualReader, page: ManualPage) -> str:
    """A whole page: the list of pages, the search box, the text."""
    return _whole(reader, page.title, page.body, page.name)


def results_html(reader: ManualReader, words: str) -> str:
    """The page of what a search found."""
    rows = [
        f'<li><a href="{html.escape(reader.address(hit))}">{html.escape(_hit_title(hit))}</a>'
        f"<p>{html.escape(hit.passage)}</p></li>"
        for hit in (reader.search(words) if words.strip() else ())
    ]
    found = f"<ol class=hits>{''.join(rows)}</ol>" if rows else "<p>Nothing in the manual has these words.</p>"
    return _whole(reader, "Search", f"<h1>Search: {html.escape(words)}</h1>{found}", "", words)


def missing_html(reader: ManualReader) -> str:
    """The page for an address that the manual has not."""
    text = "<h1>Not found</h1><p>The manual has no such page: choose from the list, or search.</p>"
    return _whole(reader, "Not found", text, "")


def _hit_title(hit: Hit) -> str:
    heading = getattr(hit, "heading", "")
    return f"{hit.document.title}: {heading}" if heading and heading != hit.document.title else hit.document.title


def _whole(reader: ManualReader, title: str, body: str, name: str, words: str = "") -> str:
    rows = "".join(
        f'<li><a href="./{"" if one == START else one}"{" aria-current=page" if one == name else ""}>'
        f"{html.escape(reader.title(one))}</a></li>"
        for one in reader.names
    )
    return f"""<!doctype html>
<html lang="{LANGUAGE}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{html.escape(title)} · kb</title>
<link rel="stylesheet" href="./{STYLE}">
</head>
<body>
<a class=skip href="#text">Skip to the text</a>
<nav aria-label="Manual">
<form action="./" role=search><input name=q type=search aria-label="Search the manual" placeholder="Search the manual"
 value="{html.escape(words)}"><button>Search</button></form>
<details open><summary>All pages</summary><ul>{rows}</ul></details>
</nav>
<main id=text tabindex="-1">
{body}
</main>
</body>
</html>
"""


def style() -> bytes:
    """The style sheet of every page."""
    return resources.files("kb.website.preview").joinpath(STYLE).read_bytes()

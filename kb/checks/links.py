"""Links, anchors, ids and, where a shop allows no HTML, all else of every page, judged on the HTML that readers get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kb.checks.made_html import check_made_html
from kb.checks.near_links import NearLinks, near_anchor
from kb.checks.places import line_of_address, line_of_id
from kb.content.links import Link, LinkResolver
from kb.content.model import Document, Kind, Note
from kb.editions.generated_pages import is_for_agents, resolver_for
from kb.editions.selection import Edition
from kb.markdown.rendering import TEMPLATE_IDS, Rendered, Renderings
from kb.project.folders import AGENTS
from kb.source.comments import OPEN_COMMENT, line_of_open_comment
from kb.source.problem import Problem, Rule, Severity

BROKEN_LINK = Rule(
    "KB201",
    "broken-link",
    Severity.WARNING,
    what="A link leads to a page or file that does not exist.",
    why="Readers who need help meet “page not found”.",
    example="[returns](../policies/retruns.md)",
    hint="link to a file that exists: relative to this one, or from the site's root with a slash in front",
)
BROKEN_ANCHOR = Rule(
    "KB202",
    "broken-anchor",
    Severity.WARNING,
    what="A link names a heading that the page does not have.",
    why="Readers land at the top of a long page and must search.",
    example="[fees](../policies/shipping.md#feees)",
    hint="use the heading's anchor: its words folded, with hyphens",
)
INTERNAL_LINK = Rule(
    "KB203",
    "link-to-internal",
    Severity.ERROR,
    what="A public document links to an internal one.",
    why="It would tell shoppers that the page exists, and lead nowhere.",
    example="[what we may offer](../../agents/procedures/refund-approval.md)",
    hint="take the link out, or write a note in agents/notes/ instead",
)
BASE_ELEMENT = Rule(
    "KB206",
    "base-element",
    Severity.ERROR,
    what="A text holds `<base href>`.",
    why="Every link of the page, the menu's too, would lead somewhere else.",
    example='<base href="https://shop.example/">',
    hint="delete it, and write addresses relative to the file",
)
DUPLICATE_ID = Rule(
    "KB207",
    "duplicate-id",
    Severity.WARNING,
    what="Two things on one page have the same id.",
    why="A link to it reaches the first alone, and screen readers take one for the other.",
    example="## Fees {#fees}\n\n## Other fees {#fees}",
    hint="give each an id of its own",
)
SCRIPT_LINK = Rule(
    "KB208",
    "script-link",
    Severity.WARNING,
    what="A link runs a script instead of leading somewhere.",
    why="Pages refuse scripts in links: nothing happens when it is clicked.",
    example='<a href="javascript:history.back()">Back</a>',
    hint="link to a page, or take the link out",
)
LINK_TO_HELD_BACK = Rule(
    "KB122",
    "link-to-held-back",
    Severity.WARNING,
    what="A link leads to a page or file that the shop holds back: a draft, or one that a setting leaves out.",
    why="Readers would meet “page not found”: what is held back is not on the site.",
    example="exclude_docs: /private/   # and in docs/faq/a.md: [prices](../private/prices.md)",
    hint="take the link out, or publish what it leads to",
)
COSTLY_TEXT = Rule(
    "KB216",
    "costly-text",
    Severity.ERROR,
    what="A text has so many signs that close nothing, so many in one block, or so many code fences, that it was not "
    "read to its end.",
    why="Markdown reads a paragraph again for each of its signs; past ten million letters kb gives up.",
    example="[[[[[[…   (thousands of brackets in one paragraph)",
    hint="part the text by blank lines, write a backslash before signs that are meant, or put them into a code fence",
)
RULES = (
    COSTLY_TEXT,
    BROKEN_LINK,
    BROKEN_ANCHOR,
    INTERNAL_LINK,
    BASE_ELEMENT,
    DUPLICATE_ID,
    SCRIPT_LINK,
    LINK_TO_HELD_BACK,
)

_MEDIA = frozenset({"img", "video", "audio", "source", "track"})
"""Elements that show a file, never a page."""


def check_links(
    edition: Edition,
    renderings: Renderings,
    words: Mapping[str, Mapping[str, str]],
    *,
    docs: str = "docs",
    site_url: str = "",
    documents: Sequence[Document] | None = None,
) -> Iterator[Problem]:
    """Every link of every page in the language it is written in, and comments that never end; notes too.

    Or those of `documents` alone.

    `words` are the interface words by language, as the pages are rendered with.
    """
    resolver = resolver_for(edition, docs=docs, site_url=site_url)
    held = LinkResolver(edition.held_pages, edition.held_files, edition.options, docs=docs, site_url=site_url)
    judge = _Judge(edition, renderings, words, resolver, NearLinks(edition, docs), held)
    if documents is not None:
        for document in documents:
            yield from judge.document(document)
        return
    for page in (*edition.pages.values(), *edition.versions.values()):
        if not page.is_fallback:
            yield from judge.document(page.document)
    for note in edition.notes.values():
        yield from judge.document(note)


class _Judge:
    def __init__(
        self,
        edition: Edition,
        renderings: Renderings,
        words: Mapping[str, Mapping[str, str]],
        resolver: LinkResolver,
        near: NearLinks,
        held: LinkResolver,
    ) -> None:
        self._edition, self._renderings, self._words, self._resolver = edition, renderings, words, resolver
        self._near, self._held = near, held
        self._anchors: dict[tuple[str, str], frozenset[str]] = {}

    def document(self, document: Document) -> Iterator[Problem]:
        rendered = self._renderings.of(document.body, self._words[document.language])
        if rendered.has_open_comment and document.kind is not Kind.SCRIPT:
            line = document.body_line + max(line_of_open_comment(document.body), 1) - 1
            yield OPEN_COMMENT.at(document.path, line, "the comment that begins here never ends")
        if rendered.is_cut:
            message = "so many signs close nothing or stand in one block, or so many fences, that the text was not read"
            yield COSTLY_TEXT.at(document.path, document.body_line, message)
        written = ((value, place.element in _MEDIA) for place, value in rendered.placed() if place.is_address)
        for address, is_media in dict.fromkeys(written):
            if breach := self._breach(address, document, is_media=is_media):
                rule, message, hint = breach
                yield rule.at(document.path, line_of_address(address, document), message, hint)
        for value in rendered.values("base"):
            yield BASE_ELEMENT.at(document.path, line_of_address(value, document), f"<base href=“{value}”>")
        yield from self._ids(rendered, document)
        if not self._edition.options.raw_html:
            yield from check_made_html(rendered, document)

    def _breach(self, written: str, document: Document, *, is_media: bool) -> tuple[Rule, str, str] | None:
        """The rule that an address breaks, the message, and a hint ("" for the rule's own)."""
        link = self._resolver.resolve(written, document)
        if link.kind == "here" and not link.tail:
            return BROKEN_LINK, "a link without an address", "write where it leads"
        if link.kind == "broken":
            return self._why_broken(written, document)
        if link.kind == "local":
            hint = "put the file into the project, and link to it there"
            return BROKEN_LINK, f"the link “{written}” leads to a file on your own computer", hint
        if link.kind == "script":
            return SCRIPT_LINK, f"the link “{written}” runs a script", ""
        if link.kind == "internal" or self._is_internal_page(link, document):
            return INTERNAL_LINK, f"the link “{written}” leads to an internal page", ""
        if is_media and link.kind in {"page", "made", "here"}:
            return BROKEN_LINK, f"“{written}” is a page, shown as a picture or film", "name a file, or link to it"
        if link.anchor and link.anchor not in (anchors := self._anchors_for(link, document)):
            return BROKEN_ANCHOR, f"“{written}”: the page has no “#{link.anchor}”", near_anchor(link.anchor, anchors)
        return None

    def _why_broken(self, written: str, document: Document) -> tuple[Rule, str, str]:
        """As `_breach`, for a link without a target."""
        if why := self._why_held(written, document):
            return LINK_TO_HELD_BACK, f"the link “{written}” leads to what is not published ({why})", ""
        return BROKEN_LINK, f"the link “{written}” leads nowhere", self._near.hint(written, document)

    def _ids(self, rendered: Rendered, document: Document) -> Iterator[Problem]:
        found = Counter(rendered.values("id"))
        for element_id, count in found.items():
            if count > 1 or element_id in TEMPLATE_IDS:
                what = (
                    f"the id “{element_id}” stands here {count} times"
                    if count > 1
                    else f"the id “{element_id}” is the page's own"
                )
                yield DUPLICATE_ID.at(document.path, line_of_id(element_id, document), what)

    def _why_held(self, written: str, document: Document) -> str:
        link = self._held.resolve(written, document)
        if link.kind == "page":
            return self._edition.held_pages[link.id]
        return self._edition.held_files[link.asset] if link.kind == "asset" else ""

    def _is_internal_page(self, link: Link, document: Document) -> bool:
        if document.is_internal:
            return False
        if link.kind == "asset":
            return self._edition.assets[link.asset].startswith(f"{AGENTS}/")
        if link.kind == "made":
            return is_for_agents(link.asset)
        page = self._edition.page(link.id, document.language) if link.kind == "page" else None
        return page is not None and page.document.is_internal

    def _anchors_for(self, link: Link, document: Document) -> frozenset[str]:
        """The ids that the page which a link leads to has."""
        if link.kind == "here":
            own = self._anchors_of(document)
            page = self._edition.page(document.target, document.language) if isinstance(document, Note) else None
            return own | self._anchors_of(page.document) if page else own
        page = self._edition.page(link.id, link.language or document.language) if link.kind == "page" else None
        if page is None:  # a file, or a page that is made, has whatever ids it has
            return frozenset({link.anchor})
        note = self._edition.notes.get((page.id, page.document.language)) if document.is_internal else None
        own = self._anchors_of(page.document)
        return own | self._anchors_of(note) if note else own

    def _anchors_of(self, document: Document) -> frozenset[str]:
        key = (document.id, document.language)
        if key not in self._anchors:
            rendered = self._renderings.of(document.body, self._words[document.language])
            self._anchors[key] = rendered.anchors | TEMPLATE_IDS
        return self._anchors[key]

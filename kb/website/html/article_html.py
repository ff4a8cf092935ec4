"""Rendered Markdown → what stands on a page: addresses for that page, sizes of pictures, tables that scroll."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.content.links import Link, percent_encoded
from kb.content.model import Document, Kind, Note
from kb.content.urls import relative_url, url_of
from kb.editions.generated_pages import resolver_for
from kb.editions.selection import Edition
from kb.markdown.html_places import HtmlPlace, replace_values
from kb.markdown.rendering import TEMPLATE_IDS, Rendered, Renderings
from kb.website.html.heading_links import with_heading_links
from kb.website.html.images import Size, size_attributes
from kb.website.html.isolated_numbers import with_isolated_numbers
from kb.website.html.page_body import part_name, script_body, scrolling_tables
from kb.website.html.picture_links import with_picture_links
from kb.website.views.wording import direction_of

_ALSO_ENCODED = {
    "candidate": {",": "%2C"},
    "css": {"(": "%28", ")": "%29", "'": "%27", ",": "%2C"},
}
"""Use of an address → what would end it where it stands."""


class PageTexts:
    """The texts of one edition as its pages show them."""

    def __init__(
        self,
        edition: Edition,
        renderings: Renderings,
        *,
        docs: str,
        site_url: str,
        sizes: Callable[[], Mapping[str, Size]],
        channel_name: Callable[[str, str], str],
        links_headings: bool = True,
    ) -> None:
        """`sizes` gives asset → pixels; `channel_name` what a language calls a channel, by id and language;
        `links_headings` says whether the headings of articles get links to themselves.
        """
        self._links_headings = links_headings
        self._edition, self._renderings = edition, renderings
        self._sizes, self._channel_name = sizes, channel_name
        self._resolver = resolver_for(edition, docs=docs, site_url=site_url)

    def render(self, text: str, document: Document, url: str, language: str) -> Rendered:
        """`text` of `document` for the page at `url` in the site of `language`."""
        rendered = self._renderings.of(text, self._edition.options.ui_strings(document.language))
        links: dict[str, Link] = {}

        def link_of(written: str) -> Link:
            if written not in links:
                links[written] = self._resolver.resolve(written, document)
            return links[written]

        renamed = self._renamed(rendered, document) if isinstance(document, Note) else {}

        def new_value(place: HtmlPlace, written: str) -> str | None:
            if place.is_address:
                own = renamed.get(written[1:]) if written.startswith("#") else None
                return f"#{own}" if own else self._address(link_of(written), place.use, url, language)
            return renamed.get(written)

        pictures = (place for place in rendered.places if (place.element, place.attribute) == ("img", "src"))
        first = next(pictures, None)

        def more(place: HtmlPlace, written: str) -> str:
            link = link_of(written)
            size = self._sizes().get(link.asset) if link.kind == "asset" else None
            return size_attributes(place.lacks, size, is_first=place is first)

        words = self._edition.options.ui_strings(language)
        content = replace_values(rendered.html, rendered.places, new_value, more)
        content = with_picture_links(content, words)
        if direction_of(document.words_language) == "rtl":
            content = with_isolated_numbers(content)
        if self._links_headings and not isinstance(document, Note) and document.kind is not Kind.SCRIPT:
            content = with_heading_links(content, _heading_ids(rendered))
        if "<table>" in content:
            content = scrolling_tables(content, words["table"])
        tokens = rendered.toc_tokens
        if document.kind is Kind.SCRIPT:
            content = script_body(content, words, lambda id: self._channel_name(id, language))
            tokens = tuple(
                {**token, "name": part_name(token["name"], words, lambda id: self._channel_name(id, language))}
                for token in tokens
            )
        return Rendered(content, tokens, rendered.passages)

    def _address(self, link: Link, use: str, url: str, language: str) -> str | None:
        """The address that replaces a link on the page at `url`; None leaves it as written."""
        shown = link.language or language
        if link.kind == "page":
            page = self._edition.page(link.id, shown)
            return relative_url(page.url, url) + link.tail if page else None
        if link.kind == "made":
            return relative_url(url_of("index", shown, self._edition.options) + _folder(link.asset), url) + link.tail
        if link.kind != "asset":
            return None
        address = relative_url(percent_encoded(link.asset), url) + link.tail
        for sign, code in _ALSO_ENCODED.get(use, {}).items():
            address = address.replace(sign, code)
        return f"./{address}" if ":" in address.partition("/")[0] else address

    def _renamed(self, rendered: Rendered, note: Note) -> dict[str, str]:
        """The ids, and groups of radio buttons, of a note that its article has too → what they are called there."""
        page = self._edition.page(note.target, note.language)
        if page is None:
            return {}
        beside = self._renderings.of(page.document.body, self._edition.options.ui_strings(page.document.language))
        taken = {*beside.values("id", "name", "group"), *TEMPLATE_IDS}
        own = rendered.values("id", "name", "group")
        taken_names = taken | set(own)
        renamed: dict[str, str] = {}
        for id in own:
            if id in taken and id not in renamed:
                name = f"note-{id}"
                while name in taken_names:
                    name = f"note-{name}"
                renamed[id] = name
                taken_names.add(name)
        return renamed


def _heading_ids(rendered: Rendered) -> frozenset[str]:
    return frozenset(id for place, id in rendered.placed() if place.use == "id" and place.element in {"h2", "h3"})


def _folder(address: str) -> str:
    return f"{address}/" if address else ""

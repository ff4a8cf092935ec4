"""Rendered Markdown → what stands on a page: addresses for that page, sizes of pictures, tables that scroll."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.content.addresses import relative_url
from kb.content.links import SCHEME, LinkResolver, rewrite_links
from kb.content.model import Document, Kind
from kb.content.rendering import Rendered, Renderings
from kb.editions.selection import Edition
from kb.website.page_body import part_name, script_body, scrolling_tables
from kb.website.pictures import Size, with_sizes
from kb.website.words import words_in


class PageTexts:
    """The texts of one edition as its pages show them."""

    def __init__(
        self,
        edition: Edition,
        renderings: Renderings,
        *,
        docs: str,
        sizes: Callable[[], Mapping[str, Size]],
        channel_name: Callable[[str, str], str],
    ) -> None:
        """`sizes` gives asset → pixels; `channel_name` what a language calls a channel, by id and language."""
        self._edition, self._renderings = edition, renderings
        self._sizes, self._channel_name = sizes, channel_name
        self._resolver = LinkResolver({id for id, _ in edition.pages}, edition.assets, edition.options, docs=docs)

    def render(self, text: str, document: Document, url: str, language: str) -> Rendered:
        """`text` of `document` for the page at `url` in the site of `language`."""
        rendered = self._renderings.of(text, words_in(document.language))
        pictured = with_sizes(rendered.html, lambda written: self._size(written, document))
        content = rewrite_links(pictured, lambda written: self._address(written, document, url, language))
        if "<table>" in content:
            content = scrolling_tables(content, words_in(language)["table"])
        tokens = rendered.toc_tokens
        if document.kind is Kind.SCRIPT:
            words = words_in(language)
            content = script_body(content, words, lambda id: self._channel_name(id, language))
            tokens = tuple(
                {**token, "name": part_name(token["name"], words, lambda id: self._channel_name(id, language))}
                for token in tokens
            )
        return Rendered(content, tokens, rendered.passages)

    def _size(self, written: str, document: Document) -> Size | None:
        link = self._resolver.resolve(written, document)
        return self._sizes().get(link.asset) if link.kind == "asset" else None

    def _address(self, written: str, document: Document, url: str, language: str) -> str | None:
        """The address that replaces a link on the page at `url`; None leaves it as written."""
        link = self._resolver.resolve(written, document)
        if link.kind == "broken" and document.kind is Kind.MANUAL:  # manual/facts.md is no file of the shop's
            link = self._resolver.resolve(f"{SCHEME}manual/{written.replace('.md', '', 1)}", document)
        anchor = f"#{link.anchor}" if link.anchor else ""
        if link.kind == "page":
            page = self._edition.page(link.id, link.language or language)
            return relative_url(page.url, url) + anchor if page else None
        if link.kind == "asset":
            return relative_url(link.asset, url) + anchor
        return None

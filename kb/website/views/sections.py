"""Topics, folders and the agents' kinds of documents: how the pages of an edition are grouped in each language."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kb.content.model import Kind
from kb.content.urls import slug_of, url_of
from kb.editions.selection import Edition, Page
from kb.project.options import Topic, in_language
from kb.text.folding import fold
from kb.website.views.types import Alternate, Card, Section

_KIND_ORDER = {Kind.FAQ: 0, Kind.GUIDE: 1, Kind.POLICY: 2, Kind.PAGE: 3}
_INTERNAL_ORDER = (Kind.SCRIPT, Kind.PROCEDURE, Kind.TRAINING, Kind.INTERNAL)
_MANUAL = "manual"
"""The last of the agents' sections."""
_FOLDERS = {"faq", "guides", "policies"}


class Sections:
    """The sections of one edition, those of each language made once."""

    def __init__(self, edition: Edition, cards: Mapping[tuple[str, str], Card], manual: Edition | None) -> None:
        """`cards` has every page by id and language; `manual` are the pages of the product's manual."""
        self._edition, self._cards, self._manual = edition, cards, manual
        self._options = edition.options
        self.public = {code: self._sections_in(code) for code in self._options.languages}
        """Language → topics, then folders."""
        self.internal = {code: self._internal_sections(code) for code in self._options.languages}
        """Language → the agents' sections; none in the public edition."""

    def by_page(self, language: str) -> dict[str, Section]:
        """Id of a page → its section; the first that has it."""
        sections = reversed((*self.public[language], *self.internal[language]))
        return {card.id: section for section in sections for card in section.cards}

    def is_made(self, section: Section) -> bool:
        """Whether the section has a page of its own, rather than an article of a writer's."""
        return "/topics/" in f"/{section.url}" or "/sections/" in f"/{section.url}"

    def alternates(self, section: Section, *, is_internal: bool) -> tuple[Alternate, ...]:
        """The same section in every language; where a language has none, that language's home."""
        found = []
        for code, language in self._options.languages.items():
            sections = self.internal[code] if is_internal else self.public[code]
            same = next((one for one in sections if one.id == section.id and self.is_made(one)), None)
            found.append(
                Alternate(
                    code, language.name, same.url if same else url_of("index", code, self._options), same is not None
                )
            )
        return tuple(found)

    def _sections_in(self, language: str) -> tuple[Section, ...]:
        public = [
            page
            for page in self._edition.in_language(language)
            if not page.document.is_internal and page.id != "index" and page.document.path not in self._edition.unlisted
        ]
        public.sort(key=lambda page: (_KIND_ORDER.get(page.document.kind, 9), page.id))
        by_topic: dict[str, list[Page]] = {}
        by_folder: dict[str, list[Page]] = {}
        for page in public:
            if page.document.topic in self._options.topics:
                by_topic.setdefault(page.document.topic, []).append(page)
            else:
                by_folder.setdefault(page.id.split("/")[0] if "/" in page.id else "", []).append(page)
        sections = [
            self._topic_section(topic, by_topic[id], language)
            for id, topic in self._options.topics.items()
            if id in by_topic
        ]
        return (*sections, *(self._folder_section(folder, pages, language) for folder, pages in by_folder.items()))

    def _topic_section(self, topic: Topic, pages: list[Page], language: str) -> Section:
        default = self._options.default_language
        return Section(
            topic.id,
            in_language(topic.name, language, default),
            in_language(topic.summary, language, default),
            topic.icon or "box",
            url_of(f"topics/{topic.id}", language, self._options),
            self._by_need(pages),
        )

    def _folder_section(self, folder: str, pages: list[Page], language: str) -> Section:
        words = self._options.ui_strings(language)
        own = next((page for page in pages if page.id == folder), None)
        if own:
            name = own.document.title
        elif folder in _FOLDERS:
            name = words.get(f"kind_{folder}", folder)
        else:
            plain = folder.replace("-", " ").replace("_", " ")
            name = plain[:1].upper() + plain[1:] or words.get("other_pages", "Other pages")
        url = own.url if own else url_of(f"topics/{slug_of(folder) or 'other'}", language, self._options)
        return Section(folder or "other", name, own.document.summary if own else "", "box", url, self._by_need(pages))

    def _internal_sections(self, language: str) -> tuple[Section, ...]:
        if self._edition.name != "agents":
            return ()
        groups: dict[str, list[Page]] = {}
        for page in self._edition.in_language(language):
            if page.document.is_internal:
                groups.setdefault(page.document.kind.value, []).append(page)
        if self._manual:
            groups[_MANUAL] = list(self._manual.in_language(language))
        words = self._options.ui_strings(language)
        return tuple(
            Section(
                id,
                words.get(f"kind_{id}", id),
                "",
                id,
                url_of(f"sections/{id}", language, self._options),
                self._to_cards(groups[id]),
            )
            for id in (*(kind.value for kind in _INTERNAL_ORDER), _MANUAL)
            if id in groups
        )

    def _by_need(self, pages: list[Page]) -> tuple[Card, ...]:
        """By `order`; then what the shop features, in its order; then questions, guides and policies, each by title."""
        places = {id: place for place, id in enumerate(self._options.featured)}

        def need(page: Page) -> tuple[float, int, int, str, str]:
            title = self._cards[page.id, page.language].title
            place, kind = places.get(page.id, len(places)), _KIND_ORDER.get(page.document.kind, 9)
            return self._order_of(page), place, kind, fold(title), page.id

        return self._to_cards(sorted(pages, key=need))

    def _order_of(self, page: Page) -> float:
        """What the page says of its place, or its original; behind all others where neither does."""
        original = self._edition.pages.get((page.id, self._options.default_language), page)
        said = (page.document.order, original.document.order)
        return next((order for order in said if order is not None), math.inf)

    def _to_cards(self, pages: list[Page]) -> tuple[Card, ...]:
        return tuple(self._cards[page.id, page.language] for page in pages)

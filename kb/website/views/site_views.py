"""An edition → the views of its pages: each language's shared part is made once, each page's on demand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from types import MappingProxyType

from kb.channels.channel import Channel
from kb.content.model import Article, Document, Notice, Script
from kb.content.urls import url_of
from kb.editions.page_policy import events_address
from kb.editions.selection import Edition, Page
from kb.project.contact_hours import shop_zone
from kb.project.options import Options, in_language
from kb.website.views.contacts import contact_views, hours_views
from kb.website.views.look import look_view
from kb.website.views.outside import chat_json, statistics_json
from kb.website.views.rooms import DESK, rooms_of
from kb.website.views.sections import Sections
from kb.website.views.types import (
    Alternate,
    Card,
    ChangeView,
    Crumb,
    Listing,
    MadePage,
    NoticeView,
    Offer,
    PageView,
    PlaceholderView,
    Room,
    Section,
    SiteView,
)
from kb.website.views.versions import fact_changes, versions_view
from kb.website.views.wording import direction_of, language_name, long_date, search_words

RELATED_MOST = 5
SHEET_MOST = 40
"""Cards on one sheet of a topic's list: 16 KB of HTML with long summaries."""


def card_of(page: Page) -> Card:
    document = page.document
    return Card(
        document.id,
        document.title,
        document.summary,
        page.url,
        document.kind.value,
        page.words_language,
        page.is_in_other_words,
        document.is_internal,
        document.stage,
        document.topic,
    )


class SiteViews:
    """The views of one edition, each language's shared part made once."""

    def __init__(
        self,
        edition: Edition,
        *,
        site_name: str,
        channels: Mapping[str, Channel],
        tools: Sequence[MadePage] = (),
        manual: Edition | None = None,
        sizes: Mapping[str, tuple[int, int, bool]] = MappingProxyType({}),
    ) -> None:
        """`channels` are the project's; `manual` are the pages of the product's manual, beside the edition's own.

        `sizes` are those of the pictures that the option `look` names.
        """
        self._sizes = sizes
        self.edition = edition
        self._manual = manual
        self._pages = {**edition.versions, **edition.pages, **(manual.pages if manual else {})}
        self.options: Options = edition.options
        self._is_agents = edition.name == "agents"
        self._start = DESK if self._is_agents else "index"
        self._tools = tools
        self._channels = channels if self._is_agents else {}
        self._crumbs_of: dict[tuple[str, str], tuple[Crumb, ...]] = {}
        self._alternates_of: dict[str, tuple[Alternate, ...]] = {}
        self._cards = {key: card_of(page) for key, page in self._pages.items()}
        self.sections = Sections(edition, self._cards, manual)
        self._section_of = {code: self.sections.by_page(code) for code in self.options.languages}
        self._offers = MappingProxyType(
            {code: _offer(self.options.ui_strings(code)) for code in self.options.languages}
        )
        self.sites = {code: self._site(code, site_name) for code in self.options.languages}

    def card(self, id: str, language: str) -> Card | None:
        """How a page of `language` mentions `id`; None where there is no such page."""
        if (card := self._cards.get((id, language))) is not None:
            return card
        page = self.edition.page(id, language)
        return card_of(page) if page else None

    def channel_name(self, id: str, language: str) -> str:
        """What `language` calls a channel; its id where it is not declared."""
        return self._channels[id].name(language) if id in self._channels else id

    def page(self, page: Page, *, note: str = "", note_title: str = "") -> PageView:
        """The view of one article or script."""
        document, language = page.document, page.language
        shelf = document.version.of if document.version else page.id
        section = self._section_of[language].get(shelf)
        alternates = self._alternates(page.id)
        source = self._pages.get((page.id, document.language), page)
        changed = max((change.on for change in document.changes), default=None)
        updated = max((day for day in (document.reviewed_on, document.effective_from, changed) if day), default=None)
        return PageView(
            id=page.id,
            kind=document.kind.value,
            title=document.title,
            summary=document.summary,
            answer=document.answer,
            language=language,
            content_language=page.words_language,
            is_fallback=page.is_in_other_words,
            is_internal=document.is_internal,
            crumbs=self._crumbs(language, section if section and section.url != page.url else None),
            alternates=alternates,
            hreflang=() if page.is_in_other_words else tuple(one for one in alternates if one.is_written),
            canonical_url=source.url,
            related=self._related(document, language, section),
            reviewed_on=long_date(document.reviewed_on, language),
            effective_from=long_date(document.effective_from, language),
            reviewed_iso=_iso(document.reviewed_on),
            effective_iso=_iso(document.effective_from),
            owner=document.owner,
            section=section,
            note=note,
            note_title=note_title,
            is_draft=document.is_draft,
            content_language_name=language_name(page.words_language, language) if page.is_in_other_words else "",
            content_direction=direction_of(page.words_language),
            updated_iso=_iso(updated),
            changes=self._changes(document, language),
            channels=self._channel_names(document, language),
            times=document.times if isinstance(document, Article) else (),
            role=document.role if isinstance(document, Article) else "",
            placeholders=_placeholders(document, self.options.ui_strings(language)),
            versions=versions_view(page, self.edition),
            fact_changes=fact_changes(page, self.edition),
        )

    def special(
        self,
        id: str,
        kind: str,
        title: str,
        language: str,
        *,
        summary: str = "",
        section: Section | None = None,
        is_internal: bool = False,
        extra: Mapping[str, object] | None = None,
    ) -> PageView:
        """The view of a page that is made, not written: home, topic, list …"""
        alternates = tuple(
            Alternate(code, self.options.languages[code].name, url_of(id, code, self.options), True)
            for code in self.options.languages
        )
        crumbs = () if id == "index" else self._crumbs(language, None)
        return PageView(
            id=id,
            kind=kind,
            title=title,
            summary=summary,
            answer="",
            language=language,
            content_language=language,
            is_fallback=False,
            is_internal=is_internal,
            crumbs=crumbs,
            alternates=alternates,
            hreflang=alternates,
            canonical_url=url_of(id, language, self.options),
            content_direction=direction_of(language),
            section=section,
            extra=extra,
        )

    def section_pages(self, section: Section, language: str) -> tuple[PageView, ...]:
        """The sheets of one section's page; empty where an article is the section's page."""
        if not self.sections.is_made(section):
            return ()
        first = section.url
        sheets = [section.cards[start : start + SHEET_MOST] for start in range(0, len(section.cards), SHEET_MOST)] or [
            ()
        ]
        urls = (first, *(f"{first}{number}/" for number in range(2, len(sheets) + 1)))
        is_internal = any(section is one for one in self.sections.internal[language])
        id = f"sections/{section.id}" if is_internal else f"topics/{section.id}"
        alternates = self.sections.alternates(section, is_internal=is_internal)
        return tuple(
            PageView(
                id=id if number == 1 else f"{id}/{number}",
                kind="section",
                title=section.name,
                summary=section.summary,
                answer="",
                language=language,
                content_language=language,
                is_fallback=False,
                is_internal=is_internal,
                crumbs=self._crumbs(language, None),
                alternates=alternates,
                hreflang=tuple(one for one in alternates if one.is_written) if number == 1 else (),
                canonical_url=urls[number - 1],
                content_direction=direction_of(language),
                section=section,
                listing=Listing(cards, number, urls),
            )
            for number, cards in enumerate(sheets, 1)
        )

    def _site(self, language: str, site_name: str) -> SiteView:
        options = self.options
        featured = tuple(card for id in options.featured if (card := self.card(id, language)))
        contacts = contact_views(self.edition, language)
        return SiteView(
            edition=self.edition.name,
            language=language,
            words=self.options.ui_strings(language),
            site_name=_name_in(language, site_name, options),
            shop=options.shop or site_name,
            shop_url=options.shop_url,
            home_url=url_of("index", language, options),
            start_url=url_of(self._start, language, options),
            all_url=url_of("all", language, options),
            search_url=url_of("search", language, options),
            search_languages=json.dumps(
                {code: one.name for code, one in options.languages.items()}, ensure_ascii=False
            ),
            search_words=search_words(self.options.ui_strings(language), self.edition.name),
            feedback_url=options.feedback_url,
            search_events=events_address(options, self.edition.name, "searches"),
            statistics=statistics_json(options) if self.edition.name == "public" else "",
            chat=chat_json(options) if self.edition.name == "public" else "",
            default_language=options.default_language,
            languages=tuple(
                Alternate(code, entry.name, url_of("index", code, options), True)
                for code, entry in options.languages.items()
            ),
            sections=self.sections.public[language],
            featured=featured,
            contacts=contacts,
            contact_hours=hours_views(contacts),
            notices=self._notices(language),
            internal_sections=self.sections.internal[language],
            rooms=self._rooms(language),
            direction=direction_of(language),
            offers=self._offers,
            zone=shop_zone(options),
            look=look_view(options, language, card=self.card, sizes=self._sizes),
        )

    def _rooms(self, language: str) -> tuple[Room, ...]:
        if not self._is_agents:
            return ()
        return rooms_of(self.edition, language, self._tools, self.sections.internal[language])

    def _crumbs(self, language: str, section: Section | None) -> tuple[Crumb, ...]:
        key = language, section.url if section else ""
        if key not in self._crumbs_of:
            self._crumbs_of[key] = self._made_crumbs(language, section)
        return self._crumbs_of[key]

    def _made_crumbs(self, language: str, section: Section | None) -> tuple[Crumb, ...]:
        words = self.options.ui_strings(language)
        name = words["tool_desk"] if self._is_agents else words["home"]
        home = Crumb(name, url_of(self._start, language, self.options))
        return (home, Crumb(section.name, section.url)) if section else (home,)

    def _alternates(self, id: str) -> tuple[Alternate, ...]:
        """The page in every language of the menu; where a language lacks it, that language's home."""
        if (known := self._alternates_of.get(id)) is not None:
            return known
        found = []
        for code, language in self.options.languages.items():
            page = self._pages.get((id, code))
            url = page.url if page else url_of(self._start, code, self.options)
            found.append(Alternate(code, language.name, url, page is not None and not page.is_in_other_words))
        self._alternates_of[id] = tuple(found)
        return self._alternates_of[id]

    def _related(self, document: Document, language: str, section: Section | None) -> tuple[Card, ...]:
        """The author's choice first, then the same topic's others, most-needed kinds first."""
        others = (card.id for card in section.cards) if section and isinstance(document, Article) else ()
        cards: dict[str, Card] = {}
        for id in chain(document.related, others):
            if id != document.id and id not in cards and (card := self.card(id, language)):
                cards[id] = card
                if len(cards) == RELATED_MOST:
                    break
        return tuple(cards.values())

    def _changes(self, document: Document, language: str) -> tuple[ChangeView, ...]:
        if not self._is_agents:
            return ()
        newest_first = sorted(document.changes, key=lambda change: change.on, reverse=True)
        return tuple(
            ChangeView(long_date(change.on, language), change.on.isoformat(), change.what, change.why)
            for change in newest_first
        )

    def _channel_names(self, document: Document, language: str) -> tuple[str, ...]:
        ids = document.channels if isinstance(document, Article | Script) else ()
        return tuple(self.channel_name(id, language) for id in ids if id in self._channels)

    def _notices(self, language: str) -> tuple[NoticeView, ...]:
        served = set(self.options.markets_of(language))
        return tuple(
            self._notice(notice, language)
            for notice in self.edition.notices
            if not notice.markets or not served or served & set(notice.markets)
        )

    def _notice(self, notice: Notice, language: str) -> NoticeView:
        card = self.card(notice.link, language) if notice.link else None
        return NoticeView(
            notice.id,
            notice.level,
            notice.starts_on.isoformat(),
            notice.ends_on.isoformat(),
            in_language(notice.text, language, self.options.default_language),
            card.url if card else "",
            card.title if card else "",
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _offer(words: Mapping[str, str]) -> Offer:
    return Offer(words["offer"], words["offer_accept"], words["offer_dismiss"])


def _placeholders(document: Document, words: Mapping[str, str]) -> tuple[PlaceholderView, ...]:
    if not isinstance(document, Script):
        return ()
    return tuple(
        PlaceholderView(one.name, words.get(f"type_{one.type}", one.type), one.example, one.is_required)
        for one in document.placeholders
    )


def _name_in(language: str, site_name: str, options: Options) -> str:
    """The site's name: as the shop writes it in its default language, elsewhere made of the shop's own name."""
    if language == options.default_language or not options.shop:
        return site_name
    return options.ui_strings(language)["help_of"].replace("{shop}", options.shop)

"""What templates are given: frozen values in one language, addresses from the site's root.

Templates never see articles or options; what they may show is exactly what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel import dates

from kb.content.addresses import slug_of, url_of
from kb.content.facts import locale_of
from kb.content.model import Article, Document, Kind
from kb.content.options import Contact, Options, Topic, in_language
from kb.editions.selection import Edition, Page
from kb.website.words import words_in

RELATED_MOST = 5


@dataclass(frozen=True, slots=True)
class Card:
    """A page as other pages mention it."""

    id: str
    title: str
    summary: str
    url: str
    kind: str
    language: str
    """The language its words are in."""
    is_fallback: bool
    is_internal: bool
    stage: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A topic, or a folder where a shop declares no topics: its page and what belongs to it."""

    id: str
    name: str
    summary: str
    icon: str
    url: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ContactView:
    """A way to reach a person, for the markets that a language serves."""

    channel: str
    name: str
    url: str
    text: str
    """What is shown beside the name: a phone number, an e-mail address; or ""."""
    opens: str
    closes: str
    market: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A dated notice; the browser shows it between its dates."""

    id: str
    level: str
    starts_on: str
    ends_on: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language."""

    code: str
    name: str
    url: str
    is_written: bool
    """False where that language shows the default language's words."""


@dataclass(frozen=True)
class SiteView:
    """What every page of one language shows; made once a build."""

    edition: str
    language: str
    words: Mapping[str, str]
    shop: str
    shop_url: str
    home_url: str
    all_url: str
    search_url: str
    feedback_url: str
    languages: tuple[Alternate, ...]
    """The home pages of all languages, in the menu's order."""
    default_language: str
    sections: tuple[Section, ...]
    featured: tuple[Card, ...]
    contacts: tuple[ContactView, ...]
    notices: tuple[NoticeView, ...]
    internal_sections: tuple[Section, ...] = ()
    """Agents: scripts, procedures, training …"""
    tools: tuple[Card, ...] = ()
    """Agents: desk, timetable, journey …"""

    def __getitem__(self, name: str) -> str:
        """An interface word; unknown names show themselves, so that a gap is seen."""
        return self.words.get(name, name)


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page."""

    title: str
    url: str


@dataclass(frozen=True)
class PageView:
    """One page for its template."""

    id: str
    kind: str
    title: str
    summary: str
    answer: str
    language: str
    """The language of the site around it."""
    content_language: str
    """The language of its words; another one on a fallback page."""
    is_fallback: bool
    is_internal: bool
    crumbs: tuple[Crumb, ...]
    alternates: tuple[Alternate, ...]
    hreflang: tuple[Alternate, ...]
    """Only languages that the page is truly written in; empty on a fallback page."""
    canonical_url: str
    """From the site's root: of the page itself, or of the page a fallback repeats."""
    related: tuple[Card, ...] = ()
    reviewed_on: str = ""
    effective_from: str = ""
    reviewed_iso: str = ""
    effective_iso: str = ""
    owner: str = ""
    section: Section | None = None
    note: str = ""
    """Agents: the note laid over this article, as HTML."""
    note_title: str = ""
    is_draft: bool = False
    extra: Mapping[str, object] | None = None
    """What one special template needs beyond the rest."""


def long_date(day: date | None, language: str) -> str:
    """A date as `language` writes it in a sentence; "" for none."""
    return dates.format_date(day, "long", locale=locale_of(language)) if day else ""


def card_of(page: Page) -> Card:
    document = page.document
    return Card(document.id, document.title, document.summary, page.url, document.kind.value, document.language,
                page.is_fallback, document.is_internal, document.stage, document.topic)


_KIND_ORDER = {Kind.FAQ: 0, Kind.GUIDE: 1, Kind.POLICY: 2, Kind.PAGE: 3}
_FOLDERS = {"faq", "guides", "policies"}


class SiteViews:
    """The views of one edition, each language's shared part made once."""

    def __init__(self, edition: Edition, *, site_name: str) -> None:
        self.edition = edition
        self.options: Options = edition.options
        self._cards = {key: card_of(page) for key, page in edition.pages.items()}
        self._sections = {code: self._sections_in(code) for code in self.options.languages}
        self._section_of = {
            code: {card.id: section for section in reversed(sections) for card in section.cards}
            for code, sections in self._sections.items()}
        self.sites = {code: self._site(code, site_name) for code in self.options.languages}

    def card(self, id: str, language: str) -> Card | None:
        """How a page of `language` mentions `id`; None where there is no such page."""
        if (card := self._cards.get((id, language))) is not None:
            return card
        page = self.edition.page(id, language)
        return card_of(page) if page else None

    def page(self, page: Page, *, note: str = "", note_title: str = "") -> PageView:
        """The view of one article or script."""
        document, language = page.document, page.language
        section = self._section_of[language].get(page.id)
        alternates = self._alternates(page.id)
        source = self.edition.pages.get((page.id, document.language), page)
        return PageView(
            id=page.id, kind=document.kind.value, title=document.title, summary=document.summary,
            answer=document.answer, language=language, content_language=document.language,
            is_fallback=page.is_fallback, is_internal=document.is_internal,
            crumbs=self._crumbs(language, section), alternates=alternates,
            hreflang=() if page.is_fallback else tuple(one for one in alternates if one.is_written),
            canonical_url=source.url, related=self._related(document, language, section),
            reviewed_on=long_date(document.reviewed_on, language),
            effective_from=long_date(document.effective_from, language),
            reviewed_iso=document.reviewed_on.isoformat() if document.reviewed_on else "",
            effective_iso=document.effective_from.isoformat() if document.effective_from else "",
            owner=document.owner, section=section, note=note, note_title=note_title, is_draft=document.is_draft)

    def special(self, id: str, kind: str, title: str, language: str, *, summary: str = "",
                section: Section | None = None, is_internal: bool = False,
                extra: Mapping[str, object] | None = None) -> PageView:
        """The view of a page that is made, not written: home, topic, list …"""
        alternates = tuple(Alternate(code, self.options.languages[code].name, url_of(id, code, self.options), True)
                           for code in self.options.languages)
        crumbs = () if id == "index" else self._crumbs(language, None)
        return PageView(
            id=id, kind=kind, title=title, summary=summary, answer="", language=language, content_language=language,
            is_fallback=False, is_internal=is_internal, crumbs=crumbs, alternates=alternates, hreflang=alternates,
            canonical_url=url_of(id, language, self.options), section=section, extra=extra)

    def _site(self, language: str, site_name: str) -> SiteView:
        options = self.options
        featured = tuple(card for id in options.featured if (card := self.card(id, language)))
        return SiteView(
            edition=self.edition.name, language=language, words=words_in(language), shop=options.shop or site_name,
            shop_url=options.shop_url, home_url=url_of("index", language, options),
            all_url=url_of("all", language, options), search_url=url_of("search", language, options),
            feedback_url=options.feedback_url, default_language=options.default_language,
            languages=tuple(Alternate(code, entry.name, url_of("index", code, options), True)
                            for code, entry in options.languages.items()),
            sections=self._sections[language], featured=featured, contacts=self._contacts(language),
            notices=self._notices(language), internal_sections=self._internal_sections(language))

    def _sections_in(self, language: str) -> tuple[Section, ...]:
        public = [page for page in self.edition.in_language(language)
                  if not page.document.is_internal and page.id != "index"]
        public.sort(key=lambda page: (_KIND_ORDER.get(page.document.kind, 9), page.id))
        by_topic: dict[str, list[Page]] = {}
        by_folder: dict[str, list[Page]] = {}
        for page in public:
            if page.document.topic in self.options.topics:
                by_topic.setdefault(page.document.topic, []).append(page)
            else:
                by_folder.setdefault(page.id.split("/")[0] if "/" in page.id else "", []).append(page)
        sections = [self._topic_section(topic, by_topic[id], language)
                    for id, topic in self.options.topics.items() if id in by_topic]
        return (*sections, *(self._folder_section(folder, pages, language) for folder, pages in by_folder.items()))

    def _topic_section(self, topic: Topic, pages: list[Page], language: str) -> Section:
        default = self.options.default_language
        return Section(topic.id, in_language(topic.name, language, default), in_language(topic.summary, language, default),
                       topic.icon or "box", url_of(f"topics/{topic.id}", language, self.options), self._to_cards(pages))

    def _folder_section(self, folder: str, pages: list[Page], language: str) -> Section:
        words = words_in(language)
        own = next((page for page in pages if page.id == folder), None)
        if own:
            name = own.document.title
        elif folder in _FOLDERS:
            name = words.get(f"kind_{folder}", folder)
        else:
            plain = folder.replace("-", " ").replace("_", " ")
            name = plain[:1].upper() + plain[1:] or words.get("other_pages", "Other pages")
        url = own.url if own else url_of(f"topics/{slug_of(folder) or 'other'}", language, self.options)
        return Section(folder or "other", name, own.document.summary if own else "", "box", url, self._to_cards(pages))

    def _internal_sections(self, language: str) -> tuple[Section, ...]:
        if self.edition.name == "public":
            return ()
        words = words_in(language)
        groups: dict[Kind, list[Page]] = {}
        for page in self.edition.in_language(language):
            if page.document.is_internal:
                groups.setdefault(page.document.kind, []).append(page)
        order = [Kind.SCRIPT, Kind.PROCEDURE, Kind.TRAINING, Kind.INTERNAL, Kind.MANUAL]
        return tuple(
            Section(kind.value, words.get(f"kind_{kind.value}", kind.value), "", kind.value,
                    url_of(f"sections/{kind.value}", language, self.options), self._to_cards(groups[kind]))
            for kind in order if kind in groups)

    def _to_cards(self, pages: list[Page]) -> tuple[Card, ...]:
        return tuple(self._cards[page.id, page.language] for page in pages)

    def _crumbs(self, language: str, section: Section | None) -> tuple[Crumb, ...]:
        home = Crumb(words_in(language)["home"], url_of("index", language, self.options))
        return (home, Crumb(section.name, section.url)) if section else (home,)

    def _alternates(self, id: str) -> tuple[Alternate, ...]:
        """The page in every language of the menu; where a language lacks it, that language's home."""
        found = []
        for code, language in self.options.languages.items():
            page = self.edition.pages.get((id, code))
            url = page.url if page else url_of("index", code, self.options)
            found.append(Alternate(code, language.name, url, page is not None and not page.is_fallback))
        return tuple(found)

    def _related(self, document: Document, language: str, section: Section | None) -> tuple[Card, ...]:
        """The author's choice first, then the same topic's others, most-needed kinds first."""
        ids = [*document.related, *((card.id for card in section.cards) if section and isinstance(document, Article) else ())]
        cards = (self.card(id, language) for id in dict.fromkeys(ids) if id != document.id)
        return tuple(card for card in cards if card)[:RELATED_MOST]

    def _contacts(self, language: str) -> tuple[ContactView, ...]:
        served = self.options.markets_of(language)
        views: list[ContactView] = []
        for contact in self.options.contact:
            markets = [market for market in served if not contact.markets or market in contact.markets]
            if served and not markets:
                continue
            views += self._contact_views(contact, language, markets)
        return tuple(views)

    def _contact_views(self, contact: Contact, language: str, markets: list[str]) -> list[ContactView]:
        opens, _, closes = contact.hours.partition("-")
        default = self.options.default_language
        name = in_language(contact.name, language, default) or words_in(language).get(
            f"channel_{contact.channel}", contact.channel)

        def view(text: str, market: str) -> ContactView:
            url = contact.url or (f"mailto:{text}" if "@" in text else "tel:" + text.replace(" ", "") if text else "")
            shown = in_language(self.options.markets[market].name, language, default) if market else ""
            return ContactView(contact.channel, name, url, text, opens, closes, shown)

        if not contact.fact:
            only = markets[0] if contact.markets and len(self.options.markets_of(language)) > 1 else ""
            return [view("", only)]
        texts = self.edition.fact_texts[language]
        by_market = {market: texts[f"{contact.fact}.{market}"] for market in markets if f"{contact.fact}.{market}" in texts}
        if len(set(by_market.values())) > 1:
            return [view(text, market) for market, text in by_market.items()]
        text = next(iter(by_market.values()), texts.get(contact.fact, ""))
        return [view(text, "")] if text else []

    def _notices(self, language: str) -> tuple[NoticeView, ...]:
        served = set(self.options.markets_of(language))
        return tuple(
            NoticeView(notice.id, notice.level, notice.starts_on.isoformat(), notice.ends_on.isoformat(),
                       in_language(notice.text, language, self.options.default_language),
                       card.url if notice.link and (card := self.card(notice.link, language)) else "")
            for notice in self.edition.notices
            if not notice.markets or not served or served & set(notice.markets))

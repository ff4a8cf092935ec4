"""What templates are given: frozen values in one language, addresses from the site's root.

Templates never see articles or options; what they may show is exactly what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from kb.project.contact_hours import HoursRow, SpecialRow
from kb.ui_strings.plurals import counted, forms_as_json
from kb.website.views.versions import FactChangeView, VersionsView
from kb.website.views.wording import share_locale


class MadePage(Protocol):
    """A page that is not written but made, as a list of such pages needs to know it."""

    @property
    def id(self) -> str:
        """Its address below the language's root."""

    @property
    def title_word(self) -> str:
        """The interface word that is its title."""


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

    @property
    def count(self) -> int:
        return len(self.cards)


@dataclass(frozen=True, slots=True)
class RoomPage:
    """A page in the agents' menu."""

    id: str
    """Its address below the language's root."""
    title: str
    url: str
    find: str
    """What else agents call it, with `|` between, for the search box."""


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the agents' menu and its pages, at least one."""

    id: str
    title: str
    pages: tuple[RoomPage, ...]


@dataclass(frozen=True, slots=True)
class ContactView:
    """A way to reach a person, for the markets that a language serves."""

    channel: str
    name: str
    url: str
    text: str
    """What is shown beside the name: a phone number, an e-mail address; or ""."""
    market: str
    """The market's name, where a language serves several and this is for one of them; or ""."""
    hours: str = ""
    """The hours in one sentence, where every day has the same; or ""."""
    week: tuple[HoursRow, ...] = ()
    """Days and times, where not every day has the same hours."""
    holidays: tuple[SpecialRow, ...] = ()
    """Days with hours of their own, those, and the last date on which they count."""
    schedule: str = ""
    """The same as JSON for `opening_hours.js`; "" where a time zone is not known."""

    @property
    def has_hours(self) -> bool:
        return bool(self.hours or self.week)


@dataclass(frozen=True, slots=True)
class HoursView:
    """Hours that several ways to reach a person have."""

    names: tuple[str, ...]
    """Of those ways; none where every way has these hours."""
    hours: str
    week: tuple[HoursRow, ...]
    holidays: tuple[SpecialRow, ...]
    schedule: str
    """As of one way; all zones together."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A dated notice; the browser shows it between its dates."""

    id: str
    level: str
    starts_on: str
    ends_on: str
    text: str
    url: str
    """Where it leads; or ""."""
    title: str = ""
    """The title of the page it leads to."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language."""

    code: str
    name: str
    url: str
    is_written: bool
    """False where that language shows the default language's words."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What invites a visitor into one language, in that language's own words."""

    text: str
    accept: str
    dismiss: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One line of a page's history, for agents."""

    on: str
    on_iso: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class PlaceholderView:
    """What an agent fills in before a saved reply can be sent."""

    name: str
    type: str
    example: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One sheet of a long list of cards; lists are cut so that a page stays light at any size."""

    cards: tuple[Card, ...]
    number: int
    urls: tuple[str, ...]
    """The address of every sheet, the first one's first."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link of the header or the footer."""

    name: str
    url: str
    is_outside: bool
    """Whether it leads away from the site; else `url` is seen from the site's root."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture in the folder of articles; width and height are 0 where they are not known."""

    url: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class LookView:
    """`look` in one language."""

    logo_dark: str = ""
    home_picture: PictureView | None = None
    share_picture: PictureView | None = None
    header_links: tuple[LinkView, ...] = ()
    footer_links: tuple[LinkView, ...] = ()
    copyright: str = ""


@dataclass(frozen=True)
class SiteView:
    """What every page of one language shows; made once a build."""

    edition: str
    language: str
    words: Mapping[str, str]
    site_name: str
    """As the header and the home page's title say it, in the page's language."""
    shop: str
    shop_url: str
    home_url: str
    """The root of the language's pages."""
    start_url: str
    """Where “home” leads: for agents the desk, else the same."""
    all_url: str
    search_url: str
    search_languages: str
    """Code → name of every language that has an index, as JSON, for the search script."""
    search_words: str
    """The words of the search script, as JSON."""
    feedback_url: str
    search_events: str
    """Where searches that led nowhere are sent; empty where they are not."""
    languages: tuple[Alternate, ...]
    """The home pages of all languages, in the menu's order."""
    default_language: str
    sections: tuple[Section, ...]
    featured: tuple[Card, ...]
    contacts: tuple[ContactView, ...]
    contact_hours: tuple[HoursView, ...]
    """The hours of `contacts`, each once."""
    notices: tuple[NoticeView, ...]
    internal_sections: tuple[Section, ...] = ()
    """Agents: scripts, procedures, training …"""
    rooms: tuple[Room, ...] = ()
    """Agents: the five entries of the menu."""
    direction: str = "ltr"
    """`rtl` where the language is written from right to left."""
    statistics: str = ""
    """What `outside_scripts.js` must know to count visits, as JSON; "" where nobody counts."""
    chat: str = ""
    """What it must know to load the chat, as JSON."""
    offers: Mapping[str, Offer] = field(default_factory=lambda: MappingProxyType({}))
    """Language → what invites a visitor into it."""
    zone: str = ""
    """The time zone by whose day facts and policies begin to hold; "" for the reader's own."""
    look: LookView = LookView()

    @property
    def is_agents(self) -> bool:
        return self.edition == "agents"

    @property
    def article_count(self) -> int:
        return sum(section.count for section in self.sections)

    def counted(self, name: str, n: int) -> str:
        """The interface word for `n` things, with the number in it."""
        return counted(self.words, name, n, self.language)

    def forms(self, name: str) -> str:
        """The plural forms of an interface word, for a script of the page."""
        return forms_as_json(self.words, name)

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
    content_language_name: str = ""
    """On a fallback page: how this language calls the language of the words."""
    content_direction: str = "ltr"
    updated_iso: str = ""
    """The last day on which the page was reviewed or changed, for search engines."""
    changes: tuple[ChangeView, ...] = ()
    """Agents: the dated history, newest first."""
    times: tuple[str, ...] = ()
    role: str = ""
    channels: tuple[str, ...] = ()
    """Names of channels: those a script is for, those a procedure is about."""
    placeholders: tuple[PlaceholderView, ...] = ()
    listing: Listing | None = None
    """On a topic's page: the sheet of its articles to show."""
    extra: Mapping[str, object] | None = None
    """What one special template needs beyond the rest."""
    versions: VersionsView | None = None
    """Where the document has several versions."""
    fact_changes: tuple[FactChangeView, ...] = ()

    @property
    def share_locale(self) -> str:
        """The language of its words for networks."""
        return share_locale(self.content_language)

    @property
    def is_other_version(self) -> bool:
        """Whether it is over, or still to come: reached from the page in force alone."""
        return self.versions is not None and self.versions.state != "in-force"

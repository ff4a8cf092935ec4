"""The options of a shop as values. Their only home is the `kb` block under `plugins:` in `mkdocs.yml`.

`option_table.py` lists them, `option_readers.py` reads single values, `option_block.py` reads the whole block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kb.project.allowed_hosts import AllowedHosts
from kb.project.look import Look
from kb.project.opening_hours import OpeningHours, SpecialDay
from kb.project.rule_settings import RuleSetting
from kb.project.services import Chat, Statistics
from kb.project.unit_words import UnitWords
from kb.source.problem import Rule, Severity
from kb.source.yaml_nodes import EMPTY_MAPPING, Node
from kb.ui_strings import ui_strings

BROKEN_OPTION = Rule(
    "KB801",
    "broken-option",
    Severity.ERROR,
    what="An option has a value that it does not take.",
    why="The site would be built with something else than was asked for.",
    example="plugins:\n  - kb:\n      default_language: english",
    hint="write the value as the manual's page of options shows it",
)
UNCLEAR_ZONE = Rule(
    "KB830",
    "unclear-time-zone",
    Severity.WARNING,
    what="Opening hours in a market that has several time zones, or in no market, without a zone.",
    why="Nobody can tell whether it is open now: pages show the hours without saying so.",
    example='markets: {US: {currency: USD}}\ncontact: [{channel: hotline, fact: hotline, hours: "09:00-17:00"}]',
    hint="name it, for all contacts or in this one: `timezone: Europe/Berlin`",
)
RULES = (BROKEN_OPTION, UNCLEAR_ZONE)


COMMONMARK = "commonmark"
"""The option `markdown`: lists, emphasis, boxes and bare links as CommonMark and GitHub read them."""
PYTHON_MARKDOWN = "python-markdown"
"""The same option: Python-Markdown's own reading, which MkDocs has."""
CLASS_SOURCES = ("edition", "file")
"""The option `customer_classes`: where the desk has the look-up of classes from."""


@dataclass(frozen=True, slots=True)
class SiteLanguage:
    """A language of the site, and the markets it speaks for."""

    code: str
    name: str
    markets: tuple[str, ...] = ()
    in_translation: bool = False
    """Being translated: what it still lacks is listed by `kb translations` and is no problem."""


@dataclass(frozen=True, slots=True)
class Market:
    """A country the shop sells in."""

    code: str
    currency: str = ""
    name: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    number_prefixes: tuple[str, ...] = ()
    """How the numbers of its orders, or its phone numbers, begin: `MY-`, `01`."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject: a card on the home page, a page of its own, and the team that answers."""

    id: str
    name: Mapping[str, str]
    summary: Mapping[str, str]
    icon: str = ""
    team: str = ""
    severity: str = "normal"


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach a person, shown under every article."""

    channel: str
    url: str = ""
    fact: str = ""
    hours: OpeningHours = field(default_factory=OpeningHours)
    markets: tuple[str, ...] = ()
    name: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    timezone: str = ""
    """Where not the shop's or the market's."""
    holidays: Mapping[str, tuple[SpecialDay, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Beside the shop's: market ("" for all) → days with hours of their own."""
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class PublishFile:
    """One entry of `publish_files`."""

    pattern: str
    """As in `.gitignore`."""
    name: str = ""
    """The file's path in the site, if the entry allows a single file."""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Inbox:
    """Which channel an inbox of a helpdesk is."""

    name: str
    """Its name, its number, or its type in Chatwoot."""
    channel: str
    line: int = 0
    """Of mkdocs.yml."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Every option of a shop, with its default."""

    shop: str = ""
    shop_url: str = ""
    strict: bool = False
    layout: str = "suffix"
    default_language: str = "en"
    languages: Mapping[str, SiteLanguage] = field(default_factory=lambda: {"en": SiteLanguage("en", "English")})
    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    markets: Mapping[str, Market] = field(default_factory=lambda: MappingProxyType({}))
    topics: Mapping[str, Topic] = field(default_factory=lambda: MappingProxyType({}))
    featured: tuple[str, ...] = ()
    contact: tuple[Contact, ...] = ()
    timezone: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Market ("" for all) → IANA time zone of the opening hours."""
    holidays: Mapping[str, tuple[SpecialDay, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Market ("" for all) → days with hours of their own."""
    look: Look = field(default_factory=Look)
    variants: tuple[str, ...] = ("vip", "returning", "new", "at-risk")
    channels: Node = EMPTY_MAPPING
    unit_words: UnitWords = field(default_factory=lambda: MappingProxyType({}))
    feedback_url: str = ""
    feedback_events: tuple[str, ...] = ()
    """What is sent there beside votes: `searches`, `desk`."""
    learning: bool = False
    """Whether the desk counts what is copied for which words, and lifts what colleagues chose."""
    frame_ancestors: tuple[str, ...] = ()
    shop_names: tuple[str, ...] = ()
    """Other names of the shop, on marketplaces and in chats."""
    inboxes: tuple[Inbox, ...] = ()
    allow_hosts: AllowedHosts = field(default_factory=AllowedHosts)
    video: tuple[str, ...] = ()
    """Services whose videos play on the page."""
    statistics: Statistics | None = None
    chat: Chat | None = None
    lock: bool = False
    customer_classes: str = ""
    """Where the desk finds the class of a customer: in its `edition`, in a `file` that the agent opens, or nowhere."""
    publish_files: tuple[PublishFile, ...] = ()
    """Files below `docs/` that are meant though no page links them, or though the audit cannot read them."""
    raw_html: bool = True
    markdown: str = PYTHON_MARKDOWN
    stale_grace_days: int = 0
    rules: tuple[RuleSetting, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """Language → every interface word, if the shop has some of its own."""
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Option → its line in mkdocs.yml, for problems found later."""
    broken: frozenset[str] = frozenset()
    """Options that could not be read and have their defaults."""

    def ui_strings(self, language: str) -> Mapping[str, str]:
        """Every interface word in `language`: the shop's own, the package's, English; the same mapping each time."""
        return self.words.get(language) or ui_strings(language)

    def markets_of(self, language: str) -> tuple[str, ...]:
        """The markets of a language; all markets if it names none."""
        named = self.languages[language].markets if language in self.languages else ()
        return named or tuple(self.markets)

    @property
    def complete_languages(self) -> tuple[str, ...]:
        """The languages that are to lack nothing: all but those that are being translated."""
        return tuple(code for code, language in self.languages.items() if not language.in_translation)

    @property
    def publish_patterns(self) -> tuple[str, ...]:
        """The patterns of `publish_files`, as in `.gitignore`."""
        return tuple(one.pattern for one in self.publish_files)

    @property
    def allowed_files(self) -> Mapping[str, str]:
        """Path in the site → SHA-256 of the file that may lie there although the audit cannot read it."""
        return {one.name: one.sha256 for one in self.publish_files if one.sha256}

    @property
    def other_languages(self) -> tuple[str, ...]:
        return tuple(code for code in self.languages if code != self.default_language)


def in_language(texts: Mapping[str, str], language: str, default: str = "") -> str:
    """The text for `language`, else the default language's, else whatever there is."""
    return texts.get(language) or texts.get(default) or texts.get("") or next(iter(texts.values()), "")

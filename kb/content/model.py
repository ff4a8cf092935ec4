"""The nouns of the content model. Every value is frozen; nothing here touches the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from kb.project.rule_settings import RuleSetting
from kb.source.provenance import NO_PROVENANCE, Provenance


class Kind(StrEnum):
    """What a file is; its folder decides."""

    FAQ = "faq"
    GUIDE = "guide"
    POLICY = "policy"
    PAGE = "page"
    SCRIPT = "script"
    PROCEDURE = "procedure"
    TRAINING = "training"
    NOTE = "note"
    INTERNAL = "internal"
    """Any other page in `agents/`."""


PUBLIC_KINDS = frozenset({Kind.FAQ, Kind.GUIDE, Kind.POLICY, Kind.PAGE})

MOODS = ("legal", "review", "angry")
"""Moods of a customer, the gravest first: speaks of law or authorities, threatens a bad review, is angry."""
CALM = "calm"
"""The mood of a customer in none of `MOODS`."""
STAGES = ("before-buying", "ordering", "paying", "delivery", "after-delivery", "return")
"""The journey of a customer, in order (S17)."""

EVERYTHING = "*"
"""In `Document.also_public`: every document of the other edition."""

PLACEHOLDER_TYPES = ("text", "name", "honorific", "code", "number", "money", "date", "time", "url")
"""What a placeholder's value may be; `kb.replies.placeholders` says what each looks like."""


@dataclass(frozen=True, slots=True)
class Change:
    """One dated line of a document's history."""

    on: date
    what: str
    why: str = ""


WHEN = ("coming", "past")
"""What a date may be, seen from the day of the reply: a promise, or what has happened."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What an agent fills in before a script can be sent."""

    name: str
    type: str = "text"
    example: str = ""
    is_required: bool = True
    default: str = ""
    """What is sent if the agent fills in nothing. A placeholder with a default is never required."""
    when: str = ""
    """Where the days of a date lie, seen from the day of the reply: one of `WHEN`, or "" for anywhere."""


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a document that has several, of which each holds from a day of its own (`kb.content.in_time`)."""

    of: str
    """The id that the text in force has: `policies/returns`."""
    first: date
    """The day from which it holds."""
    last: date | None
    """The last day on which it holds; None for the newest."""
    is_in_force: bool
    """Whether it holds on the day for which the library is read."""
    published_as: str
    """The id under which the site of today shows it: `of`, or `policies/returns@2025-06-01`."""
    facts_day: date | None = None
    """The day whose facts it says, where that is another than the library's: its first while it is still to come, its
    last when it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One Markdown file in one language: what every kind has in common.

    Braces in `title`, `summary`, `answer`, `questions` and `body` are not yet substituted.
    """

    id: str
    """Path without top folder, language and suffix: `policies/returns`, `scripts/delay`."""
    language: str
    kind: Kind
    path: str
    """The file, relative to the project folder, with forward slashes."""
    title: str
    body: str
    """Markdown after the front matter; NFC, lines end with a newline character alone."""
    body_line: int = 1
    """The line of the file on which `body` starts, counted from 1."""
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Front-matter field → its line in the file."""
    summary: str = ""
    answer: str = ""
    questions: tuple[str, ...] = ()
    topic: str = ""
    stage: str = ""
    related: tuple[str, ...] = ()
    redirect_from: tuple[str, ...] = ()
    owner: str = ""
    reviewed_on: date | None = None
    review_every_days: int | None = None
    effective_from: date | None = None
    order: int | None = None
    """Its place in lists, the lowest first; None where the writer says nothing."""
    changes: tuple[Change, ...] = ()
    also_public: tuple[str, ...] = ()
    """Documents of the other edition that may say what this one says; `EVERYTHING` for all of them."""
    rules: tuple[RuleSetting, ...] = ()
    """How severe rules are in this file."""
    translates: str = ""
    untranslated: str = ""
    """The language that the text is still in, if it waits for its translation; "" when it is in `language`."""
    is_draft: bool = False
    source_hash: str = ""
    """Short hash of title, summary, answer and body: what `translates` of a translation records."""
    version: Version | None = None
    """Where the document has several versions: which one this is."""

    @property
    def is_internal(self) -> bool:
        return self.kind not in PUBLIC_KINDS

    @property
    def words_language(self) -> str:
        """The language that a reader finds in the text."""
        return self.untranslated or self.language

    @property
    def facts_key(self) -> str:
        """Among the texts of facts, those for this document: `de`, or `de/en` for an English text on German pages;
        `de@2025-12-31` for an earlier version."""
        key = f"{self.language}/{self.untranslated}" if self.untranslated else self.language
        return f"{key}@{self.version.facts_day}" if self.version and self.version.facts_day else key

    @property
    def dated_id(self) -> str:
        """The id with the day from which this version holds, by which texts may name it on any day; "" without one."""
        return f"{self.version.of}@{self.version.first}" if self.version else ""

    @property
    def is_other_version(self) -> bool:
        """Whether another text stands in its place on the day for which the library is read."""
        return self.version is not None and not self.version.is_in_force

    def line_of(self, name: str) -> int:
        """The line of a front-matter field; 1 if the file does not have it."""
        return self.lines.get(name, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Document):
    """What a reader opens: FAQ, guide, policy, other page, procedure, training page."""

    times: tuple[str, ...] = ()
    """Procedures: when it is due, `08:00` or `Fri 16:00`."""
    role: str = ""
    channels: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    """Procedures: what to do where a customer is in such a mood."""


@dataclass(frozen=True, slots=True)
class ScriptPart:
    """One `## variant: …`, `## channel: …` or `## short` section of a script; without either it is the default."""

    variant: str
    channel: str
    text: str
    line: int
    """The line of the file on which the text starts, counted from 1."""
    is_short: bool = False
    """Whether it is the short form of the text for the same case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script(Document):
    """A saved reply."""

    channels: tuple[str, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    moods: tuple[str, ...] = ()
    """Which of `MOODS` it answers."""
    images: tuple[str, ...] = ()
    parts: tuple[ScriptPart, ...] = ()
    """The default part first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Document):
    """Agents' text laid over the public article `target`."""

    target: str


@dataclass(frozen=True, slots=True)
class FactPeriod:
    """What a fact says from one day until its next period begins."""

    first: date | None
    """None: since ever."""
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fact:
    """What must never differ: one value (`""` → value) or one for each market."""

    name: str
    about: str
    unit: str
    values: Mapping[str, object]
    """Market → value, or `""` → the value of every market. A value is an int, a float, a str,
    a date, a tuple of two of them (a range), or a text for each language (a mapping). Of a fact with `periods` those
    of one day; empty before the first."""
    path: str
    line: int
    is_internal: bool = False
    decided_by: str = "shop"
    """Who may change the value: the shop, or somebody outside it (`kb.content.facts.DECIDERS`)."""
    provenance: Mapping[str, Provenance] = field(default_factory=lambda: MappingProxyType({"": NO_PROVENANCE}))
    """How the value is known: `""` → that of every market, or one for each market of `values`."""
    periods: tuple[FactPeriod, ...] = ()
    """Oldest first; empty where the fact has one value for all time."""

    @property
    def is_outside(self) -> bool:
        """Whether somebody outside the shop may change the value without telling it."""
        return self.decided_by != "shop"

    def holds_in(self, market: str) -> bool:
        """Whether it has a value for `market`."""
        return market in self.values or "" in self.values

    def known_by(self, market: str) -> Provenance:
        """How the value of `market` is known."""
        return self.provenance.get(market) or self.provenance.get("") or NO_PROVENANCE

    def on(self, day: date) -> Fact:
        """The fact as it is on `day`."""
        if not self.periods:
            return self
        begun = [one for one in self.periods if one.first is None or one.first <= day]
        return replace(self, values=begun[-1].values if begun else MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Notice:
    """A dated notice, shown on every page from `starts_on` until `ends_on`, both included."""

    id: str
    starts_on: date
    ends_on: date
    text: Mapping[str, str]
    markets: tuple[str, ...] = ()
    level: str = "info"
    link: str = ""
    line: int = 1


AnyDocument = TypeVar("AnyDocument", bound=Document)


def differs_in_text_alone(new: Document, old: Document) -> bool:
    """Whether nothing but the Markdown after the front matter changed, and the lines on which things stand."""
    same = replace(new, body=old.body, body_line=old.body_line, lines=old.lines, source_hash=old.source_hash)
    if isinstance(same, Script) and isinstance(old, Script):
        same = replace(same, parts=old.parts)
    return same == old


ANY_FACT = "*"
"""Among `Library.unread_facts`: nobody knows which facts there are."""


@dataclass(frozen=True)
class Library:
    """Everything written that one process may read: all languages, drafts included."""

    articles: Mapping[tuple[str, str], Article]
    """(id, language) → article, sorted."""
    scripts: Mapping[tuple[str, str], Script]
    notes: Mapping[tuple[str, str], Note]
    facts: Mapping[str, Fact]
    notices: tuple[Notice, ...]
    assets: Mapping[str, str]
    """Files that are not Markdown: path within the site → path relative to the project folder."""
    public_files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Those of `assets` that lie below `docs/`, whether or not one of `agents/` has the same place."""
    draft_paths: frozenset[str] = frozenset()
    """Paths of files below `docs/`, Markdown or not, that `draft_docs` holds back."""
    left_out: frozenset[str] = frozenset()
    """Names of files below `docs/`, Markdown or not, that `exclude_docs` leaves out."""
    unlisted: frozenset[str] = frozenset()
    """Paths of documents that `not_in_nav` keeps out of lists."""
    day: date | None = None
    """The day of which facts and versions are; None while the library is as written."""
    unread_facts: frozenset[str] = frozenset()
    """Facts that are in a file but could not be read; `ANY_FACT` if a whole file could not."""

    def has_unread_fact(self, name: str) -> bool:
        """Whether `name` may well be a fact, had its file or its row been readable."""
        return name in self.unread_facts or ANY_FACT in self.unread_facts

    def documents(self) -> tuple[Document, ...]:
        """Every article, script and note, by id and language."""
        return (*self.articles.values(), *self.scripts.values(), *self.notes.values())

"""Names of things and links to pages, as the agents' own pages of one language write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from babel import dates

from kb.channels.channel import Channel
from kb.content.model import Document, Kind
from kb.project.options import in_language
from kb.source.provenance import UNKNOWN, Provenance, is_web_address
from kb.text.locales import locale_of

if TYPE_CHECKING:
    from kb.website.views.site_views import SiteViews
    from kb.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a filter."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A page that a row is about; `url` is "" where this language has no such page."""

    title: str
    url: str
    language: str = ""
    """The language of the title, where it is not the page's own."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was read; `url` is "" where that is no page of the web."""

    text: str
    url: str


class PageLabels:
    """What the pages of one language share: names of things, links to pages."""

    def __init__(self, workspace: Workspace, views: SiteViews, language: str) -> None:
        self.options = workspace.project.options
        self.language = language
        self.words = self.options.ui_strings(language)
        self.edition = workspace.edition
        self._views = views
        self.channels = workspace.channels

    @property
    def documents(self) -> list[Document]:
        """Every page of this language as it is shown, other languages' words in the place of missing ones."""
        return [page.document for page in self.edition.in_language(self.language)]

    @property
    def served(self) -> dict[str, Channel]:
        """The channels of this language's markets."""
        markets = set(self.options.markets_of(self.language))
        return {
            id: channel
            for id, channel in self.channels.items()
            if not channel.markets or not markets or markets & set(channel.markets)
        }

    def reference(self, id: str, title: str) -> Reference:
        card = self._views.card(id, self.language)
        if card is None:
            return Reference(title, "")
        return Reference(card.title, card.url, card.language if card.is_fallback else "")

    def date(self, day: date | None) -> str:
        return dates.format_date(day, "medium", locale=locale_of(self.language)) if day else ""

    def market(self, code: str) -> str:
        """The market's name as the shop writes it in this language, else its code."""
        return in_language(self.options.markets[code].name, self.language, self.options.default_language) or code

    def source(self, source: str) -> Source:
        """A source as the pages show it."""
        words = self.words.get("tool_source_unknown", source) if source == UNKNOWN else source
        return Source(words, source if is_web_address(source) else "")

    def known(self, known: Provenance, names: Iterable[str] = ()) -> dict[str, object]:
        """What the macro `known` of the templates shows of values known in one way; `names` are theirs."""
        return {
            "names": list(names),
            "sources": [self.source(one) for one in known.source.split("; ") if one],
            "checked": self.date(known.checked),
            "due": self.date(known.due_on),
        }

    def known_together(self, named: Iterable[tuple[str, Provenance]]) -> list[dict[str, object]]:
        """One row for all values that are known in one way, in the order of the first of each."""
        rows: dict[Provenance, list[str]] = {}
        for name, known in named:
            rows.setdefault(replace(known, line=1), []).append(name)
        return [self.known(known, names) for known, names in rows.items()]

    def channel(self, id: str) -> Choice:
        return Choice(id, self.channels[id].name(self.language) if id in self.channels else id)

    def kind(self, kind: Kind) -> Choice:
        return Choice(kind.value, self.words.get(f"tool_kind_{kind.value}", kind.value))

    def stage(self, stage: str) -> Choice:
        return Choice(stage, self.words.get(f"stage_{stage or 'none'}", stage))

    def variant(self, variant: str) -> Choice:
        return Choice(variant, self.words.get(f"variant_{variant or 'default'}", variant))

    def topic(self, id: str) -> Choice:
        topic = self.options.topics.get(id)
        name = in_language(topic.name, self.language, self.options.default_language) if topic else id
        return Choice(id, name or self.words.get("tool_no_topic", ""))

    def topics(self, documents: Iterable[Document]) -> list[Choice]:
        """The topics that are in use, in the order of the home page; undeclared ones last."""
        held = {document.topic for document in documents if document.topic}
        order = [id for id in self.options.topics if id in held]
        return [self.topic(id) for id in (*order, *sorted(held.difference(order)))]

"""An edition as JSON lines, for other systems. The shape is versioned; manual/export.md describes it.

The first line says what follows; then topics, facts, articles, notes and scripts, each sorted, one JSON
object a line. Facts are filled in; the same edition always gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kb.content.model import Article, Document, Fact, Kind, Note, Script
from kb.content.urls import url_of
from kb.editions.selection import Edition, Page
from kb.markdown.letters_alone import in_markdown
from kb.markdown.rendering import Renderings
from kb.project.options import Topic

EXPORT_FORMAT = "kb-export"
VERSION = 1
"""Raised when a field changes its meaning or goes away; new fields alone do not raise it."""


def export_lines(
    edition: Edition,
    renderings: Renderings,
    *,
    site_url: str = "",
    site_name: str = "",
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> Iterator[str]:
    """The lines of the export, each without its line end. `site_url`: where the edition is published,
    "" leaves addresses relative to the site's root. `words`: language → interface words, for the
    buttons inside trees and self-checks.
    """
    maker = _Maker(edition, renderings, site_url.rstrip("/"), site_name, words or {})
    for record in maker.records():
        yield json.dumps(record, ensure_ascii=False, separators=(",", ":"))


class _Maker:
    """One edition's records; keeps what every record needs."""

    def __init__(
        self,
        edition: Edition,
        renderings: Renderings,
        site_url: str,
        site_name: str,
        words: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.edition = edition
        self.renderings = renderings
        self.site_url = site_url
        self.site_name = site_name
        self.words = words
        self.is_agents = edition.name == "agents"

    def records(self) -> Iterator[dict[str, Any]]:
        yield self._header()
        for topic in self.edition.options.topics.values():
            yield self._topic(topic)
        for fact in self.edition.facts.values():
            yield self._fact(fact)
        pages = [page for page in self.edition.pages.values() if not page.is_fallback]
        for page in pages:
            if isinstance(page.document, Article):
                yield self._article(page, page.document)
        for note in self.edition.notes.values():
            yield self._note(note)
        for page in pages:
            if isinstance(page.document, Script):
                yield self._script(page, page.document)

    def _header(self) -> dict[str, Any]:
        options = self.edition.options
        return {
            "format": EXPORT_FORMAT,
            "version": VERSION,
            "edition": self.edition.name,
            "site_name": self.site_name,
            "site_url": self.site_url,
            "default_language": options.default_language,
            "languages": {
                code: {"name": language.name, "markets": list(options.markets_of(code))}
                for code, language in options.languages.items()
            },
            "markets": {code: {"currency": market.currency} for code, market in options.markets.items()},
        }

    def _topic(self, topic: Topic) -> dict[str, Any]:
        record: dict[str, Any] = {
            "type": "topic",
            "id": topic.id,
            "name": dict(topic.name),
            "summary": dict(topic.summary),
        }
        return record | ({"team": topic.team, "severity": topic.severity} if self.is_agents else {})

    def _fact(self, fact: Fact) -> dict[str, Any]:
        names = [fact.name, *(f"{fact.name}.{market}" for market in self.edition.options.markets)]
        texts = {
            code: {name: held[name] for name in names if name in held}
            for code, held in self.edition.fact_texts.items()
            if code in self.edition.options.languages
        }
        return {
            "type": "fact",
            "name": fact.name,
            "about": fact.about,
            "unit": fact.unit,
            "values": {market or "all": _plain(value) for market, value in fact.values.items()},
            "texts": texts,
        }

    def _url(self, url: str) -> str:
        return f"{self.site_url}/{url}" if self.site_url else url

    def _common(self, document: Document, url: str) -> dict[str, Any]:
        record: dict[str, Any] = {
            "id": document.id,
            "language": document.language,
            "kind": document.kind.value,
            "title": document.title,
            "url": self._url(url),
            "summary": document.summary,
            "answer": document.answer,
            "questions": list(document.questions),
            "topic": document.topic,
            "stage": document.stage,
            "related": list(document.related),
            "reviewed_on": document.reviewed_on.isoformat() if document.reviewed_on else None,
            "effective_from": document.effective_from.isoformat() if document.effective_from else None,
        }
        if self.is_agents:
            record["owner"] = document.owner
            record["changes"] = [
                {"on": change.on.isoformat(), "what": change.what, "why": change.why} for change in document.changes
            ]
        return record

    def _passages(self, document: Document, url: str) -> list[dict[str, str]]:
        rendered = self.renderings.of(document.body, self.words.get(document.language, {}))
        return [
            {
                "anchor": passage.anchor,
                "heading": passage.heading,
                "text": passage.text,
                "url": self._url(url) + (f"#{passage.anchor}" if passage.anchor else ""),
            }
            for passage in rendered.passages
        ]

    def _article(self, page: Page, article: Article) -> dict[str, Any]:
        record = {"type": "article", **self._common(article, page.url)}
        if article.kind is Kind.PROCEDURE:
            record |= {"time": list(article.times), "role": article.role, "channel": list(article.channels)}
        return {**record, "passages": self._passages(article, page.url)}

    def _note(self, note: Note) -> dict[str, Any]:
        url = url_of(note.target, note.language, self.edition.options)
        return {
            "type": "note",
            "id": note.id,
            "language": note.language,
            "target": note.target,
            "title": note.title,
            "passages": self._passages(note, url),
        }

    def _script(self, page: Page, script: Script) -> dict[str, Any]:
        return {
            "type": "script",
            **self._common(script, page.url),
            "channels": list(script.channels),
            "placeholders": [
                {
                    "name": one.name,
                    "type": one.type,
                    "example": one.example,
                    "required": one.is_required,
                    "default": one.default,
                }
                for one in script.placeholders
            ],
            "images": list(script.images),
            "parts": [
                {
                    "variant": part.variant,
                    "channel": part.channel,
                    "short": part.is_short,
                    "markdown": in_markdown(part.text),
                }
                for part in script.parts
            ],
        }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value if isinstance(value, int | float | str) else str(value)

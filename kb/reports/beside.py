"""What an agent should know beside a reply and never send: lines with internal facts, notes, procedures.

An answer's relatives are the notes on it and on its `related` articles, and the procedures that name it (in a link or
in `related`), that it names, or that share its topic.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from kb.content.model import Article, Document, Kind, Library, Note
from kb.editions.selection import Edition
from kb.replies.message_markdown import parse_markup
from kb.replies.plain_text import inlines_letters
from kb.source.substitution import substitute, uses_in

MOST_LIMITS = 6
MOST_PROCEDURES = 5
MOST_LINES = 30
"""Lines of a note; what is longer is read on its page."""

ROUND = 5
"""A procedure that names more answers than this is about none of them alone."""

_ANSWERING = frozenset({Kind.SCRIPT, Kind.FAQ, Kind.GUIDE, Kind.POLICY})
_INSTRUCTING = frozenset({Kind.PROCEDURE, Kind.INTERNAL})
_ROW = re.compile(r"^[ \t]*\|")
_RULE_OF_TABLE = re.compile(r"^[ \t|:-]+$")


@dataclass(frozen=True, slots=True)
class InternalLine:
    """One paragraph, item of a list or row of a table, as plain words."""

    text: str
    facts: frozenset[str]
    """Internal facts that it names."""
    names: frozenset[str]
    """Ids of the pages that it links to."""


@dataclass(frozen=True, slots=True)
class InternalText:
    """A note or a procedure."""

    id: str
    """`note:faq/returns` for the note on that article, else the procedure's id."""
    title: str
    language: str
    """Of its words."""
    page: str
    """The id of the page on which it stands."""
    channels: tuple[str, ...]
    """Where it is for some channels alone."""
    lines: tuple[InternalLine, ...]
    names: frozenset[str]
    """Ids of the pages that it links to or lists."""
    is_round: bool
    """A duty with a time, or what names many answers: it says something of an answer only where it names it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What belongs beside one answer."""

    limits: tuple[tuple[str, str], ...] = ()
    """(id of the text, line) of each line that names an internal fact; a fact that was named is not named again."""
    notes: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    """Those that name the answer before those of its topic."""

    def __bool__(self) -> bool:
        return bool(self.limits or self.notes or self.procedures)


@dataclass(frozen=True, slots=True)
class InternalLines:
    """Everything internal that belongs beside the answers of one language."""

    texts: Mapping[str, InternalText]
    answers: Mapping[str, Beside]
    """Id of a script or article → what belongs beside it; without an entry: nothing."""


def internal_lines(library: Library, edition: Edition, language: str) -> InternalLines:
    """What agents who read `language` should know beside each answer of the edition."""
    documents = [page.document for page in edition.in_language(language)]
    procedures = [one for one in documents if isinstance(one, Article) and one.kind in _INSTRUCTING]
    read = _Reader(library, edition, language)
    sources: list[Article | Note] = [*_notes(edition, language), *procedures]
    texts = {text.id: text for text in map(read.text, sources)}
    topics = {one.id: one.topic for one in procedures if one.kind is Kind.PROCEDURE}
    found = {one.id: _beside(one, texts, topics) for one in documents if one.kind in _ANSWERING}
    return InternalLines(texts, {id: beside for id, beside in found.items() if beside})


def _notes(edition: Edition, language: str) -> Sequence[Note]:
    """The note on each article, in `language`, else in the shop's first language."""
    codes = (edition.options.default_language, language)
    return list({target: note for code in codes for (target, of), note in edition.notes.items() if of == code}.values())


def _beside(answer: Document, texts: Mapping[str, InternalText], topics: Mapping[str, str]) -> Beside:
    """`topics` are those of the procedures that may belong to an answer by their topic alone."""
    notes = tuple(id for one in dict.fromkeys((answer.id, *answer.related)) if (id := f"note:{one}") in texts)
    others = [one for one in texts.values() if one.id == one.page]
    close = [one for one in others if answer.id in one.names or one.id in answer.related]
    close.sort(key=lambda one: (one.is_round, len(one.names), one.id))
    of_topic = [one for one in others if answer.topic and topics.get(one.id) == answer.topic and not one.is_round]
    chosen = tuple(dict.fromkeys(one.id for one in (*close, *of_topic)))[:MOST_PROCEDURES]
    limits = _limits(answer.id, [texts[id] for id in (*notes, *chosen)])
    return Beside(tuple(limits)[:MOST_LIMITS], notes, chosen)


def _limits(answer: str, texts: Iterable[InternalText]) -> Iterator[tuple[str, str]]:
    told = frozenset[str]()
    for text in texts:
        for line in text.lines:
            is_of_another = answer not in line.names and (text.is_round or any(map(_is_answer, line.names)))
            if line.facts - told and not is_of_another:
                told |= line.facts
                yield text.id, line.text


def _is_answer(id: str) -> bool:
    return id.startswith("scripts/")


class _Reader:
    """Reads internal documents as they are written, braces and all, so that a line is known by the facts it names."""

    def __init__(self, library: Library, edition: Edition, language: str) -> None:
        self._library, self._edition, self._language = library, edition, language
        self._ids = {one.path: one.id for one in (*library.scripts.values(), *library.articles.values())}
        self._internal = {name for name, fact in edition.facts.items() if fact.is_internal}

    def text(self, document: Article | Note) -> InternalText:
        written = self._written(document)
        facts = self._edition.fact_texts.get(document.facts_key, {})
        lines = tuple(self._line(text, links, written, facts) for text, links in _lines(written.body))
        names = frozenset({*document.related, *(name for line in lines for name in line.names)})
        if isinstance(document, Note):
            return InternalText(
                f"note:{document.target}",
                document.title,
                document.words_language,
                document.target,
                (),
                lines,
                names,
                False,
            )
        is_round = bool(document.times) or sum(map(_is_answer, names)) > ROUND
        return InternalText(
            document.id, document.title, document.words_language, document.id, document.channels, lines, names, is_round
        )

    def _written(self, document: Article | Note) -> Document:
        held: Mapping[tuple[str, str], Document] = (
            self._library.notes if isinstance(document, Note) else self._library.articles
        )
        return held.get((document.id, document.language), document)

    def _line(self, text: str, links: Iterable[str], document: Document, facts: Mapping[str, str]) -> InternalLine:
        uses = list(uses_in(text))
        folder = posixpath.dirname(document.path)
        paths = (posixpath.normpath(posixpath.join(folder, unquote(link.partition("#")[0]))) for link in links)
        return InternalLine(
            substitute(text, facts=facts, link=self._title),
            frozenset(name for use in uses if (name := use.name.partition(".")[0]) in self._internal),
            frozenset(
                {
                    *(self._ids[path] for path in paths if path in self._ids),
                    *(use.name.partition("#")[0] for use in uses if use.space == "link"),
                }
            ),
        )

    def _title(self, id: str) -> str | None:
        page = self._edition.page(id.partition("#")[0], self._language)
        return page.document.title if page else None


def _lines(body: str) -> Iterator[tuple[str, list[str]]]:
    """The words and links of each paragraph, item and row; headings and code say nothing by themselves."""
    for block in parse_markup(body):
        if block[0] not in ("p", "li", "quote"):
            continue
        rows: list[list[Any]] = [[]]
        for inline in block[-1]:
            if inline[0] == "br" and _ROW.match(inlines_letters(rows[-1])):
                rows.append([])
            else:
                rows[-1].append(inline)
        for row in rows:
            text = inlines_letters(row)
            if _ROW.match(text):
                text = " · ".join(filter(None, (cell.strip() for cell in text.strip(" \t|").split("|"))))
            if not _RULE_OF_TABLE.match(text):
                yield " ".join(text.split()), _links(row)


def _links(inlines: Iterable[Any]) -> list[str]:
    found = []
    for inline in inlines:
        found += [inline[1]] if inline[0] == "a" else []
        if isinstance(inline[-1], list):
            found += _links(inline[-1])
    return found


def as_json(found: InternalLines, urls: Mapping[str, str]) -> dict[str, Any]:
    """The same as the desk's script reads it; `urls` are those of pages by id."""
    used = {id for beside in found.answers.values() for id in (*beside.notes, *beside.procedures)}
    return {
        "texts": {
            id: {
                "title": text.title,
                "url": urls.get(text.page, ""),
                "language": text.language,
                "channels": list(text.channels),
                "lines": [line.text for line in text.lines[:MOST_LINES]] if id.startswith("note:") else [],
            }
            for id, text in sorted(found.texts.items())
            if id in used
        },
        "answers": {
            id: {
                "limits": [list(row) for row in one.limits],
                "notes": list(one.notes),
                "procedures": list(one.procedures),
            }
            for id, one in sorted(found.answers.items())
        },
    }

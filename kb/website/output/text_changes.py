"""What the page “What changed” compares in the browser: each text's hash, its earlier versions, how far back they go.

A machine keeps the hashes that it has seen; what differs now has changed since. So a build without any history tells
changes too; with one, it tells when, and what the text said before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kb.content.model import Document
from kb.content.urls import url_of
from kb.project.contact_hours import shop_zone
from kb.project.folders import AGENTS
from kb.reports.text_history import (
    FACT_FILES,
    Earlier,
    Words,
    earlier_facts,
    earlier_texts,
    moment_day,
    words_of,
    words_of_fact,
)
from kb.source.git_history import GitHistory, read_history
from kb.source.substitution import substitute
from kb.workspace.workspace import Workspace

PAGE = "tools/changes"
"""The made page beside whose file the data lie, in each language."""
HASHES = "hashes.json"
"""Small: every page of the edition asks for it."""
TEXTS = "texts.json"
FORMAT = 1
TEXT_MOST = 8_000
"""Letters of one version that are kept."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One text of one language."""

    id: str
    kind: str
    title: str
    url: str
    now: Words
    earlier: Sequence[Earlier]
    told: Sequence[tuple[str, str, str]] = ()
    """Its own `changes`: day, what, why."""


def write_text_changes(workspace: Workspace, site: Path) -> None:
    """Write the data of each language below the rendered folder `site`."""
    root, options = workspace.project.root, workspace.edition.options
    zone = shop_zone(options)
    history = read_history(root, (workspace.project.docs, AGENTS, FACT_FILES[0]))
    known = history or GitHistory({}, None, False)
    texts = earlier_texts(root, known, workspace.library.documents(), zone)
    facts = earlier_facts(root, known, workspace.library, options, zone)
    covers = {
        "git": history is not None,
        "begins": moment_day(known.begins, zone).isoformat() if known.begins is not None else "",
        "whole": known.is_whole,
    }
    for language in options.languages:
        entries = [*_texts(workspace, language, texts), *_facts(workspace, language, facts)]
        folder = site / url_of(PAGE, language, options)
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / HASHES, {"format": FORMAT, **covers, "texts": {one.id: _hashes(one) for one in entries}})
        _write(folder / TEXTS, {one.id: _words(one) for one in entries})


def _texts(workspace: Workspace, language: str, earlier: Mapping[str, Sequence[Earlier]]) -> Iterator[_Entry]:
    """Every page of the language, and agents' notes with the page that they are on."""
    edition = workspace.edition
    written: dict[tuple[str, str], Document] = {(one.id, one.language): one for one in workspace.library.documents()}
    titles = {page.id: page.document.title for page in edition.in_language(language)}
    shown: list[tuple[str, str, Document]] = [
        (page.id, page.url, page.document) for page in edition.in_language(language)
    ]
    shown += [
        (note.id, edition.pages[target, language].url, note)
        for (target, code), note in sorted(edition.notes.items())
        if code == language and (target, language) in edition.pages
    ]
    for id, url, document in shown:
        source = written.get((document.id, document.language), document)
        facts = edition.fact_texts.get(document.facts_key, {})

        def filled(words: Words, facts: Mapping[str, str] = facts) -> Words:
            return Words(words.hash, substitute(words.text, facts=facts, link=titles.get))

        yield _Entry(
            id,
            document.kind.value,
            document.title,
            url,
            filled(words_of(source)),
            [Earlier(one.on, filled(one.before)) for one in earlier.get(document.path, ())],
            [(one.on.isoformat(), one.what, one.why) for one in document.changes],
        )


def _facts(
    workspace: Workspace, language: str, earlier: Mapping[tuple[str, str], Sequence[Earlier]]
) -> Iterator[_Entry]:
    edition = workspace.edition
    for name in sorted(edition.facts):
        if text := edition.fact_texts[language].get(name):
            title = edition.facts[name].about or name
            url = url_of("tools/facts", language, edition.options)
            yield _Entry(f"fact:{name}", "fact", title, url, words_of_fact(text), earlier.get((language, name), ()))


def _hashes(entry: _Entry) -> list[Any]:
    """[hash, [day, hash before that day] …], the newest first; without a history the last day of its own `changes`."""
    rows: list[list[str | None]] = [[_iso(one.on), one.before.hash] for one in entry.earlier]
    return [entry.now.hash, *(rows or [[day, None] for day, _, _ in sorted(entry.told, reverse=True)[:1]])]


def _words(entry: _Entry) -> dict[str, Any]:
    """What a row shows; the text as it is only where an earlier one can stand beside it."""
    row: dict[str, Any] = {"kind": entry.kind, "title": entry.title, "url": entry.url}
    if entry.told:
        row["told"] = entry.told
    if entry.earlier:
        row["now"] = entry.now.text[:TEXT_MOST]
        row["before"] = {one.before.hash: one.before.text[:TEXT_MOST] for one in entry.earlier if one.before.hash}
    return row


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8", newline="\n")

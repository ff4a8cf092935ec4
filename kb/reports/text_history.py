"""What each text said before: the words that readers see, out of git's versions of its file, the newest first.

Two versions count as two where title, summary, short answer or text differ; a new review date is no change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kb.content.fact_texts import render_facts
from kb.content.facts import facts_on, read_facts
from kb.content.front_matter import first_heading, split_front_matter
from kb.content.model import Document, Library
from kb.content.parse import hash_of_words
from kb.content.schema import read_front_matter
from kb.project.options import Options
from kb.source.comments import without_comments
from kb.source.files import decode
from kb.source.git_history import FileChange, GitHistory, read_blobs

MOST_OF_A_TEXT = 4
"""Versions of one text that are kept, the newest."""
MOST_OF_ALL = 300
"""Versions of all texts together."""
FACT_FILES = ("facts.yml", "agents/facts.yml")


@dataclass(frozen=True, slots=True)
class Words:
    """What readers see of one version of a text; all empty where there was none."""

    hash: str = ""
    """As `Document.source_hash`."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """One change of a text."""

    on: date | None
    """None: it is not committed yet."""
    before: Words


def words_of(document: Document) -> Words:
    """What readers see of a document; facts and links as they are there."""
    parts = (document.title, document.summary, document.answer, document.body)
    return Words(document.source_hash, _joined(parts))


def words_of_fact(text: str) -> Words:
    return Words(hashlib.sha256(text.encode()).hexdigest()[:10], text)


def earlier_texts(
    root: Path, history: GitHistory, documents: Iterable[Document], zone: str
) -> dict[str, tuple[Earlier, ...]]:
    """Path of a document → its changes, the newest first; none for one that has not changed since history begins."""
    named = [(one, history.changes[one.path][:MOST_OF_A_TEXT]) for one in documents if one.path in history.changes]
    named.sort(key=lambda each: (-each[1][0].moment, each[0].path))
    read, room = [], MOST_OF_ALL
    for document, changes in named:
        if room > 0:
            read.append((document, changes[:room]))
            room -= len(changes)
    blobs = read_blobs(
        root, (blob for _, changes in read for one in changes for blob in (one.before, one.after) if blob)
    )
    found = {}
    for document, changes in read:

        def words(blob: str, document: Document = document) -> Words | None:
            return _words_in(blobs[blob], document) if blob in blobs else None

        if versions := _versions(changes, words, words_of(document).hash, zone):
            found[document.path] = versions
    return found


def earlier_facts(
    root: Path, history: GitHistory, library: Library, options: Options, zone: str, *, files: Iterable[str] = FACT_FILES
) -> dict[tuple[str, str], tuple[Earlier, ...]]:
    """(language, fact) → its changes, the newest first. Facts say what held on the library's day by that version."""
    found: dict[tuple[str, str], tuple[Earlier, ...]] = {}
    for path in files:
        changes = history.changes.get(path, ())[:MOST_OF_A_TEXT]
        blobs = read_blobs(root, (blob for one in changes for blob in (one.before, one.after) if blob))
        texts = {blob: _facts_in(data, path, library, options) for blob, data in blobs.items()}
        for language in options.languages:
            now = render_facts(library.facts, language=language, options=options)
            for name, fact in library.facts.items():
                if fact.path != path or name not in now:
                    continue

                words = {blob: held.get((language, name)) for blob, held in texts.items()}
                if versions := _versions(changes, words.get, words_of_fact(now[name]).hash, zone):
                    found[language, name] = versions
    return found


def _versions(
    changes: Iterable[FileChange], words: Callable[[str], Words | None], now: str, zone: str
) -> tuple[Earlier, ...]:
    """The changes between versions whose words differ; it ends where a version cannot be read."""
    found: list[Earlier] = []
    newer = now
    on: date | None = None  # between the newest commit and the text as it is
    for change in changes:
        for blob, day in ((change.after, on), (change.before, moment_day(change.moment, zone))):
            held = words(blob) if blob else Words()
            if held is None:
                return tuple(found)
            if held.hash != newer:
                found.append(Earlier(day, held))
            newer = held.hash
            on = day
    return tuple(found)


def _words_in(data: bytes, document: Document) -> Words | None:
    """The words in one version of the document's file; none of a draft."""
    text, _ = decode(data, path=document.path)
    if text is None:
        return None
    split, _ = split_front_matter(text, path=document.path)
    values, _ = read_front_matter(split.fields, kind=document.kind, path=document.path)
    if values.pop("draft", False):
        return Words()
    title = str(values.pop("title", "") or first_heading(split.body) or document.title)
    parts = (title, str(values.get("summary", "")), str(values.get("answer", "")), split.body)
    return Words(hash_of_words(title, values, split.body), _joined(parts))


def _facts_in(data: bytes, path: str, library: Library, options: Options) -> Mapping[tuple[str, str], Words]:
    """(language, fact) → its text, in one version of a file of facts; no words for a fact that is not there."""
    text, _ = decode(data, path=path)
    if text is None:
        return {}
    facts, _ = read_facts(text, path=path, options=options, is_internal=path.startswith("agents/"))
    held = facts_on(facts, library.day) if library.day else facts
    return {
        (language, name): words_of_fact(written[name]) if name in written else Words()
        for language in options.languages
        for written in (render_facts(held, language=language, options=options),)
        for name in library.facts
    }


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(filter(None, (without_comments(part).strip() for part in parts)))


def moment_day(moment: int, zone: str) -> date:
    """The day of `moment` (seconds since 1970) by the clock of `zone`; by UTC where nobody knows that one.

    A commit can say any moment: one that no calendar has is the last day there is.
    """
    try:
        clock = ZoneInfo(zone) if zone else UTC
    except (ZoneInfoNotFoundError, ValueError):
        clock = UTC
    try:
        return datetime.fromtimestamp(moment, clock).date()
    except (ValueError, OverflowError, OSError):
        return date.max

"""Which translation of which document is up to date, outdated (since which change), missing or untracked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kb.content.front_matter_edit import UneditableError, with_text_field
from kb.content.model import Change, Document, Kind, Library
from kb.project.options import Options


class State(StrEnum):
    """How a translation stands to its source."""

    CURRENT = "up-to-date"
    OUTDATED = "outdated"
    MISSING = "missing"
    UNTRANSLATED = "untranslated"
    """There is a file, but its text waits for its translation."""
    UNTRACKED = "untracked"
    """There is a translation, but it does not say which text it translates."""


@dataclass(frozen=True, slots=True)
class Translation:
    """One document in one language other than the default."""

    language: str
    state: State
    path: str
    """"" where it is missing."""
    since: tuple[Change, ...] = ()
    """Changes of the source that this translation has not seen, newest first; an outdated one may have
    none, when the source was changed without a line in `changes`."""


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """One document of the default language and its translations, in the menu's order."""

    id: str
    kind: Kind
    title: str
    path: str
    source_hash: str
    untranslated: str
    """The language that the text of the default language is still in; "" when it is its own."""
    translations: tuple[Translation, ...]


def translation_table(library: Library, options: Options) -> tuple[TranslationRow, ...]:
    """Every document of the default language, sorted by id; drafts left out."""
    held = {(document.id, document.language): document for document in library.documents()}
    rows = []
    for (id, language), source in sorted(held.items()):
        if language != options.default_language or source.is_draft:
            continue
        translations = tuple(_translation(source, held.get((id, code)), code) for code in options.other_languages)
        rows.append(
            TranslationRow(
                id, source.kind, source.title, source.path, source.source_hash, source.untranslated, translations
            )
        )
    return tuple(rows)


def _translation(source: Document, version: Document | None, language: str) -> Translation:
    if version is None:
        return Translation(language, State.MISSING, "")
    if version.untranslated:
        return Translation(language, State.UNTRANSLATED, version.path)
    if not version.translates:
        return Translation(language, State.UNTRACKED, version.path)
    if version.translates == source.source_hash:
        return Translation(language, State.CURRENT, version.path)
    return Translation(language, State.OUTDATED, version.path, unseen_changes(source, version))


def unseen_changes(source: Document, version: Document) -> tuple[Change, ...]:
    """The source's changes that are younger than the newest thing the translation knows of.

    It knows its own `changes`; where it keeps none, all until its last review; else nothing.
    """
    if version.changes:
        known = {change.on for change in version.changes}
        return tuple(change for change in source.changes if change.on > max(known) or change.on not in known)
    if version.reviewed_on:
        reviewed_on = version.reviewed_on
        return tuple(change for change in source.changes if change.on > reviewed_on)
    return source.changes


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting translations did: files written, and files that must be edited by hand, with why."""

    written: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def accept_translations(
    root: Path, table: Collection[TranslationRow], *, only: Collection[str] | None = None
) -> Accepted:
    """Write the source's hash into each translation's `translates`; `only` names files, None means all.

    Touches that one line. A file is replaced whole, so that a killed run leaves no half of one.
    """
    written: list[str] = []
    refused: list[tuple[str, str]] = []
    for path, source_hash in _wanted(table, only):
        try:
            if write_edited(root / path, with_text_field((root / path).read_bytes(), "translates", source_hash)):
                written.append(path)
        except (OSError, UneditableError) as error:
            refused.append((path, str(error)))
    return Accepted(tuple(written), tuple(refused))


def _wanted(table: Collection[TranslationRow], only: Collection[str] | None) -> Iterator[tuple[str, str]]:
    for row in table:
        for translation in row.translations:
            is_chosen = translation.state is not State.UNTRANSLATED if only is None else translation.path in only
            if translation.path and is_chosen:
                yield translation.path, row.source_hash


def write_edited(path: Path, data: bytes) -> bool:
    """Put `data` in the place of the file, in one step and with its mode; False if nothing changes."""
    if path.read_bytes() == data:
        return False
    target = path.resolve()
    beside = target.with_name(f".{target.name}.kb-new")
    beside.write_bytes(data)
    beside.chmod(target.stat().st_mode)
    beside.replace(target)
    return True

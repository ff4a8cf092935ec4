"""Which article is which, and where each goes: names only, nothing is written here."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kb.content.model import Kind
from kb.content.urls import parse_name
from kb.importers.common.languages import read_code
from kb.importers.common.report import ImportFindings
from kb.importers.helpdesks.conversion import TargetPlace
from kb.importers.helpdesks.earlier_imports import EarlierImports
from kb.importers.helpdesks.provenance import ImportedFile
from kb.importers.helpdesks.records import ImportedText, text_key
from kb.project.folders import AGENTS
from kb.project.options import Options
from kb.text.folding import fold_slug

PUBLIC_FOLDER, INTERNAL_FOLDER, SCRIPT_FOLDER = "faq", "procedures", "scripts"
SET_ASIDE = "imported"
"""Public articles in a language that the shop does not have: kept, in no edition."""
RESERVED = frozenset(
    {"index", "readme", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
SLUG_LENGTH = 80
LOCALE_LENGTH = 20


def language_of(locale: str, options: Options) -> str:
    """Our language for `en-us`; empty when the shop has none such. No locale means the default language."""
    code = locale.strip().lower().replace("_", "-")
    if not code:
        return options.default_language
    by_lower = {ours.lower(): ours for ours in options.languages} | {
        alias.lower(): ours for alias, ours in options.aliases.items() if ours in options.languages
    }
    base = code.partition("-")[0]
    return next((by_lower[one] for one in (code, base, read_code(code), read_code(base)) if one in by_lower), "")


def distinct_texts(
    texts: tuple[ImportedText, ...], options: Options, export: str, findings: ImportFindings
) -> list[ImportedText]:
    """One text for each article and language; a second, different one becomes a draft under its own key."""
    internal = {text.key for text in texts if text.is_internal}
    taken: dict[tuple[str, str], ImportedText] = {}
    copies: Counter[str] = Counter()
    distinct: dict[int, ImportedText] = {}
    for number, text in sorted(enumerate(texts), key=lambda item: not item[1].is_source):
        language = language_of(text.locale, options) or text.locale
        first = taken.setdefault((text.key, language), text)
        if first is not text and (first.title, first.body) == (text.title, text.body):
            continue
        text = replace(text, is_internal=text.key in internal)
        if (text.key, language) in taken and taken[text.key, language] is not texts[number]:
            copies[text.key] += 1
            findings.add(
                export,
                text.line,
                f"{text.key} stands twice in the language “{language}” with different text: the second "
                "one is kept as a draft",
                "article that stands twice",
            )
            text = replace(text, key=f"{text.key} copy {copies[text.key] + 1}", is_draft=True)
        distinct[number] = text
    return [distinct[number] for number in sorted(distinct)]


def distinct_addresses(
    texts: list[ImportedText], earlier: EarlierImports, export: str, findings: ImportFindings
) -> list[ImportedText]:
    """An old address leads to one article: the one that has it here already, else the first in the export."""
    owners = earlier.by_address()
    distinct = []
    for text in texts:
        lost = [address for address in text.addresses if owners.setdefault(address, text.key) != text.key]
        if lost:
            message = f"{text.key}: the old address “{lost[0]}” already leads to {owners[lost[0]]}: left out"
            findings.add(export, text.line, message, "old address without a redirect")
            text = replace(text, addresses=tuple(one for one in text.addresses if one not in lost))
        distinct.append(text)
    return distinct


def allocate_places(
    texts: list[ImportedText],
    options: Options,
    docs: str,
    project: Path,
    imported_files: Mapping[str, list[ImportedFile]],
    earlier: EarlierImports,
) -> dict[str, TargetPlace]:
    """Text key → its place. What was imported before stays where it is, if it may still be read there."""
    folders = {True: AGENTS, False: docs}
    stems: dict[tuple[str, str], str] = {}
    taken = {
        (path.parent.relative_to(project).as_posix(), path.name.partition(".")[0].lower())
        for top in {docs, AGENTS, SET_ASIDE}
        for path in sorted((project / top).rglob("*.md"))
    }
    places = {}
    by_key: dict[str, list[ImportedText]] = defaultdict(list)
    for text in texts:
        by_key[text.key].append(text)
    for text in texts:
        own = [file.path for file in imported_files.get(text_key(text), ()) if may_stay(file, text, options)]
        if own:
            language = language_of(text.locale, options)
            places[text_key(text)] = TargetPlace(own[0], language, text.is_internal)
            continue
        kind = SCRIPT_FOLDER if text.is_script else INTERNAL_FOLDER if text.is_internal else PUBLIC_FOLDER
        folder = f"{folders[text.is_internal]}/{kind}"
        beside = [
            file.path
            for file in earlier.articles.get(text.key, ())
            if may_stay(file, text, options) and not file.path.startswith(f"{SET_ASIDE}/")
        ]
        if beside:
            nearest = min(beside, key=lambda path: (path.startswith(f"{AGENTS}/") != text.is_internal, path))
            folder, stem = place_beside(nearest, options)
        elif (folder, text.key) in stems:
            stem = stems[folder, text.key]
        else:
            source = next((one for one in by_key[text.key] if one.is_source), text)
            is_aside = not text.is_internal and not language_of(text.locale, options)
            stem = _free_stem(source, {folder, SET_ASIDE} if is_aside else {folder}, taken)
        stems[folder, text.key] = stem
        places[text_key(text)] = place_in(text, folder, stem, options)
        taken |= {(folder, stem), (posixpath.dirname(places[text_key(text)].path), stem)}
    return places


def may_stay(file: ImportedFile, text: ImportedText, options: Options) -> bool:
    """Whether the file of `text` may lie where it lies.

    Restricted ones inside; what is not to be sent in no folder of scripts; a translation that waited, no longer than
    for its article; set aside only while its language is unknown.
    """
    if file.is_waiting and not text.waits_for_article:
        return False
    if file.path.startswith(f"{SET_ASIDE}/"):
        return not text.is_internal and not language_of(text.locale, options)
    if text.is_reply_kept_inside and is_script_path(file.path, options):
        return False
    return not text.is_internal or file.path.startswith(f"{AGENTS}/")


def is_script_path(path: str, options: Options) -> bool:
    """Whether a file at `path` would be a saved reply, in either layout of languages."""
    if not path.startswith(f"{AGENTS}/"):
        return False
    return parse_name(path.partition("/")[2], is_internal=True, options=options).kind is Kind.SCRIPT


def place_beside(path: str, options: Options) -> tuple[str, str]:
    """(folder without its language, name without language and ending) of an article's file."""
    top, _, below = path.partition("/")
    folder, name = posixpath.split(below)
    parts = [part for part in folder.split("/") if part]
    if options.layout == "folder" and parts and language_of(parts[0], options):
        parts = parts[1:]
    return "/".join([top, *parts]), name.partition(".")[0]


def _free_stem(text: ImportedText, folders: set[str], taken: set[tuple[str, str]]) -> str:
    number = fold_slug(text.key.partition(" ")[2])[:40].strip("-")
    base = fold_slug(text.slug or text.title)[:SLUG_LENGTH].strip("-") or number
    base = f"{base}-{number}" if base in RESERVED else base
    candidate, count = base, 1
    while any((folder, candidate) in taken for folder in folders):
        candidate = f"{base}-{number}" if count == 1 else f"{base}-{number}-{count}"
        count += 1
    return candidate


def place_in(text: ImportedText, folder: str, stem: str, options: Options) -> TargetPlace:
    language = language_of(text.locale, options)
    top, _, below = folder.partition("/")
    if not language:
        code = fold_slug(text.locale)[:LOCALE_LENGTH].strip("-") or "unknown"
        if not text.is_internal:
            return TargetPlace(f"{SET_ASIDE}/{stem}.{code}.md", "", text.is_internal)
        return TargetPlace(f"{folder}/{stem}.{code}.md", "", text.is_internal)
    if options.layout == "folder":
        return TargetPlace("/".join(filter(None, (top, language, below, f"{stem}.md"))), language, text.is_internal)
    suffix = "" if language == options.default_language else f".{language}"
    return TargetPlace(f"{folder}/{stem}{suffix}.md", language, text.is_internal)

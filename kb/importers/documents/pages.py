"""Documents and HTML pages, whatever they were read from → articles: languages joined, headings split."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from kb.importers.common.report import ImportFindings, ImportReport
from kb.importers.documents.language_names import language_named, plain, split_language
from kb.importers.documents.page_options import PageOptions
from kb.importers.documents.places import WHOLE, Places
from kb.importers.documents.splitting import parse, split_at, take_title
from kb.importers.documents.table_rows import INTERNAL, WORDS_OF_AUDIENCE
from kb.importers.documents.told_language import told_language
from kb.importers.helpdesks.earlier_imports import EarlierImports
from kb.importers.helpdesks.provenance import find_imported_files
from kb.importers.helpdesks.records import Imported, ImportedText, ImportedTopic
from kb.importers.helpdesks.target_paths import SET_ASIDE
from kb.importers.helpdesks.write_import import place_imported
from kb.project.folders import AGENTS
from kb.project.options import Options
from kb.project.project import load_project
from kb.text.folding import fold_slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One document in one language, as read."""

    path: str
    """For findings."""
    line: int = 1
    identity: str
    """What it is known by in all languages: its path without the language."""
    language: str = ""
    title: str = ""
    html: str
    topic: str = ""
    summary: str = ""
    audience: str = ""
    """public, internal, or empty when nothing says it."""
    addresses: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    updated: date | None = None
    is_draft: bool = False
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    others: tuple[str, ...] = ()
    """Addresses of the same page in other languages."""


def import_pages(
    pages: Sequence[Page], system: str, export: str, project: Path, options: PageOptions, findings: ImportFindings
) -> ImportReport:
    """Write `pages` into `project`; a second time, only what changed in them and was not edited here."""
    loaded = load_project(project)
    imported_files = find_imported_files(project, (loaded.docs, AGENTS, SET_ASIDE))
    earlier = EarlierImports.of(imported_files, loaded.docs, AGENTS)
    pages = _with_languages(pages, loaded.options, options, findings)
    if options.split_at:
        pages = [part for page in pages for part in _split(page, options.split_at, findings)]
        pages = _joined_sections(pages, loaded.options.default_language, findings)
    _report_audience(pages, options, findings)
    places = Places()
    texts = list(_texts(pages, system, loaded.options, options, earlier, places))
    topics = _topics(pages, loaded.options.default_language, options)
    imported = Imported(system, tuple(texts), topics)
    return places.put_back(place_imported(imported, project, export, ImportFindings()), export, findings.sorted())


def _with_languages(pages: Sequence[Page], shop: Options, options: PageOptions, findings: ImportFindings) -> list[Page]:
    """Every page with a language: its own, the command's, the one its text is in."""
    settled = []
    for page in pages:
        language = options.language or page.language
        if not language:
            language = told_language([page.title, parse(page.html).get_text(" ")], shop)
            if language != shop.default_language:
                message = f"names no language: its text reads as “{language}”; say --language CODE if that is wrong"
                findings.add(page.path, page.line, message, "language told by the text")
        settled.append(replace(page, language=language))
    return settled


def _split(page: Page, level: int, findings: ImportFindings) -> list[Page]:
    sections = split_at(parse(page.html), level)
    if not any(section.title for section in sections):
        message = f"has no heading of level {level}: it became one article"
        findings.add(page.path, page.line, message, "nothing to split at", is_open=True)
        return [page]
    above = {section.above for section in sections if section.title}
    parts = []
    for section in sections:
        if not section.title:
            words = " ".join(parse(section.html).get_text(" ").split())
            message = f"“{words[:80]}” stands before a heading of level {level}: left out, as no article begins there"
            findings.add(page.path, page.line, message, "text before the first heading", is_open=True)
            continue
        identity = f"{page.identity} {_digest(section.title)}"
        used = {address: data for address, data in page.files.items() if address in section.html}
        parts.append(
            replace(
                page, identity=identity, title=section.title, html=section.html, files=used, addresses=(), summary="",
                topic=(section.above if len(above) > 1 or not page.topic else "") or page.topic,
            )
        )  # fmt: skip
    return parts


def _joined_sections(pages: list[Page], default_language: str, findings: ImportFindings) -> list[Page]:
    """Sections of one document in several languages: joined by their order where there are as many."""
    documents: dict[str, dict[str, list[Page]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        documents[page.identity.partition(" ")[0]][page.language].append(page)
    joined = []
    for languages in documents.values():
        main = default_language if default_language in languages else next(iter(languages))
        for language, parts in languages.items():
            if language == main or len(parts) != len(languages[main]):
                joined += parts
            else:
                joined += [
                    replace(part, identity=first.identity) for part, first in zip(parts, languages[main], strict=True)
                ]
            if language != main:
                same = len(parts) == len(languages[main])
                message = (
                    "sections were joined as translations by their order: look them through"
                    if same
                    else (
                        "has another number of sections than the main language has: each became an article of its own"
                    )
                )
                findings.add(parts[0].path, 1, message, "translations of sections", is_open=True)
    return joined


def _report_audience(pages: Sequence[Page], options: PageOptions, findings: ImportFindings) -> None:
    if silent := [page for page in pages if not page.audience] if not options.audience else []:
        message = (
            f"nothing says who may read it ({len({page.path for page in silent})} of such files): taken for public; "
            "say --audience public or --audience internal"
        )
        findings.add(silent[0].path, WHOLE, message, "document without an audience", is_open=True)


def _texts(
    pages: Sequence[Page], system: str, shop: Options, options: PageOptions, earlier: EarlierImports, places: Places
) -> Iterable[ImportedText]:
    internal = {page.identity for page in pages if page.audience == INTERNAL}
    topics = {identity: plain(name) for identity, name in _topic_names(pages, shop.default_language, options).items()}
    spoken = {(page.identity, page.language) for page in pages}
    for page in pages:
        key = f"{system} {page.identity}"
        audience = page.audience or options.audience or earlier.audience_of(key)
        is_main = page.language == shop.default_language or (page.identity, shop.default_language) not in spoken
        is_later = bool(earlier.articles.get(key)) and page.language != shop.default_language
        soup = parse(page.html)
        title = page.title or take_title(soup)
        yield ImportedText(
            key=key,
            locale=page.language,
            title=title or _named_after(page.path),
            body=str(soup),
            line=places.number(page.path, page.line),
            is_internal=audience == INTERNAL or page.identity in internal,
            is_draft=page.is_draft,
            is_source=is_main and not is_later,
            summary=page.summary,
            topic_key=topics.get(page.identity, ""),
            questions=page.questions,
            changes=((page.updated, "Last edited before the import"),) if page.updated else (),
            addresses=page.addresses,
            files=page.files,
        )


def _named_after(path: str) -> str:
    """`doi-tra_hang.docx` → “Doi tra hang”."""
    words = " ".join(re.split(r"[-_\s]+", PurePosixPath(path).stem)).strip()
    return words[:1].upper() + words[1:]


def _topic_names(pages: Sequence[Page], default_language: str, options: PageOptions) -> dict[str, str]:
    """Identity → the topic in the shop's own language, or in the first that names one."""
    found: dict[str, str] = {}
    for page in sorted(pages, key=lambda page: page.language != default_language):
        if name := options.topic or page.topic:
            found.setdefault(page.identity, name)
    return found


def _topics(pages: Sequence[Page], default_language: str, options: PageOptions) -> dict[str, ImportedTopic]:
    main = _topic_names(pages, default_language, options)
    names: dict[str, dict[str, str]] = {}
    for page in sorted(pages, key=lambda page: page.language != default_language):
        if name := options.topic or page.topic:
            names.setdefault(plain(main[page.identity]), {}).setdefault(page.language, " ".join(name.split()))
    return {key: ImportedTopic(key, found) for key, found in names.items()}


def _digest(words: str) -> str:
    return hashlib.sha256(plain(words).encode("utf-8", "replace")).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Placed:
    """What the path of a file says."""

    identity: str
    language: str
    topic: str
    audience: str


def place_of(path: str, shop: Options) -> Placed:
    """`vi/Đổi trả/returns.en.docx` → identity, language, topic of the folder, and who reads it if a name says so."""
    parts = PurePosixPath(path).parts
    known = {*shop.languages, *shop.aliases}
    language, folders = "", []
    for folder in parts[:-1]:
        code = language_named(folder)
        if code and (len(folder) > 3 or code in known):
            language = code
        else:
            folders.append(folder)
    stem = PurePosixPath(parts[-1]).stem
    rest, code = split_language(stem)
    if code and (code in known or code.partition("-")[0] in known or len(stem) - len(rest) > 4):
        stem, language = rest, code
    elif stem.lower() in known:
        language, stem = stem.lower(), folders[-1] if folders else stem
    words = [word for part in (*folders, stem) for word in (part, *re.split(r"[-–_:|/.,()\[\]\s]+", part))]
    pairs = [pair for part in (*folders, stem) for pair in _pairs(part)]
    said = {WORDS_OF_AUDIENCE.get(plain(word), "") for word in [*(one for one in words if len(one) > 5), *pairs]}
    slugs = [fold_slug(one) or _digest(one) for one in (*folders, stem)]
    topics = [one for one in folders if WORDS_OF_AUDIENCE.get(plain(one)) != INTERNAL]
    return Placed("/".join(slugs), language, topics[-1] if topics else "", INTERNAL if INTERNAL in said else "")


def _pairs(name: str) -> list[str]:
    words = re.split(r"[-–_:|/.,()\[\]\s]+", name)
    return [" ".join(words[at : at + 2]) for at in range(len(words) - 1)]

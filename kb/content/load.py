"""A project folder → its `Library`, and every problem met on the way.

`load_project` reads `mkdocs.yml`; `load_library` reads the content. For the public edition neither
opens anything below `agents/`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kb.content.facts import DUPLICATE_FACT, names_in, read_facts, units_without_words
from kb.content.front_matter import Split, first_heading, split_front_matter
from kb.content.misplaced import misplaced_fields
from kb.content.model import ANY_FACT, Article, Document, Fact, Kind, Library, Note, Notice, Script
from kb.content.notices import NOTICES, read_notices
from kb.content.schema import read_front_matter
from kb.content.script_parts import split_parts
from kb.content.urls import Name, parse_name, slug_of
from kb.project.folders import AGENTS
from kb.project.intake import ALL, Intake
from kb.project.options import Options
from kb.source.comments import without_comments
from kb.source.conflicts import conflicts_in
from kb.source.files import FoundFile, find_files, read_text_file
from kb.source.open_fences import open_fences
from kb.source.problem import Problem, Rule, Severity, sort_problems
from kb.source.templates import unwritten

EMPTY_FILE = Rule(
    "KB108",
    "empty-file",
    Severity.WARNING,
    what="A Markdown file without a word in it.",
    why="Readers would open an empty page.",
    example="(a file of 0 bytes)",
    mend="write the text, mark it `draft: true`, or delete the file",
)
TWO_FILES = Rule(
    "KB109",
    "two-files",
    Severity.ERROR,
    what="Two files are the same article in the same language, or would have the same address.",
    why="One of them would silently replace the other.",
    example="docs/faq/returns.md and docs/faq/Returns.md",
    mend="rename or join one of the two",
)
UNDECLARED_LANGUAGE = Rule(
    "KB110",
    "undeclared-language",
    Severity.WARNING,
    what="A file's name carries a language that mkdocs.yml does not declare.",
    why="The file is in neither language: it becomes no page.",
    example="docs/faq/returns.de.md, where `languages` has no `de`",
    mend="add the language under `languages`, or rename the file",
)
RULES = (EMPTY_FILE, TWO_FILES, UNDECLARED_LANGUAGE)

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
INTERNAL_FACTS = "facts.yml"


@dataclass(frozen=True)
class Loaded:
    """What was read, and what was wrong with it."""

    library: Library
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class LoadedFacts:
    """Every fact that could be read."""

    facts: Mapping[str, Fact]
    problems: tuple[Problem, ...]
    unread: frozenset[str]
    """As `Library.unread_facts`."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one Markdown file, and what its name says."""

    text: str
    path: str
    name: Name


Parsed = tuple[Document, Sequence[Problem]]


def parse_sources(sources: Sequence[SourceText], options: Options) -> list[Parsed]:
    """Each source's document and what is wrong with it."""
    return [parse_document(one.text, path=one.path, name=one.name, options=options) for one in sources]


def load_library(
    root: Path,
    options: Options,
    *,
    docs: str = "docs",
    intake: Intake = ALL,
    with_agents: bool,
    parse: Callable[[Sequence[SourceText], Options], Sequence[Parsed]] = parse_sources,
) -> Loaded:
    """Everything below `docs` (and `agents/`, when asked for), facts and notices included.

    `intake` says which files of `docs` are left out and which are drafts. `parse` may take documents from
    where an earlier build kept them.
    """
    sources: list[SourceText] = []
    public, problems = find_docs(root, docs, intake)
    left_out = frozenset(file.name for file in public if intake.excludes(file.name))
    kept = [file for file in public if file.name not in left_out]
    public_files = {file.name: file.path for file in kept if not is_markdown(file.name)}
    assets = dict(public_files)
    for file in kept:
        if file.name not in public_files:
            problems += _load_source(root, file, False, options, sources)
    internal, found = find_files(root, AGENTS) if with_agents else ([], [])
    problems += found
    for file in internal:
        if is_markdown(file.name):
            problems += _load_source(root, file, True, options, sources)
        elif file.name != INTERNAL_FACTS:
            assets[file.name] = file.path
    documents: list[Document] = []
    drafts = frozenset(file.path for file in kept if intake.is_draft(file.name))
    for document, found_in_text in parse(sources, options):
        documents.append(replace(document, is_draft=True) if document.path in drafts else document)
        problems += found_in_text
    facts = load_facts(root, options, with_agents=with_agents)
    problems += facts.problems
    problems += units_without_words(facts.facts, options)
    notices, found_notices = _load_notices(root, options)
    library, clashes = _collect(documents, facts, notices, assets)
    library = replace(
        library,
        public_files=MappingProxyType(public_files),
        draft_paths=drafts,
        left_out=left_out,
        unlisted=frozenset(file.path for file in kept if intake.is_unlisted(file.name)),
    )
    return Loaded(library, sort_problems([*problems, *found_notices, *clashes]))


def find_docs(root: Path, docs: str, intake: Intake) -> tuple[list[FoundFile], list[Problem]]:
    """Every file below `docs`, those that are left out too; hidden ones where a pattern may take them back."""
    return find_files(root, docs, with_hidden=intake.asks_for_hidden)


def is_markdown(name: str) -> bool:
    return name.lower().endswith(MARKDOWN)


def _load_source(
    root: Path, file: FoundFile, is_internal: bool, options: Options, sources: list[SourceText]
) -> list[Problem]:
    name = parse_name(file.name, is_internal=is_internal, options=options)
    if name.undeclared and (root / file.path.replace(f".{name.undeclared}.", ".")).exists():
        return [UNDECLARED_LANGUAGE.at(file.path, 1, f"the language “{name.undeclared}” is not declared")]
    text, problems = read_text_file(root, file.path)
    if text is not None:
        sources.append(SourceText(text, file.path, name))
    return list(problems)


def parse_document(text: str, *, path: str, name: Name, options: Options) -> tuple[Document, list[Problem]]:
    """The text of one file → the document it holds, and what is wrong with it. Reads nothing else."""
    split, found = split_front_matter(text, path=path)
    values, more = read_front_matter(split.fields, kind=name.kind, path=path)
    problems = [*found, *more]
    if not without_comments(text).strip():
        problems.append(EMPTY_FILE.at(path, 1, "the file is empty" + (", but for comments" if text.strip() else "")))
    problems += _left_unfinished(text, split, values, path, is_read=not found)
    title = str(values.pop("title", "") or first_heading(split.body) or _title_from(name.id))
    common: dict[str, Any] = {
        "id": name.id,
        "language": name.language,
        "kind": name.kind,
        "path": path,
        "title": title,
        "body": split.body,
        "body_line": split.body_line,
        "is_draft": bool(values.pop("draft", False)),
        "lines": split.fields.key_lines or MappingProxyType({}),
        "source_hash": hash_of_words(title, values, split.body),
    }
    build = _BUILDERS.get(name.kind, _build_article)
    document, mistakes = build(common, values, options)
    return document, [*problems, *mistakes]


def _left_unfinished(
    text: str, split: Split, values: Mapping[str, object], path: str, *, is_read: bool
) -> Iterator[Problem]:
    """What shows that a file is not as its writer means it to be."""
    conflicts = conflicts_in(text, path=path)
    yield from conflicts
    if conflicts:  # whatever else is wrong comes of them
        return
    is_draft = bool(values.get("draft"))
    if is_read:
        yield from misplaced_fields(text, split, path=path, is_draft=is_draft)
    yield from open_fences(split.body, path=path, first_line=split.body_line)
    if not is_draft:
        lines = split.fields.key_lines or {}
        yield from unwritten(values, lines, split.body, body_line=split.body_line, path=path)


Builder = Callable[[dict[str, Any], dict[str, Any], Options], tuple[Document, tuple[Problem, ...]]]


def _build_article(
    common: dict[str, Any], values: dict[str, Any], options: Options
) -> tuple[Document, tuple[Problem, ...]]:
    renamed = {{"time": "times", "channel": "channels"}.get(name, name): value for name, value in values.items()}
    return Article(**common, **renamed), ()


def _build_script(
    common: dict[str, Any], values: dict[str, Any], options: Options
) -> tuple[Document, tuple[Problem, ...]]:
    parts, problems = split_parts(
        common["body"], path=common["path"], body_line=common["body_line"], variants=options.variants
    )
    return Script(**common, **values, parts=parts), problems


def _build_note(
    common: dict[str, Any], values: dict[str, Any], options: Options
) -> tuple[Document, tuple[Problem, ...]]:
    return Note(**common, **values, target=common["id"].removeprefix("notes/")), ()


_BUILDERS: Mapping[Kind, Builder] = {Kind.SCRIPT: _build_script, Kind.NOTE: _build_note}


def hash_of_words(title: str, values: Mapping[str, object], body: str) -> str:
    """Ten hexadecimal digits of SHA-256 over what a translator translates: what a translation records of its source.

    A new review date, another owner, or one more question in the source's own language outdates no translation.
    """
    words = "\0".join([title, str(values.get("summary", "")), str(values.get("answer", "")), body])
    return hashlib.sha256(words.encode()).hexdigest()[:10]


def _title_from(id: str) -> str:
    words = id.rsplit("/", 1)[-1].replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or id


def load_facts(root: Path, options: Options, *, with_agents: bool) -> LoadedFacts:
    """The facts of `facts.yml` and, when asked for, those for agents alone."""
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    unread: set[str] = set()
    places = [("facts.yml", False)]
    if with_agents:
        places.append((f"{AGENTS}/{INTERNAL_FACTS}", True))
    for path, is_internal in places:
        if not (root / path).exists():
            continue
        text, found = read_text_file(root, path)
        problems += found
        if text is None:
            unread.add(ANY_FACT)
            continue
        read, broken = read_facts(text, path=path, options=options, is_internal=is_internal)
        problems += broken
        unread |= names_in(text, path=path) - read.keys() if broken else frozenset()
        for name, fact in read.items():
            if name in facts:
                problems.append(DUPLICATE_FACT.at(path, fact.line, f"the fact {name} stands in {facts[name].path} too"))
            else:
                facts[name] = fact
    return LoadedFacts(facts, tuple(problems), frozenset(unread))


def _load_notices(root: Path, options: Options) -> tuple[tuple[Notice, ...], tuple[Problem, ...]]:
    if not (root / NOTICES).exists():
        return (), ()
    text, problems = read_text_file(root, NOTICES)
    if text is None:
        return (), problems
    notices, found = read_notices(text, path=NOTICES, options=options)
    return notices, (*problems, *found)


def _collect(
    documents: list[Document], facts: LoadedFacts, notices: tuple[Notice, ...], assets: dict[str, str]
) -> tuple[Library, list[Problem]]:
    problems: list[Problem] = []
    by_address: dict[tuple[str, str], Document] = {}
    for document in sorted(documents, key=lambda document: (document.id, document.language, document.path)):
        key = (slug_of(document.id), document.language)
        if (other := by_address.get(key)) is not None:
            problems.append(TWO_FILES.at(document.path, 1, f"the same article as {other.path}"))
            continue
        by_address[key] = document
    chosen = {(document.id, document.language): document for document in by_address.values()}
    return Library(
        articles=MappingProxyType({key: one for key, one in chosen.items() if isinstance(one, Article)}),
        scripts=MappingProxyType({key: one for key, one in chosen.items() if isinstance(one, Script)}),
        notes=MappingProxyType({key: one for key, one in chosen.items() if isinstance(one, Note)}),
        facts=MappingProxyType(dict(sorted(facts.facts.items()))),
        notices=notices,
        assets=MappingProxyType(assets),
        unread_facts=facts.unread,
    ), problems

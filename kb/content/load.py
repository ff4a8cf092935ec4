"""A project folder → its `Library`, and every problem met on the way.

`load_project` reads `mkdocs.yml`; `load_library` reads the content. For the public edition neither
opens anything below `agents/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from kb.content.fact_texts import units_without_words
from kb.content.facts import DUPLICATE_FACT, names_in, read_facts
from kb.content.file_names import check_names, undeclared_hint
from kb.content.model import ANY_FACT, Article, Document, Fact, Library, Note, Notice, Script
from kb.content.notices import NOTICES, read_notices
from kb.content.parse import Parsed, SourceText, parse_sources
from kb.content.urls import parse_name, slug_of
from kb.project.folders import AGENTS
from kb.project.intake import PUBLISH_ALL, Intake
from kb.project.options import Options
from kb.source.files import FoundFile, find_files, is_markdown, read_text_file
from kb.source.problem import Problem, Rule, Severity, sort_problems

TWO_FILES = Rule(
    "KB109",
    "two-files",
    Severity.ERROR,
    what="Two files are the same article in the same language, or would have the same address.",
    why="One of them would silently replace the other.",
    example="docs/faq/returns.md and docs/faq/Returns.md",
    hint="rename or join one of the two",
)
UNDECLARED_LANGUAGE = Rule(
    "KB110",
    "undeclared-language",
    Severity.WARNING,
    what="A file's name carries a language that mkdocs.yml does not declare.",
    why="The file is in neither language: it becomes no page.",
    example="docs/faq/returns.de.md, where `languages` has no `de`",
    hint="add the language under `languages`, or rename the file",
)
RULES = (TWO_FILES, UNDECLARED_LANGUAGE)

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


def load_library(
    root: Path,
    options: Options,
    *,
    docs: str = "docs",
    intake: Intake = PUBLISH_ALL,
    with_agents: bool,
    parse: Callable[[Sequence[SourceText], Options], Sequence[Parsed]] = parse_sources,
) -> Loaded:
    """Everything below `docs` (and `agents/`, when asked for), facts and notices included.

    `intake` decides which files of `docs` are excluded and which are drafts. `parse` may take documents from a cache.
    """
    sources: list[SourceText] = []
    public, problems = find_docs(root, docs, intake)
    left_out = frozenset(file.name for file in public if intake.excludes(file.name))
    kept = [file for file in public if file.name not in left_out]
    public_files = {file.name: file.path for file in kept if not is_markdown(file.name)}
    assets = dict(public_files)
    problems += _names_of(kept, options, is_internal=False)
    for file in kept:
        if file.name not in public_files:
            problems += _load_source(root, file, False, options, sources)
    internal, found = find_files(root, AGENTS) if with_agents else ([], [])
    problems += found
    problems += _names_of(internal, options, is_internal=True)
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
    """Every file below `docs`, excluded ones too; hidden ones if a pattern may include them."""
    return find_files(root, docs, with_hidden=intake.asks_for_hidden)


def _names_of(files: Sequence[FoundFile], options: Options, *, is_internal: bool) -> Iterator[Problem]:
    """Slips in names of files but those that `_load_source` tells."""
    names = {file.name for file in files}
    pages, others = [], []
    for file in files:
        if not is_markdown(file.name):
            others.append(file)
            continue
        code = parse_name(file.name, is_internal=is_internal, options=options).undeclared
        if not code or file.name.replace(f".{code}.", ".") not in names:
            pages.append(file)
    yield from check_names(pages, others, options, is_internal=is_internal)


def _load_source(
    root: Path, file: FoundFile, is_internal: bool, options: Options, sources: list[SourceText]
) -> list[Problem]:
    name = parse_name(file.name, is_internal=is_internal, options=options)
    if name.undeclared and (root / file.path.replace(f".{name.undeclared}.", ".")).exists():
        hint = undeclared_hint(PurePosixPath(file.name).name, name.undeclared, options)
        return [UNDECLARED_LANGUAGE.at(file.path, 1, f"the language “{name.undeclared}” is not declared", hint)]
    text, problems = read_text_file(root, file.path)
    if text is not None:
        sources.append(SourceText(text, file.path, name))
    return list(problems)


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

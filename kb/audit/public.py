"""Everything that may stand in public bytes → what is thereby no leak.

Public sources are `docs/` without its drafts, `facts.yml`, `notices.yml`, the values of `mkdocs.yml`, the
shop's `overrides/`, and the words of the product and its theme. They are read raw and as pages read them.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import kb
from kb.audit.finders import numbers_of
from kb.audit.internal import FactsRead
from kb.audit.markdown_pieces import targets_in, without_markers
from kb.audit.marks import Key, Marks
from kb.audit.words import BREAK, RunFinder, WordReader
from kb.content.addresses import parse_name
from kb.content.fences import fences_in
from kb.content.front_matter import split_front_matter
from kb.content.project import CONFIG, Project
from kb.content.rendering import Renderer, plain_text
from kb.content.substitution import substitute
from kb.content.yaml_nodes import Node, parse_yaml

_PRODUCT = ("website", "search", "text", "desk", "audit")
_PRODUCT_TEXTS = (".html", ".js", ".mjs", ".css", ".svg", ".json", ".yml", ".xml", ".txt", ".webmanifest")

FEW = 100
"""Marks still unexplained, from which on roots are looked for now and then."""
ROOTS_EACH = 50
"""Texts after which."""
_STRAY_PREFIXES = (b"meng", b"meny", b"mem", b"men", b"peng", b"peny", b"pem", b"pen")
"""Malay: what may have swallowed a word's first letter, as `menukar` has that of `tukar`."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Marks that were found, and what public sources say to them."""

    leaked: frozenset[Key]
    """No public source has them."""
    by: Mapping[str, frozenset[Key]]
    """Public Markdown file → the marks that it explains."""
    otherwise: frozenset[str]
    """Those that also explained a mark in a way that a look at their words would not tell."""


def explain(
    hits: Mapping[Key, tuple[str, ...]], marks: Marks, project: Project, documents: Mapping[str, str], facts: FactsRead
) -> Explained:
    """Which of the marks found are public, and why.

    `hits` maps each mark to published files of which one has it; their own sources are asked first, and
    reading stops when every mark is explained. `documents` are the public Markdown files, path → text.
    """
    left = set(hits)
    vocabulary: set[bytes] = set()
    numbers = marks.only(left)
    by: dict[str, frozenset[Key]] = {}
    otherwise: set[str] = set()
    reader, finder = WordReader(), RunFinder(key for key in left if isinstance(key, tuple))
    for number, (path, text) in enumerate(_public_texts(hits, left, documents, project, facts)):
        data = text.encode("utf-8", "replace")
        words = reader.words(data)
        fresh = set(words) - vocabulary
        vocabulary |= fresh
        plain = left & (fresh | reader.compounds(data))
        runs = left.intersection(finder.find(words))
        runs |= left & numbers_of(numbers, data)
        left -= plain | runs
        if plain:
            by[path] = by.get(path, frozenset()) | plain
        if runs:
            otherwise.add(path)
        if len(left) <= FEW and not number % ROOTS_EACH:
            left -= _roots(left, marks, vocabulary)
        if not left:
            break
    return Explained(frozenset(left - _roots(left, marks, vocabulary)), by, frozenset(otherwise))


def _public_texts(
    hits: Mapping[Key, tuple[str, ...]],
    left: set[Key],
    documents: Mapping[str, str],
    project: Project,
    facts: FactsRead,
) -> Iterator[tuple[str, str]]:
    """(path, text) of everything public, the likeliest first; the path is empty for what is no article."""
    likely: set[str] = set()
    yield "", f"\n{BREAK}\n".join(_other_texts(project, facts))
    for paths in (_likely(hits, left, documents, project, likely), (path for path in documents if path not in likely)):
        for path in paths:
            yield path, f"\n{BREAK}\n".join(texts_of(path, documents[path], project, facts))
    for path in documents:
        for text in _data_blocks_as_shown(path, documents[path], project, facts):
            yield path, text


def _roots(left: set[Key], marks: Marks, vocabulary: set[bytes]) -> set[Key]:
    index = b" ".join(vocabulary)
    return {key for key in left if key in marks.words and _could_be_root(key, index)}


def _could_be_root(word: Key, index: bytes) -> bool:
    """Whether the search index could hold `word` as the root of a public word."""
    assert isinstance(word, bytes)
    return word in index or (word[:1] in b"kpst" and any(prefix + word[1:] in index for prefix in _STRAY_PREFIXES))


def _likely(
    hits: Mapping[Key, tuple[str, ...]], left: set[Key], documents: Mapping[str, str], project: Project, given: set[str]
) -> Iterator[str]:
    """The public documents whose pages have marks that are still unexplained, as `left` says at the time; they are
    noted in `given`."""
    for key, names in hits.items():
        if key in left:
            for path in (path for name in names for path in _sources_of(name, project)):
                if path in documents and path not in given:
                    given.add(path)
                    yield path


def _sources_of(name: str, project: Project) -> tuple[str, ...]:
    """The likeliest sources of a page: a guess that decides on order alone."""
    page = name.removesuffix("/index.html")
    language, _, rest = page.partition("/")
    if language in project.options.languages:
        return (f"{project.docs}/{rest}.{language}.md", f"{project.docs}/{rest}.md", f"{project.docs}/{page}.md")
    return (f"{project.docs}/{page}.md", f"{project.docs}/{page}.{project.options.default_language}.md")


def texts_of(path: str, text: str, project: Project, facts: FactsRead) -> Iterator[str]:
    """What a public Markdown file says: its name, its text as readers see it, and where its links lead."""
    name = path.removeprefix(f"{project.docs}/")
    yield name
    text = _filled(name, text, project, facts)
    yield without_markers(text)
    yield f"\n{BREAK}\n".join(targets_in(text))
    if "\\" in text:  # an escaped tab or quotation mark in YAML parts words as it is written, and not as it is read
        yield from _values_in(split_front_matter(text, path=path)[0].fields)


def _values_in(node: Node) -> Iterator[str]:
    for value in (*(node.entries or {}).values(), *(node.items or ())):
        yield from _values_in(value)
    if node.text:
        yield node.text


def _filled(name: str, text: str, project: Project, facts: FactsRead) -> str:
    if "{{" not in text:
        return text
    language = parse_name(name, is_internal=False, options=project.options).language
    return substitute(text, facts=facts.public[language], link=lambda _: None)


def _data_blocks_as_shown(path: str, text: str, project: Project, facts: FactsRead) -> Iterator[str]:
    """Trees and self-checks: their source has the names of steps between the words that readers see in a row.

    They come after the plain texts, because rendering takes longer than reading.
    """
    if "tree" in text or "quiz" in text:
        for fence in fences_in(_filled(path.removeprefix(f"{project.docs}/"), text, project, facts)):
            if fence.name in {"tree", "quiz"}:
                yield plain_text(Renderer().render(f"```{fence.name}\n{fence.text}\n```\n").html)


def _other_texts(project: Project, facts: FactsRead) -> Iterator[str]:
    for texts in facts.public.values():
        yield from texts.values()
    for path in ("facts.yml", "notices.yml"):
        if (file := project.root / path).is_file():
            yield file.read_text("utf-8-sig", "replace")
    yield from _config_texts(project)
    yield from _product_texts()
    yield from _texts_below(project.root / "overrides")


def _config_texts(project: Project) -> Iterator[str]:
    """The values of `mkdocs.yml`, apart from comments and from the names of teams."""

    def walk(node: Node, key: str) -> Iterator[str]:
        for name, value in (node.entries or {}).items():
            yield name
            yield from walk(value, name)
        for item in node.items or ():
            yield from walk(item, key)
        if node.text and key != "team":
            yield node.text

    root, _ = parse_yaml((project.root / CONFIG).read_text("utf-8-sig", "replace"), path=CONFIG)
    if root is not None:
        yield from walk(root, "")


def _product_texts() -> Iterator[str]:
    package = Path(kb.__file__).parent
    for stage in _PRODUCT:
        yield from _texts_below(package / stage)
    for name in ("material", "mkdocs"):
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            continue
        templates = Path(spec.origin).parent / "templates"
        for folder in (
            templates,
            templates / "partials",
            templates / "partials" / "languages",
            templates / "blocks",
            templates / "assets" / "javascripts",
        ):
            yield from (
                path.read_text("utf-8", "replace") for path in sorted(folder.glob("*")) if path.suffix in _PRODUCT_TEXTS
            )


def _texts_below(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(_PRODUCT_TEXTS):
                yield Path(place, name).read_text("utf-8", "replace")

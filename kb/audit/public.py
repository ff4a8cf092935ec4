"""Everything that may stand in public bytes → what is thereby no leak.

Public sources are `docs/` without its drafts, `facts.yml`, `notices.yml`, the values of `mkdocs.yml`, the
shop's `overrides/`, and the words of the product and its theme. They are read raw and as pages read them.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import kb
from kb.audit.internal import FactsRead
from kb.audit.markdown_pieces import targets_in, without_markers
from kb.audit.marks import Key, Marks
from kb.audit.words import BREAK, RunFinder, WordReader
from kb.content.addresses import parse_name
from kb.content.fences import fences_in
from kb.content.project import CONFIG, Project
from kb.content.rendering import Renderer, plain_text
from kb.content.substitution import substitute
from kb.content.yaml_nodes import Node, parse_yaml

_PRODUCT = ("website", "search", "text", "desk", "audit")
_PRODUCT_TEXTS = (".html", ".js", ".mjs", ".css", ".svg", ".json", ".yml", ".xml", ".txt", ".webmanifest")
_BATCH = 150_000
"""Characters folded at once: few calls, little memory."""


FEW = 100
"""Marks still unexplained, from which on roots are looked for after each batch."""
_STRAY_PREFIXES = (b"meng", b"meny", b"mem", b"men", b"peng", b"peny", b"pem", b"pen")
"""Malay: what may have swallowed a word's first letter, as `menukar` has that of `tukar`."""


def remove_public(
    hits: Mapping[Key, tuple[str, ...]], marks: Marks, project: Project, documents: Mapping[str, str], facts: FactsRead
) -> set[Key]:
    """Of the marks found, those that no public source has.

    `hits` maps each mark to published files of which one has it; their own sources are asked first, and
    reading stops when every mark is explained. `documents` are the public Markdown files, path → text.
    """
    left = set(hits)
    vocabulary: set[bytes] = set()
    likely: set[str] = set()
    texts = chain(
        _other_texts(project, facts),
        _document_texts(_likely(hits, left, documents, project, likely), documents, project, facts),
        _data_blocks_as_shown(_likely(hits, left, documents, project, set()), documents, project, facts),
        _document_texts((path for path in documents if path not in likely), documents, project, facts),
        _data_blocks_as_shown(documents, documents, project, facts),
    )
    reader = WordReader()
    finder = RunFinder(key for key in left if isinstance(key, tuple))
    for batch in _batches(texts):
        data = batch.encode("utf-8", "replace")
        words = reader.words(data)
        fresh = set(words) - vocabulary
        vocabulary |= fresh
        left -= fresh
        left -= {*reader.compounds(data), *finder.find(words)}
        if len(left) <= FEW:
            index = b" ".join(vocabulary)
            left -= {key for key in left if key in marks.words and _could_be_root(key, index)}
        if not left:
            return left
    index = b" ".join(vocabulary)
    return {key for key in left if key not in marks.words or not _could_be_root(key, index)}


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


def _batches(texts: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size > _BATCH:
            yield f"\n{BREAK}\n".join(held)
            held, size = [], 0
    yield f"\n{BREAK}\n".join(held)


def _document_texts(
    paths: Iterable[str], documents: Mapping[str, str], project: Project, facts: FactsRead
) -> Iterator[str]:
    for path in paths:
        text, name = documents[path], path.removeprefix(f"{project.docs}/")
        yield name
        if "{{" in text:
            language = parse_name(name, is_internal=False, options=project.options).language
            text = substitute(text, facts=facts.public[language], link=lambda _: None)
        yield without_markers(text)
        yield f"\n{BREAK}\n".join(targets_in(text))


def _data_blocks_as_shown(
    paths: Iterable[str], documents: Mapping[str, str], project: Project, facts: FactsRead
) -> Iterator[str]:
    """Trees and self-checks: their source has the names of steps between the words that readers see in a row.

    They come after the plain texts, because rendering takes longer than reading.
    """
    for path in paths:
        text = documents[path]
        if "tree" not in text and "quiz" not in text:
            continue
        if "{{" in text:
            name = path.removeprefix(f"{project.docs}/")
            language = parse_name(name, is_internal=False, options=project.options).language
            text = substitute(text, facts=facts.public[language], link=lambda _: None)
        for fence in fences_in(text):
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

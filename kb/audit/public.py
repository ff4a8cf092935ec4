"""Everything that may stand in public bytes → what is thereby no leak.

Public sources are `docs/` without its drafts, `facts.yml`, `notices.yml`, the values of `mkdocs.yml`, the
shop's `overrides/`, and the words of the product and its theme. They are read raw and as pages read them.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import kb
from kb.audit.internal import FactsRead
from kb.audit.markdown_pieces import without_markers
from kb.audit.words import BREAK, Run, compounds_in, fold_text, runs_of, split_words
from kb.content.addresses import parse_name
from kb.content.project import CONFIG, Project
from kb.content.substitution import substitute
from kb.content.yaml_nodes import Node, parse_yaml

_PRODUCT = ("website", "search", "text", "desk", "audit")
_PRODUCT_TEXTS = (".html", ".js", ".mjs", ".css", ".svg", ".json", ".yml", ".xml", ".txt", ".webmanifest")
_BATCH = 400_000
"""Characters folded at once: few calls, little memory."""


@dataclass
class Candidates:
    """Internal words, names and runs, less what public sources turn out to have."""

    words: set[bytes]
    compounds: set[bytes]
    runs: Mapping[int, set[Run]]
    """Length → runs of so many words."""
    vocabulary: set[bytes] = field(default_factory=set)
    """Every word of the public sources."""

    def subtract(self, text: str) -> None:
        """Take away what `text`, public, has."""
        folded = fold_text(text)
        words = split_words(folded)
        self.vocabulary.update(words)
        if self.compounds:
            self.compounds -= compounds_in(folded)
        for length, runs in self.runs.items():
            if runs:
                runs.difference_update(runs_of(words, length))


def subtract_public(candidates: Candidates, project: Project, documents: Mapping[str, str], facts: FactsRead) -> None:
    """Take away all that public sources have; `documents` are the public Markdown files, path → text."""
    for batch in _batches(_public_texts(project, documents, facts)):
        candidates.subtract(batch)
    candidates.words -= candidates.vocabulary


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


def _public_texts(project: Project, documents: Mapping[str, str], facts: FactsRead) -> Iterator[str]:
    for path, text in documents.items():
        name = path.removeprefix(f"{project.docs}/")
        yield name
        if "{{" in text:
            language = parse_name(name, is_internal=False, options=project.options).language
            text = substitute(text, facts=facts.public[language], link=lambda _: None)
        yield text
        if (shown := without_markers(text)) != text:
            yield shown
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
        for folder in (templates, templates / "partials", templates / "partials" / "languages", templates / "blocks",
                       templates / "assets" / "javascripts"):
            yield from (path.read_text("utf-8", "replace") for path in sorted(folder.glob("*"))
                        if path.suffix in _PRODUCT_TEXTS)


def _texts_below(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(_PRODUCT_TEXTS):
                yield Path(place, name).read_text("utf-8", "replace")

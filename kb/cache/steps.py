"""The slow parts of inspecting an edition, each done once for each text: parsing, rendering, counting, literals.

What an earlier build kept is taken from the store; the rest is spread over forked processes and kept. A key
names everything the result was made from: the text, the settings, and the code, as a hash of our own source.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from io import StringIO
from pathlib import Path
from typing import Any

from kb.cache.pool import parallel_map
from kb.cache.progress import Progress
from kb.cache.store import Store, key_of
from kb.checks.each_document import EachDocument, Judge
from kb.content.model import Document
from kb.content.parse import Parsed, SourceText, parse_sources
from kb.content.serialize import document_from_plain, document_to_plain, problem_from_plain, problem_to_plain
from kb.markdown.html_places import HtmlPlace
from kb.markdown.passages import Passage
from kb.markdown.rendering import Rendered, Renderer, Renderings, is_pure
from kb.project.options import Options
from kb.project.project import Project
from kb.project.python_names import as_text
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import count_for
from kb.search.indexing.term_frequencies import COUNTING, TermCounts
from kb.search.indexing.weights import WEIGHTS
from kb.source.package import PACKAGE
from kb.source.problem import Problem
from kb.source.walk import walk_files
from kb.text.languages import Language

_LIBRARIES = ("Markdown", "pymdown-extensions", "PyYAML", "Babel", "Pygments", "snowballstemmer")


@cache
def files_version(root: Path) -> str:
    """A hash of every file of ours below `root`, by name and content: on another machine the times are others."""
    digest = hashlib.blake2b(digest_size=16)
    for name, entry in walk_files(root, skip={"__pycache__"}):
        with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123 - a thousand files
            data = file.read()
        digest.update(f"{len(name)} {len(data)} {name}".encode())
        digest.update(data)
    return digest.hexdigest()


@cache
def code_version() -> str:
    """A hash of the code that makes what is kept: all of ours, and the versions of the libraries it uses."""
    parts = [files_version(PACKAGE)]
    for name in _LIBRARIES:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(name)
    return key_of(*parts)


def cached_map(
    store: Store,
    namespace: str,
    items: Sequence[Any],
    keys: Sequence[str],
    make: Callable[[Sequence[Any]], Sequence[Any]],
    tell: Callable[[int], None] = lambda count: None,
) -> list[Any]:
    """Plain values for `items`: those kept under `keys`, and the others made by `make` and kept."""
    step_cache = store.get_many(namespace, keys)
    missing = {key: item for item, key in zip(items, keys, strict=True) if key not in step_cache}
    if missing:
        tell(len(missing))
        made = dict(zip(missing, parallel_map(make, list(missing.values())), strict=True))
        store.put_many(namespace, made)
        step_cache.update(made)
    return [step_cache[key] for key in keys]


class StepCache:
    """Everything kept for one edition of one project."""

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress or Progress("", has_bar=False, stream=StringIO())
        self.parse_keys: dict[str, str] = {}
        """Path → key in the store of every document that was parsed or taken from there."""

    def _telling(self, stage: str, things: str) -> Callable[[int], None]:
        return lambda count: self.progress.tell(stage, count, things)

    def parse(self, sources: Sequence[SourceText], options: Options) -> list[Parsed]:
        """As `parse_sources`, from the store where it can be."""
        settings = key_of(code_version(), repr(options.variants), "parse-1")
        keys = [
            key_of(settings, one.path, one.name.id, one.name.language, one.name.kind.value, one.text) for one in sources
        ]
        self.parse_keys.update(zip((one.path for one in sources), keys, strict=True))

        def make(part: Sequence[SourceText]) -> list[Any]:
            return [
                [document_to_plain(document), [problem_to_plain(one) for one in problems]]
                for document, problems in parse_sources(part, options)
            ]

        plain = cached_map(self.store, "document", sources, keys, make, self._telling("parsing", "files"))
        return [
            (document_from_plain(document), [problem_from_plain(one) for one in problems])
            for document, problems in plain
        ]

    def renderings(self, project: Project, wanted: Sequence[tuple[str, Mapping[str, str]]]) -> Renderings:
        """Renderings in which every text of `wanted`, each with its interface words, is already made."""
        renderer = _LazyRenderer(project)
        renderings = Renderings(renderer)
        settings = key_of(code_version(), repr(project.extensions), as_text(project.extension_configs), "render-4")
        words_keys = {
            number: key_of(settings, _plain(words)) for number, words in {id(one): one for _, one in wanted}.items()
        }
        named = {key_of(words_keys[id(words)], text): (text, words) for text, words in wanted}

        def make(part: Sequence[tuple[str, Mapping[str, str]]]) -> list[Any]:
            return [_rendered_to_plain(renderer.render(text, words=words)) for text, words in part]

        if is_pure(project.extensions):
            plain = cached_map(
                self.store, "rendered", list(named.values()), list(named), make, self._telling("rendering", "texts")
            )
        else:
            plain = parallel_map(make, list(named.values()))
        for (text, words), value in zip(named.values(), plain, strict=True):
            renderings.keep(text, words, _rendered_from_plain(value))
        return renderings

    def kept(self, namespace: str, key: str, make: Callable[[], Any]) -> Any:
        """What an earlier build kept under `key`, else what `make` gives, plain data, from now on kept."""
        found = self.store.get_many(namespace, [key])
        if key not in found:
            found[key] = make()
            self.store.put_many(namespace, found)
        return found[key]

    def check_each(self, checks: Sequence[EachDocument], documents: Sequence[Document]) -> list[Problem]:
        """As `kb.checks.each_document.check_each`, from the store where it can be."""
        found: list[Problem] = []
        sources = [key_of(self.parse_keys.get(one.path) or repr(one), one.id, one.facts_key) for one in documents]
        for check in checks:
            settings = key_of(code_version(), check.name, check.depends_on)
            begin = cache(check.begin)  # most builds judge one text or none

            def make(part: Sequence[Document], begin: Callable[[], Judge] = begin) -> list[Any]:
                judge = begin()
                return [[problem_to_plain(problem) for problem in judge(one)] for one in part]

            keys = [key_of(settings, of, check.reads(one)) for of, one in zip(sources, documents, strict=True)]
            plain = cached_map(self.store, "checked", documents, keys, make, self._telling("checking", "texts"))
            found += [problem_from_plain(one) for problems in plain for one in problems]
        return found

    def counts(
        self, documents: Sequence[SearchDocument], hashes: Sequence[str], language: Language
    ) -> dict[str, TermCounts]:
        """The term counts of `documents`, by id; each is read in its own language, else in `language`.

        `hashes` are theirs, in the same order.
        """

        def make(part: Sequence[SearchDocument]) -> list[Any]:
            return [counts_to_plain(count_for(one, language)) for one in part]

        keys = _count_keys(hashes, language)
        found = cached_map(self.store, "counts", documents, keys, make, self._telling("indexing", "texts"))
        return {one.id: TermCounts(*plain) for one, plain in zip(documents, found, strict=True)}

    def known_counts(
        self, documents: Sequence[SearchDocument], hashes: Sequence[str], language: Language
    ) -> dict[str, bytes]:
        """Those of `counts` that an earlier build kept, packed: unpacked they are a hundred megabytes at 3,000."""
        keys = _count_keys(hashes, language)
        found = self.store.get_packed("counts", keys)
        return {one.id: found[key] for one, key in zip(documents, keys, strict=True) if key in found}

    def counts_kept(self, hashes: Sequence[str], language: Language) -> dict[str, TermCounts]:
        """Hash of document → those of its counts that an earlier build kept."""
        keys = _count_keys(hashes, language)
        found = self.store.get_many("counts", keys)
        return {hash: TermCounts(*found[key]) for hash, key in zip(hashes, keys, strict=True) if key in found}

    def keep_counts(self, counts: Mapping[str, bytes], language: Language) -> None:
        """Keep counts, made and packed elsewhere, by the hashes of their documents."""
        keys = _count_keys(list(counts), language)
        self.store.put_packed("counts", dict(zip(keys, counts.values(), strict=True)))


def _count_keys(hashes: Sequence[str], language: Language) -> list[str]:
    settings = key_of(code_version(), language.code, COUNTING, repr(WEIGHTS))
    return [key_of(settings, one) for one in hashes]


def counts_to_plain(counts: TermCounts) -> list[Any]:
    """What the store can keep; `TermCounts(*plain)` gives it back."""
    return [counts.lengths, dict(counts.terms)]


class _LazyRenderer(Renderer):
    """A renderer that is set up when the first text needs it: most builds render one text or none."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._is_ready = False

    def render(self, text: str, *, words: Mapping[str, str] | None = None) -> Rendered:
        if not self._is_ready:
            super().__init__(self._project.extensions, self._project.extension_configs)
            self._is_ready = True
        return super().render(text, words=words)


def _plain(value: Any) -> str:
    return json.dumps(value, default=lambda one: dict(one) if isinstance(one, Mapping) else repr(one), sort_keys=True)


def _rendered_to_plain(rendered: Rendered) -> list[Any]:
    return [
        rendered.html,
        list(rendered.toc_tokens),
        [[one.anchor, one.heading, one.text] for one in rendered.passages],
        rendered.has_open_comment,
        [[one.start, one.end, one.use, one.element, one.attribute, one.quote, one.lacks] for one in rendered.places],
        rendered.is_cut,
        rendered.may_hold_code,
    ]


def _rendered_from_plain(plain: list[Any]) -> Rendered:
    content, tokens, passages, has_open_comment, places, is_cut, may_hold_code = plain
    return Rendered(
        content,
        tuple(tokens),
        tuple(Passage(*one) for one in passages),
        has_open_comment,
        tuple(HtmlPlace(*one) for one in places),
        is_cut,
        may_hold_code,
    )

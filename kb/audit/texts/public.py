"""Everything that may stand in public bytes → what is thereby no leak.

Public is what the public sources alone give: `docs/` without its drafts, public facts, notices, settings that pages
show, the templates that the shop uses, and the words of the product and its theme.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from kb.audit.matching.folding import BREAK, Run, RunMatcher, WordReader, runs_of
from kb.audit.matching.matchers import numbers_of
from kb.audit.matching.signatures import Key, Signatures
from kb.audit.texts.articles import blocks_of, texts_of
from kb.audit.texts.internal import FactsRead
from kb.audit.texts.settings_texts import settings_texts
from kb.audit.texts.theme_texts import code_names, product_texts, used_templates
from kb.content.urls import parse_name
from kb.project.project import Project

HOLDERS = 2
"""Documents that are noted for each word: one may lose it, and the other still excuses it."""
PRODUCT, SETTINGS = "<product>", "<settings>"
"""What is no article, where paths stand."""
ENOUGH = "<enough>"
"""Stands where all has been read that roots of words may need."""
_MEASURE = re.compile(rb"([0-9]+)[ \xc2\xa0]{0,2}(?:x|X|\*|\xc3\x97)[ \xc2\xa0]{0,2}([0-9]+)")
"""“40 × 60”, “40*60”: one word of the search index, 40x60, as `kb.text.tokenizer` reads it."""
_STRAY_PREFIXES = (b"meng", b"meny", b"mem", b"men", b"peng", b"peny", b"pem", b"pen")
"""Malay: what may have swallowed a word's first letter, as `menukar` has that of `tukar`."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Signatures that were found, and what public sources say to them."""

    leaked: frozenset[Key]
    """No public source has them."""
    by: Mapping[str, frozenset[Key]]
    """Public Markdown file → the signatures that it explains: words that at most one file before it has, and all its
    runs."""
    otherwise: frozenset[str]
    """Public files that explained a signature otherwise than by their own words, which then cannot tell it again."""


def explain(
    hits: Mapping[Key, tuple[str, ...]],
    signatures: Signatures,
    project: Project,
    documents: Mapping[str, str],
    facts: FactsRead,
    assets: Mapping[str, str],
) -> Explained:
    """Which of the signatures found are public, and why.

    `hits` maps each signature to published files of which one has it; reading stops when every signature is
    explained. `documents` are the public Markdown files, path → text; `assets` the other public files, path in the
    site → path. Of these only their names are public words.
    """
    left = set(hits)
    held = Counter[Key]()
    vocabulary: dict[bytes, str] = {}
    wanted = signatures.only(left)
    by: dict[str, frozenset[Key]] = {}
    roots: set[Key] = set()
    entangled: set[str] = set()
    reader, matcher = WordReader(), RunMatcher(key for key in left if isinstance(key, tuple))
    said: dict[str, list[bytes]] = {}
    texts = _public_texts(hits, left, signatures, said, documents, project, facts, assets)
    for path, text, is_rendered in texts:
        if path == ENOUGH:
            roots |= (found := _roots(left, signatures, vocabulary))
            left -= found
        else:
            data = text.encode("utf-8", "replace")
            words, names = _product_words() if path == PRODUCT else (reader.words(data), set[bytes]())
            if path != PRODUCT and wanted.compounds:
                names = reader.compounds(data)
            said[path] = words
            words_in_index = {b"x".join(sides) for sides in _MEASURE.findall(data)}
            fresh = words_in_index.union(words).difference(vocabulary)  # not `- keys()`, which walks it all each time
            vocabulary.update(dict.fromkeys(fresh, path))
            found = (hits.keys() & names.union(words, words_in_index)) | numbers_of(wanted, data) | matcher.find(words)
            is_new = not left.isdisjoint(found)
            left -= found
            if is_new and is_rendered:
                entangled.add(path)
            elif path == PRODUCT:
                held.update(dict.fromkeys(found, HOLDERS))  # which no edit takes away
            elif not is_rendered:
                by[path] = frozenset(key for key in found if isinstance(key, tuple) or held[key] < HOLDERS)
                held.update(by[path])
        if not left:
            break
    roots |= (found := _roots(left, signatures, vocabulary))
    return Explained(frozenset(left - found), by, frozenset({*_sources_of_roots(roots, vocabulary), *entangled}))


def _public_texts(
    hits: Mapping[Key, tuple[str, ...]],
    left: set[Key],
    signatures: Signatures,
    said: Mapping[str, Sequence[bytes]],
    documents: Mapping[str, str],
    project: Project,
    facts: FactsRead,
    assets: Mapping[str, str],
) -> Iterator[tuple[str, str, bool]]:
    """(path, text, whether it was rendered) of everything public, the likeliest first; what is no article has a name in
    place of a path. Articles are read quickly at first; where that explains too little, trees and self-checks are read
    in the order of their pages; and only if that is not enough either are articles rendered."""
    yield PRODUCT, _product_text(), False
    yield SETTINGS, f"\n{BREAK}\n".join(_other_texts(project, facts)), False
    yield from ((path, name, False) for name, path in assets.items())
    given: set[str] = set()
    for path in chain(_likely(left, signatures, documents), ("",), documents, ("",)):
        if not path:
            yield ENOUGH, "", False
        elif path not in given:
            given.add(path)
            yield path, f"\n{BREAK}\n".join(texts_of(path, documents[path], project, facts)), False
    shown = [path for path in documents if is_shown(path, project)]
    near = _nearest(shown, said, [key for key in left if isinstance(key, tuple)])
    near.sort(key=lambda path: "```" not in documents[path])  # what is drawn from code is read least well
    for path in near:
        if "```" in documents[path]:
            yield path, f"\n{BREAK}\n".join(blocks_of(path, documents[path], project, facts)), True
    from kb.audit.texts.rendered import render_public

    likely = [
        path for path in dict.fromkeys(chain(near, _published_with(hits, left, documents, project))) if path in shown
    ]
    for paths in (near, likely[len(near) :], [path for path in shown if path not in set(likely)]):
        if paths:
            yield from ((path, text, True) for path, text in render_public(project, paths))


def _nearest(paths: Iterable[str], said: Mapping[str, Sequence[bytes]], runs: Sequence[Run]) -> list[str]:
    """Of `paths` those that have all the words of one of `runs`, at first those with the most of them in a row."""
    longest: dict[str, int] = {}
    for path in paths:
        words = set(said[path])
        if found := [run for run in runs if words.issuperset(run)]:
            longest[path] = max(_longest_in(said[path], run) for run in found)
    return sorted(longest, key=lambda path: -longest[path])


def _longest_in(words: Sequence[bytes], run: Run) -> int:
    """How many words of `run` stand in `words` in a row."""
    parts = range(len(run), 1, -1)
    return next((size for size in parts if not set(runs_of(run, size)).isdisjoint(runs_of(words, size))), 1)


def _roots(left: set[Key], signatures: Signatures, vocabulary: Iterable[bytes]) -> set[Key]:
    index = b" ".join(vocabulary)
    return {key for key in left if key in signatures.words and _could_be_root(key, index)}


def _could_be_root(word: Key, index: bytes) -> bool:
    """Whether the search index could hold `word` as the root of a public word."""
    return any(form in index for form in _forms(word))


def _forms(root: Key) -> Iterator[bytes]:
    """What a word with this root may have in it."""
    assert isinstance(root, bytes)
    yield root
    if root[:1] in b"kpst":
        yield from (prefix + root[1:] for prefix in _STRAY_PREFIXES)


def _sources_of_roots(roots: Iterable[Key], vocabulary: Mapping[bytes, str]) -> Iterator[str]:
    """For each root a file with a word that may have it; `vocabulary` maps words to files."""
    index = b" " + b" ".join(vocabulary) + b" "
    for root in roots:
        place = next(place for form in _forms(root) if (place := index.find(form)) >= 0)
        yield vocabulary[index[index.rindex(b" ", 0, place) + 1 : index.index(b" ", place)]]


def _likely(left: set[Key], signatures: Signatures, documents: Mapping[str, str]) -> Iterator[str]:
    """The public documents that have, as they are written, signatures that are still unexplained, as `left` says at
    the time; then those with words of which these may be roots. It is a guess that decides on order alone."""
    reader, matcher = WordReader(), RunMatcher(key for key in left if isinstance(key, tuple))
    wanted = signatures.only(left)
    vocabulary: dict[bytes, str] = {}
    for path, text in documents.items():
        data = text.encode("utf-8", "replace")
        words = reader.words(data)
        vocabulary.update(dict.fromkeys(words, path))
        names = set() if left.isdisjoint(wanted.compounds) else reader.compounds(data)
        if not left.isdisjoint(chain(words, names, matcher.find(words), numbers_of(wanted, data))):
            yield path
    yield from _sources_of_roots(_roots(left, signatures, vocabulary), vocabulary)


def _published_with(
    hits: Mapping[Key, tuple[str, ...]], left: set[Key], documents: Mapping[str, str], project: Project
) -> Iterator[str]:
    """The public documents whose pages have signatures that are still unexplained, as `left` says at the time."""
    given: set[str] = set()
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


def is_shown(path: str, project: Project) -> bool:
    """Whether a public Markdown file becomes a page: its language is one of the shop's."""
    return not parse_name(path.removeprefix(f"{project.docs}/"), is_internal=False, options=project.options).undeclared


@cache
def _product_text() -> str:
    return f"\n{BREAK}\n".join(product_texts())


@cache
def _product_words() -> tuple[list[bytes], set[bytes]]:
    """The words and the names of the product and its theme, which no shop changes: read once in a process."""
    reader, data = WordReader(), _product_text().encode("utf-8", "replace")
    return reader.words(data), reader.compounds(data)


def _other_texts(project: Project, facts: FactsRead) -> Iterator[str]:
    yield from _shop_texts(project, facts, used_templates(project))
    docs, intake = project.root / project.docs, project.intake
    names = (path.relative_to(docs).as_posix() for path in docs.rglob("*"))
    yield from code_names(project, (docs / name for name in names if not intake.excludes(name) | intake.is_draft(name)))


def _shop_texts(project: Project, facts: FactsRead, templates: Mapping[str, str]) -> Iterator[str]:
    yield from templates.values()
    yield from settings_texts(project, facts, "\n".join(templates.values()))


def other_texts(project: Project, facts: FactsRead, templates: Mapping[str, str]) -> Iterator[str]:
    """What is public and stands in no article, but for names in code; `templates` are the shop's own."""
    yield from _shop_texts(project, facts, templates)
    yield _product_text()

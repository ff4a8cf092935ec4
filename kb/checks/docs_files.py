"""Files in `docs/` that nobody meant for readers: a price list, a backup, an export of the till.

Pictures, fonts, styles, scripts, sounds and films are meant by what they are, a few names by what hosts and programs
look for; any other file is meant where a public page links it, or the shop lists it in `publish_files`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import PurePosixPath

from kb.content.file_names import markdown_name
from kb.content.links import LinkResolver
from kb.content.model import Document, Library
from kb.editions.selection import Edition
from kb.markdown.rendering import Rendered, Renderings
from kb.project.intake import idle_patterns, matches
from kb.project.options import Options
from kb.project.project import CONFIG
from kb.source.problem import Problem, Rule, Severity

UNMEANT = Rule(
    "KB123",
    "unmeant-file",
    Severity.ERROR,
    what="A file in `docs/` that is no page, picture, font, style or script, and that no public page links.",
    why="Everything in `docs/` is published: a price list or a backup that somebody left there would be, too.",
    example="docs/supplier-prices.xlsx",
    hint="move it out of docs/, name it under exclude_docs, link it from a page, or list it in `publish_files`",
)
IDLE_PATTERN = Rule(
    "KB124",
    "idle-pattern",
    Severity.WARNING,
    what="A pattern in `publish_files` that no file matches.",
    why="The file is missing, or the pattern has a slip in it.",
    example='publish_files: ["/catalog.xlsx"]   # the file is catalogue.xlsx',
    hint="correct the pattern, or delete it",
)
RULES = (UNMEANT, IDLE_PATTERN)

MEANT = frozenset(
    [
        *("png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "apng", "ico"),
        *("woff", "woff2", "ttf", "otf", "eot"),
        *("css", "js", "mjs"),
        *("mp4", "m4v", "webm", "ogv", "mov", "mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac"),
    ]
)
"""What a file ends with that a site is made of: what browsers show, play or run (MDN, media types, 2026)."""
WELL_KNOWN = re.compile(
    r"robots\.txt|CNAME|_headers|_redirects|(app-)?ads\.txt|humans\.txt|security\.txt|llms(-full)?\.txt"
    r"|browserconfig\.xml|site\.webmanifest|manifest\.(json|webmanifest)|\.well-known/.+"
    r"|google[0-9a-f]{16}\.html|yandex_[0-9a-f]{16}\.html|BingSiteAuth\.xml|pinterest-[0-9a-f]{5}\.html"
)
"""Names at the top of `docs/` that hosts, browsers and search engines ask for."""


@dataclass(frozen=True)
class DocsFiles:
    """What was found of the files in `docs/`."""

    problems: tuple[Problem, ...]
    held: Mapping[str, str]
    """Path within the site → why the file is not published, for each of those that are not."""


Mentioned = Callable[[Set[str]], Set[str]]
"""Names of files → those that settings, styles or the shop's templates name."""


def check_docs_files(
    library: Library,
    edition: Edition,
    renderings: Renderings,
    words: Mapping[str, Mapping[str, str]],
    *,
    docs: str,
    site_url: str,
    mentioned: Mentioned,
) -> DocsFiles:
    """Which files of `docs/` must not be published, and what is wrong with the list of those that may.

    `words` are the interface words by language. `mentioned` is asked only if a file is in doubt.
    """
    listed = edition.options.publish_patterns
    files = {name: path for name, path in library.public_files.items() if path not in library.draft_paths}
    doubtful = {name for name in files if not is_meant(name) and not matches(listed, name)}
    drafts = [one for one in library.articles.values() if one.is_draft and not one.is_internal]
    problems = [*_idle(edition.options, library)]
    if not doubtful and not drafts:
        return DocsFiles(tuple(problems), {})
    resolver = LinkResolver((), library.public_files, edition.options, docs=docs, site_url=site_url)

    def linked_by(documents: Iterable[Document]) -> dict[str, str]:
        """Name of a file → a document that links it."""
        found: dict[str, str] = {}
        for one in documents:
            rendered = renderings.of(one.body, words[one.language])
            found |= dict.fromkeys(_files_in(rendered, one, resolver), one.path)
        return found

    of_drafts = linked_by(drafts)
    shown = [
        page.document
        for page in (*edition.pages.values(), *edition.versions.values())
        if not page.is_fallback and not page.document.is_draft
    ]
    public = linked_by(one for one in shown if not one.is_internal)
    internal = linked_by((*(one for one in shown if one.is_internal), *edition.notes.values()))
    meant = public.keys() | mentioned((doubtful | of_drafts.keys()) - public.keys())
    held = {}
    for name in sorted(doubtful - meant):
        held[name] = UNMEANT.name
        problems.append(_unmeant(files[name], name, docs, draft=of_drafts.get(name, ""), note=internal.get(name, "")))
    for name in of_drafts.keys() - meant - internal.keys() - held.keys():
        if not matches(listed, name):
            held[name] = "draft: true"
    return DocsFiles(tuple(problems), held)


def is_meant(name: str) -> bool:
    """Whether a file below `docs/` is meant for readers by its name alone."""
    return name.rpartition(".")[2].lower() in MEANT or WELL_KNOWN.fullmatch(name) is not None


def _files_in(rendered: Rendered, document: Document, resolver: LinkResolver) -> Iterator[str]:
    """The files of the site that the text of `document` names, by path or by the site's own address."""
    links = (resolver.resolve(value, document) for place, value in rendered.placed() if place.is_address)
    return (link.asset for link in links if link.kind == "asset")


def _unmeant(path: str, name: str, docs: str, *, draft: str, note: str) -> Problem:
    if draft:
        hint = f"name it under draft_docs (/{name}) until {draft} is published, or move it out of {docs}/"
        return UNMEANT.at(path, 1, f"only a draft links this file: {draft}", hint)
    if note:
        hint = "move it to agents/ and link it there, or link it from a public page"
        return UNMEANT.at(path, 1, f"only agents' pages link this file: {note}", hint)
    if meant := markdown_name(PurePosixPath(name).name):
        hint = f"call it {meant} to make it a page, or move it out of {docs}/"
        return UNMEANT.at(path, 1, "the file is no Markdown by its name, and no public page links it", hint)
    hint = (
        f"move it out of {docs}/, name it under exclude_docs (/{name}), link it from a page, "
        f'or list it: publish_files: ["/{name}"]'
    )
    return UNMEANT.at(path, 1, "no public page links this file, and it is no picture, font, style or script", hint)


def _idle(options: Options, library: Library) -> Iterator[Problem]:
    # A file allowed by its hash may come from the theme folder.
    patterns = [one.pattern for one in options.publish_files if not one.sha256]
    for pattern in idle_patterns(patterns, library.public_files):
        line = options.lines.get("publish_files", 1)
        yield IDLE_PATTERN.at(CONFIG, line, f"publish_files: no file in docs/ matches “{pattern}”")

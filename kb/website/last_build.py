"""What a whole build leaves for the next one: all that tells whether, and where, anything changed since.

It lets a build after one edit leave alone what it would otherwise read, judge and write again. Nothing in it is
trusted: a file is the one that was read, or written, only while its size, times and inode are those recorded.
"""

# ruff: noqa: PTH116 - thousands of files
from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kb.content.keeping import problem_from_plain, problem_to_plain
from kb.content.model import Article, Document, Kind, Library
from kb.content.package import PACKAGE
from kb.content.problem import Problem
from kb.content.project import CONFIG, Project
from kb.content.rendering import is_pure
from kb.editions.selection import Edition, Page
from kb.website.kept import files_version
from kb.website.store import Store, key_of

if TYPE_CHECKING:
    from datetime import date

    from kb.website.inspection import Inspected
    from kb.website.staging import Rendering

FORMAT = 2
SORT = "last-build"
SINGLE_FILES = (CONFIG, "facts.yml", "notices.yml")
_ELSEWHERE = re.compile(rb"!ENV|^INHERIT\b", re.MULTILINE)
"""Settings that come from elsewhere than `mkdocs.yml`."""
_SWAP = re.compile(r"\.#|\..*\.sw.$")
"""What editors put beside a file while it is open."""
_SEES_THE_TEXT = re.compile(r"\bpage\b|\btoc\b")
"""A shop's template that may show the text of a page a second time."""

Stat = tuple[int, int, int, int]
"""Size, time of change, time of change of the entry (both in nanoseconds), inode."""


@dataclass(frozen=True)
class LastBuild:
    """One edition as it was last built into one folder."""

    made_by: str
    """Hash of the code, the libraries and the interpreter."""
    today: str
    started: int
    """When its files were listed, in nanoseconds since 1970."""
    tops: list[str]
    """The folders that were listed."""
    inputs: dict[str, list[int]]
    """Every file it was made from, by path → `Stat`."""
    documents: list[list[str]]
    """Path, id, language, kind, title, hash of the words, the source's hash that it translates, key in the store."""
    pages: list[list[str]]
    """Id, language, address, language of the document."""
    fact_texts: dict[str, dict[str, str]]
    assets: dict[str, str]
    picture_sizes: dict[str, list[int]]
    problems: list[Any]
    site: dict[str, list[int]]
    """Every file it wrote, by name → inode, size, time of change."""
    search: dict[str, Any]
    """Language → what patching its index must know (`search_edits.state_of`)."""

    def found(self) -> tuple[Problem, ...]:
        """The problems that were told."""
        return tuple(problem_from_plain(one) for one in self.problems)


def made_by() -> str:
    """A hash of everything but the project that a site depends on."""
    installed = find_spec("mkdocs")
    folder = Path(installed.origin).parent.parent if installed and installed.origin else PACKAGE
    environment = os.environ.get("SOURCE_DATE_EPOCH", "")
    # Installing, updating or removing a library changes the time of the folder that holds them all.
    return key_of(str(FORMAT), files_version(PACKAGE), str(os.stat(folder).st_mtime_ns), sys.version, environment)


@dataclass(frozen=True)
class Listing:
    """The files that a build reads, as they were before it read them."""

    at: int
    """Nanoseconds since 1970: before the first was looked at."""
    tops: tuple[str, ...]
    """The folders that were listed, below the project."""
    stats: Mapping[str, list[int]]
    """By path → `Stat`; nothing for a file that is not there."""


def list_inputs(root: Path, tops: Sequence[str], *, at: int = 0) -> Listing:
    """Every file below `tops`, and those beside `mkdocs.yml` that are read."""
    found: dict[str, list[int]] = {}
    at = at or time.time_ns()
    for top in tops:
        _add_stats(f"{root}/{top}", top, found)
    for name in SINGLE_FILES:
        path = root / name
        found[name] = list(_stat(os.stat(path))) if path.exists() else []
    return Listing(at, tuple(tops), found)


def _add_stats(folder: str, name: str, found: dict[str, list[int]]) -> None:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            _add_stats(entry.path, f"{name}/{entry.name}", found)
        elif not _SWAP.match(entry.name):
            try:
                found[f"{name}/{entry.name}"] = list(_stat(os.stat(entry.path)))
            except OSError:  # a link that leads nowhere
                found[f"{name}/{entry.name}"] = []


def _stat(one: os.stat_result) -> Stat:
    return one.st_size, one.st_mtime_ns, one.st_ctime_ns, one.st_ino


def stat_of(path: Path) -> list[int]:
    """The entry of one file in `LastBuild.site`."""
    stat = os.stat(path)
    return [stat.st_ino, stat.st_size, stat.st_mtime_ns]


def stats_of_site(folder: str | Path) -> dict[str, list[int]]:
    """Every file below `folder`: name → inode, size, time of change."""
    found: dict[str, list[int]] = {}
    waiting = [(str(folder), "")]
    while waiting:
        place, before = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{before}{entry.name}/"))
                else:
                    stat = entry.stat(follow_symlinks=False)
                    found[before + entry.name] = [stat.st_ino, stat.st_size, stat.st_mtime_ns]
    return found


def measure(site: Mapping[str, list[int]]) -> tuple[int, int]:
    """How many pages are among the files of `stats_of_site`, and the bytes of all."""
    pages = sum(name.rpartition("/")[2] == "index.html" for name in site)
    return pages, sum(size for _, size, _ in site.values())


def remember_build(
    inspected: Inspected, site: dict[str, list[int]], live: Path, *, rendering: Rendering, today: date
) -> None:
    """Keep what the next build into `live` must know of the one that just wrote the files `site`.

    Nothing is kept where a site may depend on more than its listed files, or a template of the shop's own may show
    a page's text a second time.
    """
    kept, listing, edition = inspected.kept, inspected.listing, inspected.edition
    if rendering.driven is None or kept is None or listing is None or not is_pure(inspected.project.extensions):
        return
    root = inspected.project.root
    overrides = os.path.relpath(rendering.overrides, root) if rendering.overrides else ""
    if overrides.startswith("..") or _ELSEWHERE.search((root / CONFIG).read_bytes()):
        return
    if overrides and any(_SEES_THE_TEXT.search(_text_of(path)) for path in Path(rendering.overrides).rglob("*.html")):
        return
    more = list_inputs(root, (overrides,), at=listing.at) if overrides else listing
    before = load_last_build(kept.store, edition.name, live)
    documents, keys = inspected.library.documents(), kept.parse_keys
    titles = {one.document.path: one.document.title for one in edition.pages.values()}
    last = LastBuild(
        made_by=made_by(),
        today=today.isoformat(),
        started=listing.at,
        tops=[*listing.tops, overrides] if overrides else list(listing.tops),
        inputs={**more.stats, **listing.stats},
        documents=[_row_of(one, titles.get(one.path, one.title), keys.get(one.path, "")) for one in documents],
        pages=[[page.id, page.language, page.url, page.document.language] for page in edition.pages.values()],
        fact_texts={code: dict(texts) for code, texts in edition.fact_texts.items()},
        assets=dict(edition.assets),
        picture_sizes={name: list(size) for name, size in rendering.picture_sizes.items()},
        problems=[problem_to_plain(one) for one in (*inspected.problems, *rendering.problems)],
        site=site,
        search={**(before.search if before else {}), **rendering.driven.search_states},
    )
    save_last_build(kept.store, edition.name, live, last)


def _text_of(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


def _row_of(one: Document, title: str, key: str) -> list[str]:
    return [one.path, one.id, one.language, one.kind.value, title, one.source_hash, one.translates, key]


def _key(edition: str, live: Path) -> str:
    return key_of(edition, str(live.absolute()))


def load_last_build(store: Store, edition: str, live: Path) -> LastBuild | None:
    """The last build of `edition` into `live`; None where none is known, or one of another version."""
    key = _key(edition, live)
    row = store.get_many(SORT, [key]).get(key)
    if not isinstance(row, dict) or set(row) != {field.name for field in fields(LastBuild)}:
        return None
    return LastBuild(**row) if row["made_by"] == made_by() else None


def save_last_build(store: Store, edition: str, live: Path, last: LastBuild) -> None:
    """Keep `last` for the next build into `live`."""
    store.put_many(SORT, {_key(edition, live): dict(vars(last))})


def outline(last: LastBuild, project: Project) -> tuple[Library, Edition]:
    """The project and its public edition as last built, without a text."""
    shown = {(id, language) for id, _, _, language in last.pages}
    articles = {
        (id, language): Article(
            id=id, language=language, kind=Kind(kind), path=path, title=title, body="", source_hash=words,
            translates=translates, is_draft=(id, language) not in shown,
        )
        for path, id, language, kind, title, words, translates, _ in last.documents
    }  # fmt: skip
    pages = {(id, code): Page(articles[id, written], code, url) for id, code, url, written in last.pages}
    library = Library(
        articles=MappingProxyType(articles),
        scripts=MappingProxyType({}),
        notes=MappingProxyType({}),
        facts=MappingProxyType({}),
        notices=(),
        assets=MappingProxyType(last.assets),
    )
    edition = Edition(
        name="public",
        options=project.options,
        pages=MappingProxyType(pages),
        notes=MappingProxyType({}),
        facts=MappingProxyType({}),
        fact_texts=MappingProxyType(last.fact_texts),
        notices=(),
        assets=MappingProxyType(last.assets),
    )
    return library, edition

"""What a whole build leaves for the next one: all that tells whether, and where, anything changed since.

It lets a build after one edit leave alone what it would otherwise read, judge and write again. Nothing in it is
trusted: a file is the one that was read, or written, only while its size, times and inode are those recorded.
"""

# ruff: noqa: PTH116 - thousands of files
from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kb.cache.steps import files_version
from kb.cache.store import Store, key_of
from kb.content.model import Article, Kind, Library
from kb.content.serialize import problem_from_plain
from kb.editions.selection import Edition, Page
from kb.project.project import Project
from kb.source.package import PACKAGE
from kb.source.problem import Problem

FORMAT = 2
NAMESPACE = "last-build"


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


def _key(edition: str, live: Path) -> str:
    return key_of(edition, str(live.absolute()))


def load_last_build(store: Store, edition: str, live: Path) -> LastBuild | None:
    """The last build of `edition` into `live`; None where none is known, or one of another version."""
    key = _key(edition, live)
    row = store.get_many(NAMESPACE, [key]).get(key)
    if not isinstance(row, dict) or set(row) != {field.name for field in fields(LastBuild)}:
        return None
    return LastBuild(**row) if row["made_by"] == made_by() else None


def save_last_build(store: Store, edition: str, live: Path, last: LastBuild) -> None:
    """Keep `last` for the next build into `live`."""
    store.put_many(NAMESPACE, {_key(edition, live): dict(vars(last))})


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

"""What one build wrote, and from what: the one record that the next build, the manifest and the report read.

Nothing in it is trusted: a file is the one that was written, or read, only while its inode, size and times are those
recorded. It is kept in the step cache's store, field by field under the fields' names.
"""

# ruff: noqa: PTH116 - thousands of files
from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from kb.cache.store import Store, key_of
from kb.source.walk import walk_files

NAMESPACE = "build-record-2"
"""The number rises when a field changes its meaning; a field more or less is noticed by itself."""

Row = TypeVar("Row")


class FileStamp(NamedTuple):
    """What tells one state of a written file from another. A second name for the file leaves it as it is."""

    inode: int
    size: int
    modified: int
    """Nanoseconds since 1970."""

    @classmethod
    def of(cls, stat: os.stat_result) -> FileStamp:
        return cls(stat.st_ino, stat.st_size, stat.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file of a site: how to know it again, and what it was made from."""

    name: str
    """Path below the site's folder, with forward slashes."""
    inode: int
    size: int
    modified: int
    """Nanoseconds since 1970."""
    sha256: str
    key: str = ""
    """Hash of everything the file was made from; "" if it is to be made again each time."""
    key_without_lists: str = ""
    """The same without what only lists of articles show; "" if the page looked into a list."""

    @classmethod
    def of(
        cls, name: str, stat: os.stat_result, data: bytes, *, key: str = "", key_without_lists: str = ""
    ) -> WrittenFile:
        """The file `name` that holds `data`, of which the system says `stat`."""
        return cls(name, *FileStamp.of(stat), hashlib.sha256(data).hexdigest(), key, key_without_lists)

    @property
    def stamp(self) -> FileStamp:
        return FileStamp(self.inode, self.size, self.modified)

    def is_at(self, path: str) -> bool:
        """Whether the file at `path` is still the one that was written."""
        try:
            return FileStamp.of(os.stat(path)) == self.stamp
        except OSError:
            return False

    def found_at(self, path: str) -> WrittenFile | None:
        """The file at `path` if it is the one that was written, or a copy of it, as a restored cache has."""
        try:
            stat = os.stat(path)
            if FileStamp.of(stat) == self.stamp:
                return self
            if stat.st_size != self.size or hashlib.sha256(Path(path).read_bytes()).hexdigest() != self.sha256:
                return None
        except OSError:
            return None
        return replace(self, **FileStamp.of(stat)._asdict())


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """One language's search index."""

    key: str
    """Hash of all that it was made from."""
    files: tuple[str, ...]
    state: Any
    """What patching it must know (`search_index.state_of`)."""


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """One edition as it was built into one folder."""

    files: Mapping[str, WrittenFile] = field(default_factory=dict)
    """Every file of the site, by name."""
    indexes: Mapping[str, IndexRecord] = field(default_factory=dict)
    """By language."""

    def hashes(self) -> dict[str, str]:
        """Name → SHA-256 of every file."""
        return {name: one.sha256 for name, one in self.files.items()}


def files_below(folder: Path, known: Mapping[str, WrittenFile]) -> dict[str, WrittenFile]:
    """Every file below `folder`, by name. Those of `known` that are still what they were are not read."""
    found = {}
    for name, entry in walk_files(folder):
        if entry.is_file():
            stat, before = entry.stat(), known.get(name)
            is_known = before is not None and before.stamp == FileStamp.of(stat)
            found[name] = before if before and is_known else WrittenFile.of(name, stat, Path(entry.path).read_bytes())
    return found


def measure(sizes: Iterable[tuple[str, int]]) -> tuple[int, int]:
    """How many pages are among files, given by name and bytes, and the bytes of all."""
    pages = total = 0
    for name, size in sizes:
        pages += name.rpartition("/")[2] == "index.html"
        total += size
    return pages, total


def columns_of(kind: type[Row], rows: Sequence[Row]) -> dict[str, list[Any]]:
    """Values of the dataclass `kind` as lists under the names of its fields: what a store or a pipe can carry."""
    return {one.name: [getattr(row, one.name) for row in rows] for one in fields(kind)}  # type: ignore[arg-type]


def rows_of(kind: type[Row], columns: Mapping[str, list[Any]]) -> list[Row]:
    """What `columns_of` was given. Raises KeyError or ValueError if the columns are those of another version."""
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    if len(columns) != len(names):
        raise ValueError(f"these are not the fields of {kind.__name__}")
    return [kind(*values) for values in zip(*(columns[name] for name in names), strict=True)]


def load_record(store: Store, edition: str, root: Path, live: Path) -> BuildRecord:
    """The record of the last build of `edition` of the project at `root` into `live`; an empty one if there is none
    that can be read.
    """
    key = _key(edition, root, live)
    row = store.get_many(NAMESPACE, [key]).get(key)
    try:
        return _from_plain(row) if row is not None else BuildRecord()
    except (KeyError, ValueError, TypeError):  # of another version
        return BuildRecord()


def save_record(store: Store, edition: str, root: Path, live: Path, record: BuildRecord) -> None:
    """Keep `record` for the next build of `edition` into `live`."""
    store.put_many(NAMESPACE, {_key(edition, root, live): _to_plain(record)})


def _key(edition: str, root: Path, live: Path) -> str:
    return key_of(edition, os.path.relpath(live, root))  # a project may lie elsewhere when its cache comes back


def _to_plain(record: BuildRecord) -> dict[str, Any]:
    return {
        "files": columns_of(WrittenFile, [*record.files.values()]),
        "languages": [*record.indexes],
        "indexes": columns_of(IndexRecord, [*record.indexes.values()]),
    }


def _from_plain(row: Mapping[str, Any]) -> BuildRecord:
    return BuildRecord(
        {one.name: one for one in rows_of(WrittenFile, row["files"])},
        dict(zip(row["languages"], rows_of(IndexRecord, row["indexes"]), strict=True)),
    )

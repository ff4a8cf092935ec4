"""What the last build of one folder wrote and from what, so that the next one writes only what differs.

The record is trusted for nothing that the folder itself does not confirm: a file counts as the one that was
written only while its inode, size and time of change are those recorded.
"""

# ruff: noqa: PTH103, PTH108, PTH116, PTH120 - once a file of thousands
from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.cache.store import FOLDER, key_of
from kb.source.private_folders import make_private_folder

FORMAT = 1


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file of a site: what it was made from, and how to know it again."""

    key: str
    """Hash of everything the file was made from; "" where it is to be made anew each time."""
    key_without_lists: str
    """The same without what only lists of articles show; "" where the page looked into a list."""
    inode: int
    size: int
    modified: int
    """Nanoseconds."""
    sha256: str = ""

    def is_at(self, path: str) -> bool:
        """Whether the file at `path` is still the one that was written."""
        try:
            stat = os.stat(path)
        except OSError:
            return False
        return (stat.st_ino, stat.st_size, stat.st_mtime_ns) == (self.inode, self.size, self.modified)


@dataclass
class SiteRecord:
    """Path below the site's folder → what is known of the file."""

    files: dict[str, WrittenFile] = field(default_factory=dict)
    search: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    """Language → (hash of all that the index was made from, its files' paths)."""


def record_path(root: Path, edition: str, live: Path) -> Path:
    """Where the record of the site at `live` is kept."""
    return root / FOLDER / edition / f"site-{key_of(str(live))[:12]}.json"


def load_record(path: Path) -> SiteRecord:
    """The record at `path`; an empty one where there is none, or none that this version can read."""
    try:
        data = json.loads(path.read_bytes())
        if data["format"] == FORMAT:
            files = {name: WrittenFile(*row) for name, row in data["files"].items()}
            search = {code: (str(key), list(names)) for code, (key, names) in data["search"].items()}
            return SiteRecord(files, search)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return SiteRecord()


def save_record(path: Path, record: SiteRecord) -> None:
    """Write `record` in one step. A record that cannot be written costs the next build time, nothing else."""
    rows = {
        name: [one.key, one.key_without_lists, one.inode, one.size, one.modified, one.sha256]
        for name, one in record.files.items()
    }
    data: Mapping[str, Any] = {"format": FORMAT, "files": rows, "search": record.search}
    with contextlib.suppress(OSError):
        make_private_folder(path.parent)
        new = path.with_name(f"{path.name}.{os.getpid()}")
        new.write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
        new.replace(path)


def hard_link(source: str, target: str) -> bool:
    """`source` under the name `target` too, as a hard link; False where the file system has none."""
    try:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(target)
        os.link(source, target)
    except OSError:
        return False
    return True

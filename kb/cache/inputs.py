"""The files that a build reads, listed with what tells whether one of them changed."""

# ruff: noqa: PTH116 - thousands of files
from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kb.project.project import CONFIG
from kb.source.walk import walk_files
from kb.ui_strings.own import FOLDER as WORDS_FOLDER

UNSURE_NS = 1_000_000_000
"""A file that changed within the second before it was listed may have changed again without a trace."""
SINGLE_FILES = (CONFIG, "facts.yml", "notices.yml")
_SWAP = re.compile(r"\.#|\..*\.sw.$")
"""What editors put beside a file while it is open."""


@dataclass(frozen=True, slots=True)
class InputStamp:
    """What tells one state of a source file from another. Times are in nanoseconds since 1970."""

    size: int
    modified: int
    changed: int
    """When the file or its entry was changed: the system's own time, which no program sets back."""
    inode: int


NOT_THERE = InputStamp(0, 0, 0, 0)
"""Stamp of a file that is not there, or of a link that leads nowhere."""


@dataclass(frozen=True)
class InputListing:
    """The files that a build reads, as they were before it read them."""

    at: int
    """Nanoseconds since 1970, taken before the first file was looked at."""
    tops: tuple[str, ...]
    """The folders that were listed, below the project."""
    stamps: Mapping[str, InputStamp]
    """By path."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """Path → SHA-256 of files whose stamps may not tell that they change once more."""


def list_inputs(root: Path, tops: Sequence[str], *, at: int = 0) -> InputListing:
    """Every file below `tops`, the shop's interface words, and the files beside `mkdocs.yml` that are read."""
    at = at or time.time_ns()
    found = {
        f"{top}/{name}": _stamp_at(entry.path)
        for top in (*tops, WORDS_FOLDER)
        for name, entry in walk_files(root / top, ignores_unreadable=True)
        if not _SWAP.match(entry.name)
    }
    found.update((name, _stamp_at(root / name)) for name in SINGLE_FILES)
    unsure = [path for path, one in found.items() if max(one.modified, one.changed) >= at - UNSURE_NS]
    return InputListing(at, tuple(tops), found, {path: hash_of(root / path) for path in unsure})


def hash_of(path: Path) -> str:
    """SHA-256 of what a file holds; "" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _stamp_at(path: str | Path) -> InputStamp:
    try:
        stat = os.stat(path)
    except OSError:
        return NOT_THERE
    return InputStamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)

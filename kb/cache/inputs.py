"""The files that a build reads, listed with what tells whether one of them changed."""

# ruff: noqa: PTH116 - thousands of files
from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.project.project import CONFIG
from kb.ui_strings.own import FOLDER as WORDS_FOLDER

SINGLE_FILES = (CONFIG, "facts.yml", "notices.yml")
_SWAP = re.compile(r"\.#|\..*\.sw.$")
"""What editors put beside a file while it is open."""
Stat = tuple[int, int, int, int]
"""Size, time of change, time of change of the entry (both in nanoseconds), inode."""


@dataclass(frozen=True)
class InputListing:
    """The files that a build reads, as they were before it read them."""

    at: int
    """Nanoseconds since 1970: before the first was looked at."""
    tops: tuple[str, ...]
    """The folders that were listed, below the project."""
    stats: Mapping[str, list[int]]
    """By path → `Stat`; nothing for a file that is not there."""


def list_inputs(root: Path, tops: Sequence[str], *, at: int = 0) -> InputListing:
    """Every file below `tops`, the shop's interface words, and the files beside `mkdocs.yml` that are read."""
    found: dict[str, list[int]] = {}
    at = at or time.time_ns()
    for top in (*tops, WORDS_FOLDER):
        _add_stats(f"{root}/{top}", top, found)
    for name in SINGLE_FILES:
        path = root / name
        found[name] = list(_stat(os.stat(path))) if path.exists() else []
    return InputListing(at, tuple(tops), found)


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

"""The files that a build reads, as one hash over what tells whether any of them changed."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.project.editions import EditionName
from kb.project.folders import AGENTS, INSIGHTS
from kb.project.project import CONFIG, Project
from kb.source.walk import walk_files
from kb.ui_strings.own import FOLDER as WORDS_FOLDER

UNSURE_NS = 1_000_000_000
"""A file that changed within the second before it was listed may have changed again without a trace."""
SINGLE_FILES = (CONFIG, "facts.yml", "notices.yml")
_SWAP = re.compile(r"\.#|\..*\.sw.$")
"""What editors put beside a file while it is open."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Files below some folders of a project, as they are before a build reads them."""

    stamps: Mapping[str, str]
    """Folder, or file beside `mkdocs.yml` → hash over names, sizes, times and inodes."""
    unsure: Mapping[str, str]
    """Path → SHA-256 of what may change again without a trace: its stamp alone does not tell."""

    def of(self, tops: Sequence[str]) -> Inputs:
        """The same of some of the folders, and of all that is read beside any."""
        wanted = (*tops, WORDS_FOLDER, *SINGLE_FILES)
        starts = tuple(f"{top}/" for top in wanted)
        unsure = {path: digest for path, digest in self.unsure.items() if f"{path}/".startswith(starts)}
        return Inputs({top: self.stamps[top] for top in wanted}, unsure)


def tops_of(project: Project, edition: EditionName) -> tuple[str, ...]:
    """The folders that a build of `edition` reads. `insights/` counts whole, since the audit reads all of it."""
    public = (project.docs, *filter(None, [project.custom_dir]))
    return (*public, AGENTS, INSIGHTS) if edition == "agents" else public


def list_inputs(root: Path, tops: Sequence[str]) -> Inputs:
    """Every file below `tops`, the shop's interface words, and the files beside `mkdocs.yml` that are read."""
    since = time.time_ns() - UNSURE_NS
    found = {top: _stamps_below(root, top) for top in (*tops, WORDS_FOLDER)}
    found |= {name: {name: _stamp_at(root / name)} for name in SINGLE_FILES}
    unsure = {path for rows in found.values() for path, (_, latest) in rows.items() if latest >= since}
    stamps = {top: digest_of([f"{stamp} {path}" for path, (stamp, _) in rows.items()]) for top, rows in found.items()}
    return Inputs(stamps, {path: hash_of(root / path) for path in unsure})


def _stamps_below(root: Path, top: str) -> dict[str, tuple[str, int]]:
    found = walk_files(root / top, ignores_unreadable=True)
    return {f"{top}/{name}": _stamp_at(entry.path) for name, entry in found if not _SWAP.match(entry.name)}


def hash_of(path: Path) -> str:
    """SHA-256 of what a file holds; "" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def digest_of(rows: Sequence[str]) -> str:
    """One hash over `rows`, none of which holds a zero byte."""
    return hashlib.blake2b("\0".join(rows).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _stamp_at(path: str | Path) -> tuple[str, int]:
    """What tells one state of a source file from another, and when it last changed; of a link, what it leads to.

    The time of its entry is the system's own: no program sets it back.
    """
    try:
        stat = os.stat(path)  # noqa: PTH116 - thousands of files
    except OSError:
        return "none", 0
    latest = max(stat.st_mtime_ns, stat.st_ctime_ns)
    return f"{stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}", latest

"""What git knows of files: on which days they changed, and what they held before. One commit gives one answer.

A project may be somebody else's: nothing that its repository's settings name is run, and nothing is fetched.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_COMMITS = 400
"""Commits that are read, the newest first: a year or more of a shop's texts."""
_SAFE = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "core.hooksPath=/dev/null")
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # older versions of git fetch all the same
    "LC_ALL": "C",
}
_ENTRY = re.compile(r":\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*")


@dataclass(frozen=True, slots=True)
class FileChange:
    """One change of one file."""

    moment: int
    """When it was committed: seconds since 1970."""
    before: str
    """The blob that it was before; "" for a new file."""
    after: str
    """The blob that it became; "" for a file that was taken out."""


@dataclass(frozen=True, slots=True)
class GitHistory:
    """The changes of every file below some folders."""

    changes: Mapping[str, Sequence[FileChange]]
    """Path relative to the project, as it is named now → its changes, the newest first, over renames."""
    begins: int | None
    """The moment of the oldest commit that was read; None where there is none."""
    is_whole: bool
    """False where older commits exist that were not read or are not in this clone."""


def read_history(root: Path, places: Sequence[str]) -> GitHistory | None:
    """The history of files below `places` of the project `root`; None where no git or no repository can be asked."""
    state = _git(root, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "HEAD")
    known = state.decode().split() if state else []
    if len(known) != 3 or known[0] != "true":
        return None
    shape = ("--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--relative")
    log = None
    for renames in ("-M", "--no-renames"):  # a clone without its old files cannot compare them
        if log is None:
            log = _git(root, "log", f"--max-count={MOST_COMMITS}", *shape, renames, "--format=%ct %P", "--", *places)
    if log is None:
        return None
    return _parse(log.decode("utf-8", "surrogateescape"), is_shallow=known[1] == "true")


def _parse(log: str, *, is_shallow: bool) -> GitHistory:
    """`moment parents NUL :modes blobs status NUL path NUL [new path NUL] …` for each commit. A path holds any sign."""
    changes: dict[str, list[FileChange]] = {}
    names_now: dict[str, str] = {}
    commits = 0
    begins: int | None = None
    is_first = False
    words = iter(log.split("\0"))
    for word in words:
        entry = _ENTRY.fullmatch(word.lstrip("\n"))
        if entry is None:
            if word.strip("\n"):
                moment, *parents = word.split()
                begins, is_first = int(moment), not parents
                commits += 1
            continue
        path = next(words, "")
        new_path = next(words, "") if entry[3] in "RC" else path
        if is_first or begins is None:  # what was there when the history began did not change then
            continue
        now = names_now.get(new_path, new_path)
        if entry[3] == "R":
            names_now[path] = now
        changes.setdefault(now, []).append(FileChange(begins, _blob(entry[1]), _blob(entry[2])))
    is_whole = not is_shallow and (is_first or commits < MOST_COMMITS)
    return GitHistory({path: tuple(found) for path, found in changes.items()}, begins, is_whole)


def _blob(name: str) -> str:
    return name if name.strip("0") else ""


def read_blobs(root: Path, blobs: Iterable[str]) -> dict[str, bytes]:
    """What each blob holds; without those that this clone lacks."""
    wanted = list(dict.fromkeys(blobs))
    if not wanted:
        return {}
    answer = _git(root, "cat-file", "--batch", given="".join(f"{one}\n" for one in wanted).encode())
    found: dict[str, bytes] = {}
    at = 0
    while answer and at < len(answer):
        end = answer.index(b"\n", at)
        head = answer[at:end].decode().split()
        at = end + 1
        if len(head) == 3:
            size = int(head[2])
            found[head[0]] = answer[at : at + size]
            at += size + 1
    return found


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """What git answers; None where it is missing or refuses."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(root), *_SAFE, "--no-pager", *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=True, env={**plain, **_ENVIRONMENT})
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout

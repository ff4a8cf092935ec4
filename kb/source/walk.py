"""The one way through a folder: its files in the same order on every system, links never followed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from operator import attrgetter
from pathlib import Path

_NAME = attrgetter("name")


def walk_folders(
    top: str | Path, *, skip: Collection[str] = (), ignores_unreadable: bool = False
) -> Iterator[tuple[str, list[os.DirEntry[str]]]]:
    """`top` and every folder below it, each before the folders in it: its path below `top` and its files by name.

    Paths have forward slashes and end with one, that of `top` is empty. A symbolic link counts as a file, whatever
    it leads to. Folders whose names are in `skip` are left out. A folder that is not there has no files; one that
    cannot be read raises OSError, unless `ignores_unreadable`.
    """
    waiting = [(os.fspath(top), "")]
    while waiting:
        folder, below = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=_NAME)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            if ignores_unreadable:
                continue
            raise
        folders: list[os.DirEntry[str]] = []
        files: list[os.DirEntry[str]] = []
        for entry in entries:
            (folders if entry.is_dir(follow_symlinks=False) else files).append(entry)
        yield below, files
        waiting += [(one.path, f"{below}{one.name}/") for one in reversed(folders) if one.name not in skip]


def walk_files(
    top: str | Path, *, skip: Collection[str] = (), ignores_unreadable: bool = False
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Path below `top` and directory entry of every file that `walk_folders` finds."""
    for below, files in walk_folders(top, skip=skip, ignores_unreadable=ignores_unreadable):
        for entry in files:
            yield below + entry.name, entry

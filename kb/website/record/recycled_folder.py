"""The folder of the last site but one, kept for the next build: thousands of folders need not be made and deleted.

On the disks that builds run on, deleting a folder costs up to a millisecond, making one a tenth of that, a second
name for a file almost nothing. What a spare holds is never trusted: its files are deleted, or made one with those
of the site being served, before anything is built in it.
"""

# ruff: noqa: PTH106, PTH108 - thousands of files
from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from kb.cache.store import FOLDER, key_of
from kb.source.private_folders import make_private_folder
from kb.website.record.site_record import hard_link

OLD_SPARES = "spare-*"
"""As older versions named them. They took whatever lay where they published, so theirs may be the shop's own files."""


def recycled_folder_of(root: Path, edition: str, live: Path) -> Path:
    """Where the spare folder of the site at `live` lies."""
    return root / FOLDER / edition / f"last-{key_of(str(live.absolute()))[:12]}"


def take_recycled(recycled: Path, staged: Path) -> bool:
    """Move the spare folder to `staged`; False where there is none, or it lies on another disk."""
    with contextlib.suppress(OSError):
        recycled.rename(staged)
        return True
    return False


def recycle(folder: Path, recycled: Path) -> None:
    """Keep `folder` as the spare, or delete it where that cannot be."""
    with contextlib.suppress(OSError):
        make_private_folder(recycled.parent)
        folder.rename(recycled)
        return
    shutil.rmtree(folder, ignore_errors=True)


def delete_files(folder: Path) -> None:
    """Delete every file below `folder`; its folders stay."""
    for place, _, names in _walk(str(folder)):
        for name in names:
            os.unlink(f"{place}/{name}")


def delete_empty_folders(folder: Path) -> None:
    """Delete every folder below `folder` in which nothing lies."""
    for place, _, names in reversed(list(_walk(str(folder)))):
        if not names and place != str(folder):
            with contextlib.suppress(OSError):  # a folder of its own may stay
                os.rmdir(place)


def mirror(live: Path, files: Mapping[str, list[int]], folder: Path) -> bool:
    """Make `folder` hold exactly `files` of `live`, as second names of the same files. False where that cannot be.

    `files` are name → inode and more; what is one with its file already stays.
    """
    wanted = dict(files)
    try:
        for place, _, names in _walk(str(folder)):
            start = place[len(str(folder)) + 1 :]
            for name, inode in names.items():
                below = f"{start}/{name}" if start else name
                if below in wanted and wanted[below][0] == inode:
                    del wanted[below]
                else:
                    os.unlink(f"{place}/{name}")
        done = all(hard_link(f"{live}/{name}", f"{folder}/{name}") for name in wanted)
    except OSError:
        return False
    if done:
        delete_empty_folders(folder)
    return done


def _walk(folder: str) -> Iterator[tuple[str, list[str], dict[str, int]]]:
    """Each folder from the top: its path, its folders, its files with their inodes."""
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        folders, names = [], {}
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                else:
                    names[entry.name] = entry.inode()
        waiting += [f"{place}/{name}" for name in folders]
        yield place, folders, names

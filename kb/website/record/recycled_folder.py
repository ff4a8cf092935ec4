"""The folder of the last site but one, recycled as the next build's staging folder.

So thousands of folders need not be made and deleted: deleting one costs up to a millisecond, making one a tenth of
that, a hard link almost nothing. Nothing in a recycled folder is trusted: what is not one with a file of the site being
served is deleted.
"""

# ruff: noqa: PTH102, PTH103, PTH105, PTH106, PTH108, PTH120 - thousands of files
from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from kb.cache.store import FOLDER, key_of
from kb.source.private_folders import make_private_folder
from kb.source.walk import walk_files, walk_folders

_BEING_LINKED = ".kb-link"
OLD_SPARES = "spare-*"
"""As older versions named them. They took whatever lay where they published, so theirs may be the shop's own files."""


def recycled_folder_of(root: Path, edition: str, live: Path) -> Path:
    """Where the recycled folder of the site at `live` lies."""
    return root / FOLDER / edition / f"last-{key_of(str(live.absolute()))[:12]}"


def take_recycled(recycled: Path, staged: Path) -> bool:
    """Move the recycled folder to `staged`; False if there is none, or it lies on another disk."""
    with contextlib.suppress(OSError):
        recycled.rename(staged)
        return True
    return False


def recycle(folder: Path, recycled: Path) -> None:
    """Keep `folder` for the next build; delete it if that cannot be done."""
    with contextlib.suppress(OSError):
        make_private_folder(recycled.parent)
        folder.rename(recycled)
        return
    shutil.rmtree(folder, ignore_errors=True)


def delete_files(folder: Path) -> None:
    """Delete every file below `folder`; its folders stay."""
    for _, entry in walk_files(folder):
        os.unlink(entry.path)


def delete_empty_folders(folder: Path) -> None:
    """Delete every folder below `folder` that holds nothing, or only such folders."""
    for below, files in reversed(list(walk_folders(folder))):
        if not files and below:
            with contextlib.suppress(OSError):  # a folder in it may hold files
                os.rmdir(folder / below)


def make_folder(path: str) -> None:
    """Make a folder, and those above it that are missing; its parent is nearly always there."""
    try:
        os.mkdir(path)
    except FileExistsError:  # another process made it
        return
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)


def hard_link(source: str, target: str) -> bool:
    """Give the file `source` the name `target` too, in the place of whatever has it. False if that cannot be done."""
    try:
        try:
            os.link(source, target)
        except FileExistsError:  # it goes once the link is there: links to another disk cannot be made
            made = f"{os.path.dirname(target)}/{_BEING_LINKED}"
            os.link(source, made)
            os.replace(made, target)
        except FileNotFoundError:
            make_folder(os.path.dirname(target))
            os.link(source, target)
    except OSError:
        return False
    return True

"""The folder in which everything is kept that may be deleted: closed to other users, and to the shop's git."""

from __future__ import annotations

import contextlib
import stat
from pathlib import Path

CACHE = ".kb-cache"
"""Beside `mkdocs.yml`. It holds the agents' texts in the clear."""
_PRIVATE = 0o700


def make_cache_folder(folder: Path) -> None:
    """Make `folder`, the cache or a folder below it. Raises OSError where that cannot be.

    The cache is readable by its owner alone, one that an older version made too, and carries a `.gitignore` that
    names everything in it: a project's own may be older, or made by hand.
    """
    top = next((one for one in (folder, *folder.parents) if one.name == CACHE), folder)
    top.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    make_private(top)
    ignore = top / ".gitignore"
    if not ignore.exists():
        with contextlib.suppress(OSError):
            ignore.write_text("*\n", encoding="utf-8", newline="\n")
    folder.mkdir(parents=True, exist_ok=True)


def make_private(folder: Path) -> None:
    """Close `folder` to everyone but its owner, where it is ours to close."""
    with contextlib.suppress(OSError):
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            folder.chmod(_PRIVATE)

"""The folders of a project that kb makes for itself: closed to other users, and to the shop's git."""

from __future__ import annotations

import contextlib
import stat
from pathlib import Path

CACHE = ".kb-cache"
"""Beside `mkdocs.yml`. It may be deleted at any time. It holds the agents' texts in the clear."""
SET_ASIDE = ".kb-set-aside"
"""Beside it: files that somebody put into a published folder, kept when the folder was replaced."""
_PRIVATE = 0o700


def make_private_folder(folder: Path) -> None:
    """Make `folder`, one of these or a folder below one. Raises OSError if that cannot be.

    They are readable by their owner alone, a cache that an older version made too, and carry a `.gitignore` that
    names everything in it: a project's own may be older, or made by hand.
    """
    top = next((one for one in (folder, *folder.parents) if one.name in {CACHE, SET_ASIDE}), folder)
    top.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    _close(top)
    ignore = top / ".gitignore"
    if not ignore.exists():
        with contextlib.suppress(OSError):
            ignore.write_text("*\n", encoding="utf-8", newline="\n")
    folder.mkdir(parents=True, exist_ok=True)


def _close(folder: Path) -> None:
    """Close `folder` to everyone but its owner, if it is ours to close."""
    with contextlib.suppress(OSError):
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            folder.chmod(_PRIVATE)

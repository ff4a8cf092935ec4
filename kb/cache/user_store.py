"""What every project of one user shares: results made from kb's own texts, such as the manual's rendered pages.

A new project, and a cache that was deleted, need not make them again. Nothing of a shop is kept here.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from kb.cache.steps import StepCache
from kb.cache.store import Store

_PRIVATE = 0o700


def user_folder(environment: Mapping[str, str]) -> Path | None:
    """Where the user's programs keep what they can make again (`XDG_CACHE_HOME`, on Windows `LOCALAPPDATA`); None if
    the user has no home."""
    named = environment.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if named and Path(named).is_absolute():
        return Path(named, "kb", "shared")
    try:
        return Path.home() / ".cache" / "kb" / "shared"
    except RuntimeError:
        return None


@contextlib.contextmanager
def shared_steps(own: StepCache, environment: Mapping[str, str]) -> Iterator[StepCache]:
    """The steps that all projects of the user share; `own`, those of this project, where others could have written
    what the user's folder holds, or where nothing can be kept there.
    """
    folder = user_folder(environment)
    if folder is None or not _is_ours(folder):
        yield own
        return
    store = Store(folder, lender=own.store.folder)
    try:
        yield StepCache(store, own.progress)
        store.copy_used(own.store)  # a restored cache comes without the user's folder
        store.prune()
    finally:
        store.close()


def _is_ours(folder: Path) -> bool:
    """Whether `folder` can be written, and by this user alone. It is made where it is missing."""
    try:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        held = folder.stat()
    except OSError:
        return False
    if sys.platform != "win32" and (held.st_uid != os.getuid() or held.st_mode & 0o022):
        return False
    return os.access(folder, os.W_OK)

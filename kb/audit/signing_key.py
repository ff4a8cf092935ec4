"""The key that this user's verdicts are signed with: outside every project, so that none can bring its own."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

SIZE = 32
"""Bytes."""
_NAME = "audit.key"
_PRIVATE = 0o600


def key_folder(environment: Mapping[str, str]) -> Path | None:
    """Where the user's programs keep what is theirs (`XDG_STATE_HOME`, on Windows `LOCALAPPDATA`); None if the
    user has no home."""
    named = environment.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME", "")
    if named and Path(named).is_absolute():
        return Path(named, "kb")
    try:
        return Path.home() / ".local" / "state" / "kb"
    except RuntimeError:
        return None


def trusted_key(environment: Mapping[str, str], root: Path) -> bytes | None:
    """As `read_key`; None on a machine that builds for others, as all the well-known ones say by `CI`: its caches come
    from elsewhere."""
    is_ci = environment.get("CI", "").lower() not in {"", "0", "false", "no"}
    return None if is_ci else read_key(key_folder(environment), root)


def read_key(folder: Path | None, root: Path) -> bytes | None:
    """The key in `folder`, made there the first time. None if there can be none, or where others could have written
    it: a folder below the project at `root`, a file that is not ours alone. Then nothing is kept from audit to audit.
    """
    if folder is None or folder.resolve().is_relative_to(root.resolve()):
        return None
    try:
        return _read(folder / _NAME) or _make(folder)
    except OSError:
        return None


def _read(path: Path) -> bytes | None:
    if not path.is_file():
        return None
    held = path.stat()
    if sys.platform != "win32" and (held.st_uid != os.getuid() or stat.S_IMODE(held.st_mode) & 0o077):
        return None
    key = path.read_bytes()
    return key if len(key) == SIZE else None


def _make(folder: Path) -> bytes:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key, waiting = secrets.token_bytes(SIZE), folder / f".{_NAME}.{os.getpid()}"
    waiting.touch(_PRIVATE, exist_ok=False)  # closed before there is anything in it
    waiting.write_bytes(key)
    waiting.replace(folder / _NAME)
    return key

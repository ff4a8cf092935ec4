"""The private place of a shop: `insights/`, what of it git must not take, and the key of its hashes."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import stat
import tempfile
import unicodedata
from pathlib import Path

from kb.project.folders import INSIGHTS

KEY_FILE = f"{INSIGHTS}/key"
_IGNORED = (
    "# Made by kb: what holds customers' data, and the key of its hashes, stays out of git. The aggregates in\n"
    "# data/, the mappings and the shop's own tables may be committed.\n"
    "/inbox/\n/store.db\n/store.db-*\n/key\n/key-*\n"
)
_KEY_BYTES, _HASH_BYTES = 32, 16
_CLOSED = 0o600
HASHED = "h:"
"""Begins each keyed hash."""


class KeyFileError(Exception):
    """The key file cannot be used: a sentence that says why and how to mend it."""


def make_insights_folder(root: Path) -> Path:
    """`insights/` of the project, made if need be, with its `.gitignore` and the inbox. Raises OSError."""
    folder = root / INSIGHTS
    (folder / "inbox").mkdir(parents=True, exist_ok=True)
    with (
        contextlib.suppress(FileExistsError),
        (folder / ".gitignore").open("x", encoding="utf-8", newline="\n") as file,
    ):
        file.write(_IGNORED)
    return folder


def load_or_make_key(root: Path) -> bytes:
    """The key of the project's hashes, made once. Raises `KeyFileError`, or OSError if it cannot be read or written."""
    path = root / KEY_FILE
    if not path.exists():
        _make_key(path, make_insights_folder(root))
    if path.is_symlink() or not path.is_file():
        raise KeyFileError(f"{KEY_FILE} is no plain file; put the key of this shop there, or delete it for a new one")
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        raise KeyFileError(
            f"{KEY_FILE} has {len(key)} bytes where {_KEY_BYTES} belong; bring the file back from a copy, or "
            "delete it: a new key is made, and files must then be imported anew"
        )
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(_CLOSED)
    return key


def _make_key(path: Path, folder: Path) -> None:
    """Write a new key whole or not at all; where another process was first, its key stays."""
    number, fresh = tempfile.mkstemp(prefix="key-", dir=folder)  # mode 600
    try:
        with os.fdopen(number, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            _put(Path(fresh), path)
    finally:
        Path(fresh).unlink(missing_ok=True)


def _put(fresh: Path, path: Path) -> None:
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _CLOSED)
        with os.fdopen(number, "wb") as file:
            file.write(fresh.read_bytes())


def keyed_hash(value: str, key: bytes) -> str:
    """`value` as “h:” and 32 hexadecimal digits: HMAC-SHA256 under `key`, the first sixteen bytes.

    Blanks at the ends, capitals and the form of letters make no difference, so that a number typed at the desk is that
    of the export. Without the key nobody can try all phone numbers against it.
    """
    said = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    digest = hmac.new(key, said.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return HASHED + digest[:_HASH_BYTES].hex()

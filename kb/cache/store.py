"""What an edition's builds keep for the next one: results by the hash of what they were made from.

One SQLite file an edition, `.kb-cache/public/` and `.kb-cache/agents/` apart; the process that builds the
public edition cannot open the other. Nothing here is ever wrong, only useless: keys name everything a value
was made from, each value carries a checksum, and a file that cannot be read is put aside. It may be deleted,
shared between branches, interrupted and restored at will.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import marshal
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.source.private_folders import CACHE, make_private_folder

FOLDER = CACHE
NAME = "kept-2.sqlite"
"""The number rises when the table changes; other versions' files are left alone."""
PRUNE_FACTOR = 4
"""A store that holds this many times what one build used is emptied of the rest."""

log = logging.getLogger("kb.store")


def key_of(*parts: str) -> str:
    """The key that stands for `parts`: 32 hexadecimal digits."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


class Store:
    """Values by namespace and key. Without a folder, or if it cannot be written, they are kept in memory alone."""

    def __init__(self, folder: Path | None, *, lender: Path | None = None) -> None:
        """`lender` is the folder of another store, which is asked for what this one has not, and never written."""
        self._folder, self._lender = folder, lender
        self._used: set[str] = set()
        self._database = self._open(folder)

    @staticmethod
    def _connect(path: Path | str) -> sqlite3.Connection:
        database = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        database.execute("PRAGMA synchronous=OFF")
        database.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, sum BLOB, value BLOB) WITHOUT ROWID")
        database.execute("SELECT key FROM kept LIMIT 1").fetchall()
        return database

    def _open(self, folder: Path | None) -> sqlite3.Connection:
        if folder is None:
            return self._connect(":memory:")
        try:
            make_private_folder(folder)
            return self._connect(folder / NAME)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                return self._connect(":memory:")
            log.warning("the cache %s is damaged and starts anew", folder / NAME)
            with contextlib.suppress(OSError):
                for path in folder.glob(f"{NAME}*"):
                    path.unlink()
                return self._connect(folder / NAME)
        except OSError:
            pass
        return self._connect(":memory:")

    def get_many(self, namespace: str, keys: Iterable[str]) -> dict[str, Any]:
        """The values that are kept, by key; what is missing or damaged is left out."""
        found = self.get_packed(namespace, keys)
        try:
            return {key: unpacked(value) for key, value in found.items()}
        except (ValueError, TypeError, EOFError):
            self._give_up()
            return {}

    def get_packed(self, namespace: str, keys: Iterable[str]) -> dict[str, bytes]:
        """As `get_many`, each value as `packed` made it."""
        named = {f"{namespace}:{key}": key for key in keys}
        self._used.update(named)
        found: dict[str, bytes] = {}
        try:
            found = _select(self._database, list(named))
        except (sqlite3.Error, ValueError, TypeError):
            self._give_up()
        if self._lender and len(found) < len(named):
            found |= self._borrowed([name for name in named if name not in found])
        return {named[name]: value for name, value in found.items()}

    def _borrowed(self, names: Sequence[str]) -> dict[str, bytes]:
        """What the lender has of them; nothing where it has no file, or one that cannot be read."""
        with contextlib.suppress(sqlite3.Error, ValueError, TypeError):
            address = f"{(self._lender or Path()).joinpath(NAME).absolute().as_uri()}?mode=ro"
            with contextlib.closing(sqlite3.connect(address, timeout=10, uri=True)) as database:
                return _select(database, names)
        return {}

    def put_many(self, namespace: str, values: Mapping[str, Any]) -> None:
        """Keep `values`, plain data by key; all of them or none."""
        self.put_packed(namespace, {key: packed(value) for key, value in values.items()})

    def put_packed(self, namespace: str, values: Mapping[str, bytes]) -> None:
        """As `put_many`, of values that `packed` made."""
        if not values:
            return
        rows = [(f"{namespace}:{key}", _checksum(data), data) for key, data in values.items()]
        self._used.update(row[0] for row in rows)
        with contextlib.suppress(sqlite3.Error):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                self._database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
                self._database.execute("COMMIT")
            except sqlite3.Error:
                self._database.execute("ROLLBACK")
                raise

    @property
    def folder(self) -> Path | None:
        """Where it lies; None of one in memory."""
        return self._folder

    def copy_used(self, other: Store) -> None:
        """Keep in `other` too what this build asked for here, or put here."""
        other._used.update(self._used)
        names = list(self._used)
        with contextlib.suppress(sqlite3.Error, ValueError, TypeError):
            held = _held(other._database, names)
            for name, data in _select(self._database, [name for name in names if name not in held]).items():
                namespace, _, key = name.partition(":")
                other.put_packed(namespace, {key: data})

    def prune(self) -> None:
        """Forget what this build did not use, once that is most of what is kept."""
        with contextlib.suppress(sqlite3.Error):
            (count,) = self._database.execute("SELECT count(*) FROM kept").fetchone()
            if count > PRUNE_FACTOR * len(self._used) + 1000:
                self._database.execute("CREATE TEMP TABLE used (key TEXT PRIMARY KEY)")
                self._database.executemany("INSERT INTO used VALUES (?)", ((key,) for key in self._used))
                self._database.execute("DELETE FROM kept WHERE key NOT IN (SELECT key FROM used)")
                self._database.execute("DROP TABLE used")
                self._database.execute("VACUUM")

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._database.close()

    def _give_up(self) -> None:
        log.warning("the cache is damaged and left aside")
        self._put_aside()

    def _put_aside(self) -> None:
        self.close()
        if self._folder is not None:
            with contextlib.suppress(OSError):
                for path in self._folder.glob(f"{NAME}*"):
                    path.unlink()
        self._database = self._connect(":memory:")


def _select(database: sqlite3.Connection, names: Sequence[str]) -> dict[str, bytes]:
    """The values under these names that are whole."""
    found: dict[str, bytes] = {}
    for start in range(0, len(names), 500):
        part = names[start : start + 500]
        rows = database.execute(f"SELECT key, sum, value FROM kept WHERE key IN ({','.join('?' * len(part))})", part)
        found.update((name, value) for name, checksum, value in rows if checksum == _checksum(value))
    return found


def _held(database: sqlite3.Connection, names: Sequence[str]) -> set[str]:
    """Those of `names` that are kept."""
    found: set[str] = set()
    for start in range(0, len(names), 500):
        part = names[start : start + 500]
        rows = database.execute(f"SELECT key FROM kept WHERE key IN ({','.join('?' * len(part))})", part)
        found.update(name for (name,) in rows)
    return found


def packed(value: Any) -> bytes:
    """`value` as marshal writes it: several times as fast as JSON, and as unable to run anything when it is read."""
    try:
        return marshal.dumps(value)
    except ValueError:  # a text of a class of its own, as Markdown makes them
        return marshal.dumps(json.loads(json.dumps(value)))


def unpacked(data: bytes) -> Any:
    """What `packed` was given. For data whose checksum was right alone."""
    return marshal.loads(data)


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=8).digest()


def store_for(root: Path, edition: str) -> Store:
    """The store of one edition of the project at `root`. The agents' borrows from the public one, which made the same
    of most texts; the public one borrows nothing.
    """
    caches = root / FOLDER
    return Store(caches / edition, lender=caches / "public" if edition == "agents" else None)


def is_kept(root: Path, edition: str) -> bool:
    """Whether an earlier build kept anything of one edition."""
    return (root / FOLDER / edition / NAME).is_file()

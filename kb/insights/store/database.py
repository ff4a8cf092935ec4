"""The file `insights/store.db`: opened, made, closed to other users, and of a version that this kb reads."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from kb.insights.redaction.private_folder import make_insights_folder
from kb.project.folders import INSIGHTS

STORE = f"{INSIGHTS}/store.db"
SCHEMAS = ("schema.sql", "schema_2.sql")
"""What makes each version of the store out of the one before it, the first out of nothing."""
VERSION = len(SCHEMAS)
"""`PRAGMA user_version` of the schema."""
PATIENCE_SECONDS = 30
_CLOSED = 0o600


class StoreError(Exception):
    """The store cannot be used: a sentence that says why and how to mend it."""


@contextlib.contextmanager
def open_store(root: Path) -> Iterator[sqlite3.Connection]:
    """The store of the project at `root`, made if there is none. Raises `StoreError`.

    What is deleted is overwritten (`secure_delete`). Each change is a transaction of the caller's.
    """
    path = root / STORE
    make_insights_folder(root)
    if not path.exists():
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _CLOSED))
    connection = sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)
    try:
        _prepare(connection)
        yield connection
    except sqlite3.DatabaseError as error:
        if connection.in_transaction:
            connection.rollback()
        raise StoreError(_why(error)) from None
    except BaseException:
        if connection.in_transaction:
            connection.rollback()
        raise
    finally:
        connection.close()


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise StoreError(
            f"{STORE} was made by a newer kb (version {version}, this one reads {VERSION}): update kb, or import anew"
        )
    if version < VERSION:
        connection.executescript(f"BEGIN IMMEDIATE;\n{_statements(version)}\nCOMMIT;")


def _statements(version: int) -> str:
    """What makes a store of this version out of one of `version`; 0: out of nothing."""
    folder = resources.files("kb.insights.store")
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in SCHEMAS[version:])


def _why(error: sqlite3.DatabaseError) -> str:
    said = str(error)
    if "locked" in said:
        return f"{STORE} is in use by another import: wait until it is done, and try again"
    if "not a database" in said or "malformed" in said:
        return f"{STORE} is damaged: delete it and import the files again (kb insights import)"
    if "full" in said:
        return f"{STORE} cannot grow, since the disk is full: nothing of this file was kept"
    return f"{STORE}: {said}"

"""The file in which the desk looks customers up: keyed hashes of buyers and orders by class, and the key beside them.

Whoever has it can try names and order numbers against it, so it is as private as the store: it goes into a locked
edition, or to agents as a file. `kb/desk/browser/look_up.js` reads it.
"""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from kb.desk.look_up import FORMAT, HASH_BYTES, VERSION
from kb.insights.classes.from_store import Bought
from kb.insights.redaction.private_folder import HASHED


def look_up_text(
    connection: sqlite3.Connection, bought: Bought, classes: Mapping[str, str], key: bytes
) -> tuple[str, int]:
    """The file's text, and of how many orders it knows the class. `classes`: keyed hash of a customer → class."""
    hashes: dict[str, set[bytes]] = defaultdict(set)
    for customer, name in classes.items():
        hashes[name].add(_short(customer))
    orders = 0
    channels = set()
    found = connection.execute(
        "SELECT key, customer, channel FROM orders WHERE substr(placed, 1, 10) BETWEEN ? AND ?",
        (bought.first.isoformat(), bought.last.isoformat()),
    )
    for order, customer, channel in found:
        if known := classes.get(customer):
            hashes[known].add(_short(order))
            orders += 1
            channels.add(channel)
    row = {
        "format": FORMAT,
        "version": VERSION,
        "until": bought.last.isoformat(),
        "customers": len(classes),
        "channels": sorted(channels),
        "key": _base64([key]),
        "classes": {name: _base64(sorted(held)) for name, held in sorted(hashes.items())},
    }
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n", orders


def write_look_up(path: Path, text: str) -> None:
    """Write the file whole or not at all, closed to other users. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, fresh = tempfile.mkstemp(prefix="key-", dir=path.parent)  # mode 600; a name that git ignores
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(fresh).replace(path)
    finally:
        Path(fresh).unlink(missing_ok=True)


def _short(key: str) -> bytes:
    return bytes.fromhex(key.removeprefix(HASHED))[:HASH_BYTES]


def _base64(parts: Iterable[bytes]) -> str:
    return base64.b64encode(b"".join(parts)).decode("ascii")

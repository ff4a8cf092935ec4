"""What one clean audit leaves for the next build's, so that after an edit only what changed is read again.

It can only save time. It holds hashes and no words, and is signed with a key that lies outside the project: what git,
a restored cache or another program put there is no verdict. Whoever asks for a proof (`kb audit`, `--strict`, CI)
gets one that reads nothing of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import struct
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from kb.audit.matching.matchers import HashMatcher
from kb.source.private_folders import CACHE, make_private_folder

AUDIT_CACHE_FORMAT = 5
FILES = "verdicts.json"
SIGNATURES = "signatures.json"
NOTHING = HashMatcher(frozenset(), frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Cache:
    """Where verdicts of the project at `root` are kept, and the key that they are signed with."""

    root: Path
    key: bytes

    @property
    def folder(self) -> Path:
        return self.root / CACHE / "audit"


@dataclass(frozen=True, slots=True)
class CachedPublicDocument:
    """One file of `docs/`, as the last audit read it."""

    stamp: str
    is_draft: bool = False
    keys: frozenset[int] = frozenset()
    """Strong hashes of the signatures that are no leak because this file has them."""
    is_entangled: bool = False
    """Whether it excused a signature otherwise than by its own words, so that its words cannot tell it again."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """A published file without a leak: where and what it was."""

    stamp: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AuditCache:
    """The last audit, which found nothing."""

    version: str = ""
    inside: str = ""
    """Stamps of all other inputs that decide on signatures and on what excuses them: equal stamps, equal signatures."""
    cleared: Mapping[str, Cleared] = field(default_factory=dict)
    matcher: HashMatcher = NOTHING
    """Of the signatures that nothing excuses."""
    shared: frozenset[int] = frozenset()
    """Hashes of the runs of words that public sources have too."""
    documents: Mapping[str, CachedPublicDocument] = field(default_factory=dict)
    name: str = ""
    """SHA-256 of the file of signatures that the verdicts go with."""


def load_cache(cache: Cache) -> AuditCache:
    """The last audit's verdicts; none if they are missing, broken, of another format or not signed by us."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, struct.error):
        mac, _, body = (cache.folder / FILES).read_bytes().partition(b"\n")
        signatures = (cache.folder / SIGNATURES).read_bytes()
        row = json.loads(body) if hmac.compare_digest(mac, _mac_of(cache, body)) else {}
        if row.get("format") == AUDIT_CACHE_FORMAT and row["signatures"] == hashlib.sha256(signatures).hexdigest():
            more = json.loads(signatures)
            return AuditCache(
                row["version"],
                row["inside"],
                {name: Cleared(*one) for name, one in row["cleared"].items()},
                HashMatcher(**{name: _set(held) for name, held in more["matcher"].items()}),
                _numbers(more["shared"]),
                {
                    path: CachedPublicDocument(one[0], one[1], _longs(one[2]), one[3])
                    for path, one in row["documents"].items()
                },
                row["signatures"],
            )
    return AuditCache()


def write_cache(cache: Cache, cached: AuditCache, *, has_new_signatures: bool) -> None:
    """Keep the verdicts of a clean audit; a folder that cannot be written to only costs time."""
    signatures = _signatures_of(cached) if has_new_signatures else None
    row = {
        "format": AUDIT_CACHE_FORMAT,
        "version": cached.version,
        "inside": cached.inside,
        "signatures": hashlib.sha256(signatures).hexdigest() if signatures is not None else cached.name,
        "cleared": {file: [one.stamp, one.sha256] for file, one in cached.cleared.items()},
        "documents": {
            path: [one.stamp, one.is_draft, array("Q", sorted(one.keys)).tobytes().hex(), one.is_entangled]
            for path, one in cached.documents.items()
        },
    }
    body = json.dumps(row).encode("ascii")
    with contextlib.suppress(OSError):
        make_private_folder(cache.folder)
        if signatures is not None:
            _write(cache.folder / SIGNATURES, signatures)
        _write(cache.folder / FILES, _mac_of(cache, body) + b"\n" + body)


def stamp_of(stat: os.stat_result) -> str:
    """Changes with a file: its inode, its size in bytes, and when it was written and moved, in nanoseconds.

    The last of these is the system's own on Linux and macOS: a time that a program sets back does not hide a change.
    """
    return f"{stat.st_ino}.{stat.st_size}.{stat.st_mtime_ns}.{stat.st_ctime_ns}"


def _mac_of(cache: Cache, body: bytes) -> bytes:
    """The HMAC-SHA-256 of verdicts on this very project, in hexadecimal."""
    place = os.fsencode(os.path.realpath(cache.root))
    return hmac.digest(cache.key, place + b"\0" + body, "sha256").hex().encode("ascii")


def _signatures_of(cached: AuditCache) -> bytes:
    matcher = {one.name: _held(getattr(cached.matcher, one.name)) for one in fields(cached.matcher)}
    return json.dumps({"matcher": matcher, "shared": _held(cached.shared)}).encode("ascii")


def _held(values: Iterable[Any]) -> str | list[str]:
    """Hashes as one text, other values as a list."""
    values = sorted(values)
    return values if values and isinstance(values[0], str) else array("I", values).tobytes().hex()


def _set(held: str | list[str]) -> frozenset[Any]:
    return _numbers(held) if isinstance(held, str) else frozenset(held)


def _numbers(text: str) -> frozenset[int]:
    held = array("I")
    held.frombytes(bytes.fromhex(text))
    return frozenset(held)


def _longs(text: str) -> frozenset[int]:
    held = array("Q")
    held.frombytes(bytes.fromhex(text))
    return frozenset(held)


def _write(path: Path, data: bytes) -> None:
    waiting = path.with_suffix(f".{os.getpid()}.tmp")
    waiting.write_bytes(data)
    waiting.replace(path)

"""A folder → a locked folder: every file encrypted under a fresh key, and the sign-in page around them."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from kb.locking import KEY_FILE
from kb.locking.key_copies import find_key_copies
from kb.locking.key_file import NO_KEYS, find_weak_keys
from kb.locking.keys import KeyFile
from kb.locking.sealing import (
    FILE,
    HASHES,
    MANIFEST,
    MEDIA_TYPES,
    PART_BYTES,
    ReleaseSecret,
    count_parts,
    make_release_secret,
    pack,
    part_binding,
    part_name,
    seal,
)
from kb.locking.shell import FILES_FOLDER, RELEASE_FILE, SHELL_FOLDER, WORKER, write_shell
from kb.locking.wrapping import wrap_secret
from kb.source.problem import Problem, Rule, Severity

_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'"
HOST_FILES = frozenset({"_headers", "_redirects", ".nojekyll", "robots.txt", "sitemap.xml", "sitemap.xml.gz", "CNAME"})
"""Words to the host, at the top of the folder. They stay out: the locked folder has its own, and
theirs would name pages in the clear. (`CNAME` is carried over: it names the host alone.)"""

HASHES_FORMAT = 1
"""Of the sealed hashes; the list of files says that a release has them, so nobody can take them away unseen."""

NAME_TAKEN = Rule(
    "KB935",
    "lock-name-taken",
    Severity.ERROR,
    what="The edition has a file where the lock puts its own.",
    why="One would hide the other.",
    example="docs/kb-lock/index.md",
    hint=f"rename it: {SHELL_FOLDER}/ and {WORKER} belong to the lock",
)
NOTHING_TO_LOCK = Rule(
    "KB936",
    "nothing-to-lock",
    Severity.ERROR,
    what="The folder to be locked has no index.html at its top.",
    why="Who signs in would find nothing there; most likely the wrong folder was named.",
    example="an empty site/agents",
    hint="build the edition first",
)
UNREADABLE_NAME = Rule(
    "KB937",
    "unreadable-file-name",
    Severity.ERROR,
    what="A file's name is not UTF-8.",
    why="No address leads to it, and its encrypted part could not be named.",
    example="docs/assets/b\\xe9.png",
    hint="rename the file",
)
RULES = (NAME_TAKEN, NOTHING_TO_LOCK, UNREADABLE_NAME)


def make_policy(frame_ancestors: Iterable[str] = ()) -> str:
    """The Content-Security-Policy of a locked edition; `frame_ancestors` are the helpdesks that may frame it."""
    return " ".join((f"{_POLICY}; frame-ancestors 'self'", *frame_ancestors))


@dataclass(frozen=True, slots=True)
class LockReport:
    """What locking did."""

    release: str
    files: int
    agents: int
    plain_bytes: int
    """Of the files before."""
    sealed_bytes: int
    """Of the encrypted parts."""
    problems: tuple[Problem, ...]
    is_locked: bool
    """True when the target holds the whole locked edition."""
    secret: ReleaseSecret | None = field(default=None, repr=False)
    """What opens the release, for whoever looks the folder through once more. Never to be written down."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file of the edition, as the encrypted list of files tells the worker."""

    path: str
    size: int
    """Bytes as the page gets them."""
    packed_size: int
    is_packed: bool

    def row(self) -> list[str | int]:
        return [self.path, self.size, self.packed_size, int(self.is_packed)]


def lock_site(
    source: Path, target: Path, keys: KeyFile, *, policy: str = "", also: Mapping[str, Path] = MappingProxyType({})
) -> LockReport:
    """Encrypt the built folder `source` into the empty (or missing) folder `target`.

    Nothing of the source stands in the target in the clear: no name, no size to the byte. Every call
    makes a new release with keys of its own. `also` are files from elsewhere, by their paths in the edition: what may
    never lie in it in the clear. `policy` is the Content-Security-Policy (`make_policy()` if
    empty). Problems are returned, and then nothing is written.
    """
    secret = make_release_secret()
    report = LockReport(secret.release, 0, len(keys.agents), 0, 0, (), False)
    files = dict(sorted({**dict(_files(source)), **also}.items()))
    if problems := _find_problems(source, files, keys):
        return replace(report, problems=problems)
    target.mkdir(parents=True, exist_ok=True)
    entries, written = _seal_files(secret, files, target / FILES_FOLDER)
    policy = policy or make_policy()
    manifest = _manifest_text(entries, policy)
    written += _seal_manifest(secret, manifest, target / FILES_FOLDER)
    (target / RELEASE_FILE).write_text(wrap_secret(secret, keys), encoding="utf-8", newline="\n")
    write_shell(target, policy)
    if (source / "CNAME").is_file():
        (target / "CNAME").write_bytes((source / "CNAME").read_bytes())
    written += _seal_hashes(secret, target, datetime.now(UTC))
    _level_times(target)
    plain = sum(entry.size for entry in entries)
    return replace(report, files=len(entries), plain_bytes=plain, sealed_bytes=written, is_locked=True, secret=secret)


def _files(source: Path) -> Iterator[tuple[str, Path]]:
    for folder, _, names in os.walk(source):
        for name in names:
            path = Path(folder, name)
            relative = path.relative_to(source).as_posix()
            if relative not in HOST_FILES:
                yield relative, path


def _find_problems(source: Path, files: Mapping[str, Path], keys: KeyFile) -> tuple[Problem, ...]:
    problems = []
    if not keys.agents:
        problems.append(NO_KEYS.at(source.name, 1, "nobody has a key"))
    problems.extend(find_weak_keys(keys, path=KEY_FILE))
    if "index.html" not in files:
        problems.append(NOTHING_TO_LOCK.at(source.name, 1, "there is no index.html"))
    if taken := [relative for relative in files if relative == WORKER or relative.startswith(f"{SHELL_FOLDER}/")]:
        more = f"; so are {len(taken) - 1} more" if len(taken) > 1 else ""
        problems.append(NAME_TAKEN.at(taken[0], 1, f"this place is the lock's own{more}"))
    for relative in files:
        if (readable := relative.encode("utf-8", "backslashreplace").decode()) != relative:
            problems.append(UNREADABLE_NAME.at(readable, 1, "this name is not UTF-8"))
    return (*problems, *find_key_copies(source))


def _seal_files(secret: ReleaseSecret, files: Mapping[str, Path], folder: Path) -> tuple[list[_Entry], int]:
    """Write every part; in the order of their opaque names, so that no clock or disk tells the real order."""
    entries, written = [], 0
    for path in sorted(files, key=lambda path: part_name(secret, FILE, path, 0)):
        data = files[path].read_bytes()
        packed, is_packed = pack(data, path=path)
        entries.append(_Entry(path, len(data), len(packed), is_packed))
        count = count_parts(len(packed))
        for number in range(count):
            piece = packed[number * PART_BYTES : (number + 1) * PART_BYTES]
            written += _write_part(secret, folder, FILE, path, number, count, piece)
    return sorted(entries, key=lambda entry: entry.path), written


def _manifest_text(entries: list[_Entry], policy: str) -> bytes:
    manifest = {
        "hashes": HASHES_FORMAT,
        "policy": policy,
        "part_bytes": PART_BYTES,
        "types": MEDIA_TYPES,
        "files": [entry.row() for entry in entries],
    }
    return json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()


def _seal_manifest(secret: ReleaseSecret, manifest: bytes, folder: Path) -> int:
    """The list of files, in one part whatever its size: it must be read before anything else."""
    return _write_part(secret, folder, MANIFEST, "", 0, 1, gzip.compress(manifest, mtime=0))


def _seal_hashes(secret: ReleaseSecret, target: Path, now: datetime) -> int:
    """Seal the SHA-256 of every file that lies in `target`: `kb verify` compares them with what is served.

    It is the last file but `SHA256SUMS`, which follows from the others. `now` lets people tell that a host
    serves an older release, which is whole in itself.
    """
    hashes = {
        Path(folder, name).relative_to(target).as_posix(): hashlib.sha256(Path(folder, name).read_bytes()).hexdigest()
        for folder, _, names in os.walk(target)
        for name in names
    }
    row = {
        "format": HASHES_FORMAT,
        "locked_at": now.isoformat(timespec="seconds"),
        "files": dict(sorted(hashes.items())),
    }
    data = gzip.compress(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)
    return _write_part(secret, target / FILES_FOLDER, HASHES, "", 0, 1, data)


def _write_part(
    secret: ReleaseSecret, folder: Path, kind: str, path: str, number: int, count: int, piece: bytes
) -> int:
    target = folder / part_name(secret, kind, path, number)
    target.parent.mkdir(parents=True, exist_ok=True)
    sealed = seal(secret, piece, part_binding(secret, kind, path, number, count))
    return target.write_bytes(sealed)


def _level_times(target: Path) -> None:
    """One time for all files: which was written when would say something of which is which."""
    now = time.time_ns()
    for folder, _, names in os.walk(target):
        for name in names:
            os.utime(Path(folder, name), ns=(now, now))

"""A folder that is called locked, read once more by code that had no part in locking it.

It goes from what lies on the disk to what may lie there: sealed parts that the release names, the sign-in page's
files, the hashes of all these, sealed too, the list of hashes, and nothing else. It knows the
format from its description (`sealing`, `wrapping`), not from the functions that write it, so that a mistake there is
no excuse here.
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
import os
import re
import stat
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kb.browser_code.bundle import PACKAGE, bundle
from kb.locking.sealing import ReleaseSecret
from kb.source.problem import Problem, Rule, Severity

NOT_LOCKED = Rule(
    "KB938",
    "not-locked",
    Severity.ERROR,
    what="A folder that was locked holds something that is not sealed, or lacks something.",
    why="Whoever publishes it may publish what only agents may read, or a desk that nobody can open.",
    example="site/agents/scripts/late/index.html   # beside kb-lock/",
    hint="do not publish this folder: delete it, and build it again with --lock",
)
RULES = (NOT_LOCKED,)

_RELEASE, _HASHES = "kb-lock/release.json", "SHA256SUMS"
_AT_THE_TOP = {"sign-in.html": "index.html", "not-found.html": "404.html", "worker.js": "kb-worker.js"}
_SCRIPTS = {"bar.js", "find.js", "sign-in.js", "whole.js", "worker.js"}
"""Of the modules of `browser/` those that a page or a browser asks for; they hold the others."""
_ROBOTS = b"User-agent: *\nDisallow: /\n"
_HEADERS = re.compile(rb"/\*\n(?:  [A-Z][A-Za-z-]+: [^\n]+\n)+\Z")
_HOST_NAME = re.compile(rb"\s*[A-Za-z0-9.-]{1,253}\s*\Z")
_SUM = re.compile(r"^([0-9a-f]{64})  (.+)$", re.MULTILINE)
_NONCE, _LENGTH, _TAG = 12, 4, 16
_PART_BYTES = (1 << 20) - _LENGTH
_ROUNDS = range(600_000, 10_000_001)
_MOST = 8
"""Faults that are told by name."""


def find_unsealed(folder: Path, secret: ReleaseSecret, agents: Iterable[str], *, shown: str) -> tuple[Problem, ...]:
    """What keeps `folder` from being the locked release of `secret` for exactly `agents`; nothing if it is that.

    One problem, however many files are at fault; `shown` is the folder's name in it.
    """
    try:
        faults = list(_faults(folder, secret, set(agents)))
    except OSError as error:
        faults = [f"{error.filename or folder} cannot be read: {error.strerror or error}"]
    if not faults:
        return ()
    more = f" and {len(faults) - _MOST} more" if len(faults) > _MOST else ""
    return (NOT_LOCKED.at(shown, 1, f"not locked: {'; '.join(faults[:_MOST])}{more}"),)


class _Disk:
    """The files below a folder, each read once and then ticked off."""

    def __init__(self, folder: Path) -> None:
        self.waiting: dict[str, Path] = {}
        """By their path below the folder; links are not followed."""
        self.hashes: dict[str, str] = {}
        for place, folders, names in os.walk(folder):
            for name in sorted([*names, *(one for one in folders if Path(place, one).is_symlink())]):
                path = Path(place, name)
                self.waiting[path.relative_to(folder).as_posix()] = path

    def take(self, name: str) -> bytes:
        """The bytes of a plain file; none if there is no such file."""
        path = self.waiting.get(name)
        if path is None or not stat.S_ISREG(path.lstat().st_mode):
            return b""
        del self.waiting[name]
        data = path.read_bytes()
        self.hashes[name] = hashlib.sha256(data).hexdigest()
        return data


def _faults(folder: Path, secret: ReleaseSecret, agents: set[str]) -> Iterator[str]:
    disk = _Disk(folder)
    listed = {path: digest for digest, path in _SUM.findall(disk.take(_HASHES).decode("utf-8", "replace"))}
    disk.hashes.clear()
    yield from _faults_of_parts(disk, secret)
    yield from _faults_of_release(disk.take(_RELEASE), secret, agents)
    for name, expected in sign_in_files().items():
        if disk.take(name) != expected or name not in disk.hashes:
            yield f"{name} is not that of the sign-in page"
    if not _HEADERS.match(disk.take("_headers")):
        yield "_headers is not that of a locked folder"
    if "CNAME" in disk.waiting and not _HOST_NAME.match(disk.take("CNAME")):
        yield "CNAME is no host's name"
    if not _has_sealed_hashes(disk, secret) and not disk.waiting:
        yield "the sealed hashes are not those of what lies there"
    for name in disk.waiting:
        yield f"{_readable(name)} is not sealed"
    if listed != disk.hashes and not disk.waiting:
        yield f"{_HASHES} does not list what lies there"


def _faults_of_parts(disk: _Disk, secret: ReleaseSecret) -> Iterator[str]:
    """Every part that the sealed list of files names must be there and open."""
    try:
        listing = _opened(disk, secret, "manifest", "", 0, 1)
        rows = json.loads(gzip.decompress(listing or b""))["files"]
        sizes = {str(path): int(packed_size) for path, _, packed_size, _ in rows}
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        yield "the sealed list of files does not open"
        return
    for path, size in sizes.items():
        count = max(1, -(-size // _PART_BYTES))
        pieces = [_opened(disk, secret, "file", path, number, count) for number in range(count)]
        if sum(len(piece) if piece is not None else size + 1 for piece in pieces) != size:
            yield f"a sealed file is damaged or missing ({path})"


def _has_sealed_hashes(disk: _Disk, secret: ReleaseSecret) -> bool:
    """Whether the sealed hashes are those of all that was taken before them."""
    rest = dict(disk.hashes)
    try:
        row = _json(gzip.decompress(_opened(disk, secret, "hashes", "", 0, 1) or b""))
    except (OSError, EOFError, zlib.error):
        return False
    return row.get("files") == rest


def _opened(disk: _Disk, secret: ReleaseSecret, kind: str, path: str, number: int, count: int) -> bytes | None:
    """The piece in one part; None if the part is missing or does not open."""
    digest = hmac.new(secret.name_key, f"{kind}\n{path}\n{number}".encode(), hashlib.sha256).hexdigest()
    part = disk.take(f"kb-lock/files/{digest[:2]}/{digest[2:32]}.bin")
    if len(part) < _NONCE + _LENGTH + _TAG:
        return None
    binding = f"kb-lock 1\n{secret.release}\n{kind}\n{path}\n{number}/{count}".encode()
    try:
        plain = AESGCM(secret.content_key).decrypt(part[:_NONCE], part[_NONCE:], binding)
    except InvalidTag:
        return None
    return plain[_LENGTH : _LENGTH + int.from_bytes(plain[:_LENGTH], "big")]


def _faults_of_release(data: bytes, secret: ReleaseSecret, agents: set[str]) -> Iterator[str]:
    row = _json(data)
    if row.keys() != {"format", "release", "ephemeral", "envelopes"} or row["release"] != secret.release:
        yield f"{_RELEASE} is not that of this release"
        return
    wanted = {
        hashlib.sha256(f"kb-lock 1\nenvelope\n{secret.release}\n{name}".encode()).hexdigest()[:32] for name in agents
    }
    envelopes = row["envelopes"]
    if not isinstance(envelopes, dict) or envelopes.keys() != wanted:
        yield f"{_RELEASE} is not for exactly the {len(agents)} who have a key"
        return
    if not has_fair_rounds(envelopes):
        yield f"{_RELEASE} asks for a number of rounds that the sign-in page does not take"


def has_fair_rounds(envelopes: object) -> bool:
    """Whether the keys of a release ask for numbers of rounds that the sign-in page takes."""
    each = list(envelopes.values()) if isinstance(envelopes, dict) else [None]
    rounds = [envelope.get("iterations") if isinstance(envelope, dict) else None for envelope in each]
    return all(type(count) is int and count in _ROUNDS for count in rounds)


def sign_in_files() -> dict[str, bytes]:
    """The files of the sign-in page as this version publishes them, by their place in the folder."""
    carried = (PACKAGE / "locking" / "browser").iterdir()
    raw = {
        one.name: bundle(one).encode() if one.suffix == ".js" else one.read_bytes()
        for one in carried
        if one.suffix in (".html", ".css") or one.name in _SCRIPTS
    }
    digest = hashlib.sha256()
    for name in sorted(raw):
        digest.update(name.encode() + b"\0" + raw[name] + b"\0")
    stamp = digest.hexdigest()[:12].encode()
    pages = {_AT_THE_TOP.get(name, f"kb-lock/{name}"): data.replace(b"@kb-shell@", stamp) for name, data in raw.items()}
    return {**pages, "robots.txt": _ROBOTS, ".nojekyll": b""}


def _json(data: bytes) -> dict[str, Any]:
    try:
        row = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _readable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()

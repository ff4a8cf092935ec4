"""Is what lies in a folder, or at an address, what a manifest or a release's sealed hashes list?

Nothing of either is trusted: what is read has limits, and what is told is safe to print.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from kb.locking.outside import RELEASE, find_foreign, is_locked_list
from kb.source.walk import walk_files
from kb.website.output.manifest import MANIFESTS

MOST_RELEASE_BYTES = 4 * 1024 * 1024
"""Ten thousand agents' keys; what is longer is no release."""


_EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Found:
    """What was read."""

    hashes: Mapping[str, str]
    """Path → SHA-256."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Path → why it could not be read."""
    release: bytes | None = None
    """What the `release.json` of a locked folder holds; None where only its hash was asked for."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Path → what can be told of why a file differs."""


def hashes_in(folder: Path) -> Found:
    """Every file below `folder`, its manifest too. A link to a folder, a pipe or a device counts as a file that
    cannot be read.
    """
    hashes: dict[str, str] = {}
    unread: dict[str, str] = {}
    for name, entry in walk_files(folder, ignores_unreadable=True):
        try:
            if not S_ISREG(entry.stat().st_mode):
                unread[name] = "no plain file"
            else:
                with Path(entry.path).open("rb") as file:
                    hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            unread[name] = error.strerror or "it cannot be read"
    release = None
    if RELEASE in hashes:
        with (folder / RELEASE).open("rb") as file:
            release = file.read(MOST_RELEASE_BYTES)
    return Found(hashes, unread, release)


def differences(expected: Mapping[str, str], found: Found, *, may_lack: frozenset[str] = frozenset()) -> list[str]:
    """`changed`, `missing`, `added`, `unread` or `foreign` and a path, for every file that is not as it should be.

    The manifest is compared only where it is `expected`: it cannot list itself. Where the list is that of a locked
    edition, its scripts must be those of this version of kb, whatever the list says of them: who can change the one
    can change the other.
    """
    owners = _owners(expected)
    lines = {}
    for path in sorted(expected.keys() | found.hashes.keys() | found.unread.keys()):
        if path in MANIFESTS and path not in expected:
            continue
        if path in found.unread:
            lines[path] = _line("unread", path, found.unread[path])
        elif path not in found.hashes:
            if path not in may_lack:
                lines[path] = _line("missing", path, found.reasons.get(path, ""))
        elif path not in expected:
            lines[path] = _line("added", path)
        elif (digest := found.hashes[path]) != expected[path]:
            owner = owners.get(digest)
            lines[path] = _line("changed", path, f"it is {owner}" if owner else found.reasons.get(path, ""))
    if is_locked_list(expected) or is_locked_list(found.hashes):
        files = {**found.hashes, **dict.fromkeys(found.unread, "")}
        files = {path: digest for path, digest in files.items() if path not in MANIFESTS}
        for path, why in sorted(find_foreign(files, found.release).items()):
            if path not in may_lack or path in found.hashes:
                lines.setdefault(path, _line("foreign", path, why))
    return list(lines.values())


def _owners(expected: Mapping[str, str]) -> Mapping[str, str]:
    """SHA-256 → "empty", or the one path whose content that is: a file put in another's place is told as that."""
    owners = {_EMPTY: "empty"}
    twice = set()
    for path, digest in expected.items():
        if owners.setdefault(digest, path) != path and digest != _EMPTY:
            twice.add(digest)
    return {digest: path for digest, path in owners.items() if digest not in twice}


def _line(word: str, path: str, why: str = "") -> str:
    return f"{word:<8} {printable(path)}{f': {printable(why)}' if why else ''}"


def printable(text: str) -> str:
    """`text` as a terminal may show it: what would move its cursor, colour it or turn its words around is spelt out."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)

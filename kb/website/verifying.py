"""Is what lies in a folder, or at an address, what a manifest lists?

Nothing of either is trusted: what is read has limits, and what is told is safe to print.
"""

from __future__ import annotations

import hashlib
import http.client
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from stat import S_ISREG

from kb.locking.outside import RELEASE, find_foreign, is_locked_list
from kb.website.fetching import FetchError, OutOfTimeError, Site, Visit
from kb.website.manifest import MANIFEST

AT_ONCE = 8
MOST_TIMEOUTS = 3
"""So many files of one host may run out of time; then it is asked no more."""
MOST_MANIFEST_BYTES = 64 * 1024 * 1024
"""20,000 files, the most that Cloudflare Pages takes, make 3 MB."""
MOST_RELEASE_BYTES = 4 * 1024 * 1024
"""Ten thousand agents' keys; what is longer is no release."""
HOST_FILES = frozenset({"_headers", "_redirects", ".nojekyll", "CNAME"})
"""Hosts read these and do not hand them out."""


@dataclass(frozen=True)
class Found:
    """What was read."""

    hashes: Mapping[str, str]
    """Path → SHA-256."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Path → why it could not be read."""
    release: bytes | None = None
    """What the `release.json` of a locked folder holds; None where only its hash was asked for."""


def hashes_in(folder: Path) -> Found:
    """Every file below `folder` but its manifest. A link to a folder, a pipe or a device counts as a file that
    cannot be read.
    """
    hashes: dict[str, str] = {}
    unread: dict[str, str] = {}
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in chain(names, links):
            path = Path(place, name)
            shown = path.relative_to(folder).as_posix()
            try:
                if not S_ISREG(path.stat().st_mode):
                    unread[shown] = "no plain file"
                else:
                    with path.open("rb") as file:
                        hashes[shown] = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                unread[shown] = error.strerror or "it cannot be read"
    hashes.pop(MANIFEST, None)
    release = None
    if RELEASE in hashes:
        with (folder / RELEASE).open("rb") as file:
            release = file.read(MOST_RELEASE_BYTES)
    return Found(hashes, unread, release)


def hashes_at(site: Site, expected: Mapping[str, str], visit: Visit) -> Found:
    """What the host answers for each of the `expected` files; files that it does not have are left out."""
    hashes: dict[str, str] = {}
    unread: dict[str, str] = {}
    late = 0

    def look(path: str) -> None:
        nonlocal late
        if late >= MOST_TIMEOUTS:
            unread[path] = "not asked for any more: the host takes too long"
            return
        try:
            status, digest, packed = visit.hash(site, _shown_path(path))
        except OutOfTimeError as error:
            late += 1
            unread[path] = str(error)
        except FetchError as error:
            unread[path] = str(error)
        else:
            is_packed_file = path.endswith(".gz") and packed == expected[path]  # some hosts send these as a packing
            if status == http.client.OK or (path == "404.html" and status == http.client.NOT_FOUND):
                hashes[path] = packed if is_packed_file else digest

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(look, sorted(expected)))
    return Found(hashes, unread)


def _shown_path(path: str) -> str:
    return path[: -len("index.html")] if path == "index.html" or path.endswith("/index.html") else path


def differences(expected: Mapping[str, str], found: Found, *, may_lack: frozenset[str]) -> list[str]:
    """`changed`, `missing`, `added`, `unread` or `foreign` and a path, for every file that is not as it should be.

    Where the manifest is that of a locked edition, its scripts must be those of this version of kb, whatever the
    manifest says of them: who can change the one can change the other.
    """
    lines = {}
    for path in sorted(expected.keys() | found.hashes.keys() | found.unread.keys()):
        if path in found.unread:
            lines[path] = f"unread   {printable(path)}: {found.unread[path]}"
        elif path not in found.hashes:
            if path not in may_lack:
                lines[path] = f"missing  {printable(path)}"
        elif path not in expected:
            lines[path] = f"added    {printable(path)}"
        elif found.hashes[path] != expected[path]:
            lines[path] = f"changed  {printable(path)}"
    if is_locked_list(expected) or is_locked_list(found.hashes):
        files = {**found.hashes, **dict.fromkeys(found.unread, "")}
        for path, why in sorted(find_foreign(files, found.release).items()):
            if path not in may_lack or path in found.hashes:
                lines.setdefault(path, f"foreign  {printable(path)}: {why}")
    return list(lines.values())


def printable(text: str) -> str:
    """`text` as a terminal may show it: what would move its cursor, colour it or turn its words around is spelt out."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)

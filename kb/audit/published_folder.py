"""A published folder as the audit meets it: which files changed since the last time, read where that is needed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from kb.audit.cache import AuditCache, stamp_of

SUMS = "SHA256SUMS"
"""The file that lists all others with their SHA-256."""


class PublishedFolder:
    """A published folder, read where it is needed."""

    def __init__(self, site: Path, cached: AuditCache, *, trusts_stamps: bool) -> None:
        """With `trusts_stamps`, a file with the same inode, size and times as before counts as unchanged. The bytes of
        others, and without it of all, are hashed: a file's second name changes its time, too.
        """
        self._site = str(site)
        self.stats = stats = _files_below(self._site)
        self._stamps = {name: stamp_of(stat) for name, stat in stats.items()}
        cleared = cached.cleared
        self._digests = {
            name: cleared[name][1]
            for name, stamp in self._stamps.items()
            if trusts_stamps and name in cleared and cleared[name][0] == stamp
        }
        self.changed = [name for name in stats if name not in cleared or cleared[name][1] != self.digest(name)]

    def read(self, name: str) -> bytes:
        data = Path(self._site, name).read_bytes()
        self._digests[name] = hashlib.sha256(data).hexdigest()
        return data

    def own_words(self, contents: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """`contents` with what each says itself: of the list of hashes, which every edit changes, no line that follows
        from another file and its name, for both are looked at where they stand."""
        lines = contents.get(SUMS, b"").split(b"\n")
        return {**contents, SUMS: b"\n".join(line for line in lines if not self._is_sum(line))}

    def _is_sum(self, line: bytes) -> bool:
        digest, _, name = line.decode("utf-8", "replace").partition("  ")
        return name in self.stats and name != SUMS and digest == self.digest(name)

    def digest(self, name: str) -> str:
        """Its SHA-256."""
        if name not in self._digests:
            self.read(name)
        return self._digests[name]

    def cleared(self) -> dict[str, tuple[str, str]]:
        """All its files, as the next audit will know them."""
        return {name: (stamp, self.digest(name)) for name, stamp in self._stamps.items()}


def _files_below(site: str) -> dict[str, os.stat_result]:
    """Every file of a published folder, by its path with forward slashes, in order."""
    prefix = len(os.path.join(site, ""))
    found = {}
    waiting = [site]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif not entry.is_dir():
                    found[entry.path[prefix:].replace(os.sep, "/")] = entry.stat()
    return dict(sorted(found.items()))

"""A published folder as the audit meets it: which files changed since the last time, read where that is needed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from kb.audit.cache import AuditCache, Cleared, stamp_of


class PublishedFolder:
    """A published folder, read where it is needed."""

    def __init__(self, site: Path, cached: AuditCache, *, trusts_stamps: bool) -> None:
        """With `trusts_stamps`, a file with the same inode, size and time as before counts as unchanged; without, its
        bytes are hashed.
        """
        self._site = str(site)
        self.stats = stats = _files_below(self._site)
        self._stamps = {name: stamp_of(stat) for name, stat in stats.items()}
        cleared = cached.cleared
        self._digests = {
            name: cleared[name].sha256
            for name, stamp in self._stamps.items()
            if trusts_stamps and name in cleared and cleared[name].stamp == stamp
        }
        known = set(self._digests)
        if not trusts_stamps:
            known = {name for name in stats if name in cleared and cleared[name].sha256 == self.digest(name)}
        self.changed = [name for name in stats if name not in known]

    def read(self, name: str) -> bytes:
        data = Path(self._site, name).read_bytes()
        self._digests[name] = hashlib.sha256(data).hexdigest()
        return data

    def digest(self, name: str) -> str:
        """Its SHA-256."""
        if name not in self._digests:
            self.read(name)
        return self._digests[name]

    def cleared(self) -> dict[str, Cleared]:
        """All its files, as the next audit will know them."""
        return {name: Cleared(stamp, self.digest(name)) for name, stamp in self._stamps.items()}


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

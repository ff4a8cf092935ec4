"""One public folder audited: every byte of it, against all that only internal content has.

If little changed since the last audit, hashes of signatures are enough to clear the files that changed: neither
internal texts nor the modules that read them are loaded. A whole audit judges all that they do not clear. It reads
every file and believes nothing that was kept.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.audit.cache import AuditCache, Cache, load_cache, write_cache
from kb.audit.incremental import ChangesSince, compare, stamp_inputs
from kb.audit.published_folder import PublishedFolder
from kb.audit.scan_files import scan_files
from kb.audit.version import judging_version

if TYPE_CHECKING:
    from kb.audit.full import WholeAudit
    from kb.source.problem import Problem


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What one audit found and what it cost."""

    problems: tuple[Problem, ...]
    files: int
    reused: int
    """Files that an earlier audit had cleared and that did not change."""
    bytes: int
    signatures: int
    """Words, names, runs of words and files that were looked for."""
    seconds: float
    unguarded: tuple[str, ...] = ()
    """Values of internal facts that are too short to be looked for, where a whole audit was made."""

    @property
    def is_clean(self) -> bool:
        return not any(problem.is_error for problem in self.problems)


def audit_folder(site: Path, root: Path, *, shown_as: str = "", cache: Cache | None = None) -> AuditReport:
    """Audit every byte of the folder `site` against the internal content of the project at `root`.

    `shown_as` is how problems name the folder. `cache` is where verdicts are kept; without it nothing is believed but
    what is read now. Raises `NoProjectError` if `root` is no project and `OSError` if a file cannot be read.
    """
    return Audit(root, cache).judge(site, shown_as=shown_as)


class Audit:
    """One audit: at first it reads what is internal, then it looks through a folder."""

    def __init__(self, root: Path, cache: Cache | None, *, trusts_stamps: bool = False) -> None:
        """`trusts_stamps` as `PublishedFolder` has it. Raises `NoProjectError` if `root` is no project, and
        `OSError`.
        """
        self._root, self._cache, self._trusts_stamps = root, cache, trusts_stamps
        self._version = judging_version() if cache else ""
        cached = load_cache(cache) if cache else AuditCache()
        self._cached = cached if cached.version == self._version else AuditCache()
        self._prepare()

    def _prepare(self) -> None:
        self._inputs = stamp_inputs(self._root)
        self._changes = compare(self._inputs, self._cached)
        self._whole = None if self._changes else self._read()

    def _read(self) -> WholeAudit:
        from kb.audit.full import WholeAudit

        return WholeAudit(self._inputs)

    def judge(self, site: Path, *, shown_as: str = "") -> AuditReport:
        """Look through the folder `site`; `shown_as` is how problems name it."""
        start = time.monotonic()
        if stamp_inputs(self._root) != self._inputs:
            self._prepare()
        folder = PublishedFolder(site, self._cached, trusts_stamps=self._trusts_stamps)
        if self._changes is not None and self._is_clean_by_hashes(folder, self._changes):
            found: tuple[Problem, ...] = ()
            unread, signatures = len(folder.changed), len(self._cached.matcher)
        else:
            whole = self._whole or self._read()
            folder = PublishedFolder(site, AuditCache(), trusts_stamps=False)
            found, cached = whole.judge(folder, shown_as or site.as_posix(), keeps=self._cache is not None)
            unread, signatures = len(folder.stats), len(whole.signatures)
            if self._cache and cached is not None:
                write_cache(self._cache, replace(cached, version=self._version), has_new_signatures=True)
        size = sum(stat.st_size for stat in folder.stats.values())
        count = len(folder.stats)
        values = self._whole.unguarded if self._whole else ()
        unguarded = tuple(f"{origin.path}:{origin.line}: “{text}”" for origin, text in values)
        return AuditReport(found, count, count - unread, size, signatures, time.monotonic() - start, unguarded)

    def _is_clean_by_hashes(self, folder: PublishedFolder, since: ChangesSince) -> bool:
        """Whether no file that changed has the hash of a signature."""
        matcher, names = self._cached.matcher, folder.changed
        if any(matcher.has_file(folder.digest(name)) for name in names):
            return False
        contents = {name: folder.read(name) for name in names}
        hits, closed = scan_files(matcher, contents, names, names, lambda name, data: False)
        if hits or closed:
            return False
        cached = replace(self._cached, cleared=folder.cleared(), documents=since.documents)
        if self._cache and cached != self._cached:
            write_cache(self._cache, cached, has_new_signatures=False)
        return True

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

from kb.audit.cache import AuditCache, Cache, Marks, load_cache, load_marks, write_cache
from kb.audit.incremental import changes_since, stamp_inputs
from kb.audit.published_folder import PublishedFolder

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
        self._cached = load_cache(cache) if cache else AuditCache()
        self._prepare()

    def _prepare(self) -> None:
        self._inputs = stamp_inputs(self._root)
        self._now = self._cached_now()
        self._whole = None if self._now else self._read()

    def _cached_now(self) -> tuple[AuditCache, Marks | None] | None:
        """What was kept, with sources as they are now, and the signatures if a source changed; None if only a whole
        audit can judge."""
        changes = changes_since(self._inputs, self._cached)
        if changes is None or self._cache is None:
            return None
        if not changes.documents and not changes.agents:
            return self._cached, None
        from kb.audit.changed_sources import read_changes

        return read_changes(self._inputs, changes, self._cached, self._cache)

    def _read(self) -> WholeAudit:
        from kb.audit.full import WholeAudit

        return WholeAudit(self._inputs)

    def judge(self, site: Path, *, shown_as: str = "") -> AuditReport:
        """Look through the folder `site`; `shown_as` is how problems name it."""
        start = time.monotonic()
        if stamp_inputs(self._root) != self._inputs:
            self._prepare()
        folder = PublishedFolder(site, self._cached, trusts_stamps=self._trusts_stamps)
        if self._now and self._cache and (looked_for := self._clear(folder, *self._now, self._cache)) is not None:
            found: tuple[Problem, ...] = ()
            unread, signatures = len(folder.changed), looked_for
        else:
            whole = self._whole or self._read()
            folder = PublishedFolder(site, AuditCache(), trusts_stamps=False)
            found, kept = whole.judge(folder, shown_as or site.as_posix(), keeps=self._cache is not None)
            unread, signatures = len(folder.stats), len(whole.signatures)
            if self._cache and kept is not None:
                write_cache(self._cache, kept.cached, kept.marks, kept.said, is_whole=True)
        size = sum(stat.st_size for stat in folder.stats.values())
        count = len(folder.stats)
        values = self._whole.unguarded if self._whole else ()
        unguarded = tuple(f"{origin.path}:{origin.line}: “{text}”" for origin, text in values)
        return AuditReport(found, count, count - unread, size, signatures, time.monotonic() - start, unguarded)

    def _clear(self, folder: PublishedFolder, now: AuditCache, marks: Marks | None, cache: Cache) -> int | None:
        """How many signatures were looked for in the files that changed, none of which has the hashes of one; None if
        that is not so."""
        names, said, looked_for = folder.changed, b"", 0
        if names:
            from kb.audit.matching.recorder import Recorder  # most builds change nothing: they need not load any reader
            from kb.audit.scan_files import scan_files

            if (known := marks or load_marks(cache, now)) is None:
                return None
            recorder, looked_for = Recorder(known.matcher), len(known.matcher)
            contents = folder.own_words({name: folder.read(name) for name in names})
            hits, closed = scan_files(recorder, contents, names, names, lambda name, data: False)
            if hits or closed or any(known.matcher.has_file(folder.digest(name)) for name in names):
                return None
            said = recorder.said
        now = replace(now, cleared=folder.cleared())
        if now != self._cached or marks:
            write_cache(cache, now, marks, said, is_whole=False)
        return looked_for

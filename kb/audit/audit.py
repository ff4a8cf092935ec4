"""One public folder audited: every byte of it, against all that only internal content has.

Where little changed since the last audit, hashes of marks are enough to clear the files that changed, and neither
internal texts nor what reads them need be loaded; whatever they do not clear is judged by a whole audit.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.audit.kept import Kept, load_kept, write_kept
from kb.audit.looking import look_through
from kb.audit.published import PublishedFolder
from kb.audit.since import Since, compare, stamp_inside
from kb.content import private_folders

if TYPE_CHECKING:
    from kb.audit.whole import WholeAudit
    from kb.content.problem import Problem

CACHE = Path(private_folders.CACHE) / "audit"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What one audit found and what it cost."""

    problems: tuple[Problem, ...]
    files: int
    reused: int
    """Files that an earlier audit had cleared and that did not change."""
    bytes: int
    marks: int
    """Words, names, runs of words and files that were looked for."""
    seconds: float

    @property
    def is_clean(self) -> bool:
        return not any(problem.is_error for problem in self.problems)


def audit_folder(site: Path, root: Path, *, shown_as: str = "", cache: Path | None = None) -> AuditReport:
    """Audit every byte of the folder `site` against the internal content of the project at `root`.

    `shown_as` is how problems name the folder. `cache` is where verdicts are kept; None keeps none.
    Raises `NoProjectError` where `root` is no project and `OSError` where a file cannot be read.
    """
    return Audit(root, cache).judge(site, shown_as=shown_as)


class Audit:
    """One audit: at first it reads what is internal, then it looks through a folder."""

    def __init__(self, root: Path, cache: Path | None, *, trusts_stamps: bool = False) -> None:
        """`trusts_stamps` as `PublishedFolder` has it. Raises `NoProjectError` where `root` is no project, and
        `OSError`.
        """
        self._root, self._cache, self._trusts_stamps = root, cache, trusts_stamps
        self._version = _product_version()
        kept = load_kept(cache) if cache else Kept()
        self._kept = kept if kept.version == self._version else Kept()
        self._prepare()

    def _prepare(self) -> None:
        self._inside = stamp_inside(self._root)
        self._since = compare(self._root, self._kept) if self._kept.inside == self._inside else None
        self._whole = None if self._since else self._read()

    def _read(self) -> WholeAudit:
        from kb.audit.whole import WholeAudit  # a third of a second that an audit after an edit need not spend

        return WholeAudit(self._root, self._kept)

    def judge(self, site: Path, *, shown_as: str = "") -> AuditReport:
        """Look through the folder `site`; `shown_as` is how problems name it."""
        start = time.monotonic()
        if stamp_inside(self._root) != self._inside:
            self._prepare()
        folder = PublishedFolder(site, self._kept, trusts_stamps=self._trusts_stamps)
        if self._since is not None and self._is_clean_since(folder, self._since):
            found: tuple[Problem, ...] = ()
            unread, marks = len(folder.changed), len(self._kept.finder)
        else:
            whole = self._whole or self._read()
            found, unread, kept = whole.judge(folder, shown_as or site.as_posix())
            marks = len(whole.marks)
            if kept and self._cache:
                kept = replace(kept, version=self._version, inside=self._inside)
                write_kept(self._cache, kept, has_new_marks=True)
        size = sum(stat.st_size for stat in folder.stats.values())
        count = len(folder.stats)
        return AuditReport(found, count, count - unread, size, marks, time.monotonic() - start)

    def _is_clean_since(self, folder: PublishedFolder, since: Since) -> bool:
        """Whether nothing in the files that changed could be a mark."""
        names = folder.changed
        known = {one.sha256 for one in self._kept.cleared.values()}
        unread = [name for name in names if folder.digest(name) not in known]
        if any(since.finder.has_file(folder.digest(name)) for name in unread):
            return False
        contents = {name: folder.read(name) for name in names}
        hits, closed = look_through(since.finder, contents, names, unread, lambda name, data: False)
        if hits or closed:
            return False
        kept = replace(self._kept, cleared=folder.cleared(()), finder=since.finder, documents=since.documents)
        if self._cache and kept != self._kept:
            write_kept(self._cache, kept, has_new_marks=since.finder is not self._kept.finder)
        return True


def _product_version() -> str:
    """Changes with the audit's own code, whose verdicts must not outlive it."""
    return hashlib.blake2b(
        b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))), digest_size=8
    ).hexdigest()

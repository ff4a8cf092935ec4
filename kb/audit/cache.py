"""What one clean audit leaves for the next build's, so that after an edit only what changed is read again.

It can only save time. It holds hashes, and no words but what public files say. It is signed with a key that lies
outside the project: what git, a restored cache or another program put there is no verdict. Whoever asks for a proof
(`kb audit`, `--strict`, CI) gets one that reads nothing of it. The verdicts name by its SHA-256 each other file that
goes with them.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import marshal
import os
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.audit.version import judging_version
from kb.source.private_folders import CACHE, make_private_folder

if TYPE_CHECKING:
    from kb.audit.matching.matchers import HashMatcher

VERDICTS = "verdicts"
MOST_PARTS = 50
"""Parts of what published files say, from which on they are put together."""


@dataclass(frozen=True, slots=True)
class Cache:
    """Where verdicts of the project at `root` are kept, the key that they are signed with, and what judged."""

    root: Path
    key: bytes
    version: str = field(default_factory=judging_version)

    @property
    def folder(self) -> Path:
        return self.root / CACHE / "audit"


@dataclass(frozen=True, slots=True)
class CachedDocument:
    """One file of `docs/`, or a Markdown file of `agents/`, as the last audit read it."""

    stamp: str
    keys: frozenset[int] = frozenset()
    """Of `docs/`: strong hashes of the signatures that are no leak because this file has them. Of `agents/`: of the
    sentences that have words which public sources have too, and are no copies of theirs."""
    is_entangled: bool = False
    """Whether only a whole audit can judge a change of it."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The signatures by their hashes."""

    matcher: HashMatcher
    """Of those that nothing excuses."""
    excused: frozenset[int]
    """Strong hashes of the others."""


@dataclass(frozen=True, slots=True)
class AuditCache:
    """The last audit, which found nothing."""

    inside: str = ""
    """Stamps of all other inputs that decide on signatures and on what excuses them: equal stamps, equal signatures."""
    cleared: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Published file without a leak → its stamp and its SHA-256."""
    documents: Mapping[str, CachedDocument] = field(default_factory=dict)
    """Of `docs/`, by path."""
    agents: Mapping[str, CachedDocument] = field(default_factory=dict)
    """Of `agents/`, by `hidden` path: names of files are words."""
    marks: str = ""
    """The name of the file of signatures."""
    said: tuple[str, ...] = ()
    """The names of the files with all that published files say; none if it is not known."""


def load_cache(cache: Cache) -> AuditCache:
    """The last audit's verdicts; none if they are missing, broken, or not signed by us and by this version of kb."""
    with contextlib.suppress(OSError):
        mac, _, body = (cache.folder / VERDICTS).read_bytes().partition(b"\n")
        if hmac.compare_digest(mac, _mac_of(cache, body)):
            inside, cleared, documents, agents, marks, said = marshal.loads(body)  # ours, so it is whole
            return AuditCache(inside, cleared, _documents(documents), _documents(agents), marks, said)
    return AuditCache()


def load_marks(cache: Cache, cached: AuditCache) -> Marks | None:
    """The signatures that go with `cached`; None if they are not there as they were."""
    if (data := _held(cache, cached.marks)) is None:
        return None
    from kb.audit.matching.matchers import HashMatcher

    *of_matcher, excused = map(_unpacked, marshal.loads(data))
    return Marks(HashMatcher(*of_matcher), excused)


def load_said(cache: Cache, cached: AuditCache) -> bytes | None:
    """All that the files cleared in `cached` say, or said once, as `Recorder` has it; None if that is not known."""
    parts = [data for name in cached.said if (data := _held(cache, name)) is not None]
    return b"".join(parts) if parts and len(parts) == len(cached.said) else None


def write_cache(cache: Cache, cached: AuditCache, marks: Marks | None, said: bytes, *, is_whole: bool) -> None:
    """Keep the verdicts of a clean audit; a folder that cannot be written to only costs time.

    `marks` are new signatures, if there are any. `said` is what files say that were read now: all there is to know if
    the audit `is_whole`, else more than `cached` knows already.
    """
    with contextlib.suppress(OSError):
        make_private_folder(cache.folder)
        if marks is not None:
            sets = (*(getattr(marks.matcher, one.name) for one in fields(marks.matcher)), marks.excused)
            cached = replace(cached, marks=_hold(cache, marshal.dumps([*map(_packed, sets)])))
        if len(cached.said) >= MOST_PARTS:
            known = load_said(cache, cached)
            cached = replace(cached, said=() if known is None else (_hold(cache, _once(known)),))
        if said and (is_whole or cached.said):
            cached = replace(cached, said=(*cached.said, _hold(cache, said)))
        documents, agents = (
            {path: (one.stamp, _packed(one.keys), one.is_entangled) for path, one in held.items()}
            for held in (cached.documents, cached.agents)
        )
        body = marshal.dumps((cached.inside, {**cached.cleared}, documents, agents, cached.marks, cached.said))
        _write(cache.folder / VERDICTS, _mac_of(cache, body) + b"\n" + body)
        for path in cache.folder.iterdir():
            if path.name not in {VERDICTS, cached.marks, *cached.said}:
                path.unlink()


def stamp_of(stat: os.stat_result) -> str:
    """Changes with a file: its inode, its size in bytes, and when it was written and moved, in nanoseconds.

    The last of these is the system's own on Linux and macOS: a time that a program sets back does not hide a change.
    """
    return f"{stat.st_ino}.{stat.st_size}.{stat.st_mtime_ns}.{stat.st_ctime_ns}"


def hidden(path: str) -> str:
    """What an internal path is known again by."""
    return hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def _mac_of(cache: Cache, body: bytes) -> bytes:
    """The HMAC-SHA-256 of this version's verdicts on this very project, in hexadecimal."""
    place = os.fsencode(os.path.realpath(cache.root))
    return hmac.digest(cache.key, b"\0".join((place, cache.version.encode(), body)), "sha256").hex().encode("ascii")


def _documents(rows: Mapping[str, tuple[str, bytes, bool]]) -> dict[str, CachedDocument]:
    return {path: CachedDocument(stamp, _unpacked(keys), flag) for path, (stamp, keys, flag) in rows.items()}


def _packed(hashes: Iterable[int]) -> bytes:
    """`marshal` would sort a set, at a hundred times the cost."""
    return array("Q", hashes).tobytes()


def _unpacked(data: bytes) -> frozenset[int]:
    return frozenset(array("Q", data))


def _hold(cache: Cache, data: bytes) -> str:
    name = hashlib.sha256(data).hexdigest()
    _write(cache.folder / name, data)
    return name


def _held(cache: Cache, name: str) -> bytes | None:
    try:
        data = (cache.folder / name).read_bytes()
    except OSError:  # gone, or a folder as for no name at all
        return None
    return data if hashlib.sha256(data).hexdigest() == name else None


def _once(said: bytes) -> bytes:
    from kb.audit.matching.recorder import PARTED

    return PARTED.join((b"", *{*said.split(PARTED)}, b""))


def _write(path: Path, data: bytes) -> None:
    waiting = path.with_suffix(f".{os.getpid()}.tmp")
    waiting.write_bytes(data)
    waiting.replace(path)

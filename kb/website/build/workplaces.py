"""Where editions are made before they are published, and what killed builds left there.

The agents' edition is made below the private cache, so that nothing of it is ever in the clear beside a locked one.
What goes out, the public edition and sealed files, is made beside the folder whose place it takes.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kb.cache.store import key_of
from kb.source.private_folders import CACHE, SET_ASIDE, make_private_folder
from kb.source.problem import Problem, Rule, Severity
from kb.source.walk import walk_files
from kb.website.build.output_folder import is_made_by_kb, strange_files
from kb.website.build.publish import CAN_WAIT
from kb.website.record.recycled_folder import OLD_SPARES, recycle, take_recycled

LEFT_BEHIND = Rule(
    "KB905",
    "left-behind",
    Severity.WARNING,
    what="A folder that an older version of kb may have left, or taken, lies about.",
    why="It may hold internal pages in the clear, or files of the shop's own: kb cannot tell, and deletes neither.",
    example="site/.agents.new-4711",
    hint="look through it, move what is yours, and delete it",
)
PUT_ASIDE = Rule(
    "KB906",
    "set-aside",
    Severity.WARNING,
    what="A published folder held files that kb did not write.",
    why="The new edition took the folder's place; they are kept, but are no longer published.",
    example="site/public/photos/shop.jpg",
    hint="move them to docs/ or overrides/ to publish them with each build",
)
RULES = (LEFT_BEHIND, PUT_ASIDE)

_PREFIX, _MARKER = ".kb-new-", ".kb-made"
_OF_OLDER_VERSIONS = re.compile(r"\.(public|agents)\.(?:new|locked|old)-(\d+)\Z")
_MOST_NAMES = 5


def clear_leftovers(live: Path, out: Path) -> None:
    """Delete what killed builds left beside `live`: folders of kb's that were made for `out`, which this build holds
    alone, or whose process is gone.
    """
    for leftover in sorted(live.parent.glob(f"{_PREFIX}*")):
        if _is_left(leftover, out):
            shutil.rmtree(leftover, ignore_errors=True)


@contextlib.contextmanager
def folder_beside(live: Path, out: Path) -> Iterator[Path]:
    """An empty folder on the disk of `live`, closed to others and deleted at the end."""
    live.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=live.parent))
    try:
        (folder / _MARKER).write_text(json.dumps({"out": str(out), "pid": os.getpid()}), encoding="utf-8")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path, out: Path) -> bool:
    try:
        row = json.loads((folder / _MARKER).read_bytes())
        return (CAN_WAIT and row["out"] == str(out)) or not _is_running(str(row["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())


@contextlib.contextmanager
def private_folder(root: Path, edition: str, live: Path) -> Iterator[Path]:
    """An empty folder in the project's private cache, deleted at the end; so are those of killed builds."""
    kept = root / CACHE / edition
    make_private_folder(kept)
    name = f"work-{key_of(str(live))[:12]}"
    for leftover in kept.glob(f"{name}-*"):
        pid = leftover.name.rpartition("-")[2]
        if CAN_WAIT or not _is_running(pid):
            shutil.rmtree(leftover, ignore_errors=True)
    folder = kept / f"{name}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def staging_folder(place: Path, edition: str, recycled: Path) -> Iterator[Path]:
    """A folder in `place` to build `edition` in; the spare one, files and all, where there is one. Unless it was
    published it is the spare folder afterwards.
    """
    staged = place / edition
    if not take_recycled(recycled, staged):
        staged.mkdir()
    try:
        yield staged
    finally:
        if staged.exists():
            recycle(staged, recycled)


def clear_older_leftovers(root: Path, live: Path, edition: str) -> tuple[Problem, ...]:
    """Delete what killed builds of older versions left, as far as it is certain that kb made it; name the rest."""
    beside = [one for one in live.parent.glob(f".{edition}.*-*") if _OF_OLDER_VERSIONS.match(one.name)]
    spares = list((root / CACHE / edition).glob(OLD_SPARES))
    problems = []
    for folder in sorted([*(one for one in beside if not _is_running(one.name.rpartition("-")[2])), *spares]):
        if folder.is_dir() and not folder.is_symlink() and (_is_bare(folder) or _is_all_of_kb(folder)):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            problems.append(LEFT_BEHIND.at(_shown(folder, root), 1, "kb cannot tell whether it made all of this"))
    return tuple(problems)


def _is_bare(folder: Path) -> bool:
    return not any(True for _ in walk_files(folder, ignores_unreadable=True))


def _is_all_of_kb(folder: Path) -> bool:
    return is_made_by_kb(folder) and not strange_files(folder)


def set_aside(root: Path, live: Path, edition: str, shown: str) -> tuple[Problem, ...]:
    """Move the files of the published folder `live` that kb did not write out of it, before it is replaced."""
    names = strange_files(live) if live.is_dir() else []
    if not names:
        return ()
    kept = root / SET_ASIDE
    make_private_folder(kept)
    folder = next(one for one in (kept / f"{edition}-{number}" for number in range(1, 1_000_000)) if not one.exists())
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(live / name, folder / name)
    told = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
    count = "1 file that kb did not write is" if len(names) == 1 else f"{len(names)} files that kb did not write are"
    return (PUT_ASIDE.at(shown, 1, f"{count} in {_shown(folder, root)} now: {told}"),)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True

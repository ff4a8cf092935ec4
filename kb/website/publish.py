"""A folder that was built and verified takes the place of the one being served, in one step."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: builds at once are told apart by their staging folders alone
    fcntl = None  # type: ignore[assignment]

from kb.website.spare import put_by, take_spare

LOCK = ".kb-build.lock"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def publish(staged: Path, live: Path, spare: Path) -> None:
    """Put `staged` where `live` is. On Linux the two names are exchanged atomically, so a server never
    meets half a site; elsewhere the old folder is moved aside first. The old site becomes the spare folder.
    """
    live.parent.mkdir(parents=True, exist_ok=True)
    if not live.exists():
        staged.rename(live)
        return
    if _exchange(staged, live):
        put_by(staged, spare)
        return
    aside = live.with_name(f".{live.name}.old-{os.getpid()}")
    live.rename(aside)
    staged.rename(live)
    put_by(aside, spare)


def _exchange(first: Path, second: Path) -> bool:
    """Swap two names atomically (renameat2, Linux 3.15 and later); False where that is not to be had."""
    if not sys.platform.startswith("linux"):
        return False
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None, use_errno=True)
        return bool(
            library.renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0
        )
    return False


@contextlib.contextmanager
def staging_folder(live: Path, spare: Path) -> Iterator[Path]:
    """A folder beside `live` to build in; the spare one, files and all, where there is one. Unless it was
    published it is the spare folder afterwards. Leftovers of killed builds are deleted.
    """
    live.parent.mkdir(parents=True, exist_ok=True)
    for leftover in live.parent.glob(f".{live.name}.*-*"):
        if not _is_running(leftover.name.rsplit("-", 1)[-1]):
            shutil.rmtree(leftover, ignore_errors=True)
    staged = live.with_name(f".{live.name}.new-{os.getpid()}")
    shutil.rmtree(staged, ignore_errors=True)
    if not take_spare(spare, staged):
        staged.mkdir()
    try:
        yield staged
    finally:
        if staged.exists():
            put_by(staged, spare)


@contextlib.contextmanager
def alone_in(out: Path) -> Iterator[None]:
    """Hold the folder `out` for one build; while another build holds it, wait and say so."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / LOCK).open("w") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print(f"kb: another build is writing into {out}; waiting for it", file=sys.stderr, flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True

"""A folder that was built and verified takes the place of the one being served, in one step."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: builds at once are told apart by their working folders alone
    fcntl = None  # type: ignore[assignment]

from kb.website.build.output_folder import LOCK_FILE

CAN_WAIT = fcntl is not None
"""Whether builds into one folder wait for each other; then what others left there is of builds that were killed."""
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def publish(staged: Path, live: Path, *, near: Path) -> Path | None:
    """Put `staged` where `live` is; where the old site lies now, None where there was none.

    On Linux the two names are exchanged atomically, so a server never meets half a site; elsewhere the old folder
    is moved aside first. `near` is an empty folder on the disk of `live`: through it goes what lies on another.
    """
    live.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _put(staged, live)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    copied = near / live.name
    shutil.rmtree(copied, ignore_errors=True)
    shutil.copytree(staged, copied, symlinks=True)
    shutil.rmtree(staged, ignore_errors=True)
    return _put(copied, live)


def _put(staged: Path, live: Path) -> Path | None:
    if not live.exists():
        staged.rename(live)
        return None
    if _exchange(staged, live):
        return staged
    aside = staged.with_name(f"{staged.name}-old")
    shutil.rmtree(aside, ignore_errors=True)
    live.rename(aside)
    staged.rename(live)
    return aside


def _exchange(first: Path, second: Path) -> bool:
    """Swap two names atomically (renameat2, Linux 3.15 and later); False where that is not to be had."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(second))


@contextlib.contextmanager
def alone_in(out: Path) -> Iterator[None]:
    """Hold the folder `out` for one build; while another build holds it, wait and say so."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / LOCK_FILE).open("w") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print(f"kb: another build is writing into {out}; waiting for it", file=sys.stderr, flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""Closing folders to this process and all it begins, by Landlock, of Linux 5.13 and later. It cannot be undone.

Landlock grants, it cannot deny: what is closed is left out of the grants, so is each folder above it, and all that lies
beside is granted one by one. So what is made in a folder above meanwhile cannot be read either. Only the reading of
files is held: names can still be listed, and what may be written is as before.
Figures: the kernel's `include/uapi/linux/landlock.h`.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""The same on every kind of processor but Alpha."""
_VERSION_ASKED = 1
_RULE_PATH_BENEATH = 1
_READ_FILE = 1 << 2
_REFER = 1 << 13
"""Renaming and linking from one folder to another: denied wherever it is not granted; known since version 2."""
_PR_SET_NO_NEW_PRIVS = 38


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64),)


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def landlock_version() -> int:
    """The version of Landlock that this system offers; 0 where it has none, or it is switched off."""
    if sys.platform != "linux" or platform.machine() == "alpha":
        return 0
    found: int = ctypes.CDLL(None).syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_ASKED))
    return max(found, 0)


def close_to_reading(closed: Sequence[str], *, version: int) -> bool:
    """Close the real paths `closed` to this thread and whatever it begins from now on; False where that cannot be.

    `version` is how much of Landlock is used, at most `landlock_version()`. In a process of one thread the whole
    process is closed. Programs that gain rights when they start (`sudo`) gain none any more.
    """
    if version < 1:
        return False
    system = ctypes.CDLL(None, use_errno=True)
    rights = _READ_FILE | (_REFER if version > 1 else 0)
    asked = _Ruleset(rights)
    ruleset = system.syscall(_CREATE_RULESET, ctypes.byref(asked), ctypes.c_size_t(ctypes.sizeof(asked)), 0)
    if ruleset < 0:
        return False
    try:
        for path, is_folder in _beside(closed):
            _grant(system, ruleset, path, rights if is_folder else _READ_FILE)
        if system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            return False
        return bool(system.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _grant(system: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    """Grant `rights` on `path` and below; nothing where it is gone, or closed to us anyway."""
    try:
        place = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rule = _PathBeneath(rights, place)
        system.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)


def _beside(closed: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Every path beside the closed ones and the folders above them, and whether it is a folder.

    Links are left out: reading through one asks for a right on what it leads to.
    """
    shut = set(closed)
    above = {str(folder) for path in closed for folder in Path(path).parents}
    for folder in sorted(above):
        if any(folder == path or folder.startswith(f"{path}/") for path in closed):
            continue
        try:
            with os.scandir(folder) as entries:
                found = [(one.path, one.is_dir(follow_symlinks=False)) for one in entries if not one.is_symlink()]
        except OSError:
            continue
        yield from ((path, is_folder) for path, is_folder in found if path not in shut and path not in above)

"""What a verdict was reached with: it must not outlive the code and the packages that judged."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from kb.source.package import PACKAGE


def judging_version() -> str:
    """Changes with kb's own files, with Python, and with whatever is installed beside it; nothing is read."""
    rows = [sys.version, *sorted(_stamps_below(str(PACKAGE)))]
    rows += [f"{place} {place.stat().st_mtime_ns}" for place in sorted({*_package_folders()}) if place.is_dir()]
    return hashlib.blake2b("\n".join(rows).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _package_folders() -> Iterator[Path]:
    """Installing or removing a package changes the time of one of these."""
    paths = sysconfig.get_paths()
    yield from (Path(paths["purelib"]), Path(paths["platlib"]))


def _stamps_below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _stamps_below(entry.path)
            else:
                stat = entry.stat()
                yield f"{entry.path} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"

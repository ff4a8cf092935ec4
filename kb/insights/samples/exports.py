"""All files of a sample, and how they come into a folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path

from kb.insights.samples.order_files import order_files
from kb.insights.samples.other_files import other_files
from kb.insights.samples.talk_files import talk_files
from kb.insights.samples.world import SEED, World


class SampleError(Exception):
    """The folder cannot take a sample: a sentence that says why and how to mend it."""


def sample_files(world: World, seed: int = SEED) -> dict[str, bytes]:
    """Name → bytes; the same world gives the same bytes."""
    return {**dict(order_files(world)), **dict(talk_files(world)), **dict(other_files(world, seed))}


def write_sample(folder: Path, files: Mapping[str, bytes], world: World) -> int:
    """Write what is not there yet; how many files that were. Each bears the last day as the day it was saved.

    Raises `SampleError` where the folder holds anything else: invented and real figures would be counted together.
    """
    others = sorted(
        path.name
        for path in (folder.iterdir() if folder.is_dir() else ())
        if not path.name.startswith(".") and files.get(path.name) != _bytes(path)
    )
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise SampleError(
            f"{folder.name} holds {others[0]}{more}, which this sample does not: name an empty folder, so that "
            "invented and real figures are never counted together"
        )
    folder.mkdir(parents=True, exist_ok=True)
    saved = datetime.combine(world.until, time(12), world.shop.zone).timestamp()
    missing = [name for name in files if not (folder / name).exists()]
    for name in missing:
        fresh = folder / f".{name}.part"
        fresh.write_bytes(files[name])
        os.utime(fresh, (saved, saved))
        fresh.replace(folder / name)
    return len(missing)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""

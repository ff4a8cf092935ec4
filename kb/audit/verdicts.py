"""What earlier audits found clean, so that a file that did not change is not read twice.

The cache holds hashes and no words. A verdict holds as long as no internal mark was added: a file free of
more marks is free of fewer. Text taken out of a public source is looked for where files changed.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

FORMAT = 2


@dataclass(frozen=True, slots=True)
class Verdicts:
    """SHA-256 of the files in which nothing leaked, as long as the marks are among `marks`."""

    version: str = ""
    inside: str = ""
    """Hash of all internal sources: where it is the same, so are the marks."""
    marks: frozenset[str] = frozenset()
    clean: frozenset[str] = frozenset()


def load_verdicts(folder: Path) -> Verdicts:
    """The last audit's verdicts; none where the cache is missing, broken or of another format."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        row = json.loads((folder / "verdicts.json").read_text("ascii"))
        if row["format"] == FORMAT:
            return Verdicts(
                str(row["version"]),
                str(row["inside"]),
                frozenset(row["marks"].split()),
                frozenset(row["clean"].split()),
            )
    return Verdicts()


def write_verdicts(folder: Path, verdicts: Verdicts) -> None:
    """Keep the verdicts of a clean audit; a folder that cannot be written to only costs time."""
    row = {
        "format": FORMAT,
        "version": verdicts.version,
        "inside": verdicts.inside,
        "marks": " ".join(sorted(verdicts.marks)),
        "clean": " ".join(sorted(verdicts.clean)),
    }
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        waiting = folder / f"verdicts.{os.getpid()}.tmp"
        waiting.write_text(json.dumps(row), "ascii")
        waiting.replace(folder / "verdicts.json")

"""Files of `insights/data`, which may be committed and read by others: written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_MODE = 0o644


def write_data_file(root: Path, name: str, text: str) -> str:
    """Write `text` to the file `name`, a path from the project at `root`, in the place of an earlier one; `name`."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    number, fresh = tempfile.mkstemp(prefix=f".{path.stem}-", dir=path.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(fresh).chmod(_MODE)
        Path(fresh).replace(path)
    finally:
        Path(fresh).unlink(missing_ok=True)
    return name

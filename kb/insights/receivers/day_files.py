"""Files that lines are appended to, one a day: what was answered with “taken” is on the disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_CLOSED = 0o600
MOST_A_DAY = 64_000_000
"""Bytes of one day's file: some hundred thousand votes. A flood fills no disk."""


class FullError(Exception):
    """The day's file has its size."""


class TakenError(Exception):
    """Another process writes to this file."""


class DayFiles:
    """`events.ndjson` names the files `events-2026-11-27.ndjson` beside it."""

    def __init__(self, path: Path, most: int = MOST_A_DAY) -> None:
        self._path, self._most = path, most
        self._day: date | None = None
        self._file = -1

    def of_day(self, day: date) -> Path:
        return self._path.with_name(f"{self._path.stem}-{day.isoformat()}{self._path.suffix}")

    def open_day(self, day: date) -> None:
        """Be ready to write. Raises OSError, `TakenError`."""
        if self._file >= 0 and day == self._day:
            return
        self.close()
        path = self.of_day(day)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), _CLOSED)
        self._day = day
        if fcntl is not None:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                self.close()
                raise TakenError(f"another kb receive writes to {path}: end it, or name another file") from None
        self._end_last_line()

    def append(self, lines: Sequence[str], day: date) -> None:
        """Write `lines` whole and to the disk, or none of them. Raises OSError, `FullError`, `TakenError`."""
        self.open_day(day)
        data = "".join(lines).encode("utf-8")
        size = os.fstat(self._file).st_size
        if size + len(data) > self._most:
            raise FullError
        try:
            written = 0
            while written < len(data):
                written += os.write(self._file, data[written:])
            os.fsync(self._file)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, size)
            raise

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
        self._file, self._day = -1, None

    def _end_last_line(self) -> None:
        """A line that a crash cut in two stays one bad line."""
        size = os.fstat(self._file).st_size
        os.lseek(self._file, max(size - 1, 0), os.SEEK_SET)
        if size and os.read(self._file, 1) != b"\n":
            os.write(self._file, b"\n")

"""What a build that takes longer than a second is doing: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

PATIENCE_SECONDS = 1.0
BUILD_STEPS = ("reading", "parsing", "rendering", "checking", "indexing", "writing", "finishing")
"""In the order of a build; what is already kept is skipped."""
BAR_WIDTH = 24


class Progress:
    """Tells the stages of one edition's build, and keeps how long each took."""

    def __init__(self, name: str, *, stream: TextIO | None = None, has_bar: bool | None = None) -> None:
        self._name = name
        self._stream = stream or sys.stderr
        self._has_bar = self._stream.isatty() if has_bar is None else has_bar
        self._start = self._since = time.monotonic()
        self._stage = ""
        self._has_drawn = False
        self.seconds: dict[str, float] = {}
        """Stage → its seconds."""

    def tell(self, stage: str, count: int = 0, things: str = "") -> None:
        """The stage that begins now, and how many things it works on."""
        self._close_stage()
        self._stage = stage
        if time.monotonic() - self._start >= PATIENCE_SECONDS or count > 200:
            what = f"{stage} {count:,} {things}".strip() if count else stage
            if self._has_bar:
                done = BUILD_STEPS.index(stage) + 1 if stage in BUILD_STEPS else len(BUILD_STEPS)
                filled = BAR_WIDTH * done // len(BUILD_STEPS)
                bar = "█" * filled + "░" * (BAR_WIDTH - filled)
                self._stream.write(f"\r\x1b[K{self._name:>7} {bar} {what} …")
            else:
                self._stream.write(f"{self._name}: {what} …\n")
            self._stream.flush()
            self._has_drawn = True

    def done(self) -> None:
        """The build is over; the bar goes away."""
        self._close_stage()
        if self._has_bar and self._has_drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _close_stage(self) -> None:
        now = time.monotonic()
        if self._stage:
            self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = "", now

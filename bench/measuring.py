"""One command as a process: wall and CPU seconds, peak memory, and whether it left processes behind.

CPU is user and system time of the process and of all that it started. `wait4` counts those descendants that somebody
waited for, so the command is started by a small process of its own that takes in the others (Linux:
`PR_SET_CHILD_SUBREAPER`): a worker that outlives its command is waited for there, and its time is added. Memory is the
peak of the largest single process; peaks of several cannot be added, since they are not reached at once and forked
processes share pages.

    python -m bench.measuring LOG COMMAND …      # prints what it took, as JSON
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_SET_CHILD_SUBREAPER = 36
LONGEST_WAIT = 10.0
"""Seconds for what a command left running; then it is stopped, and told."""
_POLL_SECONDS = 0.02
_MEBIBYTE = 1024 if sys.platform != "darwin" else 1024**2
"""In the unit of `ru_maxrss`."""


@dataclass(frozen=True)
class Usage:
    """What one command, or several one after another, took."""

    wall: float
    """Seconds until the command ended."""
    cpu: float
    """Seconds of user and system time, all processes."""
    memory_mb: float
    """Peak of the largest process, MiB."""
    code: int
    """Exit code; of several commands the first that is not 0."""
    left: int = 0
    """Processes that went on after the command had ended."""

    def then(self, other: Usage) -> Usage:
        """This command and the next one as one."""
        memory = max(self.memory_mb, other.memory_mb)
        code = self.code or other.code
        return Usage(self.wall + other.wall, self.cpu + other.cpu, memory, code, self.left + other.left)


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Usage:
    """Run `command` in `folder` to its end and measure it; what it prints is added to the file `log`.

    A command that cannot be started has the exit code 127, as in a shell.
    """
    asked = [sys.executable, "-S", "-E", str(Path(__file__).resolve()), str(log.resolve()), *command]
    told = subprocess.run(asked, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True)
    return Usage(**json.loads(told.stdout))


def _run_here(command: Sequence[str], log: Path) -> Usage:
    """As `run`, in this process, which must have no other children: it waits for all."""
    _adopt_orphans()
    with log.open("ab") as written:
        written.write(f"$ {' '.join(command)}\n".encode())
        written.flush()
        start = time.monotonic()
        try:
            process = subprocess.Popen(command, stdout=written, stderr=written)
        except OSError as error:
            written.write(f"{error}\n".encode())
            return Usage(0.0, 0.0, 0.0, 127)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        late = _wait_for_orphans()
    memory = max(used.ru_maxrss / _MEBIBYTE, late.memory_mb)
    return Usage(wall, used.ru_utime + used.ru_stime + late.cpu, memory, process.returncode, late.left)


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans() -> Usage:
    """What the processes that a command left took."""
    found, deadline = Usage(0.0, 0.0, 0.0, 0), time.monotonic() + LONGEST_WAIT
    while True:
        try:
            pid, _, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if pid:
            found = found.then(Usage(0.0, used.ru_utime + used.ru_stime, used.ru_maxrss / _MEBIBYTE, 0, 1))
        elif time.monotonic() > deadline:
            _stop_children()
            deadline = float("inf")
        else:
            time.sleep(_POLL_SECONDS)


def _stop_children() -> None:
    """Kill the children of this process: only what a measured command left is among them."""
    for task in Path("/proc/self/task").glob("*/children"):
        for pid in map(int, task.read_text("ascii").split()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)


def size_of(folder: Path) -> tuple[int, int]:
    """(HTML pages, bytes) of all files below `folder`."""
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
    return sum(path.suffix == ".html" for path in files), sum(path.stat().st_size for path in files)


if __name__ == "__main__":
    print(json.dumps(asdict(_run_here(sys.argv[2:], Path(sys.argv[1])))))

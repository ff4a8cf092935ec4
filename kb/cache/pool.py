"""A parallel map over forked processes; without fork the work is done in this process, one item after another."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import marshal
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")

LEAST_ITEMS = 24
"""Fewer items are done at once: a fork costs more than they do."""
_PR_SET_PDEATHSIG = 1
_waiting: list[int] = []
MOST_SLICES = 10_000
"""Four bytes each, they must fit into a pipe's buffer."""


def worker_count() -> int:
    """How many processes may work at once: the processors this process may use, eight at most.

    One where the system cannot fork, or where this process has threads, which a fork would break.
    """
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() - len(_waiting) > 1:
        return 1
    asked = os.environ.get("KB_WORKERS", "")
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(int(asked) if asked.isdigit() else available, 8))


@contextlib.contextmanager
def waiting() -> Iterator[None]:
    """While this thread only waits for another one, it does not keep that one from forking."""
    _waiting.append(threading.get_ident())
    try:
        yield
    finally:
        _waiting.remove(threading.get_ident())


def parallel_map(work: Callable[[Sequence[Item]], Sequence[Any]], items: Sequence[Item]) -> list[Any]:
    """`work` over slices of `items`; the results joined in the order of `items`.

    `work` gives plain values only (numbers, texts, lists, dicts).
    """
    if len(items) < LEAST_ITEMS:
        return list(work(items))
    size = max(8, min(64, len(items) // 16))
    slices = [items[start : start + size] for start in range(0, len(items), size)]
    return [one for results in parallel_map_slices(work, slices) for one in results]


def parallel_map_slices(work: Callable[[Item], Any], slices: Sequence[Item]) -> list[Any]:
    """`work` of each slice, in their order. Workers take the next slice as soon as they are free."""
    return WorkerPool(work, slices).results() if len(slices) > 1 else [work(one) for one in slices]


class WorkerPool(Generic[Item]):
    """Work that other processes begin at once, while this one does something else before it joins in.

    What a worker that died left undone is done in this process, so that whatever went wrong is raised here.
    """

    def __init__(self, work: Callable[[Item], Any], slices: Sequence[Item]) -> None:
        self._work, self._slices = work, slices
        self._done: dict[int, Any] = {}
        self._queue = -1
        self._children: list[tuple[int, int]] = []
        count = min(worker_count() - 1, len(slices))
        if count < 1 or len(slices) > MOST_SLICES:
            return
        self._queue, filling = os.pipe()
        os.write(filling, b"".join(number.to_bytes(4, "big") for number in range(len(slices))))
        os.close(filling)
        sys.stdout.flush()
        sys.stderr.flush()
        with gc_paused():
            self._children = [_fork(work, slices, self._queue) for _ in range(count)]

    def join(self) -> None:
        """Do in this process what nobody has taken yet."""
        with gc_paused():
            for number in _numbers(self._queue) if self._children else range(len(self._slices)):
                if number not in self._done:
                    self._done[number] = self._work(self._slices[number])

    def results(self) -> list[Any]:
        """The results in the order of the slices, once all are there."""
        try:
            self.join()
        finally:
            self.close()
        return [
            self._done[number] if number in self._done else self._work(one) for number, one in enumerate(self._slices)
        ]

    def close(self) -> None:
        """Wait for the other processes to end. Does nothing a second time."""
        children, self._children = self._children, []
        for pid, pipe in children:
            self._done.update(_collect(pid, pipe))
        if self._queue >= 0:
            os.close(self._queue)
            self._queue = -1


@contextlib.contextmanager
def gc_paused() -> Iterator[None]:
    """Pause Python's cyclic garbage collector: a build makes few cycles, and the search costs a tenth of its time.

    The collector leaves alone what exists already, so that forked processes share its memory for longer.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def _numbers(queue: int) -> Iterator[int]:
    """The numbers that nobody has taken yet; reading four bytes of a pipe takes them for good."""
    while taken := os.read(queue, 4):
        yield int.from_bytes(taken, "big")


def _fork(work: Callable[[Item], Any], slices: Sequence[Item], queue: int) -> tuple[int, int]:
    """A child that works and writes its results into a pipe: its id and the end to read from."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    status = 1
    try:
        _die_with_parent()
        os.close(reading)
        done = {number: work(slices[number]) for number in _numbers(queue)}
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(marshal.dumps(done))
        status = 0
    except BaseException:
        status = 1  # the parent does the work again and meets the same error
    finally:
        os._exit(status)


def _die_with_parent() -> None:
    """Ask the system to end this child when its parent is killed (Linux; elsewhere it ends with its work)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _collect(pid: int, pipe: int) -> dict[int, Any]:
    """What the child wrote; nothing where it did not finish."""
    with os.fdopen(pipe, "rb") as reading:
        data = reading.read()
    _, status = os.waitpid(pid, 0)
    return dict(marshal.loads(data)) if status == 0 else {}

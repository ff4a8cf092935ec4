"""Work that needs no memory in common, spread over forked processes; one after another where fork is missing."""

from __future__ import annotations

import gc
import marshal
import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")

LEAST_ITEMS = 24
"""Fewer items are done at once: a fork costs more than they do."""


def worker_count() -> int:
    """How many processes may work at once: the processors this process may use, eight at most.

    One where the system cannot fork, or where this process has threads, which a fork would break.
    """
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        return 1
    asked = os.environ.get("KB_WORKERS", "")
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(int(asked) if asked.isdigit() else available, 8))


def spread(work: Callable[[Sequence[Item]], Sequence[Any]], items: Sequence[Item]) -> list[Any]:
    """`work` over slices of `items`; the results joined in the order of `items`.

    `work` gives plain values only (numbers, texts, lists, dicts). A worker that dies is replaced: its slice
    is worked again in this process, so that whatever went wrong is raised here.
    """
    count = min(worker_count(), len(items) // LEAST_ITEMS)
    if count < 2:
        return list(work(items))
    slices = [items[start::count] for start in range(count)]
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()
    children = [_fork(work, part) for part in slices[1:]]
    try:
        done = [list(work(slices[0]))]
    except BaseException:
        for pid, pipe in children:
            os.close(pipe)
            os.waitpid(pid, 0)
        raise
    for (pid, pipe), part in zip(children, slices[1:], strict=True):
        found = _collect(pid, pipe)
        done.append(list(work(part)) if found is None else found)
    gc.unfreeze()
    results: list[Any] = [None] * len(items)
    for start, part_results in enumerate(done):
        results[start::count] = part_results
    return results


def _fork(work: Callable[[Sequence[Item]], Sequence[Any]], part: Sequence[Item]) -> tuple[int, int]:
    """A child that works on `part` and writes the result into a pipe: its id and the end to read from."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(marshal.dumps(list(work(part))))
        status = 0
    except BaseException:  # noqa: BLE001 - the parent works the slice again and meets the same error
        status = 1
    finally:
        os._exit(status)


def _collect(pid: int, pipe: int) -> list[Any] | None:
    """What the child wrote; None where it did not finish."""
    with os.fdopen(pipe, "rb") as reading:
        data = reading.read()
    _, status = os.waitpid(pid, 0)
    return list(marshal.loads(data)) if status == 0 else None

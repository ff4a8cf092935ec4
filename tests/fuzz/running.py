"""How an example is run: how many, from which seed, and for how long at most."""

from __future__ import annotations

import functools
import os
import signal
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

EXAMPLES = os.environ.get("KB_FUZZ_EXAMPLES", "")
IS_LONG = bool(EXAMPLES)
"""True under `make fuzz`: fresh examples each time, and a limit on the time of each."""
SECONDS = 2.0
"""Of processor time, so that a busy machine proves nothing."""

_counted = {"examples": 0}


def fuzzed(*strategies: SearchStrategy[Any], few: int = 15) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test on `few` seeded examples of `strategies`, or on as many as the environment says."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def one(**values: Any) -> None:
            _counted["examples"] += 1
            within_time(lambda: test(**values))

        limited = settings(
            max_examples=int(EXAMPLES) if IS_LONG else few,
            derandomize=not IS_LONG,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=[Phase.generate],
        )
        return limited(given(*strategies)(one))

    return decorate


def count(examples: int) -> None:
    """Add examples that come from a list instead of from hypothesis."""
    _counted["examples"] += examples


def counted() -> int:
    """How many examples this process has run."""
    return _counted["examples"]


def within_time(run: Callable[[], None]) -> None:
    """Run it; under `make fuzz` fail where it takes more than `SECONDS` of processor time."""
    if not IS_LONG:
        run()
        return

    def stop(*_: object) -> None:
        raise AssertionError(f"a hang: more than {SECONDS} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        run()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)

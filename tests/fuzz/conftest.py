"""Says at the end how many examples were really run, those of every worker together."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fuzz import running

_of_workers: list[int] = []


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["fuzzed"] = running.counted()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    _of_workers.append(getattr(node, "workeroutput", {}).get("fuzzed", 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    total = running.counted() + sum(_of_workers)
    if total:
        terminalreporter.write_line(f"{total} fuzzed examples")

"""The browser's code under Node, kept running: a call is one line of JSON there and one back.

Node is always there, because Playwright, which the tests need anyhow, brings its own.
"""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

RUNNER = Path(__file__).with_name("runner.mjs")


def find_node() -> str:
    """Playwright's own Node; else the system's. Without either the twins cannot be tested, and that is a failure."""
    own = files("playwright") / "driver"
    found = next((str(path) for name in ("node", "node.exe") if (path := own / name).is_file()), shutil.which("node"))
    if found is None:
        raise FileNotFoundError("no Node: Playwright did not bring its own, and none is installed")
    return found


class Node:
    """One running Node with the browser's code in it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [find_node(), str(RUNNER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        atexit.register(self._stop)

    def _stop(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        self._process.wait()

    def call(self, name: str, *arguments: Any) -> Any:
        """What the browser's function gives for `arguments`; what it throws fails the test."""
        assert self._process.stdin and self._process.stdout
        # Escaped: a text's own line ends and lone surrogates must not end up in the line.
        self._process.stdin.write(json.dumps([name, *arguments]) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["result"]


@cache
def node() -> Node:
    """The Node of this test process."""
    return Node()

"""Runs the browser's side of the desk in node."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

RUNNER = Path(__file__).with_name("twin.mjs")


def run_in_node(calls: list[list[Any]]) -> list[Any]:
    """The results of `calls` (function name, then arguments), in order."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    done = subprocess.run(
        [node, str(RUNNER)], input=json.dumps(calls), capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)

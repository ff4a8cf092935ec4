"""Runs the browser's side of the desk in Node."""

from __future__ import annotations

from typing import Any

from tests.twins.node import node


def run_in_node(calls: list[list[Any]]) -> list[Any]:
    """The results of `calls` (function name, then arguments), in order."""
    return [node().call(*call) for call in calls]

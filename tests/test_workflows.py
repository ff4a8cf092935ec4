"""What runs with the shop's secrets is named so that nobody else can change it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

WORKFLOWS = sorted(Path(ROOT, ".github/workflows").glob("*.y*ml"))


def test_there_is_a_workflow() -> None:
    assert WORKFLOWS


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_named_by_commit(path: Path) -> None:
    """A tag can be moved; a commit cannot. The comment says which version it is."""
    uses = re.findall(r"uses:\s*(.*)", path.read_text("utf-8"))
    assert uses
    assert [use for use in uses if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*", use)] == []


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "README.md", ROOT / "manual/start.md"], ids=lambda path: path.name)
def test_what_is_installed_is_pinned_by_hash(path: Path) -> None:
    """kb itself comes from the folder, its dependencies from a list with hashes."""
    lines = [line for line in path.read_text("utf-8").splitlines() if "pip install" in line]
    assert [line for line in lines if not re.search(r"--require-hashes -r requirements/|--no-deps", line)] == []

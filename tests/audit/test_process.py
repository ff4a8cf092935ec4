"""The audit is a process of its own: where it dies, at whatever moment, nothing is published."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audit.test_mkdocs_build import SHOP, files_in
from tests.conftest import ROOT, WriteProject

DYING = """\
import os, signal, sys

if "kb.audit" in sys.orig_argv:
    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    moment = os.environ["DIES"]
    if moment == "at once":
        die()
    elif moment == "after its verdict":
        import atexit

        atexit.register(die)
    else:
        sys.addaudithook(lambda event, held: die() if event == "open" and moment in str(held[0]) else None)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs signals that end a process")
@pytest.mark.parametrize("moment", ["at once", "quiet.md", "404.html", "after its verdict"])
@pytest.mark.parametrize("command", ["kb", "mkdocs"])
def test_an_audit_that_is_killed_stops_publication(moment: str, command: str, write_project: WriteProject) -> None:
    root = write_project({**SHOP, ".dying/sitecustomize.py": DYING})
    path = os.pathsep.join([str(root / ".dying"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", command, "build", *(["--edition", "public"] if command == "kb" else [])],
        cwd=root, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": path, "DIES": moment},
    )  # fmt: skip
    assert done.returncode == 1
    assert "KB915" in done.stderr
    assert files_in(root / "site") in ([], [root / "site/.kb-build.lock"])


def test_a_module_of_the_shop_is_none_of_the_audits(write_project: WriteProject) -> None:
    root = write_project({**SHOP, "json.py": "raise SystemExit(0)\n", "hashlib.py": "raise SystemExit(0)\n"})
    binary = Path(sys.executable).with_name("kb")
    done = subprocess.run(
        [binary, "build", "--edition", "public"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr

"""What the process that renders the public edition opens, as Python's own audit hooks report it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audit.planted import planted_project
from tests.conftest import ROOT, WriteProject

WATCHER = """\
import json, os, sys

_log = os.open(os.environ["KB_WATCH_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_events = {"open", "os.listdir", "os.scandir", "os.chdir", "shutil.copyfile", "os.link", "os.symlink", "os.rename"}


def _watch(event, arguments):
    if event in _events and arguments and isinstance(arguments[0], (str, bytes, os.PathLike)):
        path = os.path.abspath(os.fsdecode(arguments[0]))
        os.write(_log, (json.dumps([os.getpid(), sys.orig_argv, event, path]) + "\\n").encode())


sys.addaudithook(_watch)
"""


@pytest.fixture
def watched(write_project: WriteProject, tmp_path: Path) -> tuple[Path, list[str]]:
    """A planted shop built with both editions under the watcher: (root, lines of the log)."""
    root = write_project(planted_project())
    (root / "agents" / "procedures" / "broken.md").write_text("---\ntitle: Fine\n---\nFine.\n")
    late = [path for path in (root / "agents" / "procedures").glob("refund-*") if path.suffix == ".md"]
    for path in (*late, root / "agents" / "scripts" / "reply.md", root / "agents" / "training" / "start.md"):
        path.write_text("---\ntitle: Fine too\n---\nFine too.\n")
    watcher = tmp_path / ".watcher"
    watcher.mkdir()
    (watcher / "sitecustomize.py").write_text(WATCHER)
    log = watcher / "log"
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join([str(watcher), str(ROOT)]), "KB_WATCH_LOG": str(log),
    }  # fmt: skip
    command = [sys.executable, "-m", "kb", "-C", str(root), "build"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root, log.read_text().splitlines()


def test_the_public_process_never_opens_anything_of_agents(watched: tuple[Path, list[str]]) -> None:
    root, lines = watched
    rows = [json.loads(line) for line in lines]

    def opened(wanted: str) -> set[str]:
        return {path for _, argv, _, path in rows if wanted in " ".join(argv[2:]) and path.startswith(str(root))}

    def internal(paths: set[str]) -> set[str]:
        closed = tuple(str(root / path) for path in ("agents", ".kb-cache/audit", ".kb-cache/agents", "site/agents"))
        return {path for path in paths if path.startswith(closed)}

    public = opened(" public ")
    assert str(root / "docs" / "faq" / "returns.md") in public
    assert internal(public) == set()
    assert internal(opened(" agents ")), "the watcher sees the agents' process"
    assert internal(opened("kb.audit")), "the watcher sees the audit"


def test_the_audit_leaves_alone_what_a_build_is_writing(watched: tuple[Path, list[str]]) -> None:
    """It runs while the agents' edition is made: files there come and go."""
    root, lines = watched
    rows = [json.loads(line) for line in lines]
    audited = {path for _, argv, _, path in rows if "kb.audit" in argv}
    assert str(root / "agents") in audited, "the watcher sees the audit"
    at_work = tuple(str(root / folder) for folder in (".kb-cache/agents", "site/agents"))
    assert {path for path in audited if path.startswith(at_work)} == set()

"""The command `kb` as people run it: a process of its own, in a folder, with an environment."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import cast

from kb.cli import main
from tests.conftest import ROOT, TODAY

FIXED = {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": TODAY.strftime("%s"), "KB_PASSPHRASE": ""}


def run_kb(folder: Path, *arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """What `kb ARGUMENTS` prints and its exit code, run in `folder`; `environment` is set beside this process's."""
    command = [sys.executable, "-m", "kb", *arguments]
    settings = {**os.environ, **FIXED, **environment}
    return subprocess.run(command, cwd=folder, env=settings, input=stdin, capture_output=True, timeout=300)


def call_kb(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The same within this process, which is ten times faster: for what depends on no process of its own."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(arguments)
        except SystemExit as stopped:  # argparse
            code = int(str(stopped.code or 0))
    texts = (cast(io.BytesIO, stream.buffer).getvalue() for stream in (out, err))
    return subprocess.CompletedProcess(arguments, code, *texts)


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """All that was printed, for messages of failing tests and for looking a sentence up."""
    return f"{done.stdout.decode('utf-8', 'replace')}\n{done.stderr.decode('utf-8', 'replace')}"


def names_below(folder: Path) -> set[str]:
    """Every file and folder below `folder`."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}

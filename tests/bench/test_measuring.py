"""A measured command: every process that it started counts, waited for or not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bench.measuring import Usage, run, size_of

BURN = "import time\nwhile time.process_time() < {seconds}: pass\n"
WAITED = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {BURN.format(seconds=0.5)!r}])
"""
NOT_WAITED = WAITED.replace("subprocess.run", "subprocess.Popen")
FORKED = f"""
import os
if os.fork() == 0:
    os.fork()
    exec({BURN.format(seconds=0.3)!r})
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans over")
@pytest.mark.parametrize(("script", "least", "left"), [(WAITED, 0.5, 0), (NOT_WAITED, 0.5, 1), (FORKED, 0.6, 2)])
def test_the_time_of_every_process_counts(tmp_path: Path, script: str, least: float, left: int) -> None:
    used = run([sys.executable, "-c", script], tmp_path, os.environ, tmp_path / "log")
    assert (used.code, used.left) == (0, left)
    assert used.cpu >= least


def test_memory_is_that_of_the_largest_process(tmp_path: Path) -> None:
    script = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = bytearray(150_000_000)'])"
    used = run([sys.executable, "-c", script], tmp_path, os.environ, tmp_path / "log")
    assert 140 < used.memory_mb < 300


def test_a_command_that_fails_or_is_missing_says_so_by_its_code(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert run([sys.executable, "-c", "raise SystemExit(3)"], tmp_path, os.environ, log).code == 3
    assert run(["no-such-command"], tmp_path, os.environ, log).code == 127
    assert "$ no-such-command\n" in log.read_text()


def test_two_commands_are_one_after_another() -> None:
    both = Usage(1.0, 2.0, 30.0, 0).then(Usage(0.5, 0.5, 20.0, 7, 1))
    assert both == Usage(1.5, 2.5, 30.0, 7, 1)


def test_pages_and_bytes_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text("12345")
    (tmp_path / "style.css").write_text("123")
    assert size_of(tmp_path) == (1, 8)
    assert size_of(tmp_path / "missing") == (0, 0)

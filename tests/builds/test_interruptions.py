"""Builds that are killed, meet each other, or meet a disk that will not have them: the site stays whole.

A seeded handful of kills runs with the suite; `make kill` runs two hundred.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from kb.source import files as reading
from kb.website.build.editions import build_editions
from kb.website.build.publish import alone_in
from tests.builds.projects import CHANGES, make_project, tree
from tests.builds.test_edit_loop import build, build_from_nothing
from tests.conftest import ROOT, TODAY

pytestmark = pytest.mark.workers
KILLS = int(os.environ.get("KB_KILLS", "4"))
COMMAND = [sys.executable, "-m", "kb", "build", "--edition", "public", "--today", TODAY.isoformat()]


def start(root: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        COMMAND, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def test_after_kills_at_random_moments_the_site_is_whole_and_the_next_build_right(tmp_path: Path) -> None:
    chance = random.Random("kills")
    root, clean = tmp_path / "shop", tmp_path / "clean"
    make_project(root, chance)
    began = time.monotonic()
    build(root, "public")
    longest = 1.5 * (time.monotonic() - began) + 1
    whole = [tree(root / "site/public")]
    for _ in range(KILLS):
        CHANGES[chance.choice(["edit_text", "edit_title", "add", "rename"])](root, chance)
        process = start(root)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=chance.random() * longest)
        with suppress(ProcessLookupError):  # it was done by then
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert build_from_nothing(root, "public", clean).is_whole
        whole.append(tree(clean / "site/public"))
        assert tree(root / "site/public") in whole
    assert build(root, "public").is_whole
    assert tree(root / "site/public") == whole[-1]
    assert [path.name for path in (root / "site").iterdir() if path.name.startswith(".public")] == []


def test_a_build_waits_for_another_and_says_so(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("two at once"))
    with alone_in(tmp_path / "site"):
        waiting = start(tmp_path)
        assert waiting.stderr is not None
        assert b"another build" in waiting.stderr.readline()
        assert not (tmp_path / "site/public").exists()
    waiting.communicate()
    assert waiting.returncode == 0
    processes = [start(tmp_path), start(tmp_path)]
    said = [process.communicate()[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    expected = tree(tmp_path / "site/public")
    shutil.rmtree(tmp_path / "site")
    build(tmp_path, "public")
    assert tree(tmp_path / "site/public") == expected


def test_an_output_folder_that_cannot_be_written_is_a_problem_with_its_name(tmp_path: Path) -> None:
    make_project(tmp_path / "shop", random.Random("no room"))
    out = tmp_path / "taken"
    out.write_text("a file where the folder should be", "utf-8")
    (report,) = build_editions(tmp_path / "shop", ("public",), out, today=TODAY)
    assert not report.is_whole
    assert [problem.code for problem in report.problems] == ["KB903"]
    assert str(out) in report.problems[0].message


def test_a_file_deleted_between_listing_and_reading_is_named_and_the_next_build_is_right(
    tmp_path: Path,
) -> None:
    make_project(tmp_path, random.Random("vanishing"))
    build(tmp_path, "public")
    before = tree(tmp_path / "site/public")
    gone = tmp_path / "docs/faq/a2.md"
    text = gone.read_text("utf-8")
    gone.unlink()
    gone.symlink_to(tmp_path / "docs/faq/nowhere.md")  # listed, and not there when it is read
    report = build(tmp_path, "public")
    assert not report.is_whole
    assert any(
        problem.path == "docs/faq/a2.md" and problem.code == reading.UNREADABLE.code for problem in report.problems
    )
    assert tree(tmp_path / "site/public") == before
    gone.unlink()
    gone.write_text(text, "utf-8")
    assert build(tmp_path, "public").is_whole
    assert tree(tmp_path / "site/public") == before

"""Completion in a real bash: what the Tab key offers after `eval "$(kb completion bash)"`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import FIXED, call_kb, said

PRESS_TAB = """\
eval "$(kb completion bash)"
for COMP_LINE in "$@"; do
  COMP_POINT=${#COMP_LINE}; COMP_TYPE=9
  read -ra COMP_WORDS <<< "$COMP_LINE"; [[ $COMP_LINE == *" " ]] && COMP_WORDS+=("")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()
  $(complete -p kb | sed 's/.*-F \\([^ ]*\\).*/\\1/') kb "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
  echo "${COMPREPLY[@]}"
done
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("completion")
    assert call_kb(folder, "init", "shop").returncode == 0
    return folder / "shop"


def offered(folder: Path, *lines: str) -> list[set[str]]:
    """What bash offers at the end of each line, typed in `folder`."""
    bash = shutil.which("bash")
    assert bash is not None
    programs = folder.parent / "programs"
    programs.mkdir(exist_ok=True)
    (programs / "kb").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kb "$@"\n')
    (programs / "kb").chmod(0o755)
    settings = {**os.environ, **FIXED, "PATH": f"{programs}:{os.environ['PATH']}"}
    command = [bash, "--norc", "-c", PRESS_TAB, "bash", *lines]
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, timeout=300)
    assert done.returncode == 0, said(done)
    return [set(line.split()) for line in done.stdout.decode().splitlines()]


def test_commands_options_and_the_shops_own_names_are_offered(shop: Path) -> None:
    found = offered(
        shop / "docs",
        "kb ch",
        "kb build --ed",
        "kb build --edition ",
        "kb reply deliv",
        "kb reply delivery-delay --channel l",
        "kb search x --lang ",
        "kb facts return",
        "kb keys add --gen",
        "kb hosting ",
    )
    assert found[:5] == [{"check"}, {"--edition"}, {"public", "agents", "all"}, {"delivery-delay"}, {"livechat"}]
    assert found[5:8] == [{"en", "vi", "ms"}, {"return_days"}, {"--generate"}]
    assert {"nginx", "caddy", "publish"} <= found[8]


def test_outside_a_project_commands_are_offered_and_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    assert offered(tmp_path / "here", "kb ev", "kb reply --channel ") == [{"evaluate"}, set()]

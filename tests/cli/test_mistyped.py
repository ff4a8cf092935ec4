"""Names that were mistyped: commands, options, choices, names of the project; what was meant is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import call_kb, said


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mistyped")
    assert call_kb(folder, "init", "shop").returncode == 0
    return folder / "shop"


@pytest.mark.parametrize(
    ("typed", "usage", "meant"),
    [
        ("bulid", "", "did you mean `kb build`?"),
        ("Check", "", "did you mean `kb check`?"),
        ("serach x", "", "did you mean `kb search`?"),
        ("build --edtion public", "usage: kb build", "did you mean --edition?"),
        ("build --edtion=public", "usage: kb build", "did you mean --edition?"),
        ("check --jsno", "usage: kb check", "did you mean --json?"),
        ("reply delivery-delay --chanel email", "usage: kb reply", "did you mean --channel?"),
        ("reply --chanel email", "usage: kb reply", "did you mean --channel?"),
        ("keys add mai --genrate", "usage: kb keys add", "did you mean --generate?"),
        ("keys ad mai", "usage: kb keys", "did you mean “add”?"),
        ("build --edition agent", "usage: kb build", "did you mean “agents”?"),
        ("hosting ngnix", "usage: kb hosting", "did you mean “nginx”?"),
        ("check --format jsn", "usage: kb check", "did you mean “json”?"),
        ("search x --lang vn", "", "did you mean “vi”? choose from en, vi, ms"),
        ("suggest x --channel emial", "", "did you mean “email”?"),
        ("reply delivery-delay --channel hotlin", "", "did you mean “hotline”?"),
        ("reply delivery-dely --channel email", "", "did you mean “delivery-delay”?"),
        ("facts retrun_days", "", "did you mean return_days?"),
        ("translations --words m", "", "did you mean “ms”?"),
        ("manual KB300", "", "did you mean “KB3"),
    ],
)
def test_what_was_meant_is_named(typed: str, usage: str, meant: str, shop: Path) -> None:
    done = call_kb(shop, *typed.split())
    assert done.returncode == 2, said(done)
    assert meant in said(done), said(done)
    assert said(done).count("usage:") == bool(usage) and usage in said(done), said(done)
    assert done.stdout == b""


def test_what_is_like_nothing_is_told_without_a_guess(shop: Path) -> None:
    for typed in ("zzzz", "build --zzzz", "search x --lang zzzz", "build --edition zzzz"):
        done = call_kb(shop, *typed.split())
        assert done.returncode == 2 and "did you mean" not in said(done), said(done)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shells_lines_are_theirs(shell: str, shop: Path, tmp_path: Path) -> None:
    done = call_kb(shop, "completion", shell)
    assert done.returncode == 0, said(done)
    if (program := shutil.which(shell)) is not None:
        import subprocess

        (tmp_path / "lines").write_bytes(done.stdout)
        flag = "--no-execute" if shell == "fish" else "-n"
        assert subprocess.run([program, flag, str(tmp_path / "lines")]).returncode == 0

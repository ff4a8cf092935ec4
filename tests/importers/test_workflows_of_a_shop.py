"""The workflows that `kb init` writes, run as they are in a fresh clone of such a shop."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.running import call_kb, said
from tests.conftest import ROOT

GITHUB, GITLAB = ".github/workflows/publish.yml", ".gitlab-ci.yml"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """kb as it is here, packed as for any shop."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The programs of a machine that has all that kb needs, as pip would download it, but not kb."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    packages = next((tmp_path / "venv").glob("lib/python*/site-packages"))
    here = Path(sysconfig.get_path("purelib"))
    for entry in here.iterdir():
        # Not `kb` either, where an editable install keeps its manual: pip would write through the link into ours.
        if not re.match(r"(__editable__|_?mkdocs_kb|kb$)", entry.name) and entry.suffix != ".pth":
            (packages / entry.name).symlink_to(entry)
    return tmp_path / "venv/bin"


def _runs_of(path: Path) -> list[str]:
    """The commands of the job that builds, in order."""
    workflow: Any = yaml.safe_load(path.read_text("utf-8"))
    if path.name == ".gitlab-ci.yml":
        return [*workflow["build"]["script"], *workflow["pages"]["script"]]
    return [step["run"] for step in workflow["jobs"]["build"]["steps"] if "run" in step]


def _clone(shop: Path, place: Path) -> Path:
    """What a machine of the host checks out: what git knows, and nothing else."""
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@shop.example"]
    subprocess.run([*git, "init", "-q"], cwd=shop, check=True)
    subprocess.run([*git, "add", "-A"], cwd=shop, check=True)
    subprocess.run([*git, "commit", "-qm", "First"], cwd=shop, check=True)
    subprocess.run([*git, "clone", "-q", shop, place], check=True)
    return place


def _run_all(commands: list[str], folder: Path, programs: Path) -> subprocess.CompletedProcess[str]:
    """Each command as the host runs it; the first that fails ends the job. Nothing is fetched."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "KB_"))}
    settings |= {
        "PATH": f"{programs}:{settings['PATH']}",
        "CI": "true",
        "PIP_NO_INDEX": "1",
        "HOME": str(folder.parent),
    }
    done = subprocess.CompletedProcess([], 0, "", "")
    for command in commands:
        done = subprocess.run(["bash", "-e", "-c", command], cwd=folder, env=settings, capture_output=True, text=True)
        if done.returncode:
            break
    return done


@pytest.mark.parametrize("path", [GITHUB, GITLAB])
def test_a_fresh_clone_publishes_by_its_own_commands(path: str, wheel: Path, python: Path, tmp_path: Path) -> None:
    made = call_kb(tmp_path, "init", "shop", "--languages", "de,en", "--kb-source", str(wheel))
    assert made.returncode == 0, said(made)
    clone = _clone(tmp_path / "shop", tmp_path / "clone")
    done = _run_all(_runs_of(clone / path), clone, python)
    assert done.returncode == 0, done.stdout + done.stderr
    public = clone / ("public" if path == GITLAB else "site/public")
    assert (public / "index.html").is_file() and (clone / "site/agents/index.html").is_file()
    assert not (public / "scripts").exists()
    unknown = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True)
    assert unknown.stdout.replace("?? public/\n", "") == "", "nothing that a build makes waits to be committed"


@pytest.mark.parametrize("path", [GITHUB, GITLAB])
def test_a_wheel_that_was_changed_is_not_installed(path: str, wheel: Path, python: Path, tmp_path: Path) -> None:
    call_kb(tmp_path, "init", "shop", "--languages", "en", "--kb-source", str(wheel))
    copy = tmp_path / "shop/wheels" / wheel.name
    copy.write_bytes(copy.read_bytes() + b"more")
    done = _run_all(_runs_of(tmp_path / "shop" / path), tmp_path / "shop", python)
    assert done.returncode and "DO NOT MATCH THE HASHES" in done.stderr + done.stdout


@pytest.mark.parametrize("path", [GITHUB, GITLAB])
def test_without_a_source_the_first_step_says_what_to_name(path: str, tmp_path: Path) -> None:
    call_kb(tmp_path, "init", "shop", "--languages", "en")
    done = _run_all(_runs_of(tmp_path / "shop" / path), tmp_path / "shop", tmp_path)
    assert done.returncode == 1
    assert "Say in requirements-kb.txt where kb comes from" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("git+https://host.example/kb@" + "a" * 40, "mkdocs-kb @ git+https://host.example/kb@" + "a" * 40),
        ("https://host.example/x.whl#sha256=" + "b" * 64, "mkdocs-kb @ https://host.example/x.whl#sha256=" + "b" * 64),
    ],
)
def test_a_pinned_address_is_written_where_pip_reads_it(source: str, line: str, tmp_path: Path) -> None:
    call_kb(tmp_path, "init", "shop", "--kb-source", source)
    assert (tmp_path / "shop/requirements-kb.txt").read_text("utf-8").splitlines()[-1] == line


def test_actions_are_named_by_commit_and_dependencies_by_hash(tmp_path: Path) -> None:
    call_kb(tmp_path, "init", "shop")
    text = (tmp_path / "shop" / GITHUB).read_text("utf-8")
    uses = re.findall(r"uses:\s*(.*)", text)
    assert uses and all(re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*", use) for use in uses)
    pinned = (tmp_path / "shop/requirements.txt").read_text("utf-8")
    assert pinned == (ROOT / "requirements/site.txt").read_text("utf-8")

"""The extra `import`: without its packages `kb import` says how to install them, and nothing else needs them."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import pytest

from tests.cli.running import run_kb, said
from tests.conftest import ROOT

WITHOUT = """import sys

sys.modules.update(bs4=None, markdownify=None, soupsieve=None, mammoth=None, python_calamine=None)
"""
"""A `sitecustomize.py` with which no process can import what the extra installs."""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation without the extra, for every process that a command starts."""
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "sitecustomize.py").write_text(WITHOUT, "utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(blocked), str(ROOT)])}


@pytest.mark.parametrize("system", ["zendesk", "chatwoot", "table", "docx", "html"])
def test_without_the_extra_import_says_in_one_sentence_how_to_install_it(
    system: str, tmp_path: Path, bare: dict[str, str]
) -> None:
    assert run_kb(tmp_path, "init", "shop", **bare).returncode == 0
    (tmp_path / "shop/export.json").write_text(json.dumps({"articles": []}), "utf-8")
    done = run_kb(tmp_path / "shop", "import", system, "export.json", **bare)
    assert done.returncode == 2
    complaint = done.stderr.decode()
    assert complaint.startswith("kb: ") and complaint.count("\n") == 1, said(done)
    assert 'pip install "mkdocs-kb[import]"' in complaint


def test_without_the_extra_everything_else_works(tmp_path: Path, bare: dict[str, str]) -> None:
    site = tmp_path / "old-site"
    site.mkdir()
    (site / "returns.md").write_text("# Returns\n\n<details><summary>When</summary>Seven days.</details>\n", "utf-8")
    for command in (["init", "new"], ["init", "moved", "--from", "old-site"]):
        done = run_kb(tmp_path, *command, **bare)
        assert done.returncode == 0, said(done)
    for shop in ("new", "moved"):
        for command in (["check"], ["build"], ["search", "returns"], ["import", "--help"]):
            done = run_kb(tmp_path / shop, *command, **bare)
            assert done.returncode == 0, said(done)
    assert "Seven days" in (tmp_path / "moved/site/public/returns/index.html").read_text("utf-8")


def test_the_packages_of_the_extra_are_no_dependencies_of_the_rest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extra = {one.partition(">")[0] for one in project["optional-dependencies"]["import"]}
    assert extra == {"beautifulsoup4", "markdownify", "mammoth", "python-calamine"}
    assert not [one for one in project["dependencies"] if one.partition(">")[0] in extra]
    pinned = {name: (ROOT / f"requirements/{name}.txt").read_text("utf-8") for name in ("site", "import", "test")}
    for package in extra:
        assert f"\n{package}==" not in pinned["site"]
        assert f"\n{package}==" in pinned["import"] and f"\n{package}==" in pinned["test"]

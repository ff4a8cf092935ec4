"""Renames that git knows become old addresses; real repositories, nothing of `agents/`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kb.cli import main
from kb.reports.redirects import propose_redirects, read_renames
from tests.conftest import WriteProject
from tests.reports.projects import library_of

TEXT = "A text that is long enough for git to see that it is the same one under another name.\n" * 4
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


def rename(root: Path, old: str, new: str) -> None:
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    git(root, "mv", old, new)


def proposed(root: Path) -> list[tuple[str, str]]:
    library, options = library_of(root)
    return [(one.old, one.new) for one in propose_redirects(read_renames(root), library, options)]


@pytest.fixture
def repository(write_project: WriteProject) -> Path:
    root = write_project(
        {
            "docs/faq/one.md": f"---\ntitle: One\n---\n{TEXT}",
            "docs/faq/một hai.md": f"{TEXT}two\n",
            "agents/scripts/secret.md": f"{TEXT}secret\n",
        }
    )
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


def test_a_rename_is_proposed_written_once_and_then_kept(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "docs/faq/one.vi.md").write_text(f"---\ntitle: Một\n---\n{TEXT}vi\n", "utf-8")
    commit(repository)
    rename(repository, "docs/faq/one.md", "docs/guides/first.md")
    rename(repository, "docs/faq/one.vi.md", "docs/guides/first.vi.md")
    commit(repository)
    assert main(["-C", str(repository), "redirects"]) == 0
    printed = capsys.readouterr()
    assert "faq/one → guides/first (docs/guides/first.md)" in printed.out
    assert "--write" in printed.err
    assert main(["-C", str(repository), "redirects", "--write"]) == 0
    text = (repository / "docs/guides/first.md").read_text("utf-8")
    assert text == f"---\ntitle: One\nredirect_from: [faq/one]\n---\n{TEXT}"
    assert proposed(repository) == []
    assert main(["-C", str(repository), "redirects", "--write"]) == 0
    assert (repository / "docs/guides/first.md").read_text("utf-8") == text


def test_a_chain_of_renames_leads_to_the_last_name(repository: Path) -> None:
    rename(repository, "docs/faq/one.md", "docs/faq/two.md")
    commit(repository)
    rename(repository, "docs/faq/two.md", "docs/faq/three.md")
    assert proposed(repository) == [("faq/one", "faq/three"), ("faq/two", "faq/three")], "uncommitted ones count too"


def test_a_name_that_is_in_use_again_is_left_alone(repository: Path) -> None:
    rename(repository, "docs/faq/one.md", "docs/faq/two.md")
    commit(repository)
    (repository / "docs/faq/one.md").write_text("Something new\n", "utf-8")
    commit(repository)
    assert proposed(repository) == []


def test_a_rename_that_was_taken_back_is_left_alone(repository: Path) -> None:
    rename(repository, "docs/faq/one.md", "docs/faq/two.md")
    commit(repository)
    rename(repository, "docs/faq/two.md", "docs/faq/one.md")
    commit(repository)
    assert proposed(repository) == [("faq/two", "faq/one")]


def test_names_with_blanks_and_accents_are_understood(repository: Path) -> None:
    rename(repository, "docs/faq/một hai.md", "docs/faq/ba.md")
    commit(repository)
    assert proposed(repository) == [("faq/mot-hai", "faq/ba")]


def test_nothing_of_the_agents_is_ever_proposed(repository: Path) -> None:
    rename(repository, "agents/scripts/secret.md", "agents/scripts/hidden.md")
    rename(repository, "docs/faq/one.md", "agents/scripts/moved.md")
    commit(repository)
    rename(repository, "agents/scripts/moved.md", "docs/faq/back.md")
    commit(repository)
    assert proposed(repository) == []
    assert all("secret" not in f"{one.old}{one.new}" for one in read_renames(repository))


def test_a_project_inside_a_larger_repository_works(tmp_path: Path, write_project: WriteProject) -> None:
    root = write_project({"docs/faq/one.md": TEXT})
    inner = tmp_path / "sites" / "shop"
    inner.parent.mkdir()
    for name in ("docs", "mkdocs.yml"):
        inner.mkdir(exist_ok=True)
        (root / name).rename(inner / name)
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    rename(inner, "docs/faq/one.md", "docs/faq/two.md")
    commit(tmp_path)
    assert proposed(inner) == [("faq/one", "faq/two")]


def test_without_a_repository_the_command_says_so(
    write_project: WriteProject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project({"docs/faq/one.md": TEXT})
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
    assert main(["-C", str(root), "redirects"]) == 2
    assert "not in a git repository" in capsys.readouterr().err
    monkeypatch.setenv("PATH", "")
    assert main(["-C", str(root), "redirects"]) == 2
    assert "git is not installed" in capsys.readouterr().err


def test_a_repository_without_a_commit_has_no_renames(write_project: WriteProject) -> None:
    root = write_project({"docs/faq/one.md": TEXT})
    git(root, "init", "-q")
    assert proposed(root) == []

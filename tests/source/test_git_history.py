"""What git knows of files in somebody else's repository: odd names and moments, settings that name commands."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from kb.reports.text_history import moment_day
from kb.source.git_history import read_blobs, read_history

ODD = ("docs/a\x01b.md", "docs/a\nb.md", "docs/:100644 100644 0 0 M.md", "docs/1795771009 .md", "docs/\n.md")


def git(root: Path, *arguments: str, moment: int = 1_790_000_000) -> str:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    when = {"GIT_AUTHOR_DATE": f"@{moment} +0000", "GIT_COMMITTER_DATE": f"@{moment} +0000"}
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    command = ["git", *settings, *arguments]
    return subprocess.run(command, cwd=root, env={**plain, **when}, check=True, capture_output=True, text=True).stdout


def commit(root: Path, texts: dict[str, str], moment: int = 1_790_000_000) -> None:
    for name, text in texts.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "texts", moment=moment)


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_any_name_of_a_file_and_either_form_of_hash(tmp_path: Path, form: str) -> None:
    git(tmp_path, "init", "-q", f"--object-format={form}")
    git(tmp_path, "config", "color.ui", "always")
    commit(tmp_path, {"docs/first.md": "first"})
    commit(tmp_path, dict.fromkeys(ODD, "one"), 1_790_000_001)
    commit(tmp_path, {"docs/first.md": "second", **dict.fromkeys(ODD, "two")}, 1_790_000_002)
    history = read_history(tmp_path, ("docs",))
    assert history is not None
    assert history.is_whole
    found = {name: [change.moment for change in changes] for name, changes in history.changes.items()}
    assert found == {"docs/first.md": [1_790_000_002], **{name: [1_790_000_002, 1_790_000_001] for name in ODD}}
    before = history.changes["docs/first.md"][0].before
    assert read_blobs(tmp_path, [before]) == {before: b"first"}


@pytest.mark.parametrize("moment", [99_999_999_999_999, 10**19, 2**63])
@pytest.mark.parametrize("zone", ["", "Asia/Ho_Chi_Minh", "no/zone", "../zone"])
def test_a_moment_that_no_calendar_has_is_the_last_day(moment: int, zone: str) -> None:
    assert moment_day(moment, zone) == date.max


def test_a_clone_that_lacks_old_files_fetches_nothing_and_tells_what_it_has(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    lines = "".join(f"{number}\n" for number in range(99))
    commit(tmp_path, {"docs/a.md": lines})
    git(tmp_path, "mv", "docs/a.md", "docs/b.md")
    commit(tmp_path, {"docs/b.md": f"{lines}more\n"}, 1_790_000_001)
    blob = git(tmp_path, "rev-parse", "HEAD~1:docs/a.md").strip()
    (tmp_path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    settings = {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.url": str(tmp_path / ".git"),
        "remote.origin.promisor": "true",
        "remote.origin.uploadpack": f"touch {tmp_path}/ran; git-upload-pack",
    }
    for name, value in settings.items():
        git(tmp_path, "config", name, value)
    history = read_history(tmp_path, ("docs",))
    assert history is not None
    assert [change.after for change in history.changes["docs/a.md"]] == [""]
    assert read_blobs(tmp_path, [blob]) == {}
    assert not (tmp_path / "ran").exists()

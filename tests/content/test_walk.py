"""The one way through a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.source.walk import walk_files, walk_folders
from tests.builds.projects import write


def test_files_come_in_one_order_and_links_are_not_followed(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "a/b/c.txt", "B.txt", "skipped/x.txt", "a/skipped/y.txt"):
        write(tmp_path / name, name)
    (tmp_path / "empty").mkdir()
    (tmp_path / "to-folder").symlink_to(tmp_path / "a")
    (tmp_path / "a/nowhere").symlink_to(tmp_path / "gone")
    names = [name for name, _ in walk_files(tmp_path, skip={"skipped"})]
    assert names == ["B.txt", "b.txt", "to-folder", "a/1.txt", "a/2.txt", "a/nowhere", "a/b/c.txt"]
    assert [below for below, _ in walk_folders(tmp_path)] == ["", "a/", "a/b/", "a/skipped/", "empty/", "skipped/"]


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    write(tmp_path / "file", "x")
    assert [*walk_files(tmp_path / "gone"), *walk_files(tmp_path / "file")] == []


def test_what_the_system_refuses_to_list_is_an_error_unless_that_is_ignored(tmp_path: Path) -> None:
    too_long = tmp_path / ("x" * 5_000)  # root may list a folder without rights, but not this one
    with pytest.raises(OSError, match="too long"):
        list(walk_files(too_long))
    assert list(walk_files(too_long, ignores_unreadable=True)) == []

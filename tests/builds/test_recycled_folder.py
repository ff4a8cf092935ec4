"""The folder that is kept for the next build: whatever lies in it, what is built there is right."""

from __future__ import annotations

import random
from pathlib import Path

from kb.website.record.recycled_folder import delete_empty_folders, delete_files, recycled_folder_of
from tests.builds.projects import edit_text, make_project, stamps_below, tree, write
from tests.builds.test_edit_loop import build, build_from_nothing, build_until_settled


def folders_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


def test_an_emptied_folder_keeps_its_folders_until_they_are_pruned(tmp_path: Path) -> None:
    write(tmp_path / "a/b/c.txt", "c")
    write(tmp_path / "d/e.txt", "e")
    delete_files(tmp_path)
    assert (tree(tmp_path), folders_of(tmp_path)) == ({}, {"a", "a/b", "d"})
    write(tmp_path / "d/f.txt", "f")
    delete_empty_folders(tmp_path)
    assert folders_of(tmp_path) == {"d"}


def test_a_spare_folder_that_was_tampered_with_does_no_harm(tmp_path: Path) -> None:
    root, clean = tmp_path / "shop", tmp_path / "clean"
    make_project(root, random.Random("tampered"))
    spare = recycled_folder_of(root, "public", root / "site/public")
    for number in range(3):
        edit_text(root, random.Random(number))
        assert build(root, "public").is_whole
        if spare.exists():
            write(spare / "internal/notes.txt", "words for agents")
    assert spare.exists()
    edit_text(root, random.Random("last"))
    (spare / "SHA256SUMS").unlink(missing_ok=True)
    write(spare / "SHA256SUMS/nothing.txt", "a folder where a file must be")
    assert build(root, "public").is_whole
    build_from_nothing(root, "public", clean)
    assert tree(root / "site/public") == tree(clean / "site/public")
    assert folders_of(root / "site/public") == folders_of(clean / "site/public")


def test_a_build_where_nothing_changed_leaves_the_served_folder_alone(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("nothing"))
    live = tmp_path / "site/public"
    build_until_settled(tmp_path, "public")
    before = live.stat().st_ino
    report = build(tmp_path, "public")
    assert report.is_live
    assert report.reused == report.pages
    assert live.stat().st_ino == before


def test_only_pages_and_words_of_the_edited_text_are_new(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("new files"), articles=70)
    live = tmp_path / "site/public"
    build_until_settled(tmp_path, "public")
    before = stamps_below(live)
    path = tmp_path / "docs/faq/a5.md"
    path.write_text(path.read_text("utf-8") + "\nOne more sentence about kettles.\n", "utf-8")
    build(tmp_path, "public")
    after = stamps_below(live)
    new = {name for name, stat in after.items() if before.get(name) != stat}
    assert {"faq/a5/index.html", "vi/faq/a5/index.html", "SHA256SUMS"} <= new
    assert all(name.startswith("search/") for name in new - {
        "faq/a5/index.html", "vi/faq/a5/index.html", "SHA256SUMS"
    })  # fmt: skip

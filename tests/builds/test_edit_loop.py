"""What a build after an edit writes is, byte for byte, what a build from nothing writes.

The seeded part runs with the suite; `make fuzz-builds` runs longer series.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from kb.project.editions import EDITIONS, EditionName
from kb.website.build.editions import build_editions
from kb.website.record.report import BuildReport
from tests.builds.projects import (
    CHANGES,
    COMMENT,
    change_fact,
    edit_table,
    edit_text,
    edit_title,
    edit_words,
    make_project,
    stamps_below,
    tree,
)
from tests.conftest import TODAY

pytestmark = pytest.mark.workers
STEPS = int(os.environ.get("KB_FUZZ_STEPS", "6"))
SEEDS = range(int(os.environ.get("KB_FUZZ_SERIES", "2")))


def build(root: Path, edition: EditionName) -> BuildReport:
    (report,) = build_editions(root, (edition,), root / "site", today=TODAY)
    return report


def build_from_nothing(root: Path, edition: EditionName, clean: Path) -> BuildReport:
    """A build of a copy of the project that has neither cache nor site."""
    shutil.rmtree(clean, ignore_errors=True)
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns(".kb-cache", "site"))
    return build(clean, edition)


def build_until_settled(root: Path, edition: EditionName) -> None:
    """Build, and once more, which finds nothing to do."""
    build(root, edition)
    assert build(root, edition).is_live, "every build builds everything"


@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_series_of_changes_a_build_equals_one_from_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(f"edit loop {seed}")
    root, clean = tmp_path / "shop", tmp_path / "clean"
    make_project(root, chance)
    edition: EditionName = "agents" if seed % 2 else "public"
    build(root, edition)
    names = list(CHANGES)
    chance.shuffle(names)
    for step in range(STEPS):
        name = names[step % len(names)] if step < len(names) else chance.choice(names)
        CHANGES[name](root, chance)
        report, expected = build(root, edition), build_from_nothing(root, edition, clean)
        assert report.problems == expected.problems, (seed, step, name)
        assert report.is_whole == expected.is_whole, (seed, step, name)
        if expected.is_whole:
            site = tree(root / "site" / edition)
            assert site == tree(clean / "site" / edition), (seed, step, name)
            assert not [path for path, data in site.items() if COMMENT.encode() in data], (seed, step, name)


@pytest.mark.parametrize("edition", EDITIONS)
def test_after_an_edit_only_what_shows_it_is_made(tmp_path: Path, edition: EditionName) -> None:
    chance = random.Random(f"edited {edition}")
    root, clean = tmp_path / "shop", tmp_path / "clean"
    make_project(root, chance, articles=70)  # enough for an index of many shards, which is patched
    build(root, edition)
    for step, edit in enumerate([edit_text, edit_title, edit_words, change_fact, edit_table][:STEPS]):
        before = stamps_below(root / "site" / edition)
        edit(root, chance)
        report = build(root, edition)
        assert report.problems == build_from_nothing(root, edition, clean).problems
        assert tree(root / "site" / edition) == tree(clean / "site" / edition), step
        after = stamps_below(root / "site" / edition)
        kept = sum(before.get(name) == stamp for name, stamp in after.items())
        assert kept > len(after) / 3, (step, kept, len(after))


def test_a_changed_text_writes_its_own_page_and_leaves_the_others(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("few pages"))
    build(tmp_path, "public")
    before = {path: path.stat().st_ino for path in (tmp_path / "site/public").rglob("index.html")}
    edit_text(tmp_path, random.Random("one text"))
    report = build(tmp_path, "public")
    written = [path for path, inode in before.items() if path.stat().st_ino != inode]
    assert 1 <= len(written) <= 2, written
    assert report.reused == report.pages - len(written)


def test_a_changed_title_writes_the_pages_that_show_it_and_no_others(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("titles"))
    build(tmp_path, "public")
    edit_title(tmp_path, random.Random("one title"))
    report = build(tmp_path, "public")
    assert 0 < report.reused < report.pages


def test_a_site_changed_by_hand_is_put_right(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("by hand"))
    build(tmp_path, "public")
    expected = tree(tmp_path / "site/public")
    page = tmp_path / "site/public/faq/a2/index.html"
    page.write_text("rubbish", "utf-8")
    (tmp_path / "site/public/faq/a3/index.html").unlink()
    (tmp_path / "site/public/left-over.txt").write_text("from an older build", "utf-8")
    assert build(tmp_path, "public").is_whole
    assert tree(tmp_path / "site/public") == expected


def test_a_clock_that_jumps_back_changes_nothing(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("clock"))
    build(tmp_path, "public")
    edit_text(tmp_path, random.Random("long ago"))
    for path in (tmp_path / "docs").rglob("*.md"):
        os.utime(path, (86_400, 86_400))
    build(tmp_path, "public")
    build_from_nothing(tmp_path, "public", tmp_path.with_name("clock-clean"))
    assert tree(tmp_path / "site/public") == tree(tmp_path.with_name("clock-clean") / "site/public")

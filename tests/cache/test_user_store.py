"""What all projects of a user share: made once, of kb's own texts alone, and never believed where others may write."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.cache.store import NAME
from kb.website.output.manifest import hashes_below
from tests.cli.running import call_kb, said
from tests.conftest import WriteProject

WORDS = "zebracorn"


def build(root: Path) -> dict[str, str]:
    """File of the agents' edition → its hash, built from nothing."""
    done = call_kb(root, "build", "--edition", "agents", "--out", "out", "--today", "2026-11-21")
    assert done.returncode == 0, said(done)
    return dict(hashes_below(root / "out/agents"))


@pytest.fixture
def shop(write_project: WriteProject) -> Path:
    return write_project({"agents/scripts/late.md": f"# Late {WORDS}\n\nYour {WORDS} is late.\n"})


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the user's caches in which nothing lies yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "home/kb/shared"


def without_cache(root: Path) -> None:
    """The project as it is in a fresh checkout."""
    (root / ".kb-cache").rename(root / ".kb-cache-of-before")
    (root / "out").rename(root / "out-of-before")


def test_a_fresh_checkout_takes_the_manual_over_and_comes_out_the_same(shop: Path, shared: Path) -> None:
    first = build(shop)
    kept = (shared / NAME).read_bytes()
    without_cache(shop)
    assert build(shop) == first
    assert (shared / NAME).read_bytes() == kept, "something was made again"


def test_a_restored_cache_of_the_project_has_the_manual_too(shop: Path, shared: Path) -> None:
    first = build(shop)
    (shared / NAME).unlink()
    (shop / "out").rename(shop / "out-of-before")
    assert build(shop) == first
    assert b"passphrase" not in (shared / NAME).read_bytes(), "something was made again"


def test_nothing_of_the_shop_is_shared(shop: Path, shared: Path) -> None:
    build(shop)
    held = (shared / NAME).read_bytes()
    assert b"passphrase" in held and WORDS.encode() not in held


@pytest.mark.parametrize("mode", [0o777, 0o775])
def test_a_folder_that_others_can_write_is_left_alone(mode: int, shop: Path, shared: Path) -> None:
    shared.mkdir(parents=True)
    shared.chmod(mode)
    first = build(shop)
    assert not list(shared.iterdir())
    without_cache(shop)
    shared.chmod(0o700)
    assert build(shop) == first


def test_a_damaged_file_and_a_file_in_its_place_cost_no_build(shop: Path, shared: Path) -> None:
    first = build(shop)
    (shared / NAME).write_bytes(b"no database")
    without_cache(shop)
    assert build(shop) == first
    (shared / NAME).unlink()
    for left in shared.iterdir():
        left.unlink()
    shared.rmdir()
    shared.write_bytes(b"")
    assert call_kb(shop, "build", "--edition", "agents", "--out", "again").returncode == 0

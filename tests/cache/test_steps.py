"""What builds keep: exact, apart for each edition, and never in the way."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kb.cache.steps import StepCache
from kb.cache.store import NAME, Store, store_for
from kb.content.serialize import document_from_plain, document_to_plain
from kb.project.editions import EDITIONS
from kb.website.build.editions import build_editions
from kb.workspace.workspace import open_workspace, texts_of
from tests.builds.projects import make_project, tree
from tests.conftest import ROOT, TODAY


def test_every_document_of_the_shop_comes_back_as_it_was() -> None:
    for document in open_workspace(ROOT, "agents", today=TODAY, with_checks=False).library.documents():
        assert document_from_plain(document_to_plain(document)) == document


def test_what_is_kept_gives_the_same_edition_renderings_and_problems(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("kept"))
    fresh = open_workspace(tmp_path, "agents", today=TODAY)
    for _ in range(2):
        store = store_for(tmp_path, "agents")
        step_cache = open_workspace(tmp_path, "agents", today=TODAY, step_cache=StepCache(store))
        assert replace(step_cache, renderings=fresh.renderings, step_cache=None) == fresh
        for text, words in texts_of(fresh.edition):
            assert step_cache.renderings.of(text, words) == fresh.renderings.of(text, words)
        store.close()


def test_the_public_build_opens_no_cache_of_the_agents(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("apart"))
    build_editions(tmp_path, ("public",), tmp_path / "site", today=TODAY)
    assert not (tmp_path / ".kb-cache/agents" / NAME).exists()
    step_cache = (tmp_path / ".kb-cache/public" / NAME).read_bytes()
    assert b"Mind the" not in step_cache


def rows_kept(root: Path, edition: str, namespace: str) -> int:
    with sqlite3.connect(root / ".kb-cache" / edition / NAME) as database:
        return int(database.execute("SELECT count(*) FROM kept WHERE key LIKE ?", (f"{namespace}:%",)).fetchone()[0])


def test_agents_first_build_makes_only_what_the_public_one_has_not(tmp_path: Path) -> None:
    make_project(tmp_path / "both", random.Random("lent"))
    shutil.copytree(tmp_path / "both", tmp_path / "alone")
    build_editions(tmp_path / "alone", ("agents",), tmp_path / "alone/site", today=TODAY)
    build_editions(tmp_path / "both", EDITIONS, tmp_path / "both/site", today=TODAY)
    assert tree(tmp_path / "both/site/agents") == tree(tmp_path / "alone/site/agents")
    for namespace in ("document", "rendered", "counts"):
        alone, public, both = (
            rows_kept(tmp_path / root, edition, namespace)
            for root, edition in (("alone", "agents"), ("both", "public"), ("both", "agents"))
        )
        assert 0 < both < alone and public > 0, namespace
    assert not (tmp_path / "alone/.kb-cache/public").exists(), "to borrow makes nothing"


@pytest.mark.parametrize("damage", ["rubbish", "wrong values", "in use"])
def test_a_cache_that_lends_is_never_written(tmp_path: Path, damage: str) -> None:
    make_project(tmp_path, random.Random("lender"))
    build_editions(tmp_path, ("public",), tmp_path / "site", today=TODAY)
    lender = tmp_path / ".kb-cache/public" / NAME
    if damage == "rubbish":
        lender.write_bytes(b"no database at all" * 500)
    with contextlib.closing(sqlite3.connect(lender)) as other:
        if damage == "wrong values":
            other.execute("UPDATE kept SET value = ?", (b"wrong",))
            other.commit()
        before = lender.read_bytes()
        if damage == "in use":
            other.execute("BEGIN IMMEDIATE")
        (report,) = build_editions(tmp_path, ("agents",), tmp_path / "site", today=TODAY)
        assert report.is_whole
        assert lender.read_bytes() == before
    shutil.rmtree(tmp_path / ".kb-cache")
    build_editions(tmp_path, ("agents",), tmp_path / "again", today=TODAY)
    assert tree(tmp_path / "site/agents") == tree(tmp_path / "again/agents")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project after its first build, with its cache. Tests damage the cache alone, and build into folders anew."""
    root = tmp_path_factory.mktemp("damage")
    make_project(root, random.Random("damage"))
    build_editions(root, ("public",), root / "site", today=TODAY)
    shutil.copy(root / ".kb-cache/public" / NAME, root / "sound")
    return root


@pytest.mark.parametrize("damage", ["rubbish", "cut", "flipped", "another version", "a folder"])
def test_a_damaged_or_foreign_cache_is_ignored(built: Path, tmp_path: Path, damage: str) -> None:
    expected = tree(built / "site/public")
    path = built / ".kb-cache/public" / NAME
    data = (built / "sound").read_bytes()
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    if damage == "rubbish":
        path.write_bytes(b"no database at all" * 500)
    elif damage == "cut":
        path.write_bytes(data[: len(data) // 3])
    elif damage == "flipped":
        path.write_bytes(data[:9_000] + bytes(255 - byte for byte in data[9_000:]))
    elif damage == "a folder":
        path.mkdir()
    else:
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE kept (other TEXT)")
    (report,) = build_editions(built, ("public",), tmp_path / "again", today=TODAY)
    assert report.is_whole
    assert tree(tmp_path / "again/public") == expected


def test_a_value_changed_under_our_feet_is_not_taken(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put_many("sort", {"one": ["right"], "two": ["right"]})
    with sqlite3.connect(tmp_path / NAME) as database:
        database.execute("UPDATE kept SET value = ? WHERE key = 'sort:one'", (b'["wrong"]',))
    assert store.get_many("sort", ["one", "two"]) == {"two": ["right"]}


def test_what_no_build_uses_any_more_is_forgotten(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put_many("sort", {str(number): number for number in range(6_000)})
    store.close()
    later = Store(tmp_path)
    later.put_many("sort", {"new": 1})
    later.get_many("sort", ["1"])
    later.prune()
    assert later.get_many("sort", ["1", "2", "new"]) == {"1": 1, "new": 1}


@pytest.mark.parametrize("damage", [b"", b"rubbish", None])
def test_damaged_templates_are_compiled_again(built: Path, tmp_path: Path, damage: bytes | None) -> None:
    expected, folder = tree(built / "site/public"), built / ".kb-cache/public/templates"
    kept = sorted(folder.iterdir())
    assert kept
    sound = kept[0].read_bytes()
    for path in kept:
        path.write_bytes(path.read_bytes()[:-40] if damage is None else damage)
    (report,) = build_editions(built, ("public",), tmp_path / "again", today=TODAY)
    assert report.is_whole
    assert tree(tmp_path / "again/public") == expected
    assert kept[0].read_bytes() == sound


def test_a_build_needs_no_place_for_templates(built: Path, tmp_path: Path) -> None:
    folder = built / ".kb-cache/public/templates"
    shutil.rmtree(folder)
    folder.write_text("a file where the folder must be", "utf-8")
    (report,) = build_editions(built, ("public",), tmp_path / "again", today=TODAY)
    folder.unlink()
    assert report.is_whole

"""Where a build may write: nothing of the shop's is replaced, recycled or deleted."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.cli.main import main
from kb.project.editions import EditionName
from kb.website.build.editions import build_editions
from kb.website.build.staging_apart import Order
from kb.website.output.manifest import MANIFEST, OLD_MANIFEST, write_manifest
from kb.website.record.recycled_folder import delete_files
from kb.website.record.report import BuildReport
from tests.conftest import TODAY, WriteProject

SOURCES = {
    "docs/faq/returns.md": "# Returns\nSend it back.\n",
    "agents/scripts/late.md": "# Late\nYour parcel is late.\n",
    "theme/main.html": "",
    "photos/shop.jpg": "a picture",
}
BOTH: tuple[EditionName, ...] = ("public", "agents")


def _stage(order: Order, staged: Mapping[EditionName, Path]) -> list[BuildReport]:
    """A page an edition, as quickly as can be."""
    for folder in staged.values():
        delete_files(folder)
        (folder / "index.html").write_text("new")
        write_manifest(folder)
    return [BuildReport(edition, 1, 3, 0.0, (), True) for edition in staged]


def _build(root: Path, out: Path, editions: tuple[EditionName, ...] = BOTH) -> list[str]:
    """The codes of what is told; a build that stops has published nothing."""
    reports = build_editions(root, editions, out, today=TODAY, stage=_stage)
    assert all(report.is_published == report.is_whole for report in reports)
    return sorted({problem.code for report in reports for problem in report.problems})


@pytest.fixture
def shop(write_project: WriteProject, tmp_path: Path) -> Path:
    root = write_project({f"shop/{path}": text for path, text in SOURCES.items()}) / "shop"
    config = (tmp_path / "mkdocs.yml").read_text().replace("name: material", "name: material, custom_dir: theme")
    (root / "mkdocs.yml").write_text(config)
    (root / ".git").mkdir()
    return root


def _tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


REFUSED = (
    ".", "..", "/", "docs", "docs/help", "agents", "agents/out", "theme", "theme/deep/er", ".git", ".git/x",
    ".kb-cache", ".kb-cache/site", "photos", "photos/site", "docs/../agents", "site/../docs", "../shop", "link-to-shop",
    "link-to-docs", "link-to-docs/x", "../shop/docs",
)  # fmt: skip


@pytest.mark.parametrize("named", REFUSED)
@pytest.mark.parametrize("is_absolute", [False, True])
def test_the_projects_own_folders_and_what_holds_them_are_refused(shop: Path, named: str, is_absolute: bool) -> None:
    (shop / "link-to-shop").symlink_to(shop)
    (shop / "link-to-docs").symlink_to("docs")
    before = _tree(shop)
    out = Path(os.path.normpath(shop / named)) if is_absolute and ".." not in named else shop / named
    assert _build(shop, out) == ["KB904"]
    assert _tree(shop) == before
    assert _build(shop, out, ("agents",)) == ["KB904"]
    assert _tree(shop) == before


@pytest.mark.parametrize("named", ["site", "../out", "new/deep/er", "link-to-out", "site/"])
def test_a_folder_of_its_own_is_written_again_and_again(shop: Path, named: str) -> None:
    (shop.parent / "elsewhere").mkdir()
    (shop / "link-to-out").symlink_to(shop.parent / "elsewhere")
    for _ in range(3):
        assert _build(shop, shop / named) == []
        assert (shop / named / "agents/index.html").read_text() == "new"
        assert not [one.name for one in (shop / named).iterdir() if one.name.startswith(".kb-new")]
    assert _tree(shop / "docs") == {"faq/returns.md": SOURCES["docs/faq/returns.md"].encode()}


def test_a_folder_behind_a_link_is_written_and_the_link_stays(shop: Path) -> None:
    served = shop.parent / "served"
    (shop / "site").mkdir()
    (shop / "site/public").symlink_to(served)
    for _ in range(2):
        assert _build(shop, shop / "site") == []
        assert (shop / "site/public").is_symlink()
        assert (served / "index.html").read_text() == "new"


@pytest.mark.parametrize("edition", BOTH)
@pytest.mark.parametrize(
    "files",
    [
        {"precious.txt": "x"},
        {"index.html": "<h1>"},
        {"a/b.md": "x", OLD_MANIFEST: "{}"},
        {"image.iso": "x", MANIFEST: f"{'0' * 64}  image.iso\n"},
        {".git/HEAD": "ref"},
    ],
)
def test_a_folder_that_kb_did_not_make_is_refused(shop: Path, edition: str, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = shop / "site" / edition / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    before = _tree(shop)
    assert _build(shop, shop / "site") == ["KB904"]
    assert _tree(shop) == before


def test_a_worktree_of_git_in_a_published_folder_is_not_taken_away(shop: Path) -> None:
    assert _build(shop, shop / "site") == []
    (shop / "site/public/.git").write_text("gitdir: elsewhere")
    assert _build(shop, shop / "site") == ["KB904"]
    assert (shop / "site/public/.git").read_text() == "gitdir: elsewhere"


@pytest.mark.parametrize("files", [{}, {".DS_Store": "x"}, {".gitkeep": ""}])
def test_an_empty_folder_is_written(shop: Path, files: Mapping[str, str]) -> None:
    (shop / "site/public").mkdir(parents=True)
    for name, text in files.items():
        (shop / "site/public" / name).write_text(text)
    assert _build(shop, shop / "site") == []


def test_sites_of_older_versions_are_known_by_their_manifest_or_their_release(shop: Path) -> None:
    old = {OLD_MANIFEST: json.dumps({"format": 1, "algorithm": "sha256", "files": {"index.html": "0" * 64}})}
    for name, text in {**old, "index.html": "old"}.items():
        path = shop / "site/public" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert _build(shop, shop / "site", ("public",)) == []
    for name in ("release.json", f"files/aa/{'0' * 30}.bin", "keys.js"):
        path = shop / "site/agents/kb-lock" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"format": "kb-lock 1"}')
    assert _build(shop, shop / "site", ("agents",)) == ["KB939"]
    reports = build_editions(shop, ("agents",), shop / "site", today=TODAY, unlocked=True, stage=_stage)
    assert reports[0].problems == ()
    assert (shop / "site/agents/index.html").read_text() == "new"


def test_files_put_into_a_published_folder_are_kept_and_named(shop: Path) -> None:
    assert _build(shop, shop / "site") == []
    (shop / "site/public/photos").mkdir()
    (shop / "site/public/photos/a.jpg").write_text("precious")
    (shop / "site/public/index.html.gz").write_text("a host's tool packed it")
    for number in (1, 2):
        assert _build(shop, shop / "site") == (["KB906"] if number == 1 else [])
        assert (shop / ".kb-set-aside/public-1/photos/a.jpg").read_text() == "precious"
    assert sorted(_tree(shop / "site/public")) == [MANIFEST, "index.html"]


LEFT = {
    "site/.agents.new-backup/a.txt": "not a name of ours",
    "site/.public.old-99999999/precious.txt": "like a name of ours",
    ".kb-cache/agents/spare-5c572eb5d6b7/scripts/late.md": "sources that an older version took",
    "site/.kb-new-mine/a.txt": "like a name of ours",
}


def test_what_kb_cannot_know_to_be_its_own_is_left_and_named(shop: Path) -> None:
    assert _build(shop, shop / "site") == []
    for name, text in LEFT.items():
        (shop / name).parent.mkdir(parents=True)
        (shop / name).write_text(text)
    for _ in range(2):
        assert _build(shop, shop / "site") == ["KB905"]
        assert {name: (shop / name).read_text() for name in LEFT} == LEFT


def test_what_killed_builds_left_is_deleted(shop: Path) -> None:
    assert _build(shop, shop / "site") == []
    old = shop / "site/.public.new-99999999"
    old.mkdir()
    (old / "index.html").write_text("made by an older version")
    write_manifest(old)
    new = shop / "site/.kb-new-abcdefgh"
    new.mkdir()
    (new / ".kb-made").write_text(json.dumps({"out": str(shop / "site"), "pid": os.getpid()}))
    (new / "public").mkdir()
    (shop / "site/.kb-new-empty").mkdir()
    assert _build(shop, shop / "site") == []
    assert sorted(one.name for one in (shop / "site").iterdir()) == [".kb-build.lock", "agents", "public"]


def test_two_projects_may_publish_into_one_folder_and_neither_unlocks_the_others(
    shop: Path, write_project: WriteProject, tmp_path: Path
) -> None:
    other, out = tmp_path / "other", tmp_path / "out"
    for path, text in SOURCES.items():
        (other / path).parent.mkdir(parents=True, exist_ok=True)
        (other / path).write_text(text)
    (other / "mkdocs.yml").write_text((tmp_path / "mkdocs.yml").read_text())
    assert _build(shop, out) == []
    assert _build(other, out) == []
    assert _build(shop, out) == []


def test_the_cache_is_closed_to_others_and_to_git(write_project: WriteProject) -> None:
    root = write_project({"docs/faq/returns.md": "# Returns\nSend.\n", "agents/scripts/late.md": "# Late\nHm.\n"})
    cache = root / ".kb-cache"
    cache.mkdir(mode=0o755)
    assert main(["-C", str(root), "build"]) == 0
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert (cache / ".gitignore").read_text() == "*\n"
    subprocess.run(["git", "init", "-q", "."], cwd=root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    listed = subprocess.run(["git", "ls-files"], cwd=root, check=True, capture_output=True, text=True).stdout
    assert "docs/faq/returns.md" in listed
    assert ".kb-cache" not in listed


DANGEROUS = ("site", "agents", "docs/out", ".", "photos", "site/agents")


@pytest.mark.parametrize("site_dir", DANGEROUS)
def test_mkdocs_build_refuses_a_site_dir_that_it_would_empty(shop: Path, site_dir: str) -> None:
    assert _build(shop, shop / "site") == []
    config = shop / "mkdocs.yml"
    config.write_text(f"site_dir: {site_dir}\n{config.read_text()}")
    if site_dir == "site/agents":
        (shop / "site/agents/kb-lock/files").mkdir(parents=True)
    before = _tree(shop)
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=shop, capture_output=True, text=True)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert _tree(shop) == before

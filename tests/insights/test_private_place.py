"""`insights/` is closed to the public edition's process, and the leak audit knows what lies there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import run_kb, said
from tests.insights.conftest import Shop

HOOK = """\
from pathlib import Path

def on_pre_build(config):
    try:
        Path(config["config_file_path"]).parent.joinpath("insights/problems.csv").read_text("utf-8")
    except OSError:
        pass
"""
PROBLEM = "A courier in Leipzig throws our parcels over the garden fence"


@pytest.fixture(scope="module")
def filled(new_shops: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new shop with an export, a store and a register of problems."""
    shop = Shop(shutil.copytree(new_shops / "de", tmp_path_factory.mktemp("filled") / "shop"))
    shop.take("shopify.csv")
    header = "day,shop,channel,topic,nature,severity,order_day,source,status,answered_on\n"
    (shop.root / "insights/problems.csv").write_text(f"{header}2026-11-03,S,email,delivery,{PROBLEM},2,,chat,open,\n")
    return shop.root


def test_a_shop_with_insights_builds_and_publishes_none_of_them(filled: Path, tmp_path: Path) -> None:
    root = shutil.copytree(filled, tmp_path / "shop")
    done = run_kb(root, "build")
    assert done.returncode == 0, said(done)
    pages = [path.read_bytes() for path in (root / "site/public").rglob("*") if path.is_file()]
    assert pages and not [data for data in pages if b"anna.schulz" in data or PROBLEM.encode() in data]


def test_a_hook_cannot_read_it_while_the_public_edition_is_made(filled: Path, tmp_path: Path) -> None:
    root = shutil.copytree(filled, tmp_path / "shop")
    (root / "hook.py").write_text(HOOK)
    config = root / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}\nhooks: [hook.py]\n", "utf-8")
    done = run_kb(root, "build", "--edition", "public")
    assert done.returncode == 1
    assert "hook.py:5: error KB907" in said(done) and "insights/problems.csv" in said(done)


COPIED = ("insights/inbox/shopify.csv", "insights/store.db", "insights/problems.csv")


def test_the_leak_audit_finds_copies_among_public_files(filled: Path, tmp_path: Path) -> None:
    root = shutil.copytree(filled, tmp_path / "shop")
    (root / "docs/files").mkdir()
    for copied in COPIED:
        shutil.copy(root / copied, root / "docs/files")
    links = " ".join(f"[Here](../files/{Path(copied).name})." for copied in COPIED)
    (root / "docs/faq/files.md").write_text(f"# Where is the list?\n\n{links}\n", "utf-8")
    done = run_kb(root, "build", "--edition", "public")
    assert done.returncode == 1
    assert not [copied for copied in COPIED if copied not in said(done)], said(done)


def test_the_folder_cannot_be_the_public_content(filled: Path, tmp_path: Path) -> None:
    root = shutil.copytree(filled, tmp_path / "shop")
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("docs_dir: docs", "docs_dir: insights"), "utf-8")
    if "docs_dir: insights" not in config.read_text("utf-8"):
        config.write_text(f"docs_dir: insights\n{config.read_text('utf-8')}", "utf-8")
    done = run_kb(root, "check")
    assert done.returncode == 1 and "KB808" in said(done) and "insights/" in said(done)

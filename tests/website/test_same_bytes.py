"""Two builds of the same input: elsewhere, on other days, in one process or in four, byte for byte the same."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.website.output.manifest import MANIFEST, hashes_below, read_manifest
from tests.conftest import ROOT
from tests.sites import awkward_files

SETTINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C", "KB_WORKERS": "1"},
    {
        "PYTHONHASHSEED": "4711", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8",
        "KB_WORKERS": "4",
    },
)  # fmt: skip
DAYS = ("2026-11-21", "2027-02-03")


def build(root: Path, settings: dict[str, str], day: str) -> Path:
    for path, text in awkward_files().items():
        if not (("many-" in path or "attack-" in path) and int(path[-5:-3]) > 20):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
    environment = {**{name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}, **settings}
    command = [sys.executable, "-m", "kb", "-C", str(root), "build", "--today", day]
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folders = (tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("another-place") / "with a space")
    first, second = (build(*three) for three in zip(folders, SETTINGS, DAYS, strict=True))
    return first, second


@pytest.mark.parametrize("edition", ["public", "agents"])
def test_two_builds_are_byte_for_byte_the_same(edition: str, twice: tuple[Path, Path]) -> None:
    first, second = (hashes_below(site / edition) for site in twice)
    assert len(first) > 50
    assert {path for path in first.keys() | second.keys() if first.get(path) != second.get(path)} == set()
    manifests = [(site / edition / MANIFEST).read_bytes() for site in twice]
    assert manifests[0] == manifests[1]


def test_the_manifest_lists_every_public_file_but_itself(twice: tuple[Path, Path]) -> None:
    public = twice[0] / "public"
    files = {path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()}
    assert set(read_manifest((public / MANIFEST).read_bytes())) == files - {MANIFEST}


def test_the_packed_sitemap_is_the_sitemap_without_the_time_of_day(twice: tuple[Path, Path]) -> None:
    packed = (twice[0] / "public" / "sitemap.xml.gz").read_bytes()
    assert packed[4:8] == b"\0\0\0\0"
    assert gzip.decompress(packed) == (twice[0] / "public" / "sitemap.xml").read_bytes()


def test_the_agents_edition_has_no_sitemap(twice: tuple[Path, Path]) -> None:
    assert not any((twice[0] / "agents" / name).exists() for name in ("sitemap.xml", "sitemap.xml.gz", "llms.txt"))

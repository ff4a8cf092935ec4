"""The private folder: made once, closed, out of git; the key of hashes, and what a hash is."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from kb.insights.redaction.private_folder import (
    KEY_FILE,
    KeyFileError,
    keyed_hash,
    load_or_make_key,
    make_insights_folder,
)


def test_the_key_is_made_once_and_closed(tmp_path: Path) -> None:
    key = load_or_make_key(tmp_path)
    assert len(key) == 32 and load_or_make_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert sorted(path.name for path in (tmp_path / "insights").iterdir()) == [".gitignore", "inbox", "key"]
    assert load_or_make_key(tmp_path / "other") != key


def test_a_key_that_others_may_read_is_closed_again(tmp_path: Path) -> None:
    load_or_make_key(tmp_path)
    (tmp_path / KEY_FILE).chmod(0o644)
    load_or_make_key(tmp_path)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_a_key_that_is_cut_is_refused_and_left(tmp_path: Path) -> None:
    load_or_make_key(tmp_path)
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(KeyFileError, match="has 5 bytes where 32 belong"):
        load_or_make_key(tmp_path)
    assert (tmp_path / KEY_FILE).read_bytes() == b"short"


def test_git_takes_neither_the_key_nor_what_came_in(tmp_path: Path) -> None:
    load_or_make_key(tmp_path)
    for name in ("inbox/orders.csv", "store.db", "store.db-wal", "data/week.json", "redaction.yml"):
        path = tmp_path / "insights" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", "utf-8")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout.split()
    assert sorted(listed) == ["insights/.gitignore", "insights/data/week.json", "insights/redaction.yml"]


def test_a_gitignore_of_the_shop_s_own_stays(tmp_path: Path) -> None:
    (tmp_path / "insights").mkdir()
    (tmp_path / "insights/.gitignore").write_text("*\n", "utf-8")
    make_insights_folder(tmp_path)
    assert (tmp_path / "insights/.gitignore").read_text("utf-8") == "*\n"


def test_a_hash_is_that_of_the_value_however_it_is_typed_and_of_the_key() -> None:
    key, other = bytes(32), bytes([1]) * 32
    assert keyed_hash("240612ABCD1234", key) == keyed_hash(" 240612abcd1234 ", key)
    assert keyed_hash("Nguye\u0302\u0303n", key) == keyed_hash("NGUYỄN", key)
    assert keyed_hash("a", key) != keyed_hash("b", key) != keyed_hash("b", other)
    assert len(keyed_hash("a", key)) == 2 + 32 and keyed_hash("a", key).startswith("h:")
    # RFC 2104 with SHA-256, worked out by: printf a | openssl dgst -sha256 -mac HMAC -macopt hexkey:00…00
    assert keyed_hash("\ud800", key).startswith("h:")

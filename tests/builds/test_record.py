"""The record of a build: what it says of the site is so, and whoever needs it reads it there."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from kb.cache.store import store_for
from kb.website.output.manifest import MANIFEST, read_manifest
from kb.website.record.build_record import (
    BuildRecord,
    IndexRecord,
    columns_of,
    load_record,
    measure,
    rows_of,
    save_record,
)
from tests.builds.projects import edit_text, edit_title, make_project, tree
from tests.builds.test_edit_loop import build, build_until_settled


def record_of(root: Path, edition: str = "public") -> BuildRecord:
    store = store_for(root, edition)
    try:
        return load_record(store, edition, root, root / "site" / edition)
    finally:
        store.close()


def assert_tells_the_site(root: Path) -> BuildRecord:
    live, record = root / "site/public", record_of(root)
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in tree(live).items()}
    assert record.hashes() == hashes
    assert all(one.is_at(f"{live}/{name}") for name, one in record.files.items())
    assert read_manifest((live / MANIFEST).read_bytes()) == {n: one for n, one in hashes.items() if n != MANIFEST}
    for code, index in record.indexes.items():
        assert set(index.files) == {name for name in hashes if name.startswith(f"search/{code}/")}
    return record


def test_the_record_tells_every_file_after_each_way_to_build(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("record"))
    report = build(tmp_path, "public")
    assert report.reused == 0
    first = assert_tells_the_site(tmp_path)
    assert measure((one.name, one.size) for one in first.files.values()) == (report.pages, report.bytes)
    edit_title(tmp_path, random.Random("title"))
    assert build(tmp_path, "public").reused > 0
    assert_tells_the_site(tmp_path)
    edit_text(tmp_path, random.Random("text"))
    build(tmp_path, "public")
    assert_tells_the_site(tmp_path)


def test_a_record_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    make_project(tmp_path, random.Random("version"))
    build(tmp_path, "public")
    record, other = record_of(tmp_path), tmp_path / "elsewhere"
    store = store_for(tmp_path, "public")
    for kept in (record, BuildRecord()):
        save_record(store, "public", tmp_path, other, kept)
        assert load_record(store, "public", tmp_path, other) == kept
    store.close()


def test_columns_of_another_version_are_refused() -> None:
    columns = columns_of(IndexRecord, [IndexRecord("a", ("x",), 1), IndexRecord("b", (), None)])
    assert rows_of(IndexRecord, columns)[1].key == "b"
    assert rows_of(IndexRecord, columns_of(IndexRecord, [])) == []
    with pytest.raises(ValueError, match="not the fields of IndexRecord"):
        rows_of(IndexRecord, {**columns, "more": [1, 2]})
    with pytest.raises(KeyError):
        rows_of(IndexRecord, {("hash" if name == "key" else name): values for name, values in columns.items()})
    with pytest.raises(ValueError, match="argument 2"):
        rows_of(IndexRecord, {**columns, "key": ["a"]})


def test_a_build_says_what_changed_if_it_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KB_DEBUG", "1")
    make_project(tmp_path, random.Random("why"))
    build(tmp_path, "public")
    assert "no build is recorded" in capfd.readouterr().err
    build_until_settled(tmp_path, "public")
    capfd.readouterr()
    edit_title(tmp_path, random.Random("title"))
    build(tmp_path, "public")
    assert "is built: docs changed" in capfd.readouterr().err
    build_until_settled(tmp_path, "public")
    capfd.readouterr()
    (tmp_path / "site/public/index.html").write_text("changed by hand", "utf-8")
    build(tmp_path, "public")
    assert "the published folder is not as the last build left it" in capfd.readouterr().err

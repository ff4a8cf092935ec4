"""Locking a folder: what is in the clear afterwards, what opens it, and what is refused."""

from __future__ import annotations

import base64
import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from kb.locking.key_copies import KEYS_IN_SITE
from kb.locking.key_file import FEW_ITERATIONS, NO_KEYS, keys_text
from kb.locking.keys import KeyFile, make_agent
from kb.locking.lock import HOST_FILES, NAME_TAKEN, NOTHING_TO_LOCK, UNREADABLE_NAME, lock_site
from kb.locking.opening import TamperedError, WrongKeyError, open_site
from kb.locking.sealing import padded_length
from tests.locking.desk import FILES, INTERNAL_WORDS, OTHER_PASSPHRASE, PASSPHRASE, agent_of, keys_of, write_desk


def _locked(tmp_path: Path, keys: KeyFile | None = None) -> Path:
    target = tmp_path / "locked"
    report = lock_site(write_desk(tmp_path / "desk"), target, keys or keys_of("lan", "mai"))
    assert report.is_locked, report.problems
    return target


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_file_comes_back_byte_for_byte_for_each_agent(tmp_path: Path) -> None:
    target = _locked(tmp_path)
    expected = {
        path: text if isinstance(text, bytes) else text.encode()
        for path, text in FILES.items()
        if path not in HOST_FILES
    }
    for name in ("lan", "mai"):
        assert dict(open_site(target, name, PASSPHRASE)) == expected


def test_no_word_of_the_desk_stands_in_names_or_bytes(tmp_path: Path) -> None:
    for path, data in _bytes_of(_locked(tmp_path)).items():
        haystack = path.encode() + b"\n" + data
        for word in INTERNAL_WORDS:
            for form in (word.encode(), word.upper().encode(), base64.b64encode(word.encode()).rstrip(b"=")[:-1]):
                assert form not in haystack, (path, word)


def test_no_agents_name_stands_in_the_folder(tmp_path: Path) -> None:
    target = _locked(tmp_path, keys_of("nguyen.thi.lan", "siti.aminah"))
    for path, data in _bytes_of(target).items():
        assert b"nguyen.thi.lan" not in data, path
        assert b"siti.aminah" not in data, path


def test_names_and_sizes_of_parts_tell_little(tmp_path: Path) -> None:
    parts = [path for path in (_locked(tmp_path) / "kb-lock/files").rglob("*") if path.is_file()]
    # Without the host's files; the film has three parts; the list of files and the hashes are parts too.
    assert len(parts) == len(FILES) - 3 + 2 + 2
    for part in parts:
        assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{30}\.bin", f"{part.parent.name}/{part.name}")
    rest = len(FILES["assets/karaoke.mp4"]) + 12 - (2 << 20)
    assert {part.stat().st_size - 28 for part in parts} == {4096, 1 << 20, padded_length(rest)}
    assert len({part.stat().st_mtime_ns for part in parts}) == 1


@pytest.mark.parametrize("length", [0, 1, 4096, 4097, 65536, 70_000, 1 << 20, 5_000_001, 1 << 30])
def test_padding_never_cuts_and_adds_an_eighth_at_most(length: int) -> None:
    padded = padded_length(length)
    assert padded >= length
    assert padded - length <= max(4096, length * 0.12)
    assert padded_length(padded) == padded


def test_two_releases_of_one_desk_share_no_name_and_no_byte_of_a_part(tmp_path: Path) -> None:
    keys = keys_of("lan")
    desk = write_desk(tmp_path / "desk")
    first, second = (lock_site(desk, tmp_path / name, keys) for name in ("one", "two"))
    assert first.release != second.release
    one, two = (_bytes_of(tmp_path / name / "kb-lock/files") for name in ("one", "two"))
    assert not set(one) & set(two)
    assert not set(one.values()) & set(two.values())


def test_a_wrong_name_or_passphrase_opens_nothing(tmp_path: Path) -> None:
    target = _locked(tmp_path)
    for name, passphrase in (("lan", OTHER_PASSPHRASE), ("tam", PASSPHRASE), ("lan", PASSPHRASE + "x"), ("", "")):
        with pytest.raises(WrongKeyError):
            list(open_site(target, name, passphrase))


def test_marks_typed_apart_and_spaces_around_are_the_same_passphrase(tmp_path: Path) -> None:
    import unicodedata

    target = _locked(tmp_path)
    assert list(open_site(target, "lan", "  " + unicodedata.normalize("NFD", PASSPHRASE) + " "))


def test_a_removed_agent_opens_the_old_release_and_not_the_next(tmp_path: Path) -> None:
    keys = keys_of("lan", "mai")
    desk = write_desk(tmp_path / "desk")
    lock_site(desk, tmp_path / "old", keys)
    lock_site(desk, tmp_path / "new", keys.without_agent("mai"))
    assert list(open_site(tmp_path / "old", "mai", PASSPHRASE))
    assert list(open_site(tmp_path / "new", "lan", PASSPHRASE))
    with pytest.raises(WrongKeyError):
        list(open_site(tmp_path / "new", "mai", PASSPHRASE))


def test_a_rotated_agent_opens_with_the_new_passphrase_alone(tmp_path: Path) -> None:
    keys = keys_of("lan")
    rotated = keys.with_agent(agent_of("lan", OTHER_PASSPHRASE))
    target = _locked(tmp_path, rotated)
    assert list(open_site(target, "lan", OTHER_PASSPHRASE))
    with pytest.raises(WrongKeyError):
        list(open_site(target, "lan", PASSPHRASE))


def test_one_changed_bit_anywhere_in_a_part_is_found(tmp_path: Path) -> None:
    target = _locked(tmp_path)
    for part in sorted((target / "kb-lock/files").rglob("*.bin")):
        data = part.read_bytes()
        for place in (0, 11, 12, len(data) // 2, len(data) - 1):
            changed = bytearray(data)
            changed[place] ^= 1
            part.write_bytes(changed)
            with pytest.raises(TamperedError):
                list(open_site(target, "lan", PASSPHRASE))
        part.write_bytes(data)
    assert list(open_site(target, "lan", PASSPHRASE))


def test_parts_that_change_places_or_are_missing_or_from_another_release_are_found(tmp_path: Path) -> None:
    target = _locked(tmp_path)
    lock_site(tmp_path / "desk", tmp_path / "other", keys_of("lan"))
    stranger = next((tmp_path / "other/kb-lock/files").rglob("*.bin")).read_bytes()
    first, second = sorted((target / "kb-lock/files").rglob("*.bin"))[:2]
    kept = first.read_bytes()
    for instead in (second.read_bytes(), stranger, b"", b"<!doctype html>", None):
        first.unlink() if instead is None else first.write_bytes(instead)
        with pytest.raises(TamperedError):
            list(open_site(target, "lan", PASSPHRASE))
    first.write_bytes(kept)
    assert list(open_site(target, "lan", PASSPHRASE))


def test_a_desk_that_cannot_be_locked_leaves_nothing_behind(tmp_path: Path) -> None:
    keys = keys_of("lan")
    wrong = {
        NO_KEYS.code: (write_desk(tmp_path / "one"), KeyFile()),
        NAME_TAKEN.code: (write_desk(tmp_path / "two", {"kb-lock/mine.txt": "mine"}), keys),
        KEYS_IN_SITE.code: (write_desk(tmp_path / "three", {"assets/copy.bak": keys_text(keys)}), keys),
    }
    empty = tmp_path / "empty"
    empty.mkdir()
    wrong[NOTHING_TO_LOCK.code] = (empty, keys)
    os.close(os.open(os.fsencode(write_desk(tmp_path / "four")) + b"/b\xe9.png", os.O_CREAT))
    wrong[UNREADABLE_NAME.code] = (tmp_path / "four", keys)
    few = make_agent("lan", PASSPHRASE, added_on=date(2026, 11, 21), iterations=599_999)
    wrong[FEW_ITERATIONS.code] = (write_desk(tmp_path / "five"), keys.with_agent(few))
    for code, (desk, key_file) in wrong.items():
        report = lock_site(desk, tmp_path / "target", key_file)
        assert [problem.code for problem in report.problems] == [code]
        assert not report.is_locked
        assert not (tmp_path / "target").exists()


def test_the_host_is_told_to_keep_search_engines_out_and_the_policy(tmp_path: Path) -> None:
    target = tmp_path / "locked"
    policy = "default-src 'self'; frame-ancestors https://desk.example"
    lock_site(write_desk(tmp_path / "desk"), target, keys_of("lan"), policy=policy)
    headers = (target / "_headers").read_text()
    assert f"Content-Security-Policy: {policy}\n" in headers
    assert "X-Robots-Tag: noindex" in headers
    assert "Disallow: /" in (target / "robots.txt").read_text()
    for page in ("index.html", "404.html"):
        text = (target / page).read_text()
        assert '<meta name="robots" content="noindex' in text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", text), (
            "inline code needs a weaker policy"
        )


def test_the_published_description_holds_envelopes_and_nothing_else(tmp_path: Path) -> None:
    row = json.loads((_locked(tmp_path) / "kb-lock/release.json").read_text())
    assert set(row) == {"format", "release", "ephemeral", "envelopes"}
    assert len(row["envelopes"]) == 2
    for envelope in row["envelopes"].values():
        assert set(envelope) == {"iterations", "salt", "private_key", "wrapped"}

"""What is read once more before “locked” is said: whatever is not a locked edition is found."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.locking.lock import lock_site
from kb.locking.sealing import HASHES, ReleaseSecret, make_release_secret, part_binding, part_name, seal, unseal
from kb.locking.witness import find_unsealed
from kb.website.output.manifest import write_manifest
from tests.locking.desk import keys_of, write_desk

AGENTS = ("lan", "mai")


@pytest.fixture
def locked(tmp_path: Path) -> tuple[Path, ReleaseSecret]:
    folder = tmp_path / "locked"
    desk = write_desk(tmp_path / "desk", {"CNAME": "desk.example\n", "assets/karaoke.mp4": b"short"})
    done = lock_site(desk, folder, keys_of(*AGENTS))
    write_manifest(folder)
    assert done.secret is not None
    return folder, done.secret


def _a_part(folder: Path) -> Path:
    return min((folder / "kb-lock/files").rglob("*.bin"))


def _change_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _plain_page(folder: Path) -> None:
    page = folder / "scripts/late/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("in the clear")


def _link(folder: Path) -> None:
    (folder / "kb-lock/agents").symlink_to(folder.parent / "desk")


FAULTS: dict[str, Callable[[Path], object]] = {
    "a page in the clear": _plain_page,
    "a file in the clear among the sealed": lambda folder: (folder / "kb-lock/files/note.txt").write_text("x"),
    "a file in the clear named like a part": lambda folder: (
        (folder / f"kb-lock/files/00/{'0' * 30}.bin").parent.mkdir(exist_ok=True)
        or (folder / f"kb-lock/files/00/{'0' * 30}.bin").write_text("x")
    ),
    "a changed part": lambda folder: _change_bit(_a_part(folder)),
    "a missing part": lambda folder: _a_part(folder).unlink(),
    "an empty part": lambda folder: _a_part(folder).write_bytes(b""),
    "another page in place of the sign-in page": lambda folder: (folder / "index.html").write_text("<h1>Desk</h1>"),
    "another worker": lambda folder: (folder / "kb-worker.js").write_text("0"),
    "no worker": lambda folder: (folder / "kb-worker.js").unlink(),
    "no description of the release": lambda folder: (folder / "kb-lock/release.json").unlink(),
    "a broken description": lambda folder: (folder / "kb-lock/release.json").write_text("[" * 100_000),
    "a list of other hashes": lambda folder: (folder / "SHA256SUMS").write_text('{"files": {}}'),
    "no list of hashes": lambda folder: (folder / "SHA256SUMS").unlink(),
    "words in what hosts read": lambda folder: (folder / "_headers").write_text("/scripts/late/\n  X: secret\n"),
    "words in the host's name": lambda folder: (folder / "CNAME").write_text("desk.example\nthe secret"),
    "a link to the plain edition": _link,
}


def test_a_locked_edition_has_no_fault(locked: tuple[Path, ReleaseSecret]) -> None:
    folder, secret = locked
    assert find_unsealed(folder, secret, AGENTS, shown="site/agents") == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_told_in_one_problem(locked: tuple[Path, ReleaseSecret], fault: str) -> None:
    folder, secret = locked
    FAULTS[fault](folder)
    (problem,) = find_unsealed(folder, secret, AGENTS, shown="site/agents")
    assert (problem.code, problem.path) == ("KB938", "site/agents")
    assert problem.is_error


def test_a_folder_wholly_in_the_clear_is_one_fault_not_one_a_file(tmp_path: Path) -> None:
    desk = write_desk(tmp_path, {f"faq/{number}/index.html": "plain" for number in range(40)})
    write_manifest(desk)
    (problem,) = find_unsealed(desk, make_release_secret(), AGENTS, shown="site/agents")
    assert "and " in problem.message


@pytest.mark.parametrize("agents", [(), ("lan",), ("lan", "mai", "tam"), ("lan", "tam")])
def test_a_release_for_others_than_those_who_have_a_key_is_a_fault(
    locked: tuple[Path, ReleaseSecret], agents: tuple[str, ...]
) -> None:
    folder, secret = locked
    assert find_unsealed(folder, secret, agents, shown="site/agents")


def test_the_sealed_hashes_are_those_of_what_lies_there_and_none_of_its_parts_is_left_out(
    locked: tuple[Path, ReleaseSecret],
) -> None:
    folder, secret = locked
    place = folder / "kb-lock/files" / part_name(secret, HASHES, "", 0)
    binding = part_binding(secret, HASHES, "", 0, 1)
    row = json.loads(gzip.decompress(unseal(secret, place.read_bytes(), binding)))
    for files in ({}, {**row["files"], "index.html": "0" * 64}, dict(list(row["files"].items())[1:]), row["files"]):
        place.write_bytes(seal(secret, gzip.compress(json.dumps({**row, "files": files}).encode()), binding))
        write_manifest(folder)
        found = find_unsealed(folder, secret, AGENTS, shown="site/agents")
        assert [one.code for one in found] == ([] if files == row["files"] else ["KB938"])
    place.unlink()
    write_manifest(folder)
    (problem,) = find_unsealed(folder, secret, AGENTS, shown="site/agents")
    assert "the sealed hashes" in problem.message

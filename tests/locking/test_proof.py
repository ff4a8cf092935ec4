"""`kb verify --agent`: every published file of a locked edition against the hashes that were sealed with it."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.cli import main
from kb.cli.passphrase import PASSPHRASE_VARIABLE
from kb.locking.key_file import write_keys
from kb.locking.lock import lock_site
from kb.locking.opening import read_manifest
from kb.locking.sealing import HASHES, part_binding, part_name, seal
from kb.locking.sealing import MANIFEST as FILES
from kb.website.output.manifest import OLD_MANIFEST, hashes_below, manifest_bytes, write_manifest
from tests.cli.hostile_host import Handler, host
from tests.locking.desk import OTHER_PASSPHRASE, PASSPHRASE, agent_of, keys_of, write_desk

RELEASE, MANIFEST = "kb-lock/release.json", "SHA256SUMS"
GERMAN = {
    "mkdocs.yml": """\
site_name: Hilfe
site_url: https://hilfe.example/
site_dir: site/public
theme: {name: material, custom_dir: overrides, font: false}
plugins:
  - kb:
      shop: Laden
      default_language: de
      languages: {de: {name: Deutsch, markets: [DE]}}
      markets: {DE: {currency: EUR, name: {de: Deutschland}}}
""",
    "facts.yml": "{}\n",
    "docs/faq/rueckgabe.md": "# Wie gebe ich etwas zurück?\nSchicken Sie es in vierzehn Tagen an uns.\n",
    "agents/scripts/spaet.md": "---\ntitle: Paket verspätet\n---\nEs tut uns leid, Ihr Paket ist noch unterwegs.\n",
}
Change = Callable[[Path, Path], object]


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A shop that speaks German: its desk locked for two, then, after an edit, for the one who stayed."""
    root = tmp_path_factory.mktemp("shops")
    shop = _german_shop(root)
    write_keys(shop / "kb-keys.json", keys_of("lan", "mai"))
    folders = []
    for name in ("old", "new"):
        assert main(["-C", str(shop), "build", "--lock", "--edition", "agents"]) == 0
        shutil.copytree(shop / "site/agents", root / name)
        folders.append(root / name)
        (shop / "agents/scripts/spaeter.md").write_text("---\ntitle: Später\n---\nIhr Paket kommt erst übermorgen.\n")
        write_keys(shop / "kb-keys.json", keys_of("lan"))
    return folders[0], folders[1]


def _german_shop(root: Path) -> Path:
    """What `kb init` makes, in one other language and market."""
    shop = root / "laden"
    assert main(["-C", str(root), "init", "laden"]) == 0
    for folder in ("docs", "agents"):
        shutil.rmtree(shop / folder)
    for path, text in GERMAN.items():
        (shop / path).parent.mkdir(parents=True, exist_ok=True)
        (shop / path).write_text(text, "utf-8")
    return shop


@pytest.fixture
def old(releases: tuple[Path, Path]) -> Path:
    return releases[0]


@pytest.fixture
def new(releases: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(releases[1], tmp_path / "live"))


@pytest.fixture(autouse=True)
def passphrase() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
        yield


def _serve(handler: Handler, folder: Path) -> None:
    name = handler.path.lstrip("/") or "index.html"
    is_there = (folder / name).is_file() and not name.startswith(("_", ".", "CNAME"))
    handler.reply((folder / (name if is_there else "404.html")).read_bytes(), 200 if is_there else 404)


def _parts(folder: Path) -> list[Path]:
    return sorted((folder / "kb-lock/files").rglob("*.bin"))


def _swap(folder: Path) -> None:
    one, other = _parts(folder)[2:4]
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def _old_part(folder: Path, old: Path) -> None:
    """A part of the old release under the new one's name."""
    _parts(folder)[5].write_bytes(_parts(old)[5].read_bytes())


def _more(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"more")


CHANGES: dict[str, tuple[str, Change]] = {
    "a part of the older release": (r"changed  kb-lock/files/\S+$", lambda new, old: _old_part(new, old)),
    "two parts in each other's place": (r"changed  kb-lock/files/\S+: it is kb-lock/files/", lambda new, _: _swap(new)),
    "a part cut short": (
        r"changed  kb-lock/files/",
        lambda new, _: _parts(new)[1].write_bytes(_parts(new)[1].read_bytes()[:-4096]),
    ),
    "an empty part": (r"changed  kb-lock/files/\S+", lambda new, _: _parts(new)[1].write_bytes(b"")),
    "a part with bytes behind it": (
        r"changed  kb-lock/files/",
        lambda new, _: _parts(new)[1].write_bytes(_parts(new)[1].read_bytes() + b"\0"),
    ),
    "a part away": (r"missing  kb-lock/files/", lambda new, _: _parts(new)[3].unlink()),
    "a part more": (
        r"added    kb-lock/files/00/0{30}\.bin$",
        lambda new, _: _more(new, f"kb-lock/files/00/{'0' * 30}.bin"),
    ),
    "the old release's description": (
        "unproved kb-lock/release.json: this release has no files here",
        lambda new, old: shutil.copy(old / RELEASE, new / RELEASE),
    ),
    "a changed description": (
        "changed  kb-lock/release.json$",
        lambda new, _: (new / RELEASE).write_text((new / RELEASE).read_text().replace("\n}", "\n} ")),
    ),
    "a script of the sign-in page": ("changed  kb-lock/sign-in.js$", lambda new, _: _more(new, "kb-lock/sign-in.js")),
    "a script more": ("added    evil.js$", lambda new, _: _more(new, "evil.js")),
    "no description": ("unproved kb-lock/release.json: missing", lambda new, _: (new / RELEASE).unlink()),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("is_host", [False, True])
def test_every_file_that_is_not_as_it_was_locked_is_named_whatever_the_manifest_says(
    new: Path, old: Path, name: str, is_host: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    line, change = CHANGES[name]
    change(new, old)
    write_manifest(new)  # whoever changes a file can change the list beside it
    if is_host:
        with host(lambda handler: _serve(handler, new)) as server:
            assert main(["verify", server.address, "--edition", "agents", "--agent", "lan"]) == 1
    else:
        assert main(["verify", str(new), "--edition", "agents", "--agent", "lan"]) == 1
    out = capsys.readouterr().out
    assert re.search(line, out, re.MULTILINE), out


def test_both_releases_are_right_and_each_is_for_those_who_had_a_key(
    new: Path, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, agent in ((new, "lan"), (old, "lan"), (old, "mai"), (new, " LAN ")):
        assert main(["verify", str(folder), "--agent", agent]) == 0, capsys.readouterr().out
        told = capsys.readouterr().err
        release = json.loads((folder / RELEASE).read_text())["release"]
        assert f"sealed in release {release[:8]} of 20" in told and "none different" in told
        count = sum(path.is_file() for path in folder.rglob("*"))
        assert told.startswith(f"{count} files compared")
    assert main(["verify", str(new), "--agent", "mai"]) == 2
    assert "do not open the release" in capsys.readouterr().err
    with host(lambda handler: _serve(handler, new)) as server:
        assert main(["verify", server.address, "--agent", "lan"]) == 0, capsys.readouterr().out


def test_an_older_release_as_a_whole_is_found_by_the_builds_own_list(
    new: Path, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ["verify", str(old), "--agent", "lan", "--manifest"]
    assert main([*ask, str(old / MANIFEST)]) == 0, capsys.readouterr().out
    assert main([*ask, str(new / MANIFEST)]) == 1
    assert "changed  kb-lock/release.json" in capsys.readouterr().out


def test_a_release_of_an_older_version_is_proved_with_its_own_list(
    new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (new / OLD_MANIFEST).write_bytes(manifest_bytes(hashes_below(new), OLD_MANIFEST))
    (new / MANIFEST).unlink()
    assert main(["verify", str(new), "--agent", "lan"]) == 0, capsys.readouterr().out
    (new / OLD_MANIFEST).write_bytes(manifest_bytes({}, OLD_MANIFEST))
    assert main(["verify", str(new), "--agent", "lan"]) == 1
    assert capsys.readouterr().out.splitlines() == [f"changed  {OLD_MANIFEST}"]


@pytest.mark.parametrize("manifest", [None, b"", manifest_bytes({})])
def test_a_manifest_that_is_none_is_one_more_file_that_differs(
    new: Path, manifest: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    (new / MANIFEST).unlink() if manifest is None else (new / MANIFEST).write_bytes(manifest)
    assert main(["verify", str(new), "--agent", "lan"]) == 1
    word = "missing " if manifest is None else "changed "
    more = "" if manifest != b"" else ": it is empty"
    assert capsys.readouterr().out.splitlines() == [f"{word} {MANIFEST}{more}"]


def test_the_part_with_the_hashes_can_be_neither_taken_away_nor_changed_unseen(
    new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = set()
    for part in _parts(new):
        data = part.read_bytes()
        part.unlink()
        write_manifest(new)
        assert main(["verify", str(new), "--agent", "lan"]) == 1
        out = capsys.readouterr().out
        told = [line.split() for line in out.splitlines()]
        said |= {word for word, name, *_ in told if name.rstrip(":") in {part.relative_to(new).as_posix()}}
        assert part.relative_to(new).as_posix() in out, out
        part.write_bytes(bytes([data[0] ^ 1]) + data[1:])
        write_manifest(new)
        assert main(["verify", str(new), "--agent", "lan"]) == 1
        out = capsys.readouterr().out
        assert part.relative_to(new).as_posix() in out, out
        part.write_bytes(data)
    assert said == {"missing", "unproved"}


def test_a_release_of_an_older_kb_is_recognised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Made as kb made them: no sealed hashes, and a list of files that tells of none."""
    folder = _without_hashes(tmp_path)
    assert main(["verify", str(folder)]) == 0, capsys.readouterr().out
    assert "Not compared" in capsys.readouterr().err
    assert main(["verify", str(folder), "--agent", "lan"]) == 1
    assert "unproved kb-lock/release.json: this release was locked by an older kb" in capsys.readouterr().out


def _without_hashes(tmp_path: Path) -> Path:
    folder = tmp_path / "older"
    secret = lock_site(write_desk(tmp_path / "desk"), folder, keys_of("lan")).secret
    assert secret is not None
    row = read_manifest(folder, secret)
    del row["hashes"]
    part = seal(secret, gzip.compress(json.dumps(row).encode()), part_binding(secret, FILES, "", 0, 1))
    (folder / "kb-lock/files" / part_name(secret, FILES, "", 0)).write_bytes(part)
    (folder / "kb-lock/files" / part_name(secret, HASHES, "", 0)).unlink()
    write_manifest(folder)
    return folder


def test_without_a_passphrase_it_is_said_what_was_not_compared(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _old_part(new, new.parent / "live")
    _swap(new)
    write_manifest(new)
    assert main(["verify", str(new)]) == 0
    assert "Not compared: the sealed files with what was locked" in capsys.readouterr().err
    assert main(["verify", str(new), "--manifest", str(new / MANIFEST)]) == 0
    assert "Not compared" not in capsys.readouterr().err


def test_what_must_lie_there_is_said(new: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = write_desk(tmp_path / "plain")
    write_manifest(plain)
    assert main(["verify", str(plain), "--edition", "public"]) == 0
    assert main(["verify", str(new), "--edition", "agents"]) == 0
    capsys.readouterr()
    assert main(["verify", str(plain), "--edition", "agents"]) == 1
    assert capsys.readouterr().out.startswith("unlocked .")
    assert main(["verify", str(new), "--edition", "public"]) == 1
    assert capsys.readouterr().out.startswith("locked   .")
    assert main(["verify", str(plain), "--agent", "lan"]) == 1
    assert "unproved kb-lock/release.json: missing" in capsys.readouterr().out


def test_a_passphrase_that_is_wrong_or_nowhere_is_said(
    new: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for agent in ("lan", "nobody"):
        monkeypatch.setenv(PASSPHRASE_VARIABLE, OTHER_PASSPHRASE)
        assert main(["verify", str(new), "--agent", agent]) == 2
        told = capsys.readouterr()
        assert "do not open the release" in told.err and OTHER_PASSPHRASE not in told.err + told.out
    monkeypatch.delenv(PASSPHRASE_VARIABLE)
    assert main(["verify", str(new), "--agent", "lan"]) == 2
    assert PASSPHRASE_VARIABLE in capsys.readouterr().err
    for wrong in (["--agent", "Lan Anh"], ["--agent", "lan", "--edition", "public"]):
        assert main(["verify", str(new), *wrong]) == 2


def test_the_hashes_are_one_more_sealed_part_among_others(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    lock_site(write_desk(tmp_path / "desk"), folder, keys_of("lan"))
    assert all((path.stat().st_size - 28) % 4096 == 0 for path in _parts(folder))
    for path in folder.rglob("*"):
        assert not path.is_file() or b"locked_at" not in path.read_bytes()
    assert len({path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}) == 1


def test_an_agent_of_another_shop_opens_nothing(new: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other"
    lock_site(write_desk(tmp_path / "desk"), other, keys_of("lan").with_agent(agent_of("tam")))
    shutil.copy(other / RELEASE, new / RELEASE)
    assert main(["verify", str(new), "--agent", "tam"]) == 1
    assert "it is not the one that the sealed files are of" in capsys.readouterr().out

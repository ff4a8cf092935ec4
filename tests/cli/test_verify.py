"""`kb verify`: a folder, and a live site, against the manifest of what was built."""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.cli import main
from kb.website.output.manifest import OLD_MANIFEST, hashes_below, manifest_bytes, read_manifest, write_manifest
from tests.serving import start_serving


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "public"
    for name in (
        "index.html",
        "faq/a b/index.html",
        "vi/đổi/index.html",
        "assets/x.0123456789.js",
        "404.html",
        "_headers",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"This is {name}", "utf-8")
    write_manifest(folder)
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def send_head(self):  # type: ignore[no-untyped-def]
        if self.path == "/_headers":
            self.send_error(404)
            return None
        return super().send_head()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def live(site: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = start_serving(server)
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_folder_as_it_was_built_is_right(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(site)]) == 0
    assert capsys.readouterr().out == ""


def test_what_was_changed_removed_or_added_is_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "index.html").write_text("This is index.htmL")
    (site / "404.html").unlink()
    (site / "more.html").write_text("x")
    assert main(["verify", str(site)]) == 1
    assert capsys.readouterr().out.splitlines() == ["missing  404.html", "changed  index.html", "added    more.html"]


def test_a_live_site_as_it_was_built_is_right(live: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", live]) == 0, capsys.readouterr().out


def test_a_live_site_is_compared_with_the_builds_own_manifest(
    live: str, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes((site / "SHA256SUMS").read_bytes())
    (site / "faq" / "a b" / "index.html").write_text("Someone was here")
    (site / "assets" / "x.0123456789.js").unlink()
    write_manifest(site)
    assert main(["verify", live]) == 0
    assert main(["verify", live, "--manifest", str(kept)]) == 1
    assert capsys.readouterr().out.splitlines() == ["missing  assets/x.0123456789.js", "changed  faq/a b/index.html"]


def test_a_folder_without_a_manifest_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path)]) == 2
    assert "SHA256SUMS cannot be read" in capsys.readouterr().err
    (tmp_path / "SHA256SUMS").write_text("[]")
    assert main(["verify", str(tmp_path)]) == 2
    assert "SHA256SUMS: this is no list of hashes that kb wrote: its first line is another" in capsys.readouterr().err


def test_a_site_of_an_older_version_is_compared_with_its_own_list(
    site: Path, live: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / OLD_MANIFEST).write_bytes(manifest_bytes(hashes_below(site), OLD_MANIFEST))
    (site / "SHA256SUMS").unlink()
    assert main(["verify", str(site)]) == main(["verify", live]) == 0, capsys.readouterr()
    (site / "index.html").write_text("another", "utf-8")
    assert main(["verify", live]) == 1
    assert "changed  index.html" in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is missing")
def test_sha256sum_reads_the_list(tmp_path: Path) -> None:
    for name in ("index.html", "faq/a b.html", "phí giao.html", "back\\slash", "two\nlines", "return\r"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name, "utf-8")
    write_manifest(tmp_path)
    assert read_manifest((tmp_path / "SHA256SUMS").read_bytes()) == hashes_below(tmp_path)
    check = ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    (tmp_path / "two\nlines").write_text("changed", "utf-8")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1

"""The files for nginx, with the real nginx: what it takes and writes, and that `kb insights import` reads it."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser_setup import find_nginx
from tests.cli.running import call_kb, said
from tests.insights.conftest import Shop
from tests.insights.receivers.running import SHOP, VOTE
from tests.needed import skip_or_fail

PATIENCE = 60
"""Seconds in which nginx must listen on a busy machine."""
DESK = '{"v":1,"kind":"desk","did":"copied","item":"scripts/delay","language":"de","channel":"email"}'


class Nginx:
    def __init__(self, port: int, log: Path, folder: Path) -> None:
        self.port, self.log, self.folder = port, log, folder

    def send(self, body: bytes, *, origin: str = SHOP, method: str = "POST") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, "/help-events", body, {"Content-Type": "text/plain", "Origin": origin})
        status = connection.getresponse().status
        connection.close()
        return status


@pytest.fixture
def nginx(german: Shop, tmp_path: Path) -> Iterator[Nginx]:
    program = find_nginx()
    if program is None:
        skip_or_fail("nginx is not installed")
    folder, log = tmp_path / "nginx", german.inbox / "events.ndjson"
    port, inner = _free_ports()
    done = call_kb(
        german.root, "insights", "receiver", "nginx", "--origin", SHOP, "--port", str(inner),
        "--out", str(folder), "--config-dir", str(folder), "--log", str(log),
    )  # fmt: skip
    assert done.returncode == 0, said(done)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log {folder}/access.log;\n"
        f"client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
        f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
        f"include {folder}/kb-events.conf;\n"
        f"server {{ listen 127.0.0.1:{port}; \n"
        f"location = /help-events {{ include {folder}/kb-events.location.conf; }} }} }}\n"
    )
    (folder / "error.log").touch()
    command = [program, "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(command)
    try:
        found = Nginx(port, log, folder)
        until = time.monotonic() + PATIENCE
        while not (_listens(port) and _listens(inner)) and time.monotonic() < until:
            assert process.poll() is None, "nginx ended"
        yield found
    finally:
        process.terminate()
        process.wait()


def _free_ports() -> list[int]:
    """Two ports that nothing listens on."""
    with socket.socket() as one, socket.socket() as other:
        for free in (one, other):
            free.bind(("127.0.0.1", 0))
        return [free.getsockname()[1] for free in (one, other)]


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def test_nginx_alone_receives_and_import_reads_it(nginx: Nginx, german: Shop) -> None:
    said_no = '{"page":"faq/größe","language":"de","answer":"no","text":"„Ärmel“ \\"zu\\" kurz"}'
    for body in (VOTE, said_no, DESK):
        assert nginx.send(body.encode()) == 204
    assert nginx.send(b'{"page":"\xff"}') == 204, "taken by nginx, which reads no body, and not written"
    assert nginx.send(b"[1]") == 204
    assert nginx.send(VOTE.encode(), origin="https://evil.example") == 403
    assert nginx.send(VOTE.encode(), method="GET") in (403, 405)
    assert nginx.send(b"{" + b" " * 9_000 + b"}") == 413
    lines = [json.loads(line) for line in nginx.log.read_text("utf-8").splitlines()]
    assert [line["body"] for line in lines] == [VOTE, said_no, DESK]
    assert all(len(line["at"]) in (17, 22) for line in lines), "to the minute, with the zone"
    assert "127.0.0.1" not in nginx.log.read_text("utf-8") + (nginx.folder / "access.log").read_text("utf-8")
    german.insights("import")
    assert german.ask("SELECT page, answer, text FROM votes ORDER BY answer") == [
        ("faq/größe", "no", '„Ärmel“ "zu" kurz'),
        ("faq/size", "yes", ""),
    ]
    assert german.ask("SELECT kind, item FROM desk_counts") == [("copied", "scripts/delay")]


def test_what_nginx_could_not_judge_is_set_aside_by_the_import(nginx: Nginx, german: Shop) -> None:
    for body in (
        VOTE,
        '{"v":1,"kind":"search","language":"de","query":"0170 1234567","outcome":"nothing"}',
        "{no json",
    ):
        assert nginx.send(body.encode()) == 204
    (file,) = german.insights("import", code=1)["files"]
    assert file["set_aside_count"] == 2
    assert "0170" not in json.dumps(file)
    assert german.ask("SELECT count(*) FROM votes") == [(1,)]
    assert german.ask("SELECT count(*) FROM searches") == [(0,)]


def test_who_sends_too_much_is_turned_away_and_named_nowhere(nginx: Nginx) -> None:
    assert 429 in [nginx.send(VOTE.encode()) for _ in range(60)]
    assert (nginx.folder / "error.log").read_text("utf-8") == ""


def test_what_somebody_changed_is_not_written_over(german: Shop) -> None:
    for _ in range(2):
        assert call_kb(german.root, "insights", "receiver", "cloudflare", "--origin", SHOP).returncode == 0
    path = german.root / "insights/receiver-cloudflare/wrangler.toml"
    path.write_text(path.read_text("utf-8").replace("REPLACE-BY-THE-ID-OF-YOUR-DATABASE", "1234"), "utf-8")
    done = call_kb(german.root, "insights", "receiver", "cloudflare", "--origin", SHOP)
    assert done.returncode == 2
    assert "wrangler.toml" in said(done)

"""`kb serve`: what is saved is shown, what is broken is named, nothing ends it."""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from kb.website.preview.preview import Preview
from kb.website.preview.server import PreviewServer
from tests.builds.projects import make_project, write
from tests.cli.running import FIXED, call_kb
from tests.conftest import TODAY
from tests.serving import start_serving


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes


class Visitor:
    """A browser of few words."""

    def __init__(self, preview: Preview, server: PreviewServer, root: Path) -> None:
        self.preview, self.root = preview, root
        self.preview_address = ("127.0.0.1", int(server.server_address[1]))
        self.address = f"http://127.0.0.1:{server.server_address[1]}"

    def get(self, path: str, **headers: str) -> str:
        with urlopen(Request(self.address + path, headers=headers), timeout=300) as answer:
            return str(answer.read().decode())

    def ask(self, path: str, headers: Mapping[str, str], method: str = "GET") -> Answer:
        """One request with exactly these headers; without a Host among them, with our own."""
        line = http.client.HTTPConnection(*self.preview_address, timeout=300)
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": f"127.0.0.1:{self.preview_address[1]}", **headers}.items():
            line.putheader(name, value)
        line.endheaders()
        answer = line.getresponse()
        try:
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            line.close()

    @contextmanager
    def other_server(self, host: str, **more: list[str]) -> Iterator[Visitor]:
        """The same preview, served in another way as well."""
        server = PreviewServer(self.preview, host, 0, names=more.get("names", ()), origins=more.get("origins", ()))
        thread = start_serving(server)
        try:
            yield Visitor(self.preview, server, self.root)
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def news(self, version: int) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.get(f"/_kb/live?version={version}"))
        return found


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    root = tmp_path_factory.mktemp("served")
    make_project(root, random.Random("served"))
    preview = Preview(root, "public", today=TODAY)
    preview.build()
    server = PreviewServer(preview, "127.0.0.1", 0)
    thread = start_serving(server)
    yield Visitor(preview, server, root)
    server.shutdown()
    server.server_close()
    preview.close()
    thread.join()


def test_a_saved_text_is_shown_at_once_and_as_a_whole_build_would_show_it(visitor: Visitor) -> None:
    path = visitor.root / "docs/faq/a1.md"
    write(path, path.read_text("utf-8") + "\n## Anew\n\nNever written before.\n")
    version = visitor.preview.version
    assert visitor.preview.refresh("docs/faq/a1.md")
    quick = visitor.get("/faq/a1/")
    assert ("Never written before." in quick and 'href="#anew"' in quick) or 'id="anew"' in quick
    assert visitor.news(version)["pages"] == ["faq/a1/"]
    quick_file = (visitor.preview.shown.folder / "faq/a1/index.html").read_bytes()
    visitor.preview.build()
    assert (visitor.preview.shown.folder / "faq/a1/index.html").read_bytes() == quick_file


def test_a_new_title_waits_for_a_whole_build_which_names_every_page_that_shows_it(visitor: Visitor) -> None:
    path = visitor.root / "docs/faq/a2.md"
    write(path, path.read_text("utf-8").replace("title: ", "title: Quite "))
    assert not visitor.preview.refresh("docs/faq/a2.md")
    version = visitor.preview.version
    visitor.preview.build()
    pages = visitor.news(version)["pages"]
    assert isinstance(pages, list) and {"faq/a2/", "all/"} <= set(pages)
    assert "Quite " in visitor.get("/all/")


def test_a_draft_is_shown(visitor: Visitor) -> None:
    write(visitor.root / "docs/faq/soon.md", "---\ntitle: Soon\ndraft: true\n---\nNot yet for shoppers.\n")
    visitor.preview.build()
    assert "Not yet for shoppers." in visitor.get("/faq/soon/")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("docs/faq/a3.md", "---\ntitle: [never closed\n---\nText.\n", "KB102"),
        ("mkdocs.yml", "site_name: X\ntheme: {name: no-such-theme}\nplugins: [kb]\n", "KB805"),
        ("overrides/main.html", "{% extends 'base.html' %}{% block ", "KB901"),
        ("facts.yml", "\x00", "KB101"),
    ],
)
def test_a_bad_file_is_named_on_the_page_and_the_last_site_stays(
    visitor: Visitor, name: str, text: str, code: str
) -> None:
    path = visitor.root / name
    before = path.read_bytes() if path.exists() else None
    write(path, text)
    try:
        visitor.preview.build()
        assert code in {problem.code for problem in visitor.preview.shown.problems}
        assert code in visitor.get("/faq/a1/")
    finally:
        path.unlink()
        if before is not None:
            path.write_bytes(before)
    visitor.preview.build()
    assert code not in visitor.get("/faq/a1/")


def test_other_names_of_this_computer_get_no_answer(visitor: Visitor) -> None:
    """A page on the internet can give its own name our address; it must not read an agent edition."""
    with pytest.raises(HTTPError, match="403"):
        visitor.get("/", Host="evil.example:8000")


OWN = "127.0.0.1:8000"
ASKS = [
    ({}, 200),
    ({"Host": "localhost:8000"}, 200),
    ({"Host": "LOCALHOST"}, 200),
    ({"Host": "[::1]:8000"}, 200),
    ({"Host": "127.0.0.2:8000"}, 200),
    ({"Host": "evil.example"}, 403),
    ({"Host": "localhost.evil.example:8000"}, 403),
    ({"Host": "127.0.0.1.nip.io"}, 403),
    ({"Host": "203.0.113.7:8000"}, 403),
    ({"Host": "[2001:db8::1]:8000"}, 403),
    ({"Host": "2130706433:8000"}, 403),
    ({"Host": "user@localhost:8000"}, 403),
    ({"Host": "localhost:8000, evil.example"}, 403),
    ({"Host": "[127.0.0.1"}, 403),
    ({"Host": ""}, 403),
    ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 200),
    ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Sec-Fetch-Site": "Cross-Site"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "document"}, 403),
    ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "object"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
    ({"Host": OWN, "Origin": f"http://{OWN}"}, 200),
    ({"Host": OWN, "Origin": "http://127.0.0.1:3000"}, 403),
    ({"Host": OWN, "Origin": "https://evil.example"}, 403),
    ({"Host": OWN, "Origin": "null"}, 403),
    ({"Host": OWN, "Origin": "http://["}, 403),
]
"""Headers of a request, and what it is answered with."""


@pytest.mark.parametrize(
    "path", ["/", "/_kb/live?version=-1", "/_kb/live.js", "/search/en/first.json", "/no/such/page/"]
)
@pytest.mark.parametrize(("headers", "status"), ASKS, ids=str)
def test_only_the_writers_own_browser_is_answered(
    visitor: Visitor, path: str, headers: dict[str, str], status: int
) -> None:
    """Neither other names for this computer's address nor pages of other sites in the writer's browser."""
    found = visitor.ask(path, headers)
    assert found.status == (404 if status == 200 and path.startswith("/no/") else status)
    if status == 403:
        assert len(found.body) < 300


def test_a_first_line_that_names_another_host_is_refused(visitor: Visitor) -> None:
    assert visitor.ask("http://evil.example/", {}).status == 403
    assert visitor.ask("http://127.0.0.1/", {}).status == 200


@pytest.mark.parametrize(
    "path", ["/", "/faq/a1", "/search/en/first.json", "/_kb/live.js", "/_kb/live?version=²", "/no/", "/%zz"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_is_kept_from_other_sites(visitor: Visitor, path: str, method: str) -> None:
    found = visitor.ask(quote(path, safe="/?=%"), {}, method)
    assert found.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert found.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in found.headers["Content-Security-Policy"]
    assert found.headers["Access-Control-Allow-Origin"] is None


LISTED = "https://cms.example"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Origin": LISTED}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe", "Referer": f"{LISTED}/edit"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Referer": f"{LISTED}.evil.example/"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://other.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://other.example", "Referer": LISTED}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
    ids=str,
)
def test_sites_that_the_writer_lists_are_answered(visitor: Visitor, headers: dict[str, str], status: int) -> None:
    with visitor.other_server("127.0.0.1", origins=[f"{LISTED}/"]) as other:
        found = other.ask("/", headers)
    assert found.status == status
    assert (found.headers["Cross-Origin-Resource-Policy"] == "cross-origin") == (status == 200)
    assert found.headers["Access-Control-Allow-Origin"] == (LISTED if status == 200 else None)
    assert LISTED in found.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::"])
def test_a_preview_for_the_network_knows_its_names_too(visitor: Visitor, host: str) -> None:
    with visitor.other_server(host, names=["writer.local"]) as other:
        for name, status in {
            "127.0.0.1:8000": 200,
            "localhost": 200,
            "Writer.local:8000": 200,
            "evil.example:8000": 403,
            "203.0.113.7": 403,
        }.items():
            assert other.ask("/", {"Host": name}).status == status, name
        assert other.ask("/", {"Sec-Fetch-Site": "cross-site"}).status == 403


@pytest.mark.parametrize("origin", ["cms.example", "https://", "https://a.example/path", "*", "null", "https://a b"])
def test_what_is_no_origin_is_said(visitor: Visitor, origin: str) -> None:
    with pytest.raises(ValueError, match="no origin"):
        PreviewServer(visitor.preview, "127.0.0.1", 0, origins=[origin])


@pytest.mark.parametrize("path", ["/../../../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/no/such/page/"])
def test_what_is_not_part_of_the_site_is_not_found(visitor: Visitor, path: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        visitor.get(path)


def test_a_folder_without_its_slash_leads_to_its_page(visitor: Visitor) -> None:
    with urlopen(visitor.address + "/faq/a1", timeout=300) as answer:
        assert answer.url.endswith("/faq/a1/")


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        ("GET /_kb/live?version=%C2%B2", 400),
        ("GET /_kb/live?version=1e3", 400),
        ("GET /_kb/live?version=" + "9" * 5000, 400),
        ("GET /_kb/live?version=-2", 400),
        ("GET /" + "a" * 3000 + "/", 404),
        ("GET /" + "a/" * 3000, 404),
        ("GET /" + "a" * 70_000, 414),
        ("GET /%zz/", 400),
        ("GET /100%", 400),
        ("GET /%ff%fe/", 404),
        ("GET /%00/", 404),
        ("GET http://[/", 400),
        ("POST /", 405),
        ("DELETE /faq/a1/", 405),
        ("BREW /", 405),
    ],
    ids=lambda part: str(part)[:30],
)
def test_an_odd_request_is_answered_with_what_is_wrong_with_it(
    visitor: Visitor, request_line: str, status: int
) -> None:
    with socket.create_connection(visitor.preview_address, timeout=60) as line:
        line.sendall(f"{request_line} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = line.makefile("rb").read()
    assert answer.split(b" ", 2)[1] == str(status).encode(), answer[:300]
    assert (b"Allow: GET, HEAD" in answer) == (status == 405)


@pytest.mark.parametrize(("host", "is_open"), [("0.0.0.0", True), ("127.0.0.1", False)])
def test_serving_the_agents_edition_to_the_network_is_said(visitor: Visitor, host: str, is_open: bool) -> None:
    command = [sys.executable, "-m", "kb", "serve", "--edition", "agents", "--host", host, "--port", "0"]
    with subprocess.Popen(command, cwd=visitor.root, stdout=-1, stderr=-1, env={**os.environ, **FIXED}) as running:
        assert running.stdout is not None
        assert any(b"edition is at http://localhost:" in line for line in running.stdout)
        running.terminate()
        _, told = running.communicate()
    assert (b"can read the agents' edition" in told) == is_open


def test_no_other_site_may_be_listed_for_the_agents_edition(visitor: Visitor) -> None:
    asked = ["serve", "--edition", "agents", "--allow-origin", "https://cms.example"]
    assert call_kb(visitor.root, *asked).returncode == 2
    assert call_kb(visitor.root, "serve", "--allow-origin", "cms.example").returncode == 2

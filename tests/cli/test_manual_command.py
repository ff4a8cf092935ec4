"""`kb manual`: every page, picture and search of it over HTTP, without a project; the wheel holds them."""

from __future__ import annotations

import http.client
import threading
import tomllib
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from lxml import html

from kb.cli.main import EXIT_CODES
from kb.website.preview.manual_reader import ManualReader
from kb.website.preview.manual_server import ManualServer
from tests.cli.running import call_kb, said
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def server() -> Iterator[ManualServer]:
    server = ManualServer(ManualReader())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(server: ManualServer, path: str, host: str = "") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=300)
    connection.request("GET", path, headers={"Host": host} if host else {})
    with connection.getresponse() as answer:
        return answer.status, answer.read()


def test_every_page_is_there_and_no_link_or_picture_of_one_is_dead(server: ManualServer) -> None:
    trees = {}
    for name in server.reader.names:
        status, body = ask(server, f"/{'' if name == 'index' else name}")
        assert status == 200, name
        trees[name] = html.document_fromstring(body.decode())
        assert trees[name].findall(".//h1"), name
    assert {"index", "publishing", "notices", "glossary", "reference-fields", "reference-rules-kb3"} <= trees.keys()
    ids = {name: set(tree.xpath("//@id")) for name, tree in trees.items()}
    dead = []
    for name, tree in trees.items():
        for address in (*tree.xpath("//main//a/@href"), *tree.xpath("//img/@src"), *tree.xpath("//link/@href")):
            there, anchor = urldefrag(urljoin(f"http://x/{'' if name == 'index' else name}", address))
            parts = urlsplit(there)
            if parts.netloc != "x":
                continue
            page = parts.path.strip("/") or "index"
            alive = (page in trees and (not anchor or anchor in ids[page])) or ask(server, parts.path)[0] == 200
            dead += [] if alive and (page not in trees or not anchor or anchor in ids[page]) else [(name, address)]
    assert dead == []


def test_words_are_searched_and_what_is_not_there_is_404(server: ManualServer) -> None:
    status, body = ask(server, "/?q=old+addresses")
    assert status == 200 and html.document_fromstring(body).xpath("//ol[@class='hits']//a")
    assert b"Nothing in the manual" in ask(server, "/?q=qqqqxyz")[1]
    hostile = ask(server, "/?q=%3Cscript%3Ealert(1)%3C/script%3E")[1]
    assert b"<script" not in hostile
    for path in ("/nothing", "/img/nothing.png", "/img/..%2findex.md", "/../pyproject.toml"):
        assert ask(server, path)[0] == 404, path


def test_other_sites_get_no_answer(server: ManualServer) -> None:
    assert ask(server, "/", host="evil.example")[0] == 403


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("publishing", "publishing"),
        ("Publishing.md", "publishing"),
        ("home page", "home-page"),
        ("fields", "reference-fields"),
        ("KB301", "reference-rules-kb3#kb301-unknown-fact"),
        ("kb102", "reference-rules-kb1#kb102-broken-yaml"),
        ("KB399", ""),
        ("qqqqxyz", ""),
    ],
)
def test_words_lead_to_a_place(words: str, place: str, server: ManualServer) -> None:
    assert server.reader.find(words) == place


def test_help_names_it_and_a_wrong_port_is_told() -> None:
    assert "kb manual" in EXIT_CODES
    done = call_kb(ROOT, "manual", "--no-browser", "--port", "99999")
    assert done.returncode == 2 and "--port" in said(done)


def test_the_package_takes_the_manual_along() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]["manual"] == "kb/manual"

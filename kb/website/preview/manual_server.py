"""Serves the manual on this computer alone, for `kb manual`."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from kb.website.preview.manual_reader import (
    START,
    STYLE,
    ManualReader,
    missing_html,
    page_html,
    results_html,
    style,
)
from kb.website.preview.visitors import make_guard

HERE = "127.0.0.1"
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
_SORTS = {"jpg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml", "webp": "image/webp"}


class ManualServer(ThreadingHTTPServer):
    """Serves `reader` at `http://127.0.0.1:PORT/`; port 0 takes a free one. Raises OSError where it cannot listen."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, reader: ManualReader, port: int = 0) -> None:
        self.reader = reader
        self.guard = make_guard(HERE)
        super().__init__((HERE, port), _Handler)

    @property
    def address(self) -> str:
        """Of the first page."""
        return f"http://{HERE}:{self.server_address[1]}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers that go away in the middle of an answer are no news."""


class _Handler(BaseHTTPRequestHandler):
    server: ManualServer

    def do_GET(self) -> None:
        reader = self.server.reader
        try:
            address = urlsplit(self.path)
        except ValueError:
            self._send(HTTPStatus.BAD_REQUEST, b"this is no address", "text/plain")
            return
        if why := self.server.guard.why_refused(self.headers, address.netloc, HERE):
            self._send(HTTPStatus.FORBIDDEN, why.encode("ascii", "replace"), "text/plain")
            return
        name = unquote(address.path).strip("/")
        words = parse_qs(address.query).get("q", [""])[0]
        if name == STYLE:
            self._send(HTTPStatus.OK, style(), "text/css; charset=utf-8")
        elif name.startswith("img/") and (picture := reader.picture(name.removeprefix("img/"))) is not None:
            sort = _SORTS.get(name.rpartition(".")[2], "application/octet-stream")
            self._send(HTTPStatus.OK, picture, sort)
        elif not name and words:
            self._html(HTTPStatus.OK, results_html(reader, words))
        elif (page := reader.page(name or START)) is not None:
            self._html(HTTPStatus.OK, page_html(reader, page))
        else:
            self._html(HTTPStatus.NOT_FOUND, missing_html(reader))

    do_HEAD = do_GET

    def _html(self, status: HTTPStatus, text: str) -> None:
        self._send(status, text.encode(), "text/html; charset=utf-8")

    def _send(self, status: HTTPStatus, data: bytes, sort: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", sort)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said about single requests."""

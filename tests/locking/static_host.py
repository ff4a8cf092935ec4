"""A host as Cloudflare Pages, Netlify or nginx are: files below a sub-path, `_headers`, one 404 page."""

from __future__ import annotations

import contextlib
import mimetypes
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.serving import start_serving


class StaticHost:
    """Serves `folder` (which a test may change or replace) below `prefix`, and notes what was asked for."""

    def __init__(self, folder: Path, prefix: str = "/") -> None:
        self.folder, self.prefix = folder, prefix
        self.asked: list[str] = []
        self.extra: dict[str, bytes] = {}
        """More pages of the same origin, by path."""
        self.turns_away = False
        """True for a host whose own access control answers everything with 403."""
        self.others: tuple[StaticHost, ...] = ()
        """More folders of the same origin, each with its own prefix."""
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The desk's address, with a slash at the end."""
        return f"http://localhost:{self.port}{self.prefix}"

    def start(self) -> None:
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.answer(self)

            do_HEAD = do_GET

            def log_message(self, format: str, *values: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        start_serving(self._server)

    def stop(self) -> None:
        """No connection to be had from now on, until `start`."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(request.path).path)
        self.asked.append(path)
        status, kind, body = self._find(path)
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        for name, value in self._headers():
            request.send_header(name, value)
        request.end_headers()
        if request.command == "GET":
            with contextlib.suppress(ConnectionError):
                request.wfile.write(body)

    def _find(self, path: str) -> tuple[int, str, bytes]:
        if self.turns_away:
            return 403, "text/html", b"sign in to the company first"
        if path in self.extra:
            return 200, "text/html; charset=utf-8", self.extra[path]
        for other in self.others:
            if path.startswith(other.prefix):
                return other._find(path)
        if path.startswith(self.prefix):
            file = self.folder / path[len(self.prefix) :]
            file = file / "index.html" if file.is_dir() else file
            if file.is_file():
                return 200, mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()
        page = self.folder / "404.html"
        return 404, "text/html", page.read_bytes() if page.is_file() else b"not found"

    def _headers(self) -> Iterator[tuple[str, str]]:
        for line in (self.folder / "_headers").read_text().splitlines()[1:]:
            name, _, value = line.partition(":")
            yield name.strip(), value.strip()

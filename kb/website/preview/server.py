"""A preview server for one writer: the site, a page that reloads itself, and what is wrong shown on it."""

from __future__ import annotations

import json
import mimetypes
import posixpath
import re
import socket
from collections.abc import Sequence
from functools import cache
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from kb.browser_code.bundle import PACKAGE, bundle
from kb.source.problem import Problem
from kb.website.preview.preview import Preview
from kb.website.preview.visitors import make_guard

LIVE = "/_kb/live"
SCRIPT = "/_kb/live.js"
POLL_SECONDS = 20.0
MOST_PROBLEMS = 100
_VERSION = re.compile(r"-1|[0-9]{1,15}")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class PreviewServer(ThreadingHTTPServer):
    """Serves what `preview` shows; `mount` is the path at which the site lies on its own host.

    `names` are other names of this computer under which it may be asked, `origins` other sites whose pages may read
    it. Raises ValueError where one of those is no origin, OSError where it cannot listen.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self,
        preview: Preview,
        host: str,
        port: int,
        *,
        mount: str = "/",
        names: Sequence[str] = (),
        origins: Sequence[str] = (),
    ) -> None:
        self.preview = preview
        self.mount = mount if mount.endswith("/") else f"{mount}/"
        self.guard = make_guard(host, names, origins)
        place = host.strip("[]")
        found = socket.getaddrinfo(place or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        families = [row[0] for row in found]
        self.address_family = socket.AF_INET if socket.AF_INET in families else families[0]
        super().__init__((place, port), _Handler)

    def server_bind(self) -> None:
        """As the library does, but `::` takes visitors of both kinds of addresses."""
        if self.address_family == socket.AF_INET6 and hasattr(socket, "IPPROTO_IPV6"):
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers that go away in the middle of an answer are no news."""


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"
    _status = 0

    def do_GET(self) -> None:
        try:
            address = urlsplit(self.path)
        except ValueError:
            self._send(HTTPStatus.BAD_REQUEST, b"this is no address", "text/plain")
            return
        if _BROKEN_ESCAPE.search(address.path):
            self._send(HTTPStatus.BAD_REQUEST, b"a % in an address is followed by two digits", "text/plain")
            return
        here = str(self.connection.getsockname()[0])
        if why := self.server.guard.why_refused(self.headers, address.netloc, here):
            self._send(HTTPStatus.FORBIDDEN, why.encode("ascii", "replace"), "text/plain")
        elif address.path == SCRIPT:
            self._send(HTTPStatus.OK, _script(), "text/javascript; charset=utf-8")
        elif address.path == LIVE:
            self._live(parse_qs(address.query).get("version", ["-1"])[0])
        else:
            self._file(unquote(address.path))

    do_HEAD = do_GET

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """As the library does, but a method that nobody here knows is not the server's fault."""
        is_method = code == HTTPStatus.NOT_IMPLEMENTED
        super().send_error(HTTPStatus.METHOD_NOT_ALLOWED if is_method else code, message, explain)

    def end_headers(self) -> None:
        if self._status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")
        for name, value in self.server.guard.answer_headers(getattr(self, "headers", None)).items():
            self.send_header(name, value)
        super().end_headers()

    def send_response(self, code: int, message: str | None = None) -> None:
        self._status = code
        super().send_response(code, message)

    def _live(self, asked: str) -> None:
        """Wait for something newer than the page that asks; what changed since, and every problem."""
        preview = self.server.preview
        if not _VERSION.fullmatch(asked):
            self._send(HTTPStatus.BAD_REQUEST, b"version is a whole number", "text/plain")
            return
        version = int(asked)
        with preview.changed:
            preview.changed.wait_for(lambda: preview.version != version, timeout=POLL_SECONDS)
            news = {
                "version": preview.version,
                "pages": sorted(preview.pages_since(version)),
                "problems": _rows(preview.shown.problems),
            }
        self._send(HTTPStatus.OK, json.dumps(news).encode(), "application/json")

    def _file(self, path: str) -> None:
        mount = self.server.mount
        inside = path[len(mount) :] if path.startswith(mount) else path.lstrip("/")
        normal = posixpath.normpath(f"/{inside}").lstrip("/")
        preview = self.server.preview
        version = preview.version
        found = self._find(preview.shown.folder, normal)
        if found and found.name == "index.html" and normal and not path.endswith(("/", ".html")):
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", f"{urlsplit(self.path).path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        target = found or preview.shown.folder / "404.html"
        try:
            data = target.read_bytes()
        except OSError:
            data = b"<!doctype html><title>kb serve</title><body><p>There is no such page yet.</p></body>"
        sort = (mimetypes.guess_type(target.name)[0] or "application/octet-stream") if found else "text/html"
        if sort == "text/html":
            data = _with_script(data, version, preview.shown.problems)
        is_text = sort.startswith("text/") or sort in {"application/json", "application/javascript", "image/svg+xml"}
        self._send(status, data, f"{sort}; charset=utf-8" if is_text else sort)

    @staticmethod
    def _find(folder: Path, name: str) -> Path | None:
        target = folder / name
        try:
            if target.is_dir():
                target /= "index.html"
            return target if target.is_file() and target.resolve().is_relative_to(folder.resolve()) else None
        except (OSError, ValueError):  # longer than a file's name may be, or with a sign that none has
            return None

    def _send(self, status: HTTPStatus, data: bytes, sort: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", sort)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal is for what the writer did."""


@cache
def _script() -> bytes:
    return bundle(PACKAGE / "website" / "preview" / "live.js").encode()


def _rows(problems: Sequence[Problem]) -> list[dict[str, object]]:
    return [
        {
            "path": one.path,
            "line": one.line,
            "code": one.code,
            "severity": one.severity.value,
            "message": one.message,
            "mend": one.hint,
        }
        for one in problems[:MOST_PROBLEMS]
    ]


def _with_script(data: bytes, version: int, problems: Sequence[Problem]) -> bytes:
    """A page with the script that keeps it fresh at its end."""
    rows = escape(json.dumps(_rows(problems)))
    tag = f'<script src="{SCRIPT}" data-version="{version}" data-problems="{rows}"></script>'
    before, body, after = data.rpartition(b"</body>")
    return before + tag.encode() + body + after if body else data + tag.encode()

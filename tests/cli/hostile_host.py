"""Hosts that mean harm, on this computer: each answers every request in one way."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import itertools
import threading
import zlib
from collections.abc import Callable, Iterator
from functools import cache

from kb.website.output.manifest import manifest_bytes
from tests.serving import start_serving

DIGEST = "0" * 64
MIB = b"x" * (1 << 20)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by `answer`; what was asked is kept in `asked` of the server."""

    protocol_version = "HTTP/1.1"
    server: Host

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, dict(self.headers.items())))
        with contextlib.suppress(OSError):
            self.server.answer(self)

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def manifest(self, **files: str) -> bool:
        """Answer with a manifest, where that was asked for."""
        if not self.path.endswith("/SHA256SUMS"):
            return False
        self.reply(manifest_bytes(files or {f"{n}.html": DIGEST for n in range(20)}))
        return True

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class Host(http.server.ThreadingHTTPServer):
    """A server with one way of answering."""

    daemon_threads = True

    def __init__(self, answer: Callable[[Handler], object]) -> None:
        self.answer = answer
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.is_over = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Visitors that hang up are what is tested."""


@contextlib.contextmanager
def host(answer: Callable[[Handler], object]) -> Iterator[Host]:
    """A host that answers by `answer` until the block ends."""
    with Host(answer) as server:
        thread = start_serving(server)
        try:
            yield server
        finally:
            server.is_over.set()
            server.shutdown()
            thread.join()


def endless(handler: Handler) -> None:
    """A body without an end."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.is_over.is_set():
        handler.wfile.write(MIB)


def endless_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        if handler.server.is_over.is_set():
            return
        handler.wfile.write(b"X-%d: %b\r\n" % (number, b"y" * 1000))


def endless_continue(handler: Handler) -> None:
    while not handler.server.is_over.is_set():
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


@cache
def _packed_zeros() -> bytes:
    tool = zlib.compressobj(1, wbits=31)
    return b"".join(tool.compress(bytes(1 << 20)) for _ in range(600)) + tool.flush()


def bomb(handler: Handler) -> None:
    """600 mebibytes of zeros, as gzip."""
    handler.reply(_packed_zeros(), Content_Encoding="gzip")


def silent(handler: Handler) -> None:
    handler.server.is_over.wait()


def dripping(handler: Handler) -> None:
    """A byte now and then, so that no wait for one byte is long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while not handler.server.is_over.wait(0.2):
        handler.wfile.write(b"x")


def dripping_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not handler.server.is_over.wait(0.2):
        handler.wfile.write(b"x")


def circles(handler: Handler) -> None:
    handler.reply(b"", 302, Location=handler.path)


def truncated(handler: Handler) -> None:
    handler.reply(gzip.compress(b"x" * 1000)[:-9], Content_Encoding="gzip")


def brotli(handler: Handler) -> None:
    handler.reply(b"\x0b\x02\x80x\x03", Content_Encoding="br")


def no_http(handler: Handler) -> None:
    handler.wfile.write(b"\x1b[2J220 ready\r\n")


def coloured_reason(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 500 \x1b[2J\x1b]0;title\x07\r\nContent-Length: 0\r\n\r\n")


HOSTILE: dict[str, Callable[[Handler], object]] = {
    one.__name__: one
    for one in (
        endless,
        endless_headers,
        endless_continue,
        bomb,
        silent,
        dripping,
        dripping_headers,
        circles,
        truncated,
        brotli,
        no_http,
        coloured_reason,
    )
}

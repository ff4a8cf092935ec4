"""Files of a web site, one at a time, from a host that is not trusted: with limits, and from no other host.

`Visit` asks like an ordinary browser, so that a host cannot easily show its checker other bytes than its readers.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import re
import socket
import threading
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from typing import IO, Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}
"""What a browser says of itself. Of the packings of today's browsers, those that Python can undo."""
_PIECE = 1 << 16
_HOST = re.compile(r"[a-z0-9.-]{1,100}")
_PORTS = {"http": 80, "https": 443}


class FetchError(Exception):
    """A file was not had; the message says why, in words that hold nothing of the address."""


class MissingError(FetchError):
    """The host says that there is no such file."""


class OutOfTimeError(FetchError):
    """The host took too long."""


@dataclass(frozen=True)
class Limits:
    """The most that a host may send, and take."""

    file_bytes: int = 200 * 1024 * 1024
    """Unpacked, of one file; hosts take 25 MiB at most, or far less than this."""
    all_bytes: int = 8 * 1024 * 1024 * 1024
    file_seconds: float = 30
    all_seconds: float = 1200


@dataclass(frozen=True)
class HostedSite:
    """Where a site lies: an address without what is secret in it."""

    base: str
    """Ends in "/"; without name, password, query and fragment, so that it may be shown."""
    login: str = ""
    """The value of `Authorization`."""
    query: str = ""

    @property
    def has_secrets(self) -> bool:
        """Whether the host could tell us back something that only its owner may see."""
        return bool(self.login or self.query)

    def address(self, path: str) -> str:
        """The address of the file at `path`."""
        return f"{self.base}{quote(path)}{f'?{self.query}' if self.query else ''}"


def is_address(text: str) -> bool:
    """Whether `text` is meant as an address of the web, and not as a folder's name."""
    return "://" in text or text.lower().startswith(("http:", "https:"))


def read_site(text: str) -> HostedSite:
    """The site at an address. Raises ValueError, with nothing of the address in it."""
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
        host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise ValueError("this is no address of a web site") from None
    if parts.scheme not in _PORTS or not host:
        raise ValueError("an address of a web site begins with https:// or http:// and names a host")
    place = f"[{host}]" if ":" in host else host
    base = f"{parts.scheme}://{place}{f':{port}' if port is not None else ''}{quote(parts.path, safe='/%')}"
    return HostedSite(
        base if base.endswith("/") else f"{base}/", _login(parts), quote(parts.query, safe="=&%/?:+,;@!$'()*~")
    )


def _login(parts: SplitResult) -> str:
    if parts.username is None:
        return ""
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return f"Basic {base64.b64encode(pair.encode('utf-8', 'surrogateescape')).decode()}"


@dataclass(frozen=True)
class Answer:
    """What a host sent."""

    status: int
    packed: str
    """The SHA-256 of what the host packed the content into."""
    digest: str = ""
    """The SHA-256 of the content."""
    body: bytes | None = None
    """The content, where it was asked for and is not too long."""
    led_to: str = ""
    """The path on the same host that a redirect led to, where one did; "" where it may hold something secret."""


def _led_to(site: HostedSite, path: str, address: str) -> str:
    asked, got = urlsplit(site.address(path)).path, urlsplit(address).path
    return got if got != asked and not site.has_secrets else ""


@dataclass
class Visit:
    """One walk through a site; safe to use from several threads. What is sent and taken in all is counted."""

    limits: Limits = Limits()
    _bytes: int = 0
    _start: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, site: HostedSite, path: str, most: int) -> bytes:
        """The file at `path`, of `most` bytes at most. Raises FetchError."""
        kept = bytearray()

        def keep(piece: bytes) -> None:
            if len(kept) + len(piece) > most:
                raise FetchError(f"larger than {most:,} bytes")
            kept.extend(piece)

        answer = self._fetch(site, path, keep)
        if answer.status in {http.client.NOT_FOUND, http.client.GONE}:
            raise MissingError(f"the host answers {answer.status}")
        if answer.status != http.client.OK:
            raise FetchError(f"the host answers {answer.status}")
        return bytes(kept)

    def hash(self, site: HostedSite, path: str, *, most_kept: int = 0) -> Answer:
        """The answer at `path`; its bytes too where they are `most_kept` at most. Raises FetchError."""
        unpacked, kept = hashlib.sha256(), bytearray()

        def take(piece: bytes) -> None:
            unpacked.update(piece)
            if len(kept) <= most_kept:
                kept.extend(piece)

        answer = self._fetch(site, path, take)
        body = bytes(kept) if len(kept) <= most_kept else None
        return replace(answer, digest=unpacked.hexdigest(), body=body)

    def _fetch(self, site: HostedSite, path: str, take: Callable[[bytes], object]) -> Answer:
        seconds = min(self.limits.file_seconds, self._start + self.limits.all_seconds - time.monotonic())
        if seconds <= 0:
            raise OutOfTimeError(f"not done after {self.limits.all_seconds:.0f} seconds in all")
        watch = _Watch(seconds)
        try:
            with watch, _open(site, path, watch) as answer:
                packed = hashlib.sha256()
                for piece in _unpacked(self._pieces(answer, packed.update), answer.headers, self.limits.file_bytes):
                    take(piece)
                watch.check()
                return Answer(int(answer.status), packed.hexdigest(), led_to=_led_to(site, path, answer.geturl()))
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            watch.check()
            if isinstance(error, urllib.error.HTTPError):
                error.close()
                raise FetchError("redirects in circles, or leads nowhere") from None
            raise FetchError(_reason(error)) from None

    def _pieces(self, answer: Any, note: Callable[[bytes], object]) -> Iterator[bytes]:
        while piece := answer.read1(_PIECE):
            note(piece)
            with self._lock:
                self._bytes += len(piece)
                if self._bytes > self.limits.all_bytes:
                    raise FetchError(f"the host sent more than {self.limits.all_bytes:,} bytes in all")
            yield piece


class _Watch:
    """Ends every connection of one request when its time is over, whatever the host is dripping."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def add(self, line: socket.socket) -> None:
        self._sockets.append(line)
        if self.is_over:
            self._end()

    def check(self) -> None:
        if self.is_over:
            raise OutOfTimeError(f"not done after {self.seconds:.0f} seconds")

    def _end(self) -> None:
        self.is_over = True
        for line in self._sockets:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)


def _open(site: HostedSite, path: str, watch: _Watch) -> Any:
    login = {"Authorization": site.login} if site.login else {}
    request = urllib.request.Request(site.address(path), headers={**BROWSER, **login})
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        _Plain(watch),
        _Safe(watch),
        _SameHost(site),
        urllib.request.HTTPErrorProcessor(),
        _AnyStatus(),
    ):
        opener.add_handler(handler)
    return opener.open(request, timeout=watch.seconds)


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self.watch = watch

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_watched(http.client.HTTPConnection, self.watch), req)


class _Safe(urllib.request.HTTPSHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self.watch = watch

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_watched(http.client.HTTPSConnection, self.watch), req)


def _watched(kind: type[http.client.HTTPConnection], watch: _Watch) -> Any:
    def make(host: str, **more: Any) -> http.client.HTTPConnection:
        line = kind(host, **more)
        connect = line.connect

        def connect_and_tell() -> None:
            connect()
            watch.add(line.sock)

        line.connect = connect_and_tell  # type: ignore[method-assign]
        return line

    return make


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects within one host, also from http to https, and no other."""

    max_redirections = 5

    def __init__(self, site: HostedSite) -> None:
        self._start = urlsplit(site.base)
        self._has_secrets = site.has_secrets

    def http_error_302(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: http.client.HTTPMessage
    ) -> Any:
        fp.close()  # what stands beside a redirect is not read
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not self._is_same(newurl):
            raise FetchError(self._elsewhere(newurl))
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def _elsewhere(self, address: str) -> str:
        """Where a redirect leads, in words; a host's name only where it is an ordinary one and can hold no secret."""
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            host = ""
        if host == self._start.hostname:
            return "leads to another port of this host, away from HTTPS, or with a name and password"
        is_shown = _HOST.fullmatch(host) is not None and not self._has_secrets
        return (
            f"leads to another host, {host}: if that one is yours, verify it" if is_shown else "leads to another host"
        )

    def _is_same(self, address: str) -> bool:
        wanted, start = urlsplit(address), self._start
        if wanted.username is not None or wanted.hostname != start.hostname or wanted.scheme not in _PORTS:
            return False
        ports = [one.port or _PORTS[one.scheme] for one in (start, wanted)]
        if wanted.scheme == start.scheme:
            return ports[0] == ports[1]
        return start.scheme == "http" and ports == [80, 443]


class _AnyStatus(urllib.request.HTTPDefaultErrorHandler):
    """An answer of any status is an answer: a page for unknown addresses has a status of its own."""

    def http_error_default(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, hdrs: Message
    ) -> urllib.error.HTTPError:
        return fp  # type: ignore[no-any-return]


def _unpacked(pieces: Iterator[bytes], headers: Message, most: int) -> Iterator[bytes]:
    """`pieces` with gzip or deflate undone, `most` bytes at most."""
    packing = headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise FetchError("packed in a way that was not asked for")
    tool = zlib.decompressobj(wbits=47) if packing not in {"", "identity"} else None  # gzip or zlib, by their heads
    count = 0
    for piece in pieces:
        waiting = piece
        while waiting:
            if tool and tool.eof:
                raise FetchError("goes on behind its end")
            plain = tool.decompress(waiting, _PIECE) if tool else waiting
            waiting = tool.unconsumed_tail if tool else b""
            count += len(plain)
            if count > most:
                raise FetchError(f"larger than {most:,} bytes")
            yield plain
    if tool:
        yield tool.flush()
        if not tool.eof:
            raise FetchError("ends in the middle")


def _reason(error: Exception) -> str:
    """What went wrong, without anything that the host or the address said."""
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return "the host does not answer"
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    if isinstance(cause, http.client.IncompleteRead):
        return "ends in the middle"
    if isinstance(cause, ValueError | http.client.HTTPException):
        return "the host's answer is no HTTP, or leads nowhere"
    return "it cannot be reached"

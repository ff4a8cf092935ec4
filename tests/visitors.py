"""A real browser, real sites and a host that sends the Content-Security-Policy."""

from __future__ import annotations

import functools
import http.server
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.chromium import PATIENCE
from tests.serving import start_serving
from tests.sites import Sites

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

CSP = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """A static host: the policy on every answer, 404.html where nothing is."""

    prefix = ""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CSP)
        super().end_headers()

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(self.prefix) or "/")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: a test's output is its failures."""


class _Server(http.server.ThreadingHTTPServer):
    """Many requests at once, as a real host takes them; a visitor who leaves early is no error."""

    request_queue_size = 128
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@dataclass
class Host:
    """A site being served, and what went wrong while a page was looked at."""

    url: str
    trouble: list[str] = field(default_factory=list)
    """Violations of the policy, errors of scripts and requests to other hosts."""


def serve_folder(folder: Path, prefix: str = "") -> Iterator[Host]:
    """A host of the site in `folder`, below `prefix`."""
    handler = type("Handler", (_Handler,), {"prefix": prefix})
    server = _Server(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    thread = start_serving(server)
    yield Host(f"http://127.0.0.1:{server.server_port}{prefix}/")
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def shop_host(shop: Sites) -> Iterator[Host]:
    yield from serve_folder(shop.public)


@pytest.fixture(scope="session")
def shop_agents_host(shop: Sites) -> Iterator[Host]:
    yield from serve_folder(shop.agents)


@pytest.fixture(scope="session")
def large_agents_host(large: Sites) -> Iterator[Host]:
    yield from serve_folder(large.agents)


@pytest.fixture(scope="session")
def arabic_host(arabic: Sites) -> Iterator[Host]:
    yield from serve_folder(arabic.public)


@pytest.fixture(scope="session")
def arabic_agents_host(arabic: Sites) -> Iterator[Host]:
    yield from serve_folder(arabic.agents)


@pytest.fixture(scope="session")
def awkward_host(awkward: Sites) -> Iterator[Host]:
    yield from serve_folder(awkward.public, "/desk")


@pytest.fixture(scope="session")
def awkward_agents_host(awkward: Sites) -> Iterator[Host]:
    yield from serve_folder(awkward.agents, "/desk")


class Visit:
    """One visitor: opens pages, and notes every violation, script error and request elsewhere."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.trouble: list[str] = []
        self.foreign: list[str] = []
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + "
            "e.blockedURI + ' ' + e.sourceFile + ':' + e.lineNumber))"
        )
        context.on("request", self._note)
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on(
            "console",
            lambda message: (
                self.trouble.append(f"{message.type}: {message.text}")
                if message.type == "error" and "404 (Not Found)" not in message.text
                else None
            ),
        )

    def _note(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, url: str) -> Page:
        self.page.goto(url, wait_until="load")
        return self.page


class Visitors:
    """Makes visitors of any size, taste and language; shuts every one out at the end of the test."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._open: list[Visit] = []

    def __call__(
        self,
        *,
        width: int = 1280,
        scheme: str = "light",
        locale: str = "en-US",
        scripts: bool = True,
        timezone: str = "Asia/Ho_Chi_Minh",
        is_phone: bool = False,
    ) -> Visit:
        context = self._browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            locale=locale,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            timezone_id=timezone,
            has_touch=is_phone,
            is_mobile=is_phone,
        )
        context.set_default_timeout(PATIENCE)
        visit = Visit(context)
        self._open.append(visit)
        return visit

    def close(self) -> None:
        for visit in self._open:
            visit.context.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitors]:
    visitors = Visitors(browser)
    yield visitors
    visitors.close()

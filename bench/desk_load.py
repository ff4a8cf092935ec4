"""The desk on a slow line: bytes before it can be used and in all, seconds until then, and what blocks the page.

Builds the agents' edition of a project (this one unless another is named), serves it compressed (brotli 5, with the
site's own `_headers`) over a line of 400 ms a request and 400 kbit/s shared by all requests, and opens its desk in
Chromium, cold and again from the cache. Medians of five.

* *usable*: a message can be written and is answered (`data-ready`); *whole*: nothing is on its way any more;
* *blocked*: by how much tasks of the page's thread are longer than 50 ms, until it is whole (Lighthouse's total
  blocking time), with a processor four times slower and no slow line.

    python -m bench.desk_load [PROJECT] [--runs 5] [--site FOLDER] [--language CODE]
"""

from __future__ import annotations

import argparse
import fnmatch
import http.server
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import brotli
from playwright.sync_api import Browser, sync_playwright

from kb.website.build.editions import build_editions
from tests.browser_setup import find_browser

DELAY = 0.4
"""Seconds from a request to its answer's first byte."""
BYTES_A_SECOND = 50_000
PIECE = 1_000
SLOWER = 4
LONG_TASK = 50
"""Milliseconds."""
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
LONG_TASKS = """window.long = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => window.long.push(one.duration)))
  .observe({ type: "longtask", buffered: true });"""


class Line:
    """What all answers share; a line without a rate is this machine's own."""

    def __init__(self) -> None:
        self.is_slow = True
        self.sent = 0
        self.free_at = 0.0
        self.lock = threading.Lock()

    def pass_on(self, size: int) -> None:
        """Wait until `size` bytes have gone through."""
        with self.lock:
            self.sent += size
            if not self.is_slow:
                return
            self.free_at = max(self.free_at, time.monotonic()) + size / BYTES_A_SECOND
            until = self.free_at
        time.sleep(max(0.0, until - time.monotonic()))


@cache
def packed(path: Path) -> bytes:
    """A file as a host sends it."""
    return brotli.compress(path.read_bytes(), quality=5)


@cache
def header_rules(site: Path) -> list[tuple[str, dict[str, str]]]:
    """Pattern → headers of `_headers`, in its order."""
    rules: list[tuple[str, dict[str, str]]] = []
    for row in (site / "_headers").read_text("utf-8").splitlines():
        if row.startswith("/"):
            rules.append((row.strip(), {}))
        elif ":" in row and rules:
            name, _, value = row.strip().partition(": ")
            rules[-1][1][name] = value
    return rules


@contextmanager
def serve(site: Path, line: Line) -> Iterator[str]:
    """The site over `line`; its address."""

    class Host(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if line.is_slow:
                time.sleep(DELAY)
            asked = self.path.split("?")[0]
            path = site / asked.lstrip("/")
            if asked.endswith("/"):
                path /= "index.html"
            if not path.is_file():
                self.send_error(404)
                return
            body = packed(path)
            tag = f'"{len(body)}-{path.stat().st_mtime_ns}"'
            is_known = self.headers.get("If-None-Match") == tag
            self.send_response(304 if is_known else 200)
            for pattern, headers in header_rules(site):
                if fnmatch.fnmatchcase(asked, pattern):
                    for name, value in headers.items():
                        self.send_header(name, value)
            self.send_header("ETag", tag)
            if not is_known:
                self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
                self.send_header("Content-Encoding", "br")
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for at in range(0, 0 if is_known else len(body), PIECE):
                line.pass_on(len(body[at : at + PIECE]))
                self.wfile.write(body[at : at + PIECE])

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A visitor that left."""

    server = Server(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def visit(browser: Browser, url: str, line: Line) -> dict[str, float]:
    """One visit of a new reader, then one more of theirs, on the slow line; and a first one on a slow processor."""
    found: dict[str, float] = {}
    context = browser.new_context()
    for name in ("cold", "warm"):
        line.is_slow, line.sent = True, 0
        page = context.new_page()
        started = time.monotonic()
        page.goto(url, wait_until="commit")
        page.locator("[data-kb-desk][data-ready]").wait_for(timeout=120_000)
        found[f"{name}: usable, s"] = time.monotonic() - started
        found[f"{name}: KB until usable"] = line.sent / 1000
        page.locator("[data-kb-desk][data-whole]").wait_for(timeout=120_000)
        found[f"{name}: whole, s"] = time.monotonic() - started
        found[f"{name}: KB until whole"] = line.sent / 1000
        if name == "cold":
            page.locator("[data-kb-desk][data-kept]").wait_for(timeout=120_000)
        page.close()
    context.close()
    line.is_slow = False
    context = browser.new_context()
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(LONG_TASKS)
    page.goto(url)
    page.locator("[data-kb-desk][data-whole]").wait_for(timeout=120_000)
    tasks = page.evaluate("window.long")
    found["slow processor: blocked, ms"] = sum(one - LONG_TASK for one in tasks)
    found["slow processor: longest task, ms"] = max(tasks, default=0)
    context.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", nargs="?", type=Path, default=Path())
    parser.add_argument("--site", type=Path, help="an agents' edition that is built already")
    parser.add_argument("--language", default="", help="open this language's page, where it is not the default")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = given.site
        if not site:
            (report,) = build_editions(given.project, ("agents",), Path(folder) / "site")
            assert report.is_whole, report.problems[:3]
            site = Path(folder) / "site/agents"
        line = Line()
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        with serve(site, line) as root:
            url = f"{root}{given.language and given.language + '/'}desk/"
            runs = [visit(browser, url, line) for _ in range(given.runs)]
        browser.close()
    for name in runs[0]:
        print(f"{name:36} {statistics.median(one[name] for one in runs):8.1f}")


if __name__ == "__main__":
    main()

"""A cheap phone on a slow line: pages and a first search, ours and plain Material's over the same texts, in one run.

A server of ours waits 400 ms before each answer, lets all answers share 400 kbit/s, compresses with brotli
(quality 5) and obeys the site's `_headers`; it answers 304 where a file is as the browser knows it. Chromium runs in
a window of 360 x 640 with its pages' processor four times slower (DevTools protocol; workers are not slowed).
Setting up a connection is not modelled. Median of `--runs` of:

* an article with an empty cache: first and largest paint, the load event, bytes and requests until then;
* another article after it: first paint, bytes until its load event;
* a first search on the home page, with an empty cache: it lies idle for 3 s, its field is tapped, 0.6 s later
  `--query` is typed, a key each 120 ms. From the first key to the first title and to the first line of answer text;
  bytes and requests of all that was fetched for searching, while idle too (of Material what its search asks for), and
  of what was asked for before the first title was there.

    python -m bench.slow_line [--runs 5] [--language vi] [--query "doi tra hang"] [--kb SITE] [--without material]

Without `--kb`, the public edition of this repository is built into a temporary folder. Times depend on the machine:
only figures of one run compare.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import brotli

from bench.search_bytes import PLACE, TYPES, run_quietly
from tests.browser_setup import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
DELAY = 0.4
"""Seconds before each answer."""
RATE = 50_000
"""Bytes a second that all answers share: 400 kbit/s."""
PIECE = 1_000
SLOWER = 4
IDLE, TAPPED, KEY = 3.0, 0.6, 0.12
"""Seconds: the page lies idle, the field is tapped before the first key, between two keys."""
HEADERS = 300
"""Bytes of an answer's head, about; a 304 is nothing else."""

# When the first key came, and when what a selector names first had text.
WATCH = """([title, text]) => {
  window.seen = {};
  addEventListener("keydown", () => { seen.key ??= performance.now(); }, true);
  const look = () => {
    for (const [name, selector] of [["title", title], ["text", text]]) {
      const isThere = [...document.querySelectorAll(selector)].some((one) => one.textContent.trim());
      if (isThere) seen[name] ??= performance.now();
    }
    requestAnimationFrame(look);
  };
  look();
}"""
PAINTS = """new Promise((done) => {
  let largest = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) largest = one.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  const load = performance.getEntriesByType("navigation")[0].loadEventEnd;
  new PerformanceObserver((list) => {
    const first = list.getEntriesByName("first-contentful-paint")[0]?.startTime;
    if (first) setTimeout(() => done({ first, largest: largest || first, load }));
  }).observe({ type: "paint", buffered: true }); // the load event may come before the first paint
})"""

Figures = dict[str, float]


class Line:
    """What all answers share: a piece begins when the one before it has passed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free = 0.0

    def carry(self, size: int) -> None:
        """Wait until `size` bytes have passed."""
        with self._lock:
            self._free = max(self._free, time.monotonic()) + size / RATE
            until = self._free
        time.sleep(max(0.0, until - time.monotonic()))


class Sent(NamedTuple):
    """One answer: its path, its bytes on the wire, and when it was asked for (seconds since 1970)."""

    path: str
    size: int
    asked: float


@dataclass
class Host:
    """A served folder: what was asked of it since it was emptied."""

    url: str
    sent: list[Sent] = field(default_factory=list)


def lasting(folder: Path) -> list[str]:
    """Beginnings of the paths that `_headers` says browsers may keep for ever."""
    file = folder / "_headers"
    found, at = [], ""
    for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
        if not line.startswith(" "):
            at = line.rstrip("*")
        elif "immutable" in line:
            found.append(at)
    return found


@contextmanager
def slow_host(folder: Path) -> Iterator[Host]:
    """A host of `folder` at the end of a slow line."""
    line, kept = Line(), tuple(lasting(folder))
    packed: dict[Path, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = time.time()
            time.sleep(DELAY)
            name = self.path.split("?")[0]
            path = folder / name.lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            body = path.read_bytes() if path.is_file() else b""
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            is_known = bool(body) and self.headers.get("If-None-Match") == tag
            self.send_response(304 if is_known else 200 if path.is_file() else 404)
            is_text = path.suffix not in {".png", ".ico", ".woff2", ".jpg", ".webp"}
            if is_text and body:
                if path not in packed:
                    packed[path] = brotli.compress(body, quality=5)
                body = packed[path]
                self.send_header("Content-Encoding", "br")
            self.send_header("ETag", tag)
            self.send_header("Cache-Control", f"max-age={31536000 if name.startswith(kept) else 0}")
            self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
            body = b"" if is_known else body
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            host.sent.append(Sent(name, len(body), asked))
            line.carry(HEADERS)
            for start in range(0, len(body), PIECE):
                line.carry(len(body[start : start + PIECE]))
                try:
                    self.wfile.write(body[start : start + PIECE])
                    self.wfile.flush()
                except ConnectionError:
                    return

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the table is what is told."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host = Host(f"http://127.0.0.1:{server.server_port}/")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()


def build_kb() -> Path:
    """The public edition of this repository, in a folder outside it: `.bench/` holds more than a build."""
    out = Path(tempfile.mkdtemp(prefix="kb-slow-line-"))
    run_quietly([sys.executable, "-m", "kb", "build", "--edition", "public", "--out", str(out)], ROOT)
    return out / "public"


def build_material(language: str) -> Path:
    """Plain Material over the same Markdown of one language, with its own search."""
    folder = PLACE / "slow-material"
    shutil.rmtree(folder, ignore_errors=True)
    for path in sorted((ROOT / "docs").rglob("*.md")):
        own = path.stem.partition(".")[2] or "en"
        if own == language:
            target = folder / "docs" / path.relative_to(ROOT / "docs").with_name(f"{path.stem.partition('.')[0]}.md")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text("utf-8"), "utf-8")
    if not (folder / "docs" / "index.md").is_file():
        (folder / "docs" / "index.md").write_text("# Help\n", "utf-8")
    theme = {"name": "material", "language": language, "font": False}
    settings = {"site_name": "Material", "theme": theme, "plugins": ["search"],
                "markdown_extensions": ["admonition", "attr_list", "tables", "pymdownx.details"]}  # fmt: skip
    (folder / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")
    run_quietly([sys.executable, "-m", "mkdocs", "build", "-q"], folder)
    return folder / "site"


@dataclass(frozen=True)
class Tool:
    """How one site is walked through."""

    home: str
    articles: tuple[str, str]
    touch: str
    """What is tapped to search."""
    title: str
    text: str
    is_search: Callable[[str], bool]
    """Whether a path is asked for by searching alone."""


def tools(language: str) -> dict[str, Tool]:
    """Name → how it is walked through; the articles are those of this repository's example."""
    own = "" if language == "en" else f"{language}/"
    return {
        "kb": Tool(own, (f"{own}faq/return-cost/", f"{own}faq/delivery-time/"), "#kb-search-home",
                   ".kb-result__title", ".kb-result__text",
                   lambda path: "/search/" in path or "search-worker" in path),
        "material": Tool("", ("faq/return-cost/", "faq/delivery-time/"), "label.md-header__button[for=__search]",
                         ".md-search-result__item h1", ".md-search-result__item p",
                         lambda path: "/search/" in path or "/workers/" in path or "lunr" in path),
    }  # fmt: skip


@contextmanager
def cheap_phone(browser: Browser) -> Iterator[tuple[BrowserContext, Page]]:
    """A page of a slow device whose cache is empty."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        yield context, page
    finally:
        context.close()


def measure_articles(browser: Browser, host: Host, tool: Tool) -> Figures:
    """An article first, then another one."""
    with cheap_phone(browser) as (_, page):
        host.sent.clear()
        page.goto(host.url + tool.articles[0], wait_until="load")
        sent, first = list(host.sent), page.evaluate(PAINTS)
        page.wait_for_timeout(IDLE * 1000)
        host.sent.clear()
        page.goto(host.url + tool.articles[1], wait_until="load")
        later, second = list(host.sent), page.evaluate(PAINTS)
    return {
        "article: first paint, s": first["first"] / 1000, "largest paint, s": first["largest"] / 1000,
        "load, s": first["load"] / 1000, "KB": kilobytes(sent), "requests": len(sent),
        "second: first paint, s": second["first"] / 1000, "second: KB": kilobytes(later),
    }  # fmt: skip


def measure_search(browser: Browser, host: Host, tool: Tool, query: str) -> Figures:
    """A first search on the home page."""
    with cheap_phone(browser) as (_, page):
        host.sent.clear()
        page.goto(host.url + tool.home, wait_until="load")
        page.evaluate(WATCH, [tool.title, tool.text])
        page.wait_for_timeout(IDLE * 1000)
        page.locator(tool.touch).first.tap()
        page.wait_for_timeout(TAPPED * 1000)
        page.keyboard.type(query, delay=KEY * 1000)
        page.locator(tool.text).filter(has_text=re.compile(r"\S")).first.wait_for(timeout=60_000)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(2_000)
        seen = page.evaluate("window.seen")
        titled = (page.evaluate("performance.timeOrigin") + seen["title"]) / 1000
    found = [one for one in host.sent if tool.is_search(one.path)]
    early = [one for one in found if one.asked < titled]
    return {
        "search: first title, s": (seen["title"] - seen["key"]) / 1000,
        "first answer, s": (seen["text"] - seen["key"]) / 1000,
        "until the first title: KB": kilobytes(early), "until the first title: requests": len(early),
        "search: KB": kilobytes(found), "search: requests": len(found),
    }  # fmt: skip


def kilobytes(sent: list[Sent]) -> float:
    """Thousands of bytes of bodies."""
    return sum(one.size for one in sent) / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--language", default="vi")
    parser.add_argument("--query", default="doi tra hang")
    parser.add_argument("--kb", type=Path, action="append", help="a built public folder (repeat to compare several)")
    parser.add_argument("--without", action="append", default=[], choices=["material"])
    parser.add_argument("--requests", action="store_true", help="print what each first search asked for")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    known = tools(options.language)
    sites = [(f"kb {path}", path, known["kb"]) for path in options.kb or ()] or [("kb", build_kb(), known["kb"])]
    if "material" not in options.without:
        sites.append(("material", build_material(options.language), known["material"]))
    rows: dict[str, list[Figures]] = {name: [] for name, _, _ in sites}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        for _ in range(options.runs):  # one of each in turn, so that a busy minute meets all
            for name, folder, tool in sites:
                with slow_host(folder) as host:
                    figures = measure_articles(browser, host, tool) | measure_search(browser, host, tool, options.query)
                    rows[name].append(figures)
                    if options.requests:
                        print(
                            name,
                            [(re.sub(r".*/", "", one.path), one.size) for one in host.sent if tool.is_search(one.path)],
                        )
        browser.close()
    names = list(next(iter(rows.values()))[0])
    print("| | " + " | ".join(rows) + " |", "|---" * (len(rows) + 1) + "|", sep="\n")
    for name in names:
        print(
            f"| {name} | " + " | ".join(f"{median(run[name] for run in found):.2f}" for found in rows.values()) + " |"
        )


if __name__ == "__main__":
    main()

"""Bytes and requests until the first eight results: ours, Pagefind and MaterialX's search, side by side in one run.

The same made-up articles (`search_corpus.py`) as our index, as HTML pages for Pagefind and as Markdown for MkDocs with
MaterialX. A Chromium with an empty cache puts one query of one to four words to each; a server of ours counts
what it fetches beyond the page itself, compressed with gzip -6 as a host would. Ours is asked as the search box asks
it, the last word unfinished. "first" is what was asked for before the first list of results came, which the most
telling words make; "ranked" all that the ranking needs; "whole" has answers and passages too. "alike": per cent of the
queries whose first list has the same article first as the last one, and the share of the last one that it holds.
Pagefind is asked through its own script, without its interface, for eight results. Of MaterialX only what serves
search is counted.

    python -m bench.search_bytes [--sizes 1000 10000] [--languages vi en ms] [--queries 200] [--tools kb] [--write]
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

from bench.search_corpus import as_html, as_markdown, make_documents, make_queries
from kb.browser_code.shorten import script_of
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import build_index
from kb.website.mkdocs.theme import ASSETS, THEME
from kb.website.output.search_index import write_index
from tests.browser_setup import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLACE = Path(__file__).resolve().parent.parent / ".bench"
RESULTS = Path(__file__).resolve().parent / "results"
MOST_FOR_MATERIALX = 1_000
"""Its build takes half a minute for so many, and its index is one file that grows with them."""
COMPRESSED = (".html", ".js", ".json", ".css", ".wasm", ".svg")
TYPES = {".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".css": "text/css"}

KB_PAGE = """<!doctype html><title>kb</title><script>
window.ask = (language, query) => new Promise((done, failed) => {
  const worker = new Worker("/search/worker.js");
  const folder = new URL(`/search/${language}/`, location.href).href;
  const open = (first) => worker.postMessage({type: "kb-open", folder, first});
  fetch(`${folder}first.json`).then((found) => found.text()).then(open);
  let first;
  worker.onmessage = ({data}) => {
    if (data.type !== "kb-results") failed(data.reason);
    if (data.hits.length) first ??= data;
    if (!data.isPartial) done({asked: (first ?? data).asked, first: ids(first ?? data), last: ids(data)});
  };
  worker.postMessage({type: "kb-search", id: 1, query, limit: 8, isTyping: true});
});
const ids = ({hits}) => hits.map(({id}) => id);</script>"""
WATCHED = """const asked = [], get = fetch, post = postMessage;
self.fetch = (url, ...more) => { asked.push(new URL(url).pathname); return get(url, ...more); };
self.postMessage = (data) => post({ ...data, asked: [...asked] });
"""
"""Goes before the worker: each answer says what had been asked for when it was sent."""
PAGEFIND_PAGE = """<!doctype html><html lang="%s"><title>Pagefind</title><script>
window.ask = async (language, query) => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
  const found = await pagefind.search(query);
  return (await Promise.all(found.results.slice(0, 8).map((result) => result.data()))).length;
};</script></html>"""


Row = dict[str, str | int | float]


@dataclass(frozen=True)
class Cost:
    """What one query fetched."""

    requests: int
    bytes: int


@dataclass(frozen=True)
class FirstList:
    """What the first list of results needed, and what it showed."""

    asked: list[str]
    """Paths of shards that had been asked for."""
    first: list[str]
    """Ids of articles, best first."""
    last: list[str]
    """The same of the list that all words make."""

    def held(self) -> float:
        """The share of the last list that the first one holds."""
        return len({*self.first} & {*self.last}) / len(self.last) if self.last else 1.0

    def has_same_first(self) -> bool:
        return self.first[:1] == self.last[:1]


@contextmanager
def counting_host(folder: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """A server of `folder`: its address, and (path → bytes on the wire) of what was asked since it was emptied."""
    sent: dict[str, int] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = folder / self.path.split("?")[0].lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            body = path.read_bytes() if path.is_file() else b""
            self.send_response(200 if path.is_file() else 404)
            if path.suffix in COMPRESSED:
                body = gzip.compress(body, 6)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            sent[self.path] = len(body)
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: requests are counted, not told."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()


def run_quietly(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def prepare_kb(documents: list[SearchDocument], language: str, folder: Path) -> Path:
    write_index(build_index(documents, language), folder)
    (folder / "search" / "worker.js").write_text(WATCHED + script_of(THEME / ASSETS / "search-worker.js"), "utf-8")
    (folder / "index.html").write_text(KB_PAGE, "utf-8")
    return folder


def prepare_pagefind(documents: list[SearchDocument], language: str, folder: Path) -> Path:
    """Install Pagefind into `.bench/npm` where it is not there yet, and let it index the pages."""
    npm = PLACE / "npm"
    if not (npm / "node_modules" / "pagefind").is_dir():
        npm.mkdir(parents=True, exist_ok=True)
        run_quietly(["npm", "install", "--no-audit", "--no-fund", "pagefind"], npm)
    for document in documents:
        page = folder / document.id / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(as_html(document), "utf-8")
    run_quietly(["npx", "--no-install", "pagefind", "--site", str(folder), "--quiet"], npm)
    (folder / "index.html").write_text(PAGEFIND_PAGE % language, "utf-8")
    return folder


def prepare_materialx(documents: list[SearchDocument], language: str, folder: Path) -> Path:
    for document in documents:
        page = folder / "docs" / f"{document.id}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(as_markdown(document), "utf-8")
    (folder / "docs" / "index.md").write_text("# Start\n", "utf-8")
    theme = {"name": "materialx", "language": language, "font": False, "features": ["navigation.prune"]}
    settings = {"site_name": "bench", "theme": theme, "plugins": ["search"]}
    (folder / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")
    own = PLACE / "venv-materialx"
    if not (own / "bin" / "mkdocs").is_file():
        run_quietly([sys.executable, "-m", "venv", str(own)], PLACE)
        run_quietly([str(own / "bin" / "pip"), "install", "-q", "mkdocs-materialx"], PLACE)
    run_quietly([str(own / "bin" / "mkdocs"), "build", "-q"], folder)
    return folder / "site"


def ask_kb(page: Page, language: str, query: str) -> FirstList:
    return FirstList(**page.evaluate("([language, query]) => ask(language, query)", [language, query]))


def ask_script(page: Page, language: str, query: str) -> None:
    page.evaluate("([language, query]) => ask(language, query)", [language, query])


def ask_materialx(page: Page, language: str, query: str) -> None:
    page.locator("[data-md-component=search-query]").first.fill(query)
    page.locator(".md-search-result__item, .md-search-result__meta:not(:empty)").first.wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")


Prepare = Callable[[list[SearchDocument], str, Path], Path]
TOOLS: dict[str, tuple[Prepare, Callable[[Page, str, str], FirstList | None]]] = {
    "kb": (prepare_kb, ask_kb),
    "pagefind": (prepare_pagefind, ask_script),
    "materialx": (prepare_materialx, ask_materialx),
}


def costs_of(tool: str, sent: dict[str, int], list_: FirstList | None) -> dict[str, Cost]:
    """What was fetched until each step: `list_` is what our worker says of the first one."""
    serving = {"kb": "/search/", "pagefind": "/pagefind/", "materialx": "search"}[tool]
    whole = {path: size for path, size in sent.items() if serving in path}
    steps = {"whole": whole}
    if list_ is not None:
        early = {*list_.asked, *(path for path in whole if path.endswith(("/worker.js", "/first.json")))}
        steps["first"] = {path: size for path, size in whole.items() if path in early}
        steps["ranked"] = {path: size for path, size in whole.items() if "/texts-" not in path}
    return {step: Cost(len(some), sum(some.values())) for step, some in steps.items()}


def measure(browser: Browser, tool: str, language: str, count: int, queries: int) -> Iterator[Row]:
    """The costs of cold queries, median and worst, of one tool."""
    documents = make_documents(language, count)
    folder = PLACE / "search" / f"{tool}-{language}-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    prepare, ask = TOOLS[tool]
    with counting_host(prepare(documents, language, folder)) as (address, sent):
        found, lists = [], []
        for query in make_queries(documents, queries):
            context = browser.new_context()
            page = context.new_page()
            sent.clear()
            page.goto(address + "/")
            lists.append(ask(page, language, query))
            found.append(costs_of(tool, dict(sent), lists[-1]))
            context.close()
    shutil.rmtree(folder)
    for step in ("first", "ranked", "whole") if tool == "kb" else ("whole",):
        costs = [costs[step] for costs in found]
        yield {
            "tool": tool, "language": language, "articles": count, "until": step, "queries": len(costs),
            "requests_median": median(cost.requests for cost in costs),
            "requests_most": max(cost.requests for cost in costs),
            "kb_median": round(median(cost.bytes for cost in costs) / 1000, 1),
            "kb_most": round(max(cost.bytes for cost in costs) / 1000, 1),
            "alike": alike([one for one in lists if one]) if step == "first" else "",
            "measured": datetime.now(UTC).strftime("%Y-%m-%d %H:%M"),
        }  # fmt: skip


def alike(lists: list[FirstList]) -> str:
    """How many first lists have the right article first, and how much of the last list they hold, per cent."""
    return f"{100 * mean(one.has_same_first() for one in lists):.0f}, {100 * mean(one.held() for one in lists):.0f}"


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    figures = ("queries", "requests_median", "requests_most", "kb_median", "kb_most", "alike")
    names = ("tool", "articles", "language", "until", *figures, "measured")
    lines = ["| " + " | ".join(names).replace("_", ", ") + " |", "|---" * len(names) + "|"]
    lines += ["| " + " | ".join(str(row[name]) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def write_results(rows: list[Row]) -> None:
    """`bench/results/search-bytes.json` and `.md`; what was not measured now stays, with the time when it was."""
    file = RESULTS / "search-bytes.json"
    known: list[Row] = json.loads(file.read_text("utf-8")) if file.is_file() else []
    names = ("articles", "language", "tool", "until")
    same_form = [row for row in known if "requests_median" in row]  # means were measured until November 2026
    kept = {tuple(str(row[name]) for name in names): row for row in [*same_form, *rows]}
    ordered = sorted(kept.values(), key=lambda row: [row["articles"], *(str(row[name]) for name in names[1:])])
    file.write_text(json.dumps(ordered, indent=1) + "\n", "utf-8")
    about = f"# Search: bytes and requests until the first eight results\n\n{(__doc__ or '').strip()}\n\n"
    file.with_suffix(".md").write_text(about + table(ordered) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--languages", nargs="+", default=["vi", "en", "ms"])
    parser.add_argument("--tools", nargs="+", default=list(TOOLS), choices=list(TOOLS))
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--write", action="store_true", help="the results into bench/results")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    rows: list[Row] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        ask = partial(measure, browser)
        for count in options.sizes:
            for language in options.languages:
                for tool in options.tools:
                    if tool != "materialx" or count <= MOST_FOR_MATERIALX:
                        rows += (found := list(ask(tool, language, count, options.queries)))
                        print("\n".join(table(found).splitlines()[2:]), flush=True)
        browser.close()
    if options.write:
        write_results(rows)


if __name__ == "__main__":
    main()

"""From paste to suggestions at the desk: milliseconds in a real browser, at 1,000 articles and scripts.

Makes a shop of articles and scripts (words by Zipf's law, see search_bytes.py), builds its agent edition,
opens the desk in Chromium and pastes messages: short ones of 7 to 14 words and long ones of 60. The clock
runs from the paste event until the list of answers stands in the page; nothing was read before the first.
The goal is 50 ms. Cold is the first message after loading; warm are all others.

    python bench/desk_speed.py [--count 1000] [--language vi]
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import random
import tempfile
import threading
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from search_bytes import make_documents

from kb.search.indexing.documents import SearchDocument
from kb.website.build.editions import build_editions
from tests.browser_setup import find_browser

CONFIG = """\
site_name: Bench
site_url: https://bench.example/
theme: {{name: material}}
plugins:
  - kb:
      default_language: {language}
      languages: {{{language}: {{name: Bench, markets: [VN]}}}}
      markets: {{VN: {{currency: VND, name: {{en: Vietnam}}}}}}
      topics: {{one: {{team: one, name: {{en: One}}}}, two: {{team: two, name: {{en: Two}}}}}}
"""
SCRIPT_SHARE = 4
"""Every fourth document is a script."""
MESSAGES = 40

WATCH = """() => {
  window.times = [];
  document.addEventListener("paste", () => { window.began = performance.now(); }, true);
  const seen = () => {
    if (window.began) window.times.push(performance.now() - window.began);
    window.began = 0;
  };
  new MutationObserver(seen)
    .observe(document.querySelector("[data-kb-desk-answers]"), { childList: true });
}"""
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const field = document.querySelector("#kb-desk-message");
  field.focus();
  field.select();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def write_shop(root: Path, documents: list[SearchDocument], language: str) -> None:
    (root / "mkdocs.yml").write_text(CONFIG.format(language=language), "utf-8")
    for number, document in enumerate(documents):
        is_script = number % SCRIPT_SHARE == 0
        path = root / (f"agents/scripts/s{number}.md" if is_script else f"docs/faq/a{number}.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        head = {"title": document.title, "topic": ("one", "two")[number % 2], "questions": list(document.questions)}
        if not is_script:
            head["answer"] = document.answer
        body = "\n\n".join(passage.text for passage in document.passages[: 1 if is_script else None])
        path.write_text(f"---\n{json.dumps(head, ensure_ascii=False)}\n---\n{body}\n", "utf-8")


def messages_of(documents: list[SearchDocument], chance: random.Random) -> dict[str, list[str]]:
    asked = [chance.choice(document.questions) for document in chance.sample(documents, MESSAGES)]
    short = [f"{one}, {' '.join(chance.choice(documents).title.split()[:4])}" for one in asked]
    long = [" ".join(chance.choice(documents).passages[1].text.split()[:60]) for _ in range(MESSAGES)]
    return {"short": short, "long": long}


def times_of(page: Page, messages: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds on the clock, and of the processor in the page's thread, of each message, sorted.

    On a machine that does other work too the second is what the desk itself takes.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return 1000 * float(metrics["TaskDuration"])

    before = len(page.evaluate("window.times"))
    busy = []
    for number, message in enumerate(messages):
        start = worked()
        page.evaluate(PASTE, message)
        page.wait_for_function("count => window.times.length >= count", arg=before + number + 1, polling=100)
        busy.append(worked() - start)
    session.detach()
    return sorted(float(one) for one in page.evaluate("window.times")[before:]), sorted(busy)


def measure(url: str, messages: dict[str, list[str]]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(url)
        page.locator("[data-kb-desk][data-whole]").wait_for(timeout=120_000)
        page.evaluate(WATCH)
        for kind, texts in {"cold": ["giao hang cham qua shop oi"], **messages}.items():
            for clock, times in zip(("clock", "processor"), times_of(page, texts), strict=True):
                middle, most = times[len(times) // 2], times[len(times) * 95 // 100]
                print(f"{kind:5} {clock:9} p50 {middle:6.1f} ms  p95 {most:6.1f} ms  n {len(times)}")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--language", default="vi")
    given = parser.parse_args()
    documents = make_documents(given.language, given.count)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_shop(root, documents, given.language)
        (report,) = build_editions(root, ("agents",), root / "site", today=date(2026, 11, 21))
        assert report.is_whole, report.problems[:3]
        handler = functools.partial(Quiet, directory=str(root / "site" / "agents"))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"{given.count} articles and scripts, {given.language}")
        measure(f"http://127.0.0.1:{server.server_port}/desk/", messages_of(documents, random.Random(1)))
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A static host without a log."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


if __name__ == "__main__":
    main()

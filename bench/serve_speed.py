"""From saving a text to its new words in what `kb serve` gives a browser.

Starts `kb serve` on a copy of a corpus, changes one article after another, and asks as the page's own script does:
it waits for news of a newer version, then fetches the page. The times are a writer's, file system and HTTP included.

    python -m bench.serve_speed [--articles 1000] [--edits 20]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.places import LANGUAGES, ROOT, make_corpus, prepare_ours

PAUSE_SECONDS = 1.0
"""Between two edits: a writer's hand is slower."""
MOST_SECONDS = 300


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def fetch(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode("utf-8", "replace")
    finally:
        connection.close()


def wait_for_start(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if "kb-article" in fetch(port, "/faq/") or "<main" in fetch(port, "/"):
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise SystemExit("kb serve did not start: see serve.log")


def edit_and_wait(port: int, path: Path, address: str, number: int) -> float:
    """Seconds from saving `path` until the page at `address` holds the new sentence."""
    version = json.loads(fetch(port, "/_kb/live?version=-1"))["version"]
    sentence = f"Sentence number {number} was added just now."
    text = path.read_text("utf-8")
    start = time.perf_counter()
    path.write_text(f"{text}\n{sentence}\n", "utf-8")
    while sentence not in fetch(port, address):
        version = json.loads(fetch(port, f"/_kb/live?version={version}"))["version"]
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=20)
    arguments = parser.parse_args()
    corpus = make_corpus(arguments.articles)
    with tempfile.TemporaryDirectory(prefix="kb-serve-") as name:
        folder, port = Path(name) / "shop", free_port()
        folder.mkdir()
        prepare_ours(corpus, folder)
        command = [sys.executable, "-m", "kb", "serve", "--edition", "public", "--port", str(port)]
        with (Path(name) / "serve.log").open("wb") as log:
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
            try:
                wait_for_start(port, process)
                seconds = []
                articles = sorted(path for path in (folder / "docs" / "faq").glob("*.md") if path.name.count(".") == 1)
                for number in range(arguments.edits):
                    path = articles[number % len(articles)]
                    seconds.append(edit_and_wait(port, path, f"/faq/{path.stem}/", number))
                    time.sleep(PAUSE_SECONDS)
            finally:
                process.terminate()
                process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)
    ordered = sorted(seconds)
    load = os.getloadavg()[0]
    print(
        f"{arguments.articles} × {len(LANGUAGES)}, {len(ordered)} edits: median {statistics.median(ordered):.2f} s,"
        f" slowest {ordered[-1]:.2f} s; {load:.1f} processes were waiting"
    )


if __name__ == "__main__":
    main()

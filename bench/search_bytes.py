"""Bytes and requests until the first results, at 1,000 and 10,000 articles of natural word frequencies.

The articles are made here: words of our own shop's pages and of a made-up vocabulary, drawn by Zipf's
law, 350 words each, with title, answer and four questions. Runs the browser's scorer under Node and
counts what it fetches, compressed with gzip -6 as a host would.

    python bench/search_bytes.py [--sizes 1000 10000]
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
import subprocess
import tempfile
import time
from itertools import accumulate
from pathlib import Path

from kb.search.documents import Passage, SearchDocument
from kb.search.index import build_index
from kb.search.shards import write_shards, write_worker
from kb.text import fold_slug

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = [str(ROOT / "kb/search/browser" / name) for name in ("reading.js", "scorer.js")]
TWIN = ROOT / "tests/search/browser_twin.mjs"
QUERIES = 40


def vocabulary(language: str, size: int, chance: random.Random) -> list[str]:
    """Words of our own pages by frequency, then made-up ones of the language's shape."""
    counts: dict[str, int] = {}
    pattern = "*.md" if language == "en" else f"*.{language}.md"
    for path in sorted((ROOT / "docs").rglob(pattern)):
        if language == "en" and path.stem.endswith((".vi", ".ms")):
            continue
        for word in re.findall(r"[^\W\d_]+", path.read_text("utf-8").lower()):
            counts[word] = counts.get(word, 0) + 1
    words = sorted(counts, key=lambda word: -counts[word])
    known = set(words)
    onsets, rimes = list("bcdghklmnprstv"), ["a", "e", "i", "o", "u", "an", "er", "ing", "ock"]
    while len(words) < size:
        word = "".join(chance.choice(onsets) + chance.choice(rimes) for _ in range(chance.choice((1, 2, 2, 3))))
        if word not in known:
            known.add(word)
            words.append(word)
    return words


def make_documents(language: str, count: int) -> list[SearchDocument]:
    """`count` articles whose words follow Zipf's law; each leans on a few subjects of its own."""
    chance = random.Random(f"{language} {count}")
    size = 2_200 if language == "vi" else 12_000
    words = vocabulary(language, size, chance)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def draw(number: int, subject: list[str]) -> str:
        drawn = chance.choices(words, cum_weights=weights, k=number)
        return " ".join(chance.choice(subject) if chance.random() < 0.2 else word for word in drawn)

    documents = []
    for number in range(count):
        subject = chance.choices(words[30:], k=8)
        title = draw(6, subject).capitalize()
        body = "\n".join(draw(44, subject) for _ in range(7))
        documents.append(
            SearchDocument(
                id="faq/" + fold_slug(title)[:30] + f"-{number}",
                language=language,
                title=title,
                answer=draw(22, subject),
                questions=tuple(draw(7, subject) for _ in range(4)),
                passages=(Passage("", "", draw(40, subject)), Passage("more", draw(4, subject), body)),
            )
        )
    return documents


def measure(language: str, count: int) -> dict[str, object]:
    """Bytes, requests and time of cold queries of one to four words."""
    documents = make_documents(language, count)
    began = time.perf_counter()
    index = build_index(documents, language)
    built = time.perf_counter() - began
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        core = write_shards(index, folder)
        worker = write_worker(folder, core)
        sizes = {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in folder.iterdir()}
        costs = []
        for number in range(QUERIES):
            words = documents[chance.randrange(count)].questions[0].split()
            query = " ".join(words[: 1 + number % 4])
            request = folder / "request.json"
            request.write_text(
                json.dumps({"scripts": SCRIPTS, "folder": name, "core": core, "queries": [query], "limit": 8}), "utf-8"
            )
            done = subprocess.run(["node", str(TWIN), str(request)], capture_output=True, text=True, check=True)
            fetched = json.loads(done.stdout)["requests"]
            costs.append((1 + len(fetched), sizes[worker] + sum(sizes[name] for name in fetched)))
    requests, bytes_used = zip(*costs, strict=True)
    return {
        "language": language, "articles": count, "index_seconds": round(built, 1),
        "worker_kb": round(sizes[worker] / 1000, 1), "requests_mean": round(statistics.mean(requests), 1),
        "requests_max": max(requests), "kb_mean": round(statistics.mean(bytes_used) / 1000, 1),
        "kb_max": round(max(bytes_used) / 1000, 1), "all_shards_kb": round(sum(sizes.values()) / 1000),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--languages", nargs="+", default=["vi", "en", "ms"])
    options = parser.parse_args()
    for count in options.sizes:
        for language in options.languages:
            print(json.dumps(measure(language, count)), flush=True)


if __name__ == "__main__":
    main()

"""Time of a message of 60 words over 10,000 articles of real text: ours beside tantivy and bm25s, in one run.

The text is that of evaluation sets (`search_corpus.pool_documents`), and so are the words of the messages. Ours goes
through the doors that ship: `kb search` (with passages and confidence), the ranking alone, which is what the others
do, and the browser's scorer under Node, warm. Each engine gets the same messages, reads them itself, ours by its own
reading and the others by their own tokenizers over words that ours has folded and stemmed, and gives eight results.

Rounds are interleaved: every engine asks all messages once a round, in turn. A figure is the median over the rounds of
the round's median, in milliseconds of processor time, user and system, of the process that searches; the ratio is to
the fastest peer of the run. Last comes what the browser fetches for one message with nothing cached, gzip -6.
tantivy and bm25s are measured when installed (the dependency group `bench`).

    python -m bench.message_speed ../shared/eval [--articles 10000] [--languages vi en] [--rounds 5] [--write]
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median

from bench.search_corpus import pool_documents
from bench.search_speed import RESULTS, TWIN, bm25s_asker, node_times, processor_times, stems, tantivy_asker, whole_text
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index, build_index
from kb.search.ranking.scoring import plan_query, score_documents, search
from kb.search.shards.write import write_shards

MESSAGES = 60
COLD = 12
"""Messages whose bytes are counted, each by a browser of its own."""
PEERS = {"tantivy": tantivy_asker, "bm25s": bm25s_asker}
Times = Callable[[], list[float]]


def engines(
    documents: list[SearchDocument], index: Index, messages: list[str], folder: Path, core: str
) -> dict[str, Times]:
    """Engine → a call that asks all messages once and gives each one's milliseconds."""
    language = index.language.code
    found: dict[str, Times] = {
        "kb search": lambda: processor_times(lambda text: search(index, text, 8), messages),
        "kb, ranking alone": lambda: processor_times(
            lambda text: score_documents(index, plan_query(index, text), 8), messages
        ),
        "kb in the browser": lambda: node_times(folder, core, messages),
    }
    texts = [whole_text(document, language) for document in documents]
    read = [stems(text, language) for text in messages]
    for name, make in PEERS.items():
        try:
            ask = make(texts)
        except ImportError:
            print(f"{name}: not installed")
            continue
        found[name] = lambda ask=ask: processor_times(ask, read)  # type: ignore[misc]
    return found


def fetched_bytes(folder: Path, core: str, message: str) -> tuple[int, int]:
    """Files and bytes (gzip -6) that the browser fetches for one message, beside the script with the core."""
    request = folder / "request.json"
    request.write_text(json.dumps({"folder": str(folder), "core": core, "queries": [message], "limit": 8}), "utf-8")
    done = subprocess.run(["node", str(TWIN), str(request)], capture_output=True, text=True, check=True)
    names = json.loads(done.stdout)["requests"]
    return len(names), sum(len(gzip.compress((folder / name).read_bytes(), 6)) for name in names)


def measure(sets: Path, language: str, articles: int, rounds: int) -> Iterator[dict[str, str | int | float]]:
    """A row for each engine."""
    documents, asked = pool_documents(sets, language, articles)
    messages = asked[:MESSAGES]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        index = build_index(documents, language)
        core = write_shards(index, folder)
        timed = engines(documents, index, messages, folder, core)
        medians: dict[str, list[float]] = {name: [] for name in timed}
        for _ in range(rounds):
            for name, times in timed.items():
                medians[name].append(median(times()))
        peers = [median(medians[name]) for name in timed if name in PEERS]
        for name, values in medians.items():
            ratio = round(median(values) / min(peers), 2) if peers else "-"
            yield {"engine": name, "language": language, "ms": round(median(values), 2), "ratio": ratio}
        cold = [fetched_bytes(folder, core, message) for message in messages[:COLD]]
        files, size = mean(files for files, _ in cold), mean(size for _, size in cold) / 1000
        yield {
            "engine": "kb in the browser, fetched",
            "language": language,
            "ms": f"{files:.1f} files",
            "ratio": f"{size:.1f} kB",
        }


def table(rows: Sequence[dict[str, str | int | float]]) -> str:
    """The rows as Markdown."""
    lines = ["| engine | language | median ms | ratio to the fastest peer |", "|---|---|---|---|"]
    return "\n".join(lines + ["| " + " | ".join(str(value) for value in row.values()) + " |" for row in rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="evaluation sets in the BEIR layout")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--languages", nargs="+", default=["vi", "en"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="the results into bench/results")
    options = parser.parse_args()
    rows = []
    for language in options.languages:
        for row in measure(options.folder, language, options.articles, options.rounds):
            rows.append(row)
            print(table([row]).splitlines()[-1], flush=True)
    if options.write:
        about = f"# Search: time of a message of 60 words\n\n{(__doc__ or '').strip()}\n\n"
        when = f"\n\n{options.articles} articles, {options.rounds} rounds, measured {datetime.now(UTC):%Y-%m-%d}.\n"
        (RESULTS / "message-speed.md").write_text(about + table(rows) + when, "utf-8")


if __name__ == "__main__":
    main()

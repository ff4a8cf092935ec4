"""Time of one search over 10,000 articles: ours, Whoosh's own scoring, tantivy and bm25s, side by side in one run.

Queries are three words, and messages of 60 words; each engine gets the same folded words and gives eight results.
The browser's scorer runs under Node, warm (the shards of the query are there), at 1,000 and 10,000 articles. Times
are milliseconds of processor time, user and system, of the process that searches. tantivy and bm25s are measured
when installed (the dependency group `bench`).

    python -m bench.search_speed [--articles 10000] [--language vi] [--parts browser python] [--write]
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from whoosh import fields
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import OrGroup, QueryParser

from bench.search_corpus import ROOT, make_documents
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import build_index
from kb.search.ranking.scoring import plan_query, score_documents
from kb.search.shards.write import write_shards
from kb.text.languages import load_language
from kb.text.tokenizer import read

TWIN = ROOT / "tests/twins/browser_twin.mjs"
RESULTS = ROOT / "bench" / "results"
QUERIES = 120
WHOOSH_QUERIES = 6
"""Whoosh takes seconds a message here; more would say the same."""


Row = dict[str, str | int | float]


def percentiles(times: list[float]) -> Row:
    """p50 and p95 in milliseconds."""
    ordered = sorted(times)
    return {
        "p50": round(ordered[len(ordered) // 2], 2),
        "p95": round(ordered[len(ordered) * 95 // 100], 2),
        "queries": len(ordered),
    }


def processor_times(ask: Callable[[str], object], queries: list[str]) -> list[float]:
    """Milliseconds of each query, after a warm-up of three."""
    for query in queries[:3]:
        ask(query)
    times = []
    for query in queries:
        began = time.process_time()
        ask(query)
        times.append((time.process_time() - began) * 1000)
    return times


def whole_text(document: SearchDocument, language: str) -> str:
    texts = [document.title, *document.questions, document.answer, *(p.text for p in document.passages)]
    return stems(" ".join(texts), language)


def stems(text: str, language: str) -> str:
    """The words of a text as each engine is given them."""
    return " ".join(token.stem for token in read(text, load_language(language)))


def whoosh_asker(texts: list[str]) -> Callable[[str], object]:
    index = RamStorage().create_index(fields.Schema(id=fields.STORED, text=fields.TEXT(phrase=False)))
    writer = index.writer()
    for number, text in enumerate(texts):
        writer.add_document(id=number, text=text)
    writer.commit()
    searcher, parser = index.searcher(), QueryParser("text", index.schema, group=OrGroup)
    return lambda query: searcher.search(parser.parse(query), limit=8)


def tantivy_asker(texts: list[str]) -> Callable[[str], object]:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False)
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for text in texts:
        writer.add_document(tantivy.Document(text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    return lambda query: searcher.search(index.parse_query(query, ["text"]), 8)


def bm25s_asker(texts: list[str]) -> Callable[[str], object]:
    import bm25s

    retriever = bm25s.BM25()
    retriever.index([text.split() for text in texts], show_progress=False)
    return lambda query: retriever.retrieve([query.split()], k=8, show_progress=False)


def node_times(folder: Path, core: str, queries: list[str]) -> list[float]:
    """The browser's scorer, each query asked twice, the second time counted."""
    request = folder / "request.json"
    asked = {"folder": str(folder), "core": core, "queries": queries * 2, "limit": 8, "times": True}
    request.write_text(json.dumps(asked), "utf-8")
    done = subprocess.run(["node", str(TWIN), str(request)], capture_output=True, text=True, check=True)
    return [float(time) for time in json.loads(done.stdout)["times"][len(queries) :]]


def queries_over(documents: list[SearchDocument], count: int) -> dict[str, list[str]]:
    chance = random.Random(3)
    words = [document.passages[1].text.split() for document in chance.sample(documents, count)]
    return {"3 words": [" ".join(w[:3]) for w in words], "60 words": [" ".join(w[:60]) for w in words]}


def measure_node(language: str, articles: int) -> Iterator[Row]:
    documents = make_documents(language, articles)
    with tempfile.TemporaryDirectory() as folder:
        core = write_shards(build_index(documents, language), Path(folder))
        for name, asked in queries_over(documents, QUERIES).items():
            row: Row = {"engine": "kb in the browser", "articles": articles, "query": name}
            yield row | percentiles(node_times(Path(folder), core, asked))


def measure_python(language: str, articles: int) -> Iterator[Row]:
    documents = make_documents(language, articles)
    index = build_index(documents, language)
    queries = queries_over(documents, QUERIES)
    for name, asked in queries.items():
        times = processor_times(lambda query: score_documents(index, plan_query(index, query), 8), asked)
        yield {"engine": "kb", "articles": articles, "query": name} | percentiles(times)
    texts = [whole_text(document, language) for document in documents]
    folded = {name: [stems(query, language) for query in asked] for name, asked in queries.items()}
    for engine, make in (("tantivy", tantivy_asker), ("bm25s", bm25s_asker), ("whoosh", whoosh_asker)):
        try:
            ask = make(texts)
        except ImportError:
            print(f"{engine}: not installed")
            continue
        for name, asked in folded.items():
            times = processor_times(ask, asked[:WHOOSH_QUERIES] if engine == "whoosh" else asked)
            yield {"engine": engine, "articles": articles, "query": name} | percentiles(times)


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    names = ("engine", "articles", "query", "p50", "p95", "queries", "measured")
    lines = ["| engine | articles | query | p50 ms | p95 ms | queries | measured |", "|---" * len(names) + "|"]
    return "\n".join(lines + ["| " + " | ".join(str(row[name]) for name in names) + " |" for row in rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--language", default="vi")
    parser.add_argument("--parts", nargs="+", default=["browser", "python"], choices=["browser", "python"])
    parser.add_argument("--write", action="store_true", help="the results into bench/results")
    options = parser.parse_args()
    rows: list[Row] = []
    sizes = sorted({1_000, options.articles})
    measured = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    parts = [partial(measure_node, articles=size) for size in sizes] if "browser" in options.parts else []
    if "python" in options.parts:
        parts.append(partial(measure_python, articles=options.articles))
    for part in parts:
        for row in part(options.language):
            rows.append(row | {"measured": measured})
            print(table(rows[-1:]).splitlines()[-1], flush=True)
    if options.write:
        write_results(rows)


def write_results(rows: list[Row]) -> None:
    """`bench/results/search-speed.json` and `.md`; what was not measured now stays, with the time when it was."""
    file = RESULTS / "search-speed.json"
    known: list[Row] = json.loads(file.read_text("utf-8")) if file.is_file() else []
    kept = {tuple(str(row[name]) for name in ("engine", "articles", "query")): row for row in [*known, *rows]}
    ordered = list(kept.values())
    file.write_text(json.dumps(ordered, indent=1) + "\n", "utf-8")
    about = f"# Search: time of one query\n\n{(__doc__ or '').strip()}\n\n"
    file.with_suffix(".md").write_text(about + table(ordered) + "\n", "utf-8")


if __name__ == "__main__":
    main()

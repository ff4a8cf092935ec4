"""Time of one search in Python over 10,000 articles, side by side with Whoosh's own scoring, tantivy and bm25s.

Queries are three words, and messages of 60 words; each engine gets the same folded words. tantivy and
bm25s are measured when installed (`pip install tantivy bm25s`). The browser's scorer runs under Node.

    python bench/search_speed.py [--articles 10000] [--language vi]
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from whoosh import fields
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import OrGroup, QueryParser

from bench.search_corpus import ROOT, make_documents
from kb.search.documents import SearchDocument
from kb.search.index import build_index
from kb.search.scoring import plan_query, score_documents
from kb.search.shards import write_shards
from kb.text import load_language, read

SCRIPTS = [str(ROOT / "kb/search/browser" / name) for name in ("reading.js", "scorer.js")]
TWIN = ROOT / "tests/search/browser_twin.mjs"
WHOOSH_QUERIES = 6
"""Whoosh takes seconds a message here; more would say the same."""


def percentiles(ask: Callable[[str], object], queries: list[str]) -> str:
    """p50 and p95 in milliseconds, after one warm-up round of three."""
    for query in queries[:3]:
        ask(query)
    times = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return f"p50 {times[len(times) // 2]:8.2f}  p95 {times[len(times) * 95 // 100]:8.2f}  n {len(times)}"


def whole_text(document: SearchDocument, language: str) -> str:
    texts = [document.title, *document.questions, document.answer, *(p.text for p in document.passages)]
    return " ".join(token.stem for token in read(" ".join(texts), load_language(language)))


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


def node_times(folder: Path, core: str, queries: list[str]) -> str:
    request = folder / "request.json"
    asked = {"scripts": SCRIPTS, "folder": str(folder), "core": core, "queries": queries, "limit": 8, "times": True}
    request.write_text(json.dumps(asked), "utf-8")
    done = subprocess.run(["node", str(TWIN), str(request)], capture_output=True, text=True, check=True)
    times = sorted(json.loads(done.stdout)["times"][len(queries) // 2 :])
    return f"p50 {times[len(times) // 2]:8.2f}  p95 {times[len(times) * 95 // 100]:8.2f}  n {len(times)} (warm)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--language", default="vi")
    options = parser.parse_args()
    documents = make_documents(options.language, options.articles)
    chance = random.Random(3)
    words = [document.passages[1].text.split() for document in chance.sample(documents, 120)]
    queries = {"3 words": [" ".join(w[:3]) for w in words], "60 words": [" ".join(w[:60]) for w in words]}
    index = build_index(documents, options.language)
    texts = [whole_text(document, options.language) for document in documents]
    language = load_language(options.language)
    folded = {name: [" ".join(t.stem for t in read(q, language)) for q in asked] for name, asked in queries.items()}
    for name, asked in queries.items():
        print(f"{name}: kb        {percentiles(lambda q: score_documents(index, plan_query(index, q))[:8], asked)}")
        with tempfile.TemporaryDirectory() as folder:
            core = write_shards(index, Path(folder))
            print(f"{name}: kb, Node  {node_times(Path(folder), core, asked * 2)}", flush=True)
    engines = (("whoosh", whoosh_asker), ("tantivy", tantivy_asker), ("bm25s", bm25s_asker))
    for engine, make in engines:
        try:
            ask = make(texts)
        except ImportError:
            print(f"{engine}: not installed")
            continue
        for name, asked in folded.items():
            few = asked[:WHOOSH_QUERIES] if engine == "whoosh" else asked
            print(f"{name}: {engine:9} {percentiles(ask, few)}", flush=True)


if __name__ == "__main__":
    main()

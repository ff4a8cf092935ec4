"""Whether Python and the browser's scorer give the same results, for every query of evaluation sets and of bench/data.

Each set is indexed and written as a site's index is; Node asks that index with the browser's code, as
tests/twins/test_search.py does for a handful of texts. Compared are the order, the scores and the confidences of the
first ten, whole and with the last word unfinished, as typed and with typing errors. Prints how many queries differ,
with the first of them; ends with 1 if any does.

    python -m bench.search_twins ../shared/eval [--limit 500]
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from bench.search_speed import TWIN
from kb.search.indexing.index import Index, build_index
from kb.search.quality.evaluation import load_evaluation, misspell
from kb.search.ranking.scoring import judge, plan_query, score_documents
from kb.search.shards.write import write_shards
from kb.workspace.indexes import build_index_of
from kb.workspace.workspace import open_workspace
from tests.twins.node import find_node

ROOT = Path(__file__).parents[1]
COMPARED = 10
Row = tuple[str, int, int]
"""Document, score, confidence."""


def asked_sets(folder: Path, limit: int) -> Iterator[tuple[str, Index, list[str]]]:
    """Name, index and queries of each set of `folder`, at most `limit` each, and of this project's questions."""
    for path in sorted(file.parent for file in folder.glob("*/corpus.jsonl")):
        data = load_evaluation(path)
        queries = [data.queries[id] for id in sorted(data.queries)]
        yield path.name, build_index(data.documents, data.language), sampled(queries, limit)
    workspace = open_workspace(ROOT, "public", today=date.today(), with_checks=False)
    files = sorted((ROOT / "bench" / "data").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    for code in workspace.edition.options.languages:
        queries = [row["text"] for row in rows if row["language"] == code]
        yield f"bench/data {code}", build_index_of(workspace, code), sampled(queries, limit)


def sampled(queries: list[str], limit: int) -> list[str]:
    return queries if len(queries) <= limit else random.Random(1).sample(queries, limit)


def in_python(index: Index, query: str, *, is_typing: bool) -> list[Row]:
    plan = plan_query(index, query, is_typing=is_typing)
    ranked = score_documents(index, plan, COMPARED)
    return [(index.documents[at].id, score, judge(plan, ranked, i)) for i, (score, at) in enumerate(ranked)]


def in_javascript(folder: Path, core: str, queries: Sequence[str], *, is_typing: bool) -> list[list[Row]]:
    file = folder / "request.json"
    request = {"folder": str(folder), "core": core, "queries": queries, "typing": is_typing, "limit": COMPARED}
    file.write_text(json.dumps(request), "utf-8")
    done = subprocess.run([find_node(), str(TWIN), str(file)], capture_output=True, text=True, check=True)
    return [
        [(hit["id"], hit["score"], hit["confidence"]) for hit in hits] for hits in json.loads(done.stdout)["answers"]
    ]


def differences(index: Index, queries: Sequence[str]) -> Iterator[str]:
    """The queries whose results differ."""
    with tempfile.TemporaryDirectory() as folder:
        core = write_shards(index, Path(folder))
        for is_typing in (False, True):
            answers = in_javascript(Path(folder), core, queries, is_typing=is_typing)
            for query, found in zip(queries, answers, strict=True):
                if found != in_python(index, query, is_typing=is_typing):
                    yield query


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=10_000, help="queries of a set")
    options = parser.parse_args()
    total = 0
    for name, index, queries in asked_sets(options.folder, options.limit):
        spoilt = [misspell(query, random.Random(f"1 {query}")) for query in queries]
        found = list(differences(index, [*queries, *spoilt]))
        total += len(found)
        print(f"{name:24}{4 * len(queries):7} asked, {len(found)} differ", *found[:1], flush=True)
    return bool(total)


if __name__ == "__main__":
    sys.exit(main())

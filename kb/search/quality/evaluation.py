"""How good the search is: figures over a folder in the BEIR layout.

The layout: `corpus.jsonl` (`_id`, `title`, `text`, optionally `questions`), `queries.jsonl`
(`_id`, `text`), `qrels/test.tsv` (query, document, grade) and, optionally, `dataset.json` with
`language`. A query without a grade above 0 has no answer there.
"""

from __future__ import annotations

import json
import math
import random
import re
import time
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index, build_index
from kb.search.ranking.scoring import judge, plan_query, score_documents
from kb.text.folding import fold, fold_slug
from kb.text.language_detection import guess_language

ANSWERED = 50
"""Confidence from which the first result counts as an answer."""
GUESSED_LANGUAGES = ("vi", "ms", "en")


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """A corpus, queries and which documents answer them."""

    language: str
    documents: tuple[SearchDocument, ...]
    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]
    """Query → document → grade above 0."""


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """What came back for one query."""

    ranked: tuple[str, ...]
    """Ids of the first ten."""
    confidence: int
    """Of the first; -1 when nothing came back."""
    milliseconds: float


def _read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def split_passages(markdown: str) -> tuple[Passage, ...]:
    """Sections of a text by its `#` headings."""
    passages = []
    parts = re.split(r"^#{1,6}[ \t]+(.*)$", markdown, flags=re.MULTILINE)
    for heading, text in zip(["", *parts[1::2]], parts[0::2], strict=True):
        if heading or text.strip():
            passages.append(Passage(fold_slug(heading), heading, text.strip("\n")))
    return tuple(passages)


def load_evaluation(folder: Path) -> EvaluationSet:
    """Read a BEIR folder.

    Raises OSError if a file is missing and ValueError if one cannot be read.
    """
    rows = _read_lines(folder / "corpus.jsonl")
    about = folder / "dataset.json"
    language = json.loads(about.read_text("utf-8")).get("language", "") if about.is_file() else ""
    if not language:
        sample = " ".join(row.get("text", "")[:500] or " ".join(row.get("questions", ())) for row in rows[:50])
        language = guess_language(sample, GUESSED_LANGUAGES).language
    documents = tuple(
        SearchDocument(
            id=row["_id"],
            language=language,
            title=row.get("title") or "",
            questions=tuple(row.get("questions") or ()),
            passages=split_passages(row.get("text") or ""),
        )
        for row in rows
    )
    queries = {row["_id"]: row["text"] for row in _read_lines(folder / "queries.jsonl")}
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels" / "test.tsv").read_text("utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if int(grade) > 0 and query in queries:
            grades.setdefault(query, {})[document] = int(grade)
    return EvaluationSet(language, documents, queries, grades)


def misspell(text: str, chance: random.Random) -> str:
    """`text` with one adjacent swap, dropped or doubled letter in each word of four letters or more."""

    def change(match: re.Match[str]) -> str:
        word = match.group()
        if len(word) < 4:
            return word
        kind, place = chance.choice(("swap", "drop", "double")), chance.randrange(len(word) - 1)
        if kind == "swap":
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return word[:place] + word[place + 1 :] if kind == "drop" else word[: place + 1] + word[place:]

    return re.sub(r"[^\W\d_]+", change, text)


def ask(index: Index, query: str) -> QueryAnswer:
    """Search once, as the front doors do, without the texts that they show."""
    began = time.perf_counter()
    plan = plan_query(index, query)
    ranked = score_documents(index, plan, 10)
    confidence = judge(plan, ranked, 0) if ranked else -1
    taken = (time.perf_counter() - began) * 1000
    return QueryAnswer(tuple(index.documents[place].id for _, place in ranked), confidence, taken)


def measure(answers: Mapping[str, QueryAnswer], grades: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """The figures, unrounded; see `evaluate`."""
    answerable = [query for query in answers if query in grades]
    ranks = [_first_best(answers[query].ranked, grades[query]) for query in answerable]
    count = len(answerable)

    def share(values: Iterable[float]) -> float | None:
        return sum(values) / count if count else None

    times = sorted(answer.milliseconds for answer in answers.values()) or [0.0]
    return {
        "queries": len(answers),
        "answerable": count,
        "hit@1": share(rank == 1 for rank in ranks),
        "hit@3": share(0 < rank <= 3 for rank in ranks),
        "hit@5": share(0 < rank <= 5 for rank in ranks),
        "mrr@10": share(1 / rank if rank else 0.0 for rank in ranks),
        "ndcg@10": share(_gain(answers[query].ranked, grades[query]) for query in answerable),
        "auroc": auroc(
            [answers[query].confidence for query in answerable],
            [answer.confidence for query, answer in answers.items() if query not in grades],
        ),
        "answered_share": sum(a.confidence >= ANSWERED for a in answers.values()) / max(1, len(answers)),
        "latency_ms": {"p50": times[len(times) // 2], "p95": times[min(len(times) - 1, len(times) * 95 // 100)]},
    }


def _first_best(ranked: Sequence[str], grades: Mapping[str, int]) -> int:
    """Rank of the first document of the highest grade, from 1; 0 when there is none."""
    highest = max(grades.values())
    return next((rank for rank, document_id in enumerate(ranked, 1) if grades.get(document_id, 0) == highest), 0)


def _gain(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    def discounted(values: Iterable[int]) -> float:
        return sum(float(2**value - 1) / math.log2(rank + 1) for rank, value in enumerate(values, 1))

    best = discounted(sorted(grades.values(), reverse=True)[:10])
    return discounted(grades.get(document_id, 0) for document_id in ranked[:10]) / best


def auroc(answerable: Sequence[int], unanswerable: Sequence[int]) -> float | None:
    """Chance that an answerable query has the higher confidence; ties count half."""
    if not answerable or not unanswerable:
        return None
    below = {value: sum(other < value for other in unanswerable) for value in set(answerable)}
    same = {value: sum(other == value for other in unanswerable) for value in set(answerable)}
    wins = sum(below[value] + same[value] / 2 for value in answerable)
    return wins / (len(answerable) * len(unanswerable))


def evaluate(
    folder: Path, *, no_accents: bool = False, nfd: bool = False, typos_seed: int | None = None
) -> dict[str, Any]:
    """Index a BEIR folder exactly as articles are indexed, ask every query, and measure.

    `no_accents`, `nfd` and `typos_seed` change the queries: accents folded away, decomposed Unicode,
    one typing error in each longer word. Raises OSError or ValueError for a folder that cannot be read.
    """
    data = load_evaluation(Path(folder))
    index = build_index(data.documents, data.language)
    answers = {}
    for document_id, text in data.queries.items():
        text = fold(text) if no_accents else text
        text = misspell(text, random.Random(f"{typos_seed} {document_id}")) if typos_seed is not None else text
        answers[document_id] = ask(index, unicodedata.normalize("NFD", text) if nfd else text)
    figures = measure(answers, data.grades)
    latency = {name: round(value, 3) for name, value in figures.pop("latency_ms").items()}
    rounded = {name: round(value, 4) if isinstance(value, float) else value for name, value in figures.items()}
    return {"documents": len(data.documents), **rounded, "latency_ms": latency}

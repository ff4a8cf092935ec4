"""What each part of the search brings: hit@1 with one part switched off, over evaluation sets and our own data.

Each row switches one cause off and nothing else. Columns: the average over the sets of the folder as typed, with
accents folded away, and with one typing error in each longer word; the average over the open half of `bench/data`,
as typed and with typing errors; and the set that loses the most. A second table does the same to the two parts of the
confidence (over the half that it was fitted to): the chance that an answered question has more of it than a stray one,
near or far, and that a right first result has more than a wrong one. Facets rank nothing and have no row.

    python -m bench.ablate_search ../shared/eval [--sample 100] [--write]
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import mean
from types import ModuleType

from bench.tune_search import ROOT, Sample, load, sample_of, with_language, without_questions
from kb.search.indexing.index import Index, build_index
from kb.search.indexing.weights import WEIGHTS, Weights
from kb.search.quality.evaluation import EvaluationSet, ask, auroc, measure, misspell
from kb.search.ranking import confidence, scoring, spelling
from kb.text.folding import fold
from kb.text.tokenizer import is_code, read
from kb.workspace.indexes import build_index_of
from kb.workspace.workspace import open_workspace

RESULT = ROOT / "bench" / "results" / "search-ablation.md"
START, END = "<!-- ablate_search -->", "<!-- /ablate_search -->"
Switch = tuple[ModuleType, str, object]


@dataclass(frozen=True)
class Part:
    """One cause, and how it is switched off: in the weights, in what is counted, or in how a query is read."""

    name: str
    weights: Weights = WEIGHTS
    change: Callable[[Sample], Sample] | None = None
    switch: Switch | None = None


PARTS = (
    Part("everything"),
    Part("without codes", switch=(scoring, "read", lambda *a: [t for t in read(*a) if not is_code(t.folded)])),
    Part("without joined words", switch=(scoring, "join_words", lambda tokens, *_: (tokens, {}))),
    Part("without split words", switch=(scoring, "split_word", lambda *_: ())),
    Part("without repair", switch=(scoring, "repair", lambda *_: [])),
    Part("without the dictionary of real words", switch=(spelling, "forms_in_language", lambda *_: [])),
    Part("without pairs", replace(WEIGHTS, pair_in_query=0)),
    Part("without pairs of the body", replace(WEIGHTS, pair=(*WEIGHTS.pair[:4], 0.0))),
    Part("without concepts", replace(WEIGHTS, concept_in_query=0)),
    Part("concepts of known words in full", replace(WEIGHTS, known_concept_in_query=WEIGHTS.concept_in_query)),
    Part("each word of a meaning in full", replace(WEIGHTS, meaning_in_query=100)),
    Part("without tones restored", change=lambda sample: with_language(sample, phrases={})),
    Part("without tones, exact words", replace(WEIGHTS, exact_in_query=0)),
    Part("without slang", change=lambda sample: with_language(sample, alternatives={})),
    Part("without stems and roots", change=lambda sample: with_language(sample, stem=lambda word: word)),
    Part("without weak words", change=lambda s: with_language(s, weak=frozenset(), fairly_weak=frozenset())),
    Part("without the questions field", change=without_questions),
    Part("without lengths", replace(WEIGHTS, lengths=dict.fromkeys(WEIGHTS.lengths, 0.0))),
)
VIEWS: dict[str, Callable[[str, str], str]] = {
    "typed": lambda id, text: text,
    "folded": lambda id, text: fold(text),
    "typos": lambda id, text: misspell(text, random.Random(f"1 {id}")),
}
CONFIDENCE: dict[str, Switch | None] = {
    "both parts": None,
    "strength alone": (confidence, "FIRST", (100,)),
    "lead alone": (confidence, "ANSWERED", (100,)),
}


@contextmanager
def switched(switch: Switch | None) -> Iterator[None]:
    """One name of a module set to something else."""
    if switch is None:
        yield
        return
    module, name, value = switch
    kept = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, kept)


def own_samples() -> tuple[list[Sample], list[Sample]]:
    """The open half of `bench/data` over this project's public articles, by language: answerable, and all questions."""
    workspace = open_workspace(ROOT, "public", today=date.today(), with_checks=False)
    files = sorted((ROOT / "bench" / "data").glob("*.jsonl"))
    rows = [row for file in files for row in map(json.loads, file.read_text("utf-8").splitlines())]
    answerable, whole = [], []
    for code in workspace.edition.options.languages:
        asked = {row["id"]: row for row in rows if row["split"] == "open" and row["language"] == code}
        grades = {id: dict.fromkeys(row["right"], 1) for id, row in asked.items() if row["right"]}
        documents = build_index_of(workspace, code).documents
        queries = {id: row["text"] for id, row in asked.items()}
        data = EvaluationSet(code, documents, queries, grades)
        answerable.append(sample_of(f"data_{code}", data, sorted(grades)))
        whole.append(replace(answerable[-1], queries=queries))
    return answerable, whole


def index_of(sample: Sample, weights: Weights = WEIGHTS) -> Index:
    return build_index(sample.data.documents, sample.language, sample.counts, weights)


def hits(sample: Sample, index: Index) -> dict[str, float]:
    """hit@1 by view."""
    found = {}
    for view, change in VIEWS.items():
        answers = {id: ask(index, change(id, text)) for id, text in sample.queries.items()}
        found[view] = measure(answers, sample.data.grades)["hit@1"]
    return found


def ablate(sets: Sequence[Sample], own: Sequence[Sample]) -> Iterator[str]:
    """The table's lines."""
    yield "| part | sets | folded | typos | bench/data | typos | loses the most |"
    yield "|---" * 7 + "|"
    plain = {sample.name: index_of(sample) for sample in (*sets, *own)}
    whole: dict[str, float] = {}
    for part in PARTS:
        is_same = part.weights == WEIGHTS and part.change is None
        figures: dict[str, dict[str, float]] = {}
        for sample in (*sets, *own):
            changed = part.change(sample) if part.change else sample
            index = plain[sample.name] if is_same else index_of(changed, part.weights)
            with switched(part.switch):
                figures[sample.name] = hits(sample, index)
        whole = whole or {name: views["typed"] for name, views in figures.items()}
        lost, worst = max((whole[name] - views["typed"], name) for name, views in figures.items())
        cells = [mean(figures[sample.name][view] for sample in sets) for view in VIEWS]
        cells += [mean(figures[sample.name][view] for sample in own) for view in ("typed", "typos")]
        told = f"{worst} {-lost:+.3f}" if lost > 0 else "none"
        yield f"| {part.name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + f" | {told} |"


def ablate_confidence(own: Sequence[Sample]) -> Iterator[str]:
    """The lines of the confidence's table."""
    yield "| confidence | language | near | far | right |"
    yield "|---" * 5 + "|"
    distances = {row["id"]: row["distance"] for row in _unanswered()}
    for name, switch in CONFIDENCE.items():
        for sample in own:
            index = index_of(sample)
            with switched(switch):
                answers = {id: ask(index, text) for id, text in sample.queries.items()}
            asked = [answer.confidence for id, answer in answers.items() if id in sample.data.grades]
            stray = {
                distance: [answer.confidence for id, answer in answers.items() if distances.get(id) == distance]
                for distance in ("near", "far")
            }
            right: tuple[list[int], list[int]] = ([], [])
            for id, answer in answers.items():
                if id in sample.data.grades:
                    is_right = bool(answer.ranked) and answer.ranked[0] in sample.data.grades[id]
                    right[not is_right].append(answer.confidence)
            values = (auroc(asked, stray["near"]), auroc(asked, stray["far"]), auroc(*right))
            cells = " | ".join("-" if value is None else f"{value:.3f}" for value in values)
            yield f"| {name} | {sample.language.code} | {cells} |"


def _unanswered() -> list[dict[str, str]]:
    file = ROOT / "bench" / "data" / "unanswered_questions.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=100, help="queries of a set")
    parser.add_argument("--write", action="store_true", help=f"the tables into {RESULT.relative_to(ROOT)}")
    options = parser.parse_args()
    answerable, whole = own_samples()
    lines = [f"`python -m bench.ablate_search ../shared/eval --sample {options.sample}`, "
             f"measured {datetime.now(UTC):%Y-%m-%d}."]  # fmt: skip
    for make in (lambda: ablate_confidence(whole), lambda: ablate(load(options.folder, options.sample), answerable)):
        lines.append("")
        for line in make():
            lines.append(line)
            print(line, flush=True)
    if options.write:
        write(lines)


def write(lines: Sequence[str], file: Path = RESULT) -> None:
    """Put the lines between the marks of the file of results."""
    before, _, rest = file.read_text("utf-8").partition(START)
    _, _, after = rest.partition(END)
    file.write_text("\n".join([f"{before}{START}", *lines, f"{END}{after}"]), "utf-8")


if __name__ == "__main__":
    main()

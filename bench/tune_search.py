"""Set, judge and calibrate the ranking's numbers on evaluation sets; nothing of the sets is kept.

python bench/tune_search.py tune ../shared/eval       coordinate ascent over kb/search/indexing/weights.py
python bench/tune_search.py validate ../shared/eval   the same, each set measured by weights tuned on the others
python bench/tune_search.py ablate ../shared/eval     what each part of the search brings
python bench/tune_search.py calibrate ../shared/eval  the table of kb/search/ranking/confidence.py
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from statistics import mean

from kb.search.indexing.index import Index, build_index
from kb.search.indexing.term_frequencies import TermCounts, count_terms
from kb.search.indexing.weights import WEIGHTS, Weights
from kb.search.quality.evaluation import EvaluationSet, ask, auroc, load_evaluation, measure, misspell
from kb.search.ranking import scoring
from kb.search.ranking.confidence import HIGHEST_RAW, HIGHEST_STRENGTH, STEP, raw_confidence
from kb.search.ranking.scoring import plan_query, score_documents
from kb.text.folding import fold
from kb.text.languages import Language, load_language

SAMPLE = 250
FOLDS = 4
EVERYTHING = Weights(
    word=(1.0,) * 5, exact=(1.0,) * 5, concept=(1.0,) * 5, pair=(1.0, 1.0, 1.0, 1.0, 0.0)
)  # counts of all that could be asked for, but pairs of the body: too many bytes for what they bring
NEUTRAL = Weights(
    saturation=1.2, lengths=dict.fromkeys(WEIGHTS.lengths, 0.75), word=(2.0, 1.0, 1.0, 1.0, 1.0),
    exact=(2.0, 1.0, 1.0, 1.0, 0.0), concept=(2.0, 1.0, 1.0, 1.0, 0.0), pair=(2.0, 1.0, 1.0, 1.0, 0.0),
    exact_in_query=30, concept_in_query=50, pair_in_query=30,
)  # fmt: skip
"""Where cross-validation starts from: a textbook BM25F that has seen no set."""
Score = dict[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Sample:
    """One set with its counts made, and the queries asked of it."""

    name: str
    data: EvaluationSet
    language: Language
    counts: Mapping[str, TermCounts]
    queries: Mapping[str, str]


def load(folder: Path, limit: int | None = SAMPLE) -> list[Sample]:
    """Every set of `folder` that has answerable queries, out-of-scope sets aside."""
    samples = []
    for path in sorted(folder.iterdir()):
        if not (path / "corpus.jsonl").is_file() or "out_of_scope" in path.name:
            continue
        data = load_evaluation(path)
        language = load_language(data.language)
        asked = [query for query in data.queries if query in data.grades]
        if limit and len(asked) > limit:
            asked = random.Random(1).sample(asked, limit)
        counts = {document.id: count_terms(document, language, EVERYTHING) for document in data.documents}
        samples.append(Sample(path.name, data, language, counts, {query: data.queries[query] for query in asked}))
    return samples


def score(sample: Sample, weights: Weights, view: Callable[[str, str], str] | None = None) -> tuple[float, float]:
    """hit@1 and mrr@10 of one set."""
    index = build_index(sample.data.documents, sample.language, sample.counts, weights)
    asked = {id: view(id, text) if view else text for id, text in sample.queries.items()}
    figures = measure({id: ask(index, text) for id, text in asked.items()}, sample.data.grades)
    return figures["hit@1"], figures["mrr@10"]


def objective(samples: list[Sample], weights: Weights) -> float:
    return mean(mean(score(sample, weights)) for sample in samples)


def moves(weights: Weights) -> list[Weights]:
    """Weights that differ in one number."""
    found: list[Weights] = []
    for f in fields(Weights):
        value = getattr(weights, f.name)
        if f.name == "lengths":
            for name, b in value.items():
                found += [replace(weights, lengths=value | {name: n}) for n in (max(0.0, b - 0.25), min(1.0, b + 0.25))]
        elif isinstance(value, tuple):
            for i, n in enumerate(value):
                options = (round(n * 0.6, 2), round(n * 1.6, 2)) if n else ()
                found += [replace(weights, **{f.name: (*value[:i], o, *value[i + 1 :])}) for o in options]
        else:
            found += [replace(weights, **{f.name: type(value)(value * k)}) for k in (0.7, 1.4)]
    return [move for move in found if move != weights]


def tune(samples: list[Sample], weights: Weights, rounds: int = 1) -> Weights:
    """Coordinate ascent: keep each single change that helps the average over the sets."""
    best = objective(samples, weights)
    chance = random.Random(1)
    for _ in range(rounds):
        positions = list(range(len(moves(weights))))
        chance.shuffle(positions)
        for position in positions:
            options = moves(weights)
            if position < len(options):
                value = objective(samples, options[position])
                if value > best + 1e-4:
                    best, weights = value, options[position]
    return weights


def validate(samples: list[Sample]) -> None:
    """Leave every fourth set out, tune on the others from the neutral start, measure on those left out."""
    print(f"{'set left out':22}{'neutral':>9}{'tuned on others':>17}{'shipped':>9}   hit@1")
    rows = []
    for fold_number in range(FOLDS):
        left_out = samples[fold_number::FOLDS]
        others = tune([sample for sample in samples if sample not in left_out], NEUTRAL)
        for sample in left_out:
            rows.append([score(sample, weights)[0] for weights in (NEUTRAL, others, WEIGHTS)])
            print(f"{sample.name:22}{rows[-1][0]:9.3f}{rows[-1][1]:17.3f}{rows[-1][2]:9.3f}", flush=True)
    columns = [mean(column) for column in zip(*rows, strict=True)]
    print(f"{'average':22}{columns[0]:9.3f}{columns[1]:17.3f}{columns[2]:9.3f}")


def _without_questions(sample: Sample) -> Sample:
    """Questions as so much more body text, not as a field of their own."""
    moved = {}
    for id, counts in sample.counts.items():
        terms = {t: (n[0], 0, n[2], n[3], n[4] + n[1]) for t, n in counts.terms.items()}
        lengths = counts.lengths
        moved[id] = TermCounts((lengths[0], 0, lengths[2], lengths[3], lengths[4] + lengths[1]), terms)
    return replace(sample, counts=moved)


def _with_language(sample: Sample, **changes: object) -> Sample:
    language = replace(sample.language, **changes)
    counts = {document.id: count_terms(document, language, EVERYTHING) for document in sample.data.documents}
    return replace(sample, language=language, counts=counts)


def ablate(samples: list[Sample]) -> None:
    """hit@1 on each set without one part; below it, the average as typed, folded and with typing errors."""
    parts: dict[str, tuple[Weights, Callable[[Sample], Sample]]] = {
        "everything": (WEIGHTS, lambda s: s),
        "without the questions field": (WEIGHTS, _without_questions),
        "without bigrams": (replace(WEIGHTS, pair_in_query=0), lambda s: s),
        "without tones, exact words": (replace(WEIGHTS, exact_in_query=0), lambda s: s),
        "without slang": (WEIGHTS, lambda s: _with_language(s, alternatives={})),
        "without concepts": (replace(WEIGHTS, concept_in_query=0), lambda s: s),
        "without stems and roots": (WEIGHTS, lambda s: _with_language(s, stem=lambda word: word)),
        "without weak words": (WEIGHTS, lambda s: _with_language(s, weak=frozenset(), fairly_weak=frozenset())),
        "without repair": (WEIGHTS, lambda s: _with_language(s, is_well_formed=lambda word: True)),
        "with bigrams of the body": (replace(WEIGHTS, pair=(*WEIGHTS.pair[:4], 0.3)), _with_body_pairs),
        "with tones of the body": (replace(WEIGHTS, exact=(*WEIGHTS.exact[:4], 0.3)), lambda s: s),
    }
    views: dict[str, Callable[[str, str], str] | None] = {
        "typed": None,
        "folded": lambda id, text: fold(text),
        "typos": lambda id, text: misspell(text, random.Random(f"1 {id}")),
    }
    print("| part | " + " | ".join(s.name for s in samples) + " | average | folded | typos |")
    print("|---" * (len(samples) + 4) + "|")
    for name, (weights, change) in parts.items():
        changed = [change(sample) for sample in samples]
        shown = {view: [score(s, weights, function)[0] for s in changed] for view, function in views.items()}
        cells = [f"{value:.3f}" for value in (*shown["typed"], *(mean(values) for values in shown.values()))]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def _with_body_pairs(sample: Sample) -> Sample:
    everything = replace(EVERYTHING, pair=(1.0,) * 5)
    counts = {d.id: count_terms(d, sample.language, everything) for d in sample.data.documents}
    return replace(sample, counts=counts)


def observe(index: Index, query: str, grades: Mapping[str, int]) -> tuple[int, int, bool] | None:
    """Coverage, strength, and whether the first result is right."""
    plan = plan_query(index, query)
    ranked = score_documents(index, plan)
    if not ranked:
        return None
    value, document = ranked[0]
    covered, strength = scoring.evidence(plan, document, value)
    return covered, strength, grades.get(index.documents[document].id, 0) > 0


def calibrate(folder: Path) -> None:
    """Fit the chance of a right answer to coverage and strength; print the constants to paste."""
    seen: list[tuple[int, int, bool, float]] = []
    for path in sorted(path.parent for path in folder.glob("*/corpus.jsonl")):
        data = load_evaluation(path)
        index = build_index(data.documents, data.language)
        queries = random.Random(2).sample(sorted(data.queries), min(400, len(data.queries)))
        found = [observe(index, data.queries[id], data.grades.get(id, {})) for id in queries]
        without = sum(id not in data.grades for id in queries) or 1
        # Four first results in ten are given no right answer to find, as a rough guess at real traffic.
        for id, one in zip(queries, found, strict=True):
            if one:
                weight = 0.6 / 10 / (len(queries) - without + 1) if id in data.grades else 0.4 / 3 / without
                seen.append((*one, 10 * weight))
    raw = [(raw_confidence(covered, strength) / 100, is_right, weight) for covered, strength, is_right, weight in seen]
    bias, slope = 0.0, 0.0
    for _ in range(4_000):
        errors = [(x, (right - 1 / (1 + math.exp(-(bias + slope * x)))) * weight) for x, right, weight in raw]
        bias += 0.5 * sum(error for _, error in errors)
        slope += 0.5 * sum(x * error for x, error in errors)
    print(f"logistic: {bias:.3f} + {slope:.3f} raw")
    steps = range(0, HIGHEST_RAW + STEP, STEP)
    print(f"CONFIDENCES = {tuple(round(100 / (1 + math.exp(-(bias + slope * step / 100)))) for step in steps)}")
    for share in (0, 20, 35, 50, 75, 100):
        separated = {name: round(value, 3) for name, value in separate(folder, share).items()}
        print(f"coverage share {share}: AUROC {separated}")


def separate(folder: Path, share: int) -> dict[str, float]:
    """AUROC of each out-of-scope set, were coverage to weigh `share` per cent."""
    found = {}
    for path in sorted(folder.glob("*out_of_scope*")):
        data = load_evaluation(path)
        index = build_index(data.documents, data.language)
        values: dict[bool, list[int]] = {True: [], False: []}
        for id, text in data.queries.items():
            one = observe(index, text, {})
            value = share * one[0] + (100 - share) * min(one[1], HIGHEST_STRENGTH) if one else -1
            values[id in data.grades].append(value)
        found[path.name] = auroc(values[True], values[False]) or 0.0
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("tune", "validate", "ablate", "calibrate"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="every query, not a sample of 250 a set")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="queries of a set")
    options = parser.parse_args()
    if options.what == "calibrate":
        return calibrate(options.folder)
    samples = load(options.folder, None if options.all else options.sample)
    actions = {"tune": lambda s: print(tune(s, WEIGHTS, rounds=2)), "validate": validate, "ablate": ablate}
    return partial(actions[options.what], samples)()


if __name__ == "__main__":
    main()

"""Set, judge and calibrate the ranking's numbers on evaluation sets; nothing of the sets is kept.

python bench/tune_search.py tune ../shared/eval       coordinate ascent over kb/search/indexing/weights.py
python bench/tune_search.py validate ../shared/eval   the same, each set measured by weights tuned on the others
python bench/tune_search.py calibrate ../shared/eval  the table of kb/search/ranking/confidence.py
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from pathlib import Path
from statistics import mean

from kb.search.indexing.index import Index, build_index, language_for
from kb.search.indexing.term_frequencies import TermCounts, count_terms
from kb.search.indexing.weights import WEIGHTS, Weights
from kb.search.quality.evaluation import EvaluationSet, ask, load_evaluation, measure
from kb.search.ranking import scoring
from kb.search.ranking.confidence import HIGHEST_STRENGTH, STEP
from kb.search.ranking.scoring import plan_query, score_documents
from kb.text.languages import Language, load_language
from kb.workspace.indexes import build_index_of
from kb.workspace.workspace import open_workspace

ROOT = Path(__file__).parents[1]
SAMPLE = 250
FOLDS = 4
EVERYTHING = Weights(
    word=(1.0,) * 5, exact=(1.0,) * 5, concept=(1.0,) * 5, pair=(1.0,) * 5
)  # counts of all that could be asked for
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
        asked = [query for query in data.queries if query in data.grades]
        if limit and len(asked) > limit:
            asked = random.Random(1).sample(asked, limit)
        samples.append(sample_of(path.name, data, asked))
    return samples


def sample_of(name: str, data: EvaluationSet, asked: Sequence[str]) -> Sample:
    """A set, of whose queries those with the ids `asked` are put."""
    language = load_language(data.language)
    counts = {one.id: count_terms(one, language_for(one, language), EVERYTHING) for one in data.documents}
    return Sample(name, data, language, counts, {query: data.queries[query] for query in asked})


def score(sample: Sample, weights: Weights) -> tuple[float, float]:
    """hit@1 and mrr@10 of one set."""
    index = build_index(sample.data.documents, sample.language, sample.counts, weights)
    figures = measure({id: ask(index, text) for id, text in sample.queries.items()}, sample.data.grades)
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


def without_questions(sample: Sample) -> Sample:
    """Questions as so much more body text, not as a field of their own."""
    moved = {}
    for id, counts in sample.counts.items():
        terms = {t: (n[0], 0, n[2], n[3], n[4] + n[1]) for t, n in counts.terms.items()}
        lengths = counts.lengths
        moved[id] = TermCounts((lengths[0], 0, lengths[2], lengths[3], lengths[4] + lengths[1]), terms)
    return replace(sample, counts=moved)


def with_language(sample: Sample, **changes: object) -> Sample:
    """The sample read in a language that differs in some of its parts."""
    language = replace(sample.language, **changes)
    counts = {document.id: count_terms(document, language, EVERYTHING) for document in sample.data.documents}
    return replace(sample, language=language, counts=counts)


@dataclass(frozen=True)
class Observation:
    """One question's first result."""

    strength: int
    leads: tuple[int, ...]
    is_answerable: bool
    is_right: bool
    weight: float
    has_strangers: bool
    """Whether its set has questions that nothing answers, as those of a shop do."""


def observe(
    index: Index, query: str, right: frozenset[str], weight: float, *, has_strangers: bool = True
) -> Observation | None:
    """What came first for `query`; None when nothing did."""
    ranked = score_documents(index, (plan := plan_query(index, query)), scoring.TO_COMPARE)
    if not ranked:
        return None
    strength, leads = scoring.evidence(plan, ranked, 0)
    is_right = index.documents[ranked[0][1]].id in right
    return Observation(min(strength, HIGHEST_STRENGTH), leads, bool(right), is_right, weight, has_strangers)


def observations(folder: Path) -> list[Observation]:
    """The open half of bench/data over this project's public articles, and each evaluation set as 60 questions."""
    found: list[Observation | None] = []
    workspace = open_workspace(ROOT, "public", today=date.today(), with_checks=False)
    indexes = {code: build_index_of(workspace, code) for code in workspace.edition.options.languages}
    for path in sorted((ROOT / "bench" / "data").glob("*.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            if row["split"] == "open":
                found.append(observe(indexes[row["language"]], row["text"], frozenset(row["right"]), 1.0))
    for path in sorted(path.parent for path in folder.glob("*/corpus.jsonl")):
        data = load_evaluation(path)
        index = build_index(data.documents, data.language)
        queries = random.Random(2).sample(sorted(data.queries), min(500, len(data.queries)))
        strangers = any(id not in data.grades for id in queries)
        for id in queries:
            right = frozenset(data.grades.get(id, {}))
            found.append(observe(index, data.queries[id], right, 60 / len(queries), has_strangers=strangers))
    return [one for one in found if one]


Observed = tuple[tuple[float, ...], bool, float]


def fit_logistic(rows: list[Observed]) -> tuple[float, ...]:
    """Bias and slopes of the weighted logistic regression of (values, outcome, weight), by gradient ascent."""
    slopes = [0.0] * (len(rows[0][0]) + 1)
    total = sum(weight for _, _, weight in rows)
    for _ in range(6_000):
        gradient = [0.0] * len(slopes)
        for values, outcome, weight in rows:
            raw = slopes[0] + sum(slope * value for slope, value in zip(slopes[1:], values, strict=True))
            error = (outcome - 1 / (1 + math.exp(-raw))) * weight / total
            for at, value in enumerate((1.0, *values)):
                gradient[at] += error * value
        slopes = [slope + 4 * change for slope, change in zip(slopes, gradient, strict=True)]
    return tuple(slopes)


def calibrate(folder: Path) -> None:
    """Fit both tables of the confidence; print the constants to paste."""
    seen = observations(folder)
    like_traffic = [one for one in seen if one.has_strangers]
    bias, slope = fit_logistic([((one.strength / 100,), one.is_answerable, one.weight) for one in like_traffic])
    print(f"ANSWERED = {_table(bias, slope, HIGHEST_STRENGTH)}")
    # A twentieth of what nothing answers is let in: as much as the first table takes for answered.
    passed = [(one, one.weight if one.is_answerable else one.weight / 20) for one in seen]
    about_first: list[Observed] = [
        ((one.strength / 100, *(lead / 100 for lead in one.leads)), one.is_right, weight) for one, weight in passed
    ]
    bias, *slopes = fit_logistic(about_first)
    shares = [round(100 * slope / sum(slopes)) for slope in slopes]
    shares[shares.index(max(shares))] += 100 - sum(shares)
    print(f"FIRST_BY = {tuple(shares)}")
    print(f"FIRST = {_table(bias, sum(slopes), 130)}")


def _table(bias: float, slope: float, highest: int) -> tuple[int, ...]:
    return tuple(round(100 / (1 + math.exp(-(bias + slope * at / 100)))) for at in range(0, highest + STEP, STEP))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("tune", "validate", "calibrate"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="every query, not a sample of 250 a set")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="queries of a set")
    options = parser.parse_args()
    if options.what == "calibrate":
        return calibrate(options.folder)
    samples = load(options.folder, None if options.all else options.sample)
    actions = {"tune": lambda s: print(tune(s, WEIGHTS, rounds=2)), "validate": validate}
    return partial(actions[options.what], samples)()


if __name__ == "__main__":
    main()

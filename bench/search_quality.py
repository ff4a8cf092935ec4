"""Quality on every set of an evaluation folder, against the plain BM25 floor of its README.

python -m bench.search_quality ../shared/eval [--views]
python -m bench.search_quality bench/data/buyer_questions.jsonl [--misses]
python -m bench.search_quality bench/data
python -m bench.search_quality ../shared/eval --across

The second form asks a project's public help centre, as its search box does, the labelled questions of a
`.jsonl` file (`id`, `language`, `text`, `right`, `split`; layout and origin in bench/data/README.md). The third
tells by all such files of a folder how well the confidence parts what is answered from what is not. The fourth
asks in one language of texts that are in another alone (XQuAD, whose sets are translations of each other).
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

from kb import HelpCentre, open_help_centre
from kb.search.indexing.index import build_index
from kb.search.quality.evaluation import ask, auroc, evaluate, load_evaluation, measure
from kb.search.ranking.confidence import LIKELY, SURE

FLOOR = {
    "vi_nhanh": (0.810, 0.881, 0.452), "vi_renga": (0.541, 0.729, 0.324), "vi_shopbot_intents": (0.808, 0.911, 0.601),
    "vi_xquad": (0.899, 0.984, 0.467), "vi_alqac": (0.851, 0.970, 0.649), "ms_marketplace": (0.700, 0.923, 0.077),
    "ms_messages_auracart": (0.357, 0.571, 0.086), "en_bitext_auracart": (0.224, 0.456, 0.102),
    "en_banking77_half": (0.817, 0.963, 0.223), "en_xquad": (0.921, 0.989, 0.165),
}  # fmt: skip
"""Of plain BM25, with three decimals: hit@1, hit@5, and hit@1 with typing errors."""
ROUNDING = 0.0005
"""How far a floor as it is given may lie above what it was."""


def ask_project(centre: HelpCentre, questions: list[dict[str, Any]], *, show_misses: bool) -> dict[str, list[int]]:
    """Name of a group of questions → counts: with an answer, right first, right among three; without one, held back;
    first results called sure, right ones among these.

    A question without an answer is held back when nothing comes, or the first result only may fit.
    """
    tally: dict[str, list[int]] = {}
    for question in questions:
        hits = centre.search(question["text"], language=question["language"], limit=3)
        found = [hit.document.id for hit in hits]
        confidence = hits[0].confidence if hits else 0
        right = set(question["right"])
        first, among = bool(right & set(found[:1])), bool(right & set(found))
        counts = [1, first, among, 0, 0] if right else [0, 0, 0, 1, confidence < LIKELY]
        counts += [confidence >= SURE, first and confidence >= SURE]
        for group in (question["split"], f"{question['split']} {question['language']}"):
            tally[group] = [old + new for old, new in zip(tally.get(group, [0] * 7), counts, strict=True)]
        if show_misses and question["split"] == "open" and not (first or (not right and confidence < LIKELY)):
            print(question["id"], "among three" if among else "missed", confidence, question["text"], found, sep=" | ")
    return tally


def report_project(path: Path, project: Path, *, show_misses: bool) -> None:
    """Print first right, among three and honest nothing by half and language."""
    questions = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    tally = ask_project(open_help_centre(project, edition="public"), questions, show_misses=show_misses)
    titles = {"half": -10, "asked": 9, "hit@1": 8, "hit@3": 8, "nothing": 9, "held back": 11, "sure": 7, "right": 8}
    print(
        "".join(f"{title:<{-width}}" if width < 0 else f"{title:>{width}}" for title, width in titles.items()), end=""
    )
    print(f"{'of right':>10}")
    for group, (answerable, first, among, empty, held, sure, right) in sorted(tally.items()):
        print(f"{group:10}{answerable:9}{share(first, answerable):>8}{share(among, answerable):>8}", end="")
        print(f"{empty:9}{share(held, empty):>11}", end="")
        print(f"{sure:7}{share(right, sure):>8}{share(right, first):>10}")


def report_separation(folder: Path, project: Path) -> None:
    """Print, by half and language, the chance that an answerable question has a higher confidence than a stray one."""
    centre = open_help_centre(project, edition="public")
    values: dict[tuple[str, str, str], list[int]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for question in map(json.loads, path.read_text("utf-8").splitlines()):
            hits = centre.search(question["text"], language=question["language"], limit=1)
            kind = "answerable" if question["right"] else question.get("distance", "other")
            group = values.setdefault((question["split"], question["language"], kind), [])
            group.append(hits[0].confidence if hits else -1)
    print(f"{'half':10}{'asked':>9}{'near':>8}{'AUROC':>8}{'far':>8}{'AUROC':>8}")
    for split, language, kind in sorted(values):
        if kind == "answerable":
            asked = values[split, language, kind]
            print(f"{split + ' ' + language:10}{len(asked):9}", end="")
            for distance in ("near", "far"):
                stray = values.get((split, language, distance), [])
                print(f"{len(stray):8}{auroc(asked, stray) or 0:8.3f}", end="")
            print()


def report_across(folder: Path) -> None:
    """Print how often a question in one language finds its text in the other: where both share names and numbers."""
    sets = {code: load_evaluation(folder / f"{code}_xquad") for code in ("vi", "en")}
    for asked, written in (("vi", "en"), ("en", "vi")):
        questions, texts = sets[asked], sets[written]
        index = build_index([replace(one, is_fallback=True) for one in texts.documents], asked)
        figures = measure({id: ask(index, text) for id, text in questions.queries.items()}, questions.grades)
        print(f"asked in {asked}, written in {written}: hit@1 {figures['hit@1']:.3f}, hit@5 {figures['hit@5']:.3f}")


def report_sets(folder: Path, *, with_views: bool) -> None:
    """Print hit@1 and hit@5 of each set beside the floor; with views also accents, NFD and typing errors.

    `kept`: what typing errors leave of the way from the floor with them to ours without, (ours with − floor with) /
    (ours − floor with).
    """
    names = [name for name in FLOOR if (folder / name).is_dir()]
    columns = ["hit@1", "floor", "hit@5", "floor", "mrr@10", "p95 ms"]
    columns += ["folded", "nfd", "typos", "kept"] if with_views else []
    print(f"{'set':22}" + "".join(f"{column:>8}" for column in columns))
    gains = []
    with ProcessPoolExecutor(2) as pool:
        for name, figures in zip(names, pool.map(evaluate, [folder / name for name in names]), strict=True):
            floor, floor_of_five, floor_typos = FLOOR[name]
            first = figures["hit@1"]
            gains.append(first - floor)
            cells = [f"{value:8.3f}" for value in (first, floor, figures["hit@5"], floor_of_five, figures["mrr@10"])]
            cells.append(f"{figures['latency_ms']['p95']:8.2f}")
            if with_views:
                changes: list[dict[str, Any]] = [{"no_accents": True}, {"nfd": True}, {"typos_seed": 1}]
                views = [evaluate(folder / name, **change)["hit@1"] for change in changes]
                cells += [f"{value:8.3f}" for value in (*views, (views[-1] - floor_typos) / (first - floor_typos))]
            below = [first < floor - ROUNDING, figures["hit@5"] < floor_of_five - ROUNDING]
            print(f"{name:22}" + "".join(cells) + ("  below the floor" if any(below) else ""), flush=True)
    print(f"average hit@1 over the floor: {100 * mean(gains):+.2f} points")


def share(part: int, whole: int) -> str:
    """`part` of `whole` with three decimals; a dash when there is nothing to share."""
    return f"{part / whole:.3f}" if whole else "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--views", action="store_true", help="also without accents, NFD and with typos")
    parser.add_argument("--across", action="store_true", help="ask XQuAD's questions of the other language's texts")
    parser.add_argument("--project", type=Path, default=Path(__file__).parents[1], help="the project to ask")
    parser.add_argument(
        "--misses", action="store_true", help="print each open question that fails; the shut half stays unread"
    )
    options = parser.parse_args()
    if options.across:
        report_across(options.folder)
        return
    if any(options.folder.glob("*.jsonl")) and not any(options.folder.glob("*/corpus.jsonl")):
        report_separation(options.folder, options.project)
        return
    if options.folder.suffix == ".jsonl":
        report_project(options.folder, options.project, show_misses=options.misses)
        return
    report_sets(options.folder, with_views=options.views)
    for name in sorted(path.name for path in options.folder.glob("*out_of_scope*")):
        figures = evaluate(options.folder / name)
        print(json.dumps({"set": name, "auroc": figures["auroc"], "answered_share": figures["answered_share"]}))


if __name__ == "__main__":
    main()

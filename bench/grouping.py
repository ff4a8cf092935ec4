"""How well messages are grouped by what they ask, against their labels, beside TF-IDF with agglomerative clustering.

python -m bench.grouping ../shared/eval

The label of a message is the document that answers it (`qrels`); only sets with several messages a label say
anything. Purity: the share of grouped messages whose label is the commonest of their group; coverage: the share of all
messages that are in a group of at least three. All four sets were looked at while the numbers in `kb.insights.gaps`
were chosen. The peer needs scikit-learn, which is no part of the project:
`pip install scikit-learn` in the environment of the bench; without it its rows are left out, and say so.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kb.insights.gaps.grouping import SMALLEST, group_alike
from kb.insights.gaps.vectors import message_vectors
from kb.search.indexing.index import build_index
from kb.search.quality.evaluation import load_evaluation
from kb.text.languages import load_language

SETS = ("vi_shopbot_intents", "vi_renga", "en_bitext_auracart", "en_banking77_half")
"""Those with several messages a label."""
PEER_THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Mean cosine distances at which the peer stops; its best row that covers .6 is printed."""

SHORT = Path(__file__).parent / "data/mixed_messages.tsv"
"""Short, slangy Vietnamese messages of 20 kinds: label, text."""

Grouping = Sequence[Sequence[int]]


def figures(groups: Grouping, labels: Sequence[str]) -> tuple[float, float, int, int]:
    """Purity, coverage, groups, and labels that are the commonest of some group."""
    commonest = [Counter(labels[place] for place in group).most_common(1)[0] for group in groups]
    grouped = sum(map(len, groups))
    right = sum(count for _, count in commonest)
    return right / max(grouped, 1), grouped / len(labels), len(groups), len({label for label, _ in commonest})


def peer_groupings(messages: Sequence[str]) -> list[Grouping]:
    """What TF-IDF with average-link agglomerative clustering makes of them, at each threshold; none without it."""
    try:
        from sklearn.cluster import AgglomerativeClustering  # type: ignore[import-untyped,unused-ignore]
        from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return []
    vectors: Any = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True).fit_transform(messages)
    distances = 1 - (vectors @ vectors.T).toarray()
    groupings: list[Grouping] = []
    for threshold in PEER_THRESHOLDS:
        clustering = AgglomerativeClustering(
            None, metric="precomputed", linkage="average", distance_threshold=threshold
        )
        members: dict[int, list[int]] = {}
        for place, cluster in enumerate(clustering.fit_predict(distances)):
            members.setdefault(cluster, []).append(place)
        groupings.append([group for group in members.values() if len(group) >= SMALLEST])
    return groupings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    _without_index(SHORT)
    for name in SETS:
        data = load_evaluation(folder / name)
        asked = [(text, max(data.grades[id], key=lambda one: data.grades[id][one])) for id, text in data.queries.items()
                 if data.grades.get(id)]  # fmt: skip
        messages, labels = [text for text, _ in asked], [label for _, label in asked]
        language, index = load_language(data.language), build_index(data.documents, data.language)
        print(f"{name}: {len(messages)} messages, {len(set(labels))} labels")
        ways: dict[str, Callable[[], Grouping]] = {
            "words and the shop's index": lambda: _groups(message_vectors(messages, language, index)),  # noqa: B023
            "words alone": lambda: _groups(message_vectors(messages, language, None)),  # noqa: B023
        }
        for way, make in ways.items():
            started = time.process_time()
            _print(way, figures(make(), labels), time.process_time() - started)
        peers = [figures(groups, labels) for groups in peer_groupings(messages)]
        enough = [one for one in peers if one[1] >= 0.6]
        if peers:
            _print("TF-IDF, agglomerative", max(enough or peers), 0)
        else:
            print("  TF-IDF, agglomerative: scikit-learn is not installed")


def _without_index(path: Path) -> None:
    """What words alone make of short messages that were written before anything was tuned on them."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    print(f"{path.name}: {len(rows)} messages, {len({label for label, _ in rows})} labels")
    started = time.process_time()
    vectors = message_vectors([text for _, text in rows], load_language("vi"), None)
    _print("words alone", figures(_groups(vectors), [label for label, _ in rows]), time.process_time() - started)


def _groups(vectors: Any) -> Grouping:
    return [group.members for group in group_alike(vectors)]


def _print(way: str, found: tuple[float, float, int, int], seconds: float) -> None:
    purity, coverage, groups, labels = found
    shape = f"{groups} groups, {labels} labels"
    print(f"  {way:28} purity {purity:.3f}  coverage {coverage:.3f}  {shape}  {seconds:.1f} s of CPU")


if __name__ == "__main__":
    main()

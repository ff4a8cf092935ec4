"""Figures over a BEIR folder, by their definitions."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from kb.search.quality.evaluation import QueryAnswer, auroc, evaluate, measure, misspell, split_passages

CORPUS = [
    {"_id": "a", "title": "Đổi trả hàng", "text": "Bạn có 7 ngày."},
    {
        "_id": "b",
        "title": "Phí giao hàng",
        "text": "# Nội thành\nHai mươi nghìn.\n## Tỉnh\nBa mươi nghìn.",
        "questions": ["ship bn"],
    },
    {"_id": "c", "title": "Quên mật khẩu", "text": "Đặt lại qua email."},
]  # fmt: skip
QUERIES = {"1": "trả hàng", "2": "phí ship", "3": "mật khẩu", "4": "thời tiết Paris", "5": "vận chuyển"}
GRADES = [("1", "a", 2), ("2", "b", 2), ("3", "c", 1), ("5", "b", 1), ("5", "a", 0)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "qrels").mkdir()
    rows = "\n".join(json.dumps(row) for row in CORPUS)
    (tmp_path / "corpus.jsonl").write_text(rows, "utf-8")
    (tmp_path / "queries.jsonl").write_text(
        "\n".join(json.dumps({"_id": i, "text": t}) for i, t in QUERIES.items()), "utf-8"
    )
    lines = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in GRADES)]
    (tmp_path / "qrels" / "test.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


def without_times(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in figures.items() if name != "latency_ms"}


def test_the_json_has_exactly_the_promised_names(folder: Path) -> None:
    figures = evaluate(folder)
    assert list(figures) == [
        "documents", "queries", "answerable", "hit@1", "hit@3", "hit@5", "mrr@10", "ndcg@10", "auroc", "answered_share",
        "latency_ms",
    ]  # fmt: skip
    assert set(figures["latency_ms"]) == {"p50", "p95"}
    assert (figures["documents"], figures["queries"], figures["answerable"]) == (3, 5, 4)


def test_a_small_shop_is_answered_in_full(folder: Path) -> None:
    figures = evaluate(folder)
    assert (figures["hit@1"], figures["mrr@10"], figures["ndcg@10"], figures["auroc"]) == (1, 1, 1, 1)


@pytest.mark.parametrize("view", [{"no_accents": True}, {"nfd": True}])
def test_views_of_spelling_change_nothing_here(folder: Path, view: dict[str, Any]) -> None:
    assert evaluate(folder, **view)["hit@1"] == 1


def test_typos_are_the_same_for_the_same_seed(folder: Path) -> None:
    assert without_times(evaluate(folder, typos_seed=3)) == without_times(evaluate(folder, typos_seed=3))


def test_a_missing_class_has_no_auroc(folder: Path) -> None:
    kept = [json.dumps({"_id": i, "text": t}) for i, t in QUERIES.items() if i != "4"]
    (folder / "queries.jsonl").write_text("\n".join(kept), "utf-8")
    assert evaluate(folder)["auroc"] is None


def test_a_missing_file_is_an_ordinary_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        evaluate(tmp_path)


def test_figures_follow_their_definitions() -> None:
    answers = {
        "x": QueryAnswer(("d2", "d1"), 90, 1.0), "y": QueryAnswer(("d3",), 10, 2.0), "z": QueryAnswer((), -1, 3.0),
        "w": QueryAnswer(("d1",), 50, 9.0),
    }  # fmt: skip
    figures = measure(answers, {"x": {"d1": 2, "d2": 1}, "y": {"d9": 1}, "w": {"d1": 1}})
    assert figures["hit@1"] == pytest.approx(1 / 3)
    assert figures["hit@3"] == pytest.approx(2 / 3)
    assert figures["mrr@10"] == pytest.approx((1 / 2 + 0 + 1) / 3)
    ideal = 3 + 1 / 1.584962500721156
    assert figures["ndcg@10"] == pytest.approx(((1 + 3 / 1.584962500721156) / ideal + 0 + 1) / 3)
    assert figures["auroc"] == 1.0
    assert figures["answered_share"] == 0.5


def test_auroc_counts_ties_half() -> None:
    assert auroc([1, 2], [1]) == 0.75


def test_misspelling_touches_each_longer_word_once_and_no_other() -> None:
    words = ["shop", "giao", "nhầm", "hàng", "ở", "Nguyễn"]
    changed = misspell(" ".join(words), random.Random(1)).split()
    for before, after in zip(words, changed, strict=True):
        assert (before == after) if len(before) < 4 else abs(len(before) - len(after)) <= 1


def test_headings_make_passages() -> None:
    assert [(p.anchor, p.heading) for p in split_passages(CORPUS[1]["text"])] == [  # type: ignore[arg-type]
        ("noi-thanh", "Nội thành"), ("tinh", "Tỉnh"),
    ]  # fmt: skip

"""`make lighthouse`: what is visited, in which order, and what its table says."""

from __future__ import annotations

from typing import Any

from bench.lighthouse.__main__ import visits_of
from bench.lighthouse.table import as_markdown, medians, misses


def visit(site: str, performance: int, *, accessibility: int | None = 100, shift: float = 0.0) -> dict[str, Any]:
    scores = {"performance": performance, "accessibility": accessibility, "best-practices": 100, "seo": 100}
    one = {"bytes": 1000, "requests": 1}
    return {"site": site, "page": "vi home", "scores": scores, "fcp": 900, "lcp": 1000, "tbt": 10, "cls": shift,
            "bytes": {"total": one, "document": one}, "findings": {}, "machine": 1000.0}  # fmt: skip


def test_each_page_of_plain_material_is_visited_right_after_ours() -> None:
    found = [(one.site, one.path) for one in visits_of(("en", "vi"), ("article", "desk"), ("kb", "material"))]
    assert found == [
        ("kb", "faq/return-or-exchange/"),
        ("material-en", "faq/return-or-exchange/"),
        ("agents", "desk/"),
        ("kb", "vi/faq/return-or-exchange/"),
        ("material-vi", "faq/return-or-exchange/"),
        ("agents", "vi/desk/"),
    ]


def test_a_row_is_the_median_of_its_visits_and_keeps_the_scores_that_were_asked_once() -> None:
    later = visit("kb", 97)
    later["scores"] = {"performance": 97}
    (row,) = medians([visit("kb", 90), later, visit("kb", 100)])
    assert row["scores"] == {"performance": 97, "accessibility": 100, "best-practices": 100, "seo": 100}


def test_what_misses_a_goal_is_named_for_our_pages_alone() -> None:
    ours = medians([visit("kb", 97, accessibility=99, shift=0.03)])[0]
    assert misses(ours) == ["performance", "accessibility", "shift"]
    assert misses(medians([visit("agents", 90)])[0]) == []
    assert misses(medians([visit("material-vi", 40, shift=1.0)])[0]) == []
    machine = {"measured": "2026-01-01 00:00", "lighthouse": "13", "browser": "Chromium", "system": "Linux",
               "processors": 2, "load": [0.1, 0.2], "benchmark_index": [1000, 1100]}  # fmt: skip
    assert "| vi home | kb | 97 | 99 | 100 | 100 | 900 | 1000 | 10 | 0.03 | 1.0 | 1 |" in as_markdown(
        "About", [ours], machine, 1
    )

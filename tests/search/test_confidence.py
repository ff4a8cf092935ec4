"""What a result's confidence says, measured over this repository's shop and the questions of bench/data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb import open_help_centre
from kb.search.ranking.confidence import HIGHEST_STRENGTH, LEADS, SURE, confidence_of

ROOT = Path(__file__).parents[2]
Row = tuple[bool, int]
"""Whether the first result is right, and its confidence."""


@pytest.fixture(scope="module")
def answered() -> dict[str, list[Row]]:
    """Half → the first results of the questions that some article answers."""
    centre = open_help_centre(ROOT, edition="public")
    found: dict[str, list[Row]] = {"open": [], "shut": []}
    for question in _questions():
        if question["right"]:
            hits = centre.search(question["text"], language=question["language"], limit=1)
            found[question["split"]] += [(hit.document.id in question["right"], hit.confidence) for hit in hits]
    return found


def _questions() -> Iterator[dict[str, Any]]:
    for name in ("buyer_questions", "short_queries"):
        for line in (ROOT / "bench" / "data" / f"{name}.jsonl").read_text("utf-8").splitlines():
            yield json.loads(line)


@pytest.mark.parametrize("half", ["open", "shut"])
def test_what_is_called_sure_is_right_and_half_of_what_is_right_is_called_sure(
    answered: dict[str, list[Row]], half: str
) -> None:
    rows = answered[half]
    assert len(rows) > 400
    sure = [is_right for is_right, confidence in rows if confidence >= SURE]
    assert sum(sure) >= 0.95 * len(sure)
    assert sum(sure) >= 0.5 * sum(is_right for is_right, _ in rows)


def test_more_evidence_never_makes_a_result_less_sure() -> None:
    steps = range(0, 101, 5)
    for at in range(len(LEADS) + 1):
        for other in (0, 40, 100):
            rows = [[other] * (len(LEADS) + 1) for _ in steps]
            for row, step in zip(rows, steps, strict=True):
                row[at] = step * HIGHEST_STRENGTH // 100 if at == 0 else step
            values = [confidence_of(strength, leads) for strength, *leads in rows]
            assert values == sorted(values)
            assert all(0 <= value <= 100 for value in values)

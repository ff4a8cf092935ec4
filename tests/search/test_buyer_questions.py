"""The labelled questions of bench/data hold what their README says, of this repository's own articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "bench" / "data" / "buyer_questions.jsonl").read_text("utf-8").splitlines()
QUESTIONS = [json.loads(line) for line in LINES]


def test_every_label_names_a_public_article_in_the_language_of_its_question() -> None:
    missing = [
        f"{question['id']}: {article}"
        for question in QUESTIONS
        for article in question["right"]
        if not (
            ROOT / "docs" / f"{article}.{'md' if question['language'] == 'en' else question['language'] + '.md'}"
        ).is_file()
    ]
    assert missing == []


@pytest.mark.parametrize("language", ["en", "vi", "ms"])
def test_odd_numbers_are_open_and_even_ones_shut(language: str) -> None:
    halves = {int(one["id"][3:]): one["split"] for one in QUESTIONS if one["id"].startswith(f"{language}-")}
    assert halves == {number: "open" if number % 2 else "shut" for number in range(1, 121)}

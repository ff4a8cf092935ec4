"""SMS are counted as the standard counts them; the same cases run in the browser's code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.channels.sms import count_segments

CASES = json.loads((Path(__file__).parents[1] / "cases" / "channels-sms.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:12] + f"×{len(case['text'])}")
def test_a_text_makes_the_messages_the_standard_says(case: dict[str, object]) -> None:
    counted = count_segments(str(case["text"]))
    found = [counted.encoding, counted.units, counted.segments, counted.room, "".join(counted.costly)]
    assert found == case["expected"]


def test_room_says_exactly_when_the_next_message_begins() -> None:
    for text in ("a" * 10, "a" * 200, "ă" * 10, "ă" * 100, "a" * 150 + "[" * 5):
        count = count_segments(text)
        fits = count_segments(text + "a" * count.room)
        assert fits.segments == count.segments or (count.segments == 1 and fits.segments == 1)
        assert count_segments(text + "a" * (count.room + 1)).segments == count.segments + 1

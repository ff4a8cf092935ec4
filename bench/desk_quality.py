"""How good the desk's suggestions are: `python bench/desk_quality.py [--misses | --tune]`.

Over tests/desk/messages.jsonl, the labelled messages of buyers: the right script or article among the
first three, by language and half; how often nothing is offered where nothing fits; how often the
language is guessed; how long a suggestion takes. `--tune` looks at the tuning half only and says which
`SCALE` of kb/desk/answer_confidence.py suits the search as it now is: run it when the search's weights change.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kb import open_help_centre  # noqa: E402
from kb.desk.answer_confidence import ENOUGH, SCALE  # noqa: E402
from kb.desk.suggest import Desk, suggest  # noqa: E402

MESSAGES = ROOT / "tests" / "desk" / "messages.jsonl"


def load_messages() -> list[dict[str, Any]]:
    return [json.loads(line) for line in MESSAGES.read_text("utf-8").splitlines()]


def load_desk() -> Desk:
    """The desk of this repository's shop, opened as its users open it."""
    return open_help_centre(ROOT).desk


def measure(desk: Desk, messages: list[dict[str, Any]], *, show_misses: bool = False) -> dict[str, Any]:
    """The figures of issue 4; shares from 0 to 1, milliseconds."""
    tally: dict[str, list[bool]] = {}
    times = []
    for message in messages:
        started = time.perf_counter()
        made = suggest(message["text"], desk, language=message["language"])
        times.append((time.perf_counter() - started) * 1000)
        first = [answer.id for answer in made.answers[:3]]
        half = message["split"]
        if message["right"]:
            is_right = any(id in message["right"] for id in first)
            tally.setdefault(f"hit@3 {half} {message['language']}", []).append(is_right)
            tally.setdefault(f"hit@3 {half}", []).append(is_right)
        else:
            is_right = not made.answers
            tally.setdefault(f"abstains {half}", []).append(is_right)
            tally.setdefault("abstains", []).append(is_right)
        if len(message["text"].split()) >= 4:
            guessed = suggest(message["text"], desk).language
            tally.setdefault("language", []).append(guessed == message["language"])
        if show_misses and not is_right:
            print(half, made.confidence, message["text"], first)
    times.sort()
    figures: dict[str, Any] = {name: round(sum(held) / len(held), 3) for name, held in sorted(tally.items())}
    return figures | {"ms p50": round(times[len(times) // 2], 1), "ms p95": round(times[len(times) * 95 // 100], 1)}


def tune(desk: Desk, messages: list[dict[str, Any]]) -> int:
    """The `SCALE` that puts `ENOUGH` midway between what fits and what does not, by the tuning half."""
    sure: dict[bool, list[int]] = {True: [], False: []}
    for message in messages:
        if message["split"] == "tune":
            made = suggest(message["text"], desk, language=message["language"])
            sure[bool(message["right"])].append(made.confidence)

    def gain(cut: int) -> float:
        kept = sum(value >= cut for value in sure[True]) / len(sure[True])
        silent = sum(value < cut for value in sure[False]) / len(sure[False])
        return min(kept, silent) + (kept + silent) / 10

    best = max(gain(cut) for cut in range(10, 100))
    cuts = [cut for cut in range(10, 100) if gain(cut) == best]
    return SCALE * ENOUGH // cuts[len(cuts) // 2]


if __name__ == "__main__" and "--tune" in sys.argv:
    print(f"SCALE = {tune(load_desk(), load_messages())} (now {SCALE})")
elif __name__ == "__main__":
    for name, figure in measure(load_desk(), load_messages(), show_misses="--misses" in sys.argv).items():
        print(f"{name:22} {figure}")

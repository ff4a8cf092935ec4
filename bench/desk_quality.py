"""How good the desk's suggestions are: `python -m bench.desk_quality [--misses | --calibrate]`.

Over tests/desk/messages.jsonl (labelled messages of buyers), tests/desk/short_messages.jsonl (one to three words, for
their language) and bench/data/unanswered_questions.jsonl, by split. `tune`, `blind-open` and `open` are free to tune
on, `unseen`, `blind-shut` and `shut` never were; `--misses` prints those of the open ones alone. Rows:

* first, three: a right answer is the first, among the first three that are offered; `ranked`: offered or closest;
* script: the first script is right, where one is;
* silent KIND: nothing is offered where nothing answers (or what is first says at least where it is told: `may`);
* sure, likely, maybe: of the first answers called so, the share that is right (of questions and of what nothing
  answers in messages.jsonl); sure of right: of the first answers that are right, the share called sure;
* language: the language is right; `sure`: of those that are said without a second one.

`--calibrate` fits the numbers of kb/desk/certainty.py on the open splits and prints them: run it, and write them there,
when the search's weights, the language lists or the content change much.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb import open_help_centre
from kb.desk.candidates import ask, strengthened
from kb.desk.certainty import LOWEST, STEP
from kb.desk.clauses import split_questions
from kb.desk.desk import Desk
from kb.desk.matters import Signals, weighed
from kb.desk.suggest import suggest
from kb.search.indexing.index import idf_of
from kb.text.language_detection import guess_language
from kb.text.languages import FULL

ROOT = Path(__file__).parents[1]
MESSAGES = ROOT / "tests" / "desk" / "messages.jsonl"
SHORT = ROOT / "tests" / "desk" / "short_messages.jsonl"
UNANSWERED = ROOT / "bench" / "data" / "unanswered_questions.jsonl"
SPLITS = ("tune", "blind-open", "open", "unseen", "blind-shut", "shut")
OPEN = SPLITS[:3]
STRAY_WEIGHT = 0.25
"""What a question that nothing answers counts when fitting: there are many times as many as an inbox brings."""
Row = dict[str, Any]
Tally = dict[tuple[str, str], list[bool]]


def load(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def all_messages() -> list[Row]:
    return [*load(MESSAGES), *({**row, "kind": row["distance"], "is_stray": True} for row in load(UNANSWERED))]


def load_desk() -> Desk:
    """The desk of this repository's shop, opened as its users open it."""
    return open_help_centre(ROOT).desk


def measure(desk: Desk, messages: list[Row], *, show_misses: bool = False) -> Tally:
    """(row, split) → whether each message came out right."""
    tally: Tally = {}
    times = []
    for message in messages:
        split, right = message["split"], set(message["right"])

        def note(name: str, is_right: bool, split: str = split) -> None:
            tally.setdefault((name, split), []).append(is_right)

        started = time.perf_counter()
        made = suggest(message["text"], desk, language=message["language"])
        times.append((time.perf_counter() - started) * 1000)
        offered = [answer.id for answer in made.answers]
        ranked = offered or [answer.id for answer in made.closest]
        is_first = offered[:1] != [] and offered[0] in right.union(message.get("may", ()))
        if right:
            note("first", offered[:1] != [] and offered[0] in right)
            note(f"first {message['language']}", offered[:1] != [] and offered[0] in right)
            note("three", bool(right.intersection(offered[:3])))
            note(f"three {message['language']}", bool(right.intersection(offered[:3])))
            note("ranked first", bool(right.intersection(ranked[:1])))
            note("ranked three", bool(right.intersection(ranked[:3])))
            scripts = [id for id in ranked if id.startswith("scripts/")]
            if any(id.startswith("scripts/") for id in right):
                note("script", bool(right.intersection(scripts[:1])))
            if is_first:
                note("sure of right", made.answers[0].certainty == "sure")
        else:
            note(f"silent {message.get('kind', 'far')}", not offered or is_first)
        if offered and not message.get("is_stray"):
            note(made.answers[0].certainty, is_first)
        if not message.get("is_stray") and message.get("kind") != "small" and message["right"]:
            _note_language(message, desk, tally, "language")
        if show_misses and split in OPEN and (not is_first if right else bool(offered) and not is_first):
            print(split, made.confidence, message["text"], ranked[:3], sorted(right))
    for row in load(SHORT):
        _note_language(row, desk, tally, "language short")
    times.sort()
    print(f"{'ms':16} p50 {times[len(times) // 2]:.1f}, p95 {times[len(times) * 95 // 100]:.1f}")
    return tally


def _note_language(row: Row, desk: Desk, tally: Tally, name: str) -> None:
    guess = guess_language(row["text"], tuple(desk.indexes))
    tally.setdefault((name, row["split"]), []).append(guess.language == row["language"])
    if guess.is_sure:
        tally.setdefault((f"{name}, sure", row["split"]), []).append(guess.language == row["language"])


def signals(desk: Desk, messages: list[Row]) -> Iterator[tuple[Row, Signals, bool]]:
    """Of each message the signals of what is ranked first, and whether it is right."""
    for message in messages:
        index = desk.indexes[message["language"]]
        heard = desk.heard.hear(message["text"])
        if heard.small_talk:
            continue
        table = desk.questions(message["language"])
        found = [ask(index, table, text, channel=None, stage=None) for text in (heard.text, *_clauses(heard.text))]
        rows = weighed(strengthened(found[0], found[1:]).found, desk.articles, idf_of(len(index.documents), 0))
        if rows:
            candidate, own = rows[0]
            yield message, own, candidate.id in (*message["right"], *message.get("may", ()))


def _clauses(text: str) -> list[str]:
    clauses = [clause.text for clause in split_questions(text)]
    return clauses if len(clauses) > 1 else []


def calibrate(desk: Desk, messages: list[Row]) -> None:
    """Print the numbers of kb/desk/certainty.py, by logistic regression on the open splits."""
    rows: list[tuple[tuple[float, ...], float, float]] = [
        ((1.0, math.sqrt(amount / FULL), min(strength, FULL) / FULL, max(lead, -FULL) / FULL, near / FULL,
          words / FULL), float(is_right), STRAY_WEIGHT if message.get("is_stray") else 1.0)
        for message, (amount, strength, lead, near, words), is_right in signals(desk, messages)
        if message["split"] in OPEN
    ]  # fmt: skip
    base, amount, strength, lead, near, words = _fit(rows)
    weights = ", ".join(f"{weight * 100:.0f}" for weight in (amount, strength, lead, near, words))
    print(f"AMOUNT, STRENGTH, LEAD, NEAR, WORDS = {weights}; BASE = {base * 100:.0f}")
    chances = [round(100 / (1 + math.exp(-odds / 100))) for odds in range(LOWEST, 501, STEP)]
    print(f"CHANCES = {tuple(max(1, min(99, chance)) for chance in chances)}")


def _fit(rows: list[tuple[tuple[float, ...], float, float]], steps: int = 2_500, pace: float = 0.5) -> list[float]:
    """Weights of a logistic regression, by gradient descent with momentum."""
    weights = [0.0] * len(rows[0][0])
    speeds = [0.0] * len(weights)
    total = sum(weight for _, _, weight in rows)
    for _ in range(steps):
        slopes = [0.0] * len(weights)
        for values, is_right, weight in rows:
            odds = sum(w * v for w, v in zip(weights, values, strict=True))
            error = weight * (is_right - 1 / (1 + math.exp(-odds)))
            for at, value in enumerate(values):
                slopes[at] += error * value / total
        speeds = [0.9 * speed + pace * slope for speed, slope in zip(speeds, slopes, strict=True)]
        weights = [weight + speed for weight, speed in zip(weights, speeds, strict=True)]
    return weights


def show(tally: Tally) -> None:
    print(" " * 18 + "".join(f"{split:>16}" for split in SPLITS))
    for name in sorted({name for name, _ in tally}):
        held = [tally.get((name, split), []) for split in SPLITS]
        print(f"{name:18}" + "".join(f"{sum(one) / len(one):10.3f} {len(one):5}" if one else " " * 16 for one in held))


if __name__ == "__main__" and "--calibrate" in sys.argv:
    calibrate(load_desk(), all_messages())
elif __name__ == "__main__":
    show(measure(load_desk(), all_messages(), show_misses="--misses" in sys.argv))

"""What learning from colleagues' choices brings: `python -m bench.learning [--noise 20]`.

Over bench/data/choices.jsonl: messages, and the saved reply that a colleague would copy for each, in four languages.
The desk is asked without and with what was learned. By half:

* open: learned from four fifths of the open half, asked about the last fifth, five times (free to tune on);
* shut: learned from the open half alone, asked about the shut half (never tuned on);
* others: learned from the messages of tests/desk/messages.jsonl that are free to tune on, asked about the rest of
  them; somebody else wrote these, and the first saved reply that is labelled right is taken for the choice.

Each choice is made on two days of the last two weeks. `--noise` replaces so many per cent of the choices that are
learned from by a wrong reply (the mean of three draws). first: the chosen reply is the first that is shown; three: one
of the first three; reply: it is the first saved reply. offered: of what nothing answers (unanswered_questions.jsonl)
how much gets an answer nonetheless. sure: the share of the answers called sure that are the chosen one.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from bench.desk_quality import MESSAGES, OPEN, ROOT, UNANSWERED, load
from kb import open_help_centre
from kb.desk.desk import Desk
from kb.desk.learned import Learned, learnable_words
from kb.desk.suggest import suggest
from kb.desk.wording import asking_words
from kb.insights.learning.counting import count_choices
from kb.insights.records.records import Choice, Origin
from kb.search.ranking.scoring import plan_query

CHOICES = ROOT / "bench" / "data" / "choices.jsonl"
GERMAN = ROOT / "bench" / "data" / "german_scripts.yml"
TODAY = date(2026, 11, 27)
DAYS = (2, 9)
"""How long ago each choice was made."""
FOLDS = 5
DRAWS = 3
Row = dict[str, Any]
Desks = dict[str, Desk]


def german_desk(folder: Path) -> Desk:
    """The desk of a new German shop with saved replies of its own."""
    root = folder / "laden"
    made = [sys.executable, "-m", "kb", "init", str(root), "--languages", "de", "--markets", "DE", "-q"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    for name, script in yaml.safe_load(GERMAN.read_text("utf-8")).items():
        head = json.dumps({"title": script["title"], "questions": script["questions"]}, ensure_ascii=False)
        text = "---\n" + yaml.safe_dump(json.loads(head), allow_unicode=True) + f"---\n{script['text']}\n"
        (root / "agents" / "scripts" / f"{name}.md").write_text(text, "utf-8")
    return open_help_centre(root).desk


def others() -> Iterator[Row]:
    """Choices that the labelled messages of the desk imply."""
    for row in load(MESSAGES):
        scripts = [id for id in row["right"] if id.startswith("scripts/")]
        if scripts:
            yield {**row, "chosen": scripts[0], "split": "open" if row["split"] in OPEN else "shut"}


def learned_from(rows: Sequence[Row], desks: Desks, noise: int, lot: random.Random) -> Learned:
    choices = []
    replies = {code: sorted({row["chosen"] for row in rows if row["language"] == code}) for code in desks}
    for row in rows:
        code, chosen = row["language"], row["chosen"]
        if lot.randrange(100) < noise:
            chosen = lot.choice([one for one in replies[code] if one != chosen] or [chosen])
        plan = plan_query(desks[code].indexes[code], asking_words(row["text"]))
        words = " ".join(learnable_words(plan.terms))
        for ago in DAYS:
            choices.append(Choice(TODAY - timedelta(ago), code, chosen, words, 1, Origin("bench", 1)))
    return Learned(count_choices(choices, TODAY), is_on=True)


Found = tuple[str, dict[str, bool]]
"""The language of a message, and of each figure whether it came out right."""


def ask(rows: Sequence[Row], desks: Desks, learned: Learned) -> Iterator[Found]:
    for row in rows:
        desk = replace(desks[row["language"]], learned=learned)
        made = suggest(row["text"], desk, language=row["language"])
        shown = [one.id for one in made.answers or made.closest]
        scripts = [id for id in shown if id.startswith("scripts/")]
        tally = {
            "first": shown[:1] == [row["chosen"]],
            "three": row["chosen"] in shown[:3],
            "reply": scripts[:1] == [row["chosen"]],
        }
        if made.answers and made.answers[0].certainty == "sure":
            tally["sure"] = made.answers[0].id == row["chosen"]
        yield row["language"], tally


def rounds(rows: Sequence[Row], half: str) -> Iterator[tuple[list[Row], list[Row]]]:
    """(learned from, asked about)."""
    free = [row for row in rows if row["split"] == "open"]
    if half == "shut":
        yield free, [row for row in rows if row["split"] == "shut"]
        return
    for fold in range(FOLDS):
        yield (
            [row for at, row in enumerate(free) if at % FOLDS != fold],
            [row for at, row in enumerate(free) if at % FOLDS == fold],
        )


def measure(name: str, rows: Sequence[Row], half: str, desks: Desks, noise: int) -> None:
    found: dict[str, list[Found]] = {"without": [], "with": []}
    for known, asked in rounds(rows, half):
        found["without"] += ask(asked, desks, Learned())
        for draw in range(DRAWS if noise else 1):
            found["with"] += ask(asked, desks, learned_from(known, desks, noise, random.Random(draw)))
    for codes in (*((code,) for code in desks), tuple(desks)):
        for how, tallies in found.items():
            own = [tally for code, tally in tallies if code in codes]
            told = []
            for key in ("first", "three", "reply", "sure"):
                values = [tally[key] for tally in own if key in tally]
                told.append(f"{key} {sum(values) / max(1, len(values)):.3f}")
            head = f"{name:9} {half:5} {'all' if len(codes) > 1 else codes[0]:4} {how:8}"
            if own:
                print(f"{head} {'  '.join(told)}  ({len(own)} asked)", flush=True)


def measure_silence(rows: Sequence[Row], desks: Desks, noise: int) -> None:
    learned = learned_from([row for row in rows if row["split"] == "open"], desks, noise, random.Random(0))
    for how, one in (("without", Learned()), ("with", learned)):
        desk = replace(desks["en"], learned=one)
        for half in ("open", "shut"):
            asked = [row for row in load(UNANSWERED) if row["split"] == half]
            offered = sum(bool(suggest(row["text"], desk, language=row["language"]).answers) for row in asked)
            print(f"{'unanswered':12} {half:5} {how:8} offered {offered / len(asked):.3f}  ({len(asked)} asked)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--noise", type=int, default=0)
    parser.add_argument("--open", action="store_true", help="the halves that are free to tune on alone")
    arguments = parser.parse_args()
    halves = ("open",) if arguments.open else ("open", "shut")
    with tempfile.TemporaryDirectory() as folder:
        own = open_help_centre(ROOT).desk
        desks = {"en": own, "vi": own, "ms": own, "de": german_desk(Path(folder))}
        rows = load(CHOICES)
        for half in halves:
            measure("choices", rows, half, desks, arguments.noise)
            measure("others", list(others()), half, desks, arguments.noise)
        if not arguments.open:
            measure_silence([row for row in rows if row["language"] != "de"], desks, arguments.noise)


if __name__ == "__main__":
    main()

"""A centre whose agents have more of everything than fits on one page: lists of it lie on several sheets."""

from __future__ import annotations

import random
import re
from pathlib import Path

from bench.corpus import write_corpus

SCRIPTS = 150
FACTS = 80
DUTIES = 60


def write_large(root: Path) -> None:
    """A project in `root`, the same each time: made-up articles and words, in English."""
    write_corpus(root, articles=20, languages=("en",))
    text = "".join(path.read_text("utf-8") for path in sorted((root / "docs").rglob("*.md"))[:20])
    _write_agents(root, sorted(set(re.findall(r"\b[a-z]{2,}\b", text))), random.Random(5))


def _write_agents(root: Path, words: list[str], chance: random.Random) -> None:
    """Scripts with variants, changes and reviews, facts that all of them use, and duties around the clock."""

    def said(least: int, most: int) -> str:
        return " ".join(chance.choice(words) for _ in range(chance.randint(least, most)))

    (root / "agents/scripts").mkdir(parents=True)
    (root / "agents/procedures").mkdir()
    facts = [f"fact_{number}" for number in range(FACTS)]
    (root / "agents/facts.yml").write_text(
        "".join(f"{name}: {{about: {said(3, 9)}, unit: days, value: {number}}}\n" for number, name in enumerate(facts))
    )
    for number in range(SCRIPTS):
        questions = "".join(f"  - {said(4, 9)}\n" for _ in range(6))
        changes = "".join(
            f"  - {{on: {day}, what: {said(4, 12)}, why: {said(4, 9)}}}\n" for day in ("2026-03-01", "2026-10-02")
        )
        stage = ("ordering", "delivery", "return")[number % 3]
        used = " ".join(f"{{{{ fact.{name} }}}}" for name in (facts[0], facts[number % FACTS]))
        variants = "".join(f"\n## variant: {variant}\n\n{said(10, 30)}.\n" for variant in ("vip", "new")[: number % 3])
        (root / f"agents/scripts/reply-{number}.md").write_text(
            f"---\ntitle: {said(3, 9)} {number}\nsummary: {said(8, 16)}\ntopic: returns\nstage: {stage}\nowner: care\n"
            "channels: [shopee, lazada, email, livechat]\n"
            f"reviewed_on: 2026-11-01\nreview_every_days: 90\nquestions:\n{questions}changes:\n{changes}---\n"
            f"{said(10, 20)} {used}.\n{variants}"
        )
    for number in range(DUTIES):
        (root / f"agents/procedures/duty-{number}.md").write_text(
            f"---\ntitle: {said(4, 8)} {number}\nrole: Agent\nchannel: [shopee, sms]\n"
            f'time: "{number % 24:02}:15"\n---\n{said(20, 40)}.\n'
        )

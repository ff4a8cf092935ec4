"""What `bench.builds` measured, as tables: for the terminal and for the README."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.build_rows import FAIR, OURS, Measured, Rows, Spread

WHOLE = ("public-cold", "cold")
README = Path(__file__).parent.parent / "README.md"
MARKS = ("<!-- bench/builds.py -->", "<!-- /bench/builds.py -->")
"""What the README has around the last table."""
MEASURED_AT = 1000
"""Articles × 3 at which most goals are set."""
WORDS = {FAIR: "Hugo with Pagefind", "hugo": "Hugo alone, no search", "mkdocs": "MkDocs, Material, static-i18n",
         "materialx": "MkDocs, MaterialX, static-i18n", "zensical": "Zensical", "starlight": "Starlight",
         "docusaurus": "Docusaurus with `faster`, Pagefind"}  # fmt: skip


@dataclass(frozen=True)
class Goal:
    """How much a step may cost at most, as a part of something of the same run."""

    step: str
    most: Fraction
    articles: int | None = MEASURED_AT
    to: str = FAIR
    """The fair peer's whole build, or a step of ours."""


_EDIT = Fraction(1, 8)
GOALS = (
    Goal("public-cold", Fraction(2)),
    Goal("cold", Fraction(3, 2), to="public-cold"),
    Goal("unchanged", Fraction(1, 30)),
    *(Goal(step, _EDIT) for step in ("body", "title", "fact", "script", "note")),
    Goal("again", Fraction(1, 30)),
    Goal("restored-bare", Fraction(1, 6)),
    Goal("restored-ci-bare", Fraction(1, 6)),
    Goal("audit", Fraction(1, 10), to="cold"),
    Goal("public-cold", Fraction(2), 100),
    Goal("cold", Fraction(2), 100),
)
MOST_GROWTH = Fraction(11, 10)
MOST_MEMORY_MB, MEMORY_AT = 500, 3000
_BESIDE = {"public-cold": "of the public edition alone", "cold": "of both editions, whole"}
_BARE = "the same, less `kb audit` of the same run"


def judged(goal: Goal, found: Spread | None) -> str:
    """“≤ 1/8: met (0.110)”."""
    whole = str(goal.most) if goal.most < 1 else f"{float(goal.most):g}"
    beside = "" if goal.to == FAIR else f" {_BESIDE[goal.to]}"
    if found is None:
        return f"≤ {whole}{beside}: not measured"
    verdict = "met" if found.median <= goal.most else "missed"
    return f"≤ {whole}{beside}: {verdict} ({found.median:.3f})"


def _shown(found: Spread | None, digits: int = 2) -> str:
    return found.shown(digits) if found else "–"


def pairs_table(rows: Rows, articles: int, steps: Mapping[str, str]) -> str:
    """A line for each step of ours at this size: ours, the peer's whole builds of the same pairs, ratio, goal."""
    lines = [
        "| `kb build` | CPU s | wall s | peak MB | Hugo with Pagefind, CPU s | ratio in pairs | goal |",
        "|---|---|---|---|---|---|---|",
    ]
    for step, words in steps.items():
        measured = rows.of(OURS, articles, step)
        if not measured:
            continue
        wall = Spread.of(row.wall for row in measured.values())
        memory = Spread.of(row.memory_mb for row in measured.values())
        lines.append(_pair_line(rows, articles, step, words, _shown(wall), _shown(memory, 0)))
        if step.startswith("restored") and rows.cpu(OURS, articles, f"{step}-bare"):
            lines.append(_pair_line(rows, articles, f"{step}-bare", _BARE, "–", "–"))
    return "\n".join(lines)


def _pair_line(rows: Rows, articles: int, step: str, words: str, wall: str, memory: str) -> str:
    cpu = Spread.of(rows.cpu(OURS, articles, step).values())
    peer = Spread.of(rows.cpu(FAIR, articles, step.removesuffix("-bare")).values())
    goals = [
        judged(goal, rows.ratio(articles, step, to=goal.to))
        for goal in GOALS
        if (goal.step, goal.articles) == (step, articles)
    ]
    cells = (words, _shown(cpu), wall, memory, _shown(peer), _shown(rows.ratio(articles, step), 3), "; ".join(goals))
    return f"| {' | '.join(cells)} |"


def growth_table(rows: Rows) -> str:
    """A line for each size and kind of whole build: what it takes, and what a text more costs since the size before."""
    lines = [
        "| whole builds, nothing kept | articles × 3 | CPU s | wall s | peak MB | pages | MB | CPU ms a text more |",
        "|---|---|---|---|---|---|---|---|",
    ]
    kinds = (
        (OURS, "public-cold", "kb, public edition"),
        (OURS, "cold", "kb, both editions"),
        (FAIR, "cold", WORDS[FAIR]),
    )
    for tool, step, words in kinds:
        before = 0
        for articles in rows.sizes():
            measured = list(rows.of(tool, articles, step).values())
            if not measured:
                continue
            figures = (
                Spread.of(row.cpu for row in measured),
                Spread.of(row.wall for row in measured),
                Spread.of(row.memory_mb for row in measured),
            )
            more = rows.cost_of_a_page(tool, step, before, articles) if before else None
            lines.append(
                f"| {words} | {articles:,} | {_shown(figures[0])} | {_shown(figures[1])} | {_shown(figures[2], 0)} "
                f"| {measured[0].pages:,} | {measured[0].bytes / 1e6:.1f} | {_shown(more, 1)} |"
            )
            before = articles
    return "\n".join(lines)


def growth_goals(rows: Rows) -> str:
    """What the sizes say of the goals on growth and memory; empty where too few were measured."""
    said, sizes = [], rows.sizes()
    for tool, step, words in (
        (OURS, "public-cold", "public edition"),
        (OURS, "cold", "both"),
        (FAIR, "cold", WORDS[FAIR]),
    ):
        if len(sizes) >= 3 and (found := rows.growth(tool, step, (sizes[-3], sizes[-2], sizes[-1]))):
            verdict = f": {'met' if found.median <= MOST_GROWTH else 'missed'}" if tool == OURS else ""
            said.append(f"{words} {found.shown()}{verdict}")
    texts = [f"{articles * 3:,}" for articles in sizes[-3:]]
    lines = []
    if said:
        lines.append(
            f"Cost of a text more from {texts[1]} to {texts[2]}, as a part of that from {texts[0]} to {texts[1]} "
            f"(goal ≤ {float(MOST_GROWTH):g}): {'; '.join(said)}."
        )
    peaks = [row.memory_mb for step in ("public-cold", "cold") for row in rows.of(OURS, MEMORY_AT, step).values()]
    if peaks:
        verdict = "met" if max(peaks) <= MOST_MEMORY_MB else "missed"
        lines.append(
            f"Peak at {MEMORY_AT * 3:,} texts (goal ≤ {MOST_MEMORY_MB} MB): at most {max(peaks):.0f} MB, {verdict}."
        )
    return "\n".join(lines)


def peers_table(rows: Rows, versions: Mapping[str, str]) -> str:
    """A line for each other tool and size, and our own whole builds for comparison."""
    lines = [
        "| articles × 3 | tool | whole build CPU s | wall s | peak MB | pages | MB | one body edited: CPU s | wall s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for articles in rows.sizes():
        for tool, words in {OURS: "kb, public edition", **WORDS}.items():
            whole = (
                list(rows.of(OURS, articles, "public-cold").values())
                if tool == OURS
                else rows.whole_builds(tool, articles)
            )
            if not whole:
                continue
            edits = list(rows.of(tool, articles, "body").values()) if tool not in {FAIR, "hugo"} else []
            name = f"{words} ({versions[tool]})" if tool in versions else words
            spreads = [Spread.of(row.cpu for row in whole), Spread.of(row.wall for row in whole),
                       Spread.of(row.memory_mb for row in whole)]  # fmt: skip
            shown = [_shown(one, digits) for one, digits in zip(spreads, (2, 2, 0), strict=True)]
            shown += [f"{whole[0].pages:,}", f"{whole[0].bytes / 1e6:.1f}"]
            if tool in {FAIR, "hugo"}:
                shown += ["always whole", ""]
            else:
                shown += [_shown(Spread.of(row.cpu for row in edits)), _shown(Spread.of(row.wall for row in edits))]
            both = " (both editions)" if tool == OURS and edits else ""
            lines.append(f"| {articles:,} | {name} | {' | '.join(shown)}{both} |")
    return "\n".join(lines)


def section(data: Mapping[str, Any], steps: Mapping[str, str], *, is_short: bool = False) -> str:
    """What there is to say of a run. `is_short` for the README: of the sizes that have no goals for edits only whole
    builds."""
    rows = Rows([Measured(**row) for row in data["rows"]])
    loads = [row.load for row in rows.all]
    busy = f"; {min(loads):.1f} to {max(loads):.1f} processes wanted to run when a build began" if loads else ""
    if loads and statistics.median(loads) > data["processors"] * 2:
        busy += ", so the machine was busy with other work: seconds are too many, ratios are nearer to the truth"
    runs = max((row.run for row in rows.all if row.tool == OURS), default=0)
    parts = [
        f"{data['date']}, commit {data['commit']}, {data['machine']}{busy}. Corpus: {data['corpus']}.",
        f"Figures are medians of {runs} (least to most). CPU is user and system time of all processes. Each build of "
        "ours is one of a pair: right before or after it, in turn, Hugo builds the same articles of the public edition "
        "whole, in the plainest templates, and Pagefind indexes them; the ratio is of CPU seconds within pairs. An "
        "edited file is saved right before its build, and what was edited must be in the result. Peaks are those of "
        "the largest single process: the sum cannot be told.",
    ]
    for articles in sorted(rows.sizes(), key=lambda one: (one != MEASURED_AT, one)):
        shown = {
            step: words for step, words in steps.items() if step in WHOLE or not is_short or articles == MEASURED_AT
        }
        if any(rows.of(OURS, articles, step) for step in shown):
            agents = data["agents"].get(str(articles), 0)
            head = f"**{articles:,} articles × 3 languages, {agents} files of the agents'**"
            parts.append(f"{head}\n\n{pairs_table(rows, articles, shown)}")
    parts += [part for part in (growth_table(rows), growth_goals(rows)) if part]
    parts.append(
        "Other tools, given the articles of the public edition; each has its search, Hugo alone has none:\n\n"
        f"{peers_table(rows, data['versions'])}"
    )
    parts += [f"Not measured: {one}." for one in data["missing"]]
    parts += [f"Failed: {told}." for told in _failures(rows)]
    return "\n\n".join(parts)


def _failures(rows: Rows) -> Sequence[str]:
    return [f"{row.tool}, {row.articles:,} × 3, {row.step}, run {row.run}: {row.failure}" for row in rows.failed]


def write_readme(data: Mapping[str, Any], steps: Mapping[str, str]) -> None:
    """Put the section between its marks in the README; at the end where there are none."""
    text = README.read_text("utf-8")
    if MARKS[0] not in text:
        text = f"{text.rstrip()}\n\n## Builds beside others\n\n{MARKS[0]}\n{MARKS[1]}\n"
    head, _, rest = text.partition(MARKS[0])
    _, _, tail = rest.partition(MARKS[1])
    README.write_text(f"{head}{MARKS[0]}\n{section(data, steps, is_short=True)}\n{MARKS[1]}{tail}", "utf-8")

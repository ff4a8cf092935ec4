"""What `bench.builds` measured: rows, their medians with spread, and ratios within pairs."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OURS = "kb"
FAIR = "hugo-pagefind"


@dataclass(frozen=True)
class Measured:
    """One build."""

    tool: str
    articles: int
    """Each in three languages."""
    step: str
    """Of ours a step of `bench.series`; of the fair peer the step of ours that it was paired with, always its whole
    build; of other tools `whole` or `body`."""
    run: int
    wall: float
    cpu: float
    """Seconds of user and system time, all processes."""
    memory_mb: float
    """Peak of the largest process."""
    pages: int
    bytes: int
    failure: str = ""
    """Why the build does not count; empty where it does."""
    left: int = 0
    """Processes that went on after the command had ended; their time is in `cpu`."""
    load: float = 0.0
    """Processes that wanted to run when it began."""


@dataclass(frozen=True)
class Spread:
    """Median, least and most of some values."""

    median: float
    least: float
    most: float

    @staticmethod
    def of(values: Iterable[float]) -> Spread | None:
        """None of no values."""
        found = sorted(values)
        return Spread(statistics.median(found), found[0], found[-1]) if found else None

    def shown(self, digits: int = 2) -> str:
        """“1.52 (1.40–1.81)”."""
        one = f"{self.median:,.{digits}f}"
        return one if self.least == self.most else f"{one} ({self.least:,.{digits}f}–{self.most:,.{digits}f})"


class Rows:
    """Rows to be asked; those that failed are in no figure."""

    def __init__(self, rows: Sequence[Measured]) -> None:
        self.all = rows
        self.done = [row for row in rows if not row.failure]
        self.failed = [row for row in rows if row.failure]

    def sizes(self) -> list[int]:
        return sorted({row.articles for row in self.all})

    def of(self, tool: str, articles: int, step: str) -> dict[int, Measured]:
        """Run → row."""
        wanted = (tool, articles, step)
        return {row.run: row for row in self.done if (row.tool, row.articles, row.step) == wanted}

    def cpu(self, tool: str, articles: int, step: str) -> dict[int, float]:
        """Run → CPU seconds. `restored-bare` and `restored-ci-bare` are those builds less the run's `audit`, which
        costs what the build's own audit does (within a twentieth, at 100 articles × 3 on 2026-11-27)."""
        bare = step.removesuffix("-bare")
        found = {run: row.cpu for run, row in self.of(tool, articles, bare).items()}
        if bare == step:
            return found
        audits = self.cpu(tool, articles, "audit")
        return {run: cpu - audits[run] for run, cpu in found.items() if run in audits}

    def ratio(self, articles: int, step: str, *, to: str = FAIR) -> Spread | None:
        """Our CPU seconds in `step` as a part of the peer's whole build in the same pair; or, where `to` is a step, as
        a part of our own in the same run."""
        ours = self.cpu(OURS, articles, step)
        step = step.removesuffix("-bare")
        others = self.cpu(FAIR, articles, step) if to == FAIR else self.cpu(OURS, articles, to)
        return Spread.of(ours[run] / others[run] for run in ours.keys() & others.keys() if others[run])

    def whole_builds(self, tool: str, articles: int) -> list[Measured]:
        """All whole builds of a tool: of the fair peer those of every pair."""
        step = None if tool in {FAIR, "hugo"} else "whole"
        return [row for row in self.done if (row.tool, row.articles) == (tool, articles) and step in {None, row.step}]

    def cost_of_a_page(self, tool: str, step: str, small: int, large: int) -> Spread | None:
        """CPU milliseconds of one text more from `small` to `large` articles, run by run."""
        few, many = (self.cpu(tool, articles, step) for articles in (small, large))
        texts = (large - small) * 3
        return Spread.of((many[run] - few[run]) / texts * 1000 for run in few.keys() & many.keys())

    def growth(self, tool: str, step: str, sizes: tuple[int, int, int]) -> Spread | None:
        """Cost of one text more between the two larger sizes as a part of that between the smaller two, run by run."""
        small, middle, large = sizes
        costs = [self.cpu(tool, articles, step) for articles in sizes]
        runs = costs[0].keys() & costs[1].keys() & costs[2].keys()
        ratios = (
            (costs[2][run] - costs[1][run]) / (large - middle) / ((costs[1][run] - costs[0][run]) / (middle - small))
            for run in runs
            if costs[1][run] > costs[0][run]
        )
        return Spread.of(ratios)

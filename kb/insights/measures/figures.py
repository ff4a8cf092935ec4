"""A report in numbers: what `insights/data/*.json` holds. Nothing in it names a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT, VERSION = "kb-insights-report", 1
LEAST_ANSWERS = 30
"""Below so many answers a share is not shown as a percentage: one more answer would move it by three points."""
STATES = ("counted", "few", "nothing", "split", "no_goal")
"""`few`: a share of fewer than `LEAST_ANSWERS`; `nothing`: no row of this period; `split`: there are figures of shops
and channels alone, since nobody measured one of all; `no_goal`: nothing to compare with."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should reach, since when, and who says so."""

    value: float
    at_least: bool
    since: str
    source: str


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in one period. `value` is None where there is no row, or too few for a share."""

    period: str
    value: float | None
    n: int
    part: float
    """How many of `n` count: the numerator of a share; else the sum."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one shop and channel (both empty: of all) in a period."""

    id: str
    unit: str
    """`share`, `rate` and `score` (as somebody typed them), `count`, `minutes`, `days`, `balance` (of shares: NPS)."""
    shop: str
    channel: str
    state: str
    value: float | None
    n: int
    part: float
    """The numerator of a share; else the sum."""
    mean: float | None
    longest: float | None
    trail: tuple[Point, ...]
    """The four periods before, the oldest first, and this one."""
    goals: tuple[Goal, ...]
    """Those that held on the period's last day; several where sources disagree."""
    files: tuple[str, ...]
    """The imported files whose rows were counted."""
    needs: tuple[str, ...]
    """Kinds of files that would give it, where there is none."""
    is_final: bool = True
    """Whether days that this figure looks at are still to come."""
    nine_in_ten: float | None = None
    """Of a median: the least value that nine in ten do not exceed."""

    @property
    def before(self) -> Point:
        """The period before."""
        return self.trail[-2]

    @property
    def is_met(self) -> bool | None:
        """Whether every goal is reached; None where there is none, or nothing to compare."""
        if not self.goals or self.value is None:
            return None
        return all(self.value >= goal.value if goal.at_least else self.value <= goal.value for goal in self.goals)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: what it is about, how often in this period and in the one before."""

    name: str
    count: int
    before: int
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Action:
    """What was decided, and what the measure that it was meant for did since."""

    decided_on: str
    what: str
    measure: str
    channel: str
    then: float | None
    now: float | None
    unit: str
    then_n: int = 0
    then_part: float = 0
    now_n: int = 0
    now_part: float = 0
    """Of a share of too few, which has no value: “2 of 3”."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a page of a week or a month shows."""

    period: str
    first: str
    last: str
    counted_from: str
    """The first day that was looked at: figures of the weeks before are in it too, and problems that are still open."""
    figures: tuple[Figure, ...]
    lists: Mapping[str, tuple[Row, ...]]
    actions: tuple[Action, ...]
    documents: Mapping[str, int]
    """Articles and scripts: how many, how many due for review, scripts that nobody copied …"""

    def as_json(self) -> dict[str, Any]:
        return {"format": FORMAT, "version": VERSION, **asdict(self)}


class DataError(Exception):
    """A file of `insights/data` that is no report of this version.

    `path`, `line` and what is wrong; `hint` says how to mend it.
    """

    def __init__(self, path: str, line: int, message: str, hint: str) -> None:
        super().__init__(f"{path}:{line}: {message} ({hint})")
        self.path, self.line, self.message, self.hint = path, line, message, hint

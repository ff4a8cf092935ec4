"""Rows of the store → numbers."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from statistics import fmean, median

from kb.insights.measures.definitions import Definition
from kb.insights.measures.figures import LEAST_ANSWERS, Goal
from kb.insights.measures.periods import Period

Scope = tuple[str, str]
"""(shop, channel); both empty: of all."""
GoalOn = Callable[[date, str, str], tuple[Goal, ...]]
"""(day, shop, channel) → the goals of the measure."""
DIGITS = 4
LEAST_FOR_TENTHS = 10
NPS = {"nps_promoters": 1, "nps_passives": 0, "nps_detractors": -1}


@dataclass(frozen=True, slots=True)
class Row:
    shop: str
    channel: str
    part: float
    whole: float
    file: str
    day: str


@dataclass(frozen=True, slots=True)
class Number:
    """What rows come to. `value` is None where a share has fewer than `LEAST_ANSWERS`."""

    value: float | None
    n: int
    part: float
    files: tuple[str, ...] = ()
    first_day: str = ""
    mean: float | None = None
    longest: float | None = None
    nine_in_ten: float | None = None


def rows_of(connection: sqlite3.Connection, definition: Definition, period: Period) -> list[Row]:
    span = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    sql = definition.rows
    if definition.how == "nps":
        sql = sql.replace("value, 1", f"value * CASE measure {_nps_signs()} END, value", 1)
    return [
        Row(shop, channel, float(part), float(whole), file or "", day or "")
        for shop, channel, part, whole, file, day in connection.execute(sql, span)
        if part is not None
    ]


def _nps_signs() -> str:
    return " ".join(f"WHEN '{name}' THEN {sign}" for name, sign in NPS.items())


def is_covered(connection: sqlite3.Connection, definition: Definition, period: Period) -> bool:
    """Whether an import that has rows of the definition's table touches the period."""
    if not definition.table:
        return False
    found = connection.execute(
        f"SELECT 1 FROM imports WHERE first_day <= ? AND last_day >= ? AND EXISTS "
        f"(SELECT 1 FROM {definition.table} WHERE import = imports.id) LIMIT 1",
        (period.last.isoformat(), period.first.isoformat()),
    ).fetchone()
    return found is not None


def by_scope(rows: Iterable[Row]) -> Mapping[Scope, list[Row]]:
    """The rows of all, and of each shop and channel where there are several."""
    rows = list(rows)
    scopes: dict[Scope, list[Row]] = defaultdict(list)
    for row in rows:
        if row.shop or row.channel:
            scopes[row.shop, row.channel].append(row)
    return {("", ""): rows, **dict(sorted(scopes.items()))} if rows else {}


def number_of(definition: Definition, rows: list[Row], scope: Scope, goal_on: GoalOn) -> Number:
    """One number of the rows of one scope. Raises KeyError for a `how` that does not exist."""
    files = tuple(sorted({row.file for row in rows if row.file}))
    first = min((row.day for row in rows if row.day), default="")
    parts = [row.part for row in rows]
    if definition.how in ("share", "nps"):
        n, part = round(sum(row.whole for row in rows)), sum(parts)
        scale = 100 if definition.how == "nps" else 1
        value = round(scale * part / n, DIGITS) if n >= LEAST_ANSWERS else None
        return Number(value, n, round(part, DIGITS), files, first)
    if definition.how == "sum":
        whole = round(sum(row.whole for row in rows))
        return Number(round(sum(parts), DIGITS), whole, round(sum(parts), DIGITS), files, first)
    if definition.how == "median":
        return Number(
            round(median(parts), DIGITS), len(parts), round(sum(parts), DIGITS), files, first,
            round(fmean(parts), DIGITS), round(max(parts), DIGITS), _nine_in_ten(parts),
        )  # fmt: skip
    if definition.how == "latest":
        return _latest(definition, rows, files, first)
    return {"days_at_goal": _days_at_goal}[definition.how](rows, scope, goal_on, files, first)


def _nine_in_ten(parts: list[float]) -> float | None:
    """The least value that nine in ten do not exceed (the nearest rank); None of fewer than ten values."""
    if len(parts) < LEAST_FOR_TENTHS:
        return None
    return round(sorted(parts)[ceil(len(parts) * 9 / 10) - 1], DIGITS)


def _latest(definition: Definition, rows: list[Row], files: tuple[str, ...], first: str) -> Number:
    """The last typed figure: of several shops or channels the sum of counts, the mean of everything else."""
    last: dict[Scope, Row] = {}
    for row in sorted(rows, key=lambda row: row.day):
        last[row.shop, row.channel] = row
    values = [row.part for row in last.values()]
    days = len({row.day for row in rows})
    if definition.unit != "count" and len(values) > 1:  # rates of two shops have no mean that anybody measured
        return Number(None, days, 0.0, files, first)
    return Number(round(sum(values), DIGITS), days, round(sum(values), DIGITS), files, first)


def _days_at_goal(rows: list[Row], scope: Scope, goal_on: GoalOn, files: tuple[str, ...], first: str) -> Number:
    """Days on which every typed rate reached the goal of its day; n: days on which one with a goal was typed."""
    days: dict[str, bool] = {}
    for row in rows:
        goals = goal_on(date.fromisoformat(row.day), row.shop or scope[0], row.channel or scope[1])
        if goals:  # of a channel without one nobody can say whether it did well
            reached = all(row.part >= goal.value for goal in goals)
            days[row.day] = days.get(row.day, True) and reached
    if not days:
        return Number(None, len({row.day for row in rows}), 0.0, files, first)
    count = sum(days.values())
    return Number(float(count), len(days), float(count), files, first)

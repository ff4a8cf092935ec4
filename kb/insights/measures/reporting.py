"""The store, the shop's goals and decisions → the report of one period."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar

from kb.insights.measures.actions import Decision
from kb.insights.measures.contact_table import make_contacts
from kb.insights.measures.contacts import TopicOf, Topics, solved_first
from kb.insights.measures.counting import Number, Scope, by_scope, is_covered, number_of, rows_of
from kb.insights.measures.definitions import AGAIN_WITHIN_DAYS, DEFINITIONS, KNOWN_TYPED, Definition
from kb.insights.measures.figures import Action, Figure, Point, Report, Row
from kb.insights.measures.goals import Goals
from kb.insights.measures.lists import lists_of
from kb.insights.measures.periods import Period, trail

TRAIL = 4
"""Periods before the one that is told."""
FOLLOWED_DAYS = 35
"""Decisions of so many days before the period's end are followed up."""
_UNITS = {
    "rate": ("rate", "share", "ty_le", "kadar", "tingkat", "percent", "quote"),
    "minutes": ("minutes",),
    "count": (
        "conversations",
        "resolutions",
        "count",
        "number",
        "so_luong",
        "orders",
        "visitors",
        "page_views",
        "visits",
    ),
}
"""Unit of a typed measure → parts of its name that say so."""
_OF_A_DAY = frozenset({"page_views", "visits"})
"""Measures that count one day, as GoatCounter's do: a period has their sum."""
OTHER = "typed:"
"""Begins the id of a measure that only this shop types."""
_NOTHING = Number(None, 0, 0.0)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the shop says beside the store."""

    goals: Goals = field(default_factory=Goals)
    topic_of: TopicOf = lambda text, language: ""
    decisions: Sequence[Decision] = ()
    documents: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    """Those that are not counted from the store alone: `questions`, `gaps`, `due`, `unused`."""
    today: date = date.max
    """The day on which the report is made: weeks that run until later are not final."""


def make_report(connection: sqlite3.Connection, period: Period, around: Surroundings) -> Report:
    """Everything about `period`; each figure beside the four periods before it."""
    topics = Topics(connection, around.topic_of)
    make_contacts(connection, trail(period, TRAIL + 1)[0], period)
    periods = trail(period, TRAIL)
    figures: list[Figure] = []
    firsts = [periods[0].first.isoformat()]
    for definition in (*DEFINITIONS, *_others(connection, periods)):
        counted = [_numbers(connection, definition, one, around.goals, topics) for one in periods]
        firsts += [number.first_day for numbers in counted for number in numbers.values() if number.first_day]
        figures += _figures(definition, periods, counted, around)
    by_id = {(one.id, one.shop, one.channel): one for one in figures}
    return Report(
        period.name, period.first.isoformat(), period.last.isoformat(), min(firsts), tuple(figures),
        {**lists_of(connection, period, topics), **around.lists},
        tuple(_actions(connection, period, around, by_id, topics)), dict(around.documents),
    )  # fmt: skip


def _others(connection: sqlite3.Connection, periods: Sequence[Period]) -> Iterator[Definition]:
    """Typed measures that have no definition, under their own names: the last figure of each period, of a
    day's counts the sum."""
    found = connection.execute(
        "SELECT DISTINCT measure FROM measures WHERE day BETWEEN ? AND ? ORDER BY measure",
        (periods[0].first.isoformat(), periods[-1].last.isoformat()),
    ).fetchall()
    for (name,) in found:
        if name not in KNOWN_TYPED:
            quoted = name.replace("'", "''")
            sql = (
                "SELECT shop, channel, value, 1, file, day FROM measures "
                f"WHERE day BETWEEN :first AND :last AND measure = '{quoted}'"
            )
            unit = next((unit for unit, words in _UNITS.items() if any(word in name for word in words)), "score")
            how = "sum" if name in _OF_A_DAY else "latest"
            yield Definition(OTHER + name, unit, how, sql, ("measures",))


def _numbers(
    connection: sqlite3.Connection, definition: Definition, period: Period, goals: Goals, topics: Topics
) -> dict[Scope, Number]:
    is_solved = definition.id == "solved_first"
    rows = solved_first(connection, period, topics) if is_solved else rows_of(connection, definition, period)
    goal_of = "response_rate" if definition.how == "days_at_goal" else definition.id
    goal_on = partial(_goal_on, goals, goal_of)
    if not rows and is_covered(connection, definition, period):
        return {("", ""): Number(0.0, 0, 0.0)}
    return {scope: number_of(definition, held, scope, goal_on) for scope, held in by_scope(rows).items()}


def _goal_on(goals: Goals, measure: str, day: date, shop: str, channel: str) -> Any:
    return goals.on(day, measure, shop, channel)


def _figures(
    definition: Definition, periods: Sequence[Period], counted: Sequence[Mapping[Scope, Number]], around: Surroundings
) -> Iterator[Figure]:
    """One for all, and one for each shop and channel where there are several or the one has a goal of its own."""
    scopes = sorted({scope for numbers in counted for scope in numbers if any(scope)})
    period = periods[-1]
    last = period.last + timedelta(AGAIN_WITHIN_DAYS if definition.id == "solved_first" else 0)
    for shop, channel in (("", ""), *scopes):
        goals = around.goals.on(period.last, definition.id, shop, channel)
        if not shop and not channel and not goals and len(scopes) == 1:
            goals = around.goals.on(period.last, definition.id, *scopes[0])  # the only one is all
        if (shop or channel) and len(scopes) == 1:
            continue
        points = [numbers.get((shop, channel), _NOTHING) for numbers in counted]
        now = points[-1]
        state = _state(definition, now)
        yield Figure(
            definition.id, definition.unit, shop, channel, state, now.value, now.n, now.part, now.mean, now.longest,
            tuple(
                Point(one.name, point.value, point.n, point.part)
                for one, point in zip(periods, points, strict=True)
            ),
            goals, now.files, () if state != "nothing" else definition.needs, last < around.today, now.nine_in_ten,
        )  # fmt: skip


T = TypeVar("T")


def _of_scope(found: Mapping[Scope, T], one: Decision) -> T | None:
    """What is known of the decision's shop and channel; where it names one of them alone, of the only one that fits."""
    if (one.shop, one.channel) in found:
        return found[one.shop, one.channel]
    fitting = [scope for scope in found if any(scope) and one.shop in ("", scope[0]) and one.channel in ("", scope[1])]
    if len(fitting) == 1:
        return found[fitting[0]]
    return found.get(("", "")) if len(found) == 1 else None


def _state(definition: Definition, number: Number) -> str:
    if number.value is not None:
        return "counted"
    if not number.n:
        return "nothing"
    return "few" if definition.how in ("share", "nps") else "split" if definition.how == "latest" else "no_goal"


def _actions(
    connection: sqlite3.Connection,
    period: Period,
    around: Surroundings,
    figures: Mapping[tuple[str, str, str], Figure],
    topics: Topics,
) -> Iterator[Action]:
    """Decisions of the weeks before, with their measure in the period of the decision and in this one.

    Of what was decided in this period, the one before is what it is compared with.
    """
    definitions = {one.id: one for one in DEFINITIONS}
    for one in around.decisions:
        if not period.last - timedelta(FOLLOWED_DAYS) <= one.decided_on <= period.last:
            continue
        scopes = {(shop, channel): figure for (id, shop, channel), figure in figures.items() if id == one.measure}
        now = _of_scope(scopes, one)
        then = _NOTHING
        if definition := definitions.get(one.measure):
            periods = trail(period, TRAIL + 1)
            decided = next((p for p in periods[:-1] if p.first <= one.decided_on <= p.last), periods[-2])
            numbers = _numbers(connection, definition, decided, around.goals, topics)
            then = _of_scope(numbers, one) or _NOTHING
        yield Action(
            one.decided_on.isoformat(), one.what, one.measure, one.channel, then.value,
            now.value if now else None, now.unit if now else "", then.n, then.part,
            now.n if now else 0, now.part if now else 0,
        )  # fmt: skip

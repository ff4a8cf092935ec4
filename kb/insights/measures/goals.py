"""`insights/goals.yml`: on which day weeks begin, and what each measure should reach, since when, by whose word.

week_starts: friday
goals:
  response_rate:
    - {since: 2025-01-01, at_least: 80%, channel: shopee, source: https://…}
  solved_first:
    - {fact: first_contact_goal}
  first_reply:
    - {at_most: 10}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kb.insights.measures.definitions import DEFINITIONS
from kb.insights.measures.figures import Goal
from kb.insights.measures.periods import WEEKDAYS
from kb.project.folders import INSIGHTS
from kb.source.yaml_nodes import Node, parse_yaml

FILE = f"{INSIGHTS}/goals.yml"
FactValue = Callable[[str, date], tuple[float, str] | None]
"""(fact, day) → its value that day (a percentage as a share) and where it was read; None where it has none."""


class GoalsError(Exception):
    """`insights/goals.yml` cannot be read so: `path:line`, what is wrong, how to mend it."""


@dataclass(frozen=True, slots=True)
class DatedGoal:
    measure: str
    at_least: bool
    value: float
    fact: str
    since: date
    shop: str
    channel: str
    source: str


@dataclass(frozen=True, slots=True)
class Goals:
    week_starts: str = "monday"
    goals: tuple[DatedGoal, ...] = ()
    fact_value: FactValue = field(default=lambda name, day: None)

    def on(self, day: date, measure: str, shop: str, channel: str) -> tuple[Goal, ...]:
        """The goals that hold on `day`: the latest; those of the same day that differ are all given.

        A goal for a channel or shop goes before one for all; the figure of all has only goals that name none.
        """
        begun = [
            one
            for one in self.goals
            if one.measure == measure and one.since <= day and one.shop in ("", shop) and one.channel in ("", channel)
        ]
        if not begun:
            return ()
        closest = max(bool(one.shop) + bool(one.channel) for one in begun)
        begun = [one for one in begun if bool(one.shop) + bool(one.channel) == closest]
        since = max(one.since for one in begun)
        found = (self._told(one, day) for one in begun if one.since == since)
        return tuple(dict.fromkeys(goal for goal in found if goal))

    def _told(self, one: DatedGoal, day: date) -> Goal | None:
        since = one.since.isoformat() if one.since > date.min else ""
        if not one.fact:
            return Goal(one.value, one.at_least, since, one.source)
        known = self.fact_value(one.fact, day)
        return Goal(known[0], one.at_least, since, one.source or known[1]) if known else None


def load_goals(root: Path, facts: Mapping[str, str], fact_value: FactValue) -> Goals:
    """The goals of the project at `root`; none where it has no such file. `facts`: name → unit. Raises `GoalsError`."""
    path = root / FILE
    if not path.is_file():
        return Goals(fact_value=fact_value)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise GoalsError(f"{FILE}:1: cannot be read as UTF-8: save it again as UTF-8") from None
    node, problems = parse_yaml(text, path=FILE)
    if problems or node is None:
        raise GoalsError(str(problems[0]) if problems else f"{FILE}:1: is empty: delete it or write a goal")
    starts, found = "monday", []
    if node.entries is None:
        raise GoalsError(f"{FILE}:{node.line}: write week_starts: and goals:")
    for name, value in node.entries.items():
        if name == "week_starts":
            starts = _word(value).lower()
            if starts not in WEEKDAYS:
                raise GoalsError(f"{FILE}:{value.line}: “{starts}” is no day of the week: {', '.join(WEEKDAYS)}")
        elif name == "goals":
            for measure, held in (value.entries or {}).items():
                items = held.items if held.items is not None else (held,)
                found += [_goal(measure, one, facts) for one in items]
        else:
            raise GoalsError(f"{FILE}:{node.line_of(name)}: “{name}” is not known here: week_starts, goals")
    return Goals(starts, tuple(found), fact_value)


def load_week_start(root: Path) -> str:
    """The weekday on which the shop's weeks begin; monday where nothing readable says so."""
    path = root / FILE
    try:
        node, problems = parse_yaml(path.read_text("utf-8-sig"), path=FILE)
    except (OSError, UnicodeDecodeError):
        return "monday"
    value = (node.entries or {}).get("week_starts") if node and not problems else None
    starts = _word(value).lower() if value else ""
    return starts if starts in WEEKDAYS else "monday"


_FIELDS = ("since", "at_least", "at_most", "fact", "shop", "channel", "source")


def _goal(measure: str, node: Node, facts: Mapping[str, str]) -> DatedGoal:
    entries = node.entries or {}
    where = f"{FILE}:{node.line}"
    if not entries:
        raise GoalsError(f"{where}: a goal of “{measure}” is written as {{since: 2026-01-01, at_least: 80%}}")
    if unknown := [name for name in entries if name not in _FIELDS]:
        raise GoalsError(f"{where}: “{unknown[0]}” is not known in a goal: {', '.join(_FIELDS)}")
    words = {name: _word(value) for name, value in entries.items()}
    limits = [name for name in ("at_least", "at_most", "fact") if words.get(name)]
    if len(limits) != 1:
        raise GoalsError(f"{where}: a goal has one of at_least, at_most, fact")
    try:
        since = date.fromisoformat(words["since"]) if words.get("since") else date.min
    except ValueError:
        raise GoalsError(f"{where}: since: “{words['since']}” is no day: write it as 2026-01-31") from None
    by_definition = {one.id: one.at_least for one in DEFINITIONS}
    at_least = by_definition.get(measure, True) if limits[0] == "fact" else limits[0] == "at_least"
    value = 0.0
    if limits[0] == "fact":
        if words["fact"] not in facts:
            raise GoalsError(f"{where}: there is no fact “{words['fact']}”")
    else:
        value = _number(words[limits[0]], where)
    return DatedGoal(measure, at_least, value, words.get("fact", ""), since, words.get("shop", ""),
                     words.get("channel", ""), words.get("source", ""))  # fmt: skip


def _number(text: str, where: str) -> float:
    try:
        return float(text.rstrip("% ")) / (100 if text.rstrip().endswith("%") else 1)
    except ValueError:
        raise GoalsError(f"{where}: “{text}” is no number: write 80% or 10") from None


def _word(node: Node) -> str:
    return (node.text or "").strip() if node.is_scalar else ""

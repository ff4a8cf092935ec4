"""Where a value from the outside world comes from, the day somebody last read it there, and when to read it again.

Facts, channels and packs of marketplace rules carry the same three fields: `source`, `checked`, `check_every_days`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kb.source.fields import WrongTypeError, read_date, read_mapping, read_text, read_whole_number
from kb.source.yaml_nodes import Node

PROVENANCE_KEYS = ("source", "checked", "check_every_days")
UNKNOWN = "unknown"
_MEANS_UNKNOWN = frozenset({UNKNOWN, "not known", "none", "n/a", "todo", "tbd", "tba", "fixme", "xxx"})


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a value is known."""

    source: str = ""
    """An address or a citation; `UNKNOWN` if its writer says that nobody knows; "" if nothing is said."""
    checked: date | None = None
    """The day on which somebody last compared the value with the source."""
    check_every_days: int = 0
    """0: nobody will be asked to compare it again."""
    line: int = 1
    """Of `checked`, else of what it belongs to."""

    @property
    def is_known(self) -> bool:
        """Whether a source is named."""
        return self.source not in ("", UNKNOWN)

    @property
    def due_on(self) -> date | None:
        """The last day on which the value counts as checked; None if it has no rhythm."""
        if self.checked is None or not self.check_every_days:
            return None
        try:
            return self.checked + timedelta(days=self.check_every_days)
        except OverflowError:  # after the year 9999
            return None

    def is_due(self, today: date) -> bool:
        """Whether the day has passed, as a review's (KB603)."""
        return self.due_on is not None and today > self.due_on


NO_PROVENANCE = Provenance()


def read_provenance(entries: Mapping[str, Node], markets: tuple[str, ...], line: int) -> dict[str, Provenance]:
    """Market → how the value is known there; `""` alone where `source` and `checked` are the same for all markets.

    Each of the two may be one value, or one for each of `markets`. Raises `WrongTypeError`.
    """
    sources = _by_market(entries.get("source"), markets)
    days = _by_market(entries.get("checked"), markets)
    every = read_whole_number(entries["check_every_days"]) if _is_written(entries.get("check_every_days")) else 0
    codes = markets if any(sources.keys() | days.keys()) else ("",)
    return {code: _one(sources.get(code, sources.get("")), days.get(code, days.get("")), every, line) for code in codes}


def _one(source: Node | None, day: Node | None, every: int, line: int) -> Provenance:
    checked = read_date(day) if day is not None else None
    return Provenance(read_source(source) if source else "", checked, every, day.line if day is not None else line)


def read_source(node: Node) -> str:
    """A source as written, `UNKNOWN` for every way to say so; a sign alone (“?”, “-”) names nothing."""
    text = read_text(node)
    if text.casefold().strip(" .?!") in _MEANS_UNKNOWN:
        return UNKNOWN
    if text and not any(char.isalnum() for char in text):
        raise WrongTypeError(node.line, "an address or a citation, or `unknown`", node.describe(), "write `unknown`")
    return text


def _by_market(node: Node | None, markets: tuple[str, ...]) -> dict[str, Node]:
    if node is None or not _is_written(node):
        return {}
    if node.entries is None:
        return {"": node}
    for market, value in read_mapping(node).items():
        if market not in markets:
            expected = "a market of this fact (" + ", ".join(markets) + ")" if markets else "one value for all markets"
            raise WrongTypeError(value.line, expected, f"“{market}”")
    return {market: value for market, value in read_mapping(node).items() if _is_written(value)}


def _is_written(node: Node | None) -> bool:
    return node is not None and not node.is_null and (node.text != "" if node.is_scalar else True)

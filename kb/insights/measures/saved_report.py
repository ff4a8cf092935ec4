"""JSON → a report, each field as pages count on it: the file may be half, of a newer kb, or merged by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from typing import Any, TypeVar

from kb.insights.measures.figures import (
    FORMAT,
    STATES,
    VERSION,
    Action,
    DataError,
    Figure,
    Goal,
    Point,
    Report,
    Row,
)
from kb.insights.measures.periods import read_period

T = TypeVar("T")
_DAYS = {"first", "last", "counted_from", "since", "decided_on", "oldest", "due_on"}
"""Fields that hold a day, or nothing."""
_NEEDED_DAYS = {"first", "last"}


def read_report(text: str, name: str, period: str) -> Report:
    """The report that `Report.as_json` gave, from the file `name` of `period`. Raises `DataError`."""
    again = f"make it anew: kb insights report --{'week' if 'W' in period else 'month'} {period}"
    try:
        plain = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise DataError(name, error.lineno, "is cut off, or no JSON", again) from None
    except (ValueError, RecursionError):
        raise DataError(name, 1, "is no JSON", again) from None
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise DataError(name, 1, "is no report of kb", again)
    if plain.get("version") != VERSION:
        message = f"is a report of version {plain.get('version')}, and this kb reads {VERSION}"
        raise DataError(name, 1, message, f"update kb, or {again}")
    try:
        report = _report(plain)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(name, 1, f"is damaged: {_why(error)}", again) from None
    if report.period != period:
        raise DataError(name, 1, f"holds the report of {report.period}", f"call it {report.period}.json, or {again}")
    return report


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _why(error: Exception) -> str:
    return f"“{error.args[0]}” is missing" if isinstance(error, KeyError) else str(error)


def _report(plain: Mapping[str, Any]) -> Report:
    lists = _mapping("lists", plain["lists"])
    report = Report(
        **_plain_fields(Report, plain),
        figures=_each(plain, "figures", _figure),
        lists={name: _each(lists, name, _row) for name in lists},
        actions=_each(plain, "actions", lambda one: _value(Action, one)),
        documents=_numbers(plain["documents"]),
    )
    read_period(report.period)
    return report


def _figure(plain: Mapping[str, Any]) -> Figure:
    trail = _each(plain, "trail", lambda one: _value(Point, one))
    if len(trail) < 2:
        raise ValueError("trail: has fewer than two periods")
    for point in trail:
        read_period(point.period)
    if plain["state"] not in STATES:
        raise ValueError(f"state: “{plain['state']}” is none of {', '.join(STATES)}")
    return Figure(
        **_plain_fields(Figure, plain), trail=trail, goals=_each(plain, "goals", lambda one: _value(Goal, one)),
        files=_texts(plain, "files"), needs=_texts(plain, "needs"),
    )  # fmt: skip


_COUNTS = {"sent", "yes", "severity", "open"}


def _row(plain: Mapping[str, Any]) -> Row:
    about = dict(_mapping("about", plain.get("about", {})))
    for name, value in about.items():
        if name in _DAYS:
            _day(name, value)
        elif name in _COUNTS:
            _checked(name, "int", value)
        elif name == "channels":
            _numbers(value)
        else:
            _checked(name, "str | int | bool", value)
    return Row(**_plain_fields(Row, plain), about=about)


def _value(kind: Callable[..., T], plain: Any) -> T:
    return kind(**_plain_fields(kind, plain))


_KINDS: Mapping[str, tuple[type, ...]] = {
    "str": (str,), "int": (int,), "float": (int, float), "float | None": (int, float, type(None)), "bool": (bool,),
    "str | int | bool": (str, int, bool),
}  # fmt: skip
"""How a field is declared → what JSON may have there. Other fields are read by those who know them."""


def _plain_fields(kind: Any, plain: Any) -> dict[str, Any]:
    """The fields of the dataclass `kind` that hold one plain value; fields of a newer kb are left out."""
    known = _mapping(kind.__name__.lower(), plain)
    declared: list[Field[Any]] = [one for one in fields(kind) if one.type in _KINDS]
    found = {}
    for one in declared:
        if one.name not in known and one.default is not MISSING:
            continue
        found[one.name] = _checked(one.name, str(one.type), known[one.name])
        if one.name in _DAYS:
            _day(one.name, found[one.name])
    return found


def _checked(name: str, declared: str, value: Any) -> Any:
    is_right = isinstance(value, _KINDS[declared]) and (not isinstance(value, bool) or "bool" in declared)
    if not is_right or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError(f"{name}: “{str(value)[:40]}” is not what stands there")
    return value


def _day(name: str, value: Any) -> None:
    if value != "" or name in _NEEDED_DAYS:
        try:
            date.fromisoformat(_checked(name, "str", value))
        except ValueError:
            raise ValueError(f"{name}: “{str(value)[:40]}” is no day") from None


def _mapping(name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name}: “{str(value)[:40]}” has no fields")
    return value


def _numbers(plain: Any) -> dict[str, int]:
    return {name: _checked(name, "int", count) for name, count in _mapping("counts", plain).items()}


def _each(plain: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    if not isinstance(plain[name], list):
        raise ValueError(f"{name}: is no list")
    return tuple(read(one) for one in plain[name])


def _texts(plain: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return _each(plain, name, lambda one: str(_checked(name, "str", one)))

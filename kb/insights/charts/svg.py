"""Bars, lines with a goal, and sparklines as SVG.

A picture has a title and a description that says its numbers, colours only by classes of the style sheet and
`currentColor` (light, dark, print), and neither style nor script in it, so that any content security policy takes it.
Text stands in the reader's direction, and time runs with it. Considered: drawsvg (44 KB) writes the same elements, but
knows nothing of titles, descriptions, directions or classes: the code that says those would stay ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

WIDTH, HEIGHT = 320, 144
_TOP, _BOTTOM, _SIDE = 34, 24, 26
_ROW = 34
_LABEL, _CUT = 12, 44
_SPARK_WIDTH, _SPARK_HEIGHT = 72, 20


@dataclass(frozen=True, slots=True)
class Mark:
    """One value and how the reader's language writes it. `value` None leaves a gap."""

    label: str
    value: float | None
    text: str


def line_chart(marks: Sequence[Mark], *, id: str, title: str, goal: Mark | None = None, is_rtl: bool = False) -> str:
    """Values over time, the oldest first, with the goal as a dashed line. `id` is unique on its page."""
    values = [mark.value for mark in marks if mark.value is not None]
    if not values:
        return ""
    lowest, highest = _range([*values, goal.value] if goal and goal.value is not None else values)
    xs = _places(len(marks), WIDTH, _SIDE, is_rtl=is_rtl)
    base = HEIGHT - _BOTTOM
    parts = [f'<path class="kb-chart__base" d="M4 {base}H{WIDTH - 4}"/>']
    if goal and goal.value is not None:
        y = _height(goal.value, lowest, highest)
        parts.append(f'<path class="kb-chart__goal" d="M4 {y}H{WIDTH - 4}"/>')
        parts.append(f'<text x="{WIDTH - 4 if is_rtl else 4}" y="11">{escape(goal.text)}</text>')
    points = [
        (x, _height(mark.value, lowest, highest)) if mark.value is not None else None
        for x, mark in zip(xs, marks, strict=True)
    ]
    if "L" in (steps := _steps(points)):
        parts.append(f'<path class="kb-chart__line" d="{steps}"/>')
    parts.append(_dots(points))
    below = "".join(_text(x, HEIGHT - 6, mark.label) for x, mark in zip(xs, marks, strict=True))
    above = "".join(_text(*_above(point), mark.text) for mark, point in zip(marks, points, strict=True) if point)
    parts.append(f'<g text-anchor="middle">{below}{above}</g>')
    said = [f"{mark.label}: {mark.text}" for mark in marks]
    return _svg("".join(parts), WIDTH, HEIGHT, id, title, said + ([goal.text] if goal else []))


_Point = tuple[float, float]


def _steps(points: Sequence[_Point | None]) -> str:
    """The path through the points, broken where one is missing."""
    return "".join(
        f"{'L' if before else 'M'}{point[0]} {point[1]}" if point else "" for before, point in pairwise([None, *points])
    )


def _dots(points: Iterable[_Point | None]) -> str:
    """A dot on each point: lines without length, whose ends are round."""
    steps = "".join(f"M{point[0]} {point[1]}h0" for point in points if point)
    return f'<path class="kb-chart__dots" d="{steps}"/>'


def _above(point: _Point) -> _Point:
    return point[0], point[1] - 8


def bar_chart(marks: Sequence[Mark], *, id: str, title: str, is_rtl: bool = False) -> str:
    """One bar a row below its label, as long as its share of the longest."""
    most = max((mark.value or 0 for mark in marks), default=0)
    if most <= 0:
        return ""
    labels, bars, values, room = [], [], [], WIDTH - 64
    for number, mark in enumerate(marks):
        y = number * _ROW
        length = round(room * (mark.value or 0) / most, 1)
        labels.append(_text(WIDTH if is_rtl else 0, y + _LABEL, _shortened(mark.label)))
        bars.append(f"M{round(WIDTH - length, 1) if is_rtl else 0} {y + 17}h{length}v11h-{length}z")
        end = round(WIDTH - length - 6, 1) if is_rtl else round(length + 6, 1)
        values.append(_text(end, y + 27, mark.text))
    drawn = f'<path class="kb-chart__bars" d="{"".join(bars)}"/>'
    said = [f"{mark.label}: {mark.text}" for mark in marks]
    return _svg("".join([*labels, drawn, *values]), WIDTH, len(marks) * _ROW, id, title, said)


def sparkline(values: Sequence[float | None], *, is_rtl: bool = False) -> str:
    """A small line beside numbers that are in the table already: a decoration, hidden from screen readers."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    xs = _places(len(values), _SPARK_WIDTH, 4, is_rtl=is_rtl)
    points = []
    for x, value in zip(xs, values, strict=True):
        share = (value - low) / (high - low) if value is not None and high > low else 0.5
        points.append((x, round(_SPARK_HEIGHT - 4 - share * (_SPARK_HEIGHT - 8))) if value is not None else None)
    if "L" not in _steps(points):
        return ""
    return (
        f'<svg class="kb-spark" viewBox="0 0 {_SPARK_WIDTH} {_SPARK_HEIGHT}" aria-hidden="true">'
        f'<path d="{_steps(points)}"/></svg>'
    )


def _svg(inside: str, width: int, height: int, id: str, title: str, said: Sequence[str]) -> str:
    """The description says every number, for those who do not see the picture."""
    return (
        f'<svg class="kb-chart" role="img" viewBox="0 0 {width} {height}" aria-labelledby="{id}-t {id}-d">'
        f'<title id="{id}-t">{escape(title)}</title><desc id="{id}-d">{escape("; ".join(said))}</desc>{inside}</svg>'
    )


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:g}" y="{round(y, 1):g}">{escape(text)}</text>'


def _places(count: int, width: int, side: int, *, is_rtl: bool) -> list[int]:
    step = (width - 2 * side) / max(1, count - 1)
    xs = [round(side + step * number) for number in range(count)]
    return xs[::-1] if is_rtl else xs


def _range(values: Sequence[float]) -> tuple[float, float]:
    """The axis begins at zero, or below it; a line far above zero would else be read as doubled."""
    lowest, highest = min(0.0, *values), max(0.0, *values)
    return (lowest, highest) if highest > lowest else (lowest, lowest + 1)


def _height(value: float, lowest: float, highest: float) -> float:
    room = HEIGHT - _TOP - _BOTTOM
    return round(_TOP + room * (1 - (value - lowest) / (highest - lowest)), 1)


def _shortened(text: str) -> str:
    return text if len(text) <= _CUT else f"{text[: _CUT - 1].rstrip()}…"

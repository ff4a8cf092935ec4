"""Bars, lines with a goal, and sparklines as SVG.

A picture has a title and a description that says its numbers, colours only by classes of the style sheet and
`currentColor` (light, dark, print), and neither style nor script in it, so that any content security policy takes it.
Text stands in the reader's direction, and time runs with it. Considered: drawsvg (44 KB) writes the same elements, but
knows nothing of titles, descriptions, directions or classes: the code that says those would stay ours.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    parts = [_baseline()]
    if goal and goal.value is not None:
        y = _height(goal.value, lowest, highest)
        corner = WIDTH - 4 if is_rtl else 4
        parts.append(f'<line class="kb-chart__goal" x1="4" x2="{WIDTH - 4}" y1="{y}" y2="{y}"/>')
        parts.append(_text(corner, 11, goal.text, "start", "kb-chart__goal-text"))
    points = [
        (x, _height(mark.value, lowest, highest), mark) if mark.value is not None else None
        for x, mark in zip(xs, marks, strict=True)
    ]
    for one, other in pairwise(points):
        if one and other:
            parts.append(f'<line class="kb-chart__line" x1="{one[0]}" y1="{one[1]}" x2="{other[0]}" y2="{other[1]}"/>')
    for x, mark, point in zip(xs, marks, points, strict=True):
        parts.append(_text(x, HEIGHT - 6, mark.label, "middle", "kb-chart__label"))
        if point:
            parts.append(f'<circle class="kb-chart__dot" cx="{x}" cy="{point[1]}" r="3.5"/>')
            parts.append(_text(x, point[1] - 8, mark.text, "middle", "kb-chart__value"))
    said = [f"{mark.label}: {mark.text}" for mark in marks]
    return _svg("".join(parts), WIDTH, HEIGHT, id, title, said + ([goal.text] if goal else []))


def bar_chart(marks: Sequence[Mark], *, id: str, title: str, is_rtl: bool = False) -> str:
    """One bar a row below its label, as long as its share of the longest."""
    most = max((mark.value or 0 for mark in marks), default=0)
    if most <= 0:
        return ""
    parts, room = [], WIDTH - 64
    for number, mark in enumerate(marks):
        y = number * _ROW
        length = round(room * (mark.value or 0) / most, 1)
        start, anchor = (WIDTH, "start") if is_rtl else (0, "start")
        x = round(WIDTH - length, 1) if is_rtl else 0
        end = round(WIDTH - length - 6, 1) if is_rtl else round(length + 6, 1)
        parts.append(_text(start, y + _LABEL, _shortened(mark.label), anchor, "kb-chart__label"))
        parts.append(f'<rect class="kb-chart__bar" x="{x}" y="{y + 17}" width="{length}" height="11" rx="2"/>')
        parts.append(_text(end, y + 27, mark.text, "start", "kb-chart__value"))
    said = [f"{mark.label}: {mark.text}" for mark in marks]
    return _svg("".join(parts), WIDTH, len(marks) * _ROW, id, title, said)


def sparkline(values: Sequence[float | None], *, is_rtl: bool = False) -> str:
    """A small line beside numbers that are in the table already: a decoration, hidden from screen readers."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    xs = _places(len(values), _SPARK_WIDTH, 4, is_rtl=is_rtl)
    parts, last = [], None
    for x, value in zip(xs, values, strict=True):
        if value is None:
            last = None
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        point = (x, round(_SPARK_HEIGHT - 4 - share * (_SPARK_HEIGHT - 8), 1))
        if last:
            parts.append(
                f'<line class="kb-chart__line" x1="{last[0]}" y1="{last[1]}" x2="{point[0]}" y2="{point[1]}"/>'
            )
        last = point
    if last:
        parts.append(f'<circle class="kb-chart__dot" cx="{last[0]}" cy="{last[1]}" r="2.5"/>')
    return (
        f'<svg class="kb-spark" viewBox="0 0 {_SPARK_WIDTH} {_SPARK_HEIGHT}" width="{_SPARK_WIDTH}" '
        f'height="{_SPARK_HEIGHT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _svg(inside: str, width: int, height: int, id: str, title: str, said: Sequence[str]) -> str:
    """The description says every number, for those who do not see the picture."""
    return (
        f'<svg class="kb-chart" role="img" viewBox="0 0 {width} {height}" aria-labelledby="{id}-t {id}-d">'
        f'<title id="{id}-t">{escape(title)}</title><desc id="{id}-d">{escape("; ".join(said))}</desc>{inside}</svg>'
    )


def _baseline() -> str:
    y = HEIGHT - _BOTTOM
    return f'<line class="kb-chart__base" x1="4" x2="{WIDTH - 4}" y1="{y}" y2="{y}"/>'


def _text(x: float, y: float, text: str, anchor: str, name: str) -> str:
    return f'<text class="{name}" x="{x}" y="{round(y, 1)}" text-anchor="{anchor}">{escape(text)}</text>'


def _places(count: int, width: int, side: int, *, is_rtl: bool) -> list[float]:
    step = (width - 2 * side) / max(1, count - 1)
    xs = [round(side + step * number, 1) for number in range(count)]
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

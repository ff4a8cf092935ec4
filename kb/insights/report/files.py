"""A report as CSV for a spreadsheet, as one HTML file to print, and as lines for a terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html import escape
from importlib import resources

from kb.insights.measures.figures import Report
from kb.insights.report.html import report_html
from kb.insights.report.numbers import Writing, files_named

COLUMNS = (
    "period", "from", "until", "measure", "name", "shop", "channel", "value", "unit", "n", "part", "nine_in_ten",
    "before", "before_n", "four_before", "goal", "goal_source", "goal_reached", "final", "files", "what_counts",
)  # fmt: skip
MOST_GAPS = 5
"""Lines of the terminal; pages and CSV have more."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula begins with, in wide signs too, as spreadsheets in East Asia take them."""


def report_csv(report: Report, writing: Writing) -> str:
    """One row a figure, and after them one a line of a list (measure `list:NAME`). Numbers are plain: a share is 0.945.

    Text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    start = [report.period, report.first, report.last]
    for one in report.figures:
        rows.writerow([
            *start, one.id, *map(_safe, (writing.name(one.id), one.shop, one.channel)), _plain(one.value), one.unit,
            one.n, _plain(one.part), _plain(one.nine_in_ten), _plain(one.before.value), one.before.n,
            " ".join(_plain(point.value) or "–" for point in one.trail[:-1]),
            " ".join(_plain(goal.value) for goal in one.goals), _safe(" ".join(goal.source for goal in one.goals)),
            "" if one.is_met is None else "yes" if one.is_met else "no", "yes" if one.is_final else "no",
            _safe(files_named(one)), _safe(writing.what(one.id)),
        ])  # fmt: skip
    for name, lines in report.lists.items():
        for row in lines:
            about = " ".join(f"{key}={value}" for key, value in row.about.items())
            rows.writerow([*start, f"list:{name}", _safe(row.name), "", "", row.count, "count", row.count, row.count,
                           "", row.before, row.before, "", "", "", "", "", "", _safe(about)])  # fmt: skip
    return file.getvalue()


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def report_page(report: Report, writing: Writing) -> str:
    """The report as one HTML file without a script, and with its style in it: to read anywhere, to print, to send."""
    style = resources.files("kb.insights.report").joinpath("print.css").read_text("utf-8")
    heading = f"{writing.words['tool_insights']}: {writing.period(report.period)}"
    return (
        f'<!doctype html>\n<html lang="{escape(writing.language)}" dir="{"rtl" if writing.is_rtl else "ltr"}">\n<head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(heading)}</title>\n<style>\n{style}</style></head>\n<body><main>\n<h1>{escape(heading)}</h1>\n"
        f"<p>{escape(writing.days(report.first, report.last))}</p>\n"
        f"{report_html(report, writing)}\n</main></body></html>\n"
    )


def report_lines(report: Report, writing: Writing) -> Iterator[str]:
    """What a terminal shows: each figure of all with its goal; what is missing with the file that would give it."""
    yield f"{writing.period(report.period)} ({writing.days(report.first, report.last)})"
    for one in report.figures:
        if one.state == "nothing" and (one.shop or one.channel):
            continue
        name = writing.name(one.id) if not one.shop and not one.channel else f"  {writing.scope(one)}"
        said = f"  {name}: {writing.value(one)}"
        if one.state == "nothing":
            said += f" ({writing.word('needs', files=files_named(one))})" if one.needs else ""
        else:
            is_told = one.state in ("counted", "few") and one.n != one.value
            said += f", {writing.word('n', n=writing.number(one.n))}" if is_told else ""
            if one.nine_in_ten is not None:
                said += f", {writing.word('tenths', value=writing.number(one.nine_in_ten, one.unit))}"
            said += f"; {writing.word('before')}: {writing.point(one.before, one.unit)}"
        if one.is_met is not None:
            goals = " / ".join(writing.goal(goal, one.unit) for goal in one.goals)
            said += f" [{writing.word('met' if one.is_met else 'missed')}: {goals}]"
        yield said
    yield from _gap_lines(report, writing)


def _gap_lines(report: Report, writing: Writing) -> Iterator[str]:
    if gaps := report.lists.get("gaps"):
        yield writing.word("list_gaps")
    for row in (gaps or ())[:MOST_GAPS]:
        state = writing.word(f"state_{row.about.get('state', '')}")
        counts = f"{writing.number(row.count)}; {writing.word('before')}: {writing.number(row.before)}"
        yield f"  “{row.name}”: {counts} [{state}]"

"""A report as HTML: what stands on its page of the agents' edition, and in the file to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from kb.insights.charts.svg import Mark, bar_chart, line_chart, sparkline
from kb.insights.measures.figures import Figure, Report, Row
from kb.insights.measures.periods import WEEKDAYS
from kb.insights.measures.reporting import OTHER
from kb.insights.report.numbers import Writing, files_named

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("replies", ("response_rate", "response_days", "answered", "first_reply", "first_reply_stated", "resolution",
                 "resolution_stated", "solved_first", "contacts")),
    ("opinions", ("satisfaction", "satisfaction_typed", "nps", "nps_typed", "reviews", "reviews_good", "reviews_bad",
                  "reviews_bad_answered")),
    ("orders", ("orders", "cancelled", "returns", "returns_per_order", "refunds", "failed_delivery", "complaints",
                "complaints_settled", "complaints_open")),
    ("help", ("searches_nothing", "searches_no_click", "searches_failed", "votes_yes", "desk_copied", "desk_nothing")),
    ("problems", ("problems", "problems_open", "problems_answered")),
)  # fmt: skip
"""Part of the report → its figures. What only this shop types stands in a part of its own."""
LISTS = {
    "replies": ("topics",), "opinions": (), "orders": ("return_causes", "cancel_causes", "carriers"),
    "help": ("searches", "votes", "vote_reasons", "unused"), "problems": ("problems",),
}  # fmt: skip
DRAWN = ("response_rate", "first_reply", "solved_first", "contacts", "satisfaction", "reviews_good", "returns",
         "searches_nothing")  # fmt: skip
"""Figures that get a picture of their five periods, if two of them have a value."""
MOST_BARS = 8


def report_html(report: Report, writing: Writing) -> str:
    """The parts of the report, from “what needs a look” to the actions; headings begin at h2."""
    parts = [_glance(report, writing)]
    ids = [id for _, group in GROUPS for id in group]
    others = tuple(dict.fromkeys(one.id for one in report.figures if one.id not in ids and one.id.startswith(OTHER)))
    for name, group in (*GROUPS, ("typed", others)):
        figures = [one for id in group for one in report.figures if one.id == id]
        if figures:
            parts.append(_part(name, figures, report, writing))
    parts += [_documents(report, writing), _actions(report, writing)]
    return "\n".join(filter(None, parts))


def _glance(report: Report, writing: Writing) -> str:
    """Goals that were missed, then those that were reached; figures without data are counted at the end."""
    of_all = {
        one.id: one.goals for one in report.figures if not one.shop and not one.channel and one.is_met is not None
    }
    judged = [
        one
        for one in report.figures
        if one.is_met is not None and (not (one.shop or one.channel) or one.goals != of_all.get(one.id))
    ]
    judged.sort(key=lambda one: bool(one.is_met))
    lines = []
    for one in judged:
        mark = "met" if one.is_met else "missed"
        goals = " / ".join(writing.goal(goal, one.unit) for goal in one.goals)
        scope = f" ({escape(writing.scope(one))})" if one.shop or one.channel else ""
        lines.append(
            f'<li><span class="kb-mark kb-mark--{mark}">{escape(writing.word(mark))}</span> '
            f"{escape(writing.name(one.id))}{scope}: <strong>{escape(writing.value(one))}</strong> "
            f'<span class="kb-agent__small">{escape(goals)}</span></li>'
        )
    if not lines:
        lines = [f"<li>{escape(writing.word('no_goals'))}</li>"]
    title = escape(writing.word("glance"))
    return f'<section class="kb-week__glance"><h2 id="goals">{title}</h2><ul>{"".join(lines)}</ul></section>'


def _part(name: str, figures: Sequence[Figure], report: Report, writing: Writing) -> str:
    of_all = {one.id: one.state for one in figures if not one.shop and not one.channel}
    drawn = [one for one in figures if one.id in DRAWN and bool(one.shop or one.channel) == (of_all[one.id] == "split")]
    pictures = "".join(_picture(one, f"c-{one.id}-{number}", report, writing) for number, one in enumerate(drawn))
    found = [one for one in figures if _is_told(one)]
    missing = [one for one in figures if one not in found and not one.shop and not one.channel]
    rows = "".join(_row(one, writing) for one in found)
    title = escape(writing.word(f"part_{name}"))
    heads = ("measure", "now", "before", "trend", "goal", "source")
    table = table_html(writing.word(f"part_{name}"), [writing.word(head) for head in heads], rows) if rows else ""
    charts = f'<div class="kb-week__charts">{pictures}</div>' if pictures else ""
    lists = "".join(_list(one, report.lists.get(one, ()), writing) for one in LISTS.get(name, ()))
    return (
        f'<section class="kb-week__part"><h2 id="{name}">{title}</h2>'
        f"{table}{_missing(missing, writing)}{charts}{lists}</section>"
    )


def _is_told(one: Figure) -> bool:
    """Whether there is something to show: of all, in any of the five periods; of a channel, in the last two."""
    points = one.trail[-2:] if one.shop or one.channel else one.trail
    return any(point.n or point.value is not None for point in points)


def _row(one: Figure, writing: Writing) -> str:
    is_all = not one.shop and not one.channel
    name = escape(writing.name(one.id) if is_all else writing.scope(one))
    what = f'<span class="kb-agent__small">{escape(writing.what(one.id))}</span>' if is_all else ""
    now = f"<strong>{escape(writing.value(one))}</strong>"
    notes = []
    if one.state in ("counted", "few") and one.n != one.value:
        notes.append(writing.word("n", n=writing.number(one.n)))
    if one.mean is not None and one.longest is not None and one.n > 1:
        notes.append(
            writing.word("mean", mean=writing.number(one.mean, one.unit), longest=writing.number(one.longest, one.unit))
        )
    if not one.is_final:
        notes.append(writing.word("not_final"))
    small = "".join(f'<span class="kb-agent__small">{escape(note)}</span>' for note in notes)
    goals = "<br>".join(escape(writing.goal(goal, one.unit)) + _source(goal.source) for goal in one.goals)
    if len(one.goals) > 1:
        goals += f'<span class="kb-agent__small">{escape(writing.word("disagree"))}</span>'
    if one.is_met is not None:
        mark = "met" if one.is_met else "missed"
        goals += f' <span class="kb-mark kb-mark--{mark}">{escape(writing.word(mark))}</span>'
    trend = sparkline([point.value for point in one.trail], is_rtl=writing.is_rtl)
    of = "" if is_all else ' class="kb-week__of"'
    past = (
        ", ".join(writing.point(point, one.unit) for point in one.trail[:-1]) if is_all and one.state != "split" else ""
    )
    past = (
        f'<span class="kb-agent__small">{escape(past)}</span>'
        if past and any(point.n for point in one.trail[:-1])
        else ""
    )
    return (
        f'<tr{of}><th scope="row">{name}{what}</th><td>{now}{small}</td>'
        f"<td>{escape(writing.point(one.before, one.unit))}</td><td>{trend}{past}</td><td>{goals}</td>"
        f'<td><span class="kb-week__files">{escape(files_named(one))}</span></td></tr>'
    )


def _source(source: str) -> str:
    if source.startswith("https://"):
        shown = source.removeprefix("https://").split("/")[0]
        return f' <a href="{escape(source)}" rel="noopener noreferrer">{escape(shown)}</a>'
    return f' <span class="kb-agent__small">{escape(source)}</span>' if source else ""


def _missing(missing: Sequence[Figure], writing: Writing) -> str:
    """Measures without data, and which file would give each."""
    if not missing:
        return ""
    lines = "".join(
        f"<li>{escape(writing.name(one.id))}: {escape(writing.word('needs', files=files_named(one)))}</li>"
        for one in missing
    )
    title = f"{escape(writing.word('none'))} ({len(missing)})"
    return f'<details class="kb-week__missing"><summary>{title}</summary><ul>{lines}</ul></details>'


def _picture(one: Figure, id: str, report: Report, writing: Writing) -> str:
    if sum(point.value is not None for point in one.trail) < 2:
        return ""
    starts = WEEKDAYS[date.fromisoformat(report.first).weekday()]
    marks = [
        Mark(writing.short_period(point.period, starts), point.value, writing.point(point, one.unit))
        for point in one.trail
    ]
    goal = one.goals[0] if one.goals else None
    mark = Mark("", goal.value, f"{writing.word('goal')}: {writing.number(goal.value, one.unit)}") if goal else None
    scope = f" ({writing.scope(one)})" if one.shop or one.channel else ""
    title = writing.name(one.id) + scope
    drawn = line_chart(marks, id=id, title=title, goal=mark, is_rtl=writing.is_rtl)
    heads = "".join(f'<th scope="col">{escape(mark.label)}</th>' for mark in marks)
    cells = "".join(f"<td>{escape(mark.text)}</td>" for mark in marks)
    return (
        f'<figure class="kb-week__figure"><figcaption>{escape(title)}</figcaption>{drawn}'
        f'<details><summary>{escape(writing.words["table"])}</summary><table class="kb-table__table"><thead><tr>'
        f"{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table></details></figure>"
    )


_COLUMNS = {
    "topics": ("topic", "count", "before", "channels"),
    "return_causes": ("cause", "count", "before"),
    "cancel_causes": ("cause", "count", "before"),
    "carriers": ("carrier", "failed", "before", "sent"),
    "searches": ("query", "count", "before"),
    "votes": ("page", "no", "before", "yes"),
    "vote_reasons": ("cause", "count", "before"),
    "unused": ("page",),
    "problems": ("nature", "count", "before", "severity", "open", "oldest"),
}


def _list(name: str, rows: Sequence[Row], writing: Writing) -> str:
    if not rows:
        return ""
    title = writing.word(f"list_{name}")
    body = "".join(f"<tr>{_list_cells(name, row, writing)}</tr>" for row in rows)
    table = table_html(title, [writing.word(head) for head in _COLUMNS[name]], body)
    bars = ""
    if name in ("topics", "return_causes"):
        marks = [
            Mark(_row_name(name, row, writing), float(row.count), writing.number(row.count)) for row in rows[:MOST_BARS]
        ]
        if drawn := bar_chart(marks, id=f"c-{name}", title=title, is_rtl=writing.is_rtl):
            bars = f'<figure class="kb-week__figure">{drawn}</figure>'
    return f'<h3 id="{name}">{escape(title)}</h3>{bars}{table}'


def _row_name(list_name: str, row: Row, writing: Writing) -> str:
    if list_name == "topics":
        return writing.topic(row.name)
    if list_name in ("votes", "unused"):
        return writing.titles.get(row.name.strip("/"), row.name)
    return row.name or writing.word("unnamed")


def _list_cells(name: str, row: Row, writing: Writing) -> str:
    about = dict(row.about)
    shown = _row_name(name, row, writing)
    small = (
        f'<span class="kb-agent__small">{escape(writing.topic(about["topic"]))}</span>' if about.get("topic") else ""
    )
    cells = [writing.number(row.count), writing.number(row.before)] if name != "unused" else []
    if name == "topics":
        cells.append(
            ", ".join(
                f"{writing.channel(id) or writing.word('unnamed')} {writing.number(count)}"
                for id, count in about.get("channels", {}).items()
            )
        )
    for key in ("sent", "yes", "severity", "open"):
        if key in about:
            cells.append(writing.number(about[key]))
    if "oldest" in about:
        cells.append(writing.day(about["oldest"]))
    return f'<th scope="row">{escape(shown)}{small}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in cells)


def _documents(report: Report, writing: Writing) -> str:
    """What is known of the texts on the day of the report: due, without a rhythm, never copied."""
    if not report.documents:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(writing.word(f"doc_{name}"))}</th><td>{escape(writing.number(count))}</td></tr>'
        for name, count in report.documents.items()
    )
    title = writing.word("part_texts")
    heads = (title, writing.word("count"))
    return (
        f'<section class="kb-week__part"><h2 id="texts">{escape(title)}</h2>{table_html(title, heads, rows)}</section>'
    )


def _actions(report: Report, writing: Writing) -> str:
    if not report.actions:
        return ""
    title = writing.word("part_actions")
    rows = []
    for one in report.actions:
        then, now = (
            writing.number(value, one.unit) if value is not None else writing.word("none")
            for value in (one.then, one.now)
        )
        name = writing.name(one.measure) + (f" ({writing.channel(one.channel)})" if one.channel else "")
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in (writing.day(one.decided_on), name, then, now))
        rows.append(f'<tr><th scope="row">{escape(one.what)}</th>{cells}</tr>')
    heads = [writing.word(head) for head in ("action", "decided", "measure", "then", "now")]
    table = table_html(title, heads, "".join(rows))
    return f'<section class="kb-week__part"><h2 id="actions">{escape(title)}</h2>{table}</section>'


def table_html(title: str, heads: Iterable[str], rows: str) -> str:
    """A table that scrolls by itself where it is wider than the page; `rows` are HTML."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    return (
        f'<div class="kb-table" role="region" tabindex="0" aria-label="{escape(title)}"><table class="kb-table__table '
        f'kb-table__table--rows kb-week__table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )

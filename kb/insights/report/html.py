"""A report as HTML: what stands on its page of the agents' edition, and in the file to print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from kb.insights.charts.svg import Mark, line_chart, sparkline
from kb.insights.measures.figures import Figure, Goal, Point, Report
from kb.insights.measures.periods import WEEKDAYS
from kb.insights.measures.reporting import OTHER
from kb.insights.report.lists import list_html, small_html, table_html
from kb.insights.report.numbers import FILES, Writing, files_named

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
    "replies": (), "opinions": (), "orders": ("return_causes", "cancel_causes", "carriers"),
    "help": ("searches", "votes", "vote_reasons"), "problems": ("problems",),
}  # fmt: skip
DRAWN = ("response_rate", "first_reply", "solved_first", "contacts", "satisfaction", "reviews_good", "returns",
         "searches_nothing")  # fmt: skip
"""Figures that get a picture of their five periods, if two of them have a value."""


def report_html(report: Report, writing: Writing) -> str:
    """The parts of the report: goals, what was asked (there is work in it), figures, actions; headings begin at h2."""
    parts = [_glance(report, writing), _asked(report, writing)]
    ids = [id for _, group in GROUPS for id in group]
    others = tuple(dict.fromkeys(one.id for one in report.figures if one.id not in ids and one.id.startswith(OTHER)))
    for name, group in (*GROUPS, ("typed", others)):
        figures = [one for id in group for one in report.figures if one.id == id]
        if figures:
            parts.append(_part(name, figures, report, writing))
    parts += [_documents(report, writing), _actions(report, writing)]
    return "\n".join(filter(None, parts))


def _glance(report: Report, writing: Writing) -> str:
    """Goals that were missed, then those that were reached."""
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
            f"<small>{escape(goals)}</small></li>"
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
    of_all_goals = {one.id: one.goals for one in figures if not one.shop and not one.channel}
    folded = [one for one in found if (one.shop or one.channel) and of_all.get(one.id, "split") != "split"]
    title = escape(writing.word(f"part_{name}"))
    heads = [writing.word(head) for head in ("measure", "now", "before", "trend", "goal", "source")]
    rows = "".join(_row(one, writing, of_all_goals.get(one.id, ())) for one in found if one not in folded)
    table = table_html(writing.word(f"part_{name}"), heads, rows) if rows else ""
    if folded:
        rows = "".join(_row(one, writing, of_all_goals.get(one.id, ()), is_folded=True) for one in folded)
        by = escape(writing.word("channels"))
        table += f'<details class="kb-week__split"><summary>{by}</summary>{table_html(by, heads, rows)}</details>'
    charts = f'<div class="kb-week__charts">{pictures}</div>' if pictures else ""
    lists = "".join(list_html(one, report.lists.get(one, ()), writing) for one in LISTS.get(name, ()))
    return (
        f'<section class="kb-week__part"><h2 id="{name}">{title}</h2>'
        f"{table}{_missing(missing, writing)}{charts}{lists}</section>"
    )


def _asked(report: Report, writing: Writing) -> str:
    """What customers asked, and what of it is not well answered; which files would tell, where nothing is known."""
    title = writing.word("part_asked")
    lists = "".join(list_html(one, report.lists.get(one, ()), writing) for one in ("gaps", "questions", "topics"))
    files = ", ".join(FILES[one] for one in ("chatwoot", "messages_csv", "events"))
    none = f"<p>{escape(writing.word('none'))}: {escape(writing.word('needs', files=files))}</p>"
    return f'<section class="kb-week__part"><h2 id="asked">{escape(title)}</h2>{lists or none}</section>'


def _is_told(one: Figure) -> bool:
    """Whether there is something to show: of all, in any of the five periods; of a channel, in the last two.

    Of a channel without a goal nobody asks on how many days it reached one.
    """
    if one.state == "no_goal" and (one.shop or one.channel):
        return False
    points = one.trail[-2:] if one.shop or one.channel else one.trail
    return any(point.n or point.value is not None for point in points)


def _row(one: Figure, writing: Writing, goals_of_all: Sequence[Goal], *, is_folded: bool = False) -> str:
    """A figure; one of a channel that is `is_folded` away from the figure of all says its measure too."""
    is_all = not one.shop and not one.channel
    name = escape(writing.name(one.id) if is_all else writing.scope(one))
    if is_folded:
        name = f"{escape(writing.name(one.id))}{small_html(writing.scope(one))}"
    what = small_html(writing.what(one.id)) if is_all else ""
    now = f"<strong>{escape(writing.value(one))}</strong>"
    notes = []
    if one.state in ("counted", "few") and one.n != one.value:
        notes.append(writing.word("n", n=writing.number(one.n)))
    if one.mean is not None and one.longest is not None and one.n > 1:
        notes.append(
            writing.word("mean", mean=writing.number(one.mean, one.unit), longest=writing.number(one.longest, one.unit))
        )
    if one.nine_in_ten is not None:
        notes.append(writing.word("tenths", value=writing.number(one.nine_in_ten, one.unit)))
    if not one.is_final:
        notes.append(writing.word("not_final"))
    small = small_html(" · ".join(notes))
    told = () if not is_all and one.goals == goals_of_all else one.goals  # they stand above
    goals = "<br>".join(escape(writing.goal(goal, one.unit)) + _source(goal.source) for goal in told)
    if len(told) > 1:
        goals += small_html(writing.word("disagree"))
    if one.is_met is not None:
        mark = "met" if one.is_met else "missed"
        goals += f' <span class="kb-mark kb-mark--{mark}">{escape(writing.word(mark))}</span>'
    trend = sparkline([point.value for point in one.trail], is_rtl=writing.is_rtl)
    of = "" if is_all or is_folded else ' class="kb-week__of"'
    is_drawn = one.id in DRAWN and _is_drawable(one)  # then the numbers stand in the table of its picture
    is_shown = is_all and not is_drawn and one.state != "split" and any(point.n for point in one.trail[:-1])
    points = one.trail[:-1] if is_shown else ()
    past = " · ".join(writing.point(point, one.unit) if point.n or point.value is not None else "–" for point in points)
    return (
        f'<tr{of}><th scope="row">{name}{what}</th><td>{now}{small}</td>'
        f"<td>{escape(writing.point(one.before, one.unit))}</td><td>{trend}{small_html(past)}</td><td>{goals}</td>"
        f"<td>{small_html(files_named(one))}</td></tr>"
    )


def _source(source: str) -> str:
    if source.startswith("https://"):
        shown = source.removeprefix("https://").split("/")[0]
        return f' <a href="{escape(source)}" rel="noopener noreferrer">{escape(shown)}</a>'
    return small_html(source)


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


def _is_drawable(one: Figure) -> bool:
    return sum(point.value is not None for point in one.trail) > 1


def _picture(one: Figure, id: str, report: Report, writing: Writing) -> str:
    if not _is_drawable(one):
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


def _documents(report: Report, writing: Writing) -> str:
    """What is known of the texts on the last day: due, without a day of review, never copied."""
    if not report.documents:
        return ""
    lists = "".join(list_html(one, report.lists.get(one, ()), writing) for one in ("due", "unused"))
    rows = "".join(
        f'<tr><th scope="row">{escape(writing.word(f"doc_{name}"))}</th><td>{escape(writing.number(count))}</td></tr>'
        for name, count in report.documents.items()
    )
    title = writing.word("part_texts")
    heads = (title, writing.word("count"))
    table = table_html(title, heads, rows)
    return f'<section class="kb-week__part"><h2 id="texts">{escape(title)}</h2>{table}{lists}</section>'


def _actions(report: Report, writing: Writing) -> str:
    if not report.actions:
        return ""
    title = writing.word("part_actions")
    rows = []
    for one in report.actions:
        then, now = (
            writing.point(Point("", *number), one.unit)
            for number in ((one.then, one.then_n, one.then_part), (one.now, one.now_n, one.now_part))
        )
        name = writing.name(one.measure) + (f" ({writing.channel(one.channel)})" if one.channel else "")
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in (writing.day(one.decided_on), name, then, now))
        rows.append(f'<tr><th scope="row">{escape(one.what)}</th>{cells}</tr>')
    heads = [writing.word(head) for head in ("action", "decided", "measure", "then", "now")]
    table = table_html(title, heads, "".join(rows))
    return f'<section class="kb-week__part"><h2 id="actions">{escape(title)}</h2>{table}</section>'

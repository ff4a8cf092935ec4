"""The lists of a report as tables: topics, questions, gaps, causes, carriers, pages, problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from kb.insights.charts.svg import Mark, bar_chart
from kb.insights.measures.figures import Row
from kb.insights.report.numbers import Writing

COLUMNS = {
    "questions": ("question", "count", "before", "state"),
    "gaps": ("question", "count", "before", "state", "todo"),
    "topics": ("topic", "count", "before", "channels"),
    "return_causes": ("cause", "count", "before"),
    "cancel_causes": ("cause", "count", "before"),
    "carriers": ("carrier", "failed", "before", "sent"),
    "searches": ("query", "count", "before"),
    "votes": ("page", "no", "before", "yes"),
    "vote_reasons": ("cause", "count", "before"),
    "due": ("page", "due", "owner"),
    "unused": ("page",),
    "problems": ("nature", "count", "before", "severity", "open", "oldest"),
}
DRAWN = ("topics", "return_causes")
"""Lists that get a picture."""
MOST_BARS = 8
_OF_PAGES = ("votes", "due", "unused")


def list_html(name: str, rows: Sequence[Row], writing: Writing) -> str:
    """One list below its heading; nothing where it is empty."""
    if not rows:
        return ""
    title = writing.word(f"list_{name}")
    body = "".join(f"<tr>{_cells(name, row, writing)}</tr>" for row in rows)
    table = table_html(title, [writing.word(head) for head in COLUMNS[name]], body)
    bars = ""
    if name in DRAWN:
        marks = [
            Mark(_row_name(name, row, writing), float(row.count), writing.number(row.count)) for row in rows[:MOST_BARS]
        ]
        if drawn := bar_chart(marks, id=f"c-{name}", title=title, is_rtl=writing.is_rtl):
            bars = f'<figure class="kb-week__figure">{drawn}</figure>'
    return f'<h3 id="list-{name}">{escape(title)}</h3>{bars}{table}'


def table_html(title: str, heads: Iterable[str], rows: str) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    return (
        f'<div class="kb-table" role="region" tabindex="0" aria-label="{escape(title)}"><table class="kb-table__table '
        f'kb-table__table--rows kb-week__table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def small_html(text: str) -> str:
    """A line in small letters, nothing without a text."""
    return f"<small>{escape(text)}</small>" if text else ""


def _row_name(list_name: str, row: Row, writing: Writing) -> str:
    if list_name == "topics":
        return writing.topic(row.name)
    if list_name == "vote_reasons":  # as the page says them that asks
        return writing.words.get(f"helped_{row.name}", row.name)
    if list_name in _OF_PAGES:
        return writing.title(row.name)
    return row.name or writing.word("unnamed")


def _cells(name: str, row: Row, writing: Writing) -> str:
    shown = escape(_row_name(name, row, writing))
    topic = row.about.get("topic")
    small = small_html(writing.topic(str(topic))) if topic else ""
    cells = "".join(f"<td>{_CELLS[head](row, writing)}</td>" for head in COLUMNS[name][1:])
    return f'<th scope="row">{shown}{small}</th>{cells}'


def _count(row: Row, writing: Writing) -> str:
    return escape(writing.number(row.count))


def _number(key: str) -> Callable[[Row, Writing], str]:
    return lambda row, writing: escape(writing.number(row.about.get(key, 0)))


def _day(key: str) -> Callable[[Row, Writing], str]:
    return lambda row, writing: escape(writing.day(row.about.get(key, "")))


def _channels(row: Row, writing: Writing) -> str:
    counts: Mapping[str, int] = row.about.get("channels", {})
    return escape(
        ", ".join(
            f"{writing.channel(id) or writing.word('unnamed')} {writing.number(count)}" for id, count in counts.items()
        )
    )


def _state(row: Row, writing: Writing) -> str:
    """How the help centre answers it, and what makes it press."""
    marks = [word for word in ("rising", "urgent") if row.about.get(f"is_{word}")]
    shown = "".join(f' <span class="kb-mark kb-mark--missed">{escape(writing.word(word))}</span>' for word in marks)
    return escape(writing.word(f"state_{row.about.get('state', '')}")) + shown


def _to_do(row: Row, writing: Writing) -> str:
    kind, document, group = (str(row.about.get(key, "")) for key in ("todo", "document", "group"))
    if not kind:
        return ""
    page = small_html(writing.title(document)) if document else ""
    more = _DRAFTS.get(kind)
    command = "" if more is None else f"<code>kb insights draft {escape(group)}{more}</code>"
    return f"{escape(writing.word(f'todo_{kind}'))}{page}{command}"


_DRAFTS = {
    "write_article": "",
    "tell_on_site": "",
    "write_script": " --kind script",
    "add_wordings": " --add-questions",
}
"""What to do → how `kb insights draft` begins it; a text that does not help is read by people."""


_CELLS: Mapping[str, Callable[[Row, Writing], str]] = {
    "count": _count, "failed": _count, "no": _count,
    "before": lambda row, writing: escape(writing.number(row.before)),
    "channels": _channels, "state": _state, "todo": _to_do,
    "sent": _number("sent"), "yes": _number("yes"), "severity": _number("severity"), "open": _number("open"),
    "oldest": _day("oldest"), "due": _day("due_on"),
    "owner": lambda row, writing: escape(str(row.about.get("owner", ""))),
}  # fmt: skip
"""Head of a column → what stands below it."""

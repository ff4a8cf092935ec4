"""`insights/data/classes.json` → a part of the team lead's page: the shop's classes, and what the top fifth brings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from kb.insights.classes.saved import FILE
from kb.insights.classes.summary import VERSION
from kb.insights.measures.figures import DataError
from kb.insights.reading.json_values import finite_number
from kb.insights.report.lists import table_html
from kb.insights.report.numbers import Writing

_HEADS = ("class", "customers", "of_customers", "of_revenue")


def classes_html(root: Path, writing: Writing) -> str:
    """A section with a table for each currency; "" where nothing was counted yet. Raises `DataError`."""
    path = root / FILE
    if not path.is_file():
        return ""
    try:
        told = json.loads(path.read_text("utf-8"), parse_float=finite_number, parse_constant=finite_number)
        if told["version"] != VERSION:
            raise ValueError
        parts = "\n".join(part for one in told["currencies"] for part in _currency(one, writing))
        days = writing.days(told["counted_from"], told["last"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise DataError(
            FILE, 1, "is no count of classes that this kb reads", "make it anew: kb insights classes"
        ) from None
    return (
        f'<section class="kb-week__part"><h2 id="classes">{escape(writing.word("classes"))}</h2>\n'
        f"<p>{escape(days)}</p>\n{parts}\n</section>"
    )


def _currency(one: Mapping[str, Any], writing: Writing) -> Iterator[str]:
    """The table of one currency, and the sentences below it."""
    rows = "".join(_row(name, held, writing) for name, held in one["classes"].items())
    title = f"{one['currency']} · {writing.word('customers')}: {writing.number(one['customers'])}"
    yield f"<h3>{escape(title)}</h3>" + table_html(title, [writing.word(name) for name in _HEADS], rows)
    said = [
        writing.word(name, share=writing.number(held["revenue_share" if name == "top_fifth" else "share"], "share"))
        for name, held in (("top_fifth", one["top_fifth"]), ("again", one["more_than_one_order"]))
        if held["revenue_share" if name == "top_fifth" else "share"] is not None
    ]
    said += [writing.word("thirds")] if one["scores"] == "thirds" else []
    if said:
        yield f"<p>{escape(' '.join(said))}</p>"


def _row(name: str, held: Mapping[str, Any], writing: Writing) -> str:
    shown = writing.words.get(f"variant_{name}", name) if name else writing.word("no_class")
    shares = (held["share"], held["revenue_share"])
    cells = [
        writing.number(held["customers"]),
        *("–" if one is None else writing.number(one, "share") for one in shares),
    ]
    return f'<tr><th scope="row">{escape(shown)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"

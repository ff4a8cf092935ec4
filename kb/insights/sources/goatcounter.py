"""GoatCounter's export of what it counted, one row a view → page views and visits of each day.

No path, browser or place is kept. Format: github.com/arp242/goatcounter, exports of version 2, whose first header
begins with the version (`2Path`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kb.insights.reading.parts import Part
from kb.insights.records.records import Measure, Origin, Record, SetAside
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.dates import DateForm
from kb.insights.sources.headers import find_header, rows_below
from kb.insights.sources.values import moment, words

VIEWS, VISITS = "page_views", "visits"
_COLUMNS = {"path": ("2Path",), "event": ("Event",), "bot": ("Bot",), "first": ("FirstVisit",), "at": ("Date",)}
_NO = frozenset({"", "0", "false", "no"})


def claims(part: Part) -> Certainty:
    return Certainty.SURE if find_header(part, _COLUMNS, tuple(_COLUMNS)) else Certainty.NO


def read(part: Part, context: Context) -> Iterator[Record | SetAside]:
    """Rows of robots and of events are no views."""
    found = find_header(part, _COLUMNS, tuple(_COLUMNS))
    assert found is not None
    header, at = found
    counts: Counter[tuple[date, str]] = Counter()
    lines: dict[date, int] = {}
    for row in rows_below(part, header):
        cells = {name: row.cells[column] for name, column in at.items() if not row.broken}
        try:
            if row.broken:
                raise ValueError(row.broken)
            day = moment(cells["at"], DateForm(), context.zone).date()
        except ValueError as error:
            yield SetAside(row.line, "" if row.broken else header.names[at["at"]], str(error))
            continue
        if words(cells["bot"]) not in _NO or words(cells["event"]) not in _NO:
            continue
        lines.setdefault(day, row.line)
        counts[day, VIEWS] += 1
        counts[day, VISITS] += words(cells["first"]) not in _NO
    for (day, name), count in sorted(counts.items()):
        yield Measure(day, context.shop, context.channel, name, Decimal(count), Origin(part.file, lines[day]))


GOATCOUNTER = Source("goatcounter", "views counted by GoatCounter", claims, read)

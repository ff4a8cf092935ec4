"""Lists beside the figures: causes of returns, carriers, topics, searches, votes, the register of problems."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

from kb.insights.measures.contacts import Topics, topic_counts
from kb.insights.measures.figures import Row
from kb.insights.measures.periods import Period, before

MOST_ROWS = 30
LEAST_SEARCHES = 3
"""A search is named only if it was made so often: rare ones can say who made them."""

_DAY = "substr({0}, 1, 10) BETWEEN :first AND :last"
_COUNTS = {
    "return_causes": f"""SELECT reason, count(*) FROM (SELECT key, min(reason) AS reason, min(requested) FROM returns
        WHERE {_DAY.format("requested")} GROUP BY key) GROUP BY reason""",
    "cancel_causes": f"""SELECT cancel_reason, count(*) FROM orders WHERE {_DAY.format("placed")}
        AND status = 'cancelled' GROUP BY cancel_reason""",
    "searches": f"""SELECT query, count(*) FROM searches WHERE {_DAY.format("at")}
        AND outcome IN ('nothing', 'no_click') AND query <> '' GROUP BY query""",
    "vote_reasons": f"""SELECT reason, count(*) FROM votes WHERE {_DAY.format("at")} AND answer = 'no' AND reason <> ''
        GROUP BY reason""",
}
"""List → (name, how often); names are redacted texts of the store."""
_CARRIERS = f"""SELECT carrier, sum(status = 'failed_delivery'), count(*) FROM orders
    WHERE {_DAY.format("placed")} AND carrier <> ''
    AND status IN ('shipped', 'delivered', 'complete', 'returned', 'failed_delivery') GROUP BY carrier"""
_VOTES = f"""SELECT page, sum(answer = 'no'), sum(answer = 'yes') FROM votes WHERE {_DAY.format("at")} GROUP BY page
    HAVING sum(answer = 'no') > 0"""
_OPEN = "answered_on IS NULL OR answered_on > :last"
_PROBLEMS = f"""SELECT nature, topic, severity, count(*), sum({_OPEN}), min(CASE WHEN {_OPEN} THEN day END)
    FROM problems WHERE {_DAY.format("day")} GROUP BY nature, topic, severity"""
_OLD_PROBLEMS = """SELECT nature, topic, severity, count(*), min(day) FROM problems WHERE day < :first
    AND (answered_on IS NULL OR answered_on > :last) GROUP BY nature, topic, severity"""


def lists_of(connection: sqlite3.Connection, period: Period, topics: Topics) -> dict[str, tuple[Row, ...]]:
    """Every list of `period`, beside the period before; the longest first, at most `MOST_ROWS` and the rest as one."""
    ago = before(period)
    found: dict[str, tuple[Row, ...]] = {}
    for name, sql in _COUNTS.items():
        now, then = (dict(connection.execute(sql, _span(one)).fetchall()) for one in (period, ago))
        if name == "searches":
            now = {query: count for query, count in now.items() if count >= LEAST_SEARCHES}
        found[name] = _cut([Row(str(key), count, then.get(key, 0)) for key, count in now.items()])
    found["topics"] = _topics(connection, period, ago, topics)
    found["carriers"] = _pairs(connection, _CARRIERS, period, ago, "sent")
    found["votes"] = _pairs(connection, _VOTES, period, ago, "yes")
    found["problems"] = _problems(connection, period, ago)
    return found


def _span(period: Period) -> dict[str, str]:
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}


def _topics(connection: sqlite3.Connection, period: Period, ago: Period, topics: Topics) -> tuple[Row, ...]:
    now, then = topic_counts(connection, period, topics), topic_counts(connection, ago, topics)
    channels: dict[str, dict[str, int]] = defaultdict(dict)
    for (topic, channel), count in now.items():
        channels[topic][channel] = count
    earlier: dict[str, int] = defaultdict(int)
    for (topic, _), count in then.items():
        earlier[topic] += count
    names = {*channels, *earlier}
    return _cut([
        Row(name, sum(channels[name].values()), earlier[name], {"channels": dict(sorted(channels[name].items()))})
        for name in sorted(names)
    ])  # fmt: skip


def _pairs(connection: sqlite3.Connection, sql: str, period: Period, ago: Period, other: str) -> tuple[Row, ...]:
    now, then = (
        {name: (count, beside) for name, count, beside in connection.execute(sql, _span(one))} for one in (period, ago)
    )
    return _cut([Row(name, count, then.get(name, (0, 0))[0], {other: beside}) for name, (count, beside) in now.items()])


def _problems(connection: sqlite3.Connection, period: Period, ago: Period) -> tuple[Row, ...]:
    """Problems of the period, and older ones that nobody has answered: by severity, then by how many there are."""
    rows: dict[tuple[str, str, int], dict[str, Any]] = {}
    for nature, topic, severity, count, still_open, oldest in connection.execute(_PROBLEMS, _span(period)):
        rows[nature, topic, severity] = {"count": count, "open": still_open, "oldest": oldest or ""}
    for nature, topic, severity, count, oldest in connection.execute(_OLD_PROBLEMS, _span(period)):
        one = rows.setdefault((nature, topic, severity), {"count": 0, "open": 0, "oldest": ""})
        one["open"] += count
        one["oldest"] = min(filter(None, (one["oldest"], oldest)))
    then = {row[:3]: row[3] for row in connection.execute(_PROBLEMS, _span(ago))}
    found = [
        Row(nature, one["count"], then.get((nature, topic, severity), 0),
            {"topic": topic, "severity": severity, "open": one["open"], "oldest": one["oldest"]})
        for (nature, topic, severity), one in rows.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: (-row.about["severity"], -row.count, row.name)))[:MOST_ROWS]


def _cut(rows: list[Row]) -> tuple[Row, ...]:
    rows = sorted(rows, key=lambda row: (-row.count, -row.before, row.name))
    return tuple(rows[:MOST_ROWS])

"""The store → customers of twelve months with what they bought."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kb.insights.classes.scoring import Buyer

NOT_STANDING = ("cancelled", "failed_delivery", "returned")
"""States of orders that brought nothing: they count neither as an order nor as money."""
_STANDS = f"status NOT IN ({', '.join(map(repr, NOT_STANDING))})"
_DAY = "substr(placed, 1, 10)"
_KEPT = "max(0, coalesce(total, 0) - coalesce(refunded, 0))"


@dataclass(frozen=True, slots=True)
class Bought:
    """What the store holds of a period."""

    first: date
    last: date
    buyers: tuple[Buyer, ...]
    prospects: int
    """Customers of whose orders in the period none stands, and no earlier one either."""
    not_standing: Mapping[str, int]
    """State → orders that were left out for it."""
    unnamed: int
    """Orders that stand and name no buyer."""
    without_total: int
    """Orders of named buyers that stand and have no amount: they count as orders, and as nothing of money."""


def first_of_twelve_months(last: date) -> date:
    """The day after the same day a year earlier."""
    try:
        year_ago = last.replace(year=last.year - 1)
    except ValueError:  # 29 February
        year_ago = last.replace(year=last.year - 1, day=28)
    return year_ago + timedelta(1)


def newest_order(connection: sqlite3.Connection, today: date) -> date | None:
    """The day of the newest order up to `today`; None where there is none."""
    (found,) = connection.execute(
        f"SELECT max({_DAY}) FROM orders WHERE placed < ?", ((today + timedelta(1)).isoformat(),)
    ).fetchone()
    return date.fromisoformat(found) if found else None


def load_bought(connection: sqlite3.Connection, last: date) -> Bought:
    """What was bought in the twelve months that end with `last`."""
    first = first_of_twelve_months(last)
    span = (first.isoformat(), (last + timedelta(1)).isoformat())
    within = "placed >= ? AND placed < ?"
    known = {
        row[0] for row in connection.execute(
            f"SELECT DISTINCT customer FROM orders WHERE placed < ? AND customer <> '' AND {_STANDS}", span[:1])
    }  # fmt: skip
    rows: dict[str, list[tuple[str, str, int, float]]] = defaultdict(list)
    for customer, *values in connection.execute(
        f"SELECT customer, currency, max({_DAY}), count(*), sum({_KEPT}) FROM orders "
        f"WHERE {within} AND customer <> '' AND {_STANDS} GROUP BY customer, currency ORDER BY customer, currency",
        span,
    ):
        rows[customer].append((values[0], values[1], values[2], values[3]))
    asked = {row[0] for row in connection.execute(
        f"SELECT DISTINCT customer FROM orders WHERE {within} AND customer <> ''", span)}  # fmt: skip
    counts = Counter(dict(connection.execute(
        f"SELECT status, count(*) FROM orders WHERE {within} AND NOT {_STANDS} GROUP BY status", span)))  # fmt: skip
    unnamed, without = (
        connection.execute(f"SELECT count(*) FROM orders WHERE {within} AND {_STANDS} AND {more}", span).fetchone()[0]
        for more in ("customer = ''", "customer <> '' AND total IS NULL")
    )
    return Bought(
        first, last, tuple(_buyer(key, found, known) for key, found in rows.items()), len(asked - rows.keys() - known),
        dict(sorted(counts.items())), unnamed, without,
    )  # fmt: skip


def _buyer(key: str, found: list[tuple[str, str, int, float]], known: set[str]) -> Buyer:
    """Who paid in several currencies is counted in the one of most orders, of as many in the one used last."""
    currency, _, _, money = max(found, key=lambda row: (row[2], row[1], row[0]))
    orders = sum(row[2] for row in found)
    last = date.fromisoformat(max(row[1] for row in found))
    return Buyer(key, currency, last, orders, round(money, 4), orders == 1 and key not in known)

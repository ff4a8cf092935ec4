"""Customers of twelve months → counts and shares of groups and classes, and the figures that teams speak of."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.insights.classes.from_store import Bought
from kb.insights.classes.scoring import GROUPS, Buyer, Scored, parts_for, score_buyers
from kb.insights.measures.figures import LEAST_ANSWERS

VERSION = 1
TOP_PARTS = 5
"""Of the customers who spent most, one of so many parts is the top."""
_DIGITS = 4
COLUMNS = ("currency", "group", "class", "customers", "share", "orders", "revenue_share")


@dataclass(frozen=True, slots=True)
class Row:
    """A group or a class. Shares are None below `LEAST_ANSWERS` customers of the currency, or without revenue."""

    name: str
    customers: int
    share: float | None
    orders: int
    revenue_share: float | None


@dataclass(frozen=True, slots=True)
class CurrencySummary:
    """The customers who pay in one currency: others cannot be ranked beside them."""

    currency: str
    customers: int
    orders: int
    parts: int
    """5 for fifths, 3 for thirds."""
    top: int
    """Customers in the top fifth by money, rounded up."""
    top_share: float | None
    """Of the revenue, what the top fifth brought."""
    again: int
    """Customers with more than one order in the period."""
    repeat_rate: float | None
    groups: tuple[Row, ...]
    classes: tuple[Row, ...]
    """Those of the shop, and "" for who belongs to none."""


@dataclass(frozen=True, slots=True)
class Summary:
    bought: Bought
    class_of: Mapping[str, str]
    """Group → class."""
    currencies: tuple[CurrencySummary, ...]
    scored: tuple[Scored, ...]

    def classes_of_customers(self) -> dict[str, str]:
        """Keyed hash of a customer → class, of those who have one."""
        return {one.buyer.key: self.class_of[one.group] for one in self.scored if one.group in self.class_of}

    def as_json(self) -> dict[str, Any]:
        """Counts and shares alone, as `insights/data/classes.json` has it."""
        bought = self.bought
        return {
            "version": VERSION,
            "counted_from": bought.first.isoformat(),
            "last": bought.last.isoformat(),
            "mapping": dict(sorted(self.class_of.items())),
            "prospects": bought.prospects,
            "left_out": {"states": dict(bought.not_standing), "no_buyer": bought.unnamed},
            "without_total": bought.without_total,
            "currencies": [_as_json(one) for one in self.currencies],
        }


def summarise(bought: Bought, class_of: Mapping[str, str]) -> Summary:
    """The figures of each currency, that of most customers first."""
    by_currency: dict[str, list[Buyer]] = defaultdict(list)
    for buyer in bought.buyers:
        by_currency[buyer.currency].append(buyer)
    scored = {currency: score_buyers(buyers) for currency, buyers in by_currency.items()}
    order = sorted(scored, key=lambda currency: (-len(scored[currency]), currency))
    return Summary(
        bought, class_of, tuple(_of_currency(currency, scored[currency], class_of) for currency in order),
        tuple(one for currency in order for one in scored[currency]),
    )  # fmt: skip


def _of_currency(currency: str, scored: list[Scored], class_of: Mapping[str, str]) -> CurrencySummary:
    total = sum(one.buyer.money for one in scored)
    spent = sorted((one.buyer.money for one in scored), reverse=True)
    top = -(-len(scored) // TOP_PARTS)
    again = sum(one.buyer.orders > 1 for one in scored)
    classes = [*dict.fromkeys(class_of.values()), ""]

    def rows(names: Iterable[str], name_of: Mapping[str, str] | None) -> tuple[Row, ...]:
        held: dict[str, list[Buyer]] = {name: [] for name in names}
        for one in scored:
            held[one.group if name_of is None else name_of.get(one.group, "")].append(one.buyer)
        return tuple(
            Row(name, len(buyers), _share(len(buyers), len(scored), scored), sum(one.orders for one in buyers),
                _share(sum(one.money for one in buyers), total, scored))
            for name, buyers in held.items()
            if buyers or name_of is not None
        )  # fmt: skip

    return CurrencySummary(
        currency, len(scored), sum(one.buyer.orders for one in scored), parts_for(len(scored)), top,
        _share(sum(spent[:top]), total, scored), again, _share(again, len(scored), scored), rows(GROUPS, None),
        rows(classes, class_of),
    )  # fmt: skip


def _share(part: float, whole: float, scored: list[Scored]) -> float | None:
    return round(part / whole, _DIGITS) if whole > 0 and len(scored) >= LEAST_ANSWERS else None


def _as_json(one: CurrencySummary) -> dict[str, Any]:
    def rows(found: tuple[Row, ...]) -> dict[str, Any]:
        return {
            row.name: {"customers": row.customers, "share": row.share, "orders": row.orders,
                       "revenue_share": row.revenue_share}
            for row in found
        }  # fmt: skip

    return {
        "currency": one.currency, "customers": one.customers, "orders": one.orders,
        "scores": "fifths" if one.parts == TOP_PARTS else "thirds",
        "top_fifth": {"customers": one.top, "revenue_share": one.top_share},
        "more_than_one_order": {"customers": one.again, "share": one.repeat_rate},
        "groups": rows(one.groups), "classes": rows(one.classes),
    }  # fmt: skip


def summary_csv(summary: Summary) -> str:
    """One row a group of each currency. Numbers are plain: a share is 0.945."""
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for one in summary.currencies:
        for row in one.groups:
            rows.writerow([one.currency, row.name, summary.class_of.get(row.name, ""), row.customers,
                           _plain(row.share), row.orders, _plain(row.revenue_share)])  # fmt: skip
    return file.getvalue()


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def summary_lines(summary: Summary) -> Iterator[str]:
    """What a terminal shows."""
    bought = summary.bought
    yield f"{bought.first} to {bought.last}: {len(bought.buyers)} customers whose orders stand"
    left = [f"{count} {state}" for state, count in bought.not_standing.items()]
    left += [f"{bought.unnamed} without a buyer"] if bought.unnamed else []
    if left:
        yield f"  orders left out: {', '.join(left)}"
    if bought.without_total:
        yield f"  {bought.without_total} orders have no amount: they count as orders and not as money"
    for one in summary.currencies:
        yield ""
        yield from _currency_lines(one, summary.class_of)


def _currency_lines(one: CurrencySummary, class_of: Mapping[str, str]) -> Iterator[str]:
    yield f"{one.currency or 'no currency'}: {one.customers} customers, {one.orders} orders"
    if one.parts != TOP_PARTS:
        yield "  Fewer than 500 customers: scores are thirds, not fifths."
    if one.customers < LEAST_ANSWERS:
        yield f"  Fewer than {LEAST_ANSWERS} customers: no percentages."
    yield f"  {'group':<18}{'customers':>10}{'share':>8}{'orders':>8}{'revenue':>9}  class"
    for row in one.groups:
        yield (
            f"  {row.name:<18}{row.customers:>10}{_percent(row.share):>8}{row.orders:>8}"
            f"{_percent(row.revenue_share):>9}  {class_of.get(row.name, '-')}"
        )
    if one.top_share is not None:
        yield f"  The top fifth ({one.top} customers) brings {_percent(one.top_share)} of the revenue."
    if one.repeat_rate is not None:
        yield f"  {_percent(one.repeat_rate)} of customers ({one.again}) ordered more than once."


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"

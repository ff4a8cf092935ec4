"""Recency, frequency and money of customers → scores by rank, and the public names of groups.

Scores are ranks in the shop's own customers, not widths of values: equal widths put nearly all of them into the lowest
fifth. Below 500 customers a fifth is too few to mean anything, and thirds are taken (Bloomreach and DataHub ask for as
many). Names of groups are those of Shopify's `CustomerRfmGroup` (shopify.dev), which says in words what each means;
Shopify too sets recency against the mean of the other two scores.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

FIFTHS, THIRDS = 5, 3
ENOUGH_FOR_FIFTHS = 500
"""Customers from which on fifths are taken."""

GROUPS = (
    "champions", "loyal", "active", "new", "promising", "needs_attention", "at_risk", "previously_loyal",
    "almost_lost", "dormant", "prospects",
)  # fmt: skip
"""All of `CustomerRfmGroup`. Prospects are customers without an order that stands."""
_AS_FIFTHS = {1: 1, 2: 3, 3: 5}
_MANY, _SOME, _VERY_MANY, _STRONG = 4.0, 2.5, 4.5, 3.0
"""Of the mean of frequency and money, from 1 to 5."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """One customer of a period, in one currency."""

    key: str
    """Keyed hash."""
    currency: str
    last: date
    """Day of the last order that stands."""
    orders: int
    money: float
    """What they paid and was not refunded, in units of `currency`."""
    is_once: bool
    """Whether this is their only order that the store knows, of any time."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A customer with scores from 1 (lowest) to the number of parts, and their group."""

    buyer: Buyer
    recency: int
    frequency: int
    money: int
    group: str


def parts_for(customers: int) -> int:
    """Into how many parts so many customers are divided."""
    return FIFTHS if customers >= ENOUGH_FOR_FIFTHS else THIRDS


def score_buyers(buyers: Sequence[Buyer]) -> list[Scored]:
    """Every one of `buyers`, all of one currency, in their order."""
    parts = parts_for(len(buyers))
    recency = rank_scores([one.last.toordinal() for one in buyers], parts)
    frequency = rank_scores([one.orders for one in buyers], parts)
    money = rank_scores([one.money for one in buyers], parts)
    return [
        Scored(buyer, r, f, m, _group(buyer, *(_fifth(score, parts) for score in (r, f, m))))
        for buyer, r, f, m in zip(buyers, recency, frequency, money, strict=True)
    ]


def rank_scores(values: Sequence[float], parts: int) -> list[int]:
    """Of each value 1 + ⌊parts × (how many are lower) ÷ (how many there are)⌋.

    Equal values have equal scores, the lowest that any of them could have: where seven in ten customers ordered once,
    those seven have 1, and who ordered twice has 4 of 5. Where all are equal nothing tells them apart, and all have the
    middle.
    """
    ordered = sorted(values)
    if not ordered or ordered[0] == ordered[-1]:
        return [(parts + 1) // 2] * len(ordered)
    scores = {value: 1 + parts * bisect_left(ordered, value) // len(ordered) for value in set(ordered)}
    return [scores[value] for value in values]


def _fifth(score: int, parts: int) -> int:
    return score if parts == FIFTHS else _AS_FIFTHS[score]


def _group(buyer: Buyer, recency: int, frequency: int, money: int) -> str:
    return group_of(recency, 1.0 if buyer.is_once else (frequency + money) / 2)


def group_of(recency: int, value: float) -> str:
    """The group of a recency of 1 to 5 and the mean of frequency and money.

    Who ordered once has a `value` of 1, whatever that order cost: nobody is called loyal for one large order.
    """
    if recency >= 3:
        if value >= _MANY:
            return "champions" if recency == 5 else "loyal"
        if value >= _SOME:
            return "needs_attention" if recency == 3 else "active"
        return "new" if recency == 5 else "promising"
    if value >= _VERY_MANY:
        return "previously_loyal"
    if value >= _STRONG:
        return "at_risk"
    return "almost_lost" if recency == 2 else "dormant"

"""What each measure counts: rows of the store, and how they become one number.

Definitions and thresholds are those of the marketplaces and the trade press of November 2026: Shopee counts a first
answer within twelve hours; satisfaction is the share of 4 and 5 of 5; NPS is promoters (9, 10) less
detractors (0 to 6).
Chatwoot and Zendesk state waiting and resolution times, not the time that an agent worked, so nothing here is called
handling time.
"""

from __future__ import annotations

from dataclasses import dataclass

ANSWERED_WITHIN_MINUTES = 12 * 60
AGAIN_WITHIN_DAYS = 7
"""A customer who asks the same within so many days after an answer was not helped by it."""

_DAY = "substr({0}, 1, 10) BETWEEN :first AND :last"


@dataclass(frozen=True, slots=True)
class Definition:
    """One measure. `rows` is SQL that gives (shop, channel, part, whole, file, day) of `:first` to `:last`."""

    id: str
    unit: str
    how: str
    """`share`: Σ part ÷ Σ whole; `sum`: Σ part; `median` of the parts; `latest`: the last day of each shop and channel,
    counts summed; of anything else there is no figure of all."""
    rows: str
    """`contacts` is the table of `make_contacts`; the others are the store's."""
    needs: tuple[str, ...]
    at_least: bool = True
    """Whether more is better; of a plain count it means nothing."""
    table: str = ""
    """Where a count without a row is zero, and not unknown: if an import of this table spans the period."""


def _typed(*names: str) -> str:
    quoted = ", ".join(f"'{name}'" for name in names)
    return (
        "SELECT shop, channel, value, 1, file, day FROM measures WHERE day BETWEEN :first AND :last "
        f"AND measure IN ({quoted})"
    )


def _from(table: str, moment: str, part: str = "1", *, where: str = "1", shop: str = "''") -> str:
    return (
        f"SELECT {shop}, channel, {part}, 1, file, substr({moment}, 1, 10) FROM {table} "
        f"WHERE {_DAY.format(moment)} AND {where}"
    )


_RETURNS = f"""SELECT '', channel, 1, {{whole}}, min(file), min(substr(requested, 1, 10)) FROM returns
  WHERE {_DAY.format("requested")} GROUP BY key"""
_SENT = "status IN ('shipped', 'delivered', 'complete', 'returned', 'failed_delivery')"
_CHATS, _ORDERS, _EVENTS = ("chatwoot", "zendesk", "messages_csv"), ("shopee_orders", "tiktok_orders"), ("events",)

RESPONSE_RATE = ("response_rate", "chat_response_rate", "ty_le_phan_hoi", "ty_le_phan_hoi_chat", "kadar_respons",
                 "tingkat_respons", "antwortrate")  # fmt: skip

DEFINITIONS: tuple[Definition, ...] = (
    Definition("response_rate", "rate", "latest", _typed(*RESPONSE_RATE), ("measures",)),
    Definition("response_days", "days", "days_at_goal", _typed(*RESPONSE_RATE), ("measures",)),
    Definition(
        "answered",
        "share",
        "share",
        _from(
            "contacts",
            "opened",
            f"coalesce(first_reply_minutes <= {ANSWERED_WITHIN_MINUTES}, 0)",
            where="shows_answers AND is_asked",
        ),
        _CHATS,
    ),
    Definition(
        "first_reply",
        "minutes",
        "median",
        _from("contacts", "opened", "first_reply_minutes", where="first_reply_minutes IS NOT NULL"),
        _CHATS,
        at_least=False,
    ),
    Definition(
        "first_reply_stated",
        "minutes",
        "latest",
        _typed("chatwoot_first_response_minutes"),
        ("chatwoot_inboxes",),
        at_least=False,
    ),
    Definition(
        "resolution",
        "minutes",
        "median",
        _from(
            "conversations",
            "resolved",
            "round((julianday(resolved) - julianday(opened)) * 1440, 2)",
            where="resolved IS NOT NULL AND julianday(resolved) >= julianday(opened)",
        ),
        _CHATS,
        at_least=False,
    ),
    Definition(
        "resolution_stated",
        "minutes",
        "latest",
        _typed("chatwoot_resolution_minutes"),
        ("chatwoot_inboxes",),
        at_least=False,
    ),
    Definition("solved_first", "share", "share", "", _CHATS),
    Definition(
        "satisfaction",
        "share",
        "share",
        _from("conversations", "opened", "rating >= 4", where="rating IS NOT NULL"),
        ("chatwoot_ratings", "zendesk"),
    ),
    Definition(
        "satisfaction_typed",
        "rate",
        "latest",
        _typed("satisfaction", "chat_satisfaction", "csat", "muc_do_hai_long", "kepuasan"),
        ("measures",),
    ),
    Definition("nps", "balance", "nps", _typed("nps_promoters", "nps_passives", "nps_detractors"), ("measures",)),
    Definition("nps_typed", "score", "latest", _typed("nps"), ("measures",)),
    Definition(
        "contacts",
        "count",
        "sum",
        _from("contacts", "opened"),
        _CHATS,
        at_least=False,
        table="conversations",
    ),
    Definition("reviews", "count", "sum", _from("reviews", "at"), ("reviews",), table="reviews"),
    Definition("reviews_good", "share", "share", _from("reviews", "at", "stars >= 4"), ("reviews",)),
    Definition(
        "reviews_bad",
        "count",
        "sum",
        _from("reviews", "at", "stars <= 2"),
        ("reviews",),
        at_least=False,
        table="reviews",
    ),
    Definition(
        "reviews_bad_answered", "share", "share", _from("reviews", "at", "replied", where="stars <= 2"), ("reviews",)
    ),
    Definition("orders", "count", "sum", _from("orders", "placed", shop="shop"), _ORDERS, table="orders"),
    Definition(
        "cancelled",
        "share",
        "share",
        _from("orders", "placed", "status = 'cancelled'", shop="shop"),
        _ORDERS,
        at_least=False,
    ),
    Definition("returns", "count", "sum", _RETURNS.format(whole=1), ("returns",), at_least=False, table="returns"),
    Definition(
        "returns_per_order",
        "share",
        "share",
        _RETURNS.format(whole=0)
        + " UNION ALL "
        + _from("orders", "placed", "0", where="channel IN (SELECT channel FROM returns)"),
        ("returns", *_ORDERS),
        at_least=False,
    ),
    Definition(
        "refunds",
        "count",
        "sum",
        _from("orders", "placed", "refunded > 0", where="refunded IS NOT NULL", shop="shop"),
        _ORDERS,
        at_least=False,
    ),
    Definition(
        "failed_delivery",
        "share",
        "share",
        _from("orders", "placed", "status = 'failed_delivery'", where=_SENT, shop="shop"),
        _ORDERS,
        at_least=False,
    ),
    Definition(
        "complaints",
        "count",
        "sum",
        _typed("complaints", "carrier_complaints", "khieu_nai_van_chuyen"),
        ("measures",),
        at_least=False,
    ),
    Definition(
        "complaints_settled", "count", "sum", _typed("complaints_settled", "carrier_complaints_settled"), ("measures",)
    ),
    Definition(
        "complaints_open",
        "count",
        "latest",
        _typed("complaints_open", "carrier_complaints_open"),
        ("measures",),
        at_least=False,
    ),
    Definition(
        "problems",
        "count",
        "sum",
        _from("problems", "day", shop="shop"),
        ("problems",),
        at_least=False,
        table="problems",
    ),
    Definition(
        "problems_open",
        "count",
        "sum",
        "SELECT shop, channel, 1, 1, file, day FROM problems WHERE day <= :last AND :first <= :last "
        "AND (answered_on IS NULL OR answered_on > :last)",
        ("problems",),
        at_least=False,
        table="problems",
    ),
    Definition(
        "problems_answered",
        "days",
        "median",
        _from(
            "problems",
            "answered_on",
            "julianday(answered_on) - julianday(day)",
            where="answered_on IS NOT NULL",
            shop="shop",
        ),
        ("problems",),
        at_least=False,
    ),
    Definition(
        "searches_nothing",
        "count",
        "sum",
        f"SELECT '', '', outcome = 'nothing', 1, file, substr(at, 1, 10) FROM searches WHERE {_DAY.format('at')}",
        _EVENTS,
        at_least=False,
        table="searches",
    ),
    Definition(
        "searches_no_click",
        "count",
        "sum",
        f"SELECT '', '', outcome = 'no_click', 1, file, substr(at, 1, 10) FROM searches WHERE {_DAY.format('at')}",
        _EVENTS,
        at_least=False,
        table="searches",
    ),
    Definition(
        "searches_failed",
        "share",
        "share",
        f"""SELECT '', '', outcome = 'nothing', 1, file, substr(at, 1, 10) FROM searches WHERE {_DAY.format("at")}
          AND EXISTS (SELECT 1 FROM searches WHERE {_DAY.format("at")} AND outcome = 'click')""",
        _EVENTS,
        at_least=False,
    ),
    Definition(
        "votes_yes",
        "share",
        "share",
        f"SELECT '', '', answer = 'yes', 1, file, substr(at, 1, 10) FROM votes WHERE {_DAY.format('at')}",
        _EVENTS,
    ),
    Definition(
        "desk_copied",
        "count",
        "sum",
        "SELECT '', channel, count, count, file, day FROM desk_counts WHERE day BETWEEN :first AND :last "
        "AND kind = 'copied'",
        ("desk_counts",),
        table="desk_counts",
    ),
    Definition(
        "desk_nothing",
        "count",
        "sum",
        "SELECT '', channel, count, count, file, day FROM desk_counts WHERE day BETWEEN :first AND :last "
        "AND kind = 'nothing_fits'",
        ("desk_counts",),
        at_least=False,
        table="desk_counts",
    ),
)
"""In the order of the report.

A search's share is told only where the receiver notes clicks too: without them the
searches that found something would be missing from the whole."""
IDS = tuple(one.id for one in DEFINITIONS)
KNOWN_TYPED = {
    *RESPONSE_RATE, "chatwoot_first_response_minutes", "chatwoot_resolution_minutes", "satisfaction",
    "chat_satisfaction", "csat", "muc_do_hai_long", "kepuasan", "nps_promoters", "nps_passives", "nps_detractors",
    "nps", "complaints", "carrier_complaints", "khieu_nai_van_chuyen", "complaints_settled",
    "carrier_complaints_settled", "complaints_open", "carrier_complaints_open",
}  # fmt: skip
"""Names of typed measures that have a definition; any other is shown under its own name."""

"""Every figure of the report, counted a second time from the raw files by other means, where counting is hard."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.insights import awkward
from tests.insights.conftest import Shop
from tests.insights.independent import ByHand
from tests.insights.test_measures import figure, report

ZONES = {"de": "Europe/Berlin", "vn": "Asia/Ho_Chi_Minh"}
WEEKS = [
    ("de", "monday", "2026-W46", date(2026, 11, 9)),
    ("de", "monday", "2026-W47", date(2026, 11, 16)),
    ("de", "friday", "2026-W47", date(2026, 11, 13)),
    ("vn", "monday", "2026-W46", date(2026, 11, 9)),
    ("vn", "monday", "2026-W47", date(2026, 11, 16)),
    ("vn", "sunday", "2026-W47", date(2026, 11, 15)),
]


@pytest.fixture(scope="module")
def shops(new_shops: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shop]:
    folder, found = tmp_path_factory.mktemp("counted"), {}
    for name in ZONES:
        found[name] = shop = Shop(shutil.copytree(new_shops / name, folder / name))
        for file, text in awkward.FILES.items():
            shop.insights("import", shop.put(file, text))
        shop.insights("import", shop.put("reviews.csv", awkward.REVIEWS_CORRECTED))
        (shop.root / "insights/metrics.csv").write_text(awkward.MEASURES)
        (shop.root / "insights/problems.csv").write_text(awkward.PROBLEMS)
    return found


@pytest.fixture(params=WEEKS, ids=lambda one: "-".join(map(str, one)))
def told(request: pytest.FixtureRequest, shops: dict[str, Shop]) -> tuple[dict[str, Any], ByHand]:
    """The report of a week, and the same week by hand."""
    name, starts, week, first = request.param
    (shops[name].root / "insights/goals.yml").write_text(f"week_starts: {starts}\n{awkward.GOALS}")
    made = report(shops[name], "--week", week, "--print")
    assert made["first"] == first.isoformat()
    return made, ByHand(ZONES[name], first)


def share(made: dict[str, Any], id: str, channel: str = "") -> tuple[float | None, int]:
    one = figure(made, id, channel)
    assert (one["value"] is None) == (one["n"] < 30)
    return (one["part"] if one["value"] is None else one["value"], one["n"])


def value(made: dict[str, Any], id: str) -> tuple[float | None, int]:
    one = figure(made, id)
    return one["value"], one["n"]


def test_the_week_is_what_another_counts(told: tuple[dict[str, Any], ByHand]) -> None:
    made, hand = told
    differ = {}

    def same(name: str, ours: object, theirs: object) -> None:
        if ours != theirs:
            differ[name] = f"ours {ours}, by hand {theirs}"

    same("solved_first", share(made, "solved_first"), hand.solved_first())
    for id, spread in (("first_reply", hand.first_reply()), ("resolution", hand.resolution())):
        one = figure(made, id)
        same(id, {"n": one["n"], "median": round(one["value"], 2), "p90": one["nine_in_ten"]}, spread)
    same("contacts", value(made, "contacts")[0], hand.contacts())
    same("answered", share(made, "answered"), hand.answered())
    channels: dict[str, int] = {}
    for row in made["lists"]["topics"]:
        for name, count in row["about"]["channels"].items():
            channels[name] = channels.get(name, 0) + count
    same("topics by channel", channels, hand.by_channel())
    same("satisfaction", share(made, "satisfaction"), hand.satisfaction())
    stars = hand.reviews()
    same("reviews", value(made, "reviews")[0] or 0, stars["n"])
    same("reviews_good", share(made, "reviews_good"), hand.share(stars["good"], stars["n"]))
    same("reviews_bad", value(made, "reviews_bad")[0], stars["bad"])
    same("reviews_bad_answered", share(made, "reviews_bad_answered"), hand.share(stars["replied"], stars["bad"]))
    orders = hand.orders()
    same("orders", value(made, "orders")[0], orders["orders"])
    same("cancelled", share(made, "cancelled"), hand.share(orders["cancelled"], orders["orders"]))
    same("failed_delivery", share(made, "failed_delivery"), hand.share(orders["failed"], orders["sent"]))
    causes = hand.returns()
    same("returns", value(made, "returns")[0], sum(causes.values()))
    same("return_causes", {r["name"]: r["count"] for r in made["lists"]["return_causes"]}, dict(causes))
    same("returns_per_order", share(made, "returns_per_order"), hand.share(sum(causes.values()), orders["shopee"]))
    for id in ("complaints", "complaints_settled"):
        same(id, value(made, id)[0] or 0, sum(hand.measure(id)))
    same("complaints_open", value(made, "complaints_open")[0], (hand.measure("complaints_open") or [None])[-1])
    same("nps", value(made, "nps"), hand.nps() if hand.nps()[1] else (None, 0))
    days = figure(made, "response_days")
    same("response_days", (days["value"], days["n"]), hand.days_at_goal() if hand.days_at_goal()[1] else (None, 0))
    problems = hand.problems()
    same("problems", value(made, "problems")[0], problems["new"])
    same("problems_open", value(made, "problems_open")[0], problems["open"])
    if problems["answered"]:
        same("problems_answered", value(made, "problems_answered"), (problems["middle"], problems["answered"]))
    events = hand.events()
    same("votes_yes", share(made, "votes_yes"), hand.share(events["yes"], events["votes"]))
    same("searches_failed", share(made, "searches_failed"), hand.share(events["nothing"], events["searches"]))
    same("searches_nothing", value(made, "searches_nothing")[0] or 0, events["nothing"])
    same("searches_no_click", value(made, "searches_no_click")[0] or 0, events["no_click"])
    votes = {row["name"]: row["count"] for row in made["lists"]["votes"] if row["count"]}
    same("votes by page", votes, dict(events["no_by_page"]))
    assert not differ

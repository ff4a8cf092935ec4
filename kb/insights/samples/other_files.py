"""What is neither sold nor said in chat: reviews, typed measures, votes, searches, counts of the desk, problems."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from kb.insights.samples.wordings import BADLY_ANSWERED, LATE, NEVER_ANSWERED, NOT_FOUND, RISING, Matter, load_wordings
from kb.insights.samples.workbook import make_archive
from kb.insights.samples.world import SEED, Week, World

_REVIEWS, _VOTES, _SEARCHES, _COPIES = 26, 120, 90, 60
"""A week."""
_BAD_FOR_WEEKS = 5
"""So long ago the page on refunds became wrong."""
_MACHINES = ("m-desk-1", "m-desk-2")


def other_files(world: World, seed: int = SEED) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each file."""
    yield from _reviews(world, seed)
    yield "metrics.csv", _table(("date", "shop", "channel", "measure", "value"), _measures(world, seed))
    events = _lines(_events(world, seed))
    yield "events.zip", make_archive({"events.ndjson": events})
    yield "desk-counts.json", _desk_counts(world, seed)
    header = ("day", "shop", "channel", "topic", "nature", "severity", "order_day", "source", "status", "answered_on")
    yield "problems.csv", _table(header, _problems(world, seed))


def _table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows((header, *rows))
    return held.getvalue().encode()


def _lines(values: Iterable[Any]) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


_REVIEW_HEADERS = {
    "VN": ("Mã đánh giá", "Số sao", "Nội dung", "Thời gian", "Tên sản phẩm", "Phản hồi của người bán"),
    "": ("cmtid", "rating_star", "comment", "ctime", "item_name", "seller_reply"),
}


def _reviews(world: World, seed: int) -> Iterator[tuple[str, bytes]]:
    """Vietnam's as Excel's “Unicode text” (UTF-16, tabs, day first), others' as CSV with seconds since 1970."""
    phrases = load_wordings().phrases
    for rank, market in enumerate(world.shop.currencies):
        chance = Random(f"{seed} reviews {market}")
        known = [order for order in world.orders if order.market == market]
        rows: list[Sequence[Any]] = [_REVIEW_HEADERS.get(market, _REVIEW_HEADERS[""])]
        for week in world.weeks:
            sold = [order for order in known if week.first <= order.placed.date() < week.first + timedelta(7)] or known
            for place in range(_REVIEWS if week.is_bad else _REVIEWS - 6):
                order = chance.choice(sold)
                at = week.moment(chance, world.shop)
                stars = chance.choices((1, 2, 3, 4, 5), (26, 14, 10, 15, 35) if week.is_bad else (3, 3, 7, 22, 65))[0]
                kind = "good_reviews" if stars > 3 else "bad_reviews"
                text = chance.choice(phrases[kind][order.buyer.language])
                answered = "ok" if stars < 3 and chance.random() < 0.6 else ""
                written = f"{stars} sao" if market == "VN" else f"{stars}/5" if place % 5 == 0 else str(stars)
                when = f"{at:%d/%m/%Y %H:%M}" if market == "VN" else str(int(at.timestamp()))
                rows.append(
                    (f"{week.first:%y%m%d}{rank}{place:02d}", written, text, when, order.items[0].name, answered)
                )
        held = io.StringIO()
        csv.writer(held, delimiter="\t" if market == "VN" else ",", lineterminator="\r\n").writerows(rows)
        text = held.getvalue()
        yield (
            f"reviews-{market.lower()}.csv",
            ("\ufeff" + text).encode("utf-16-le") if market == "VN" else text.encode(),
        )


def _measures(world: World, seed: int) -> Iterator[Sequence[Any]]:
    """A rate each working day, as somebody typed it from the seller's page; some days were forgotten."""
    shop = world.shop
    for rank, market in enumerate(shop.currencies):
        chance = Random(f"{seed} measures {market}")
        channel = "shopee" if "shopee" in shop.places(market) else "livechat"
        name = f"{shop.name} {market}"
        for week in world.weeks:
            for number in range(6):
                day = week.first + timedelta(number)
                rate = chance.uniform(0.71, 0.79) if week.is_bad else chance.uniform(0.86, 0.97)
                if chance.random() > 0.06:
                    yield day, name, channel, "response_rate", f"{rate:.1%}" if number % 2 else f"{rate:.3f}"
            last = week.first + timedelta(6)
            complaints = chance.randrange(6, 10) if week.is_bad else chance.randrange(1, 4)
            yield last, name, channel, "complaints", complaints
            yield last, name, channel, "complaints_settled", max(0, complaints - chance.randrange(3))
            yield last, name, channel, "complaints_open", chance.randrange(4, 7) if week.is_bad else chance.randrange(3)
            if not rank:
                yield last, name, channel, "nps_promoters", chance.randrange(9, 14) if week.is_bad else 22
                yield last, name, channel, "nps_passives", chance.randrange(8, 12)
                yield last, name, channel, "nps_detractors", chance.randrange(12, 16) if week.is_bad else 5


def _matters(week: Week) -> tuple[list[Matter], list[int]]:
    matters = list(load_wordings().matters)
    rising = 10 if not week.ago else 0
    more = {RISING: rising, LATE: 24 if week.is_bad else 8}
    return matters, [more.get(one.name, one.often) for one in matters]


def _events(world: World, seed: int) -> Iterator[dict[str, Any]]:
    """Votes and searches, in the order of time; one vote in nine as an nginx writes what nobody has looked at."""
    found: list[dict[str, Any]] = []
    for week in world.weeks:
        chance = Random(f"{seed} events {week.first}")
        matters, weights = _matters(week)
        for place, matter in enumerate(chance.choices(matters, weights, k=_VOTES)):
            found.append(_vote(world, week, matter, place, chance))
        for matter in chance.choices(matters, weights, k=_SEARCHES):
            found.append(_search(world, week, matter, chance))
    return iter(sorted(found, key=lambda one: (one["at"], json.dumps(one))))


def _language(world: World, chance: Random) -> str:
    markets = list(world.shop.currencies)
    return chance.choice(world.shop.spoken(chance.choice(markets)))


def _at(world: World, week: Week, chance: Random) -> str:
    return week.moment(chance, world.shop).astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _vote(world: World, week: Week, matter: Matter, place: int, chance: Random) -> dict[str, Any]:
    is_refund = matter.name == BADLY_ANSWERED
    number = load_wordings().matters.index(matter)
    unhappy = 0.75 if is_refund and week.ago < _BAD_FOR_WEEKS else 0.07
    answer = "no" if chance.random() < unhappy else "yes"
    reason = chance.choice(("outdated", "outdated", "unclear") if is_refund else ("unclear", "not_mine", "other"))
    vote: dict[str, Any] = {
        "page": world.shop.page(matter.page or "faq/choose-size", number), "language": _language(world, chance),
        "answer": answer,
    }  # fmt: skip
    if answer == "no":
        vote["reason"] = reason
    at = _at(world, week, chance)
    if place % 9 == 0:
        return {"v": 1, "kind": "posted", "at": at, "body": json.dumps({"v": 1, "kind": "vote", **vote})}
    return {"v": 1, "kind": "vote", "at": at, **vote}


def _search(world: World, week: Week, matter: Matter, chance: Random) -> dict[str, Any]:
    language = _language(world, chance)
    is_missing = matter.name in (NEVER_ANSWERED, NOT_FOUND, RISING)
    outcome = "nothing" if is_missing else chance.choices(("click", "no_click", "nothing"), (75, 20, 5))[0]
    return {"v": 1, "kind": "search", "at": _at(world, week, chance), "language": language,
            "query": chance.choice(matter.searches[language]), "outcome": outcome}  # fmt: skip


def _desk_counts(world: World, seed: int) -> bytes:
    """What two agents copied at their desks: each a list of exports that overlap, as people press the button twice."""
    exports = []
    for machine in _MACHINES:
        days: dict[str, Any] = {}
        for week in world.weeks:
            chance = Random(f"{seed} desk {machine} {week.first}")
            matters, weights = _matters(week)
            for number in range(6):
                taken: dict[str, int] = {}
                for matter in chance.choices(matters, weights, k=_COPIES // len(_MACHINES) // 5):
                    script = world.shop.script(matter.script, matters.index(matter)) if matter.script else ""
                    if script:
                        taken[script] = taken.get(script, 0) + 1
                language = world.shop.spoken(next(iter(world.shop.currencies)))[0]
                nothing = {f"{language} -": chance.randrange(1, 4)}
                days[(week.first + timedelta(number)).isoformat()] = {
                    "taken": taken, "passed_over": {}, "overridden": {}, "rules": {}, "nothing": nothing,
                }  # fmt: skip
        for back in (7, 0):
            last = world.until - timedelta(back)
            made = datetime(last.year, last.month, last.day, 11, tzinfo=UTC)
            kept = {day: told for day, told in days.items() if day <= last.isoformat()}
            exports.append({"format": "kb-desk-counts", "version": 1, "id": machine,
                            "made": made.strftime("%Y-%m-%dT%H:%M:%SZ"), "days": kept})  # fmt: skip
    return json.dumps(exports, ensure_ascii=False).encode()


_NATURES = ("delay", "quality", "information", "payment", "attitude")


def _problems(world: World, seed: int) -> Iterator[Sequence[Any]]:
    shop = world.shop
    market = next(iter(shop.currencies))
    channel = "shopee" if "shopee" in shop.places(market) else "livechat"
    topics = shop.topics or ("delivery",)
    for week in world.weeks:
        chance = Random(f"{seed} problems {week.first}")
        for _ in range(9 if week.is_bad else chance.randrange(2, 5)):
            day = week.first + timedelta(chance.randrange(7))
            is_delay = week.is_bad and chance.random() < 0.7
            nature = "delay" if is_delay else chance.choice(_NATURES)
            topic = "delivery" if is_delay and "delivery" in topics else chance.choice(topics)
            answered = day + timedelta(chance.randrange(1, 6))
            is_open = answered > world.until or chance.random() < 0.12
            yield (
                day, shop.name, channel, topic, nature, 3 if is_delay else chance.randrange(1, 4),
                day - timedelta(chance.randrange(3, 9)), chance.choice(("chat", "review", "phone")),
                "open" if is_open else "answered", "" if is_open else answered,
            )  # fmt: skip

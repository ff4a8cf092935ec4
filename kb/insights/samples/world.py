"""Twelve weeks (or as many as asked) of an invented shop, out of a seed. What is planted, and tests look for:

- **A rising question**: “is the diffuser safe for cats” (`pets`) is asked once in a while, and often in the last week.
- **Never answered**: “are you hiring” (`jobs`) is asked every week, and no text says it. **Not found**: “does it work
  with Alexa” (`smart_home`) is asked too, and a guide of the example shop says it in passing.
- **A bad article**: from the fifth week before the last on, most votes on the page on refunds (`refund_time`) are “no”.
- **A bad week**, the last but one: a sale, after which one delivery in eight fails, late parcels are asked for four
  times as often, answers take hours, four in ten reviews are bad and the typed response rate is below 80 %.
- **A few buyers bring most**: the fifth of buyers who buy most bring three fifths of the money, or more.

A week is the same however many weeks are made, since each has a seed of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from kb.insights.measures.periods import week_of
from kb.insights.samples.shop import Buyer, SampleShop, make_buyer
from kb.insights.samples.wordings import LATE, RISING, Matter, load_wordings

SEED = 18
ORDERS_A_WEEK = (95, 70)
"""In the first market, in each other."""
TALKS_A_WEEK = (70, 50)
BUYERS = 420
"""Of each market."""
SKEW = 0.85
"""Buyer number n orders with a weight of 1 ÷ n to this power."""
RISING_IN_LAST_WEEK = (16, 12)
BAD_WEEK = 1
"""Weeks before the last."""
_DAYS = 7
_FRESH = 4
"""Days within which an order has not arrived yet."""

Product = tuple[str, float, dict[str, str]]
"""SKU, price in euros, language → name."""
PRODUCTS: tuple[Product, ...] = (
    ("LAMP-TB-01", 24, {"vi": "Đèn bàn gỗ", "ms": "Lampu meja kayu", "en": "Wooden table lamp", "de": "Tischlampe"}),
    ("FAN-DK-02", 29, {"vi": "Quạt để bàn", "ms": "Kipas meja", "en": "Desk fan", "de": "Tischventilator"}),
    ("DIFF-03", 22, {"vi": "Máy khuếch tán", "ms": "Diffuser", "en": "Aroma diffuser", "de": "Aroma-Diffuser"}),
    ("KET-04", 26, {"vi": "Ấm siêu tốc", "ms": "Cerek elektrik", "en": "Electric kettle", "de": "Wasserkocher"}),
    ("LIN-SH-05", 49, {"vi": "Ga giường linen", "ms": "Cadar linen", "en": "Linen sheet", "de": "Leinenlaken"}),
    ("LIN-PC-06", 14, {"vi": "Vỏ gối linen", "ms": "Sarung bantal", "en": "Linen pillowcase", "de": "Kissenbezug"}),
    ("OIL-07", 7, {"vi": "Tinh dầu sả", "ms": "Minyak serai", "en": "Lemongrass oil", "de": "Zitronengrasöl"}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Week:
    first: date
    ago: int
    """Weeks before the last one."""

    @property
    def is_bad(self) -> bool:
        return self.ago == BAD_WEEK

    def moment(self, chance: Random, shop: SampleShop, *, opens: int = 8, closes: int = 22) -> datetime:
        day = self.first + timedelta(chance.randrange(_DAYS))
        return datetime.combine(day, time(chance.randrange(opens, closes), chance.randrange(60)), shop.zone)


@dataclass(frozen=True, slots=True)
class SoldItem:
    sku: str
    name: str
    quantity: int
    price: float
    returned: int


@dataclass(frozen=True, slots=True)
class SoldOrder:
    number: str
    place: str
    """shopee, tiktok, lazada, shopify, store."""
    market: str
    buyer: Buyer
    placed: datetime
    completed: datetime | None
    status: str
    """complete, shipped, cancelled, returned, failed."""
    items: tuple[SoldItem, ...]
    carrier: str
    payment: str

    @property
    def total(self) -> float:
        return round(sum(item.price * item.quantity for item in self.items), 2)


@dataclass(frozen=True, slots=True)
class Said:
    at: datetime
    is_customer: bool
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    number: int
    buyer: Buyer
    matter: Matter
    opened: datetime
    replied: datetime | None
    resolved: datetime | None
    rating: int | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class World:
    shop: SampleShop
    weeks: tuple[Week, ...]
    until: date
    orders: tuple[SoldOrder, ...]
    talks: tuple[Talk, ...]


def make_world(shop: SampleShop, until: date, weeks: int, seed: int = SEED) -> World:
    """`weeks` whole weeks of the shop, the last of which ends on or before `until`."""
    last = week_of(until + timedelta(1), shop.week_starts).first - timedelta(1)
    spans = tuple(Week(last - timedelta(_DAYS * (ago + 1) - 1), ago) for ago in reversed(range(weeks)))
    orders: list[SoldOrder] = []
    talks: list[Talk] = []
    for week in spans:
        for rank, market in enumerate(shop.currencies):
            chance = Random(f"{seed} {week.first} {market}")
            sold = _orders(shop, week, market, ORDERS_A_WEEK[rank > 0], last, chance)
            orders += sold
            talks += _talks(shop, week, market, rank, sold, chance)
    return World(shop, spans, last, tuple(orders), tuple(talks))


_WEIGHTS = list(accumulate(1 / (number + 1) ** SKEW for number in range(BUYERS)))


def _orders(
    shop: SampleShop, week: Week, market: str, usual: int, last: date, chance: Random
) -> list[SoldOrder]:  # fmt: skip
    count = int(usual * chance.uniform(0.9, 1.1) * (1.6 if week.is_bad else 1))
    found = []
    for place_number in range(count):
        number = chance.choices(range(BUYERS), cum_weights=_WEIGHTS)[0]
        buyer = make_buyer(shop, market, number)
        places = shop.places(market)
        place = places[(number + chance.randrange(5) // 4) % len(places)]  # most buyers keep to one place
        placed = week.moment(chance, shop, opens=7, closes=24)
        status = "complete" if place == "store" else _status(week, placed, last, chance)
        items = tuple(_item(shop, buyer, market, status, chance) for _ in range(chance.choice((1, 1, 1, 2, 3))))
        done = placed + timedelta(days=chance.choice((2, 3, 3, 4)), hours=chance.randrange(9))
        found.append(
            SoldOrder(
                _number(place, placed, place_number, market, chance), place, market, buyer, placed,
                done if status in ("complete", "returned") else None, status, items,
                _carrier(market, status, chance), "cod" if chance.random() < 0.4 else "card",
            )
        )  # fmt: skip
    return found


def _status(week: Week, placed: datetime, last: date, chance: Random) -> str:
    roll = chance.random()
    failed = 0.125 if week.is_bad else 0.025
    if roll < failed:
        return "failed"
    if roll < failed + 0.07:
        return "cancelled"
    if (last - placed.date()).days < _FRESH:
        return "shipped"
    return "returned" if roll < failed + 0.11 else "complete"


def _item(shop: SampleShop, buyer: Buyer, market: str, status: str, chance: Random) -> SoldItem:
    sku, euros, names = chance.choice(PRODUCTS)
    quantity = chance.choice((1, 1, 1, 2))
    return SoldItem(sku, names[buyer.language], quantity, shop.money(euros, market), quantity * (status == "returned"))


_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


def _number(place: str, placed: datetime, running: int, market: str, chance: Random) -> str:
    """As the marketplace numbers orders: Shopee's begin with the day."""
    digits = f"{placed:%y%m%d}{running:04d}{ord((market or 'X')[0]) % 10}"
    return {
        "shopee": f"{placed:%y%m%d}" + "".join(chance.choices(_LETTERS, k=7)) + "X",
        "tiktok": f"577{digits}{chance.randrange(10**4):04d}",
        "lazada": f"4001{digits}",
        "shopify": f"#{market}{digits[2:]}",
        "store": f"HD{digits}",
    }[place]


def _carrier(market: str, status: str, chance: Random) -> str:
    names = {"VN": ("SPX Express", "GHN", "J&T Express"), "MY": ("SPX Express", "J&T Express", "Ninja Van")}
    carriers = names.get(market, ("DHL", "DPD", "Hermes"))
    return carriers[1] if status == "failed" and chance.random() < 0.7 else chance.choice(carriers)


def _talks(
    shop: SampleShop, week: Week, market: str, rank: int, sold: list[SoldOrder], chance: Random
) -> list[Talk]:  # fmt: skip
    matters = load_wordings().matters
    weights = [one.often * (4 if week.is_bad and one.name == LATE else 1) for one in matters]
    count = int(TALKS_A_WEEK[rank > 0] * chance.uniform(0.92, 1.08) * (1.4 if week.is_bad else 1))
    asked = chance.choices(matters, weights, k=count)
    rising = next(one for one in matters if one.name == RISING)
    if not week.ago:
        asked += [rising] * RISING_IN_LAST_WEEK[rank > 0]
    elif not week.ago % 4:
        asked.append(rising)
    found = []
    for place, matter in enumerate(asked):
        order = chance.choice(sold)
        number = (week.first.toordinal() * 10 + rank) * 1000 + place
        found.append(_talk(shop, week, number, order, matter, chance))
    return found


def _talk(shop: SampleShop, week: Week, number: int, order: SoldOrder, matter: Matter, chance: Random) -> Talk:
    wordings = load_wordings()
    buyer = order.buyer
    language = buyer.language
    words = chance.choice(matter.words[language])
    text = chance.choice(wordings.phrases["before"][language]) + words.format(
        order=order.number, name=buyer.name, phone=buyer.phone
    )
    opened = week.moment(chance, shop)
    minutes = chance.lognormvariate(2.4, 0.9) * (9 if week.is_bad else 1)
    replied = (
        opened + timedelta(minutes=round(minutes, 1)) if chance.random() > (0.12 if week.is_bad else 0.02) else None
    )
    said = [Said(opened, True, text)]
    resolved = None
    if replied:
        said.append(Said(replied, False, chance.choice(wordings.phrases["replies"][language])))
        if chance.random() < 0.5:
            said.append(Said(replied + timedelta(minutes=3), True, chance.choice(wordings.phrases["thanks"][language])))
        if chance.random() < 0.85:
            resolved = replied + timedelta(minutes=round(chance.lognormvariate(3.5, 1)) + 4)
    rating = chance.choices((1, 2, 3, 4, 5), (4, 2, 2, 3, 4) if week.is_bad else (1, 1, 2, 6, 12))[0]
    rated = rating if resolved and chance.random() < 0.45 else None
    return Talk(number, buyer, matter, opened, replied, resolved, rated, tuple(said))

"""The shop that samples are made for, as far as they need to know it, and the people who buy from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

from kb.insights.samples.wordings import LANGUAGES

_PRICES = {"VND": 28_000, "IDR": 18_000, "MYR": 5, "THB": 38, "PHP": 62, "USD": 1.1, "SGD": 1.4}
"""Of what costs 1 euro, roughly; other money counts as euros do."""
_SPOKEN: Mapping[str, tuple[str, ...]] = {
    "VN": ("vi",) * 11 + ("en",), "MY": ("ms", "ms", "en"), "SG": ("en",), "BN": ("ms", "en"), "DE": ("de",),
    "AT": ("de",), "CH": ("de", "en"),
}  # fmt: skip
_GIVEN: Mapping[str, tuple[str, ...]] = {
    "vi": ("Nguyễn Thị Lan", "Trần Mai", "Lê Hùng", "Phạm Minh Tú", "Vũ Ngọc", "Đặng Thảo", "Bùi Văn Phúc", "Hồ Trang"),
    "ms": ("Aisyah", "Farid", "Siti Nur", "Hafiz", "Kavitha", "Wei Ling", "Amirul", "Nadia"),
    "en": ("Kate", "Daniel", "Priya", "Marcus", "Joanne", "Ravi", "Emily", "Adam"),
    "de": ("Erika", "Jürgen", "Anja", "Max", "Sabine", "Özlem", "Lukas", "Petra"),
}
SURNAME = "Exemplar"
"""Of everybody here: nobody is called so."""
_REGIONS: Mapping[str, tuple[str, ...]] = {
    "VN": ("TP. Hồ Chí Minh", "Hà Nội", "Đà Nẵng", "Bình Dương", "Đồng Nai"),
    "MY": ("Selangor", "Kuala Lumpur", "Penang", "Johor", "Sabah"),
    "DE": ("NW", "BY", "BE", "HH", "SN"),
}
MARKETPLACES: Mapping[str, tuple[str, ...]] = {
    "VN": ("shopee", "shopee", "shopee", "tiktok", "tiktok", "store", "shopify"),
    "MY": ("shopee", "shopee", "shopee", "lazada", "lazada", "shopify"),
}
"""Market → where its buyers order, the commonest several times; elsewhere in the shop of one's own."""
EVERYWHERE = ("shopee", "tiktok", "lazada", "shopify", "store")


@dataclass(frozen=True, slots=True)
class SampleShop:
    """A project's own names and ids."""

    name: str
    languages: tuple[str, ...]
    currencies: Mapping[str, str]
    """Market → currency, the first market first; never empty."""
    zone: ZoneInfo
    pages: tuple[str, ...]
    """Ids of articles that shoppers can read."""
    scripts: tuple[str, ...]
    topics: tuple[str, ...]
    has_all_formats: bool = False
    week_starts: str = "monday"

    def places(self, market: str) -> tuple[str, ...]:
        """Where buyers of `market` order."""
        return EVERYWHERE if self.has_all_formats else MARKETPLACES.get(market, ("shopify",))

    def spoken(self, market: str) -> tuple[str, ...]:
        """Languages of buyers in `market` that there are wordings in, the commonest several times."""
        own = tuple(code for code in self.languages if code in LANGUAGES)
        wanted = _SPOKEN.get(market, own or ("en",))
        return tuple(code for code in wanted if code in own) or own[:1] or ("en",)

    def page(self, wanted: str, number: int) -> str:
        """`wanted` if the shop has it, else another of its articles; "" where it has none."""
        return wanted if wanted in self.pages or not self.pages else self.pages[number % len(self.pages)]

    def script(self, wanted: str, number: int) -> str:
        return wanted if wanted in self.scripts or not self.scripts else self.scripts[number % len(self.scripts)]

    def money(self, euros: float, market: str) -> float:
        """A price in the market's money, rounded as shops round."""
        value = euros * _PRICES.get(self.currencies[market], 1)
        return round(value, -3) if value > 10_000 else round(value, 1)


@dataclass(frozen=True, slots=True)
class Buyer:
    """Somebody who was never born."""

    number: int
    market: str
    language: str
    name: str
    username: str
    phone: str
    email: str
    region: str


def make_buyer(shop: SampleShop, market: str, number: int) -> Buyer:
    """The buyer of that number, always the same."""
    chance = Random(f"buyer {market} {number}")
    language = chance.choice(shop.spoken(market))
    given = _GIVEN[language][number % len(_GIVEN[language])]
    return Buyer(
        number,
        market,
        language,
        f"{given} {SURNAME}",
        f"buyer_{market.lower()}_{number:04d}",
        _phone(market, number),
        f"buyer.{market.lower()}.{number:04d}@mail.example",
        chance.choice(_REGIONS.get(market, ("Centre", "North", "South"))),
    )


def _phone(market: str, number: int) -> str:
    """A number that looks made up, in the shape of the country; elsewhere one of those that Ofcom keeps for films."""
    if market == "VN":
        return f"090000{number % 10_000:04d}"
    if market == "MY":
        return f"010-000 {number % 10_000:04d}"
    if market == "DE":
        return f"0151 0000{number % 10_000:04d}"
    return f"+44 7700 900{number % 1_000:03d}"

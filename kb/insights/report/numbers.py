"""Figures in the words and digits of a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from babel import dates, numbers, units

from kb.insights.measures.figures import Figure, Goal, Point
from kb.insights.measures.periods import read_period
from kb.insights.measures.reporting import OTHER
from kb.text.locales import locale_of

_HOURS_FROM = 120
"""Minutes from which a length of time is said in hours."""
_DAYS_FROM = 48 * 60

FILES = {
    "measures": "metrics.csv", "chatwoot": "Chatwoot", "zendesk": "Zendesk", "messages_csv": "messages.csv",
    "chatwoot_inboxes": "Chatwoot", "chatwoot_ratings": "Chatwoot", "events": "events.ndjson", "reviews": "reviews.csv",
    "returns": "returns.xlsx", "shopee_orders": "Shopee", "tiktok_orders": "TikTok Shop", "problems": "problems.csv",
    "desk_counts": "desk-counts.json",
}  # fmt: skip
"""Kind of file → a name that every language writes so."""


PLACES = {"shopee": "Shopee", "tiktok": "TikTok Shop", "lazada": "Lazada", "shopify": "Shopify", "tiki": "Tiki"}
"""Channel → the marketplace that it is of."""
OF_ORDERS = ("orders", "cancelled", "returns", "returns_per_order", "refunds", "failed_delivery", "reviews",
             "reviews_good", "reviews_bad", "reviews_bad_answered")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Writing:
    """How one language says a report: its words, and the shop's names of topics and channels."""

    language: str
    words: Mapping[str, str]
    topics: Mapping[str, str]
    channels: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    """Id of a page → its title."""

    @property
    def is_rtl(self) -> bool:
        return bool(locale_of(self.language).text_direction == "rtl")

    def word(self, name: str, **values: str) -> str:
        text = self.words.get(f"insight_{name}") or self.words.get(name, name)
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", value)
        return text

    def number(self, value: float, unit: str = "count") -> str:
        """`value` with its unit. `minutes` above two hours are said in hours, above two days in days."""
        locale = locale_of(self.language)
        if unit in ("share", "rate"):
            return numbers.format_percent(value, format=_percent(self.language), locale=locale)
        if unit == "minutes":
            days, hours = value >= _DAYS_FROM, value >= _HOURS_FROM
            scale, name = (1440, "day") if days else (60, "hour") if hours else (1, "minute")
            return units.format_unit(round(value / scale, 1), f"duration-{name}", length="short", locale=locale)
        if unit == "days":
            return units.format_unit(round(value, 1), "duration-day", length="short", locale=locale)
        return numbers.format_decimal(round(value, 1), locale=locale)

    def value(self, figure: Figure) -> str:
        """The figure; “12 of 20” where that is too few for a percentage; “No data”."""
        return self.point(Point("", figure.value, figure.n, figure.part), figure.unit)

    def point(self, point: Point, unit: str) -> str:
        if point.value is not None:
            return self.number(point.value, unit)
        if not point.n:
            return self.word("none")
        if unit == "share":
            return self.word("few", part=self.number(point.part), n=self.number(point.n))
        if unit in ("days", "balance"):
            return self.word("few_only", n=self.number(point.n))
        return self.word("channels")

    def goal(self, goal: Goal, unit: str) -> str:
        said = self.word("at_least" if goal.at_least else "at_most", value=self.number(goal.value, unit))
        return f"{said}, {self.word('since', date=self.day(goal.since))}" if goal.since else said

    def day(self, iso: str) -> str:
        return dates.format_date(date.fromisoformat(iso), "medium", locale=locale_of(self.language)) if iso else ""

    def period(self, name: str) -> str:
        """“Week 47, 2026” or “October 2026”."""
        if "W" in name:
            year, week = name.split("-W")
            return self.word("week", week=str(int(week)), year=year)
        return dates.format_skeleton("yMMMM", read_period(name).first, locale=locale_of(self.language))

    def short_period(self, name: str, starts: str) -> str:
        """What stands below a point of a chart: the first day of a week, the month."""
        skeleton = "Md" if "W" in name else "yMMM"
        return dates.format_skeleton(skeleton, read_period(name, starts).first, locale=locale_of(self.language))

    def days(self, first: str, last: str) -> str:
        one, other = date.fromisoformat(first), date.fromisoformat(last)
        return dates.format_interval(one, other, "yMMMd", locale=locale_of(self.language))

    def name(self, id: str) -> str:
        return id.removeprefix(OTHER).replace("_", " ") if id.startswith(OTHER) else self.word(f"m_{id}")

    def what(self, id: str) -> str:
        return self.word("m_typed_what") if id.startswith(OTHER) else self.word(f"m_{id}_what")

    def scope(self, figure: Figure) -> str:
        """Shop and channel; of orders the marketplace, and not its chat."""
        place = PLACES.get(figure.channel) if figure.id in OF_ORDERS else None
        return " · ".join(filter(None, (figure.shop, place or self.channel(figure.channel)))) or self.word("all")

    def channel(self, id: str) -> str:
        """What a channel is called: by the shop, else by us: orders come of channels that no reply goes to, too."""
        known = self.channels.get(id) or self.words.get(f"channel_{id}") or self.words.get(f"insight_channel_{id}")
        return known or PLACES.get(id, id)

    def title(self, id: str) -> str:
        """The title of a page, by its id or its address."""
        return self.titles.get(id.strip("/"), id)

    def topic(self, id: str) -> str:
        return self.topics.get(id, id) or self.words.get("tool_no_topic", "")


def _percent(language: str) -> str:
    """The language's pattern for percentages, with at most one decimal."""
    return str(locale_of(language).percent_formats[None].pattern).replace("0", "0.#")


def files_named(figure: Figure) -> str:
    """The imported files of a figure, the first three; or what would give it."""
    if figure.files:
        named = (name.removeprefix("insights/inbox/").removeprefix("insights/") for name in figure.files)
        shown = list(dict.fromkeys(name.partition("#")[0] for name in named))  # without the sheet
        return ", ".join(shown[:3]) + (f" … (+{len(shown) - 3})" if len(shown) > 3 else "")
    return ", ".join(dict.fromkeys(FILES.get(one, one) for one in figure.needs))

"""facts.yml and agents/facts.yml of a new shop: samples, for its own markets and currencies alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kb.importers.common.choices import Choices
from kb.importers.common.starter_words import StarterWords
from kb.importers.scaffold.settings_text import quoted

_RETURN_DAYS = {"VN": "7"}
_DELIVERY_DAYS = {"VN": "[2, 4]"}
_PHONES = {"VN": '"1900 0100"', "MY": '"1800 000 100"'}
_VOUCHERS = {
    **dict.fromkeys(("VND", "IDR", "LAK", "IRR"), "50000"),
    **dict.fromkeys(("KRW", "MMK", "KHR", "UZS", "GNF", "PYG", "COP"), "5000"),
    **dict.fromkeys(("JPY", "HUF", "CLP", "ISK", "NGN", "PKR", "LKR", "KZT"), "500"),
    **dict.fromkeys(("THB", "INR", "PHP", "RUB", "CZK", "TWD", "BDT", "KES", "EGP", "TRY"), "100"),
}
"""Currency → a sample amount that is worth a few dollars or less."""


def render_facts_file(choices: Choices, words: StarterWords) -> str:
    """The facts for everybody."""
    example = "{{ fact.return_days }}, or for one market {{ fact.return_days." + choices.markets[0] + " }}"
    lines = [
        "# What must never differ between languages, policies and scripts. Change a number here, and it changes",
        f"# everywhere. Use one as {example}.",
        "# The unit is written for you. These are samples: put your own in.",
        *_fact("return_days", "days", choices, words, lambda market: _RETURN_DAYS.get(market, "14")),
        *_fact("delivery_days", "business_days", choices, words, lambda market: _DELIVERY_DAYS.get(market, "[2, 5]")),
        *_fact("late_after_days", "business_days", choices, words, lambda _: "2"),
        *_fact("refund_days", "business_days", choices, words, lambda _: "[3, 7]"),
        *_fact("payment_hours", "hours", choices, words, lambda _: "24"),
    ]
    if choices.has_channel("hotline", "telesales", "sms"):
        lines += _fact("hotline", "text", choices, words, lambda market: _PHONES.get(market, '"0000 000 000"'))
    if choices.has_channel("email"):
        lines += _fact("support_email", "text", choices, words, lambda _: "help@example.com")
    return "\n".join((*lines, ""))


def render_agents_facts(choices: Choices, words: StarterWords) -> str:
    """The facts for agents alone."""
    lines = _fact("goodwill_voucher", "money", choices, words, lambda market: _voucher(choices.currencies[market]))
    return "\n".join(("# Facts for agents alone: never shown to shoppers. Same form as ../facts.yml.", *lines, ""))


def _voucher(currency: str) -> str:
    return _VOUCHERS.get(currency, "10")


def _fact(name: str, unit: str, choices: Choices, words: StarterWords, value_of: Callable[[str], str]) -> Iterator[str]:
    """One fact: a single value where all markets have the same."""
    values = {market: value_of(market) for market in choices.markets}
    is_one = len(set(values.values())) == 1 and (unit != "money" or len(set(choices.currencies.values())) == 1)
    yield f"{name}:"
    yield f"  about: {quoted(words.text(choices.languages[0], f'about_{name}'))}"
    yield f"  unit: {unit}"
    if is_one:
        yield f"  value: {next(iter(values.values()))}"
    else:
        yield "  markets: {" + ", ".join(f"{market}: {value}" for market, value in values.items()) + "}"

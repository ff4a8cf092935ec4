"""What `kb init` asks, in order: for each question how the answer is read, and what holds if nobody answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb.importers.common import choices as read
from kb.importers.common.choices import Answer, ChannelForm, Choices
from kb.importers.common.kb_source import read_kb_source
from kb.importers.scaffold.starter import name_from


@dataclass(slots=True)
class NewShop:
    """What is known of the new shop so far. Each answer may change what holds by default for the next question."""

    base: Path
    """Where paths of answers begin."""
    target: Path
    register: Mapping[str, ChannelForm]
    """Every channel that kb knows."""
    given: Mapping[str, str] = field(default_factory=dict)
    """Name of a question → what was said, before anything is asked."""
    choices: Choices = field(default_factory=Choices)

    def answer(self, question: Question, text: str | None) -> tuple[str, ...]:
        """Take an answer, or the default for None and for nothing; what is wrong with it, in sentences."""
        said = (text or "").strip()
        if text is not None and not said and question.is_needed:
            return (f"name at least one, such as {question.default(self)}",)
        return question.take(self, said or question.default(self), bool(said))

    def keep(self, name: str, value: object, is_given: bool) -> None:
        given = self.choices.given | ({name} if is_given else set())
        self.choices = replace(self.choices, **{name: value}, given=frozenset(given))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know, and the option of the same name."""

    name: str
    words: str
    default: Callable[[NewShop], str]
    """Shown with the question, and taken where nobody answers."""
    take: Callable[[NewShop, str, bool], tuple[str, ...]]
    """Reads an answer (given, or the default) into the shop; what is wrong with it."""
    is_needed: bool = False

    @property
    def option(self) -> str:
        return f"--{self.name.replace('_', '-')}"


def _take_name(shop: NewShop, text: str, is_given: bool) -> tuple[str, ...]:
    shop.keep("name", text if is_given else "", is_given)
    return ()


def _take_languages(shop: NewShop, text: str, is_given: bool) -> tuple[str, ...]:
    return _take_all(shop, "languages", read.read_languages(text), is_given)


def _take_markets(shop: NewShop, text: str, is_given: bool) -> tuple[str, ...]:
    return _take_all(shop, "markets", read.read_markets(text), is_given)


def _take_all(shop: NewShop, name: str, answer: Answer, is_given: bool) -> tuple[str, ...]:
    if answer.value:
        shop.keep(name, answer.value, is_given)
    return answer.wrong


def _take_currency(shop: NewShop, text: str, is_given: bool) -> tuple[str, ...]:
    currencies, wrong = read.read_currencies(text, shop.choices.markets)
    shop.keep("currencies", currencies, is_given)
    return wrong


def _take_channels(shop: NewShop, text: str, is_given: bool) -> tuple[str, ...]:
    answer = read.read_channels(text, shop.register, shop.choices.markets)
    if answer.value:
        shop.keep("channels", tuple(shop.register[id] for id in answer.value), is_given)
    return answer.wrong


def _take_timezone(shop: NewShop, text: str, is_given: bool) -> tuple[str, ...]:
    return _take_one(shop, "timezone", read.read_timezone(text), is_given)


def _take_shop_url(shop: NewShop, text: str, is_given: bool) -> tuple[str, ...]:
    return _take_one(shop, "shop_url", read.read_shop_url(text), is_given)


def _take_one(shop: NewShop, name: str, answer: Answer, is_given: bool) -> tuple[str, ...]:
    shop.keep(name, "".join(answer.value), is_given)
    return answer.wrong


def _take_kb_source(shop: NewShop, text: str, is_given: bool) -> tuple[str, ...]:
    if not text:
        return ()
    source, wrong = read_kb_source(text, shop.base)
    shop.keep("kb_source", source, is_given)
    return (wrong,) if wrong else ()


def _usual_languages(shop: NewShop) -> str:
    """By the markets, where they were named."""
    markets = read.read_markets(shop.given.get("markets", "")).value
    return ",".join(read.languages_for(markets) if markets else read.DEFAULT_LANGUAGES)


def _usual_markets(shop: NewShop) -> str:
    languages = shop.choices.languages
    is_sample = languages == read.DEFAULT_LANGUAGES
    return ",".join(read.DEFAULT_MARKETS if is_sample else read.markets_for(languages))


def _usual_currency(shop: NewShop) -> str:
    found = {market: read.currency_of(market) for market in shop.choices.markets}
    names = set(found.values())
    return names.pop() if len(names) == 1 else ",".join(f"{market}={code}" for market, code in found.items())


QUESTIONS = (
    Question("name", "The shop's name", lambda shop: name_from(shop.target), _take_name),
    Question("languages", "Languages, the main one first", _usual_languages, _take_languages, is_needed=True),
    Question("markets", "Countries that you sell in", _usual_markets, _take_markets, is_needed=True),
    Question("currency", "Currency", _usual_currency, _take_currency),
    Question(
        "channels", "Where you answer customers", lambda _: ",".join(read.DEFAULT_CHANNELS), _take_channels,
        is_needed=True,
    ),
    Question("timezone", "Time zone", lambda shop: read.timezone_of(shop.choices.markets), _take_timezone),
    Question("shop_url", "Address of the shop itself", lambda _: "", _take_shop_url),
    Question("kb_source", "Where workflows install kb from (wheel or pinned address)", lambda _: "", _take_kb_source),
)  # fmt: skip

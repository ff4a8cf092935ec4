"""What each language writes for a fact: values in words, of all markets of the language or of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from babel import lists

from kb.content.amounts import render_value
from kb.content.facts import currency_of, facts_on
from kb.content.model import Document, Fact
from kb.project.options import Market, Options, in_language
from kb.project.unit_words import UNITS_WITH_WORDS, forms_of
from kb.source.problem import Problem, Rule, Severity
from kb.text.locales import locale_of

NO_UNIT_WORDS = Rule(
    "KB310",
    "no-words-for-a-unit",
    Severity.WARNING,
    what="A language of the site has no words for a fact's unit.",
    why="Its pages would say “3 working days” in English.",
    example="dispatch_days: {unit: business_days, value: 3}   # with `languages: {en: English, la: Latina}`",
    hint="write them in mkdocs.yml under `unit_words`",
)
RULES = (NO_UNIT_WORDS,)

AS_OF, SOURCE = "as_of", "source"
"""`{{ fact.NAME.as_of }}` and `{{ fact.NAME.source }}`: what a page says of a fact's origin if its writer asks."""
_IN_MARKET = {"en": "{value} in {market}", "vi": "{value} tại {market}", "ms": "{value} di {market}"}
"""In other languages a preposition may change the market's name: those say “14 Tage (Deutschland)”."""


def in_words_of(value: object, language: str, options: Options) -> object:
    """`value`, or what it says in `language`: where that has no words of its own, those of the default language."""
    return in_language(value, language, options.default_language) if isinstance(value, Mapping) else value


def render_fact(fact: Fact, *, language: str, options: Options, market: str = "", written_in: str = "") -> str | None:
    """The fact as a page in `language` says it, or None if it has no value for the page's markets.

    If the markets of the language differ, each is named: “7 days in Vietnam and 14 days in Malaysia”.
    The words are those of `written_in`, where that is not `language`.
    """
    markets = (market,) if market else options.markets_of(language)
    language = written_in or language
    if "" in fact.values:
        return _render(fact, "", market, language, options)
    held = [code for code in markets if code in fact.values]
    if not held:
        return None
    written = {code: _render(fact, code, code, language, options) for code in held}
    if len(set(written.values())) == 1:
        return written[held[0]]
    form = _IN_MARKET.get(language.split("-")[0], "{value} ({market})")
    names = {code: market_name(options.markets[code], language, options) for code in held}
    named = [form.format(value=written[code], market=names[code]) for code in held]
    return lists.format_list(named, locale=locale_of(language))


def _render(fact: Fact, key: str, market: str, language: str, options: Options) -> str:
    currency = currency_of(market, options)
    value = in_words_of(fact.values[key], language, options)
    return render_value(value, fact.unit, language=language, currency=currency, words=options.unit_words)


def market_name(market: Market, language: str, options: Options) -> str:
    """The shop's name in `language`, else the language's own name of the country, else any name of the shop's."""
    own = market.name.get(language) or market.name.get("")
    country = locale_of(language).territories.get(market.code)
    return own or country or in_language(market.name, language, options.default_language) or market.code


def units_without_words(facts: Mapping[str, Fact], options: Options) -> Iterator[Problem]:
    """One warning a language and unit for which neither CLDR, nor kb, nor the shop has words."""
    first: dict[str, Fact] = {}
    for fact in facts.values():
        first.setdefault(fact.unit, fact)
    for unit, fact in first.items():
        for language in options.complete_languages if unit in UNITS_WITH_WORDS else ():
            if not forms_of(unit, language, options.unit_words)[1]:
                hint = f'write them in mkdocs.yml: `unit_words: {{{unit}: {{{language}: "{{0}} …"}}}}`'
                what = f"there are no words for {unit} in “{language}”: its pages say it in English"
                yield NO_UNIT_WORDS.at(fact.path, fact.line, what, hint)


def render_facts(
    facts: Mapping[str, Fact], *, language: str, options: Options, written_in: str = "", of_market: str = ""
) -> dict[str, str]:
    """Every way a page in `language` may name a fact (`name`, `name.VN`, `name.as_of`, `name.VN.as_of`) → its text.

    The words are those of `written_in`, if the text of the page still waits for its translation. With
    `of_market` the plain `name` says what holds in that market, where the fact has a value for it.
    """
    texts: dict[str, str] = {}
    for name, fact in facts.items():
        single = of_market if of_market and fact.holds_in(of_market) else ""
        markets = (single,) if single else options.markets_of(language)
        whole = render_fact(fact, language=language, options=options, market=single, written_in=written_in)
        if whole is not None:
            texts[name] = whole
            texts.update(_known_texts(name, fact, markets, written_in or language))
        for market in options.markets:
            if fact.holds_in(market):
                one = render_fact(fact, language=language, options=options, market=market, written_in=written_in)
                if one is not None:
                    texts[f"{name}.{market}"] = one
                    texts.update(_known_texts(f"{name}.{market}", fact, (market,), written_in or language))
    return texts


def _known_texts(name: str, fact: Fact, markets: Iterable[str], language: str) -> Iterator[tuple[str, str]]:
    """`name.as_of`: the day on which the value was last compared with its source, the earliest of `markets`.

    `name.source` stands only where the markets have one source.
    """
    held = [market for market in markets if fact.holds_in(market)]
    known = [fact.known_by(market) for market in held or [""]]
    days = [one.checked for one in known if one.checked is not None]
    if len(days) == len(known):
        yield f"{name}.{AS_OF}", render_value(min(days), "date", language=language)
    if len({one.source for one in known}) == 1 and known[0].is_known:
        yield f"{name}.{SOURCE}", known[0].source


def fact_texts(
    facts: Mapping[str, Fact], documents: Iterable[Document], options: Options, *, market: str = ""
) -> dict[str, dict[str, str]]:
    """`Document.facts_key` → the texts of all facts, for every language and every document that waits for one.

    With `market` they say what holds there.
    """
    texts = {code: render_facts(facts, language=code, options=options, of_market=market) for code in options.languages}
    for one in documents:
        if one.facts_key not in texts:
            day = one.version.facts_day if one.version else None
            texts[one.facts_key] = render_facts(
                facts_on(facts, day) if day else facts,
                language=one.language,
                options=options,
                written_in=one.untranslated,
                of_market=market,
            )
    return texts

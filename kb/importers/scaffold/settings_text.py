"""The commented mkdocs.yml of a new shop."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kb.importers.common.choices import Choices, country_name, markets_of_language, timezone_of
from kb.importers.common.languages import own_name
from kb.importers.common.project_files import EXTENSIONS
from kb.importers.common.starter_words import StarterWords, is_translated

TOPICS = {"delivery": "truck", "payment": "card", "returns": "return"}
FEATURED = ("faq/track-order", "faq/return-item", "faq/payment-failed")
HOURS = "08:00-21:00"
_ADDRESSES = {
    "whatsapp": "https://wa.me/10000000000",
    "messenger": "https://m.me/your-page",
    "facebook": "https://www.facebook.com/your-page",
    "instagram": "https://ig.me/m/your-page",
    "zalo": "https://zalo.me/your-page",
}
"""Sample addresses of channels that are reached by one; the shop writes its own."""


def quoted(text: str) -> str:
    """A text as YAML in double quotes, whatever it holds."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f").replace("\x85", "\\x85")


def render_settings(choices: Choices, words: StarterWords) -> str:
    """mkdocs.yml, with what each part is for."""
    return "\n".join((*_site(choices, words), *_shop(choices), *_places(choices), *_content(choices, words), ""))


def _site(choices: Choices, words: StarterWords) -> Iterator[str]:
    yield "# The settings of the help centre. What each option means: `kb manual reference-options`."
    yield f"site_name: {quoted(words.site_name(choices.languages[0], choices.name))}"
    yield "# The address that the help centre will have: search engines and the “not found” page need it."
    yield "site_url: https://help.example.com/"
    yield "docs_dir: docs"
    yield "site_dir: site/public"
    yield "theme:"
    yield "  name: material"
    yield "  custom_dir: overrides   # your own look, if you want one"
    yield "  font: false"
    yield "markdown_extensions:"
    yield from (f"  - {name}" for name in EXTENSIONS)


def _shop(choices: Choices) -> Iterator[str]:
    yield "plugins:"
    yield "  - kb:"
    yield f"      shop: {quoted(choices.name)}"
    if choices.shop_url:
        yield f"      shop_url: {quoted(choices.shop_url)}"
    else:
        yield "      # shop_url: https://shop.example/   # where the shop itself is"
    yield "      strict: false   # true: warnings stop a publication too"
    yield "      markdown: commonmark   # lists, tables and notes as GitHub and most editors read them"
    yield '      # look: {logo: img/logo.svg, accent: "#9b1d54"}   # logo, colours, font, links: `kb manual look`'
    zone = choices.timezone or timezone_of(choices.markets)
    if zone:
        yield f"      timezone: {zone}"


def _places(choices: Choices) -> Iterator[str]:
    yield ""
    yield "      # Files without a suffix (track-order.md) are in this language, track-order.CODE.md in another one."
    yield f"      default_language: {choices.languages[0]}"
    yield "      languages:"
    waits = [code for code in choices.languages if not is_translated(code)]
    if waits:
        yield "        # in_translation: what the language still lacks is no problem yet (`kb translations` lists it)."
    for code in choices.languages:
        parts = [f"name: {quoted(own_name(code))}"]
        if markets := markets_of_language(code, choices):
            parts.append(f"markets: [{', '.join(markets)}]")
        if code in waits:
            parts.append("in_translation: true")
        yield f"        {code}: {{{', '.join(parts)}}}"
    yield "      # Countries that you sell in: prices and days may differ between them (facts.yml)."
    yield "      markets:"
    for market in choices.markets:
        names = _by_language((code, country_name(market, code)) for code in choices.languages)
        yield f"        {market}: {{currency: {choices.currencies[market]}, name: {names}}}"


def _content(choices: Choices, words: StarterWords) -> Iterator[str]:
    yield "      # Where you answer customers. The manual's page of channels lists all, with what each can carry."
    yield "      channels:"
    for channel in choices.channels:
        own = [f"{name}: [{', '.join(values)}]" for name, values in channel.settings(choices.markets).items()]
        yield f"        {channel.id}: {{{', '.join(own)}}}"
    yield "      # How to reach a person, under every article: with a fact (phone, e-mail) or a `url`."
    yield from _contacts(choices)
    yield ""
    yield "      # The articles that most people need: shown first on the home page."
    yield "      featured:"
    yield from (f"        - {id}" for id in FEATURED)
    yield "      # Subjects of articles: cards on the home page, in this order."
    yield "      topics:"
    speaking = [code for code in choices.languages if words.has(code)] or choices.languages[:1]
    for topic, icon in TOPICS.items():
        yield f"        {topic}:"
        yield f"          icon: {icon}"
        for part, key in (("name", topic), ("summary", f"{topic}_summary")):
            yield f"          {part}:"
            yield from (f"            {code}: {quoted(words.text(code, key))}" for code in speaking)


def _contacts(choices: Choices) -> Iterator[str]:
    rows: list[list[str]] = []
    if choices.has_channel("email"):
        rows.append(["channel: email", "fact: support_email"])
    if choices.has_channel("hotline"):
        rows.append(["channel: hotline", "fact: hotline", f'hours: "{HOURS}"'])
    rows += [
        [f"channel: {channel.id}", f"url: {_ADDRESSES[channel.id]}   # yours"]
        for channel in choices.channels
        if channel.id in _ADDRESSES
    ]
    if not rows:
        first = choices.channels[0].id
        rows.append([f"channel: {first}", f"url: {quoted(choices.shop_url or 'https://shop.example/')}   # yours"])
    yield "      contact:"
    for first, *rest in rows:
        yield f"        - {first}"
        yield from (f"          {part}" for part in rest)


def _by_language(pairs: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{code}: {quoted(text)}" for code, text in pairs) + "}"

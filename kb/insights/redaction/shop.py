"""The rules for one shop: of its markets and languages, with its own file, and with what it is reached by kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from babel.core import get_global

from kb.content.load import load_facts
from kb.insights.redaction.rules import Rules, load_rules
from kb.insights.redaction.shop_file import SHOP_FILE
from kb.project.options import Options


def load_shop_rules(root: Path, options: Options, more: Iterable[str] = ()) -> Rules:
    """The rules for the shop at `root`, and of `more` countries. Raises `RulesError` if its own file cannot be used.

    Countries are its markets, and for each language the one where most speak it: a shop without markets has its words.
    """
    return load_rules({*countries_of(options), *more}, root / SHOP_FILE).keeping(_own_values(root, options))


def countries_of(options: Options) -> tuple[str, ...]:
    """The countries whose rules a shop with `options` needs."""
    usual = get_global("likely_subtags")
    spoken = (str(usual.get(code, "")).rpartition("_")[2] for code in options.languages)
    return tuple(sorted({*options.markets, *(one for one in spoken if one)}))


def _own_values(root: Path, options: Options) -> Iterator[str]:
    """The shop's names, and the numbers, addresses and users' names of its contacts."""
    yield from (options.shop, *options.shop_names)
    facts = load_facts(root, options, with_agents=False).facts if any(one.fact for one in options.contact) else {}
    for contact in options.contact:
        yield from _of_address(contact.url)
        if (fact := facts.get(contact.fact)) is not None:
            yield from (str(value) for period in fact.periods or () for value in period.values.values())
            yield from (str(value) for value in fact.values.values())


def _of_address(url: str) -> Iterator[str]:
    """What of a contact's address people write: the number of `tel:`, the address of `mailto:`, a page's address."""
    parts = urlsplit(url)
    if parts.scheme in ("tel", "mailto", "sms"):
        yield unquote(parts.path)
        return
    yield from (url, url.partition("//")[2])
    last = unquote(parts.path.rpartition("/")[2])
    if last.isdigit():
        yield last

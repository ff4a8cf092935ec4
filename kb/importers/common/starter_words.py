"""The starter's own words: site name, topics and what facts are about, by language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kb.source.shipped_yaml import load_shipped

STARTER = "starter_project"
"""The folder of the package that holds the starter."""
OURS = ("en", "vi", "ms")
"""The languages in which the starter's articles are written."""


class StarterWords:
    """What the starter says in settings and facts; English where a language has none."""

    def text(self, language: str, key: str) -> str:
        return words_of(language).get(key) or words_of("en")[key]

    def has(self, language: str) -> bool:
        return bool(words_of(language))

    def site_name(self, language: str, shop: str) -> str:
        """“Corner Shop Help” in the shop's language; the shop's name alone where kb does not know how to say it."""
        return words_of(language).get("help", "{shop}").replace("{shop}", shop)


@cache
def words_of(language: str) -> Mapping[str, str]:
    """The words of a language, else of the one that it is a kind of (pt-BR: pt); none where there are none."""
    folder = files("kb.importers").joinpath(STARTER, "words")
    for code in (language, language.partition("-")[0]):
        place = folder.joinpath(f"{code}.yml")
        if place.is_file():
            return dict(load_shipped(place.read_text("utf-8")))
    return {}


def content_language(language: str) -> str:
    """The language of the starter's articles that a project in `language` gets."""
    base = language.partition("-")[0]
    return base if base in OURS else "en"


def is_translated(language: str) -> bool:
    """Whether the starter's articles are written in `language`."""
    return content_language(language) == language.partition("-")[0]

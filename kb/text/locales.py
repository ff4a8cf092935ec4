"""Babel's locale for a language code."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError


@cache
def locale_of(language: str) -> Locale:
    """Babel's locale for a language code, without a country that Babel lacks (de-VN); English where it has none."""
    parts = language.replace("-", "_").split("_")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:length]))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")

"""Codes that people write for a language: a country's (“vn”), an older one (“iw”), capitals, another variant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from babel.core import get_global
from babel.localedata import locale_identifiers

_BY_HABIT: Mapping[str, tuple[str, ...]] = {
    "vn": ("vi",), "my": ("ms", "en"), "cn": ("zh",), "jp": ("ja",), "kr": ("ko",), "tw": ("zh",), "hk": ("zh",),
    "cz": ("cs",), "dk": ("da",), "se": ("sv",), "gr": ("el",), "ua": ("uk",), "br": ("pt",), "gb": ("en",),
    "uk": ("en", "uk"), "us": ("en",), "au": ("en",), "sg": ("en", "zh", "ms"), "ph": ("fil", "tl", "en"),
    "in": ("hi", "en", "id"), "ir": ("fa",), "il": ("he",), "iw": ("he",), "at": ("de",), "ch": ("de", "fr", "it"),
    "be": ("nl", "fr"), "mx": ("es",), "ae": ("ar",), "eg": ("ar",), "si": ("sl",), "ee": ("et",), "al": ("sq",),
    "rs": ("sr",), "ba": ("bs",), "kh": ("km",), "la": ("lo",), "mm": ("my",), "np": ("ne",), "pk": ("ur",),
    "bd": ("bn",), "lk": ("si", "ta"), "ge": ("ka",), "am": ("hy",), "kz": ("kk",), "by": ("be", "ru"),
    "bahasa": ("id", "ms"), "eng": ("en",), "vie": ("vi",), "viet": ("vi",), "malay": ("ms",), "indo": ("id",),
}  # fmt: skip
"""What people write → languages of ours, the likeliest first. “uk” is Ukrainian, but Britain to many."""


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    return frozenset(one.partition("_")[0] for one in locale_identifiers())


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(code.lower() for code in get_global("territory_zones"))


def is_country(code: str) -> bool:
    """Whether `code` is a country's, and not a language's as well."""
    return code.lower() in _countries() and code.lower() not in _languages()


def is_code(code: str) -> bool:
    """Whether `code` is a language's or a country's, with or without a region (`pt-BR`, `zh_cn`)."""
    head, _, region = code.lower().replace("_", "-").partition("-")
    return (head in _languages() or head in _countries()) and (not region or region in _countries())


def language_meant(code: str, declared: Collection[str]) -> str:
    """The one of the `declared` languages that somebody means by `code`; "" if nobody can tell."""
    plain = code.lower().replace("_", "-")
    forms = {one.lower(): one for one in declared}
    head = plain.partition("-")[0]
    candidates = [plain, *_BY_HABIT.get(plain, ()), head, *_BY_HABIT.get(head, ())]
    found = next((forms[one] for one in candidates if one in forms), "")
    return found or next((one for one in declared if one.lower().partition("-")[0] in candidates), "")

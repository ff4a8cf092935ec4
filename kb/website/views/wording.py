"""Dates, names of languages and directions as a language writes them; the words that scripts say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError, dates
from babel.core import get_global

from kb.text.locales import locale_of
from kb.ui_strings.plurals import forms_as_json


@cache
def share_locale(language: str) -> str:
    """A language as `og:locale` has it, with its chief territory where the code names none: `vi_VN`."""
    code = language.replace("-", "_")
    likely = get_global("likely_subtags").get(code, "")
    return code if "_" in code or not likely else f"{code}_{likely.rpartition('_')[2]}"


@cache
def long_date(day: date | None, language: str) -> str:
    """A date as `language` writes it in a sentence; "" for none."""
    return dates.format_date(day, "long", locale=locale_of(language)) if day else ""


def language_name(code: str, language: str) -> str:
    """How a sentence in `language` calls the language `code`; the code itself where nobody knows."""
    try:
        name = Locale.parse(code, sep="-").get_language_name(language.replace("-", "_")) or code
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].lower() + name[1:] if language == "vi" else name


@cache
def direction_of(language: str) -> str:
    """`rtl` or `ltr`, from CLDR."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


_SEARCH_WORDS = {
    "results": "search_title", "none": "search_none",
    "none_tips": "search_none_tips", "shown": "search_shown", "more": "search_more", "close": "close",
    "all": "search_all", "list": "search_list", "contact": "search_contact",
    "in_language": "search_in_language", "failed": "search_failed", "unsure": "search_unsure",
    "fallback": "search_fallback", "meant": "search_meant",
    "maybe": "search_maybe", "internal": "internal",
}  # fmt: skip


_SHOPPERS_WORDS = {
    "hello": "search_hello", "welcome": "search_welcome", "talk": "search_talk", "missing": "search_missing",
    "sent": "search_sent",
}  # fmt: skip
"""What is answered to small talk and to questions from elsewhere: agents look for replies to both."""


def search_words(words: Mapping[str, str], edition: str) -> str:
    """What the search script says on the pages of an edition, as JSON."""
    keys = _SEARCH_WORDS if edition == "agents" else {**_SEARCH_WORDS, **_SHOPPERS_WORDS}
    said = {name: words[word] for name, word in keys.items()}
    return json.dumps({**said, "count": forms_as_json(words, "search_count")}, ensure_ascii=False)

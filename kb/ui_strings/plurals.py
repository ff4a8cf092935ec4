"""Words with a number in them, in the form that the number asks for.

`article_count` is the form for CLDR's category `other`; `article_count_one`, `_few` and so on are the other categories
that a language has. https://cldr.unicode.org/index/cldr-spec/plural-rules
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache

from kb.text.locales import locale_of
from kb.ui_strings import PLURAL_FORMS, shipped_strings

COUNTED = ("article_count", "search_count")
"""Words that every language needs all of its plural forms of. Other words with `{n}` may have them."""
_COUNTED_TO = 1000
"""Numbers that pages show: more results or articles than these decide no form of their own in any language but for
millions (`many` in French, Spanish, Portuguese, Italian), which no page of ours counts to."""


def counted(words: Mapping[str, str], key: str, n: int, language: str) -> str:
    """The word `key` of `language` for `n` things, with the number in place of `{n}`."""
    form = locale_of(language).plural_form(n)
    return words.get(f"{key}_{form}", words[key]).replace("{n}", str(n))


def forms_of_word(words: Mapping[str, str], key: str) -> Mapping[str, str]:
    """Plural category → form, `other` among them, as scripts take them."""
    return {"other": words[key]} | {form: words[f"{key}_{form}"] for form in PLURAL_FORMS if f"{key}_{form}" in words}


def forms_as_json(words: Mapping[str, str], key: str) -> str:
    """As `forms_of_word`, for an attribute of a page; the word alone where it has one form."""
    forms = forms_of_word(words, key)
    return json.dumps(forms, ensure_ascii=False) if len(forms) > 1 else forms["other"]


@cache
def numbers_by_form(language: str) -> Mapping[str, tuple[int, ...]]:
    """Plural category → the numbers up to a thousand that ask for it, of every category that one asks for."""
    rule = locale_of(language).plural_form
    found: dict[str, list[int]] = {}
    for n in range(_COUNTED_TO + 1):
        found.setdefault(rule(n), []).append(n)
    return {form: tuple(numbers) for form, numbers in found.items()}


def split_form(key: str) -> tuple[str, str]:
    """A key and the plural form that it ends with: ("article_count", "few"); "" for none."""
    english = shipped_strings("en")
    base, _, form = key.rpartition("_")
    return (base, form) if form in PLURAL_FORMS and "{n}" in english.get(base, "") else (key, "")


def wanted_keys(language: str) -> Iterator[str]:
    """Every key that `language` needs, in the order of the English file."""
    forms = [form for form in PLURAL_FORMS if form in numbers_by_form(language)]
    for key in shipped_strings("en"):
        if split_form(key)[1]:
            continue
        yield key
        if key in COUNTED:
            yield from (f"{key}_{form}" for form in forms)

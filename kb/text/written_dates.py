"""A day as a language writes it in a sentence: “25 November 2026”, “25/11/2026”.

The browser fills dates into replies too (`kb/replies/browser/written_dates.js`); it gets `date_form`, so that both
write the same, whatever the browser's own tables say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from kb.text.locales import locale_of

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OWN: Mapping[str, str] = {"en": "{d} {MMMM} {y}", "vi": "{d}/{M}/{y}"}
"""English without a country: the month in words cannot be misread, and only the United States (en-US) put it first.
Vietnamese: shops write figures; CLDR's long form has a comma (“25 tháng 11, 2026”) that nobody writes."""
_FIELDS = re.compile(r"'(?P<quoted>[^']*)'|(?P<field>([dMLyGE])\3*)|(?P<other>[^'dMLyGE]+)")


@cache
def date_form(language: str) -> tuple[str, tuple[str, ...]]:
    """A pattern with `{d}`, `{dd}`, `{M}`, `{MM}`, `{MMMM}` and `{y}`, and the twelve names for `{MMMM}`."""
    locale = locale_of(language)
    months = tuple(str(locale.months["format"]["wide"][month]) for month in range(1, 13))
    if language in _OWN:
        return _OWN[language], months
    pattern = ""
    for match in _FIELDS.finditer(locale.date_formats["long"].pattern):
        field = match["field"] or ""
        if field.startswith("G"):
            pattern += str(locale.eras["abbreviated"][1])
        elif field:
            pattern += "{" + {"L": "M" * len(field), "y": "y"}.get(field[0], field) + "}"
        else:
            pattern += match["quoted"] or match["other"] or "'"
    return pattern, months


def write_date(day: date, language: str) -> str:
    """`day` as `language` writes it."""
    pattern, months = date_form(language)
    fields = {
        "{d}": str(day.day),
        "{dd}": f"{day.day:02}",
        "{M}": str(day.month),
        "{MM}": f"{day.month:02}",
        "{MMMM}": months[day.month - 1],
        "{y}": str(day.year),
    }
    return re.sub(r"\{\w+\}", lambda match: fields.get(match[0], match[0]), pattern)


def write_typed_date(typed: str, language: str) -> str:
    """A day typed as `2026-11-25` as `language` writes it; all else (“Friday”, “31/2”) as it was typed."""
    if ISO_DAY.fullmatch(typed):
        try:
            return write_date(date.fromisoformat(typed), language)
        except ValueError:
            pass
    return typed

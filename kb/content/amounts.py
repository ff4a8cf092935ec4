"""Values as each language writes them: numbers with units, money, percents, dates, times and ranges of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache

from babel import Locale, dates, numbers

from kb.project.unit_words import ONE_AFTER_A_RANGE, UNITS_WITH_WORDS, Forms, UnitWords, forms_of
from kb.text.locales import locale_of

_RINGGIT = "RM{0}"
"""As Malaysia writes it, in English too; Babel prints MYR in other languages."""
_MALAY_DAY = ((11, "pagi"), (13, "tengah hari"), (18, "petang"), (23, "malam"))
"""Last hour of each part of the day, and its word."""
_NUMBER = re.compile(r"\d(?:[\d.,'’٫٬\s]*\d)?")
NO_WORDS: UnitWords = {}


def render_value(value: object, unit: str, *, language: str, currency: str = "", words: UnitWords = NO_WORDS) -> str:
    """One value as `language` writes it, unit included; a tuple is a range. `words` are a shop's own for units."""
    return _render(value, unit, language, currency, words) if words else _rendered(value, unit, language, currency)


@cache
def _rendered(value: object, unit: str, language: str, currency: str) -> str:
    """With no words of a shop's own: the desk asks for the same values for each market and each day to come."""
    return _render(value, unit, language, currency, NO_WORDS)


def _render(value: object, unit: str, language: str, currency: str, words: UnitWords) -> str:
    if isinstance(value, tuple):
        return _render_range(value, unit, language=language, currency=currency, words=words)
    locale = locale_of(language)
    if isinstance(value, date):
        return dates.format_date(value, "long", locale=locale)
    if isinstance(value, str):
        return _render_time(value, locale) if unit == "time" else value
    assert isinstance(value, int | float)
    amount = _exact(value)
    if unit == "money":
        return _render_money(amount, currency, locale)
    if unit == "percent":
        return numbers.format_percent(amount / 100, locale=locale, decimal_quantization=False)
    if unit not in UNITS_WITH_WORDS:
        return _digits(amount, locale)
    forms, is_own = forms_of(unit, language, words)
    speaker = locale if is_own else Locale.parse("en")
    return _pattern(forms, speaker.plural_form(amount)).format(_digits(amount, locale))


def _exact(value: int | float) -> Decimal:
    """The number as its writer sees it: 1.0 is 1, so that it is “1 day” everywhere."""
    amount = Decimal(str(value))
    return Decimal(int(amount)) if amount == amount.to_integral() else amount


@cache
def _digits(amount: Decimal, locale: Locale) -> str:
    """Every digit of `amount`, grouped as the language groups them."""
    return numbers.format_decimal(amount, locale=locale, decimal_quantization=False)


def _pattern(forms: Forms, form: str) -> str:
    """The pattern for a plural form; the general one if CLDR's has a word in place of the number (Arabic, Hebrew).

    The number is always written in digits, so that shoppers see it at a glance and agents can check it.
    """
    pattern = forms.get(form, forms["other"])
    return pattern if "{0}" in pattern else forms["other"]


def _render_range(
    value: tuple[object, object], unit: str, *, language: str, currency: str, words: Mapping[str, Mapping[str, Forms]]
) -> str:
    low, high = value
    if unit in UNITS_WITH_WORDS and isinstance(low, int | float) and isinstance(high, int | float):
        forms, is_own = forms_of(unit, language, words)
        locale = locale_of(language)
        speaker = locale if is_own else Locale.parse("en")
        digits = f"{_digits(_exact(low), locale)}–{_digits(_exact(high), locale)}"
        return _pattern(forms, _form_of_range(_exact(high), speaker)).format(digits)
    ends = [render_value(part, unit, language=language, currency=currency, words=words) for part in value]
    found = [_NUMBER.search(end) for end in ends]
    if unit == "date" or not all(found):
        return " – ".join(ends)
    (before, first, after), (other_before, last, other_after) = (
        (end[: match.start()], match[0], end[match.end() :]) for end, match in zip(ends, found, strict=True) if match
    )
    return f"{before}{first}–{last}{after}" if (before, after) == (other_before, other_after) else " – ".join(ends)


def _form_of_range(high: Decimal, locale: Locale) -> str:
    """The plural form of a range: in nearly all languages that of its end."""
    form = locale.plural_form(high)
    return ONE_AFTER_A_RANGE.get(locale.language, form) if form == "one" else form


def _render_time(value: str, locale: Locale) -> str:
    if locale.language == "vi":
        return value
    if locale.language == "ms":
        return _malay_time(time.fromisoformat(value))
    return dates.format_time(time.fromisoformat(value), "short", locale=locale).replace("\u202f", "\u00a0")


def _malay_time(at: time) -> str:
    """As Malaysians say it, “9:00 malam”; Babel knows only the two halves of the day (PG, PTG)."""
    part = next(word for last, word in _MALAY_DAY if at.hour <= last)
    return f"{at.hour % 12 or 12}:{at.minute:02}\u00a0{part}"


def _render_money(amount: Decimal, currency: str, locale: Locale) -> str:
    if currency == "MYR":
        pattern = "#,##0" if amount == amount.to_integral() else "#,##0.00##"
        return _RINGGIT.format(numbers.format_decimal(amount, pattern, locale=locale))
    return numbers.format_currency(amount, currency, locale=locale, decimal_quantization=False)

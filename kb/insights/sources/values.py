"""Cells → what they mean: ids, words, amounts, counts, moments. What cannot be is a ValueError without the value."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision

from kb.insights.reading.parts import Value
from kb.insights.sources.dates import DateForm, read_moment, read_serial

LARGEST_EXACT = 2**53
MOST_AMOUNT = Decimal(10) ** 15
"""From here on a sheet's numbers skip whole numbers: an id has lost its last digits."""
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_FLOAT_ID = re.compile(r"(\d+)\.0")
_AMOUNT = re.compile(r"[-−–(]?\D{0,8}?(\d[\d.,'’\s\u00a0\u202f]*|[.,]\d+)\D{0,8}")
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "-", "--", "null", "NULL", "N/A"}
)


class LostDigitsError(ValueError):
    """An id that a sheet holds as a number too large to be exact."""


def words(value: Value) -> str:
    """A cell as text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return "" if value in _ERRORS else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def identifier(value: Value) -> str:
    """An id as text. Raises `LostDigitsError` where a sheet, or a CSV saved by one, cut its last digits."""
    if isinstance(value, float):
        if abs(value) >= LARGEST_EXACT:
            raise LostDigitsError("an id that is a number of more than fifteen digits: its last digits are lost")
        return str(int(value)) if value.is_integer() else repr(value)
    text = words(value).lstrip("'")
    if _SCIENTIFIC.fullmatch(text):
        raise LostDigitsError("an id in scientific form: its last digits are lost")
    if match := _FLOAT_ID.fullmatch(text):
        if int(match[1]) >= LARGEST_EXACT:
            raise LostDigitsError("an id with “.0”, of more than fifteen digits: a sheet has cut its last digits")
        return match[1]
    return text


def amount(value: Value, currency: str) -> Decimal | None:
    """Money, or any number, as written in any of the usual ways; None for an empty cell."""
    number = _any_amount(value, currency)
    if number is not None and not abs(number) < MOST_AMOUNT:
        raise ValueError("no amount that anybody pays or counts")
    return number


def _any_amount(value: Value, currency: str) -> Decimal | None:
    if isinstance(value, bool) or (isinstance(value, float) and not isfinite(value)):
        raise ValueError("no amount")
    if isinstance(value, int | float):
        return Decimal(int(value)) if float(value).is_integer() else Decimal(repr(value))
    if not isinstance(value, str):
        if value in (None, ""):
            return None
        raise ValueError("no amount")
    return None if value in _ERRORS or not value else _amount(value, currency)


@lru_cache(50_000)
def _amount(text: str, currency: str) -> Decimal:
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        raise ValueError("no amount")
    digits = re.sub(r"[\s\u00a0\u202f'’]", "", match[1]).rstrip(".,")
    whole, decimals = _split(digits, get_currency_precision(currency) if currency else 2)
    try:
        number = Decimal(f"{whole or 0}.{decimals or 0}")
    except InvalidOperation:
        raise ValueError("no amount") from None
    number = number.normalize() if not decimals.strip("0") else number
    is_negative = text.lstrip()[:1] in "-−–(" or re.match(r"\D{0,4}[-−–]\d", text.strip())
    return -Decimal(number) if is_negative else Decimal(f"{number:f}")


def _split(digits: str, precision: int) -> tuple[str, str]:
    """The digits before and behind the decimal sign. One sign before exactly three digits parts thousands, unless
    the number begins with 0."""
    signs = [sign for sign in digits if sign in ".,"]
    if not signs:
        return digits, ""
    last = signs[-1]
    before, _, after = digits.rpartition(last)
    if len(set(signs)) == 2:
        if digits.count(last) > 1:
            raise ValueError("no amount")
        return re.sub(r"[.,]", "", before), after
    groups = digits.split(last)
    is_grouped = len(groups[0]) <= 3 and all(len(one) == 3 for one in groups[1:]) and groups[0] not in ("", "0")
    if len(groups) > 2 and not is_grouped and not all(len(one) in (2, 3) for one in groups[1:]):
        raise ValueError("no amount")
    if len(groups) > 2 or is_grouped:
        return "".join(groups), ""
    if precision == 0 and after.strip("0") and len(after) > 2:
        raise ValueError("no amount")
    return before, after


def count(value: Value, default: int = 0) -> int:
    """A whole number, `default` for an empty cell."""
    number = amount(value, "")
    if number is None:
        return default
    if number != number.to_integral() or not 0 <= number <= 1_000_000:
        raise ValueError("no whole number from 0 to 1,000,000")
    return int(number)


def moment(value: Value, form: DateForm, zone: ZoneInfo) -> datetime:
    """An aware moment."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=zone) if value.tzinfo is None else value.astimezone(zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), zone)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return read_moment(str(int(value)), form, zone) if value > 1e9 else read_serial(float(value), zone)
    return read_moment(words(value), form, zone)


def shape(value: Value) -> str:
    """What a value looks like, with no letter or digit of it: `00/00/0000`. For reports of what was set aside."""
    text = words(value)[:24]
    return re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "0", text))

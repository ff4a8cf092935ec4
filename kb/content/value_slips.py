"""What a fact's value that is not taken was probably meant to be: “30.000đ”, “2-4”, “5%”, “8:00”."""

from __future__ import annotations

import re

from babel.numbers import get_currency_precision

from kb.source.near_words import date_meant

_RANGE = re.compile(r"(\d[\d.,]*)\s*(?:-|–|—|~|to|đến|hingga|bis|à)\s*(\d[\d.,]*)\D*", re.IGNORECASE)
_AMOUNT = re.compile(r"[^\d.,]*(\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)[^\d]*")
_TIME = re.compile(r"(\d{1,2})(?:[:.hg](\d{2})?)?\s*(am|pm)?h?", re.IGNORECASE)


def value_meant(text: str, unit: str) -> str:
    """“write 30000” for a value of `unit` that kb does not read as it is written; "" if nobody can tell."""
    if unit == "date":
        return date_meant(text)
    if unit == "time":
        return _time_meant(text)
    if both := _RANGE.fullmatch(text.strip()):
        low, high = map(number_meant, both.groups())
        return f"write [{low}, {high}]" if low and high else ""
    number = number_meant(text)
    return f"write {number}" if number and number != text else ""


def number_meant(text: str) -> str:
    """The number that `text` writes with signs for thousands, a unit or a currency; "" if it writes none."""
    found = _AMOUNT.fullmatch(text.strip())
    if not found:
        return ""
    digits = re.sub(r"[ '\u00a0\u202f]", "", found[1])
    last = max(digits.rfind("."), digits.rfind(","))
    behind = digits[last + 1 :]
    if last < 0 or len(behind) == 3:  # “30.000”: a sign for thousands, in whichever country
        return re.sub("[.,]", "", digits)
    whole = re.sub("[.,]", "", digits[:last])
    return f"{whole}.{behind}" if behind.strip("0") else whole


def decimals_too_many(text: str, unit: str, currency: str) -> bool:
    """Whether a number has more decimals than its unit can have: “30.000” đồng is no thirty."""
    behind = text.partition(".")[2]
    if unit == "money":
        return len(behind) > (get_currency_precision(currency) if currency else 2)
    return len(behind) == 3 and unit not in {"kg", "cm", "percent"}


def _time_meant(text: str) -> str:
    found = _TIME.fullmatch(text.strip())
    if not found:
        return ""
    hour, minute = int(found[1]), found[2] or "00"
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    return f'write "{hour:02}:{minute}"' if hour < 24 and int(minute) < 60 else ""

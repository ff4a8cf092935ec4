"""Numbers of orders and phones as they are compared: in capitals, without blanks, hyphens and the like.

The desk compares them in `kb/replies/browser/order_market.js`, by the same patterns.
"""

from __future__ import annotations

import re

from kb.browser_code.shared import shared_data

_FORM = shared_data("project", "order_numbers")
_SEPARATORS = re.compile(_FORM["separators"])
_NUMBER = re.compile(_FORM["number"])
_PHONE = re.compile(_FORM["phone"])
_FEWEST_DIGITS: int = _FORM["fewest_digits"]
"""Digits of an order or phone number: a word such as “my-size” is none."""


def bare_number(text: str) -> str:
    """`text` as numbers are compared; "" for what is no number, nor the beginning of one."""
    joined = _SEPARATORS.sub("", text)
    return joined.upper() if _NUMBER.fullmatch(joined) else ""


def is_whole(number: str) -> bool:
    """Whether a bare number has as many digits as numbers of orders and phones have."""
    return sum(one in "0123456789" for one in number) >= _FEWEST_DIGITS


def is_international(number: str) -> bool:
    """Whether a bare number is a phone number with its country code, as in `+84…`."""
    return _PHONE.fullmatch(number) is not None

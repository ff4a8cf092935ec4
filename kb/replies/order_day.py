"""The day of an order, where its number says it. The twin is `browser/order_day.js`.

A Shopee order number has fourteen letters and digits of which the first six are the day, YYMMDD. That is what shops
see in their orders; Shopee documents no form, so a number that is not surely one says nothing, and a day that is typed
goes before.
"""

from __future__ import annotations

import re
from datetime import date

from kb.browser_code.shared import shared_data

_FORM = shared_data("replies", "order_day")
_SHOPEE = re.compile(_FORM["shopee"])


def order_day(number: str, today: date) -> date | None:
    """The day that a Shopee order number carries; None for any other, and for days before Shopee or after `today`."""
    found = _SHOPEE.fullmatch(number)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        named = date(_FORM["century"] + year, month, day)
    except ValueError:
        return None
    return named if date.fromisoformat(_FORM["first"]) <= named <= today else None

"""Checks that tell a number of its kind from other digits, each by the name that rules call it by.

A check takes what a pattern found and gives the number of characters from its start that are of the kind, 0 for none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34
_FEWEST_ORDER_DIGITS = 7
"""Of an order's number that no word such as “number” or “#” introduces: “order 150000” is a price."""


def luhn(found: str) -> int:
    """Cards (ISO/IEC 7812)."""
    digits = [int(one) for one in found if one.isdigit()]
    doubled = [sum(divmod(2 * one, 10)) for one in digits[-2::-2]]
    return len(found) if digits and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0 else 0


def iban(found: str) -> int:
    """Bank accounts (ISO 13616): the remainder by 97 is 1. Words behind the number are left."""
    letters = [(place, sign) for place, sign in enumerate(found) if sign.isalnum()]
    for length in range(min(len(letters), _LONGEST_IBAN), _SHORTEST_IBAN - 1, -1):
        signs = "".join(sign for _, sign in letters[:length])
        if int("".join(str(int(one, 36)) for one in signs[4:] + signs[:4])) % 97 == 1:
            return letters[length - 1][0] + 1
    return 0


def thai_id(found: str) -> int:
    """Thailand's thirteen digits; the last is checked by the others, weighed 13 to 2, modulo 11."""
    digits = [int(one) for one in found if one.isdigit()]
    total = sum(weight * one for weight, one in zip(range(13, 1, -1), digits, strict=False))
    return len(found) if len(digits) == 13 and (11 - total % 11) % 10 == digits[12] else 0


def not_years(found: str) -> int:
    """Groups of four digits that are not all years."""
    groups = re.findall(r"\d{4}", found)
    return 0 if groups and all("1900" <= one <= "2100" for one in groups) else len(found)


def six_digits(found: str) -> int:
    """At least six digits."""
    return len(found) if sum(map(str.isdigit, found)) >= 6 else 0


def eight_digits(found: str) -> int:
    """At least eight digits."""
    return len(found) if sum(map(str.isdigit, found)) >= 8 else 0


def one_digit(found: str) -> int:
    """Letters and at least one digit."""
    return len(found) if any(map(str.isdigit, found)) else 0


def order_like(found: str) -> int:
    """Letters beside digits, a “#”, or so many digits that it is no price, quantity or sum."""
    has_letter = any(map(str.isalpha, found)) or "#" in found
    is_price = re.fullmatch(r"\d{1,5}[^\W\d_]{0,3}|\d{1,3}(?:[.,]\d{3}){1,3}", found)
    return len(found) if not is_price and (has_letter or sum(map(str.isdigit, found)) >= _FEWEST_ORDER_DIGITS) else 0


def reference(found: str) -> int:
    """What a word such as “customer number” introduces: at least three digits, or letters beside digits; no date."""
    digits = sum(map(str.isdigit, found))
    is_date = re.fullmatch(r"\d{1,2}[./\-]\d{1,2}(?:[./\-]\d{2,4})?", found)
    return len(found) if not is_date and (digits >= 3 or (digits and any(map(str.isalpha, found)))) else 0


def phone_length(found: str) -> int:
    """As many digits as a national phone number with its 0 has, in every country."""
    return len(found) if 9 <= sum(map(str.isdigit, found)) <= 12 else 0


CHECKS: Mapping[str, Callable[[str], int]] = {
    check.__name__: check
    for check in (
        *(luhn, iban, thai_id, not_years, six_digits, eight_digits),
        *(one_digit, order_like, reference, phone_length),
    )
}

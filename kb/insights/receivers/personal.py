"""Whether a query may hold a person's number or address: such a query is never sent, and never taken.

The twin of `kb/browser_code/personal.js` and of the same function in `worker.js`; `tests/cases/sent-queries.json` holds
all three. It knows no country: a page cannot carry the rules of all of them. What is let through is redacted by
the rules of the shop's countries when it is imported.
"""

from __future__ import annotations

import re
import unicodedata

_ADDRESS = re.compile(r"@|://|www\.")
_DIGITS = re.compile(r"\d{5}")
_SPACED_DIGITS = re.compile(r"(?:\d[\W_]{0,3}){7}")
"""Phone numbers have seven digits and more; prices such as 500.000 have six."""
_WORD = re.compile(r"[^\W_]+")
LONG_CODE, DIGITS_OF_CODE = 6, 3
"""Letters and digits mixed in one word are taken for an order's number from these lengths on."""


def looks_personal(text: str) -> bool:
    """Whether `text` holds an e-mail or web address, a long number, or a word like an order's number."""
    text = unicodedata.normalize("NFKC", text).lower()
    if _ADDRESS.search(text) or _DIGITS.search(text) or _SPACED_DIGITS.search(text):
        return True
    return any(map(_is_code, _WORD.findall(text)))


def _is_code(word: str) -> bool:
    digits = sum(sign.isdecimal() for sign in word)
    return len(word) >= LONG_CODE and DIGITS_OF_CODE <= digits < len(word)

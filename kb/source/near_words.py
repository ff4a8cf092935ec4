"""What a word, a date or a number that is not taken was probably meant to be, for the hint of a problem."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date

LIKE = 0.6
"""How near a word must be to a known one, by `difflib`'s measure: “sumary” is to “summary”, “colour” is to nothing."""
CURLY = "“”„‟«»‹›‘’‚"
_AROUND = re.compile(rf"[{CURLY}](?P<inside>[^{CURLY}]*)[{CURLY}]")
_NUMERIC_DATE = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[T ].*)?")


def without_curly_quotes(text: str) -> str | None:
    """What stands between curly quotes around the whole of `text`; None if none are around it."""
    found = _AROUND.fullmatch(text.strip())
    return found["inside"].strip() if found else None


def near_word(word: str, known: Iterable[str]) -> str:
    """The one of `known` that `word` is but for case, marks and separators, or is like; "" if none is near."""
    by_form = {_form(one): one for one in known}
    form = _form(word)
    if form in by_form:
        return by_form[form]
    near = difflib.get_close_matches(form, by_form, n=1, cutoff=LIKE)
    return by_form[near[0]] if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """“did you mean …?” for a word that is near one of `known`; "" if it is near none."""
    near = near_word(word, known)
    return f"did you mean “{near}”?" if near else ""


def date_meant(text: str) -> str:
    """“write 2026-11-26” for a date in another order or with other signs between; "" if none can be told."""
    found = _NUMERIC_DATE.fullmatch(text.strip())
    if not found:
        return ""
    first, second, third = (int(part) for part in found.groups())
    orders = [(first, second, third)] if len(found[1]) == 4 else [(third, second, first), (third, first, second)]
    days = dict.fromkeys(day for order in orders if (day := _day(*order)))
    return " or ".join(f"write {day.isoformat()}" if at == 0 else day.isoformat() for at, day in enumerate(days))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year > 999 else None
    except ValueError:
        return None


def _form(word: str) -> str:
    from kb.text.folding import fold, visible  # its tables are large, and most words are right

    return re.sub(r"[\s_.-]+", "-", fold(visible(without_curly_quotes(word) or word)).strip())

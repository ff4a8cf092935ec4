"""What a customer's message holds for the fields of a reply: numbers of orders and parcels, phones, dates, sums, names.

A stretch is taken once, by the surest kind: a phone number is never an order number. The shapes are in
`shared/found_fields.json`, which says them over folded text. The twin is `browser/found_fields.js`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from kb.browser_code.shared import shared_data
from kb.desk.clauses import LONGEST_MESSAGE
from kb.desk.transcript_lines import SHARED as TRANSCRIPT
from kb.desk.transcript_lines import plain
from kb.text.fold_offsets import fold_with_positions

_SHARED = shared_data("desk", "found_fields")
MOST_FOUND: int = _SHARED["most_found"]
"""Values of one kind that are offered."""
_KINDS = [(kind, re.compile(shape, re.ASCII)) for kind, shape, _source in _SHARED["kinds"]]
"""Kind and shape, in the order in which they take a stretch. The third of each is where the form is known from."""
_NAMES = [re.compile(shape) for shape in _SHARED["names"]]
_NO_FIELD: str = _SHARED["no_field"]
"""The kind of numbers that no field is filled with: of tickets, bank accounts, tax offices."""
_ROLE, _HANDLE = (re.compile(_SHARED["person"][name], re.IGNORECASE * (name == "role")) for name in ("role", "handle"))
_ROLES = frozenset(plain(word) for word in (*TRANSCRIPT["customer"], *TRANSCRIPT["own_alone"]))
_A_LEAP_YEAR = 2000
"""Of a date without a year: 29/2 may be one."""


def find_fields(message: str, prefixes: Iterable[str] = ()) -> Mapping[str, list[str]]:
    """Kind (`order`, `tracking`, `phone`, `date`, `money`, `email`, `url`, `name`) → values as typed, in order."""
    read = message[:LONGEST_MESSAGE]
    folded = fold_with_positions(read)
    left = folded.text
    places: dict[str, list[tuple[int, str]]] = {}
    for kind, shape in [*_own_shapes(tuple(prefixes)), *_KINDS]:
        for match in list(shape.finditer(left)):
            value = next((one for one in reversed(match.groups()) if one), "") if kind not in _SHARED["whole"] else ""
            end = match.end()
            start = end - len(value or match[0])
            left = left[:start] + "\n" * (end - start) + left[end:]
            if kind == _NO_FIELD or not _is_possible(kind, match[0]):
                continue
            first, last = folded.original_span(start, end)
            places.setdefault(_SHARED["said_as"].get(kind, kind), []).append((first, read[first:last]))
    for shape in _NAMES:
        places.setdefault("name", []).extend((one.start(1), one[1].strip(" ")) for one in shape.finditer(read))
    return {kind: _first(found) for kind, found in sorted(places.items()) if found}


@cache
def _own_shapes(prefixes: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How a shop's own order numbers look: what its markets' `number_prefixes` say, and digits.

    A prefix of digits alone may be of phone numbers (`01`): it names no order. Prefixes come without their
    hyphens (`LH-D` as `LHD`), and customers write them with or without.
    """
    lettered = [one.lower() for one in prefixes if not one.isdecimal()]
    if not lettered:
        return ()
    longest = sorted(lettered, key=lambda one: (-len(one), one))
    either = "|".join("-?".join(map(re.escape, one)) for one in longest)
    return (("order", re.compile(_SHARED["own"].replace("{prefix}", either), re.ASCII)),)


def person_name(label: str) -> str:
    """What a customer is called by the label of their turns; "" for a handle, a number, a role."""
    name = _ROLE.sub("", label).strip(" ")
    return "" if plain(name) in _ROLES or _HANDLE.search(name) else name


def _first(found: list[tuple[int, str]]) -> list[str]:
    return list(dict.fromkeys(value for _, value in sorted(found, key=lambda one: one[0])))[:MOST_FOUND]


def _is_possible(kind: str, text: str) -> bool:
    if kind == "s10":
        return is_s10(text)
    return kind != "date" or is_day(text)


def is_s10(code: str) -> bool:
    """Does the check digit of a postal item's number (`rr473124829gb`) fit? UPU standard S10."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(code[2:10], _SHARED["s10_weights"], strict=True)) % 11
    return int(code[10]) == int(_SHARED["s10_special"].get(str(rest), rest))


def is_day(text: str) -> bool:
    """Is a date in figures a day that exists, with the day or the month first? 31/02/2026 is none."""
    parts = [int(part) for part in re.findall("[0-9]+", text)]
    if parts[0] > 31:
        return _exists(*parts)
    year = parts[2] if len(parts) > 2 else _A_LEAP_YEAR
    year = year if year > 99 else year + 2000
    return _exists(year, parts[1], parts[0]) or _exists(year, parts[0], parts[1])


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True

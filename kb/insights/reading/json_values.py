"""JSON and lines of JSON → values, and the line of every item of a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

from kb.insights.reading.encodings import Encoding, Opener
from kb.insights.reading.parts import Broken, ReadError
from kb.insights.reading.text_tables import read_lines

MOST_JSON = 50_000_000
"""Bytes of one JSON value: it is held as a whole. Lines of JSON may be of any number."""
_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[\s,:]*")
_SUSPECT = re.compile(r"\\u[dD][89a-fA-F]|\d{19}|[eE]\+?\d{3}|NaN|Infinity")
"""What JSON can say and no store can hold is behind one of these."""
_HALVES = re.compile(r"[\ud800-\udfff]")
_MOST_INTEGER = 2**63
MIXED_VALUE = "is no JSON"


def finite_number(text: str) -> float:
    """The number that JSON writes so, for `parse_float` and `parse_constant`. Raises ValueError for 1e999 and NaN."""
    if not isfinite(number := float(text)):
        raise ValueError(f"{text} is no number that can be shown")
    return number


def parse_json(text: str) -> tuple[tuple[int, Any], ...]:
    """(line, value) of each value of `text`, one after another. Raises `ReadError` where it ends or goes wrong."""
    found, at, line, counted = [], _space(text, 0), 1, 0
    try:
        while at < len(text):
            line += text.count("\n", counted, at)
            counted = at
            value, end = _DECODER.raw_decode(text, at)
            found.append((line, _storable(value) if _SUSPECT.search(text, at, end) else value))
            at = _space(text, end)
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
        why = "ends in the middle of its JSON" if is_cut else f"is no JSON from here on ({error.msg})"
        raise ReadError(why, line=error.lineno, hint="download or export it again") from None
    except ValueError:
        raise ReadError(
            "holds a number of thousands of digits", line=line, hint="download or export it again"
        ) from None
    except RecursionError:
        raise ReadError("nests deeper than any export does", hint="do not trust this file") from None
    return tuple(found)


def read_json_lines(opened: Opener, encoding: Encoding) -> Iterator[tuple[int, Any]]:
    """(line, value) of each line; `Broken` where it is none."""
    for number, line in read_lines(opened, encoding, MOST_JSON):
        if line.strip():
            try:
                value = json.loads(line)
                yield number, _storable(value) if _SUSPECT.search(line) else value
            except (ValueError, RecursionError):
                yield number, Broken(MIXED_VALUE)


def _storable(value: Any) -> Any:
    """`value` without halves of signs (an emoji that was cut); numbers too great are texts, and infinite ones None."""
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, float):
        return value if isfinite(value) else None
    return str(value) if isinstance(value, int) and abs(value) >= _MOST_INTEGER else value


def lines_of_items(text: str, path: Sequence[str]) -> list[int]:
    """The line of each item of the list at `path` (keys of objects), empty where there is none."""
    at = _space(text, text.find("{") if path else text.find("["))
    for key in path:
        at = _value_of(text, at, key)
        if at < 0:
            return []
    if at < 0 or text[at : at + 1] != "[":
        return []
    found, line, counted = [], 1, 0
    at = _space(text, at + 1)
    while at < len(text) and text[at] != "]":
        line += text.count("\n", counted, at)
        counted = at
        found.append(line)
        _, at = _DECODER.raw_decode(text, at)
        at = _space(text, at)
    return found


def _value_of(text: str, at: int, key: str) -> int:
    """Where the value of `key` begins in the object that begins at `at`; -1 if it has none."""
    if at < 0 or text[at : at + 1] != "{":
        return -1
    at = _space(text, at + 1)
    while at < len(text) and text[at] != "}":
        name, at = _DECODER.raw_decode(text, at)
        at = _space(text, at)
        if name == key:
            return at
        _, at = _DECODER.raw_decode(text, at)
        at = _space(text, at)
    return -1


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at

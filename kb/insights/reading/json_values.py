"""JSON and lines of JSON → values, and the line of every item of a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from kb.insights.reading.encodings import Encoding, Opener
from kb.insights.reading.parts import Broken, ReadError
from kb.insights.reading.text_tables import read_lines

MOST_JSON = 100_000_000
"""Bytes of one JSON value: it is held as a whole. Lines of JSON may be of any number."""
_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[\s,:]*")
MIXED_VALUE = "is no JSON"


def parse_json(text: str) -> tuple[tuple[int, Any], ...]:
    """(line, value) of each value of `text`, one after another. Raises `ReadError` where it ends or goes wrong."""
    found, at, line, counted = [], _space(text, 0), 1, 0
    try:
        while at < len(text):
            line += text.count("\n", counted, at)
            counted = at
            value, at = _DECODER.raw_decode(text, at)
            found.append((line, value))
            at = _space(text, at)
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
        why = "ends in the middle of its JSON" if is_cut else f"is no JSON from here on ({error.msg})"
        raise ReadError(why, line=error.lineno, hint="download or export it again") from None
    except RecursionError:
        raise ReadError("nests deeper than any export does", hint="do not trust this file") from None
    return tuple(found)


def read_json_lines(opened: Opener, encoding: Encoding) -> Iterator[tuple[int, Any]]:
    """(line, value) of each line; `Broken` where it is none."""
    for number, line in read_lines(opened, encoding, MOST_JSON):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, Broken(MIXED_VALUE)


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

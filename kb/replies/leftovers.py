"""Placeholders of other systems, tags and gaps to be filled in, found in a text that is about to be sent.

`leftovers.yml` holds the patterns. The desk page gets the same ones with its data and looks with
`browser/leftovers.js`; tests/cases/channels-leftovers.json holds both to the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kb.source.shipped_yaml import load_shipped

TAG = "tag"
"""The kind of a text in angle brackets."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """One stretch of a text that belongs to no customer: `text[start:end]`, in code points."""

    kind: str
    """The pattern's id in `leftovers.yml`."""
    start: int
    end: int
    is_sure: bool
    """Nobody means this for a customer; otherwise it may be meant, and the desk asks."""


def find_leftovers(text: str, *, placeholders: Collection[str] = ()) -> tuple[Leftover, ...]:
    """What is left over in `text`, in its order and without overlaps.

    `placeholders` are our own that have no value yet: their `{{ name }}` is no leftover.
    """
    ours = {"{{ " + name + " }}" for name in placeholders}
    found = [
        Leftover(kind, match.start(), match.end(), is_sure)
        for kind, is_sure, pattern in _compiled()
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda one: (one.start, -one.end, not one.is_sure, one.kind))
    kept: list[Leftover] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(one for one in kept if text[one.start : one.end] not in ours)


def leftovers_as_json() -> list[dict[str, Any]]:
    """The patterns as the desk page reads them, lists written out."""
    return [dict(row) for row in _rows()]


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    data = load_shipped(resources.files(__package__).joinpath("leftovers.yml").read_text("utf-8"))
    lists = {"{letters}": data["letters"], "{names}": "|".join(data["names"]), "{fields}": "|".join(data["fields"])}
    rows = []
    for row in data["patterns"]:
        find = row["find"]
        for name, written in lists.items():
            find = find.replace(name, written)
        rows.append({"id": row["id"], "find": find, "sure": row["sure"], "ignore_case": row.get("ignore_case", False)})
    return tuple(rows)


@cache
def _compiled() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    return tuple(
        (row["id"], row["sure"], re.compile(row["find"], re.IGNORECASE if row["ignore_case"] else 0)) for row in _rows()
    )

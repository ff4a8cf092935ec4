"""Objects in JSON files and lines of JSON: the lists that APIs wrap them in, with the line of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.insights.reading.json_values import lines_of_items
from kb.insights.reading.parts import Broken, Part

Object = Mapping[str, Any]


def tops(part: Part) -> list[Any]:
    """The first values of the part."""
    return [value for _, value in part.values]


def at_path(value: Any, path: Sequence[str]) -> Any:
    """What stands at `path` in objects; None where nothing does."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _path_in(value: Any, paths: Sequence[Sequence[str]]) -> Sequence[str] | None:
    """Where `value` holds a list of objects; None where it is an object itself, such as a ticket with its comments."""
    if isinstance(value, dict) and "id" in value:
        return None
    return next((path for path in paths if isinstance(at_path(value, path), list)), None)


def objects(part: Part, paths: Sequence[Sequence[str]]) -> Iterator[tuple[int, Any]]:
    """(line, object): lines of JSON each, or the items of the first list that there is at one of `paths`."""
    if part.all_values is not None:
        for number, value in part.all_values():
            path = _path_in(value, paths)
            items = at_path(value, path) if path is not None else value if isinstance(value, list) else [value]
            yield from ((number, one) for one in items)
        return
    for number, value in part.values:
        if isinstance(value, list):
            yield from zip(lines_of_items(part.text, ()), value, strict=False)
            continue
        found = _path_in(value, paths)
        if found is None:
            yield number, value
        else:
            lines = lines_of_items(part.text, found) if len(part.values) == 1 else []
            items = at_path(value, found)
            yield from zip(lines if len(lines) == len(items) else [number] * len(items), items, strict=False)


def first_object(part: Part, paths: Sequence[Sequence[str]]) -> Object:
    """The first object, {} where there is none: by it a source knows its own."""
    for _, value in part.values:
        if isinstance(value, Broken):
            continue
        path = _path_in(value, paths)
        inner = at_path(value, path) if path is not None else value
        value = inner[0] if isinstance(inner, list) and inner else value
        if isinstance(value, dict):
            return value
    return {}


def text_of(value: Any) -> str:
    """A JSON value as text, "" for none and for what is no scalar."""
    return "" if value is None or isinstance(value, dict | list | bool) else str(value)

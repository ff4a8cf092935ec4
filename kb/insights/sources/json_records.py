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


Paths = Sequence[Sequence[str]]


def _path_in(value: Any, paths: Paths) -> Sequence[str] | None:
    """Where `value` holds a list of objects; None where it is an object itself, such as a ticket with its comments."""
    if isinstance(value, dict) and "id" in value:
        return None
    return next((path for path in paths if isinstance(at_path(value, path), list)), None)


def _inside(value: Any, paths: Paths) -> list[Any] | None:
    """The first list that there is at one of `paths`; None where there is none."""
    path = _path_in(value, paths)
    return None if path is None else at_path(value, path)


def objects(part: Part, paths: Paths) -> Iterator[tuple[int, Any]]:
    """(line, object): lines of JSON each, or the items of the first list that there is at one of `paths`, in a page of
    an API as in a list of pages."""
    if part.all_values is not None:
        for number, value in part.all_values():
            yield from ((number, one) for one in _flat(value, paths))
        return
    for number, value in part.values:
        if isinstance(value, list):
            for line, one in zip(lines_of_items(part.text, ()), value, strict=False):
                yield from ((line, item) for item in _flat(one, paths))
            continue
        found = _path_in(value, paths)
        if found is None:
            yield number, value
        else:
            lines = lines_of_items(part.text, found) if len(part.values) == 1 else []
            items = at_path(value, found)
            yield from zip(lines if len(lines) == len(items) else [number] * len(items), items, strict=False)


def _flat(value: Any, paths: Paths) -> list[Any]:
    """The objects of a value: of a page, of a list of objects or of pages, or itself."""
    inner = _inside(value, paths)
    if inner is not None:
        return inner
    if not isinstance(value, list):
        return [value]
    pages = ((one, _inside(one, paths)) for one in value)
    return [item for one, items in pages for item in ([one] if items is None else items)]


def first_object(part: Part, paths: Paths) -> Object:
    """The first object, {} where there is none: by it a source knows its own."""
    for _, value in part.values:
        if isinstance(value, Broken):
            continue
        first = next(iter(_flat(value, paths)), None)
        if isinstance(first, dict):
            return first
    return {}


def text_of(value: Any) -> str:
    """A JSON value as text, "" for none and for what is no scalar."""
    return "" if value is None or isinstance(value, dict | list | bool) else str(value)

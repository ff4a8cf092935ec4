"""Streams of a PDF file that are tables of numbers: palettes, curves, meshes, sets and maps of glyphs.

They are as dense as packed bytes, and hold no text; what they are is said by the object that names them, or by
themselves (ISO 32000-1, 7.10.2, 8.6.6.3, 8.7.4.5, 9.7.4, 9.8.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

_NAMED = frozenset({"/CIDSet", "/CIDToGIDMap", "/JBIG2Globals"})
_OWN = frozenset({"/FunctionType", "/ShadingType"})
LARGEST_PALETTE = 4 * 256
"""Bytes: 256 colours of four inks."""


def is_table(stream: Any, number: int, named: frozenset[int], palettes: frozenset[int], body: bytes) -> bool:
    """Whether the stream with this number, which unfolds to `body`, is a table; `named` and `palettes` are from
    `named_tables`."""
    is_palette = number in palettes and len(body) <= LARGEST_PALETTE
    return number in named or is_palette or not _OWN.isdisjoint(stream.keys())


def named_tables(objects: Iterable[Any]) -> tuple[frozenset[int], frozenset[int]]:
    """(Numbers of streams that are sets and maps of glyphs, of those that are palettes) among `objects`."""
    named, palettes = set[int](), set[int]()
    for value in objects:
        for one in _parts(value):
            if isinstance(one, dict):
                named |= {number_of(part) for name, part in one.items() if name in _NAMED}
            elif len(one) == 4 and one[0] in ("/Indexed", "/I"):
                palettes.add(number_of(one[3]))
    return frozenset(named - {0}), frozenset(palettes - {0})


def number_of(value: Any) -> int:
    """The number of the object that a reference names; 0 if it is none."""
    return int(getattr(value, "idnum", 0))


def _parts(value: Any) -> Iterator[Any]:
    """The mappings and lists within an object, not those of the objects that it names."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            yield one
            waiting += one

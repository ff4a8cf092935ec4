"""The table of characters as every index carries it: lists of letters and of steps are numbers here.

Half the bytes of the table: most of its letters follow one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from kb.search.indexing.encoding import pack_numbers

LETTERS = ("folded", "tones")
"""Maps, of whose two rows the first lists letters."""
STEPS = ("words", "joined", "cased")
"""Classes: the ends of ranges, each as its distance from the one before, in base 36."""


def pack_characters(table: Mapping[str, Any]) -> dict[str, Any]:
    """`table` (data/characters.json) with numbers for lists of letters, which `unpackCharacters` reads."""
    packed = dict(table)
    packed |= {name: [pack_letters(table[name][0]), table[name][1]] for name in LETTERS}
    packed |= {name: pack_numbers(int(step, 36) for step in table[name].split()) for name in STEPS}
    return packed | {"marks": pack_letters(table["marks"])}


def pack_letters(letters: Iterable[str]) -> str:
    """The ends of runs of letters in the order of their code points, each as its distance from the one before.

    Raises ValueError for letters in another order.
    """
    codes = [ord(letter) for letter in letters]
    if any(before >= code for before, code in pairwise(codes)):
        raise ValueError("the table of characters is not in order: bench/make_characters.py writes it so")
    starts = [code for before, code in zip([None, *codes], codes, strict=False) if before is None or code != before + 1]
    ends = [code for code, after in zip(codes, [*codes[1:], None], strict=True) if code + 1 != after]
    bounds = [bound for run in zip(starts, ends, strict=True) for bound in run]
    return pack_numbers(after - before for before, after in pairwise([0, *bounds]))

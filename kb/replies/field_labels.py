"""What a field of a reply is called: the interface word `desk_field_NAME` (a shop may write its own), else its name.

The twin is `browser/field_labels.js`.
"""

from __future__ import annotations

from collections.abc import Mapping

FIELD_WORD = "desk_field_"
"""How the interface words begin that name fields; the name of the field follows."""


def field_label(name: str, words: Mapping[str, str]) -> str:
    """What the field `name` is called in the language of the interface words `words`."""
    return words.get(FIELD_WORD + name) or readable_name(name)


def readable_name(name: str) -> str:
    """`order_id` as a person writes it: “Order id”."""
    spaced = name.replace("_", " ").replace("-", " ")
    return spaced[:1].upper() + spaced[1:]

"""What a value of each placeholder type looks like: a hint to the agent, never a wall.

The twin is in `browser/render.js`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.text.letters import SPACES

PLACEHOLDER_TYPES: Mapping[str, str] = {
    "text": r"[\s\S]",
    "name": r"^[^0-9<>{}]{1,80}$",
    "honorific": r"^[^0-9<>{}]+$",
    "code": f"^[^{SPACES}]+$",
    "number": r"^[0-9]+([.,][0-9]+)*$",
    "money": r"^(?=[^0-9]*[0-9])[\s\S]{1,60}$",
    "date": r"^(?=[^0-9]*[0-9])[\s\S]{1,60}$",
    "time": r"^(?=[^0-9]*[0-9])[\s\S]{1,60}$",
    "url": f"^https?://[^{SPACES}]+$",
}
"""Type → a regular expression that a value matches; the same in Python (re.ASCII) and JavaScript."""


def looks_like(placeholder_type: str, value: str) -> bool:
    """Could `value` be of `placeholder_type`? An unknown type is taken for text."""
    return re.search(PLACEHOLDER_TYPES.get(placeholder_type, r"[\s\S]"), value, re.ASCII) is not None

"""One rule that is a pattern, and what it may call what it finds."""

from __future__ import annotations

import re
from dataclasses import dataclass

KINDS = ("phone", "email", "id", "account", "address", "name", "order")
"""What personal details are called where they stood: `[phone]`."""
WITHIN = 30
"""Letters between a word and the number that it announces."""


@dataclass(frozen=True, slots=True)
class PatternRule:
    """What a pattern finds is personal."""

    kind: str
    pattern: re.Pattern[str]
    near: re.Pattern[str] | None = None
    within: int = WITHIN
    check: str = ""
    needs_digit: bool = False

"""Names that are replaced wherever they stand: the smallest form of the interface."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb.insights.redaction.rules import Rules


@dataclass(frozen=True, slots=True)
class NameBook:
    pattern: re.Pattern[str] | None

    @staticmethod
    def of(names: Iterable[str], rules: Rules) -> NameBook:
        """The book of `names`."""
        del rules
        known = sorted({one for name in names for one in (name, *name.split()) if len(one) > 2}, key=len, reverse=True)
        if not known:
            return NameBook(None)
        return NameBook(re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)"))

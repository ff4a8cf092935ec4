"""Python-Markdown's links and pictures with a limit to what is tried in vain.

For every `[` Python-Markdown looks for its `]`, and for every `](` for its `)`, letter by letter to the end of the
paragraph: twenty thousand brackets that nothing closes took minutes. Here the letters that were read in vain are
counted; past the limit no further link is tried in that text, and `is_over` says so, which is a problem (KB216).
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import LinkInlineProcessor

MOST_VAIN_LETTERS = 1_000_000
"""A paragraph of 5,000 letters reaches this with two hundred brackets that nothing closes."""
LONG_NAME = 200
"""Letters of a link's words that count as read in vain no more; brackets in brackets are read once for each pair."""


class BoundedLinks:
    """Counts for one `Markdown` object."""

    def __init__(self, md: Markdown) -> None:
        self._vain = 0
        for pattern in md.inlinePatterns:
            if isinstance(pattern, LinkInlineProcessor):
                self._bound(pattern)

    def start(self) -> None:
        """Forget the last text."""
        self._vain = 0

    @property
    def is_over(self) -> bool:
        """Whether links of the text were left untried."""
        return self._vain > MOST_VAIN_LETTERS

    def _bound(self, pattern: LinkInlineProcessor) -> None:
        text, link = pattern.getText, pattern.getLink

        def bounded_text(data: str, index: int) -> tuple[str, int, bool]:
            if self.is_over:
                return "", index, False
            found = text(data, index)
            self._vain += max(0, found[1] - index - LONG_NAME) if found[-1] else len(data) - index
            return found

        def bounded_link(data: str, index: int) -> tuple[str, str | None, int, bool]:
            if self.is_over:
                return "", None, index, False
            found = link(data, index)
            if not found[-1] and data.startswith("(", index):
                self._vain += len(data) - index
            return found

        changed: Any = pattern
        changed.getText, changed.getLink = bounded_text, bounded_link

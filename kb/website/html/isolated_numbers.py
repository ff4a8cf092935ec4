"""Telephone numbers and the like in a right-to-left text. By the bidirectional algorithm (UAX #9) each group of digits
would stand left of the one before it: “+971 4 123” would be read as “123 4 971+”."""

from __future__ import annotations

import html
import re

from kb.markdown.start_tags import text_between_tags

_NUMBER = re.compile(r"(?<![\w+])\+?\(?[0-9]+(?:[ \u00a0\u202f./()-]{1,2}[0-9]+)+(?![\w])|(?<![\w+])\+[0-9]+(?![\w])")
_LEAST_DIGITS = 7
"""Fewer digits are a range, a time or a sum: these are read from the right as the words around them are."""
_NOT_IN = re.compile(r"<(pre|code|script|style|textarea|bdi)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def isolated(text: str) -> str:
    """Plain text → HTML with each such number in an element that runs from left to right."""
    return _isolated(html.escape(text, quote=False))


def with_isolated_numbers(content: str) -> str:
    """The same for HTML: numbers between its tags."""
    if not _NUMBER.search(content):
        return content
    closed = [match.span() for match in _NOT_IN.finditer(content)]
    pieces: list[str] = []
    at = 0
    for start, end in text_between_tags(content):
        if any(left <= start < right for left, right in closed):
            continue
        pieces += [content[at:start], _isolated(content[start:end])]
        at = end
    return "".join(pieces) + content[at:]


def _isolated(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        number = match[0]
        if not number.startswith("+") and sum(char.isdigit() for char in number) < _LEAST_DIGITS:
            return number
        return f'<bdi dir="ltr">{number}</bdi>'

    return _NUMBER.sub(one, text)

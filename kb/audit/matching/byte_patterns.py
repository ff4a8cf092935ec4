"""What all codecs share: patterns that are tried only if enough of their bytes stand in a row, and their limits."""

from __future__ import annotations

import re
from collections.abc import Iterator

SHORTEST = 6
"""Characters of a decoded text."""
_CONTROLS = re.compile(rb"[\0-\x08\x0e-\x1f\x7f]")


class BytePattern:
    """A pattern, all of whose matches are runs of certain bytes."""

    def __init__(self, pattern: bytes, alphabet: bytes, shortest: int) -> None:
        self._pattern = re.compile(pattern)
        self._shape = bytes(97 if code in alphabet else 32 for code in range(256))
        self._shortest = b"a" * shortest

    def matches(self, data: bytes) -> Iterator[re.Match[bytes]]:
        """What `finditer` of the pattern gives."""
        shape = data.translate(self._shape)
        start = shape.find(self._shortest)
        while start >= 0:
            end = shape.find(b" ", start)
            end = len(data) if end < 0 else end
            yield from self._pattern.finditer(data, start, end)
            start = shape.find(self._shortest, end)


def has_controls(data: bytes) -> bool:
    """Whether bytes have control characters that no text has."""
    return _CONTROLS.search(data) is not None

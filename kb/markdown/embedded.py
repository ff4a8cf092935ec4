"""What a style sheet loads."""

from __future__ import annotations

import re
from collections.abc import Iterator

_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"')]+))\s*\)", re.IGNORECASE)


def addresses_in_styles(sheet: str) -> Iterator[str]:
    """What `sheet` loads with `url(…)`."""
    for match in _URL.finditer(sheet):
        yield match[1] or match[2] or match[3] or ""

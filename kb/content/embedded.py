"""Every address that an HTML text or a style sheet asks a browser for, whatever attribute carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(
    r"(?<=[\s\"'/])(href|src|srcset|imagesrcset|poster|data|xlink:href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_LISTS = {"srcset", "imagesrcset"}
_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"')]+))\s*\)", re.IGNORECASE)


def addresses_in(content: str) -> Iterator[str]:
    """The addresses in the tags of an HTML text, as written; words and code samples are none."""
    for tag in _TAG.finditer(content):
        for match in _ATTRIBUTE.finditer(tag[0]):
            value = match[2] or match[3] or match[4] or ""
            if match[1].lower() in _LISTS:
                yield from (part.split()[0] for part in value.split(",") if part.strip())
            else:
                yield value


def addresses_in_styles(sheet: str) -> Iterator[str]:
    """What a style sheet loads with `url(…)`."""
    for match in _URL.finditer(sheet):
        yield match[1] or match[2] or match[3] or ""

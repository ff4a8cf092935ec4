"""The style sheets of an edition: ours, which lie in parts, are published as one, without what only people read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

JOINED = "kb.css"
_PARTS: Mapping[str, tuple[str, ...]] = {
    "public": (JOINED, "search.css"),
    "agents": ("agents.css", JOINED, "search.css"),  # rules of the agents' own give way where two fit alike
}
_KEPT = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^"'()]*\)|\\(?:[0-9a-fA-F]{1,6}\s?|.))"""
"""Quoted text, addresses, and signs that an escape makes part of a name."""
_COMMENT = r"/\*.*?\*/"
_COMMENT_OR_SPACE = re.compile(rf"{_KEPT}|(?:\s|{_COMMENT})+", re.DOTALL)
_COMMENTS = re.compile(rf"(?:{_COMMENT})+", re.DOTALL)
_STRINGS = re.compile(_KEPT, re.DOTALL)
_TIGHT = re.compile(r" ?([{};,]) ?")
_VALUE = re.compile(r"([{;(][\w-]+): ")


def parts_of(edition: str) -> tuple[str, ...]:
    """The names of the sheets that every page of an edition has, in their order."""
    return _PARTS[edition]


def all_parts() -> frozenset[str]:
    """The names of all sheets that are parts of another one in some edition."""
    return frozenset(name for parts in _PARTS.values() for name in parts)


def joined(parts: list[Path]) -> str:
    """Our sheets as one."""
    return "".join(minified(path.read_text("utf-8")) for path in parts)


@lru_cache(maxsize=16)
def minified(css: str) -> str:
    """A sheet without comments, and without the spaces that mean nothing; what stands in quotes stays as it is."""
    pieces = _STRINGS.split(_COMMENT_OR_SPACE.sub(_shortest, css))
    pieces[::2] = [_VALUE.sub(r"\1:", _TIGHT.sub(r"\1", piece)).replace(";}", "}") for piece in pieces[::2]]
    return "".join(pieces).strip()


def _shortest(found: re.Match[str]) -> str:
    """One space; a comment that parts two words without any (`.a/**/.b`) makes no space of itself."""
    return found[1] or ("/**/" if _COMMENTS.fullmatch(found[0]) else " ")

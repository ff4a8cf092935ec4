"""Where internal text stands, and the pieces of it that a leak would carry."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """One place in an internal file."""

    path: str
    """Relative to the project folder, with forward slashes."""
    line: int
    what: str
    """What stands there: `text`, `title`, `placeholder`, `fact value` …"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of internal text that is read as a whole: a paragraph, a field, a cell, a name."""

    text: str
    origin: Origin
    is_name: bool = False
    """A slug, placeholder, fact or file name: it counts as written, with its hyphens."""

"""What a command line says about documents and pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageOptions:
    """What the command line says about documents and pages."""

    split_at: int = 0
    """The level of headings that begin an article; 0: one file is one article."""
    language: str = ""
    audience: str = ""
    topic: str = ""

"""What building one edition did."""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.content.problem import Problem, Rule, Severity
from kb.editions.selection import EditionName

RENDERER_FAILED = Rule(
    "KB901",
    "renderer-failed",
    Severity.ERROR,
    what="MkDocs, its theme or another plugin gave up.",
    why="No half-made site is published.",
    example="theme: {name: materiel}",
    mend="mend what the message names; the site being served stays as it is",
)
RULES = (RENDERER_FAILED,)


@dataclass(frozen=True)
class BuildReport:
    """What building one edition did."""

    edition: EditionName
    pages: int
    bytes: int
    seconds: float
    problems: tuple[Problem, ...]
    is_whole: bool
    """True when the staged folder holds the whole edition and may be published."""
    reused: int = 0
    """Of the pages, how many were taken over from the last build as they were."""
    stages: dict[str, float] = field(default_factory=dict)
    """Stage → its seconds."""
    is_live: bool = False
    """True when nothing changed: the folder being served is what a build would write, and nothing was staged."""
    is_published: bool = False
    """True when the folder was put where it is served."""

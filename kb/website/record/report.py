"""What building one edition did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kb.project.editions import EditionName
from kb.source.problem import Problem, Rule, Severity

RENDERER_FAILED = Rule(
    "KB901",
    "renderer-failed",
    Severity.ERROR,
    what="MkDocs, its theme or another plugin gave up.",
    why="No half-made site is published.",
    example="theme: {name: materiel}",
    hint="mend what the message names; the site being served stays as it is",
)
RENDERER_WARNED = Rule(
    "KB902",
    "renderer-warned",
    Severity.WARNING,
    what="MkDocs, its theme, another plugin or a hook warned while pages were made.",
    why="Something was left out, or made otherwise than was asked for.",
    example='log.warning("no page has the tag “sale”")   # in a hook, to a logger of MkDocs\'',
    hint="mend what the message names",
)
RULES = (RENDERER_FAILED, RENDERER_WARNED)


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
    site: str = ""
    """A hash of the stamps of its files (`stamp_of_files`); "" where it may depend on more than the files that are
    listed (`list_inputs`): then nobody can say that nothing changed."""
    audited: int = 0
    """When the audit of it began, in nanoseconds since 1970: what changed in it later was not seen."""
    audit: tuple[Problem, ...] = ()
    """What the audit found, which is not among the problems of staging."""

    def with_audit(self) -> BuildReport:
        """The same with all problems in one."""
        return replace(self, problems=(*self.problems, *self.audit), audit=())


def report_from(row: Mapping[str, Any]) -> BuildReport:
    """The report of which `asdict` made `row`."""
    return BuildReport(**{**row, **{name: tuple(map(Problem.of, row[name])) for name in ("problems", "audit")}})

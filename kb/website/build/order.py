"""What is to be built, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kb.project.editions import EditionName
from kb.website.record.report import BuildReport


@dataclass(frozen=True)
class Order:
    """What is to be staged, and how."""

    root: Path
    lives: Mapping[EditionName, Path]
    """Edition → the folder that will be replaced."""
    today: date
    strict: bool = False
    locks: bool = False
    """Whether the agents' edition will be sealed: then all of it is staged, whatever lies where it is served."""
    unchanged: Mapping[EditionName, BuildReport] = field(default_factory=dict)
    """Editions that would come out as they are served, which are not staged again."""

    def is_whole(self, edition: EditionName) -> bool:
        """Whether everything must be staged, even where nothing changed."""
        return self.locks and edition == "agents"


Stager = Callable[[Order, Mapping[EditionName, Path]], list[BuildReport]]
"""Fills the folder of each edition and tells what it did."""

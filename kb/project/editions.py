"""The editions that there are, by name."""

from typing import Literal

EditionName = Literal["public", "agents"]
EDITIONS: tuple[EditionName, ...] = ("public", "agents")

"""What a command line says about tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What the command line says about the files."""

    columns: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))
    """Role → columns, by letter or header, `vi=C` for one language."""
    header: int | None = None
    """The row with the names of the columns; 0 for none."""
    language: str = ""
    audience: str = ""
    topic: str = ""
    replies: tuple[str, ...] = ()
    """Sheets (or files) that hold saved replies."""
    sheets: tuple[str, ...] = ()
    """The only sheets to import; all by default."""
    encoding: str = ""

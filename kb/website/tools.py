"""The agents' own pages: what each needs, worked out once a language, and the template that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.website.inspection import Inspected
    from kb.website.views import SiteViews


@dataclass(frozen=True, slots=True)
class ToolPage:
    """One made page of the agent edition."""

    id: str
    """Its address below the language's root."""
    template: str
    title_word: str
    """The interface word that is its title; its menu entry too."""
    make: Callable[[Inspected, SiteViews, str], Mapping[str, object]]
    """(inspected, views, language) → what the template finds under `view.extra`."""


TOOL_PAGES: tuple[ToolPage, ...] = ()
"""In the order of the menu."""

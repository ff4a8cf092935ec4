"""What a page of the agents' own is: an address, a template, a title, and what fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.website.agent_pages.views import Sheets
    from kb.website.views.site_views import SiteViews
    from kb.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AgentPage:
    """One made page of the agent edition."""

    id: str
    """Its address below the language's root."""
    template: str
    title_word: str
    """The interface word that is its title; its menu entry too. The same with `_lead` says what it is for."""
    make: Callable[[Workspace, SiteViews, str], Sheets]
    """(inspected, views, language) → what the template of each sheet finds under `view.extra`."""
    kind: str = ""
    """What the templates and the menu know it by, where that is not its address."""
    title: Callable[[Workspace, str], str] | None = None
    """(inspected, language) → its title, where that is no interface word."""

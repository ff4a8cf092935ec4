"""The agents' own pages: what each needs, worked out once a language, and the template that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.website.agent_pages import upkeep
from kb.website.agent_pages import views as tool_views
from kb.website.agent_pages.agent_page import AgentPage
from kb.website.agent_pages.desk import desk_page
from kb.website.agent_pages.reports import report_pages
from kb.website.agent_pages.timetable import timetable_page

if TYPE_CHECKING:
    from kb.website.agent_pages.views import Sheets
    from kb.website.views.site_views import SiteViews
    from kb.workspace.workspace import Workspace


def _desk(workspace: Workspace, views: SiteViews, language: str) -> Sheets:
    return (desk_page(workspace, views, language),)


AGENT_PAGES: tuple[AgentPage, ...] = (
    AgentPage("desk", "kb/tools/desk.html", "tool_desk", _desk),
    AgentPage("tools/timetable", "kb/tools/timetable.html", "tool_timetable", timetable_page),
    AgentPage("tools/scripts", "kb/tools/scripts.html", "tool_scripts", tool_views.scripts_page),
    AgentPage("tools/changes", "kb/tools/changes.html", "tool_changes", tool_views.changes_page),
    AgentPage("tools/journey", "kb/tools/journey.html", "tool_journey", tool_views.journey_page),
    AgentPage("tools/sequences", "kb/tools/sequences.html", "tool_sequences", tool_views.sequences_page),
    AgentPage("tools/channels", "kb/tools/channels.html", "tool_channels", tool_views.channels_page),
    AgentPage("tools/facts", "kb/tools/facts.html", "tool_facts", upkeep.facts_page),
    AgentPage("tools/reviews", "kb/tools/reviews.html", "tool_reviews", upkeep.reviews_page),
    AgentPage("tools/translations", "kb/tools/translations.html", "tool_translations", tool_views.translations_page),
)
"""In the order of the menu."""


def agent_pages(workspace: Workspace) -> tuple[AgentPage, ...]:
    """Every page of the agents' own in this shop."""
    return (*AGENT_PAGES, *report_pages(workspace))

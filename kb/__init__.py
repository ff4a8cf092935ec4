"""Folders of Markdown become a shopper help site, an agent edition and one search index.

The names below are the public ones; everything else may change from one release to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.desk.model import SuggestedAnswer, Suggestion, Turn
    from kb.help_centre import HelpCentre, open_help_centre, suggest
    from kb.project.project import NoProjectError
    from kb.search.ranking.scoring import Hit
    from kb.source.problem import Problem

_HOMES = {
    "HelpCentre": "kb.help_centre",
    "Hit": "kb.search.ranking.scoring",
    "NoProjectError": "kb.project.project",
    "Problem": "kb.source.problem",
    "SuggestedAnswer": "kb.desk.model",
    "Suggestion": "kb.desk.model",
    "Turn": "kb.desk.model",
    "open_help_centre": "kb.help_centre",
    "suggest": "kb.help_centre",
}

__all__ = [
    "HelpCentre",
    "Hit",
    "NoProjectError",
    "Problem",
    "SuggestedAnswer",
    "Suggestion",
    "Turn",
    "open_help_centre",
    "suggest",
]


def __getattr__(name: str) -> Any:
    """Public names on first use, so that `kb --help` does not load the renderer."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kb' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)

"""Folders of Markdown become a shopper help site, an agent edition and one search index.

The names below are the public ones; everything else may change from one release to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.content.problem import Problem
    from kb.content.project import NoProjectError
    from kb.desk.suggestion import SuggestedAnswer, Suggestion, Turn
    from kb.help_centre import HelpCentre, open_help_centre, suggest
    from kb.search.scoring import Hit

_HOMES = {
    "HelpCentre": "kb.help_centre",
    "Hit": "kb.search.scoring",
    "NoProjectError": "kb.content.project",
    "Problem": "kb.content.problem",
    "SuggestedAnswer": "kb.desk.suggestion",
    "Suggestion": "kb.desk.suggestion",
    "Turn": "kb.desk.suggestion",
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

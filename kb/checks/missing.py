"""Why a page that somebody names is not there."""

from __future__ import annotations

from collections.abc import Callable

from kb.content.model import Library
from kb.content.urls import parse_name
from kb.project.intake import EXCLUDE
from kb.project.options import Options


def why_missing(library: Library, options: Options) -> Callable[[str], str]:
    """An id → `: exclude_docs leaves it out`, for the end of a message; "" where nothing is known."""
    left_out = {parse_name(name, is_internal=False, options=options).id for name in library.left_out}
    return lambda id: f": {EXCLUDE} leaves it out" if id in left_out else ""

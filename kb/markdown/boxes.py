"""Boxes as GitHub, Docusaurus and VitePress write them: `> [!NOTE]`, `:::tip Title`, `:::details`."""

from __future__ import annotations

import re
from dataclasses import dataclass

BOXES = {
    "note": "note", "tip": "tip", "info": "info", "important": "info", "warning": "warning", "caution": "warning",
    "danger": "danger", "success": "success", "details": "details", "example": "example", "abstract": "abstract",
    "question": "question", "failure": "failure", "bug": "bug", "quote": "quote", "hint": "tip", "secondary": "note",
}  # fmt: skip
"""Name → the kind that Material styles; `details` opens on a click."""
NAMED = {
    "note": "note", "secondary": "note", "tip": "tip", "hint": "tip", "info": "info", "important": "important",
    "warning": "warning", "caution": "caution", "danger": "danger", "details": "details", "success": "success",
    "example": "example", "question": "question",
}  # fmt: skip
"""Name → the interface word `box_…` that stands as its title where the writer gives none."""
_ATTRIBUTES = re.compile(r"\{[^{}]*\}")
_TITLE = re.compile(r"""\btitle\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LABEL = re.compile(r"\[(?P<title>.*)\]")


@dataclass(frozen=True, slots=True)
class Box:
    """A box as written: the name in small letters, and its title; empty where the writer gives none."""

    name: str
    title: str


def read_box(name: str, rest: str) -> Box | None:
    """What a line such as `:::tip[Title]{icon="star"}` opens; None for a name that is no box."""
    if name.lower() not in BOXES:
        return None
    given = _TITLE.search(rest)
    words = _ATTRIBUTES.sub("", rest).strip()
    label = _LABEL.fullmatch(words)
    return Box(name.lower(), label["title"].strip() if label else words or (given[1] or given[2] if given else ""))

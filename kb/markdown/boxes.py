"""Boxes as GitHub, Docusaurus and VitePress write them: `> [!NOTE]`, `:::tip Title`, `:::details`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.markdown.block_starts import BOX, BOX_END, FENCE

BOXES = {
    "note": "note", "tip": "tip", "info": "info", "important": "info", "warning": "warning", "caution": "warning",
    "danger": "danger", "success": "success", "details": "details", "example": "example", "abstract": "abstract",
    "question": "question", "failure": "failure", "bug": "bug", "quote": "quote", "hint": "tip", "secondary": "note",
}  # fmt: skip
"""Name → the kind that Material styles; `details` opens on a click."""
NAMED = {
    "note": "note", "secondary": "note", "tip": "tip", "hint": "tip", "info": "info", "important": "important",
    "warning": "warning", "caution": "caution", "danger": "danger", "details": "details", "success": "success",
    "example": "example", "question": "question", "abstract": "abstract", "failure": "failure", "bug": "bug",
    "quote": "quote",
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


class OpenBoxes:
    """The boxes that are open while lines are read one after another; what stands in code opens and closes none.

    A closing line ends the innermost box with as many colons; those opened inside it were never closed. Without one of
    as many it ends the innermost box if that has fewer.
    """

    def __init__(self) -> None:
        self._opened: list[tuple[int, int]] = []
        self._counts: dict[int, int] = {}
        self._fence = ""

    def read(self, number: int, line: str) -> int:
        """The number of the line whose box this line closes; -1 if it closes none."""
        if self._fence:
            inside = line.strip()
            if len(inside) >= len(self._fence) and not inside.strip(self._fence[0]):
                self._fence = ""
        elif fence := FENCE.match(line):
            self._fence = fence["mark"]
        elif ":::" not in line:
            return -1
        elif opening := BOX.match(line):
            colons = len(opening["colons"])
            self._opened.append((number, colons))
            self._counts[colons] = self._counts.get(colons, 0) + 1
        elif (end := BOX_END.match(line)) and self._opened:
            return self._closed(len(end["colons"]))
        return -1

    def _closed(self, colons: int) -> int:
        if self._counts.get(colons):
            while self._opened[-1][1] != colons:
                self._counts[self._opened.pop()[1]] -= 1
        elif self._opened[-1][1] > colons:
            return -1
        number, own = self._opened.pop()
        self._counts[own] -= 1
        return number


def box_ends(lines: Sequence[str]) -> dict[int, int]:
    """Line that opens a box → the line behind the one that closes it; of each box that is closed."""
    if not any(":::" in line for line in lines):
        return {}
    boxes = OpenBoxes()
    closed = ((boxes.read(number, line), number + 1) for number, line in enumerate(lines))
    return {opened: end for opened, end in closed if opened >= 0}

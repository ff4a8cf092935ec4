"""Data in Markdown: fenced blocks that hold YAML (`tree`, `quiz`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(
    r"^(?P<indent> {0,3})(?P<mark>`{3,}+|~{3,}+)[ \t]*+(?P<name>[^\s`]*+)[^\n`]*+\n"  # never tried twice
    r"(?P<text>.*?)(?:^ {0,3}(?P=mark)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Fence:
    """One fenced block: its name, its inner text, where it lies, and the line its text starts on."""

    name: str
    text: str
    start: int
    end: int
    line: int


def _may_have_fences(markdown: str) -> bool:
    return "```" in markdown or "~~~" in markdown


def fences_in(markdown: str) -> Iterator[Fence]:
    """Every top-level fenced block, in order; one that is never closed reaches to the end."""
    line, counted = 1, 0
    for match in _FENCE.finditer(markdown) if _may_have_fences(markdown) else ():
        line += markdown.count("\n", counted, match.start("text"))
        counted = match.start("text")
        yield Fence(match["name"], match["text"], match.start(), match.end(), line)


def mask_code(markdown: str) -> str:
    """The same text with fenced blocks and code spans blanked, character for character."""
    masked = markdown
    if _may_have_fences(markdown):
        masked = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), markdown)
    return "\n".join(map(_mask_spans, masked.split("\n"))) if "`" in masked else masked


def _mask_spans(line: str) -> str:
    """One line with its code spans blanked: from a run of backticks to the next one of the same length.

    Not one pattern: it would look through the whole rest of the line from each backtick that nothing closes.
    """
    runs = [(match.start(), match.end()) for match in re.finditer("`+", line)]
    ends: dict[int, list[int]] = {}
    for start, end in reversed(runs):
        ends.setdefault(end - start, []).append(end)
    position, pieces = 0, []
    for start, end in runs:
        ends[end - start].pop()
        if start < position:
            continue
        # Where nothing as long follows, the run's last backticks may open a shorter span, as in Python-Markdown.
        length = next((length for length in range(end - start, 0, -1) if ends.get(length)), 0)
        if length:
            closing = ends[length][-1]
            pieces += [line[position : end - length], " " * (closing - end + length)]
            position = closing
    return "".join(pieces) + line[position:]

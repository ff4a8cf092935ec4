"""Data in Markdown: fenced blocks that hold YAML (`tree`, `quiz`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(
    r"^(?P<indent> {0,3})(?P<mark>`{3,}|~{3,})[ \t]*(?P<name>[^\s`]*)[^\n`]*\n"
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


def fences_in(markdown: str) -> Iterator[Fence]:
    """Every top-level fenced block, in order; one that is never closed reaches to the end."""
    for match in _FENCE.finditer(markdown):
        line = markdown.count("\n", 0, match.start("text")) + 1
        yield Fence(match["name"], match["text"], match.start(), match.end(), line)


def mask_code(markdown: str) -> str:
    """The same text with fenced blocks and code spans blanked, character for character."""
    masked = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), markdown)
    return re.sub(r"(`+)(?!`)([^\n]*?)(?<!`)\1(?!`)", lambda match: " " * len(match[0]), masked)

"""HTML comments are notes for colleagues: they are removed from everything that readers get.

This module handles the texts of fields and options; `kb.markdown.numbered_comments` handles Markdown.
"""

from __future__ import annotations

from kb.source.fences import mask_code
from kb.source.problem import Rule, Severity

OPEN_COMMENT = Rule(
    "KB121",
    "open-comment",
    Severity.ERROR,
    what="A comment begins with `<!--` and never ends.",
    why="It cannot be told where the note to colleagues ends and the text for readers begins.",
    example="<!-- ask the lawyers first\n\nSend it back within a week.",
    hint="put `-->` after the comment; where the reader shall see the signs, write them as code",
)
RULES = (OPEN_COMMENT,)

START = "<!--"


def without_comments(text: str) -> str:
    """A plain value of a field or option without its comments; one that never ends reaches to the end."""
    if START not in text:
        return text
    pieces, position = [], 0
    while (start := text.find(START, position)) >= 0:
        pieces.append(text[position:start])
        position = end_of_comment(text, start)
        if position < 0:
            break
    else:
        pieces.append(text[position:])
    return "".join(pieces)


def has_open_comment(text: str) -> bool:
    """Whether a comment of a plain value never ends."""
    position = 0
    while (start := text.find(START, position)) >= 0:
        position = end_of_comment(text, start)
        if position < 0:
            return True
    return False


def line_of_open_comment(markdown: str) -> int:
    """The line, counted from 1, of the last comment that begins outside code and never ends; 0 without one."""
    masked, position = mask_code(markdown), 0
    while (start := masked.find(START, position)) >= 0:
        position = end_of_comment(markdown, start)
        if position < 0:
            return markdown.count("\n", 0, start) + 1
    return 0


def end_of_comment(text: str, start: int) -> int:
    """The end of the comment that begins at `start`, as browsers read it (`<!-->` and `--!>` too); -1 for never."""
    ends = [end + len(mark) for mark, at in (("-->", 2), ("--!>", 4)) if (end := text.find(mark, start + at)) >= 0]
    return min(ends, default=-1)

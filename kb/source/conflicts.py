"""Marks that git leaves where two versions of a file could not be merged."""

from __future__ import annotations

import re

from kb.source.fences import mask_code
from kb.source.problem import Problem, Rule, Severity

CONFLICT = Rule(
    "KB112",
    "conflict-marker",
    Severity.ERROR,
    what="A line that git wrote where two versions of the file could not be merged.",
    why="Both versions would be published, one after the other, with the marks between them.",
    example="<<<<<<< HEAD\nYou have 7 days.\n=======\nYou have 14 days.\n>>>>>>> returns",
    hint="keep one of the two versions and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`",
)
RULES = (CONFLICT,)

_MARK = re.compile(
    r"^(?:(?P<opens><{7})|(?P<base>\|{7})|(?P<middle>={7})|(?P<closes>>{7}))(?P<rest>[ \t][^\n]*)?$", re.MULTILINE
)


def conflicts_in(text: str, *, path: str, first_line: int = 1) -> tuple[Problem, ...]:
    """A problem for each mark of a conflict; `text` begins on `first_line` of the file.

    A heading underlined by seven `=`, and a quotation in a quotation seven deep, are none.
    """
    if not any(mark in text for mark in ("<<<<<<<", ">>>>>>>", "=======")):
        return ()
    marks = list(_MARK.finditer(text))
    is_conflict = any(mark["opens"] for mark in marks)
    plain = text if is_conflict else mask_code(text)
    left = [mark for mark in marks if is_conflict or _is_left_over(mark, plain)]
    lines = [first_line + text.count("\n", 0, mark.start()) for mark in left]
    return tuple(
        CONFLICT.at(path, line, f"a merge conflict is left: “{mark[0].strip()}”")
        for line, mark in zip(lines, left, strict=True)
    )


def _is_left_over(mark: re.Match[str], text: str) -> bool:
    """Whether a mark alone is what somebody forgot to delete of a conflict; never in code, which is blank in `text`."""
    if not text[mark.start() : mark.end()].strip():
        return False
    above = text[: mark.start()].rstrip(" \t").removesuffix("\n").rpartition("\n")[2]
    below = text[mark.end() + 1 :].partition("\n")[0]
    if mark["closes"]:
        return bool(mark["rest"]) and not above.startswith(">") and not below.startswith(">")
    return bool(mark["middle"]) and not mark["rest"] and not above.strip() and mark.start() > 0

"""Code fences that nothing closes: what was meant as text would be published as code, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.source.problem import Problem, Rule, Severity

OPEN_FENCE = Rule(
    "KB114",
    "open-fence",
    Severity.ERROR,
    what="A code fence is never closed by a line with the same mark.",
    why="The rest of the page would be shown as code, or the marks as text.",
    example="```\nAB-1042\n\nThis number stands on the parcel.",
    hint="write the same mark on a line of its own below the code; to show a fence in a fence, open the outer one with "
    "more marks",
)
RULES = (OPEN_FENCE,)

_FENCE = re.compile(
    r"(?P<indent>[ \t]*+)(?P<quote>(?:>[ \t]?)*+)(?P<item>(?:[-*+]|\d{1,9}[.)])[ \t]++)?"
    r"[ \t]*+(?P<mark>`{3,}+|~{3,}+)(?P<info>[^`\n]*+)$"
)
_CONTAINER = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]|:[ \t]|\[\^[^\]]+\]:|!!!|\?\?\?|===|///|:::)")
"""What text may be indented below: items, definitions, footnotes, admonitions, tabs."""
_CODE_INDENT = 4


def open_fences(markdown: str, *, path: str, first_line: int) -> Iterator[Problem]:
    """A problem at the opening line of each fence that is not closed; `markdown` begins on `first_line` of the file."""
    if "```" not in markdown and "~~~" not in markdown:
        return
    lines = markdown.split("\n")
    opened, mark = -1, ""
    for index, line in enumerate(lines):
        match = _FENCE.match(line)
        if match is None:
            continue
        info = match["info"].strip()
        if not mark:
            if not _is_indented_code(lines, index):
                opened, mark = index, match["mark"]
        elif match["mark"][0] == mark[0] and not match["item"]:
            if not info and match["mark"] == mark:
                mark = ""
            elif info and re.match(r"[\w{.]", info) and len(match["mark"]) >= len(mark):
                yield _problem(path, first_line + opened, mark, f"another one opens on line {first_line + index}")
                opened, mark = index, match["mark"]
    if mark:
        yield _problem(path, first_line + opened, mark, _almost(lines[opened + 1 :], mark))


def _problem(path: str, line: int, mark: str, why: str) -> Problem:
    return OPEN_FENCE.at(path, line, f"the code fence “{mark}” is not closed" + (f": {why}" if why else ""))


def _almost(lines: Sequence[str], mark: str) -> str:
    """For the message, a line that almost closes the fence; "" if there is none."""
    for line in lines:
        other = line.strip()
        if len(other) >= 3 and set(other) == {mark[0]}:
            return f"“{other}” has another number of marks"
    return ""


def _is_indented_code(lines: Sequence[str], index: int) -> bool:
    """Whether a line is code because of its indent: not inside a list item, an admonition or a tab."""
    indent = _indent(lines[index])
    if indent < _CODE_INDENT:
        return False
    for line in reversed(lines[:index]):
        if line.strip() and _indent(line) < indent:
            if _CONTAINER.match(line):
                return False
            if _indent(line) < _CODE_INDENT:
                return True
            indent = _indent(line)
    return True


def _indent(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())

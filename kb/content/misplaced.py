"""Misplaced fields: front matter that is not at the place where it is read. A draft must not be published by that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.content.field_lines import (
    FieldLine,
    are_bare_fields,
    are_fields,
    field_on,
    first_paragraph,
    is_code_fence,
    is_fence_like,
    without_glued_fence,
)
from kb.content.front_matter import Split
from kb.source.fences import mask_code
from kb.source.problem import Problem, Rule, Severity
from kb.text.folding import visible

MISPLACED = Rule(
    "KB111",
    "misplaced-fields",
    Severity.ERROR,
    what="Lines that read like fields stand where no field is read: below a comment, without their `---`, between "
    "other marks, in the text, or inside another field.",
    why="They would be published as text, and a page that is held back by `draft: true` with them.",
    example="<!-- written by Lan -->\n---\ntitle: Returns\ndraft: true\n---\nSend it back within a week.",
    hint="let the file begin with a line `---`, write each field as `name: value`, and end them with another `---`",
)
RULES = (MISPLACED,)

_BEFORE = re.compile(r"(?:\s|<!--.*?-->)*", re.DOTALL)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ELSEWHERE = re.compile(r" {0,3}(?:<!--[ \t]*)?(?:#{1,6}[ \t]+)?(?P<field>\S.*)")
_MOST_LINES = 200
"""Longer blocks of fields are not looked for in the middle of a text."""
_JSON = re.compile(r"\{\s*[\"']?(?P<name>[A-Za-z_]\w*)[\"']?\s*:")


def misplaced_fields(text: str, split: Split, *, path: str, is_draft: bool) -> Iterator[Problem]:
    """Every place of a file at which fields begin that are not read; the file was taken apart into `split`."""
    if not is_draft:
        yield from _swallowed(text, split, path)
    body = visible(split.body)
    told = _head(body)
    if told is not None:
        line, how = told
        yield MISPLACED.at(path, split.body_line + line, how)
        return
    yield from _further_down(mask_code(body), split.body_line, path)


def _swallowed(text: str, split: Split, path: str) -> Iterator[Problem]:
    """`draft: true` between the two `---`, but indented into another field's text."""
    if split.fields.entries is None:
        return
    told = set((split.fields.key_lines or {}).values())
    lines = visible(text).split("\n")
    for number in range(split.block_line + 1, split.body_line - 1 if split.block_line else 0):
        line = lines[number - 1]
        field = field_on(line) if "draft" in line.casefold() else None
        if field and field.is_yes_to_draft and number not in told:
            message = f"“{line.strip()}” is not read: it stands inside another field"
            yield MISPLACED.at(path, number, message, "write `draft: true` at the very beginning of a line of its own")


def _head(text: str) -> tuple[int, str] | None:
    """The line, counted from 0, on which misplaced fields begin at the top of `text`, and the message."""
    before = _BEFORE.match(text)
    start = text.rfind("\n", 0, before.end()) + 1 if before else 0
    for comment in _COMMENT.finditer(text, 0, before.end() if before else 0):
        inside = comment[1].strip("\n").split("\n")
        if are_bare_fields([line.strip() for line in inside]) and are_fields(inside):
            return text.count("\n", 0, comment.start()), "fields inside a comment are not read"
    line = text.count("\n", 0, start)
    how = _reading_of(text[start:].split("\n"))
    return (line, how) if how else None


def _reading_of(lines: list[str]) -> str:
    """What is wrong with the fields that `lines` begin with; "" if they begin with none."""
    first = re.sub(r"^(?:[ \t]*<!--.*?-->)+", "", lines[0])
    if is_fence_like(first):
        if is_code_fence(first):
            return "fields inside a code fence are not read" if _is_all_fields(lines[1:]) else ""
        if not are_fields(lines[1:]):
            return ""
        mark = first.strip()
        return "the fields begin too late" if mark == "---" and first == mark else f"“{mark}” opens no fields"
    glued = without_glued_fence(first)
    if glued != first and are_bare_fields([glued, *lines[1:]]):
        return "the fields do not begin on a line of their own"
    if (found := _JSON.match("\n".join(lines[:2]).lstrip())) and FieldLine(found["name"], "").is_known:
        return "fields in JSON are not read"
    if are_bare_fields([first, *lines[1:]]):
        return "there is no line `---` above the fields"
    return ""


def _is_all_fields(lines: list[str]) -> bool:
    """Whether a code fence at the top of a file holds fields, a draft mark or a title among them, and nothing else."""
    inside = first_paragraph(lines)
    end = next((index for index, line in enumerate(inside) if is_code_fence(line)), len(inside))
    found = [field_on(line) for line in inside[:end] if not line[:1].isspace() and not line.startswith("-")]
    fields = [field for field in found if field]
    if not fields or len(fields) < len(found) or inside[0].startswith("{"):
        return False
    return any(field.name.casefold() in {"title", "draft"} for field in fields)


def _further_down(text: str, first_line: int, path: str) -> Iterator[Problem]:
    """A second block of fields, and a line that says `draft: true` in the middle of the text."""
    lines = text.split("\n")
    skip = -1
    for index, line in enumerate(lines):
        if index <= skip or not line.strip():
            continue
        if _is_block_mark(line) and (end := _end_of_block(lines, index)):
            skip = end
            hint = "keep one block, at the top of the file"
            yield MISPLACED.at(path, first_line + index, "a second block of fields is not read", hint)
            continue
        inner = _ELSEWHERE.fullmatch(line)
        field = field_on(inner["field"]) if inner and "draft" in line.casefold() else None
        if field and field.is_yes_to_draft:
            yield MISPLACED.at(path, first_line + index, f"“{line.strip()}” stands in the text, where no field is read")


def _is_block_mark(line: str) -> bool:
    return not line.startswith(("    ", "\t")) and is_fence_like(line) and not is_code_fence(line)


def _end_of_block(lines: list[str], opening: int) -> int:
    """The line that closes a block of fields opened on line `opening`; 0 if no such block begins there."""
    block = lines[opening + 1 : opening + 1 + _MOST_LINES]
    if not are_fields(block):
        return 0
    for index, line in enumerate(block, opening + 1):
        if is_fence_like(line):
            return index
        if line.strip() and not line[:1].isspace() and not line.startswith(("#", "- ")) and field_on(line) is None:
            return 0
    return 0

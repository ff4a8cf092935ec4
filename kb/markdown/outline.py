"""Lines → the lists among them and the text between, as CommonMark reads lists (5.2, 5.3).

A pure reader of lines, which pages, scripts and checks share: what is an item, how deep it lies, where it ends.
Tabs must be expanded. Every node names its lines, so that a problem can name one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.markdown.block_starts import (
    FENCE,
    ITEM,
    SETEXT,
    begins_other,
    indent_of,
    interrupts,
    is_html,
    item_at,
)
from kb.markdown.boxes import box_ends
from kb.markdown.letters_alone import all_guarded

MOST_DEEP = 30
"""Lists in lists; what lies deeper stays text. It bounds the work: each level is read once more."""
_CODE = 4
_NESTED_MARKS = re.compile(r"(?: *(?:>|(?:[-*+]|[0-9]{1,9}[.)])(?= |$)))+ *")


@dataclass(frozen=True, slots=True)
class Text:
    """Lines that are no list: paragraphs, headings, code, quotes."""

    line: int
    """The number of its first line, counted from that of the whole text."""
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Item:
    """One item; its content is free of its indent."""

    line: int
    marker: str
    indent: int
    offset: int
    """Blanks and marker before its content: what belongs to it is indented as far."""
    content: Sequence[Text | List]


@dataclass(slots=True)
class List:
    """Items of one kind."""

    line: int
    kind: str
    """The bullet, or the sign after the numbers."""
    start: int
    """The first number; -1 for bullets."""
    is_glued: bool
    """Whether it follows a line of text without a blank line between."""
    items: list[Item] = field(default_factory=list)
    is_loose: bool = False
    """Whether blank lines stand between its items or their parts."""
    end: int = 0
    """The line after its last one with letters."""

    @property
    def is_ordered(self) -> bool:
        return self.start >= 0


def outline(lines: Sequence[str], first: int = 0, depth: int = 0) -> list[Text | List]:
    """The parts of `lines`, of which the first has the number `first`."""
    parts: list[Text | List] = []
    at = begun = 0
    is_open = False
    boxes = box_ends(lines)
    while at < len(lines):
        line = lines[at]
        item = item_at(line) if depth < MOST_DEEP else None
        if item and (not is_open or interrupts(item)):
            _add_text(parts, lines, begun, at, first)
            is_glued = at > begun and bool(lines[at - 1].strip())
            found, at = _read_list(lines, at, first, depth, is_glued=is_glued)
            parts.append(found)
            begun, is_open = at, False
        else:
            end = boxes.get(at) or _end_of_raw(lines, at)
            is_open = end == at and is_paragraph(line, is_open=is_open)
            at = max(at + 1, end)
    _add_text(parts, lines, begun, at, first)
    return parts


def _add_text(parts: list[Text | List], lines: Sequence[str], start: int, end: int, first: int) -> None:
    while start < end and not lines[start].strip():
        start += 1
    while start < end and not lines[end - 1].strip():
        end -= 1
    if start < end:
        parts.append(Text(first + start, lines[start:end]))


def _end_of_raw(lines: Sequence[str], at: int) -> int:
    """Behind the fence or the HTML that begins on line `at`, in which no list is looked for; else `at`."""
    line = lines[at]
    if fence := FENCE.match(line):
        closes = re.compile(rf" {{0,3}}{re.escape(fence['mark'])}{fence['mark'][0]}* *$")
        return next((n + 1 for n in range(at + 1, len(lines)) if closes.match(lines[n])), len(lines))
    if is_html(line):
        return next((n for n in range(at + 1, len(lines)) if not lines[n].strip()), len(lines))
    return at


def is_paragraph(line: str, *, is_open: bool) -> bool:
    """Whether a paragraph is open after `line`, and whether one `is_open` before it."""
    if not line.strip() or begins_other(line):
        return False
    if is_open:
        return not SETEXT.match(line)
    return indent_of(line) < _CODE


def _read_list(lines: Sequence[str], at: int, first: int, depth: int, *, is_glued: bool) -> tuple[List, int]:
    """The list whose first item is on line `at`, and the line behind it and the blank lines after it."""
    item = item_at(lines[at])
    assert item
    found = List(first + at, item["marker"][-1], int(item["number"] or -1), is_glued)
    while item and item["marker"][-1] == found.kind:
        start = at
        content, at, blanks = _read_item(lines, at, item)
        found.end = first + at - blanks
        parts = outline(content, first + start, depth + 1)
        found.items.append(Item(first + start, item["marker"], len(item["indent"]), _offset(item), parts))
        found.is_loose |= _has_gap(content, parts, first + start)
        item = item_at(lines[at]) if at < len(lines) else None
        if blanks and item and item["marker"][-1] == found.kind:
            found.is_loose = True
    return found, at


def _offset(item: re.Match[str]) -> int:
    marker = len(item["indent"]) + len(item["marker"])
    if not item["text"].strip() or len(item["gap"]) > _CODE:
        return marker + 1
    return marker + len(item["gap"])


def _read_item(lines: Sequence[str], at: int, item: re.Match[str]) -> tuple[list[str], int, int]:
    """The item's content without its indent, the next line that is not its own, and the blank lines before that."""
    offset = _offset(item)
    content = [lines[at][offset:]]
    is_open = _leaves_open(content[0])
    blanks, at = 0, at + 1
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            blanks, is_open = blanks + 1, False
        elif indent_of(line) >= offset and not (blanks and _is_bare(content)):
            content += [""] * blanks + [line[offset:]]
            blanks, is_open = 0, _leaves_open(line[offset:])
        elif is_open and not begins_other(line) and not item_at(line):
            content.append(_as_text(line))
        else:
            break
        at += 1
    return _shifted(content), at, blanks


def _is_bare(content: Sequence[str]) -> bool:
    """Whether an item is a marker alone so far: a blank line then ends it."""
    return len(content) == 1 and not content[0].strip()


def _leaves_open(text: str) -> bool:
    """Whether a paragraph is open after the line `text`, in whatever lists and quotes it lies."""
    inner = _NESTED_MARKS.sub("", text, count=1) if _NESTED_MARKS.match(text) else text.lstrip()
    return bool(inner.strip()) and not begins_other(inner)


def _as_text(line: str) -> str:
    """A line that continues a paragraph from outside its item: marks on it mean nothing."""
    text = line.strip()
    if ITEM.match(text) or SETEXT.match(text):
        return re.sub(r"^([0-9]*)([-*+.)=]+)", lambda mark: mark[1] + all_guarded(mark[2]), text)
    return text


_EXTENSION_BELOW = re.compile(r"(?P<indent> {1,3})(?:!!!|\?\?\?|===|///)")


def _shifted(content: list[str]) -> list[str]:
    """Content whose blocks of Python-Markdown's extensions stand at its own edge, as those extensions need them.

    Python-Markdown's writers indent them by four below an item whose text begins after two or three.
    """
    found = next((match for line in content if (match := _EXTENSION_BELOW.match(line))), None)
    if not found:
        return content
    width = len(found["indent"])
    return [content[0], *(line[min(width, indent_of(line)) :] for line in content[1:])]


def _has_gap(content: Sequence[str], parts: Sequence[Text | List], first: int) -> bool:
    """Whether a blank line stands between two parts of an item, and not inside one of its lists."""
    inside = {n for part in parts if isinstance(part, List) for n in range(part.line - first, part.end - first)}
    last = max((n for n, line in enumerate(content) if line.strip()), default=0)
    begun = next((n for n, line in enumerate(content) if line.strip()), 0)
    return any(not content[n].strip() and n not in inside for n in range(begun, last))

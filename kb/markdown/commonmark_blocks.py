"""The reader of blocks for `commonmark.py`: lists, boxes, tables and rules, wherever in a block of lines they begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.util import AtomicString

from kb.markdown.block_starts import (
    ALERT,
    BOX,
    QUOTE,
    RULE,
    SET_ASIDE,
    SETEXT,
    begins_other,
    indent_of,
    interrupts,
    is_table_head,
    item_at,
)
from kb.markdown.boxes import BOXES, NAMED, Box, OpenBoxes, read_box
from kb.markdown.letters_alone import all_guarded
from kb.markdown.outline import Item, List, Text, is_paragraph, outline

MOST_UNCLOSED = 50
"""Boxes that nothing closes, each looked for to the end; after so many `:::` means nothing in that text."""
MOST_DEEP = 10
"""Boxes in boxes; what lies deeper stays text."""
_MAY_BEGIN = re.compile(
    r"^ {0,3}(?:[-*+](?: |$)|[0-9]{1,9}[.)](?: |$)|:::|>|[-*_] *[-*_] *[-*_]|\x02wzxhzdk)|^.*\|.*\n.*-", re.MULTILINE
)
_TASK = re.compile(r"\[(?P<done>[ xX])\](?=\s+\S)\s+")
_CAUTION = "danger"
"""GitHub's CAUTION is its sharpest word; elsewhere `:::caution` is a warning."""


class CommonMarkBlocks(BlockProcessor):
    """Lists, boxes and tables, wherever in a block they begin."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self.md = md
        self.words: Mapping[str, str] = {}
        self._unclosed = self._depth = 0

    def start(self, words: Mapping[str, str]) -> None:
        """Forget the last text; `words` are the interface words of the next."""
        self.words, self._unclosed, self._depth = words, 0, 0

    def test(self, parent: Element, block: str) -> bool:
        return _MAY_BEGIN.search(block) is not None and self._first(block.split("\n"))[1] != ""

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        lines = blocks[0].split("\n")
        at, kind = self._first(lines)
        if kind == "box" and (
            self._unclosed >= MOST_UNCLOSED or self._depth >= MOST_DEEP or not self._closed(blocks, at)[2]
        ):
            return self._as_text(parent, blocks, at)
        if at:
            blocks[0] = "\n".join(lines[at:])
            self.parser.parseBlocks(parent, ["\n".join(lines[:at])])
        if kind == "rest":
            return None
        if kind == "rule":
            SubElement(parent, "hr")
            blocks[:1] = ["\n".join(lines[at + 1 :])] if at + 1 < len(lines) else []
            return None
        if kind == "table":
            return self._table(parent, blocks) if not at else None
        {"list": self._lists, "box": self._box, "alert": self._alert}[kind](parent, blocks)
        return None

    def _first(self, lines: Sequence[str]) -> tuple[int, str]:
        """The first line that begins something of ours, and what; no word if there is none."""
        is_open = is_quote = False
        for at, line in enumerate(lines):
            if RULE.match(line) and not (is_open and SETEXT.match(line)):
                return at, "rule"
            item = item_at(line)
            if item and (not is_open or interrupts(item)):
                return at, "list"
            if (box := BOX.match(line)) and read_box(box["name"], box["rest"]):
                return at, "box"
            if ALERT.match(line) and (not at or not lines[at - 1].lstrip().startswith(">")) and at + 1 < len(lines):
                return at, "alert"
            if at + 1 < len(lines) and is_table_head(line, lines[at + 1]) and (is_open or not at):
                has_end = any(begins_other(one) for one in lines[at + 2 :])
                return (at, "table") if at or has_end else (at, "")
            if is_quote and begins_other(line) and not QUOTE.match(line):
                return at, "rest"
            if at and (self._is_block(line) or self._is_block(lines[at - 1])):
                return at, "rest"
            is_quote = QUOTE.match(line) is not None or (is_quote and bool(line.strip()))
            is_open = is_paragraph(line, is_open=is_open)
        return 0, ""

    def _is_block(self, line: str) -> bool:
        """Whether code or HTML that was set aside stands on `line` alone; a comment is nothing."""
        found = SET_ASIDE.match(line)
        if not found:
            return False
        raw = self.md.htmlStash.rawHtmlBlocks[int(found["number"])]
        return not (isinstance(raw, str) and raw.startswith("<!--"))

    def _as_text(self, parent: Element, blocks: list[str], at: int) -> bool | None:
        """Leave a box that nothing closes to the others, the lines after it to us."""
        lines = blocks.pop(0).split("\n")
        rest = "\n".join(lines[at + 1 :])
        lines[at] = lines[at].replace(":::", all_guarded(":::"))
        self.parser.parseBlocks(parent, ["\n".join(lines[: at + 1])])
        if rest.strip():
            blocks.insert(0, rest)
        return None

    def _lists(self, parent: Element, blocks: list[str]) -> None:
        taken = 1
        while taken < len(blocks) and _may_continue(blocks[taken]):
            taken += 1
        lines = "\n\n".join(blocks[:taken]).split("\n")
        parts = outline(lines)
        del blocks[:taken]
        if isinstance(last := parts[-1], Text):  # what follows may belong to it: the body of an admonition
            blocks[:0] = "\n".join(last.lines).split("\n\n")
            parts.pop()
        self._parts(parent, parts)

    def _parts(self, parent: Element, parts: Sequence[Text | List]) -> None:
        for part in parts:
            if isinstance(part, Text):
                self.parser.parseBlocks(parent, "\n".join(part.lines).split("\n\n"))
            else:
                self._list(parent, part)

    def _list(self, parent: Element, found: List) -> None:
        element = SubElement(parent, "ol" if found.is_ordered else "ul")
        if found.is_ordered and found.start != 1:
            element.set("start", str(found.start))
        for item in found.items:
            li = SubElement(element, "li")
            content = self._task(li, element, item)
            self.parser.state.set("looselist" if found.is_loose else "list")
            self._parts(li, content)
            self.parser.state.reset()
            if "class" in li.attrib:
                self._mark_task(li)

    def _task(self, li: Element, element: Element, item: Item) -> Sequence[Text | List]:
        """The content of an item, without the mark of a task, which becomes an attribute for the moment."""
        first = item.content[0] if item.content else None
        if not isinstance(first, Text) or not (task := _TASK.match(first.lines[0])):
            return item.content
        element.set("class", "task-list")
        li.set("class", "task-list-item task-list-item--done" if task["done"] != " " else "task-list-item")
        text = Text(first.line, [first.lines[0][task.end() :], *first.lines[1:]])
        return [text, *item.content[1:]]

    def _mark_task(self, li: Element) -> None:
        """Put the sign of a task before its words: a picture with a name, nothing that could be ticked."""
        is_done = "task-list-item--done" in li.get("class", "")
        name = self.words.get("task_done", "done") if is_done else self.words.get("task_open", "not done")
        inside = li[0] if not (li.text or "").strip() and len(li) and li[0].tag == "p" else li
        sign = Element("span", {"class": "task-list-sign", "role": "img", "aria-label": name})
        sign.text, sign.tail, inside.text = "☑" if is_done else "☐", " " + (inside.text or ""), ""
        inside.insert(0, sign)

    def _closed(self, blocks: list[str], at: int) -> tuple[list[str], list[str], int]:
        """The lines from the box that line `at` opens to its end, those after them in the same block, and how many
        blocks that is; none if nothing closes the box.
        """
        inside: list[str] = []
        boxes = OpenBoxes()
        for taken, block in enumerate(blocks, 1):
            lines = block.split("\n")[at if taken == 1 else 0 :]
            for number, line in enumerate(lines):
                if boxes.read(len(inside), line) == 0:
                    return inside, lines[number + 1 :], taken
                inside.append(line)
            inside.append("")
        self._unclosed += 1
        return [], [], 0

    def _box(self, parent: Element, blocks: list[str]) -> None:
        inside, after, taken = self._closed(blocks, 0)
        opening = BOX.match(inside[0])
        assert opening
        box = read_box(opening["name"], opening["rest"])
        assert box
        blocks[:taken] = ["\n".join(after)] if after else []
        width = indent_of(inside[0])
        self._filled(parent, box, BOXES[box.name], [line[min(width, indent_of(line)) :] for line in inside[1:]])

    def _alert(self, parent: Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        found = ALERT.match(lines[0])
        assert found
        end = next((n for n in range(1, len(lines)) if _leaves_quote(lines[n], lines[n - 1])), len(lines))
        if end < len(lines):
            blocks.insert(0, "\n".join(lines[end:]))
        name = found["name"].lower()
        inside = [re.sub("^ {0,3}> ?", "", line) for line in lines[1:end]]
        self._filled(parent, Box(name, ""), _CAUTION if name == "caution" else BOXES[name], inside)

    def _filled(self, parent: Element, box: Box, kind: str, inside: Iterable[str]) -> None:
        word = self.words.get("box_" + NAMED.get(box.name, "note"), box.name.capitalize())
        title = box.title or AtomicString(word)
        if kind == "details":
            element = SubElement(parent, "details")
            SubElement(element, "summary").text = title
        else:
            element = SubElement(parent, "div", {"class": f"admonition {kind}"})
            SubElement(element, "p", {"class": "admonition-title"}).text = title
        self._depth += 1
        self.parser.state.set("box")
        self.parser.parseBlocks(element, "\n".join(inside).split("\n\n"))
        self.parser.state.reset()
        self._depth -= 1

    def _table(self, parent: Element, blocks: list[str]) -> bool:
        """Cut a table off what follows it without a blank line; its own reader then takes it."""
        lines = blocks[0].split("\n")
        end = next((n for n in range(2, len(lines)) if begins_other(lines[n])), len(lines))
        if end == len(lines):
            return False
        blocks[:1] = ["\n".join(lines[:end]), "\n".join(lines[end:])]
        return False


def _leaves_quote(line: str, above: str) -> bool:
    if line.lstrip().startswith(">") and indent_of(line) < 4:
        return ALERT.match(line) is not None
    return begins_other(line) or item_at(line) is not None or above.strip() == ">"


def _may_continue(block: str) -> bool:
    """Whether a list before this block may go on in it."""
    line = block.lstrip("\n").partition("\n")[0]
    return indent_of(line) >= 2 or item_at(line) is not None or not line.strip()

"""Markdown as CommonMark and GitHub read it: an extension of Python-Markdown, named by the option `markdown`.

Python-Markdown keeps the rest of its work (code, links, HTML, headings, the shop's other extensions); replaced are its
readers of lists and of emphasis, and what it does not know is added. Blocks are read by `CommonMarkBlocks`, what stands
inside a paragraph is read in the finished tree, where links and code are elements already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.preprocessors import Preprocessor

from kb.markdown.block_starts import (
    ALERT,
    BOX,
    BOX_END,
    QUOTE,
    RULE,
    SETEXT,
    begins_other,
    indent_of,
    interrupts,
    is_table_head,
    item_at,
)
from kb.markdown.boxes import BOXES, NAMED, Box, read_box
from kb.markdown.emphasis import EmphasisTree
from kb.markdown.outline import Item, List, Text, end_of_box, is_paragraph, outline
from kb.markdown.plain_addresses import BareLinkTree, FootnoteWords

_BLOCKS = "kb_commonmark"
MOST_UNCLOSED = 50
"""Boxes that nothing closes, each looked for to the end; after so many `:::` means nothing in that text."""
_MAY_BEGIN = re.compile(
    r"^ {0,3}(?:[-*+](?: |$)|[0-9]{1,9}[.)](?: |$)|:::|>|[-*_] *[-*_] *[-*_])|^.*\|.*\n.*-", re.MULTILINE
)
_TASK = re.compile(r"\[(?P<done>[ xX])\](?=\s+\S)\s+")
_CAUTION = "danger"
"""GitHub's CAUTION is its sharpest word; elsewhere `:::caution` is a warning."""


class CommonMarkBlocks(BlockProcessor):
    """Lists, boxes and tables, wherever in a block they begin."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self.words: Mapping[str, str] = {}
        self._unclosed = 0

    def start(self, words: Mapping[str, str]) -> None:
        """Forget the last text; `words` are the interface words of the next."""
        self.words, self._unclosed = words, 0

    def test(self, parent: Element, block: str) -> bool:
        return _MAY_BEGIN.search(block) is not None and _first(block.split("\n"))[1] != ""

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        lines = blocks[0].split("\n")
        at, kind = _first(lines)
        if kind == "box" and not self._can_close(blocks, at):
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

    def _as_text(self, parent: Element, blocks: list[str], at: int) -> bool | None:
        """Leave a box that nothing closes to the others, the lines after it to us."""
        lines = blocks.pop(0).split("\n")
        rest = "\n".join(lines[at + 1 :])
        lines[at] = re.sub(":::", "\\:::", lines[at], count=1)
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

    def _can_close(self, blocks: list[str], at: int) -> bool:
        if self._unclosed >= MOST_UNCLOSED:
            return False
        lines = "\n\n".join(blocks).split("\n")
        if end_of_box(lines, at) == at:
            self._unclosed += 1
            return False
        return True

    def _box(self, parent: Element, blocks: list[str]) -> None:
        lines = "\n\n".join(blocks).split("\n")
        opening = BOX.match(lines[0])
        end = end_of_box(lines, 0)
        assert opening and end
        box = read_box(opening["name"], opening["rest"])
        assert box
        inside = lines[1 : end - 1] if BOX_END.match(lines[end - 1]) else lines[1:end]
        blocks[:] = "\n".join(lines[end:]).split("\n\n") if end < len(lines) else []
        width = indent_of(lines[0])
        self._filled(parent, box, BOXES[box.name], [line[min(width, indent_of(line)) :] for line in inside])

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
        title = box.title or self.words.get("box_" + NAMED.get(box.name, "note"), box.name.capitalize())
        if kind == "details":
            element = SubElement(parent, "details")
            SubElement(element, "summary").text = title
        else:
            element = SubElement(parent, "div", {"class": f"admonition {kind}"})
            SubElement(element, "p", {"class": "admonition-title"}).text = title
        self.parser.state.set("box")
        self.parser.parseBlocks(element, "\n".join(inside).split("\n\n"))
        self.parser.state.reset()

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


def _first(lines: Sequence[str]) -> tuple[int, str]:
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
        is_quote = QUOTE.match(line) is not None or (is_quote and bool(line.strip()))
        is_open = is_paragraph(line, is_open=is_open)
    return 0, ""


def _may_continue(block: str) -> bool:
    """Whether a list before this block may go on in it."""
    line = block.lstrip("\n").partition("\n")[0]
    return indent_of(line) >= 2 or item_at(line) is not None or not line.strip()


class _Tables(TableProcessor):
    """As Python-Markdown reads tables; an escaped bar is a bar in code too, and no row is made up."""

    _SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        super().run(parent, blocks)
        table = parent[-1]
        if len(table) > 1 and not len(table[1]):
            table.remove(table[1])

    def _build_empty_row(self, parent: Element, align: Sequence[str | None]) -> None:
        return

    def _split_row(self, row: str) -> list[str]:
        return [self._SPAN.sub(lambda code: code[0].replace("\\|", "|"), cell) for cell in super()._split_row(row)]  # type: ignore[misc]


class _ItemFences(Preprocessor):
    """Puts a fence that begins on an item's line (“- ```”) on the line below, where its readers look for it."""

    _LINE = re.compile(r"( *)((?:[-*+]|[0-9]{1,9}[.)]) +)(`{3,}[^`]*|~{3,}.*)$")

    def run(self, lines: list[str]) -> list[str]:
        made: list[str] = []
        for line in lines:
            if found := self._LINE.match(line):
                made += [(found[1] + found[2]).rstrip(), " " * len(found[1] + found[2]) + found[3]]
            else:
                made.append(line)
        return made


class _IndentedHtml(Preprocessor):
    """Gives HTML that was set aside its indent back, by which it belongs to an item."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return re.sub("^( {2,})\n(?=\x02wzxhzdk:)", r"\n\1", text, flags=re.MULTILINE).split("\n")


class CommonMark(Extension):
    """Registers all of it."""

    def extendMarkdown(self, md: Markdown) -> None:
        blocks = md.parser.blockprocessors
        for name in ("indent", "olist", "ulist"):
            blocks.deregister(name, strict=False)
        blocks.register(CommonMarkBlocks(md), _BLOCKS, 110)
        if "table" in blocks:
            tables: Any = blocks["table"]
            blocks.register(_Tables(md.parser, tables.config), "table", 75)
        md.preprocessors.register(_ItemFences(md), "kb_item_fences", 28)
        md.preprocessors.register(_IndentedHtml(md), "kb_indented_html", 19)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "kb_backslash_break", 89)
        for name in ("em_strong", "em_strong2"):
            md.inlinePatterns.deregister(name, strict=False)
        delimiters: Any = md.inlinePatterns
        taken = delimiters["delimiter"].tokens if "delimiter" in delimiters else ()
        signs = "".join(sign for sign in "*_~" if sign not in taken)
        if signs:
            md.treeprocessors.register(EmphasisTree(md, signs), "kb_emphasis", 19)
        if "magic-link" not in md.inlinePatterns:
            md.treeprocessors.register(BareLinkTree(md), "kb_bare_links", 19.5)
        md.treeprocessors.register(FootnoteWords(md), "kb_footnote_words", 14)


def start(md: Markdown, words: Mapping[str, str]) -> None:
    """Tell the readers of `md`, if it has them, the interface words of the next text."""
    if _BLOCKS in md.parser.blockprocessors:
        blocks: Any = md.parser.blockprocessors[_BLOCKS]
        blocks.start(words)
        footnotes: Any = md.treeprocessors["kb_footnote_words"]
        footnotes.words = words

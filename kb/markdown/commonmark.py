"""Markdown as CommonMark and GitHub read it: an extension of Python-Markdown, named by the option `markdown`.

Python-Markdown keeps the rest of its work (code, links, HTML, headings, the shop's other extensions); replaced are its
readers of lists and of emphasis, and what it does not know is added. Blocks are read by `CommonMarkBlocks`, what stands
inside a paragraph is read in the finished tree, where links and code are elements already.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import punctuation
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.preprocessors import Preprocessor

from kb.markdown.commonmark_blocks import CommonMarkBlocks
from kb.markdown.emphasis import EmphasisTree
from kb.markdown.fence_lines import FenceLines
from kb.markdown.plain_addresses import BareLinkTree

_BLOCKS = "kb_commonmark"


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
        md.preprocessors.register(FenceLines(md), "kb_fence_lines", 28)
        md.preprocessors.register(_IndentedHtml(md), "kb_indented_html", 19)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "kb_backslash_break", 89)
        md.ESCAPED_CHARS = list(dict.fromkeys([*md.ESCAPED_CHARS, *punctuation]))
        for name in ("em_strong", "em_strong2"):
            md.inlinePatterns.deregister(name, strict=False)
        delimiters: Any = md.inlinePatterns
        taken = delimiters["delimiter"].tokens if "delimiter" in delimiters else ()
        signs = "".join(sign for sign in "*_~" if sign not in taken)
        if signs:
            md.treeprocessors.register(EmphasisTree(md, signs), "kb_emphasis", 19)
        if "magic-link" not in md.inlinePatterns:
            md.treeprocessors.register(BareLinkTree(md), "kb_bare_links", 19.5)


def start(md: Markdown, words: Mapping[str, str]) -> None:
    """Tell the readers of `md`, if it has them, the interface words of the next text."""
    if _BLOCKS in md.parser.blockprocessors:
        blocks: Any = md.parser.blockprocessors[_BLOCKS]
        blocks.start(words)

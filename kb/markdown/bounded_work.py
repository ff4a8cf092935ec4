"""A limit to the work that one text may cost: past it rendering stops, which is a problem (KB216).

Python-Markdown reads some texts again and again: an open tag to the end of the file, a block of many lines once for
each of its headings, a paragraph once for each of its signs. Each such place tells `Work` how many letters it may
read, at the most, before it reads them; so what a text costs is bounded by counting, whatever signs it is made of.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

MOST_LETTERS_READ = 10_000_000
"""Letters read again, of one text; Python-Markdown takes about a second for them. A page of 20,000 letters without a
single blank line may have a thousand headings."""
SHORT = 1_000
"""Letters of a paragraph or block that cost too little to be counted."""
_INLINE = 10
"""The inline patterns read ten letters while the block processors read one."""
_OPEN_TAG = re.compile("<(?=[a-zA-Z])")
_WHOLE_TAG = re.compile(r"""<(?:[^>"']|"[^"]*+"|'[^']*+')*+>""")
_FENCE = re.compile(r"^[ \t>]*+(?:```|~~~)", re.MULTILINE)
_HIGHLIGHTING = 3_000
"""What the highlighter costs a fence, however short, in letters of the block processors."""
_SPLICING = 400
"""Letters that are copied, once for each fence, while the block processors read one."""
_SIGN = re.compile(r"[^\w\s.,]|_")


class TooMuchWorkError(Exception):
    """A text would be read more often than `MOST_LETTERS_READ` allows. Never leaves the renderer."""


class Work:
    """What the text at hand has cost so far."""

    def __init__(self) -> None:
        self._spent = 0

    def start(self) -> None:
        """Forget the last text."""
        self._spent = 0

    @property
    def is_over(self) -> bool:
        """Whether the text was given up."""
        return self._spent > MOST_LETTERS_READ

    def spend(self, letters: int) -> None:
        """Count `letters` about to be read; `TooMuchWorkError` past the limit."""
        self._spent += letters
        if self.is_over:
            raise TooMuchWorkError

    def spend_on_inline(self, text: str) -> None:
        """Count what the inline patterns may read: the whole of `text` for each of its signs."""
        if len(text) > SHORT:
            self.spend(len(text) * len(_SIGN.findall(text)) // _INLINE)


class _TagCount(Preprocessor):
    """Counts what the HTML parser reads from each `<` on, just before it does."""

    def __init__(self, md: Markdown, work: Work) -> None:
        super().__init__(md)
        self._work = work

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        for opened in _OPEN_TAG.finditer(text):
            whole = _WHOLE_TAG.match(text, opened.start())
            self._work.spend((whole.end() if whole else len(text)) - opened.start())
        return lines


class _FenceCount(Preprocessor):
    """Counts what code fences cost: each is highlighted, and the text is put together again for each."""

    def __init__(self, md: Markdown, work: Work) -> None:
        super().__init__(md)
        self._work = work

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        fences = len(_FENCE.findall(text)) // 2
        self._work.spend(fences * (_HIGHLIGHTING + len(text) // _SPLICING))
        return lines


class _BlockCount(BlockProcessor):
    """Counts each block that the block processors are about to look through; takes none."""

    def __init__(self, md: Markdown, work: Work) -> None:
        super().__init__(md.parser)
        self._work = work

    def test(self, parent: Any, block: str) -> bool:
        if len(block) > SHORT:
            self._work.spend(len(block))
        return False

    def run(self, parent: Any, blocks: list[str]) -> bool | None:
        return False


class _InlineCount(Treeprocessor):
    """Counts what the inline patterns read of each text, just before they do."""

    def __init__(self, md: Markdown, work: Work) -> None:
        super().__init__(md)
        self._work = work

    def run(self, root: Element) -> None:
        for element in root.iter():
            for text in (element.text, element.tail):
                if text and not isinstance(text, AtomicString):
                    self._work.spend_on_inline(text)


def bound(md: Markdown, work: Work) -> None:
    """Let the steps of `md` tell `work` what they are about to read."""
    md.preprocessors.register(_FenceCount(md, work), "kb_fence_count", 26)
    md.preprocessors.register(_TagCount(md, work), "kb_tag_count", 20.5)
    md.treeprocessors.register(_InlineCount(md, work), "kb_inline_count", 20.5)
    md.parser.blockprocessors.register(_BlockCount(md, work), "kb_block_count", 1000)

"""Python-Markdown's inline step, which here skips patterns whose signs are not in the text.

Most paragraphs hold nothing but words, and each of Python-Markdown's fourteen patterns looks for a sign of its
own: `[`, `*`, a backtick. A pattern that this module does not know is tried as ever, so extensions lose nothing.
The methods it overrides are private to Python-Markdown; if they are missing, everything stays as it was.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown, inlinepatterns
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

from kb.markdown.bounded_work import Work

_SIGNS = {
    "BACKTICK_RE": "`\\", "ESCAPE_RE": "\\", "LINK_RE": "[", "REFERENCE_RE": "[", "IMAGE_LINK_RE": "[",
    "IMAGE_REFERENCE_RE": "[", "AUTOLINK_RE": "<", "AUTOMAIL_RE": "<", "HTML_RE": "<", "ENTITY_RE": "&",
    "LINE_BREAK_RE": "\n",
}  # fmt: skip
"""Python-Markdown's name of an expression → the signs of which every match has one."""
_BY_EXPRESSION = {
    expression: signs
    for name, signs in _SIGNS.items()
    if isinstance(expression := getattr(inlinepatterns, name, None), str)
} | {r"\*": "*", "_": "_", r"\*|_": "*_"}
_PRIVATE = ("_InlineProcessor__handleInline", "_InlineProcessor__applyPattern")

Known = tuple[Any, re.Pattern[str] | None]
"""A pattern, and what finds one of its signs; None if any text must be tried."""


class QuickInline(InlineProcessor):
    """Gives what `InlineProcessor` gives."""

    work: Work
    _known: tuple[Known, ...] = ()
    _any: re.Pattern[str] | None = None

    def run(self, tree: Any, ancestors: list[str] | None = None) -> Any:
        if len(self._known) != len(self.inlinePatterns):
            self._learn()
        return super().run(tree, ancestors)

    def _learn(self) -> None:
        """What finds the signs of each pattern, and of all."""
        listed = [(pattern, _signs_of(pattern)) for pattern in self.inlinePatterns]
        self._known = tuple((pattern, _finder(signs)) for pattern, signs in listed)
        if all(signs for _, signs in listed):
            self._any = _finder("".join(sorted({sign for _, signs in listed for sign in signs})))

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString) or (self._any is not None and not self._any.search(data)):
            return data
        self.work.spend_on_inline(data)
        start, known = 0, self._known
        while patternIndex < len(known):
            pattern, signs = known[patternIndex]
            is_matched = False
            if signs is None or signs.search(data, start):
                data, is_matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    pattern, data, patternIndex, start
                )
            if not is_matched:
                patternIndex += 1
                start = 0
        return data


def _signs_of(pattern: Any) -> str:
    """The signs of a pattern of Python-Markdown's own; "" for any other."""
    if not type(pattern).__module__.startswith("markdown.inlinepatterns"):
        return ""
    return _BY_EXPRESSION.get(pattern.getCompiledRegExp().pattern, "")


def _finder(signs: str) -> re.Pattern[str] | None:
    return re.compile(f"[{re.escape(signs)}]") if signs else None


def quicken(md: Markdown, work: Work) -> None:
    """Let `md` leave out patterns whose signs are missing and count its `work`, where its inline step is the usual."""
    steps = md.treeprocessors
    is_plain = "inline" in steps and type(steps["inline"]) is InlineProcessor
    if is_plain and all(hasattr(InlineProcessor, name) for name in _PRIVATE):
        quick = QuickInline(md)
        quick.work = work
        md.treeprocessors.register(quick, "inline", 20)

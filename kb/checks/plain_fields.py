"""Fields that are shown letter for letter: Markdown and HTML in them would be seen as marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.content.model import Document
from kb.source.problem import Problem, Rule, Severity

MARKUP = Rule(
    "KB311",
    "markup-in-a-field",
    Severity.WARNING,
    what="A title, summary, answer or question holds a link, bold type or a tag.",
    why="These fields are plain: readers would see the marks, in search and in chats too.",
    example="answer: See our [policy](../policies/returns.md) and **keep the box**.",
    hint="write plain words there, and put the link or the emphasis into the text below",
)
RULES = (MARKUP,)

_MARKUP = re.compile(
    r"!?\[[^\[\]\n]+\]\([^()\s]+\)|\*\*(?=\S)[^*\n]+(?<=\S)\*\*"
    r"|</?(?:a|b|br|code|em|i|img|li|p|span|strong|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def check_plain_fields(document: Document) -> Iterator[Problem]:
    """The first piece of markup in each plain field."""
    fields = [(name, getattr(document, name)) for name in ("title", "summary", "answer")]
    for name, text in (*fields, *(("questions", question) for question in document.questions)):
        if name in document.lines and (found := _MARKUP.search(text)):
            yield MARKUP.at(document.path, document.line_of(name), f"{name}: “{found[0][:60]}” would be shown as it is")

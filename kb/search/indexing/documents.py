"""What goes into an index: plain values, whatever they were made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.markdown.passages import Passage

LONGEST_LEAD = 2_000
"""Characters of a first paragraph that serve as the answer of a document without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One article or script in one language, as search sees it: text without markup or braces."""

    id: str
    language: str
    kind: str = "page"
    title: str = ""
    url: str = ""
    """Relative to the root of the site."""
    questions: tuple[str, ...] = ()
    answer: str = ""
    passages: tuple[Passage, ...] = ()
    topic: str = ""
    stage: str = ""
    channels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    is_fallback: bool = False
    """In this language's index with the default language's text, because there is no translation."""

    @property
    def short_answer(self) -> str:
        """The answer, or the first paragraph in its place."""
        return self.answer or self._split_lead()[0]

    def fields(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Name and stretches of text of each search field; no word counts in two of them."""
        lead, rest = ("", self.passages) if self.answer else self._split_lead()
        yield "title", (self.title, *self.tags)
        yield "questions", self.questions
        yield "answer", (self.answer or lead,)
        yield "headings", tuple(passage.heading for passage in self.passages)
        yield "body", tuple(line for passage in rest for line in passage.text.split("\n") if line)

    def _split_lead(self) -> tuple[str, tuple[Passage, ...]]:
        """The first paragraph, and the passages without it."""
        for index, passage in enumerate(self.passages):
            match = re.match(r"\s*(\S[^\n]*)", passage.text[: LONGEST_LEAD + 200])
            if match:
                lead = match.group(1)[:LONGEST_LEAD]
                rest = passage.text[match.start(1) + len(lead) :]
                shorter = Passage(passage.anchor, passage.heading, rest)
                return lead, (*self.passages[:index], shorter, *self.passages[index + 1 :])
        return "", self.passages
